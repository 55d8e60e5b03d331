/**
 * Sizes as C takes them. A number of bytes may come from a header, so it may be of any size, or be no integer at all: Python refuses
 * what no C integer holds, and says it in two ways, by the kind of the argument.
 */
import { MemoryError, OverflowError, PyTypeError } from './errors.ts';
import type { Int } from './integers.ts';
import { typeName } from './repr.ts';

/** The largest buffer that is made. @differs Linux makes as large a one as the computer has memory for. */
const MOST_MEMORY = 2 ** 30;
/** The most that may be asked for where no buffer is made here, though Python makes one. */
const MOST_CLAIMED = 2 ** 36;
/** The longest bytes object that Python counts; it takes a head of 33 bytes. */
const LONGEST_BYTES = 2n ** 63n - 34n;

/** A size where Python also takes None, which is -1: `read`, `readline`. Raises TypeError and OverflowError, with Python's messages. */
export function optionalSize(size: Int | null | undefined): number {
  // Nearly all sizes are small integers, and this is asked for each line that is read.
  if (typeof size === 'number' && (size | 0) === size) return size;
  if (size === undefined || size === null) return -1;
  const whole = wholeNumber(size, (type) => `argument should be integer or None, not '${type}'`);
  return fitting(whole, "cannot fit 'int' into an index-sized integer");
}

/** A size that Python wants as an integer: `recv`, `read` of raw streams. Raises TypeError and OverflowError, with Python's messages. */
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

/** A size whose bytes Python makes room for before it reads. Raises MemoryError for too much, OverflowError for more than a bytes object holds. */
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
