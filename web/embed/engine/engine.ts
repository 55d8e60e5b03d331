/**
 * One sandbox, one worker and one heartbeat for all elements of a document. It plays examples, and gives stages their
 * machines; a stage out of sight gives its machine back until it is seen again.
 */
import type { PlaySubject, Played } from '../../../src/host/played.ts';
import { lazily } from '../../kit/lazy.ts';
import { Scope } from '../../kit/scope.ts';
import type { Connect } from '../../sandbox/link.ts';
import type { MachineLink } from '../../sandbox/machine-link.ts';
import { PlayError, playIn } from '../../sandbox/play.ts';
import { SandboxHost } from '../../sandbox/sandbox-host.ts';
import { Sleepers } from './sleepers.ts';

export interface Job {
  /** The element for which it is played; `forget` gives up what is kept for it. */
  readonly owner: Element;
  readonly subject: PlaySubject;
  /** TypeScript or JavaScript of an app that does not come with Glaswerk. */
  readonly source?: string | undefined;
  /**
   * Whether its code does not come from the site's author, but from a link that readers pass on. It runs in a worker of
   * its own then, apart from what the author wrote.
   */
  readonly isForeign?: boolean | undefined;
  /** Whether the step of a difference is asked for. */
  readonly isTraced?: boolean | undefined;
  /** Whether only the scenario is asked for. */
  readonly isRead?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Place {
  /** The element whose machine it is. */
  readonly owner: Element;
  readonly scope: Scope;
}

const loadCompiler = lazily(() => import('../../session/compile.ts'));

/** Why an author's app was not played: it could not be compiled. */
export const compileError = (message: string, line: number | undefined): PlayError => {
  const notice = { code: 'error', values: { message } } as const;
  return new PlayError(notice, { notice, line });
};

export class Engine {
  private readonly _folder: string;
  /** Everything that runs for the document; ends when the last element is forgotten. */
  private _running: { readonly scope: Scope; readonly shared: SandboxHost; readonly sleepers: Sleepers } | undefined;
  /** By element: what ends when it is forgotten. */
  private readonly _owners = new Map<Element, Scope>();
  private readonly _foreign = new WeakSet<Element>();

  /** @param folder the address of the folder with `glaswerk-sandbox.html`. */
  constructor(folder: string) {
    this._folder = folder;
  }

  /** Plays a scenario to its end. Rejects with PlayError, or with the reason of the signal. */
  async play(job: Job): Promise<Played> {
    const { owner, subject, source, isTraced = 'scenario' in subject, isRead = false, isForeign = false, signal } = job;
    const scope = this._scopeOf(owner).child();
    const signals = signal === undefined ? [scope.signal] : [scope.signal, signal];
    try {
      const code = source === undefined ? undefined : await compiled(source);
      const alone = isForeign && code !== undefined;
      const sandbox = alone ? this._sandbox(scope) : this._run().shared;
      return await playIn(sandbox, { subject, code, isTraced, isRun: !isRead }, AbortSignal.any(signals));
    } finally {
      scope.end();
    }
  }

  /** How a session of an element gets its machine. @param Link loaded by who needs it: plays can do without. */
  connect({ owner, scope }: Place, Link: typeof MachineLink): Connect {
    const { shared, sleepers } = this._run();
    this._scopeOf(owner);
    const own = lazilyMade(() => this._sandbox(scope));
    const sandbox = (): SandboxHost => (this._foreign.has(owner) ? own() : shared);
    return (events) => {
      const link = new Link(events, scope, { sandbox, isShared: true });
      sleepers.add(owner, link, scope);
      return link;
    };
  }

  /** Says whether the code of an element's machine comes from a file or a link, as of a job. */
  mark(owner: Element, isForeign: boolean): void {
    if (isForeign) this._foreign.add(owner);
    else this._foreign.delete(owner);
  }

  /** Gives up all that is kept for an element. The worker ends with the last one. */
  forget(owner: Element): void {
    this._owners.get(owner)?.end();
    this._owners.delete(owner);
    if (this._owners.size > 0) return;
    this._running?.scope.end();
    this._running = undefined;
  }

  private _scopeOf(owner: Element): Scope {
    const known = this._owners.get(owner);
    if (known !== undefined) return known;
    const scope = this._run().scope.child();
    this._owners.set(owner, scope);
    return scope;
  }

  private _run(): NonNullable<Engine['_running']> {
    if (this._running !== undefined) return this._running;
    const scope = new Scope();
    return (this._running = { scope, shared: this._sandbox(scope), sleepers: new Sleepers(scope) });
  }

  private _sandbox(scope: Scope): SandboxHost {
    return new SandboxHost({ scope, folder: this._folder });
  }
}

function lazilyMade<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

async function compiled(source: string): Promise<string> {
  const { compile } = await loadCompiler();
  const code = compile(source);
  if (typeof code === 'string') return code;
  throw compileError(code.message, code.line);
}
