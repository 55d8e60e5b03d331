/** Reading what is planned from outside, by somebody who looks at the machine as it is now. */
import type { Kernel } from '../../kernel/kernel.ts';
import { secondsOf } from '../../kernel/units.ts';
import { noTraceMessage } from '../../trace/trace.ts';
import type { Client } from '../clients/client.ts';
import { plannedInput, readInput } from './scenario-schema.ts';
import { opensClient } from './scenario.ts';
import type { Input, PlannedInput, ScenarioInput } from './scenario.ts';

type Place = Pick<Input, 'step' | 'time' | 'emptyTurns' | 'emptyPasses'>;

/** The machine as it is when something is planned. */
interface Now {
  /** How many steps the log has; undefined without a trace. */
  readonly step: number | undefined;
  /** Seconds since boot. */
  readonly time: number;
  readonly clients: readonly Client[];
}

/** A thing to do, placed now or later: a place that is past means at once. Throws SchemaError, TypeError or RangeError for what cannot be planned. */
export function planLater(input: ScenarioInput, now: Now): PlannedInput {
  const planned = plannedInput(readInput(input, 'input'));
  const { step, time, since, emptyTurns, emptyPasses, client, command } = planned;
  if (opensClient(planned)) throw new TypeError(`input.do: '${command.do}' can not be planned; ${command.do}() now`);
  const doer = client === undefined ? undefined : now.clients[client];
  if (client !== undefined && doer === undefined) {
    throw new RangeError(`input.client: ${client} is not one of ${now.clients.length} clients`);
  }
  const refusal = doer?.refusal(command.do);
  if (refusal !== undefined) throw new TypeError(`input.do: ${refusal}`);
  if (step !== undefined && now.step === undefined) {
    throw new TypeError(noTraceMessage(`input.step: ${step} will not come`));
  }
  if (step === undefined && time === undefined) return { client, command, since };
  // Exactly here something may have to happen first that leaves no step.
  const isHere = step === now.step && time === now.time && (emptyTurns ?? 0) + (emptyPasses ?? 0) > 0;
  const isPast = (step ?? 0) <= (now.step ?? 0) && (time ?? 0) <= now.time && !isHere;
  return {
    client,
    command,
    ...(isPast ? { step: now.step, time: now.time } : { step, time, emptyTurns, emptyPasses }),
  };
}

/** Where something stands that is done now: everything that tells this moment from those before it, whether it has left a step or not. */
export function presentPlace(kernel: Kernel, step: number): Place {
  const { clock, emptyTurns, emptyPasses } = kernel;
  return {
    step,
    time: secondsOf(clock.now),
    ...(emptyTurns === 0 ? {} : { emptyTurns }),
    ...(emptyPasses === 0 ? {} : { emptyPasses }),
  };
}

/**
 * What is planned, placed for who lives it again: nothing of it has been done until now. What is due but waits for what is planned
 * before it comes once that has been done, and rest until now was not the rest that is waited for.
 */
export function placePlanned(planned: readonly PlannedInput[], present: Place): PlannedInput[] {
  const { step: length, time: now } = present;
  let waits = false;
  return planned.map(({ client, command, step, time, since = 0 }) => {
    const isForRest = step === undefined && time === undefined;
    waits ||= isForRest || (step ?? 0) > length || (time ?? 0) > now;
    if (isForRest) return { client, command, ...(Math.max(since, now) === 0 ? {} : { since: Math.max(since, now) }) };
    if (!waits) return { client, command, ...present };
    return { client, command, step: atLeast(step, length), time: atLeast(time, now) };
  });
}

const atLeast = (place: number | undefined, least: number): number | undefined =>
  place === undefined ? undefined : Math.max(place, least);
