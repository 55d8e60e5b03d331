/**
 * Remembers what makes a machine again in another worker, so that its face need not notice that it was gone: what it
 * was booted with, its scenario, and the requests since then. While it is made again, what the face knows already is
 * kept from it.
 */
import type { Asking, FromMachine, ToMachine, WithoutSession } from '../../src/host/protocol.ts';
import type { StepRows } from '../../src/host/step-rows.ts';
import type { BootRequest } from './link.ts';

export type SessionRequest = WithoutSession<Exclude<ToMachine, { type: 'boot' | 'play' | 'end' | 'ping' }>>;
type Message<T extends FromMachine['type']> = Extract<FromMachine, { type: T }>;

/** Requests whose effect a scenario includes, with the pause that belongs to it. */
const INCLUDED: ReadonlySet<string> = new Set([
  ...['client', 'interrupt', 'branch', 'goToBranch', 'plan', 'cancelPlan', 'choose', 'pause', 'resume', 'step'],
]);

/** Requests of which only the last one of each type counts, and which no scenario includes. */
const SETTINGS: ReadonlySet<string> = new Set(['showClients', 'compare']);

/** Requests that a machine takes before it stands where it stood. Others mean that place, and their effect is told. */
const EARLY: ReadonlySet<string> = new Set(['acknowledge', ...SETTINGS]);

export class Keeper {
  private readonly _boot: BootRequest;
  private readonly _settings = new Map<string, SessionRequest>();
  private _breakpoints: BootRequest['breakpoints'];
  private _isAsking: Asking;
  private _kept: Message<'kept'> | undefined;
  /** How many requests the worker got, and those that the scenario may not include, with their places. */
  private _requests = 0;
  private _unsure: { readonly place: number; readonly request: SessionRequest }[] = [];
  /** How many rows the face has, and how many the machine that is made again has told. */
  private _known = 0;
  private _rows = 0;
  /** What the face is to hear once the machine is there again; undefined in ordinary times. */
  private _held: FromMachine[] | undefined;
  /** The message that comes next of those which say that the machine is there again; undefined in ordinary times. */
  private _awaited: 'booted' | 'history' | 'paused' | undefined;

  constructor(boot: BootRequest) {
    this._boot = boot;
    this._breakpoints = boot.breakpoints;
    this._isAsking = boot.isAsking;
  }

  /** Whether its scenario includes everything that was asked for. */
  get isComplete(): boolean {
    return this._kept !== undefined && this._unsure.length === 0 && !this.isComing;
  }

  /** Whether the machine is being made again: its app may have to be loaded, and its past be replayed. */
  get isComing(): boolean {
    return this._awaited !== undefined;
  }

  /** Whether a request has to wait until the machine is there again. */
  mustWait({ type }: SessionRequest): boolean {
    return this.isComing && !EARLY.has(type);
  }

  /** Notes a request that is posted. */
  sent(request: SessionRequest): void {
    if (request.type === 'breakpoints') this._breakpoints = request.specs;
    if (request.type === 'askForChoices') this._isAsking = request.isAsking;
    if (SETTINGS.has(request.type)) this._settings.set(request.type, request);
    if (INCLUDED.has(request.type)) this._unsure.push({ place: this._requests, request });
    this._requests += 1;
  }

  /** What boots the machine again, and the requests that follow. They are to be noted again as they are posted. */
  startOver(): { readonly boot: BootRequest; readonly requests: readonly SessionRequest[] } {
    const requests = [...this._settings.values(), ...this._unsure.map(({ request }) => request)];
    this._unsure = [];
    this._requests = 0;
    this._rows = 0;
    const kept = this._kept;
    if (kept !== undefined) this._held = [];
    this._awaited = (kept ?? this._boot).scenario === undefined ? 'booted' : 'history';
    const changes = { breakpoints: this._breakpoints, isAsking: this._isAsking };
    if (kept === undefined) return { boot: { ...this._boot, ...changes }, requests };
    return { boot: { ...this._boot, ...changes, scenario: kept.scenario, pauseAt: kept.pausedAt }, requests };
  }

  /** What the face is to hear of a message. */
  hear(message: FromMachine): readonly FromMachine[] {
    if (message.type === 'kept') {
      this._kept = message;
      this._unsure = this._unsure.filter(({ place }) => place >= message.requests);
      return [];
    }
    if (message.type === 'failed' || message.type === 'scenarioRejected') this._held = undefined;
    this._awaited = this._awaitedAfter(message);
    const news = message.type === 'progress' ? this._count(message) : message;
    if (this._held === undefined) {
      if (message.type === 'branched') this._known = this._rows = message.from;
      return news === undefined ? [] : [news];
    }
    if (news !== undefined) this._held.push(news);
    return this.isComing ? [] : this._release(message);
  }

  /** A replay ends with its history, and then says whether it is paused. A rejected one is none. */
  private _awaitedAfter({ type }: FromMachine): Keeper['_awaited'] {
    if (this._awaited === undefined || type === 'failed') return undefined;
    if (type === 'scenarioRejected') return 'booted';
    if (type !== this._awaited) return this._awaited;
    return type === 'history' ? 'paused' : undefined;
  }

  /** What is new of a progress: undefined if all its rows are known. */
  private _count(message: Message<'progress'>): Message<'progress'> | undefined {
    const { steps } = message;
    if (steps === undefined) return this._held === undefined ? message : undefined;
    const from = this._known - this._rows;
    const { length } = steps.times;
    this._rows += length;
    if (this._held === undefined && from <= 0) {
      this._known = this._rows;
      return message;
    }
    if (from >= length && from > 0) return undefined;
    return { ...message, steps: rowsFrom(steps, Math.max(0, from)), clients: [], did: [] };
  }

  private _release({ session }: FromMachine): readonly FromMachine[] {
    const held = this._held ?? [];
    const isAhead = this._rows > this._known;
    const isBehind = this._rows < this._known;
    this._held = undefined;
    this._known = this._rows;
    const back = isBehind ? [{ type: 'branched', session, from: this._rows, isSame: true } as const] : [];
    // Plans have other numbers now. The rest the face knows, if it knows the steps.
    const wanted = new Set(isAhead ? ['progress', 'history', 'planned', 'complaints'] : ['planned']);
    return [...back, ...held.filter(({ type }) => wanted.has(type))];
  }
}

/** The same rows without the first ones. */
export function rowsFrom(rows: StepRows, from: number): StepRows {
  if (from === 0) return rows;
  const start = (rows.ends[from - 1] as number) + 1;
  return {
    ...rows,
    kinds: rows.kinds.subarray(from),
    depths: rows.depths.subarray(from),
    tids: rows.tids.subarray(from),
    times: rows.times.subarray(from),
    names: rows.names.subarray(from),
    details: rows.details.slice(start),
    ends: rows.ends.subarray(from).map((end) => end - start),
  };
}
