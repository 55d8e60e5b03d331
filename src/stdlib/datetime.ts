/**
 * Dates and times by civil-calendar arithmetic alone: nothing here reads a clock.
 * Absent on purpose: named time zones, `strftime`, `date` and `time` as classes of their own.
 */
import { OverflowError, PyTypeError, ValueError } from '../python/errors.ts';
import type { Int } from '../python/integers.ts';
import { MisuseError, shortRepr } from '../python/misuse.ts';
import {
  checkMonth,
  checkYear,
  daysSinceEpoch,
  fieldsOf,
  gmtime,
  isLeap,
  splitSeconds,
  weekday,
} from './_civil-time.ts';
import type { UtcFields } from './_civil-time.ts';

const MAX_INT = 0x7fffffff;
const DAY = 86_400;
const MICROS = 1_000_000;

/**
 * `datetime.timedelta`: days, seconds within a day, microseconds within a second. Only the days may be negative.
 * @python datetime.timedelta
 */
export class TimeDelta {
  static readonly name: string = 'timedelta';
  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;

  /**
   * `timedelta(seconds=…)`: fractions are rounded to microseconds, half to even. Raises OverflowError beyond
   * 999,999,999 days, ValueError for NaN.
   */
  constructor(seconds: Int) {
    const count = Number(seconds);
    checkFinite(count);
    const [whole, micros] = splitSeconds(count);
    const days = Math.floor(whole / DAY);
    if (days > MAX_INT || days < -MAX_INT - 1) throw new OverflowError('Python int too large to convert to C int');
    if (Math.abs(days) > 999_999_999) throw new OverflowError(`days=${days}; must have magnitude <= 999999999`);
    [this.days, this.seconds, this.microseconds] = [days, whole - days * DAY, micros];
  }

  /** @python datetime.timedelta.total_seconds */
  totalSeconds(): number {
    const seconds = this.days * DAY + this.seconds;
    if (this.microseconds === 0) return seconds;
    const micros = BigInt(seconds) * BigInt(MICROS) + BigInt(this.microseconds);
    // Converted through text, so that it is rounded once.
    return Number(`${micros}e-6`);
  }

