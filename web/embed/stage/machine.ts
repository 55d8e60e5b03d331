/**
 * One machine with its cursor, as stages show it: several of them when they share a `lab`.
 */
import type { BreakpointSpec, Scenario } from '../../../src/index.ts';
import type { Asking, PausedAt } from '../../../src/host/protocol.ts';
import type { Scope } from '../../kit/scope.ts';
import type { Connect } from '../../sandbox/link.ts';
import { Clients } from '../../session/clients/clients.ts';
import { Drafts } from '../../session/drafts.ts';
import type { SessionEvents } from '../../session/events.ts';
import { bootOptionsOf } from '../../session/scenario-options.ts';
import { Session } from '../../session/session.ts';
import { loadFinder } from '../../session/moments.ts';
import { TimeModel } from '../../session/time/time-model.ts';
import { needsChapters, resolveAt } from './at.ts';
import type { Moment } from './at.ts';

/** What an element shows: the scenario of its request, or of a share link. */
export interface Example {
  readonly scenario: Scenario;
  /** The name of a preset. */
  readonly app: string;
  /** TypeScript of an app that the site or the reader vouches for; it takes the place of the preset. */
  readonly source?: string | undefined;
  /** Where a share link stands. */
  readonly cursor?: number | undefined;
  readonly held?: PausedAt | undefined;
  readonly breakpoints?: readonly BreakpointSpec[] | undefined;
  readonly isAsking?: Asking | undefined;
}

/** The machine has ended; `notice` says why, as far as it is known. */
export class MachineEnded extends Error {
  override readonly name = 'MachineEnded';
}

/** Nothing is kept of the workbench's own changes to an app: an example is what its author printed. */
const NO_DRAFTS = new Drafts(() => {
  throw new Error('an example has no drafts');
});

export class StageMachine {
  readonly session: Session;
  readonly time: TimeModel;
  readonly clients: Clients;
  private _example: Example | undefined;

  private readonly _scope: Scope;

  constructor(scope: Scope, connect: Connect) {
    this._scope = scope;
    this.session = new Session({ scope, drafts: NO_DRAFTS, connect, takesFailure: () => false });
    this.time = new TimeModel(this.session, scope);
    this.clients = new Clients(this.session, scope);
  }

  /** The example as its author wrote it, or as the reader last ran it. */
  get example(): Example | undefined {
    return this._example;
  }

  /** Whether there was a machine: what goes wrong from then on is shown where it stood. */
  get hasBooted(): boolean {
    return this.session.log.length > 0;
  }

  /** Plays an example; then the cursor stands where `at` says, or where the example does. */
  async open(example: Example, at?: string): Promise<Moment | undefined> {
    this._example = example;
    await this._replay(example);
    if (example.cursor !== undefined || example.held !== undefined) return undefined;
    const moment = at === undefined ? { step: this._firstInput } : await this._find(at);
    await this.seek('step' in moment ? moment.step : this._firstInput);
    return moment;
  }

  /** Finds a moment and goes there. */
  async goTo(to: number | string): Promise<Moment> {
    const moment = await this._find(String(to));
    if ('step' in moment) await this.seek(moment.step);
    return moment;
  }

  /** Resolves when the machine after `step` steps is shown. */
  async seek(step: number): Promise<void> {
    this.time.goTo(step);
    await this.shown();
  }

  /** Resolves when what is shown is the machine at the cursor. */
  async shown(): Promise<void> {
    const once = this._scope.child();
    await new Promise<void>((resolve) => {
      this.session.select(
        ({ cursor, shown, health }) => cursor === undefined || shown?.step === cursor || health !== 'running',
        (isThere) => isThere && resolve(),
        once,
      );
    }).finally(() => once.end());
    this._check();
  }

  /** Resolves when the machine rests. */
  async settled(): Promise<void> {
    await this.session.settling.wait();
    this._check();
  }

  /** What replays the machine as it is now. */
  async exported(): Promise<SessionEvents['exported']> {
    this._check();
    const once = this._scope.child();
    const exported = new Promise<SessionEvents['exported']>((resolve) => {
      this.session.on('exported', resolve, once);
    });
    this.session.share();
    return await exported.finally(() => once.end());
  }

  /** What finds the moments of a log is loaded when a name asks for it. */
  private async _find(at: string): Promise<Moment> {
    const { log } = this.session;
    if (!needsChapters(at, log)) return resolveAt(at, log);
    const finder = await loadFinder().catch(() => undefined);
    if (finder === undefined) return { unloaded: at };
    const rows = Array.from({ length: log.length }, (_, number) => log.at(number)).filter((row) => row !== undefined);
    return resolveAt(at, log, finder.findMoments(rows));
  }

  private async _replay(example: Example): Promise<void> {
    const { scenario, app, source, cursor, held, breakpoints = [], isAsking = false } = example;
    const change = { app, source, ...bootOptionsOf(scenario) };
    this.session.open(change, { scenario, cursor, held, breakpoints, isAsking, isExample: true });
    await this.settled();
  }

  /** The moment at which the first client begins; before that the server boots. */
  private get _firstInput(): number {
    const { log } = this.session;
    for (let number = 0; number < log.length; number += 1) {
      const step = log.at(number);
      if (step?.kind === 'input' || (step?.kind === 'thread' && step.name.startsWith('connection '))) return number + 1;
    }
    return log.length;
  }

  private _check(): void {
    const { health } = this.session.state;
    if (health !== 'running') throw new MachineEnded('the machine has ended');
  }
}
