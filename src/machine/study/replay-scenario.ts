/** Replays a scenario in one call. */
import { Machine } from '../machine.ts';
import type { Bring } from '../scenario/scenario-machine.ts';

/**
 * The machine of a scenario, at a step of it; without one, at its end, where nothing more happens. Throws SchemaError for data that is no
 * scenario.
 */
export function replay(scenario: unknown, toStep?: number, bring: Bring = {}): Machine {
  const machine = Machine.from(scenario, bring);
  if (toStep === undefined) machine.run();
  else machine.runTo(toStep);
  return machine;
}

/** @deprecated Use `replay`. */
export const live = replay;
