/** Replays the inputs of a machine on another kind of server: the same app, seed, clock and clients. */
import { isInstance } from '../../python/foreign.ts';
import { noTraceMessage } from '../../trace/trace.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { Machine } from '../machine.ts';
import type { ServerKind } from '../../vocabulary.ts';
import { atMost, callable, reject, record } from '../scenario/schema.ts';
import type { Input } from '../scenario/scenario.ts';

/** Options of `replayAs`. */
export interface CounterpartOptions {
  /**
   * Continue until the log has about this many steps; by default until the machine is idle, or until a million system
   * calls did not lead there.
   */
  readonly steps?: number;
  /** The app to serve, if not the app of the machine itself. */
  readonly app?: WsgiApp;
}

/** A machine of another kind that got the same inputs. */
export interface Counterpart {
  readonly machine: Machine;
  /** Whether it ran until it was idle. If not, its log reached `steps`, or the run has no end. */
  readonly isWhole: boolean;
  /** Inputs that could not be carried out because the connection was no longer usable. */
  readonly refused: readonly Input[];
  /** A kernel panic, if there was one. */
  readonly panic: Error | undefined;
}

const readOptions = record({}, { steps: atMost, app: callable });

/** How many system calls run between two checks of the log's length, and how many may run without one. */
const CALLS = 50;
const MOST_CALLS = 1_000_000;

/**
 * Replays the inputs of a machine on a server of another kind, and continues until it is idle.
 * An input is placed by its time, because its step means another moment in the other run: it comes at the same
 * microsecond, once the other machine has done everything it can do at that moment. So it may come to a server that is
 * still busy; and inputs with nothing between them come together. The clients follow the clock, not the responses.
 * Decisions on threads and pending inputs are not carried over. Throws SchemaError or another TypeError for a bad kind
 * or option, and for a machine without a trace.
 */
export function replayAs(machine: Machine, server: ServerKind, options: CounterpartOptions = {}): Counterpart {
  if (!isInstance(machine, Machine)) reject('machine', machine, 'a Machine');
  readOptions(options, 'options');
  // Steps tell which inputs came together.
  if (!machine.trace.isKept) throw new TypeError(noTraceMessage('liveAs(machine)'));
  if (machine.options.program !== undefined) {
    throw new TypeError(`server: '${server}' cannot be chosen for a program, which makes its server itself`);
  }
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
