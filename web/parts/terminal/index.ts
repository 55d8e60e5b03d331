/** The terminal of a client. */
export { Terminal } from './terminal.ts';
