/**
 * Performs inputs exactly at the cursor of a machine, also where a thread could not stop and the log goes on beyond
 * it.
 */
import { decodeLatin1 } from '../index.ts';
import type { Machine, PlannedInput, ScenarioInput } from '../index.ts';
import { speaksDatagrams } from '../tooling.ts';
import type { ClientAction } from './protocol.ts';

/** Something to do now: Ctrl+C in the terminal of the server, or an action of a client. */
export type HostInput = 'interrupt' | { readonly client: number; readonly action: ClientAction };

/** The inputs so far at one cursor. */
interface AtCursor {
  /** The machine that stopped there. */
  readonly before: Machine;
  /** The machine with the inputs. */
  readonly after: Machine;
  readonly inputs: readonly ScenarioInput[];
}

export class InputsAtCursor {
  private _last: AtCursor | undefined;

  /** Returns the machine with the input: another one if the log of this one goes on beyond its cursor. */
  perform(machine: Machine, input: HostInput): Machine {
    if (machine.cursor === machine.trace.length) return performAtEnd(machine, input);
    return this._branch(machine, asInput(machine, input));
  }

  private _branch(machine: Machine, input: ScenarioInput): Machine {
    const { cursor, planned } = machine;
    // All inputs at one cursor go into one branch: in a branch of its own an input would come before the earlier ones.
    const last = this._last?.after === machine && this._last.before.cursor === cursor ? this._last : undefined;
    const [before, inputs] = [last?.before ?? machine, [...(last?.inputs ?? []), input]];
    const after = before.branch(cursor, inputs);
    for (const plan of planned) after.later(replanned(plan));
    this._last = { before, after, inputs };
    return after;
  }
}

/** Whether a client can still perform an action. */
export function isInput(machine: Machine, client: number, { act }: ClientAction): boolean {
  const performer = machine.clients[client];
  return performer?.isUsable === true && performer.refusal(act) === undefined;
}

function performAtEnd(machine: Machine, input: HostInput): Machine {
  if (input === 'interrupt' || input.action.act === 'connect') return machine.inject(asInput(machine, input));
  const client = machine.clients[input.client];
  if (input.action.act === 'send') client?.send(input.action.bytes);
  else client?.[input.action.act]();
  return machine;
}

function asInput(machine: Machine, input: HostInput): ScenarioInput {
  if (input === 'interrupt') return { do: 'interrupt' };
  const { client, action } = input;
  if (action.act === 'connect') return { client, do: speaksDatagrams(machine) ? 'datagrams' : 'connect' };
  return { client, do: action.act, ...(action.act === 'send' ? { data: decodeLatin1(action.bytes) } : {}) };
}

function replanned({ client, command, step, time, since, emptyTurns, emptyPasses }: PlannedInput): ScenarioInput {
  return {
    do: command.do,
    ...(command.do === 'send' ? { data: decodeLatin1(command.data) } : {}),
    ...(client === undefined ? {} : { client }),
    ...(step === undefined ? {} : { step }),
    ...(time === undefined ? {} : { time }),
    ...(since === undefined ? {} : { since }),
    ...(emptyTurns === undefined ? {} : { emptyTurns }),
    ...(emptyPasses === undefined ? {} : { emptyPasses }),
  };
}
