/**
 * Replays a machine to any step of its log. Generator stacks cannot be copied, so there are no checkpoints: another
 * machine replays the scenario up to the wanted step. That machine is kept, so that going forward from there costs only
 * the distance. On the way to an earlier step it takes snapshots of the steps just before it, since stepping back is
 * usually repeated. Several such machines are parked along the log, where `prepare` puts them: from the last one before
 * a step the distance is short.
 */
import type { Snapshot } from '../../trace/snapshot.ts';
import type { StepLog } from '../../trace/step-log.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { Choice, Input } from '../scenario/scenario.ts';

/** A machine that replays another one. */
export interface ReplayMachine {
  /** How many steps it has replayed. */
  readonly replayed: number;
  /** Its log, which follows the original's. */
  readonly log: StepLog;
  /** Takes over inputs and decisions that were added to the original. */
  adopt(inputs: readonly Input[], choices: readonly Choice[]): void;
  /** Replays up to `step`; returns snapshots from `captureFrom` on, none with Infinity. */
  replayTo(step: number, captureFrom: number): ReadonlyMap<number, Snapshot>;
  /** Replays up to `step`; returns which breakpoints hold at which steps after `from`. */
  scan(from: number, step: number, breakpoints: Breakpoints): ReadonlyMap<number, readonly number[]>;
  snapshot(): Snapshot;
}

/** The machine that is replayed. */
export interface ReplaySource {
  readonly log: StepLog;
  readonly inputs: readonly Input[];
  readonly choices: readonly Choice[];
  /** A fresh machine with the same options. */
  fresh(): ReplayMachine;
}

/**
 * How many snapshots to take before the wanted step: usually, and after a short step back, which is usually repeated.
 */
const TAKEN_BEFORE = 16;
const TAKEN_ON_FOOT = 48;
const MOST_KEPT = 128;
/** The most machines parked along the log, and the least distance between two of them. */
const MOST_SHADOWS = 8;
const LEAST_DISTANCE = 4_000;
/** The most steps to replay until it is asked whether they are the original's. */
const MOST_AT_ONCE = 4_000;

/** A replay did something else than the original. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
}

/** Throws DivergedError when the steps of `again` from `from` to before `to` differ. */
export function checkReplay(log: StepLog, again: StepLog, from: number, to: number): void {
  const step = log.firstDifferenceFrom(again, from, to);
  if (step === undefined) return;
  const { kind, name } = log.at(step) ?? { kind: 'nothing', name: '' };
  throw new DivergedError(
    `step ${step} (${kind} ${name}) came out differently in the replay: something outside the scenario takes part in it. ` +
      'Give an app that has variables of its own as freshApp(() => app), and start threads in the app, not with spawn()',
  );
}

export class Replay {
  private readonly _original: ReplaySource;
  /** Ordered by how far they have replayed. */
  private _parked: ReplayMachine[] = [];
  /** A machine on its way to the place where it will be parked. */
  private _walking: { readonly replica: ReplayMachine; readonly to: number } | undefined;
  private _last = 0;
  private _isDiverging = false;
  private readonly _kept = new Map<number, Snapshot>();

  constructor(original: ReplaySource) {
    this._original = original;
  }

  /** Drops the snapshots, which must be taken again. */
  forget(): void {
    this._kept.clear();
  }

  /** The machine as it was after `step` steps, which must have happened. */
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
   * Moves machines along the log to where later seeks begin, by at most `steps` steps. Returns whether more work
   * remains; call it in idle time.
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
      // `seek` will report it.
      this._isDiverging = true;
      return false;
    }
    if (replica.replayed >= to || replica.replayed === before) {
      this._walking = undefined;
      if (replica.replayed > before) this._park(replica);
    }
    return replica.replayed > before;
  }

  /** Which breakpoints hold at which steps from `from` to `to`. */
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

  /**
   * Replays up to a step, or less if the run ends before; throws DivergedError when the replay differs from the
   * original.
   */
  private _replayTo(replica: ReplayMachine, step: number, captureFrom: number): ReadonlyMap<number, Snapshot> {
    for (;;) {
      const before = replica.replayed;
      const next = Math.min(step, before + MOST_AT_ONCE);
      // All snapshots come with the last part.
      const isLast = next === step || captureFrom < next;
      const taken = replica.replayTo(isLast ? step : next, isLast ? captureFrom : Infinity);
      checkReplay(this._original.log, replica.log, before, Math.min(step, Math.max(replica.replayed, next)));
      if (isLast) return taken;
    }
  }

  /** Takes out the parked machine that is furthest among those before a step. */
  private _before(step: number): ReplayMachine | undefined {
    const replica = this._parked.findLast(({ replayed }) => replayed < step);
    this._parked = this._parked.filter((other) => other !== replica);
    return replica;
  }

  /** Parks a machine. When there are too many, the one closest behind its neighbour is dropped. */
  private _park(replica: ReplayMachine): void {
    this._parked = [...this._parked, replica].toSorted((one, other) => one.replayed - other.replayed);
    if (this._parked.length <= MOST_SHADOWS) return;
    const distances = this._parked.map((other, at) =>
      other === replica ? Infinity : other.replayed - (this._parked[at - 1]?.replayed ?? 0),
    );
    this._parked.splice(distances.indexOf(Math.min(...distances)), 1);
  }

  /** A machine for the first long distance without a parked machine. */
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
