/** Error numbers and their names, for the modules above: they may not ask the kernel themselves. */
export { errnoName, errnoNumber, strerror } from '../kernel/errno.ts';
