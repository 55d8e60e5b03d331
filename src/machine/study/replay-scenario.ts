/** Replays a scenario in one call. */
import { Machine } from '../machine.ts';
import type { Bring } from '../scenario/scenario-machine.ts';

/**
 * The machine of a scenario, at a step of it, or, without a step, run until it is idle. Throws SchemaError for data
 * that is not a scenario.
 */
export function replay(scenario: unknown, toStep?: number, bring: Bring = {}): Machine {
  const machine = Machine.from(scenario, bring);
  if (toStep === undefined) machine.run();
  else machine.runTo(toStep);
  return machine;
}

/** @deprecated Use `replay`. */
export const live = replay;
