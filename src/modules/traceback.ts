/** Python's module `traceback`. */
export { formatException, formatExceptionOnly } from '../python/exception-text.ts';
export { printExc } from '../stdlib/traceback.ts';
