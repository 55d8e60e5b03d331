/**
 * Dates and times by civil-calendar arithmetic alone: nothing here knows what time it is.
 *
 * Absent on purpose: named time zones, `strftime`, `date` and `time` as classes of their own.
 */
import { OverflowError, PyTypeError, ValueError } from '../python/errors.ts';
import { MisuseError, shortRepr } from '../python/misuse.ts';

const MAX_INT = 0x7fffffff;

/** `datetime.timedelta`, counted in seconds. @python datetime.timedelta */
export class TimeDelta {
  static readonly pythonName = 'timedelta';
  readonly seconds: number;

  /** Raises OverflowError beyond 999,999,999 days. */
  constructor(seconds: number) {
    const days = Math.floor(seconds / DAY);
    if (Math.abs(days) > MAX_INT) throw new OverflowError('Python int too large to convert to C int');
    if (Math.abs(days) > 999_999_999) throw new OverflowError(`days=${days}; must have magnitude <= 999999999`);
    this.seconds = seconds;
  }

  /** @python datetime.timedelta.total_seconds */
  totalSeconds(): number {
    return this.seconds;
  }

  /** `str()`: `[N day[s], ]H:MM:SS[.ffffff]`. */
  __str__(): string {
    const days = Math.floor(this.seconds / DAY);
    const rest = this.seconds - days * DAY;
    const whole = Math.floor(rest);
    const micros = Math.round((rest - whole) * 1e6);
    const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`;
    const clock = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${fraction}`;
    return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? '' : 's'}, ${clock}`;
  }
}

/** What a `DateTime` is made of; what is left out is zero. */
export interface DateTimeFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly microsecond?: number;
  /** Seconds east of UTC; undefined makes a naive datetime. */
  readonly offset?: number | undefined;
}

/** A JavaScript Date, of whichever realm, as far as it is looked at. */
export interface JavaScriptDate {
  getTime(): number;
  toISOString(): string;
}

/** What is taken where Python has a datetime. */
export type DateLike = DateTime | JavaScriptDate;

const DAY = 86_400;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** `datetime.datetime` as a value that never changes. @python datetime.datetime */
export class DateTime {
  static readonly pythonName = 'datetime';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Seconds east of UTC; undefined for a naive datetime. */
  readonly offset: number | undefined;

  /** Raises ValueError for a field out of range, OverflowError for one that no C int holds. */
  constructor(fields: DateTimeFields) {
    const { year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0, offset } = fields;
    for (const field of [year, month, day, hour, minute, second]) checkInt(field);
    if (year < 1 || year > 9999) throw new ValueError(`year ${year} is out of range`);
    if (month < 1 || month > 12) throw new ValueError('month must be in 1..12');
    if (day < 1 || day > daysInMonth(year, month)) throw new ValueError('day is out of range for month');
    if (hour < 0 || hour > 23) throw new ValueError('hour must be in 0..23');
    if (minute < 0 || minute > 59) throw new ValueError('minute must be in 0..59');
    if (second < 0 || second > 59) throw new ValueError('second must be in 0..59');
    if (microsecond < 0 || microsecond > 999_999) throw new ValueError('microsecond must be in 0..999999');
    if (offset !== undefined) checkOffset(new TimeDelta(offset));
    [this.year, this.month, this.day, this.offset] = [year, month, day, offset];
    [this.hour, this.minute, this.second, this.microsecond] = [hour, minute, second, microsecond];
  }

  /** The time that is so many seconds after 1970-01-01 UTC, in UTC; microseconds are rounded half to even. @python datetime.datetime.fromtimestamp */
  static fromTimestamp(timestamp: number): DateTime {
    if (!Number.isFinite(timestamp)) {
      if (Number.isNaN(timestamp)) throw new ValueError('cannot convert float NaN to integer');
      throw new OverflowError('cannot convert float infinity to integer');
    }
    let seconds = Math.floor(timestamp);
    let microsecond = roundHalfEven((timestamp - seconds) * 1e6);
    if (microsecond === 1_000_000) {
      seconds += 1;
      microsecond = 0;
    }
    const days = Math.floor(seconds / DAY);
    const rest = seconds - days * DAY;
    const [year, month, day] = civil(days);
    const [hour, minute, second] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
    return new DateTime({ year, month, day, hour, minute, second, microsecond, offset: 0 });
  }

  /** A datetime of whatever stands for one here: itself, or a JavaScript Date. Raises MisuseError for anything else, an invalid Date too. */
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

  /** Seconds since 1970-01-01 UTC; a naive datetime counts as UTC. @differs Python takes a naive one as local time; the machine's local time is UTC. @python datetime.datetime.timestamp */
  timestamp(): number {
    const days = daysSinceEpoch(this.year, this.month, this.day);
    const clock = this.hour * 3600 + this.minute * 60 + this.second - (this.offset ?? 0);
    return days * DAY + clock + this.microsecond / 1e6;
  }

  /** Monday is 0. @python datetime.date.weekday */
  weekday(): number {
    return (((daysSinceEpoch(this.year, this.month, this.day) + 3) % 7) + 7) % 7;
  }

  /** @python datetime.datetime.replace */
  replace(fields: Partial<DateTimeFields>): DateTime {
    const { year, month, day, hour, minute, second, microsecond, offset } = this;
    return new DateTime({ year, month, day, hour, minute, second, microsecond, offset, ...fields });
  }

  /** The same time in UTC; a naive datetime is taken as UTC. @python werkzeug._internal._dt_as_utc */
  asUtc(): DateTime {
    if (this.offset === 0) return this;
    if (this.offset === undefined) return this.replace({ offset: 0 });
    const utc = DateTime.fromTimestamp(this.replace({ microsecond: 0 }).timestamp());
    return utc.replace({ microsecond: this.microsecond });
  }

  /** @python datetime.datetime.isoformat */
  isoformat(separator = 'T'): string {
    const date = `${String(this.year).padStart(4, '0')}-${two(this.month)}-${two(this.day)}`;
    const fraction = this.microsecond === 0 ? '' : `.${String(this.microsecond).padStart(6, '0')}`;
    return `${date}${separator}${two(this.hour)}:${two(this.minute)}:${two(this.second)}${fraction}${this._zone}`;
  }

  /** `one < other` is negative, equality zero. Raises TypeError between a naive and an aware one. */
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
    const days = Math.floor(this.offset / DAY);
    const seconds = this.offset - days * DAY;
    const parts = [...(days === 0 ? [] : [`days=${days}`]), `seconds=${seconds}`];
    return `, tzinfo=datetime.timezone(datetime.timedelta(${parts.join(', ')}))`;
  }
}

/** Raises ValueError for an offset from UTC of a day or more. @python datetime.timezone */
export function checkOffset(offset: TimeDelta): void {
  if (Math.abs(offset.seconds) < DAY) return;
  throw new ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).');
}

function checkInt(value: number): void {
  if (Math.abs(value) >= 2 ** 63) throw new OverflowError('Python int too large to convert to C long');
  if (value > MAX_INT) throw new OverflowError('signed integer is greater than maximum');
  if (value < -MAX_INT - 1) throw new OverflowError('signed integer is less than minimum');
}

const isDate = (value: unknown): value is JavaScriptDate => Object.prototype.toString.call(value) === '[object Date]';

const two = (value: number): string => String(value).padStart(2, '0');

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : ([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] as number);

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const inYear = (DAYS_BEFORE_MONTH[month - 1] as number) + (month > 2 && isLeap(year) ? 1 : 0) + day;
  return before * 365 + leapDays + inYear - 719_163;
}

/** The date so many days after 1970-01-01; months are counted from March so that leap days come last. */
function civil(days: number): readonly [year: number, month: number, day: number] {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const inEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  );
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const day = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest < 0.5 || (rest === 0.5 && down % 2 === 0)) return down;
  return down + 1;
}
