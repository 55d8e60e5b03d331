/** The terminal of a client. */
export { loadBytesAt, Terminal } from './terminal.ts';
export type { Asking } from './terminal.ts';
