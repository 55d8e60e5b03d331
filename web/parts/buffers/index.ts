/** The bytes of one connection, in each buffer that they pass. */
export { BuffersPane, loadStage } from './buffers-pane.ts';
