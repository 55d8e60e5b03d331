/** Reading what is planned from outside, by somebody who looks at the machine as it is now. */
import { plannedInput, readInput } from './scenario-schema.ts';
import type { PlannedInput, ScenarioInput } from './scenario.ts';

/** The machine as it is when something is planned. */
interface Now {
  /** How many steps the log has; undefined without a trace. */
  readonly step: number | undefined;
  /** Microseconds since boot. */
  readonly time: number;
  /** How many clients there are. */
  readonly clients: number;
}

/** A thing to do, placed now or later: a place that is past means at once. Throws SchemaError, TypeError or RangeError for what can not be planned. */
export function planLater(input: ScenarioInput, now: Now): PlannedInput {
  const planned = plannedInput(readInput(input, 'input'));
  const { step, time, client, command } = planned;
  if (command.do === 'connect') throw new TypeError("input.do: 'connect' can not be planned; connect() now");
  if (client !== undefined && client >= now.clients) {
    throw new RangeError(`input.client: ${client} is not one of ${now.clients} clients`);
  }
  if (step !== undefined && now.step === undefined) {
    throw new TypeError(`input.step: ${step} will not come: with options.trace false there are no steps`);
  }
  return {
    client,
    command,
    step: step === undefined ? undefined : Math.max(step, now.step ?? 0),
    time: time === undefined ? undefined : Math.max(time, now.time),
    since: step === undefined && time === undefined && now.time > 0 ? now.time : undefined,
  };
}
