/**
 * The calendar behind `datetime` and the dates of headers: seconds and days since 1970 as a date and a time in UTC.
 * These are functions of numbers, so that a program that only writes dates does without the classes of `datetime`.
 */
import { osError, OverflowError, ValueError } from '../python/errors.ts';
import type { Int } from '../python/integers.ts';

const DAY = 86_400;
const MICROS = 1_000_000;

/** A date and a time in UTC. */
export interface UtcFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

/** The seconds whose year fits into C's `tm_year`, an int that counts from 1900. */
const FIRST_GMTIME = -67_768_040_609_740_800n;
const AFTER_GMTIME = 67_768_036_191_676_800n;

/**
 * Checks that seconds since 1970-01-01 have a date. Raises ValueError for NaN, OverflowError for a number that does not
 * fit time_t, OSError for a year that does not fit C's int.
 */
export function checkTimestamp(timestamp: Int): void {
  if (Number.isNaN(timestamp)) throw new ValueError('Invalid value NaN (not a number)');
  if (timestamp >= 2 ** 63 || timestamp < -(2 ** 63)) {
    throw new OverflowError('timestamp out of range for platform time_t');
  }
  if (timestamp >= AFTER_GMTIME || timestamp < FIRST_GMTIME) throw osError('EOVERFLOW');
}

/**
 * The date and the time `timestamp` seconds after 1970-01-01; microseconds are rounded half to even. The year is not
 * checked. Raises what `checkTimestamp` raises.
 */
export function gmtime(timestamp: Int): UtcFields {
  checkTimestamp(timestamp);
  const [seconds, microsecond] = typeof timestamp === 'bigint' ? [timestamp, 0] : splitSeconds(timestamp);
  const [days, rest] = daysOf(seconds);
  return fieldsOf(days, rest, microsecond);
}

/** Whole seconds as days, rounded down, and the seconds of the rest. */
export function daysOf(seconds: Int): readonly [days: number, rest: number] {
  if (typeof seconds === 'bigint') {
    const rest = ((seconds % 86_400n) + 86_400n) % 86_400n;
    return [Number((seconds - rest) / 86_400n), Number(rest)];
  }
  const days = Math.floor(seconds / DAY);
  return [days, seconds - days * DAY];
}

/** The date `days` after 1970-01-01, and the time of `rest` seconds. */
export function fieldsOf(days: number, rest: number, microsecond: number): UtcFields {
  const [fullYear, month, day] = civil(days);
  // The year wraps around at C's int, as in gmtime(3).
  const year = Math.trunc(fullYear) | 0;
  const [hour, minute, second] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return { year, month, day, hour, minute, second, microsecond };
}

/** Raises ValueError for a year that `datetime` does not have. */
export function checkYear(year: number): void {
  if (year < 1 || year > 9999) throw new ValueError(`year ${year} is out of range`);
}

/** Raises ValueError for a month that there is not. */
export function checkMonth(month: number): void {
  if (month < 1 || month > 12) throw new ValueError('month must be in 1..12');
}

/** Monday is 0. */
export const weekday = (year: number, month: number, day: number): number =>
  (((daysSinceEpoch(year, month, day) + 3) % 7) + 7) % 7;

/** Whole seconds, rounded down, and microseconds of the rest, rounded half to even. */
export function splitSeconds(value: number): [seconds: number, micros: number] {
  const seconds = Math.floor(value);
  const micros = roundHalfEven((value - seconds) * MICROS);
  return micros === MICROS ? [seconds + 1, 0] : [seconds, micros];
}

export const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const inYear = (DAYS_BEFORE_MONTH[month - 1] as number) + (month > 2 && isLeap(year) ? 1 : 0) + day;
  return before * 365 + leapDays + inYear - 719_163;
}

/** The date `days` after 1970-01-01; months are counted from March so that leap days come last. */
export function civil(days: number): readonly [year: number, month: number, day: number] {
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
