/** Whether `start` up to `stop` (exclusive) lies in `length` bytes; undefined stands for what is not known. @python werkzeug.http.is_byte_range_valid */
export function isByteRangeValid(
  start: number | undefined,
  stop: number | undefined,
  length: number | undefined,
): boolean {
  if (start === undefined || stop === undefined) {
    return start === stop && (length === undefined || length >= 0);
  }
  return start >= 0 && start < stop && (length === undefined || start < length);
}
