/** What one machine may use up. A machine that needs more is stopped, with a notice that names the budget. */
import type { Machine, RunResult } from '../index.ts';
import { noticeOf } from './notices.ts';
import type { BudgetName, NoticeOf } from './notices.ts';
import type { WallClock } from './wall-clock.ts';

export const BUDGETS = {
  /** Steps of the log. Page and machine keep all of them, in about 50 bytes each. */
  steps: 500_000,
  /** Bytes that clients received, and characters in the log of the server. */
  bytes: 16 * 1024 * 1024,
  /** Threads alive at the same time. */
  threads: 512,
  /** Descriptors open at the same time, in all processes. */
  descriptors: 4_096,
  /** Approximate bytes in the `memory` of all processes. */
  memory: 16 * 1024 * 1024,
} as const satisfies Readonly<Record<BudgetName, number>>;

/** Time between two checks of a machine that runs. */
const CHECK_MS = 100;

/** A machine, as far as budgets are concerned; a plain one keeps no trace. */
type Budgeted = Pick<Machine, 'kernel' | 'clients' | 'log'> & Partial<Pick<Machine, 'trace'>>;

/** Checks what a machine has used up, once in a while. */
export class Budget {
  private _checkedAt = 0;
  private readonly _clock: WallClock;

  constructor(clock: WallClock) {
    this._clock = clock;
  }

  /** The first exceeded budget after a run; `why` says how the run ended. */
  usedUp(machine: Budgeted, why: RunResult['why']): NoticeOf<'budgetExceeded'> | undefined {
    const now = this._clock.now();
    if (why === 'stopped' && now - this._checkedAt < CHECK_MS) return undefined;
    this._checkedAt = now;
    return exhausted(machine);
  }
}

/** The first budget that a machine has exceeded, if any. */
export function exhausted(machine: Budgeted): NoticeOf<'budgetExceeded'> | undefined {
  for (const [budget, amount] of uses(machine)) {
    if (amount > BUDGETS[budget]) return noticeOf('budgetExceeded', { budget, limit: BUDGETS[budget] });
  }
  return undefined;
}

function* uses({ kernel, trace, clients, log }: Budgeted): Generator<readonly [BudgetName, number]> {
  yield ['steps', trace?.isKept === true ? trace.length : 0];
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

/** About how many bytes a value takes. Stops counting beyond `limit`. */
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
      // A proxy that throws counts as an empty object.
    }
  }
  return sum;
}

const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;

/**
 * Adds the members of an object to the list of values to weigh; returns the weight of its contents that are no
 * values.
 */
function lookInto(value: object, left: unknown[]): number {
  // Ask the engine's own accessor: a class of the app may override it.
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Reflect.get(TypedArray, 'byteLength', value) as number;
  }
  if (value instanceof Map) for (const entry of value) left.push(...entry);
  else if (value instanceof Set) for (const item of value) left.push(item);
  for (const key of Reflect.ownKeys(value)) left.push(Object.getOwnPropertyDescriptor(value, key)?.value);
  return 0;
}
