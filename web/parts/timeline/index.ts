/** The timeline: a lane for each thread and client on one axis, with the cursor. Its moments come on demand. */
export { loadMarks, Timeline } from './timeline.ts';
