/** What one machine on the page may use up. One that needs more is ended, with a message that names the budget. */
import type { Machine, RunResult } from '../index.ts';
import type { WallClock } from './wall-clock.ts';

/** How much of each; the names are what the reader is told. */
export const BUDGETS = {
  /** Rows of the log: the page keeps them all, in about 50 bytes each, and the machine its own in as many. */
  steps: 500_000,
  /** Bytes received by clients, and written to the log of the server. */
  bytes: 8 * 1024 * 1024,
  /** Alive at the same time. */
  threads: 512,
  /** Open at the same time, in all processes. */
  descriptors: 4_096,
  /** Bytes that processes keep in their `memory`, about. */
  memory: 16 * 1024 * 1024,
} as const;

/** How long after one look at a machine that runs the next one is. */
const LOOK_MS = 100;

type Resource = keyof typeof BUDGETS;

/** Looks at what a machine has used up, not all the time. */
export class Budget {
  private _seenAt = 0;
  private readonly _clock: WallClock;

  constructor(clock: WallClock) {
    this._clock = clock;
  }

  /** After a run, as a sentence. @param why it has ended. */
  usedUp(machine: Machine, why: RunResult['why']): string | undefined {
    const now = this._clock.now();
    if (why === 'stopped' && now - this._seenAt < LOOK_MS) return undefined;
    this._seenAt = now;
    return exhausted(machine);
  }
}

/** The first budget that a machine has used up, as a sentence; undefined while there is none. */
export function exhausted(machine: Machine): string | undefined {
  for (const [budget, amount] of uses(machine)) {
    if (amount <= BUDGETS[budget]) continue;
    const used = `Budget of ${budget} used up: a machine may have ${BUDGETS[budget].toLocaleString('en')}`;
    return budget === 'steps' ? `${used}. You can still go back to any of them; a restart begins a new log` : used;
  }
  return undefined;
}

function* uses({ kernel, trace, clients, log }: Machine): Generator<readonly [Resource, number]> {
  yield ['steps', trace.length];
  yield ['threads', kernel.threads.size];
  let descriptors = 0;
  let memory = 0;
  for (const process of kernel.processes.values()) {
    descriptors += process.fds.size;
    memory += weight(process.memory, BUDGETS.memory - memory);
  }
  yield ['descriptors', descriptors];
  yield ['bytes', clients.reduce((sum, { receivedLength }) => sum + receivedLength, log.length)];
  yield ['memory', memory];
}

/** About how many bytes a value takes; stops counting once it is more than `limit`. */
function weight(root: unknown, limit: number): number {
  const seen = new Set<object>();
  const left: unknown[] = [root];
  let sum = 0;
  while (left.length > 0 && sum <= limit) {
    const value = left.pop();
    sum += 16;
    if (typeof value === 'string') sum += value.length * 2;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    try {
      sum += lookInto(value, left);
    } catch {
      // A proxy that throws weighs what it is itself.
    }
  }
  return sum;
}

const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** Puts what an object holds to what is left to be weighed; answers the weight of what is no value of its own. */
function lookInto(value: object, left: unknown[]): number {
  // The engine's own accessor: an app's class may say anything.
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Reflect.get(TypedArray, 'byteLength', value) as number;
  }
  if (value instanceof Map) for (const entry of value) left.push(...entry);
  else if (value instanceof Set) for (const item of value) left.push(item);
  for (const key of Reflect.ownKeys(value)) left.push(Object.getOwnPropertyDescriptor(value, key)?.value);
  return 0;
}
