/**
 * A page of a machine in its host: it talks by messages, on a clock that only moves when nothing else is to be done.
 */
import { encodeLatin1 } from '../../src/index.ts';
import { noticeText } from '../../web/session/notices.ts';
import { ENGLISH } from '../../web/texts/texts.ts';
import { MachineHost } from '../../src/host/host.ts';
import type { Surroundings } from '../../src/host/host.ts';
import { MessageUnpacker } from '../../src/host/packing.ts';
import type { PackedMessage } from '../../src/host/packing.ts';
import type { Timer, WallClock } from '../../src/host/wall-clock.ts';
import type { FromMachine, Pause, ToMachine, WithoutSession } from '../../src/host/protocol.ts';

export type News<T extends FromMachine['type']> = Extract<FromMachine, { type: T }>;

/** More timers than any test needs: a test that waits for something that never comes fails. */
const MOST_TIMERS = 20_000;

/** Real time that the test moves. */
class ManualClock implements WallClock {
  private _time = 0;
  private readonly _timers = new Map<number, { readonly at: number; readonly work: () => void }>();
  private _nextId = 1;
  private readonly _perLook: number;

  /** @param perLook milliseconds between two looks at the clock: the slower the computer, the more. */
  constructor(perLook: number) {
    this._perLook = perLook;
  }

  get time(): number {
    return this._time;
  }

  now(): number {
    this._time += this._perLook;
    return this._time;
  }

  later(work: () => void, millis: number): Timer {
    const id = this._nextId;
    this._nextId += 1;
    this._timers.set(id, { at: this._time + millis, work });
    return id;
  }

  cancel(timer: Timer | undefined): void {
    if (timer !== undefined) this._timers.delete(timer);
  }

  /** Goes to the next timer and runs it. False if there is none. */
  pass(): boolean {
    const [next] = [...this._timers].toSorted(([, one], [, other]) => one.at - other.at);
    if (next === undefined) return false;
    const [id, { at, work }] = next;
    this._timers.delete(id);
    this._time = Math.max(this._time, at);
    work();
    return true;
  }
}

/** Milliseconds between two looks at the clock: none, and more than one slice of a machine. */
export const COMPUTERS = [
  ['a fast computer', 0],
  ['a slow computer', 13],
] as const;

/** The surroundings of a host without a worker: it cannot load apps. */
export const surroundings = (clock: WallClock = new ManualClock(0)): Surroundings => ({
  clock,
  loadApp: () => Promise.reject(new Error('this host cannot load apps')),
});

/** A host that runs the machines of several pages. */
export class SharedHost {
  readonly clock: ManualClock;
  readonly host: MachineHost;
  private readonly _pages = new Map<number, HostPage>();

  constructor(perLook = 0) {
    this.clock = new ManualClock(perLook);
    this.host = new MachineHost((message) => this._pages.get(message.session)?.hear(message), surroundings(this.clock));
  }

  add(page: HostPage, session: number): void {
    this._pages.set(session, page);
  }
}

export class HostPage {
  readonly heard: FromMachine[] = [];
  /** The same messages as they were posted. */
  readonly packed: PackedMessage[] = [];
  private _unpacker = new MessageUnpacker();
  /** Whether it draws each report at once. */
  isDrawing = true;
  private readonly _clock: ManualClock;
  private readonly _host: MachineHost;
  private readonly _session: number;

  constructor(perLook = 0, shared = new SharedHost(perLook), session = 1) {
    this._clock = shared.clock;
    this._host = shared.host;
    this._session = session;
    shared.add(this, session);
  }

  hear(packed: PackedMessage): void {
    this.packed.push(packed);
    // As they come out of a port.
    const message = this._unpacker.unpack(structuredClone(packed));
    if (message === undefined) throw new Error(`a message does not fit the earlier ones: ${packed.type}`);
    this.heard.push(message);
    if (message.type === 'progress' && this.isDrawing) this.say({ type: 'acknowledge' });
  }

  boot(change: Partial<Extract<ToMachine, { type: 'boot' }>> = {}): this {
    const options = { server: 'threaded', app: 'hello', seed: 0 } as const;
    return this.say({ type: 'boot', options, breakpoints: [], isAsking: false, ...change });
  }

  say(message: WithoutSession<ToMachine>): this {
    if (message.type === 'boot') this._unpacker = new MessageUnpacker();
    this._host.receive({ ...message, session: this._session });
    return this;
  }

  connect(client: number): this {
    return this.say({ type: 'client', client, action: { act: 'connect' } });
  }

  send(client: number, text: string): this {
    return this.say({ type: 'client', client, action: { act: 'send', bytes: encodeLatin1(text) } });
  }

  all<T extends FromMachine['type']>(type: T): News<T>[] {
    return this.heard.filter((message): message is News<T> => message.type === type);
  }

  /** Milliseconds of real time. */
  get time(): number {
    return this._clock.time;
  }

  /** The text of the last rejection. */
  get rejection(): string | undefined {
    const last = this.all('rejected').at(-1);
    return last && noticeText(ENGLISH, last.notice);
  }

  get pause(): Pause | undefined {
    return this.all('paused').at(-1)?.pause;
  }

  get length(): number {
    return this.all('progress').reduce((sum, { steps }) => sum + steps.kinds.length, 0);
  }

  /** What a client received, as text. */
  received(client: number): string {
    const news = this.all('progress').flatMap(({ clients }) => clients);
    return news.map((item) => (item.client === client ? String.fromCharCode(...item.bytes) : '')).join('');
  }

  /** Lets time pass until a condition holds. */
  until(condition: () => boolean): this {
    for (let timers = 0; !condition(); timers += 1) {
      if (timers > MOST_TIMERS) throw new Error(`not so after ${MOST_TIMERS} timers: ${condition.toString()}`);
      if (!this._clock.pass()) throw new Error(`no timer is left, and still not so: ${condition.toString()}`);
    }
    return this;
  }

  /** Lets a limited number of timers pass: a machine with an app that never ends always has another one. */
  pass(timers: number): this {
    for (let passed = 0; passed < timers && this._clock.pass(); passed += 1);
    return this;
  }

  /** Lets time pass until no timer is left. */
  rest(): this {
    for (let timers = 0; this._clock.pass(); timers += 1) {
      if (timers > MOST_TIMERS) throw new Error(`it does not rest after ${MOST_TIMERS} timers`);
    }
    return this;
  }
}
