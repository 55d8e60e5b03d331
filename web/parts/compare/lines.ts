/** The lines of a comparison: which steps stand in them, how they differ, and where a cursor stands. */
import type { Step } from '../../../src/index.ts';
import type { Comparison } from '../../../src/host/protocol.ts';

/**
 * - `same`: both do it; `other`: both do it, and say something else
 * - `left`, `right`: only one does it; `apart`: the other one does it earlier or later, in a line of its own
 */
export type LineKind = 'same' | 'other' | 'apart' | 'left' | 'right';

export const LINE_KINDS: readonly LineKind[] = ['same', 'other', 'apart', 'left', 'right'];
const SAME = LINE_KINDS.indexOf('same');

/** Where the other side does what stands in a line alone. */
export interface Elsewhere {
  readonly step: number;
  readonly line: number;
}

/** How the rows of a side are read. */
export type StepAt = (number: number) => Step | undefined;

/** The class of the server is no news. */
const SERVER_CLASS = /<(?:Base|Threaded|Forking)WSGIServer>/g;

export class Lines {
  readonly length: number;
  /** Places in `LINE_KINDS`. */
  readonly kinds: Uint8Array;
  /** How many lines there are of each kind. */
  readonly counts: Readonly<Record<LineKind, number>>;
  private readonly _numbers: Int32Array;
  /** By side: the line of each step, and the step of the other side that is the same, if there is one. */
  private readonly _lineOf: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  private readonly _partners: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  /** How many steps have happened on either side once a line is over. */
  private readonly _lived: readonly [Int32Array, Int32Array];

  constructor({ lines: numbers, partners }: Pick<Comparison, 'lines' | 'partners'>, left: StepAt, right: StepAt) {
    this._numbers = numbers;
    for (const [step, partner] of partners.entries()) {
      if (partner < 0) continue;
      this._partners[0].set(step, partner);
      this._partners[1].set(partner, step);
    }
    this.length = numbers.length >> 1;
    this.kinds = new Uint8Array(this.length);
    this._lived = [new Int32Array(this.length), new Int32Array(this.length)];
    const counts = { same: 0, other: 0, apart: 0, left: 0, right: 0 };
    const lived: [number, number] = [0, 0];
    for (let line = 0; line < this.length; line += 1) {
      const [one, other] = [this.step(line, 0), this.step(line, 1)];
      for (const [side, step] of [one, other].entries()) {
        if (step === undefined) continue;
        lived[side as 0 | 1] = step + 1;
        this._lineOf[side]?.set(step, line);
      }
      this._lived[0][line] = lived[0];
      this._lived[1][line] = lived[1];
      const isPair = one !== undefined && other !== undefined;
      const kind = isPair ? paired(left(one), right(other)) : this._alone(one, other);
      counts[kind] += 1;
      this.kinds[line] = LINE_KINDS.indexOf(kind);
    }
    this.counts = counts;
  }

  /** The step of a side in a line. */
  step(line: number, side: 0 | 1): number | undefined {
    const number = this._numbers[2 * line + side] ?? -1;
    return number < 0 ? undefined : number;
  }

  kind(line: number): LineKind {
    return LINE_KINDS[this.kinds[line] ?? SAME] ?? 'same';
  }

  /** Where the other side does what stands in a line alone; undefined when it never does. */
  elsewhere(line: number): Elsewhere | undefined {
    if (this.kind(line) !== 'apart') return undefined;
    const side = this.step(line, 0) === undefined ? 1 : 0;
    const step = this._partners[side].get(this.step(line, side) ?? -1);
    const there = step === undefined ? undefined : this._lineOf[1 - side]?.get(step);
    return step === undefined || there === undefined ? undefined : { step, line: there };
  }

  /** How many steps of a side have happened when a line is over. */
  lived(line: number, side: 0 | 1): number {
    return this._lived[side][line] ?? 0;
  }

  private _alone(one: number | undefined, other: number | undefined): LineKind {
    if (one !== undefined) return this._partners[0].has(one) ? 'apart' : 'left';
    return this._partners[1].has(other ?? -1) ? 'apart' : 'right';
  }

  /** The line of the left side's last step, when so many of its steps have happened. */
  lineOfLeft(lived: number): number {
    const left = this._lived[0];
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((left[middle] ?? 0) < lived) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, Math.min(low, this.length - 1));
  }

  /** Where the next difference begins, or the one before; undefined when there is none. */
  difference(line: number, direction: 1 | -1): number | undefined {
    for (let at = line + direction; at >= 0 && at < this.length; at += direction) {
      if (this.kinds[at] !== SAME && (at === 0 || this.kinds[at - 1] === SAME)) return at;
    }
    return undefined;
  }
}

function paired(one: Step | undefined, other: Step | undefined): LineKind {
  if (one === undefined || other === undefined) return 'other';
  const isSame = one.name === other.name && saying(one) === saying(other);
  return isSame || one.kind === 'switch' ? 'same' : 'other';
}

const saying = ({ detail }: Step): string =>
  detail.includes('WSGIServer>') ? detail.replace(SERVER_CLASS, '<server>') : detail;
