/** Dates and ages in headers. */
import { parsedateToDatetime } from '../stdlib/email/_parseaddr.ts';
import { DateTime, TimeDelta } from '../stdlib/datetime.ts';
import type { DateLike } from '../stdlib/datetime.ts';
import { OverflowError, PyTypeError, ValueError } from '../python/errors.ts';
import { pyInt } from '../python/integers.ts';
import { realtimeMicros } from '../python/libc.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads a date as an aware datetime, UTC where it names no zone; undefined when it is no date. Raises OverflowError as Python does. @python werkzeug.http.parse_date */
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

const two = (field: number): string => String(field).padStart(2, '0');

/** Formats a date (naive ones count as UTC) or seconds since 1970, by default now. @python werkzeug.http.http_date */
export function httpDate(timestamp?: DateLike | number): string {
  const date =
    typeof timestamp === 'object'
      ? DateTime.from(timestamp).asUtc()
      : DateTime.fromTimestamp(timestamp ?? realtimeMicros() / 1e6);
  const day = `${DAYS[date.weekday()]}, ${two(date.day)} ${MONTHS[date.month - 1]} ${String(date.year).padStart(4, '0')}`;
  return `${day} ${two(date.hour)}:${two(date.minute)}:${two(date.second)} GMT`;
}

/** Reads a count of seconds; undefined when it is none, negative or too large. @python werkzeug.http.parse_age */
export function parseAge(value?: string): TimeDelta | undefined {
  if (value === undefined || value === '') return undefined;
  try {
    const seconds = Number(pyInt(value));
    return seconds < 0 ? undefined : new TimeDelta(seconds);
  } catch (error) {
    if (error instanceof ValueError || error instanceof OverflowError) return undefined;
    throw error;
  }
}

/** Formats a count of seconds; undefined for an unknown age. Raises ValueError for a negative one. @python werkzeug.http.dump_age */
export function dumpAge(age?: TimeDelta | number): string | undefined {
  if (age === undefined) return undefined;
  const seconds = Math.trunc(age instanceof TimeDelta ? age.totalSeconds() : age);
  if (seconds < 0) throw new ValueError('age cannot be negative');
  return String(seconds);
}
