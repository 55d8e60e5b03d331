/**
 * Going anywhere in the log of a machine. Stacks can not be copied, so there are no checkpoints: another machine lives the same
 * scenario up to the wanted step. It stays where it is, so that going on forward costs only the way; and on the way to an earlier
 * step it takes snapshots of the steps just before it, since who steps back once does so again.
 */
import type { Snapshot } from '../trace/snapshot.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { Choice, Input } from './scenario.ts';

/** A machine that lives what another one has lived. */
export interface Shadow {
  /** How many steps it has lived. */
  readonly lived: number;
  /** Learns what has been done and decided in the meantime. */
  adopt(inputs: readonly Input[], choices: readonly Choice[]): void;
  /** Lives up to `step`; answers snapshots from `captureFrom` on. */
  live(step: number, captureFrom: number): ReadonlyMap<number, Snapshot>;
  /** Lives up to `step`; answers which breakpoints hold after which steps later than `from`. */
  scan(from: number, step: number, breakpoints: Breakpoints): ReadonlyMap<number, readonly number[]>;
  snapshot(): Snapshot;
}

/** What the machine itself gives. */
export interface Original {
  readonly inputs: readonly Input[];
  readonly choices: readonly Choice[];
  /** A fresh machine of the same options. */
  fresh(): Shadow;
}

/** Snapshots taken before an earlier step that was asked for. */
const TAKEN_BEFORE = 16;
const MOST_KEPT = 128;

export class Replay {
  private readonly _original: Original;
  private _shadow: Shadow | undefined;
  private readonly _kept = new Map<number, Snapshot>();

  constructor(original: Original) {
    this._original = original;
  }

  /** Snapshots are to be taken anew. */
  forget(): void {
    this._kept.clear();
  }

  /** The machine as it was after `step` steps, of those that it has lived. */
  seek(step: number): Snapshot {
    const known = this._kept.get(step);
    if (known !== undefined) return known;
    const isBack = this._shadow !== undefined && this._shadow.lived >= step;
    if (this._shadow === undefined || isBack) this._shadow = this._original.fresh();
    const shadow = this._shadow;
    if (shadow.lived >= step) return { ...shadow.snapshot(), step };
    shadow.adopt(this._original.inputs, this._original.choices);
    const taken = shadow.live(step, isBack ? Math.max(0, step - TAKEN_BEFORE) : step);
    if (this._kept.size + taken.size > MOST_KEPT) this._kept.clear();
    for (const [length, snapshot] of taken) this._kept.set(length, snapshot);
    return taken.get(step) ?? shadow.snapshot();
  }

  /** Which breakpoints hold after which steps from `from` to `to`. */
  scan(from: number, to: number, breakpoints: Breakpoints): ReadonlyMap<number, readonly number[]> {
    const shadow = this._original.fresh();
    shadow.adopt(this._original.inputs, this._original.choices);
    return shadow.scan(from, to, breakpoints.fresh());
  }
}
