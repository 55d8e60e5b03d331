/** The roads, and on each the ids of its lessons, in the order in which they are meant to be read. */
import type { Road } from './lesson.ts';

export const ROAD_LESSONS: Readonly<Record<Road, readonly string[]>> = {
  walk: ['one-request'],
  waiting: [],
  bytes: [],
  faults: [],
  chance: [],
};