  /** `str()`: `[N day[s], ]H:MM:SS[.ffffff]`. */
  __str__(): string {
    const { days, seconds, microseconds } = this;
    const fraction = microseconds === 0 ? '' : `.${String(microseconds).padStart(6, '0')}`;
    const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
    return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? '' : 's'}, ${clock}`;
  }

  toString(): string {
    return this.__str__();
  }

  /** `repr()`. */
  __repr__(): string {
    const { days, seconds, microseconds } = this;
    const parts = Object.entries({ days, seconds, microseconds }).filter(([, value]) => value !== 0);
    return `datetime.timedelta(${parts.map(([name, value]) => `${name}=${value}`).join(', ') || '0'})`;
  }
}

/** The fields of a `DateTime`; omitted ones are zero. */
export interface DateTimeFields {
  readonly year: Int;
  readonly month: Int;
  readonly day: Int;
  readonly hour?: Int;
  readonly minute?: Int;
  readonly second?: Int;
  readonly microsecond?: number;
  /** Seconds east of UTC; undefined makes a naive datetime. */
  readonly offset?: number | undefined;
}

/** A JavaScript Date, of any realm. */
export interface JavaScriptDate {
  getTime(): number;
  toISOString(): string;
}

/** What is accepted where Python has a datetime. */
export type DateLike = DateTime | JavaScriptDate;

/** `datetime.datetime` as an immutable value. @python datetime.datetime */
export class DateTime {
  static readonly name: string = 'datetime';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Seconds east of UTC; undefined for a naive datetime. */
  readonly offset: number | undefined;

  /** Raises ValueError for a field out of range, OverflowError for one that does not fit C's int. */
  constructor(fields: DateTimeFields) {
    const { microsecond = 0, offset } = fields;
    const [year, month, day] = [toCInt(fields.year), toCInt(fields.month), toCInt(fields.day)];
    const [hour, minute, second] = [toCInt(fields.hour ?? 0), toCInt(fields.minute ?? 0), toCInt(fields.second ?? 0)];
    checkYear(year);
    checkMonth(month);
    if (day < 1 || day > daysInMonth(year, month)) throw new ValueError('day is out of range for month');
    if (hour < 0 || hour > 23) throw new ValueError('hour must be in 0..23');
    if (minute < 0 || minute > 59) throw new ValueError('minute must be in 0..59');
    if (second < 0 || second > 59) throw new ValueError('second must be in 0..59');
    if (microsecond < 0 || microsecond > 999_999) throw new ValueError('microsecond must be in 0..999999');
    if (offset !== undefined) checkOffset(new TimeDelta(offset));
    [this.year, this.month, this.day, this.offset] = [year, month, day, offset];
    [this.hour, this.minute, this.second, this.microsecond] = [hour, minute, second, microsecond];
  }

  /**
   * The time `timestamp` seconds after 1970-01-01 UTC, in UTC; microseconds are rounded half to even. Raises ValueError
   * for NaN and for a year outside 1 to 9999, OverflowError for a number that does not fit time_t, OSError for a year
   * that does not fit C's int.
   * @python datetime.datetime.fromtimestamp
   */
  static fromTimestamp(timestamp: Int): DateTime {
    return DateTime.fromUtc(gmtime(timestamp));
  }

  /** A time in UTC. */
  private static fromUtc(fields: UtcFields): DateTime {
    return new DateTime({ ...fields, offset: 0 });
  }

  /**
   * A datetime for a DateTime or a JavaScript Date. Raises MisuseError for anything else, including an invalid Date.
   */
  static from(value: DateLike): DateTime {
    if (value instanceof DateTime) return value;
    const millis = isDate(value) ? value.getTime() : Number.NaN;
    if (Number.isNaN(millis)) {
      throw new MisuseError(
        `date: ${isDate(value) ? 'an invalid Date' : shortRepr(value)} is not a date; give a valid Date or a DateTime`,
      );
    }
    return DateTime.fromTimestamp(millis / 1e3);
  }

  /** `self + delta`. Raises OverflowError if the year is then outside 1 to 9999. @python datetime.datetime.__add__ */
  plus(delta: TimeDelta): DateTime {
    const micros = this.microsecond + delta.microseconds;
    const carry = Math.floor(micros / MICROS);
    const clock = this.hour * 3600 + this.minute * 60 + this.second + delta.seconds + carry;
    const days = daysSinceEpoch(this.year, this.month, this.day) + delta.days + Math.floor(clock / DAY);
    if (days < FIRST_DAY || days > LAST_DAY) throw new OverflowError('date value out of range');
    return DateTime.fromUtc(fieldsOf(days, clock - Math.floor(clock / DAY) * DAY, micros - carry * MICROS)).replace({
      offset: this.offset,
    });
  }

  /**
   * Seconds since 1970-01-01 UTC; a naive datetime counts as UTC. @differs Python takes a naive one as local time; the
   * machine's local time is UTC. @python datetime.datetime.timestamp
   */
  timestamp(): number {
    const days = daysSinceEpoch(this.year, this.month, this.day);
    const clock = this.hour * 3600 + this.minute * 60 + this.second - (this.offset ?? 0);
    return days * DAY + clock + this.microsecond / 1e6;
  }

  /** Monday is 0. @python datetime.date.weekday */
  weekday(): number {
    return weekday(this.year, this.month, this.day);
  }

  /** @python datetime.datetime.replace */
  replace(fields: Partial<DateTimeFields>): DateTime {
    const { year, month, day, hour, minute, second, microsecond, offset } = this;
    return new DateTime({ year, month, day, hour, minute, second, microsecond, offset, ...fields });
  }

  /**
   * The same time in UTC; a naive datetime counts as UTC. Raises OverflowError if that is before year 1 or after year
   * 9999. @python werkzeug._internal._dt_as_utc
   */
  asUtc(): DateTime {
    if (this.offset === 0) return this;
    if (this.offset === undefined) return this.replace({ offset: 0 });
    return this.plus(new TimeDelta(-this.offset)).replace({ offset: 0 });
  }

  /** @python datetime.datetime.isoformat */
  isoformat(separator = 'T'): string {
    const date = `${String(this.year).padStart(4, '0')}-${two(this.month)}-${two(this.day)}`;
    const fraction = this.microsecond === 0 ? '' : `.${String(this.microsecond).padStart(6, '0')}`;
    return `${date}${separator}${two(this.hour)}:${two(this.minute)}:${two(this.second)}${fraction}${this._zone}`;
  }

  /** Negative if `one < other`, zero if equal. Raises TypeError between a naive and an aware datetime. */
  compare(other: DateTime): number {
    if ((this.offset === undefined) !== (other.offset === undefined)) {
      throw new PyTypeError("can't compare offset-naive and offset-aware datetimes");
    }
    const seconds = this.replace({ microsecond: 0 }).timestamp() - other.replace({ microsecond: 0 }).timestamp();
    return seconds || this.microsecond - other.microsecond;
  }

  /** `str()`. */
  __str__(): string {
    return this.isoformat(' ');
  }

  toString(): string {
    return this.__str__();
  }

  /** `repr()`. */
  __repr__(): string {
    const fields = [this.year, this.month, this.day, this.hour, this.minute];
    if (this.second !== 0 || this.microsecond !== 0) fields.push(this.second);
    if (this.microsecond !== 0) fields.push(this.microsecond);
    return `datetime.datetime(${fields.join(', ')}${this._zoneRepr})`;
  }

  /** @internal */
  get _zone(): string {
    if (this.offset === undefined) return '';
    const seconds = Math.abs(this.offset);
    const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
    return (this.offset < 0 ? '-' : '+') + text + (seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`);
  }

  /** @internal */
  get _zoneRepr(): string {
    if (this.offset === undefined) return '';
    if (this.offset === 0) return ', tzinfo=datetime.timezone.utc';
    return `, tzinfo=datetime.timezone(${new TimeDelta(this.offset).__repr__()})`;
  }
}

