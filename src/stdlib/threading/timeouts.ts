/** Timeouts as the locks of CPython take them: seconds, checked, as the kernel counts. */
import type { Micros } from '../../kernel/types.ts';
import { PyTypeError, ValueError } from '../../python/errors.ts';
import { typeName } from '../../python/repr.ts';
import { checkSeconds, toMicros } from '../time.ts';

/** The longest wait in seconds: what 64 bits of nanoseconds hold. @python threading.TIMEOUT_MAX */
export const TIMEOUT_MAX = 9_223_372_036;

const UNSET = -1;

/** Whole numbers and truth values are what C takes for a flag. Raises TypeError for others. */
function flag(value: unknown): boolean {
  if (typeof value === 'boolean' || typeof value === 'number') return Boolean(value);
  throw new PyTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/**
 * How long `acquire(blocking, timeout)` waits: undefined is for ever, 0 not at all. Raises ValueError for a timeout that is negative, NaN,
 * or given to a call that does not block; OverflowError for one that is too long; TypeError for what is no number.
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

/** How long to wait for news: undefined is for ever; what is not above 0 asks only. Raises like `acquireTimeout`. */
export function waitTimeout(timeout: unknown): Micros | undefined {
  if (timeout === undefined) return undefined;
  if (!isNumber(timeout)) {
    throw new PyTypeError(`'>' not supported between instances of '${typeName(timeout)}' and 'int'`);
  }
  return Number(timeout) > 0 ? acquireTimeout(true, timeout) : (0 as Micros);
}

/** What `join` hands to the lock of a thread, in seconds: -1 is for ever, and what is below 0 asks only. Raises TypeError for what is no number. */
export function joinTimeout(timeout: unknown): number {
  if (timeout === undefined) return UNSET;
  if (!isNumber(timeout)) {
    throw new PyTypeError(`'>' not supported between instances of 'int' and '${typeName(timeout)}'`);
  }
  return Math.max(Number(timeout), 0);
}
