/**
 * Remembers what makes a machine again in another worker, so that its face need not notice that it was gone: what it
 * was booted with, its scenario, and the requests since then. While it is made again, what the face knows already is
 * kept from it.
 */
import type { FromMachine, HistoryEntry } from '../../src/host/protocol.ts';
import type { StepRows } from '../../src/host/step-rows.ts';
import { Asked, EARLY } from './asked.ts';
import type { MadeAgain, SessionRequest } from './asked.ts';

type Message<T extends FromMachine['type']> = Extract<FromMachine, { type: T }>;

/** Remembers what makes a machine again, and what its face is not to hear of that. */
export interface MachineKeeper {
  /** Whether its scenario includes everything that was asked for. */
  readonly isComplete: boolean;
  /** Whether the machine is being made again: its app may have to be loaded, and its past be replayed. */
  readonly isComing: boolean;
  /** Whether the machine will never have to be made again. */
  readonly isDone: boolean;
  /** Notes a request that is to be posted; returns whether it has to wait until the machine is there again. */
  holdsUp(request: SessionRequest): boolean;
  /** Notes a request that is posted. */
  sent(request: SessionRequest): void;
  /** Undefined if the machine cannot be made again. */
  startOver(): MadeAgain | undefined;
  /** What the face is to hear of a message. */
  hear(message: FromMachine): readonly FromMachine[];
}

const isBranch = ({ type }: SessionRequest): boolean => type === 'branch' || type === 'goToBranch';

/** An input of a client as the face shows it. */
function entryOf(request: SessionRequest): readonly HistoryEntry[] {
  if (request.type !== 'client') return [];
  const { client, action } = request;
  return [{ client, did: action.act, bytes: action.act === 'send' ? action.bytes : new Uint8Array() }];
}

export class Keeper extends Asked implements MachineKeeper {
  readonly isDone = false;
  private _kept: Message<'kept'> | undefined;
  /** How many rows the face has, and how many the machine that is made again has told. */
  private _known = 0;
  private _rows = 0;
  /** What the face is to hear once the machine is there again; undefined in ordinary times. */
  private _held: FromMachine[] | undefined;
  /** The message that comes next of those which say that the machine is there again; undefined in ordinary times. */
  private _awaited: 'booted' | 'history' | 'paused' | undefined;
  /** The requests that wait until the machine is there again. The face shows their inputs already. */
  private _waiting: SessionRequest[] = [];

  get isComplete(): boolean {
    return this._kept !== undefined && this.isIncluded && !this.isComing;
  }

  get isComing(): boolean {
    return this._awaited !== undefined;
  }

  holdsUp(request: SessionRequest): boolean {
    if (!this.isComing || EARLY.has(request.type)) return false;
    this._waiting.push(request);
    return true;
  }

  startOver(): MadeAgain {
    this._rows = 0;
    this._waiting = [];
    const kept = this._kept;
    if (kept !== undefined) this._held = [];
    this._awaited = (kept ?? this.boot).scenario === undefined ? 'booted' : 'history';
    return this.again(kept && { scenario: kept.scenario, pauseAt: kept.pausedAt });
  }

  hear(message: FromMachine): readonly FromMachine[] {
    if (message.type === 'kept') {
      this._kept = message;
      this.included(message.requests);
      return [];
    }
    if (message.type === 'failed' || message.type === 'scenarioRejected') this._held = undefined;
    if (message.type === 'rejected') this._waiting = [];
    const isBack = this._awaited === 'booted' && message.type === 'booted';
    this._awaited = this._awaitedAfter(message);
    // There is no history, and the face has kept its own.
    if (isBack) this._takeInputs();
    const news = this._newsOf(message);
    if (this._held === undefined) {
      if (message.type === 'branched') this._known = this._rows = message.from;
      return news === undefined ? [] : [news];
    }
    if (news !== undefined) this._held.push(news);
    return this.isComing ? [] : this._release(message);
  }

  private _newsOf(message: FromMachine): FromMachine | undefined {
    if (message.type === 'progress') return this._count(message);
    if (message.type !== 'history' || this._waiting.length === 0) return message;
    // That of a branch which had to wait.
    if (!this.isComing && this._waiting.some(isBranch)) this._waiting.shift();
    return { ...message, entries: [...message.entries, ...this._takeInputs()] };
  }

  /** The inputs that come now. Behind a branch others follow, and there is a history between. */
  private _takeInputs(): readonly HistoryEntry[] {
    const branch = this._waiting.findIndex(isBranch);
    return this._waiting.splice(0, branch < 0 ? this._waiting.length : branch).flatMap(entryOf);
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
