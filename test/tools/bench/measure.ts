/** Measuring: processor time of this process, medians, and bytes that are kept. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

/** One thing that is measured: a row of the table, and who does it. */
export interface Arm {
  readonly row: string;
  readonly arm: string;
  readonly unit: 'µs' | 'ms' | 'B' | '';
  /** Does the work and returns the figure, for one of the things that it does. */
  readonly measure: () => number | Promise<number>;
  /** The arm of the same row that the others are compared with. */
  readonly isReference?: boolean;
  /** Runs before those that count, in which the engine compiles; 3 unless given. */
  readonly warmUp?: number;
  /** The most rounds; what takes seconds is measured a few times only. */
  readonly rounds?: number;
  /** Called when its row has been measured: lets go of what it has kept for its rounds. */
  readonly end?: () => void;
}

/** Microseconds of processor time for one of the `things` that `work` does; also of other threads of this process. */
export async function microsOf(things: number, work: () => unknown): Promise<number> {
  // So that no arm clears away what another one has left. A full collection would throw away compiled code too.
  collect({ type: 'minor' });
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / things;
}

/** Bytes of memory that are in use now. */
export function usedBytes(): number {
  // The memory of byte arrays is given back one collection later.
  for (let time = 0; time < 3; time += 1) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return ((sorted[middle] ?? NaN) + (sorted[sorted.length - 1 - middle] ?? NaN)) / 2;
}

/** Ends the benchmark when an answer is not what it must be: nothing is measured that does not work. */
export function check(answer: string, body: string): void {
  if (answer.endsWith(body) && /^HTTP\/1\.[01] 200 /.test(answer)) return;
  throw new Error(`not the answer that was expected: ${JSON.stringify(answer.slice(0, 500))}`);
}
