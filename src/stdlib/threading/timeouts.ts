/** Timeouts of CPython's locks: seconds, checked, and converted for the kernel. */
import type { Micros } from '../../kernel/types.ts';
import { PyTypeError, ValueError } from '../../python/errors.ts';
import { typeName } from '../../python/repr.ts';
import { checkSeconds, toMicros } from '../time.ts';

/** The longest wait in seconds: what fits into 64 bits of nanoseconds. @python threading.TIMEOUT_MAX */
export const TIMEOUT_MAX = 9_223_372_036;

const UNSET = -1;

/** A flag of C: a whole number or a truth value. Raises TypeError for others. */
function flag(value: unknown): boolean {
  if (typeof value === 'boolean' || typeof value === 'number') return Boolean(value);
  throw new PyTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/**
 * How long `acquire(blocking, timeout)` waits: undefined is forever, 0 does not wait. Raises ValueError for a timeout
 * that is negative, NaN, or given to a non-blocking call; OverflowError for one that is too long; TypeError for a value
 * that is not a number.
 */
export function acquireTimeout(blocking: unknown, timeout: unknown): Micros | undefined {
  const isBlocking = flag(blocking);
  const seconds = checkSeconds(timeout);
  if (!isBlocking && seconds !== UNSET) throw new ValueError("can't specify a timeout for a non-blocking call");
  if (seconds < 0 && seconds !== UNSET) throw new ValueError('timeout value must be positive');
  if (!isBlocking) return 0 as Micros;
  return seconds === UNSET ? undefined : toMicros(seconds);
}

const isNumber = (value: unknown): value is number | bigint | boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';

/** How long to wait for a notification: undefined is forever; 0 or less only checks. Raises like `acquireTimeout`. */
export function waitTimeout(timeout: unknown): Micros | undefined {
  if (timeout === undefined) return undefined;
  if (!isNumber(timeout)) {
    throw new PyTypeError(`'>' not supported between instances of '${typeName(timeout)}' and 'int'`);
  }
  return Number(timeout) > 0 ? acquireTimeout(true, timeout) : (0 as Micros);
}

/**
 * The timeout that `join` passes to a thread's lock, in seconds: -1 is forever, and other negative numbers only check.
 * Raises TypeError for a value that is not a number.
 */
export function joinTimeout(timeout: unknown): number {
  if (timeout === undefined) return UNSET;
  if (!isNumber(timeout)) {
    throw new PyTypeError(`'>' not supported between instances of 'int' and '${typeName(timeout)}'`);
  }
  return Math.max(Number(timeout), 0);
}
