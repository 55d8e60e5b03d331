import { wait } from '../sys.ts';

/** A wait that nothing ends: the outcome of a call that has ended its own thread. */
export const NEVER = wait([]);
