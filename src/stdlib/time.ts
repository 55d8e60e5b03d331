/**
 * The module `time`: the machine's clocks, and civil dates. The machine's local time is UTC.
 * Absent on purpose: time zones, `time.process_time`, parsing.
 */
import type { Sys } from '../kernel/sys.ts';
import type { Micros } from '../kernel/types.ts';
import { registerFunction } from '../python/classes.ts';
import { OverflowError, PyTypeError, ValueError } from '../python/errors.ts';
import { call, monotonicMicros, realtimeMicros } from '../python/libc.ts';
import { add, narrow } from '../python/integers.ts';
import type { Int } from '../python/integers.ts';
import { typeName } from '../python/repr.ts';
import { checkMonth, checkTimestamp, checkYear, civil, daysOf, daysSinceEpoch, weekday } from './_civil-time.ts';

/** A broken-down time; Monday is weekday 0, the first of January day 1. @python time.struct_time */
export type StructTime = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  weekday: number,
  yearday: number,
  isDst: number,
];

/** Seconds since 1970-01-01 UTC. @python time.time */
export const time = (): number => realtimeMicros() / 1e6;

/** Seconds since the machine was booted. @python time.monotonic */
export const monotonic = (): number => monotonicMicros() / 1e6;

/** Seconds, for measuring. @python time.perf_counter */
export const perfCounter = monotonic;

/** Waits. Raises ValueError for a negative time, and what `checkSeconds` raises. @python time.sleep */
export const sleep = registerFunction('time', 'sleep', function* (seconds: number): Sys<void> {
  const length = checkSeconds(seconds);
  if (length < 0) throw new ValueError('sleep length must be non-negative');
  yield* call('nanosleep', toMicros(length));
});

/** C keeps times as nanoseconds in 64 bits. */
const MOST_NANOS = 2 ** 63;
const TOO_LARGE = 'timestamp too large to convert to C _PyTime_t';
const OUT_OF_RANGE = 'timestamp out of range for platform time_t';

/**
 * Checks seconds as C does. Raises TypeError for a value that is not a number, ValueError for NaN, OverflowError for
 * more than 292 years.
 */
export function checkSeconds(seconds: unknown): number {
  if (typeof seconds === 'boolean') return Number(seconds);
  if (typeof seconds === 'bigint') {
    if (seconds * 1_000_000_000n >= MOST_NANOS || seconds * 1_000_000_000n < -MOST_NANOS) {
      throw new OverflowError(TOO_LARGE);
    }
    return Number(seconds);
  }
  if (typeof seconds !== 'number') {
    throw new PyTypeError(`'${typeName(seconds)}' object cannot be interpreted as an integer`);
  }
  if (Number.isNaN(seconds)) throw new ValueError('Invalid value NaN (not a number)');
  if (Math.abs(seconds) * 1e9 >= MOST_NANOS) throw new OverflowError(OUT_OF_RANGE);
  return seconds;
}

/** Seconds as the kernel's microseconds, rounded up. */
export function toMicros(seconds: number): Micros {
  const nanos = Math.ceil(seconds * 1e9);
  return Math.ceil(nanos / 1000) as Micros;
}

/**
 * The civil time in UTC; without an argument, now. Raises TypeError for a value that is not a number, ValueError for
 * NaN, OverflowError and OSError for a date that is too far away. @python time.gmtime
 */
export function gmtime(given: Int = time()): StructTime {
  if (typeof given !== 'number' && typeof given !== 'bigint' && typeof given !== 'boolean') {
    throw new PyTypeError(`'${typeName(given)}' object cannot be interpreted as an integer`);
  }
  checkTimestamp(given);
  const [days, rest] = daysOf(typeof given === 'bigint' ? given : Math.floor(given));
  const [year, month, day] = civil(days);
  const yearday = days - daysSinceEpoch(year, 1, 1) + 1;
  const [hour, minute, second] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return [year, month, day, hour, minute, second, weekday(year, month, day), yearday, 0];
}

/** The same as `gmtime`: the machine's zone is UTC. @python time.localtime */
export const localtime = gmtime;

/**
 * Converts a civil time in UTC to seconds since 1970-01-01 UTC; what follows its first six fields does not count. The
 * day, hour, minute and second may be any number. Raises ValueError for fewer fields, for a year outside 1 to 9999 and
 * for a month outside 1 to 12. @python calendar.timegm
 */
export function timegm(civilTime: readonly Int[]): Int {
  const [year, month, day, hour, minute, second] = civilTime;
  if (second === undefined) {
    throw new ValueError(`not enough values to unpack (expected 6, got ${civilTime.length})`);
  }
  checkYear(Number(year));
  checkMonth(Number(month));
  const days = add(daysSinceEpoch(Number(year), Number(month), 0), day as Int);
  const minutes = add(times(add(times(days, 24), hour as Int), 60), minute as Int);
  return add(times(minutes, 60), second);
}

/** `value * factor`, exact whatever the size. */
function times(value: Int, factor: number): Int {
  const product = Number(value) * factor;
  return Number.isSafeInteger(product) || !Number.isInteger(product) ? product : narrow(BigInt(value) * BigInt(factor));
}

/** Converts local time to seconds; the zone is UTC. Raises ValueError as `timegm` does. @python time.mktime */
export const mktime = (local: StructTime): number => Number(timegm(local));

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/**
 * Formats a time; directives a A b B d H I j m M p S y Y Z z %, in the C locale. Others are copied unchanged.
 * @python time.strftime
 */
export function strftime(format: string, at: StructTime = localtime()): string {
  if (typeof (format as unknown) !== 'string') {
    throw new PyTypeError(`strftime() argument 1 must be str, not ${typeName(format)}`);
  }
  const [year, month, day, hour, minute, second, dayOfWeek, yearday] = at;
  const monthName = MONTHS[month - 1] ?? '?';
  const dayName = WEEKDAYS[dayOfWeek] ?? '?';
  const directives: Readonly<Record<string, string>> = {
    a: dayName.slice(0, 3),
    A: dayName,
    b: monthName.slice(0, 3),
    B: monthName,
    d: digits(day, 2),
    H: digits(hour, 2),
    I: digits(((hour + 11) % 12) + 1, 2),
    j: digits(yearday, 3),
    m: digits(month, 2),
    M: digits(minute, 2),
    p: hour < 12 ? 'AM' : 'PM',
    S: digits(second, 2),
    y: digits(year % 100, 2),
    Y: String(year),
    Z: 'UTC',
    z: '+0000',
    '%': '%',
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, directive: string) => directives[directive] ?? whole);
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
