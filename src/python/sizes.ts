/**
 * Sizes as C takes them. A number of bytes may come from a header, so it may have any size, or not be an integer:
 * Python refuses a number that does not fit a C integer, with one of two messages, depending on the argument.
 */
import { MemoryError, OverflowError, PyTypeError } from './errors.ts';
import type { Int } from './integers.ts';
import { typeName } from './repr.ts';

/** The largest buffer that can be allocated. @differs Linux allocates as much as the computer has memory for. */
const MOST_MEMORY = 2 ** 30;
/** The largest size that is accepted where Python would allocate a buffer and this code does not. */
const MOST_CLAIMED = 2 ** 36;
/** The longest bytes object that Python counts; its header takes 33 bytes. */
const LONGEST_BYTES = 2n ** 63n - 34n;

/**
 * A size where Python also accepts None, which is -1: `read`, `readline`. Raises TypeError and OverflowError, with
 * Python's messages.
 */
export function optionalSize(size: Int | null | undefined): number {
  // Nearly all sizes are small integers, and this runs for each line that is read.
  if (typeof size === 'number' && (size | 0) === size) return size;
  if (size === undefined || size === null) return -1;
  const whole = wholeNumber(size, (type) => `argument should be integer or None, not '${type}'`);
  return fitting(whole, "cannot fit 'int' into an index-sized integer");
}

/**
 * A size that Python requires as an integer: `recv`, `read` of raw streams. Raises TypeError and OverflowError, with
 * Python's messages.
 */
export function wantedSize(size: Int): number {
  if (typeof size === 'number' && (size | 0) === size) return size;
  const whole = wholeNumber(size, (type) => `'${type}' object cannot be interpreted as an integer`);
  return fitting(whole, 'Python int too large to convert to C ssize_t');
}

/** A buffer of zeros. Raises MemoryError for one that is too large. */
export function makeBuffer(size: number): Uint8Array {
  if (size > MOST_MEMORY) throw new MemoryError();
  return new Uint8Array(size);
}

/**
 * A size for which Python allocates room before it reads. Raises MemoryError for too much, OverflowError for more than
 * a bytes object holds.
 */
export function checkClaim(size: number): number {
  if (size <= MOST_CLAIMED) return size;
  if (BigInt(size) > LONGEST_BYTES) throw new OverflowError('byte string is too large');
  throw new MemoryError();
}

function wholeNumber(value: unknown, message: (type: string) => string): Int {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new PyTypeError(message(typeName(value)));
}

function fitting(value: Int, message: string): number {
  if (value >= 2n ** 63n || value < -(2n ** 63n)) throw new OverflowError(message);
  return Number(value);
}
