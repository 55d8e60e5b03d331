/** The clock of the computer. */
import type { WallClock } from '../../src/host/wall-clock.ts';

/** Kept here: they are gone from the global scope once an app of the reader's is loaded. */
const { performance, setTimeout, clearTimeout } = globalThis;

export const REAL_CLOCK: WallClock = {
  now: () => performance.now(),
  later: (work, millis) => setTimeout(work, millis),
  cancel: (timer) => clearTimeout(timer),
};
