/** Runs one machine at a time in the worker: carries out what the page asks, paces time, and reports what happened. */
import { Machine, PRESETS } from '../../src/index.ts';
import type { Client } from '../../src/index.ts';
import type { BootOptions, ClientAction, ClientNews, FromMachine, ToMachine } from '../protocol.ts';
import { Pace } from './pace.ts';

/** How often a thread may get the processor before the page is told how far it is, and how many rows go in one message. */
const SLICE_RESUMPTIONS = 2_000;
const ROWS_PER_MESSAGE = 5_000;
const MICROS_PER_MILLI = 1_000;

/** What of a client the page has been told. */
interface Told {
  state: string;
  length: number;
}

export class MachineHost {
  private _session = 0;
  private _machine: Machine | undefined;
  private _toldRows = 0;
  private _told: Told[] = [];
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _pace = new Pace(() => performance.now() / 1_000);
  private readonly _post: (message: FromMachine) => void;

  constructor(post: (message: FromMachine) => void) {
    this._post = post;
  }

  /** Does what a message asks. What goes wrong in here ends the session, with the reason. */
  receive(message: ToMachine): void {
    try {
      this._obey(message);
    } catch (error) {
      this._fail(error);
    }
  }

  private _obey(message: ToMachine): void {
    if (message.type === 'boot') return this._boot(message.session, message.options);
    if (message.session !== this._session) return;
    switch (message.type) {
      case 'client':
        this._act(message.client, message.action);
        return this._run();
      case 'seek': {
        if (this._machine === undefined) return;
        const snapshot = this._machine.seek(Math.min(message.step, this._machine.trace.length));
        return this._post({ type: 'snapshot', session: this._session, step: message.step, snapshot });
      }
      case 'ping':
        return this._post({ type: 'pong', session: this._session });
    }
  }

  private _boot(session: number, { server, app, seed, isListening }: BootOptions): void {
    this._session = session;
    this._toldRows = 0;
    this._told = [];
    this._pace.pause();
    clearTimeout(this._timer);
    const preset = PRESETS.find(({ name }) => name === app) ?? PRESETS[0];
    if (preset === undefined) throw new Error('there is no app to serve');
    this._machine = new Machine({ app: preset.app, server, seed, ...(isListening ? {} : { program: nothing }) });
    const presets = PRESETS.map(({ name, title, note }) => ({ name, title, note }));
    this._post({ type: 'booted', session, presets });
    this._run();
  }

  private _act(number: number, action: ClientAction): void {
    const machine = this._machine;
    if (machine === undefined) return;
    if (action.act === 'connect') return void machine.connect();
    const client = machine.clients[number];
    // The page may not know yet that the connection has ended.
    if (client === undefined || !client.isUsable) return;
    if (action.act === 'send') client.send(action.bytes);
    else client[action.act]();
  }

  /** Runs as far as the wall clock allows, reports, and comes back when something is due. */
  private _run(): void {
    const machine = this._machine;
    if (machine === undefined) return;
    clearTimeout(this._timer);
    const result = machine.run({ until: this._pace.limit(machine.time), resumptions: SLICE_RESUMPTIONS });
    this._report(machine);
    // A broken machine goes no further, but its past can still be looked at.
    if (result.why === 'panic') return this._tellFailure(result.panic);
    if (result.why === 'steps') this._timer = setTimeout(() => this._run(), 0);
    else if (machine.kernel.clock.hasWork) this._timer = setTimeout(() => this._run(), this._millisUntilDue(machine));
    else this._pace.pause();
  }

  private _millisUntilDue({ kernel }: Machine): number {
    const due = kernel.clock.nextDue() ?? kernel.clock.now;
    return Math.ceil((due - kernel.clock.now) / MICROS_PER_MILLI);
  }

  private _report(machine: Machine): void {
    const { trace } = machine;
    const address = machine.address?.join(':');
    do {
      const to = Math.min(trace.length, this._toldRows + ROWS_PER_MESSAGE);
      const steps = trace.steps(this._toldRows, to);
      this._toldRows = to;
      const isLast = to === trace.length;
      const clients = isLast ? this._clientNews(machine.clients) : [];
      const snapshot = isLast ? machine.snapshot() : undefined;
      this._post({ type: 'progress', session: this._session, steps, snapshot, clients, address });
    } while (this._toldRows < trace.length);
  }

  private _clientNews(clients: readonly Client[]): ClientNews[] {
    const news: ClientNews[] = [];
    for (const client of clients) {
      const { number, state, receivedLength } = client;
      const told = (this._told[number] ??= { state: '', length: 0 });
      if (told.state === state && told.length === receivedLength) continue;
      const bytes = told.length === receivedLength ? new Uint8Array() : client.receivedBytes.slice(told.length);
      news.push({ client: number, state, bytes });
      told.state = state;
      told.length = receivedLength;
    }
    return news;
  }

  private _fail(error: unknown): void {
    clearTimeout(this._timer);
    this._machine = undefined;
    this._tellFailure(error);
  }

  private _tellFailure(error: unknown): void {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this._post({ type: 'failed', session: this._session, message });
  }
}

/** A server process that ends at once, so that nobody listens. */
function* nothing(): Generator<never, void, void> {}
