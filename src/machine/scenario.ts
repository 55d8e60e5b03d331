/**
 * What was done to a machine from outside, and when: with the options, everything that is needed to live it again.
 */
import type { Command } from './keyboard.ts';

/** One thing somebody did. It is placed by the length of the log at that moment, and by the clock. */
export interface Input {
  /** How many steps the log had. */
  readonly step: number;
  /** Virtual time in microseconds since boot. */
  readonly time: number;
  /** The client's number; `connect` makes the client of that number. */
  readonly client: number;
  readonly command: Command | { readonly do: 'connect' };
}
