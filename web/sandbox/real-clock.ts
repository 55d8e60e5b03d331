/** The clock of the computer, for the host. */
import type { WallClock } from '../../src/host/wall-clock.ts';

/** Kept here: lockdown.ts removes them from the global scope before an app is loaded. */
const { performance, setTimeout, clearTimeout } = globalThis;

export const REAL_CLOCK: WallClock = {
  now: () => performance.now(),
  later: (work, millis) => setTimeout(work, millis),
  cancel: (timer) => clearTimeout(timer),
};
