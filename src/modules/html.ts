/** Python's module `html`. */
export { escape } from '../stdlib/html.ts';
