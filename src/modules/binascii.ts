/** Python's module `binascii`. Its `Error` is `BinasciiError`, since JavaScript has one of its own. */
export { BinasciiError } from '../stdlib/base64.ts';
