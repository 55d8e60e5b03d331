/** The place of an input between the steps of the log: when it is planned, carried out, and saved. */
import { noTraceMessage } from '../../trace/trace.ts';
import type { Client } from '../clients/client.ts';
import { plannedInput, readInput } from './scenario-schema.ts';
import { opensClient } from './scenario.ts';
import type { Place } from './present-place.ts';
import type { PlannedInput, ScenarioInput } from './scenario.ts';

/** The machine at the moment of planning. */
interface Now {
  /** How many steps the log has; undefined without a trace. */
  readonly step: number | undefined;
  /** Seconds since boot. */
  readonly time: number;
  readonly clients: readonly Client[];
}

/**
 * Reads an input and places it; a place in the past means now. Throws SchemaError, TypeError or RangeError for what
 * cannot be planned.
 */
export function planLater(input: ScenarioInput, now: Now): PlannedInput {
  const planned = plannedInput(readInput(input, 'input'));
  const { step, time, since, emptyTurns, emptyPasses, client, command } = planned;
  if (opensClient(planned))
    throw new TypeError(`input.do: '${command.do}' cannot be planned; call ${command.do}() now`);
  const doer = client === undefined ? undefined : now.clients[client];
  if (client !== undefined && doer === undefined) {
    throw new RangeError(`input.client: ${client} is not one of ${now.clients.length} clients`);
  }
  const refusal = doer?.refusal(command.do);
  if (refusal !== undefined) throw new TypeError(`input.do: ${refusal}`);
  if (step !== undefined && now.step === undefined) {
    throw new TypeError(noTraceMessage(`input.step: ${step} is never reached`));
  }
  if (step === undefined && time === undefined) return { client, command, since };
  // At this very step and time, turns or passes that leave no step may have to come first.
  const isHere = step === now.step && time === now.time && (emptyTurns ?? 0) + (emptyPasses ?? 0) > 0;
  const isPast = (step ?? 0) <= (now.step ?? 0) && (time ?? 0) <= now.time && !isHere;
  return {
    client,
    command,
    ...(isPast ? { step: now.step, time: now.time } : { step, time, emptyTurns, emptyPasses }),
  };
}

/**
 * Places pending inputs so that a replay carries them out at the same moment: none of them has happened until now. An
 * input that is due but waits for another pending input comes right after that one. Idle time before now does not count
 * for inputs that wait until the machine is idle.
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
