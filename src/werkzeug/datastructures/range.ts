/** Range, If-Range and Content-Range headers. Ends are exclusive. */
import { AssertionError, PyTypeError, ValueError } from '../../python/errors.ts';
import { add, digitsOf, smaller, subtract } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { repr, typeName } from '../../python/repr.ts';
import { tuple } from '../../python/tuple.ts';
import { DateTime } from '../../stdlib/datetime.ts';
import type { DateLike } from '../../stdlib/datetime.ts';
import { isByteRangeValid } from '../http/byte-range.ts';
import { quoteEtag } from '../http/etag-values.ts';
import { httpDate } from '../http-date.ts';
import type { OnUpdate } from './mixins.ts';

/** An etag or a date, or neither. @python werkzeug.datastructures.range.IfRange */
export class IfRange {
  static readonly name: string = 'IfRange';
  /** The etag without quotes and without a weakness prefix. */
  readonly etag: string | undefined;
  readonly date: DateTime | undefined;

  constructor(etag?: string, date?: DateLike) {
    this.etag = etag;
    this.date = date === undefined ? undefined : DateTime.from(date);
  }

  /** @python werkzeug.datastructures.range.IfRange.to_header */
  toHeader(): string {
    if (this.date !== undefined) return httpDate(this.date);
    return this.etag === undefined ? '' : quoteEtag(this.etag);
  }

  toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  __repr__(): string {
    return `<${typeName(this)} ${repr(this.toHeader())}>`;
  }
}

/** Begin and end; without an end, a negative begin counts from the end of the data. */
export type RangeItem = readonly [begin: Int, end: Int | undefined];

/** The parts of the data that a client requests. @python werkzeug.datastructures.range.Range */
export class Range {
  static readonly name: string = 'Range';
  readonly units: string;
  readonly ranges: readonly RangeItem[];

  /** Raises ValueError for a range that is empty or begins before the data. */
  constructor(units: string, ranges: readonly RangeItem[]) {
    this.units = units;
    this.ranges = ranges;
    for (const [start, end] of ranges) {
      if (end !== undefined && (start < 0 || start >= end)) {
        throw new ValueError(`${repr(tuple(start, end))} is not a valid range.`);
      }
    }
  }

  /**
   * Start and stop within `length` bytes, if it is a single range that can be satisfied.
   * @python werkzeug.datastructures.range.Range.range_for_length
   */
  rangeForLength(length: Int | undefined): readonly [start: Int, stop: Int] | undefined {
    const [range] = this.ranges;
    if (this.units !== 'bytes' || length === undefined || range === undefined || this.ranges.length > 1)
      return undefined;
    const [begin, end = length] = range;
    const start = range[1] === undefined && begin < 0 ? add(begin, length) : begin;
    return isByteRangeValid(start, end, length) ? tuple(start, smaller(end, length)) : undefined;
  }

  /** @python werkzeug.datastructures.range.Range.make_content_range */
  makeContentRange(length: Int | undefined): ContentRange | undefined {
    const range = this.rangeForLength(length);
    return range === undefined ? undefined : new ContentRange(this.units, range[0], range[1], { length });
  }

  /** @python werkzeug.datastructures.range.Range.to_header */
  toHeader(): string {
    const ranges = this.ranges.map(([begin, end]) => {
      if (end !== undefined) return spanOf(begin, end);
      return begin >= 0 ? `${digitsOf(begin)}-` : digitsOf(begin);
    });
    return `${this.units}=${ranges.join(',')}`;
  }

  /** @python werkzeug.datastructures.range.Range.to_content_range_header */
  toContentRangeHeader(length: Int | undefined): string | undefined {
    const range = this.rangeForLength(length);
    return range === undefined ? undefined : `${this.units} ${spanOf(...range)}/${repr(length)}`;
  }

  toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  __repr__(): string {
    return `<${typeName(this)} ${repr(this.toHeader())}>`;
  }
}

/** `start` up to `stop` (exclusive) in a header, which names the last byte. */
const spanOf = (start: Int, stop: Int): string => `${digitsOf(start)}-${digitsOf(subtract(stop, 1))}`;

/** Further options of a ContentRange. */
export interface ContentRangeOptions {
  /** The length of the whole data; undefined if unknown. */
  readonly length?: Int | undefined;
  readonly onUpdate?: OnUpdate<ContentRange> | undefined;
}

/**
 * The part of the data in a response. Every change calls `onUpdate`.
 * @python werkzeug.datastructures.range.ContentRange
 */
export class ContentRange {
  static readonly name: string = 'ContentRange';
  onUpdate: OnUpdate<ContentRange> | undefined;
  private _units: string | undefined;
  private _start: Int | undefined;
  private _stop: Int | undefined;
  private _length: Int | undefined;

  constructor(
    units: string | undefined,
    start: Int | undefined,
    stop: Int | undefined,
    { length, onUpdate }: ContentRangeOptions = {},
  ) {
    this.onUpdate = onUpdate;
    this.set(start, stop, length, units);
  }

  /** Usually `bytes`; undefined without a header. @python werkzeug.datastructures.range.ContentRange.units */
  get units(): string | undefined {
    return this._units;
  }
  set units(value: string | undefined) {
    this._units = value;
    this.onUpdate?.(this);
  }

  /** @python werkzeug.datastructures.range.ContentRange.start */
  get start(): Int | undefined {
    return this._start;
  }
  set start(value: Int | undefined) {
    this._start = value;
    this.onUpdate?.(this);
  }

  /** @python werkzeug.datastructures.range.ContentRange.stop */
  get stop(): Int | undefined {
    return this._stop;
  }
  set stop(value: Int | undefined) {
    this._stop = value;
    this.onUpdate?.(this);
  }

  /** @python werkzeug.datastructures.range.ContentRange.length */
  get length(): Int | undefined {
    return this._length;
  }
  set length(value: Int | undefined) {
    this._length = value;
    this.onUpdate?.(this);
  }

  /** `bool(self)`. */
  get isTrue(): boolean {
    return this._units !== undefined;
  }

  /** Raises AssertionError for an invalid range. @python werkzeug.datastructures.range.ContentRange.set */
  set(
    start: Int | undefined,
    stop: Int | undefined,
    length?: Int,
    ...units: readonly [units?: string | undefined]
  ): void {
    if (!isByteRangeValid(start, stop, length)) throw new AssertionError('Bad range provided');
    this._units = units.length === 0 ? 'bytes' : units[0];
    [this._start, this._stop, this._length] = [start, stop, length];
    this.onUpdate?.(this);
  }

  /** Clears it, so that there is no header. @python werkzeug.datastructures.range.ContentRange.unset */
  unset(): void {
    this.set(undefined, undefined, undefined, undefined);
  }

  /** @python werkzeug.datastructures.range.ContentRange.to_header */
  toHeader(): string {
    if (this._units === undefined) return '';
    const length = this._length === undefined ? '*' : digitsOf(this._length);
    if (this._start === undefined) return `${this._units} */${length}`;
    // Start and stop can be set independently of each other.
    if (this._stop === undefined) throw new PyTypeError("unsupported operand type(s) for -: 'NoneType' and 'int'");
    return `${this._units} ${spanOf(this._start, this._stop)}/${length}`;
  }

  toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  __repr__(): string {
    return `<${typeName(this)} ${repr(this.toHeader())}>`;
  }
}
