/** Another server that lives what a machine has lived: the same app, seed and clock, the same clients; only its class is another one. */
import { isInstance } from '../../python/foreign.ts';
import { noTraceMessage } from '../../trace/trace.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { Machine } from '../machine.ts';
import type { ServerKind } from '../../vocabulary.ts';
import { atMost, callable, reject, record } from '../scenario/schema.ts';
import type { Input } from '../scenario/scenario.ts';

/** How far another server lives. */
export interface CounterpartOptions {
  /** It lives on until its log has about so many steps; by default until a million system calls in a row led to no rest. */
  readonly steps?: number;
  /** What it serves, if that is not the app of the machine itself. */
  readonly app?: WsgiApp;
}

/** A machine of another kind that has lived the same. */
export interface Counterpart {
  readonly machine: Machine;
  /** Whether it rests; if not, its log was long enough, or it has no end. */
  readonly isWhole: boolean;
  /** Inputs that could not be carried out, since their connection was not usable there any more. */
  readonly refused: readonly Input[];
  /** What is wrong with the machine itself. */
  readonly panic: Error | undefined;
}

const readOptions = record({}, { steps: atMost, app: callable });

/** How many system calls are answered between two looks at the length of the log, and how many without one. */
const CALLS = 50;
const MOST_CALLS = 1_000_000;

/**
 * Lets a server of another kind live what a machine has lived so far, and on until it rests.
 *
 * An input is placed by its time, for its step means another moment there: it comes at the same microsecond, once the other machine has
 * done all that it can do at that moment. So it comes to a server that is still busy, if that one is; and inputs with nothing between
 * them come together. The clients act by the clock, not by what they are answered. Decisions on who runs are not carried over, nor is
 * what is still planned. Throws SchemaError or another TypeError for a kind or an option that is none, and for a machine without a trace.
 */
export function replayAs(machine: Machine, server: ServerKind, options: CounterpartOptions = {}): Counterpart {
  if (!isInstance(machine, Machine)) reject('machine', machine, 'a Machine');
  readOptions(options, 'options');
  // Inputs that came together are told by their steps.
  if (!machine.trace.isKept) throw new TypeError(noTraceMessage('liveAs(machine)'));
  const { steps = Infinity, app } = options;
  const other = new Machine({ ...machine.given, server, ...(app === undefined ? {} : { app }) });
  const most = steps === Infinity ? MOST_CALLS : Infinity;
  const refused: Input[] = [];
  let panic: Error | undefined;
  const advance = (until: number | undefined): boolean => {
    for (let calls = 0; calls < most; calls += CALLS) {
      const result = other.run({ calls: CALLS, ...(until === undefined ? {} : { until }) });
      ({ panic } = result);
      if (panic !== undefined || other.trace.length >= steps) return false;
      if (result.why !== 'stopped') return result.why !== 'limit';
    }
    return false;
  };
  const answer = (isWhole: boolean): Counterpart => ({ machine: other, isWhole, refused, panic });
  let last: Input | undefined;
  for (const input of machine.inputs) {
    const isTogether = last !== undefined && input.step <= last.step + 1 && input.time === last.time;
    if (!isTogether && !advance(input.time)) return answer(false);
    if (!carryOut(other, input)) refused.push(input);
    last = input;
  }
  return answer(advance(machine.time) && advance(undefined));
}

function carryOut(machine: Machine, { client: number, command }: Input): boolean {
  if (command.do === 'connect' || command.do === 'datagrams') {
    machine[command.do]();
    return true;
  }
  if (command.do === 'interrupt') {
    if (machine.serverProcess.exitStatus !== undefined) return false;
    machine.interrupt();
    return true;
  }
  const client = number === undefined ? undefined : machine.clients[number];
  if (client?.isUsable !== true) return false;
  if (command.do === 'send') client.send(command.data);
  else client[command.do]();
  return true;
}

/** @deprecated Use `replayAs`. */
export const liveAs = replayAs;
