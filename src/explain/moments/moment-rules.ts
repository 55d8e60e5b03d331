/**
 * What a breakpoint asks to know of moments. The rules that find them are given to a machine that wants them:
 * most do without.
 */
import type { Moment } from './moment.ts';

export interface MomentRules {
  /** The names that there are. */
  readonly names: readonly string[];
  /**
   * Begins to read the log from its first step. What it returns is asked after each step, with the length of the log:
   * which moments come with the last step?
   */
  start(): (length: number) => readonly Pick<Moment, 'name' | 'client'>[];
}
