/**
 * Going anywhere in the log of a machine. Stacks cannot be copied, so there are no checkpoints: another machine lives the same
 * scenario up to the wanted step. It stays where it is, so that going on forward costs only the way; and on the way to an earlier
 * step it takes snapshots of the steps just before it, since who steps back once does so again. Several such machines stand along the
 * log, where `prepare` has put them: from the last one before a step the way is short.
 */
import type { Snapshot } from '../../trace/snapshot.ts';
import type { StepLog } from '../../trace/step-log.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { Choice, Input } from '../scenario/scenario.ts';

/** A machine that lives what another one has lived. */
export interface ReplayMachine {
  /** How many steps it has lived. */
  readonly replayed: number;
  /** The last of them, some thousands. */
  readonly log: StepLog;
  /** Learns what has been done and decided in the meantime. */
  adopt(inputs: readonly Input[], choices: readonly Choice[]): void;
  /** Lives up to `step`; answers snapshots from `captureFrom` on, none with Infinity. */
  replayTo(step: number, captureFrom: number): ReadonlyMap<number, Snapshot>;
  /** Lives up to `step`; answers which breakpoints hold after which steps later than `from`. */
  scan(from: number, step: number, breakpoints: Breakpoints): ReadonlyMap<number, readonly number[]>;
  snapshot(): Snapshot;
}

/** What the machine itself gives. */
export interface ReplaySource {
  readonly log: StepLog;
  readonly inputs: readonly Input[];
  readonly choices: readonly Choice[];
  /** A fresh machine of the same options. */
  fresh(): ReplayMachine;
}

/** Snapshots taken before an earlier step that was asked for; and when that was a short way back, as by one who steps. */
const TAKEN_BEFORE = 16;
const TAKEN_ON_FOOT = 48;
const MOST_KEPT = 128;
/** Machines that stand along the log, and the least distance between two of them. */
const MOST_SHADOWS = 8;
const LEAST_DISTANCE = 4_000;
/** How far a machine lives at once: afterwards its log still holds all that is to be compared. */
const MOST_AT_ONCE = 3_000;

/** A machine was to live again what it has lived, and did something else. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
}

/** Throws DivergedError when `again` has not done the same, in the steps from `from` on, before `to`. */
export function checkReplay(log: StepLog, again: StepLog, from: number, to: number): void {
  const step = log.firstDifferenceFrom(again, from, to);
  if (step === undefined) return;
  const { kind, name } = log.at(step) ?? { kind: 'nothing', name: '' };
  throw new DivergedError(
    `step ${step} (${kind} ${name}) came out differently in the replay: something beside the scenario takes part in it. ` +
      'Give an app that has variables of its own as freshApp(() => app), and start threads in the app, not with spawn()',
  );
}

export class Replay {
  private readonly _original: ReplaySource;
  /** In the order of how far they are. */
  private _parked: ReplayMachine[] = [];
  /** On its way to where it is to stand. */
  private _walking: { readonly replica: ReplayMachine; readonly to: number } | undefined;
  private _last = 0;
  private _isDiverging = false;
  private readonly _kept = new Map<number, Snapshot>();

  constructor(original: ReplaySource) {
    this._original = original;
  }

  /** Snapshots have to be taken again. */
  forget(): void {
    this._kept.clear();
  }

  /** The machine as it was after `step` steps, of those that it has lived. */
  seek(step: number): Snapshot {
    const back = this._last - step;
    const taken = back <= 0 ? 0 : back <= TAKEN_ON_FOOT ? TAKEN_ON_FOOT : TAKEN_BEFORE;
    this._last = step;
    const known = this._kept.get(step);
    if (known !== undefined) return known;
    const captureFrom = Math.max(0, step - taken);
    const replica = this._before(captureFrom) ?? this._before(step) ?? this._original.fresh();
    const snapshot = this._go(replica, step, captureFrom);
    this._park(replica);
    return snapshot;
  }

  /**
   * Sends machines along the log to where later searches begin, at most `steps` further. Answers whether there is more to do: for
   * someone who calls it while nothing else is wanted.
   */
  prepare(steps: number): boolean {
    const walking = this._isDiverging ? undefined : (this._walking ??= this._send());
    if (walking === undefined) return false;
    const { replica, to } = walking;
    replica.adopt(this._original.inputs, this._original.choices);
    const before = replica.replayed;
    try {
      this._replayTo(replica, Math.min(to, before + steps), Infinity);
    } catch (error) {
      if (!(error instanceof DivergedError)) throw error;
      // Whoever seeks there is told.
      this._isDiverging = true;
      return false;
    }
    if (replica.replayed >= to || replica.replayed === before) {
      this._walking = undefined;
      if (replica.replayed > before) this._park(replica);
    }
    return replica.replayed > before;
  }

  /** Which breakpoints hold after which steps from `from` to `to`. */
  scan(from: number, to: number, breakpoints: Breakpoints): ReadonlyMap<number, readonly number[]> {
    const replica = this._original.fresh();
    replica.adopt(this._original.inputs, this._original.choices);
    return replica.scan(from, to, breakpoints.fresh());
  }

  private _go(replica: ReplayMachine, step: number, captureFrom: number): Snapshot {
    if (replica.replayed >= step) return { ...replica.snapshot(), step };
    replica.adopt(this._original.inputs, this._original.choices);
    const taken = this._replayTo(replica, step, captureFrom);
    if (this._kept.size + taken.size > MOST_KEPT) this._kept.clear();
    for (const [length, snapshot] of taken) this._kept.set(length, snapshot);
    return taken.get(step) ?? replica.snapshot();
  }

  /** Lives up to a step, or less where nothing more comes; throws DivergedError when that is not what the original has lived. */
  private _replayTo(replica: ReplayMachine, step: number, captureFrom: number): ReadonlyMap<number, Snapshot> {
    for (;;) {
      const before = replica.replayed;
      const next = Math.min(step, before + MOST_AT_ONCE);
      // All snapshots that are wanted come with the last part.
      const isLast = next === step || captureFrom < next;
      const taken = replica.replayTo(isLast ? step : next, isLast ? captureFrom : Infinity);
      checkReplay(this._original.log, replica.log, before, Math.min(step, Math.max(replica.replayed, next)));
      if (isLast) return taken;
    }
  }

  /** Takes the machine that is the furthest of those before a step. */
  private _before(step: number): ReplayMachine | undefined {
    const replica = this._parked.findLast(({ replayed }) => replayed < step);
    this._parked = this._parked.filter((other) => other !== replica);
    return replica;
  }

  /** Lets a machine stand; when there are too many, another one goes that stands close behind its neighbour. */
  private _park(replica: ReplayMachine): void {
    this._parked = [...this._parked, replica].toSorted((one, other) => one.replayed - other.replayed);
    if (this._parked.length <= MOST_SHADOWS) return;
    const distances = this._parked.map((other, at) =>
      other === replica ? Infinity : other.replayed - (this._parked[at - 1]?.replayed ?? 0),
    );
    this._parked.splice(distances.indexOf(Math.min(...distances)), 1);
  }

  /** A machine for the first of the long ways on which none stands. */
  private _send(): { replica: ReplayMachine; to: number } | undefined {
    const { length } = this._original.log;
    const distance = Math.max(LEAST_DISTANCE, length / MOST_SHADOWS);
    let from = 0;
    for (const replayed of [...this._parked.map(({ replayed }) => replayed), length]) {
      if (replayed - from > distance * 1.5) return { replica: this._original.fresh(), to: Math.round(from + distance) };
      from = replayed;
    }
    return undefined;
  }
}
