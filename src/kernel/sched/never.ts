import { wait } from '../sys.ts';

/** A wait that nothing ends: what a call answers that has ended its own thread. */
export const NEVER = wait([]);
