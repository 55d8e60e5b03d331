/** Loads parts of the worker's program as the worker does, and plays examples in them: in Node, without a page. */
import { MessageUnpacker } from '../../../src/host/packing.ts';
import type { PackedMessage } from '../../../src/host/packing.ts';
import type { FromMachine, ToMachine, WithoutSession } from '../../../src/host/protocol.ts';
import type { ExampleText } from '../../../src/host/played.ts';
import type { Scenario } from '../../../src/index.ts';
import { FIRST_APP } from '../../../web/session/store.ts';
import type { ServerKind } from '../../../src/vocabulary.ts';
import type { PartModules, PartModule, Program } from '../../../web/sandbox/program.ts';

/** A clock that waits for nothing: where all rests, the time of the next timer has come. */
class HastyClock {
  private _now = 0;
  private _last = 0;
  private readonly _timers = new Map<number, { readonly due: number; readonly work: () => void }>();

  now(): number {
    return (this._now += 0.02);
  }

  readonly setTimeout = (work: () => void, millis: number): number => {
    this._timers.set((this._last += 1), { due: this._now + millis, work });
    setImmediate(() => this._next());
    return this._last;
  };

  readonly clearTimeout = (timer: number): void => void this._timers.delete(timer);

  private _next(): void {
    const [first] = [...this._timers].toSorted(([, one], [, other]) => one.due - other.due);
    if (first === undefined) return;
    const [timer, { due, work }] = first;
    this._timers.delete(timer);
    this._now = Math.max(this._now, due);
    work();
  }
}

export class PartsWorker {
  private readonly _clock = new HastyClock();
  private readonly _waiting = new Map<number, (message: PackedMessage) => void>();
  private readonly _program: Program = {
    post: (message) => this._waiting.get(message.session)?.(message),
    host: undefined,
  };
  private readonly _addresses = new Map<string, string>();
  private readonly _name: string;

  /** @param name keeps workers apart: Node, like a browser, loads an address once. */
  constructor(name: string) {
    this._name = name;
  }

  async load(modules: PartModules): Promise<void> {
    let last = '';
    for (const [name, code] of modules) {
      const linked = code.replaceAll(/"part:([\w-]+)"/g, (_text, from: string) =>
        JSON.stringify(this._addresses.get(from)),
      );
      last = `data:text/javascript,${encodeURIComponent(`${linked}\n// ${this._name}`)}`;
      this._addresses.set(name, last);
    }
    const real = globalThis;
    // As they were, with what Node allows of them: other files of tests run in this process, and set timers of theirs.
    const before = Object.getOwnPropertyDescriptors(real);
    const { performance, setTimeout, clearTimeout } = before;
    // web/sandbox/real-clock.ts takes them while it is loaded.
    Object.assign(real, { setTimeout: this._clock.setTimeout, clearTimeout: this._clock.clearTimeout });
    Object.defineProperty(real, 'performance', { value: { now: () => this._clock.now() }, configurable: true });
    const module = (await import(/* @vite-ignore */ last).finally(
      () => void Object.defineProperties(real, { performance, setTimeout, clearTimeout }),
    )) as PartModule;
    module.install(this._program);
  }

  receive(message: ToMachine): void {
    this._program.host?.receive(message);
  }

  /** What comes of an example. */
  async play(
    example: Partial<ExampleText> & { readonly text: string },
    { isTraced = false, isRun = true }: { readonly isTraced?: boolean; readonly isRun?: boolean } = {},
  ): Promise<FromMachine> {
    const session = (PartsWorker._count += 1);
    const { text, ...rest } = example;
    const requests = [{ text, isEscaped: false, lineEnds: 'crlf' as const }];
    const none = { app: undefined, source: undefined, server: undefined, seed: undefined, link: undefined };
    const subject = { example: { ...none, answer: undefined, values: undefined, ...rest, requests } };
    return await new Promise((resolve) => {
      this._waiting.set(session, (message) => resolve(message as FromMachine));
      this.receive({ type: 'play', session, subject, code: undefined, isTraced, isRun });
    });
  }

  /** Shows a machine. */
  view(): View {
    const session = (PartsWorker._count += 1);
    const view = new View((message) => this.receive({ ...message, session }));
    this._waiting.set(session, (message) => view.hear(message));
    return view;
  }

  private static _count = 0;
}

/** A machine as a stage has it: what was told of it is counted, and nothing of it is drawn. */
export class View {
  length = 0;
  connections = 0;
  /** What it lacked, if it lacked something: then it has ended. */
  absent: string | undefined;
  readonly rows: unknown[] = [];
  private readonly _post: (message: WithoutSession<ToMachine>) => void;
  private readonly _waiting = new Map<FromMachine['type'], () => void>();
  private _unpacker = new MessageUnpacker();
  private _asked = 0;

  constructor(post: (message: WithoutSession<ToMachine>) => void) {
    this._post = post;
  }

  say(message: WithoutSession<ToMachine>): void {
    this._post(message);
  }

  async boot(scenario: Scenario): Promise<void> {
    const app = 'preset' in scenario.app ? scenario.app.preset : '';
    const options = { app, server: scenario.options?.server ?? 'base', seed: scenario.options?.seed ?? 0 };
    const request = { options, app: { code: undefined, logBefore: '' }, scenario, breakpoints: [], isAsking: false };
    await this._ask({ ...request, type: 'boot', isKept: true }, 'booted');
  }

  /** A machine without a past, of the app that the page begins with. */
  async bootNew(server: ServerKind): Promise<void> {
    const options = { app: FIRST_APP, server, seed: 0 };
    const app = { code: undefined, logBefore: '' };
    await this._ask({ type: 'boot', options, app, breakpoints: [], isAsking: false }, 'booted');
  }

  async seek(step: number): Promise<void> {
    await this._ask({ type: 'seek', step }, 'snapshot');
  }

  /** Resolves when the machine rests. */
  async rest(): Promise<void> {
    await this._ask({ type: 'settle', id: (this._asked += 1) }, 'settled');
  }

  end(): void {
    this.say({ type: 'end' });
  }

  hear(packed: PackedMessage): void {
    const message = this._unpacker.unpack(packed);
    if (message === undefined) throw new Error(`${packed.type} does not fit the earlier messages`);
    if (message.type === 'absent') this.absent ??= message.name;
    if (message.type === 'history') this.connections = message.connections;
    if (message.type === 'branched') this.length = this.rows.length = message.from;
    if (message.type === 'progress') {
      const { names, times, table, details } = message.steps;
      const lines = details.split('\n');
      for (const [at, name] of names.entries()) this.rows.push([table[name], times[at], lines[at]]);
      this.length += names.length;
      this.say({ type: 'acknowledge' });
    }
    for (const [type, resolve] of this._waiting) if (type === message.type || this.absent !== undefined) resolve();
  }

  private async _ask(message: WithoutSession<ToMachine>, answer: FromMachine['type']): Promise<void> {
    if (this.absent !== undefined) return;
    await new Promise<void>((resolve) => {
      this._waiting.set(answer, resolve);
      this.say(message);
    });
    this._waiting.delete(answer);
  }
}
