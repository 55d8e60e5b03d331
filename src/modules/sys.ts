/** Python's module `sys`. */
export { handledException as exception } from '../python/handling.ts';
export { excInfo, exit, stderr, version } from '../stdlib/sys.ts';
export type { ExcInfo } from '../stdlib/sys.ts';
