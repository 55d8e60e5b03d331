/** The lines of a comparison: which steps stand in each, how they differ, and where the cursor of each machine is. */
import type { Step } from '../../../src/index.ts';
import type { Comparison } from '../../../src/host/protocol.ts';

/**
 * - `same`: both machines do it; `other`: both do it, with other details
 * - `left`, `right`: only one does it; `apart`: the other one does it earlier or later, in another line
 */
export type LineKind = 'same' | 'other' | 'apart' | 'left' | 'right';

export const LINE_KINDS: readonly LineKind[] = ['same', 'other', 'apart', 'left', 'right'];
const SAME = LINE_KINDS.indexOf('same');

/** The first machine, or the one that it is compared with. */
export type SideIndex = 0 | 1;

/** Where the other side does what one side does in a line of its own. */
export interface Elsewhere {
  readonly step: number;
  readonly line: number;
}

/** Reads a row of one side. */
export type StepAt = (number: number) => Step | undefined;

/** That the classes of the servers differ is no difference. */
const SERVER_CLASS = /<(?:Base|Threaded|Forking)WSGIServer>/g;

export class Lines {
  readonly length: number;
  /** Indexes in `LINE_KINDS`. */
  readonly kinds: Uint8Array;
  /** How many lines there are of each kind. */
  readonly counts: Readonly<Record<LineKind, number>>;
  private readonly _numbers: Int32Array;
  /** By side: the line of each step, and the equal step of the other side. */
  private readonly _lineOf: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  private readonly _partners: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  /** By side: how many steps have happened after each line. */
  private readonly _cursors: readonly [Int32Array, Int32Array];

  constructor({ lines: numbers, partners }: Pick<Comparison, 'lines' | 'partners'>, left: StepAt, right: StepAt) {
    this._numbers = numbers;
    for (const [step, partner] of partners.entries()) {
      if (partner < 0) continue;
      this._partners[0].set(step, partner);
      this._partners[1].set(partner, step);
    }
    this.length = numbers.length >> 1;
    this.kinds = new Uint8Array(this.length);
    this._cursors = [new Int32Array(this.length), new Int32Array(this.length)];
    const counts = { same: 0, other: 0, apart: 0, left: 0, right: 0 };
    const cursors: [number, number] = [0, 0];
    for (let line = 0; line < this.length; line += 1) {
      const [one, other] = [this.step(line, 0), this.step(line, 1)];
      for (const [side, step] of [one, other].entries()) {
        if (step === undefined) continue;
        cursors[side as SideIndex] = step + 1;
        this._lineOf[side]?.set(step, line);
      }
      this._cursors[0][line] = cursors[0];
      this._cursors[1][line] = cursors[1];
      const isPair = one !== undefined && other !== undefined;
      const kind = isPair ? pairKind(left(one), right(other)) : this._singleKind(one, other);
      counts[kind] += 1;
      this.kinds[line] = LINE_KINDS.indexOf(kind);
    }
    this.counts = counts;
  }

  /** The step of a side in a line. */
  step(line: number, side: SideIndex): number | undefined {
    const number = this._numbers[2 * line + side] ?? -1;
    return number < 0 ? undefined : number;
  }

  kind(line: number): LineKind {
    return LINE_KINDS[this.kinds[line] ?? SAME] ?? 'same';
  }

  /** Where the other side does what stands alone in a line; undefined where it never does. */
  elsewhere(line: number): Elsewhere | undefined {
    if (this.kind(line) !== 'apart') return undefined;
    const side = this.step(line, 0) === undefined ? 1 : 0;
    const step = this._partners[side].get(this.step(line, side) ?? -1);
    const there = step === undefined ? undefined : this._lineOf[1 - side]?.get(step);
    return step === undefined || there === undefined ? undefined : { step, line: there };
  }

  /** The line of a step of a side. */
  lineOf(step: number, side: SideIndex): number | undefined {
    return this._lineOf[side].get(step);
  }

  /** How many steps of a side have happened after a line. */
  cursor(line: number, side: SideIndex): number {
    return this._cursors[side][line] ?? 0;
  }

  /** The line at which the given number of steps of the left side have happened. */
  lineOfCursor(cursor: number): number {
    const cursors = this._cursors[0];
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cursors[middle] ?? 0) < cursor) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, Math.min(low, this.length - 1));
  }

  /** Where the next difference begins, or the one before; undefined where there is none. */
  difference(line: number, direction: 1 | -1): number | undefined {
    for (let at = line + direction; at >= 0 && at < this.length; at += direction) {
      if (this.kinds[at] !== SAME && (at === 0 || this.kinds[at - 1] === SAME)) return at;
    }
    return undefined;
  }

  private _singleKind(one: number | undefined, other: number | undefined): LineKind {
    if (one !== undefined) return this._partners[0].has(one) ? 'apart' : 'left';
    return this._partners[1].has(other ?? -1) ? 'apart' : 'right';
  }
}

function pairKind(one: Step | undefined, other: Step | undefined): LineKind {
  if (one === undefined || other === undefined) return 'other';
  const isSame = one.name === other.name && comparable(one) === comparable(other);
  return isSame || one.kind === 'switch' ? 'same' : 'other';
}

const comparable = ({ detail }: Step): string =>
  detail.includes('WSGIServer>') ? detail.replace(SERVER_CLASS, '<server>') : detail;
