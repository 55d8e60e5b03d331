import type { Int } from '../../python/integers.ts';

/**
 * Whether `start` up to `stop` (exclusive) is within `length` bytes; undefined stands for unknown.
 * @python werkzeug.http.is_byte_range_valid
 */
export function isByteRangeValid(start: Int | undefined, stop: Int | undefined, length: Int | undefined): boolean {
  if (start === undefined || stop === undefined) {
    return start === stop && (length === undefined || length >= 0);
  }
  return start >= 0 && start < stop && (length === undefined || start < length);
}
