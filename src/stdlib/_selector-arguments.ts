/** What selectors are given: timeouts, in seconds as Python takes them and as the kernel counts, and events. */
import type { Micros } from '../kernel/types.ts';
import { OverflowError, PyTypeError, ValueError } from '../python/errors.ts';
import { repr, typeName } from '../python/repr.ts';
import { checkSeconds } from './time.ts';

/** poll(2) takes milliseconds, as a C int. */
const MOST_MILLIS = 2 ** 31 - 1;
/** So many milliseconds are 64 bits of nanoseconds. */
const TIMESTAMP_MILLIS = 2 ** 63 / 1e6;

const isNumber = (value: unknown): value is number | bigint | boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';

/**
 * What `select` of a selector with poll or epoll waits: whole milliseconds, rounded up; undefined is for ever, and what is not above 0 not at all.
 * Raises TypeError for what is no number; ValueError for NaN; OverflowError for more than 24 days.
 */
export function pollTimeout(timeout: unknown, tooLarge: string): Micros | undefined {
  if (timeout === undefined || timeout === null) return undefined;
  if (!isNumber(timeout)) {
    throw new PyTypeError(`'<=' not supported between instances of '${typeName(timeout)}' and 'int'`);
  }
  const seconds = Number(timeout);
  if (seconds <= 0) return 0 as Micros;
  const millis = Math.ceil(seconds * 1e3);
  if (millis <= MOST_MILLIS) return (millis * 1000) as Micros;
  if (Number.isNaN(seconds)) throw new ValueError('cannot convert float NaN to integer');
  if (seconds === Infinity) throw new OverflowError('cannot convert float infinity to integer');
  throw new OverflowError(millis >= TIMESTAMP_MILLIS ? tooLarge : 'timeout is too large');
}

/** What `select` of a selector with select(2) waits. Raises TypeError for what is no number, and as `checkSeconds`. */
export function selectTimeout(timeout: unknown): Micros | undefined {
  if (timeout === undefined || timeout === null) return undefined;
  if (!isNumber(timeout)) {
    throw new PyTypeError(`'>' not supported between instances of 'int' and '${typeName(timeout)}'`);
  }
  const seconds = Number(timeout) < 0 ? 0 : checkSeconds(timeout);
  return Math.ceil(seconds * 1e6) as Micros;
}

/** Raises ValueError for events that are neither EVENT_READ nor EVENT_WRITE nor both, TypeError for what has no bits. */
export function checkEvents(events: unknown): void {
  if (typeof events === 'string' || (typeof events === 'number' && !Number.isInteger(events))) {
    throw new PyTypeError(`unsupported operand type(s) for &: '${typeName(events)}' and 'int'`);
  }
  if (events !== 1 && events !== 2 && events !== 3) throw new ValueError(`Invalid events: ${repr(events)}`);
}
