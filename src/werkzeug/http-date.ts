/** Dates and ages in headers. */
import { OverflowError, PyTypeError, ValueError } from '../python/errors.ts';
import { digitsOf, pyInt, toInt, toReal } from '../python/integers.ts';
import type { Int } from '../python/integers.ts';
import { realtimeMicros } from '../python/libc.ts';
import { Float } from '../python/tuple.ts';
import { DateTime, TimeDelta } from '../stdlib/datetime.ts';
import type { DateLike } from '../stdlib/datetime.ts';
import { parsedateToDatetime } from '../stdlib/email/_parseaddr.ts';
import { formatdate, formatDatetime } from '../stdlib/email/utils.ts';

/**
 * Reads a date as an aware datetime, in UTC if it names no zone; undefined if the text is not a date. Raises
 * OverflowError as Python does.
 * @python werkzeug.http.parse_date
 */
export function parseDate(value: string | undefined): DateTime | undefined {
  if (value === undefined) return undefined;
  try {
    const date = parsedateToDatetime(value);
    return date.offset === undefined ? date.replace({ offset: 0 }) : date;
  } catch (error) {
    if (error instanceof ValueError || error instanceof PyTypeError) return undefined;
    throw error;
  }
}

/**
 * Formats a date (naive ones count as UTC) or seconds since 1970, by default now. Raises `DateTime`'s errors for a time
 * out of range.
 * @python werkzeug.http.http_date
 */
export function httpDate(timestamp?: DateLike | Float | Int | boolean): string {
  if (typeof timestamp === 'object' && !(timestamp instanceof Float)) {
    return formatDatetime(DateTime.from(timestamp).asUtc());
  }
  return formatdate(timestamp === undefined ? realtimeMicros() / 1e6 : toReal(timestamp));
}

/**
 * Reads a number of seconds; undefined if it is not a number, negative or too large.
 * @python werkzeug.http.parse_age
 */
export function parseAge(value?: string): TimeDelta | undefined {
  if (value === undefined || value === '') return undefined;
  try {
    const seconds = pyInt(value);
    return seconds < 0 ? undefined : new TimeDelta(seconds);
  } catch (error) {
    if (error instanceof ValueError || error instanceof OverflowError) return undefined;
    throw error;
  }
}

/**
 * Formats a number of seconds; undefined for an unknown age. Raises ValueError for a negative one.
 * @python werkzeug.http.dump_age
 */
export function dumpAge(age?: TimeDelta | Float | Int | boolean | string): string | undefined {
  if (age === undefined) return undefined;
  const seconds = toInt(age instanceof TimeDelta ? age.totalSeconds() : age);
  if (seconds < 0) throw new ValueError('age cannot be negative');
  return digitsOf(seconds);
}
