/** The bytes of one connection, in each buffer that they pass. */
export { BuffersPane } from './buffers-pane.ts';
