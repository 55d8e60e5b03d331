/**
 * The two units of time: seconds, which users of a machine give and get, and the whole microseconds that its clock
 * counts.
 */
import type { Micros } from './types.ts';
import { SECOND } from './types.ts';

/**
 * Microseconds as seconds. `microsOf` gives the same microseconds back, for times of up to 71 years (2^51
 * microseconds).
 */
export const secondsOf = (micros: number): number => micros / SECOND;

/** Seconds as whole microseconds: the nearest ones. */
export const microsOf = (seconds: number): Micros => Math.round(seconds * SECOND) as Micros;
