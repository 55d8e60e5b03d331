/** What is done to a machine exactly where it stands, even where a thread could not stop and its log goes on beyond that. */
import { decodeLatin1, speaksDatagrams } from '../index.ts';
import type { Machine, PlannedInput, ScenarioInput } from '../index.ts';
import type { ClientAction } from './protocol.ts';

/** What was done there so far, to a machine that had stopped there. */
interface Stand {
  readonly before: Machine;
  readonly after: Machine;
  readonly inputs: readonly ScenarioInput[];
}

export class InputsAtCursor {
  private _stand: Stand | undefined;

  /** Answers the machine in which it was done: another one, that takes the place of this one, where the log of this one goes on. */
  do(machine: Machine, input: ScenarioInput): Machine {
    const { cursor, trace, planned } = machine;
    if (cursor === trace.length) return machine.inject(input);
    // In a machine of its own it would come before what was done there last.
    const stand = this._stand?.after === machine && this._stand.before.cursor === cursor ? this._stand : undefined;
    const [before, inputs] = [stand?.before ?? machine, [...(stand?.inputs ?? []), input]];
    const after = before.branch(cursor, inputs);
    for (const plan of planned) after.later(asInput(plan));
    this._stand = { before, after, inputs };
    return after;
  }
}

/** What a client does, as an input; undefined when it cannot do it, or not any more. */
export function inputOf(machine: Machine, client: number, action: ClientAction): ScenarioInput | undefined {
  if (action.act === 'connect') {
    return { do: speaksDatagrams(machine) ? 'datagrams' : 'connect', client: machine.clients.length };
  }
  const doer = machine.clients[client];
  if (doer?.isUsable !== true || doer.refusal(action.act) !== undefined) return undefined;
  return { client, do: action.act, ...(action.act === 'send' ? { data: decodeLatin1(action.bytes) } : {}) };
}

function asInput({ client, command, step, time, since, emptyTurns, emptyPasses }: PlannedInput): ScenarioInput {
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
