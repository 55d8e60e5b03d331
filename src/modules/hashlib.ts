/** Python's module `hashlib`. */
export { sha1 } from '../stdlib/hashlib.ts';
export type { Digest } from '../stdlib/hashlib.ts';
