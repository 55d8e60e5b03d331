/** Python's module `time`. */
export { gmtime, localtime, mktime, monotonic, perfCounter, sleep, strftime, time } from '../stdlib/time.ts';
export type { StructTime } from '../stdlib/time.ts';
