/** Error numbers and their names, for the modules above, which may not import the kernel. */
export { errnoName, errnoNumber, strerror } from '../kernel/errno.ts';
