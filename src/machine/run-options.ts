/** Until when a machine runs: the options of `run`, and the checks on them. */
import type { RunLimits } from '../kernel/kernel.ts';
import type { Micros } from '../kernel/types.ts';
import { SECOND } from '../kernel/types.ts';
import { integer, isNot, record } from './schema.ts';
import type { Reader } from './schema.ts';

/** Until when to run; whatever comes first. */
export interface RunOptions {
  /** Seconds of virtual time since boot. Without it a run ends as soon as only news from outside could go on. */
  readonly until?: number;
  /** How often a thread may get the processor before the run ends as `steps`. */
  readonly resumptions?: number;
  /** How many system calls may be answered before the run ends as `stopped`. */
  readonly calls?: number;
}

/** The clock counts microseconds exactly, up to here. */
const MOST_SECONDS = Math.floor(Number.MAX_SAFE_INTEGER / SECOND);

const seconds: Reader<number> = (value, path) =>
  typeof value === 'number' && value >= 0 && value <= MOST_SECONDS
    ? value
    : isNot(path, value, `a number of seconds from 0 to ${MOST_SECONDS}`);

const readOptions = record(
  {},
  {
    until: seconds,
    resumptions: integer(0, Number.MAX_SAFE_INTEGER),
    calls: integer(1, Number.MAX_SAFE_INTEGER),
  },
);

/** The limits that the kernel knows. Throws SchemaError for what is not an option of `run`. */
export function runLimits(options: RunOptions): RunLimits {
  const { until, ...limits } = readOptions(options, 'options');
  return { ...limits, until: until === undefined ? undefined : (Math.round(until * SECOND) as Micros) };
}
