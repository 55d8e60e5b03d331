/** Arguments of selectors: timeouts, converted from Python's seconds to the kernel's microseconds, and events. */
import type { Micros } from '../kernel/types.ts';
import { OverflowError, PyTypeError, ValueError } from '../python/errors.ts';
import { repr, typeName } from '../python/repr.ts';
import { checkSeconds } from './time.ts';

/** poll(2) takes milliseconds, as a C int. */
const MOST_MILLIS = 2 ** 31 - 1;
/** As many milliseconds as fit into 64 bits of nanoseconds. */
const TIMESTAMP_MILLIS = 2 ** 63 / 1e6;

const isNumber = (value: unknown): value is number | bigint | boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';

/**
 * How long `select` waits with poll or epoll: whole milliseconds, rounded up; undefined is forever, and 0 or less does
 * not wait. Raises TypeError for a value that is not a number, ValueError for NaN, OverflowError for more than 24 days.
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

/**
 * How long `select` waits with select(2). Raises TypeError for a value that is not a number, and what `checkSeconds`
 * raises.
 */
export function selectTimeout(timeout: unknown): Micros | undefined {
  if (timeout === undefined || timeout === null) return undefined;
  if (!isNumber(timeout)) {
    throw new PyTypeError(`'>' not supported between instances of 'int' and '${typeName(timeout)}'`);
  }
  const seconds = Number(timeout) < 0 ? 0 : checkSeconds(timeout);
  return Math.ceil(seconds * 1e6) as Micros;
}

/** Raises ValueError for events that are not EVENT_READ, EVENT_WRITE or both, TypeError for a value without bits. */
export function checkEvents(events: unknown): void {
  if (typeof events === 'string' || (typeof events === 'number' && !Number.isInteger(events))) {
    throw new PyTypeError(`unsupported operand type(s) for &: '${typeName(events)}' and 'int'`);
  }
  if (events !== 1 && events !== 2 && events !== 3) throw new ValueError(`Invalid events: ${repr(events)}`);
}
