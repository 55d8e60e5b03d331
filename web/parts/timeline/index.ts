/** The timeline: a lane for each thread and client on one axis, with the cursor. */
export { Timeline } from './timeline.ts';
