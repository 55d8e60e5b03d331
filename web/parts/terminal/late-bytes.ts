/** What a terminal needs to ask for bytes, and to mark them. Loaded with the first byte that is asked for or marked. */
export { bytesIn, bytesOf, cellAt, lineAt, linesOf } from './bytes-at.ts';
export { ByteMarks } from './byte-marks.ts';
export { default as css } from './byte-marks.css?inline';
