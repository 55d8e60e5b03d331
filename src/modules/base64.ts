/** Python's module `base64`. */
export { b64decode, b64encode } from '../stdlib/base64.ts';
