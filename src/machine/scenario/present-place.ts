/** The place of an input that is carried out now. */
import type { Kernel } from '../../kernel/kernel.ts';
import { secondsOf } from '../../kernel/units.ts';
import type { Input } from './scenario.ts';

/** The place of an input: its step and time, and what happened there before it without a step. */
export type Place = Pick<Input, 'step' | 'time' | 'emptyTurns' | 'emptyPasses'>;

/**
 * The place of an input that is carried out now: everything that tells this moment from earlier ones, even if nothing
 * left a step.
 */
export function presentPlace(kernel: Kernel, step: number): Place {
  const { clock, emptyTurns, emptyPasses } = kernel;
  const time = secondsOf(clock.now);
  if (emptyTurns === 0 && emptyPasses === 0) return { step, time };
  return {
    step,
    time,
    ...(emptyTurns === 0 ? {} : { emptyTurns }),
    ...(emptyPasses === 0 ? {} : { emptyPasses }),
  };
}