/** Raises ValueError for an offset from UTC of a day or more. @python datetime.timezone */
export function checkOffset(offset: TimeDelta): void {
  if (Math.abs(offset.totalSeconds()) < DAY) return;
  const limits = 'strictly between -timedelta(hours=24) and timedelta(hours=24)';
  throw new ValueError(`offset must be a timedelta ${limits}, not ${offset.__repr__()}.`);
}

/** A field as C's int. Raises OverflowError if it does not fit. */
function toCInt(value: Int): number {
  if (value >= 2 ** 63 || value < -(2 ** 63)) throw new OverflowError('Python int too large to convert to C long');
  if (value > MAX_INT) throw new OverflowError('signed integer is greater than maximum');
  if (value < -MAX_INT - 1) throw new OverflowError('signed integer is less than minimum');
  return Number(value);
}

function checkFinite(value: number): void {
  if (Number.isNaN(value)) throw new ValueError('cannot convert float NaN to integer');
  if (!Number.isFinite(value)) throw new OverflowError('cannot convert float infinity to integer');
}

const isDate = (value: unknown): value is JavaScriptDate => Object.prototype.toString.call(value) === '[object Date]';

const two = (value: number): string => String(value).padStart(2, '0');

const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : ([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] as number);

/** The first and the last day of a date: 0001-01-01 and 9999-12-31. */
const FIRST_DAY = /*#__PURE__*/ daysSinceEpoch(1, 1, 1);
const LAST_DAY = /*#__PURE__*/ daysSinceEpoch(9999, 12, 31);
