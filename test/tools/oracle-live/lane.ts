/** Plays the cases of one target on one long-lived real server, which is started again when it has ended. */
import { examine } from './arms.ts';
import type { Finding, Servers } from './arms.ts';
import { RealServer, StuckError } from './real.ts';
import type { RealOptions, Target } from './real.ts';
import type { LiveCase } from './scripts.ts';

export class Lane {
  private _server: RealServer | undefined;
  private readonly _target: Target;
  private readonly _options: RealOptions;

  constructor(target: Target, options: RealOptions) {
    this._target = target;
    this._options = options;
  }

  readonly servers: Servers = async () => {
    if (this._server?.isAlive === true) return this._server;
    await this._server?.end();
    this._server = await RealServer.start(this._target, this._options);
    return this._server;
  };

  /** What the case gave; undefined when it cannot be compared. */
  async play(item: LiveCase): Promise<Finding | undefined> {
    try {
      const { port } = await this.servers();
      // The server's own port in a request could not be told from chance when the results are made comparable.
      if (JSON.stringify(item.steps).includes(String(port))) return undefined;
      return await examine(item, this.servers);
    } catch (error) {
      if (!(error instanceof StuckError)) throw error;
      return { kind: 'unsteady', text: error.message };
    }
  }

  async end(): Promise<void> {
    await this._server?.end();
  }
}

/** Cases with the same server, each group in the order of the cases. */
export function grouped(cases: readonly LiveCase[]): LiveCase[][] {
  const groups = new Map<string, LiveCase[]>();
  for (const item of cases) {
    const key = JSON.stringify([item.app, item.server]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
