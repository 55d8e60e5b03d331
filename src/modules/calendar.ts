/** Python's module `calendar`. */
export { timegm } from '../stdlib/time.ts';
