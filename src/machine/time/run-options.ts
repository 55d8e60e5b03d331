/** How long a machine runs: the options of `run`, and their checks. */
import type { RunLimits } from '../../kernel/run-limits.ts';
import { SECOND } from '../../kernel/types.ts';
import { microsOf } from '../../kernel/units.ts';
import type { RunLimit, RunResult } from './run-result.ts';
import { integer, reject, record } from '../scenario/schema.ts';
import type { Reader } from '../scenario/schema.ts';

/** Where a run ends, at the latest; whichever comes first. */
export interface RunOptions {
  /**
   * Seconds of virtual time since boot. Without it, a run ends as soon as only an input from outside could continue it.
   */
  readonly until?: number;
  /**
   * How often threads may get the processor before the run ends as `steps`. Without it, the run ends as `limit` after a
   * million times.
   */
  readonly resumptions?: number;
  /**
   * How many system calls may be answered before the run ends as `stopped`. Without it the run ends as `limit` after a
   * million calls.
   */
  readonly calls?: number;
}

/** The default number of system calls, and of turns of threads. */
const DEFAULT_LIMIT = 1_000_000;

/** Up to here the clock counts microseconds exactly. */
const MOST_SECONDS = Math.floor(Number.MAX_SAFE_INTEGER / SECOND);

const seconds: Reader<number> = (value, path) =>
  typeof value === 'number' && value >= 0 && value <= MOST_SECONDS
    ? value
    : reject(path, value, `a number of seconds from 0 to ${MOST_SECONDS}`);

const readOptions = record(
  {},
  {
    until: seconds,
    resumptions: integer(0, Number.MAX_SAFE_INTEGER),
    calls: integer(1, Number.MAX_SAFE_INTEGER),
  },
);

/** The limits of a run that sets none. */
export const DEFAULT_LIMITS: RunLimits = { calls: DEFAULT_LIMIT, resumptions: DEFAULT_LIMIT };

/** The limits for the kernel. Throws SchemaError for a bad option. */
export function runLimits(options: RunOptions): RunLimits {
  const { until, resumptions, calls } = readOptions(options, 'options');
  return {
    until: until === undefined ? undefined : microsOf(until),
    resumptions: resumptions ?? DEFAULT_LIMIT,
    calls: calls ?? DEFAULT_LIMIT,
  };
}

/** The result of a run, with the default limit that it reached. */
export function withLimit(result: RunResult, options: RunOptions, callsAreUsedUp: boolean): RunResult {
  const limit = limitReached(options, result.why, callsAreUsedUp);
  return limit === undefined ? result : { ...result, why: 'limit', limit };
}

function limitReached(options: RunOptions, why: string, callsAreUsedUp: boolean): RunLimit | undefined {
  if (why === 'stopped' && callsAreUsedUp && options.calls === undefined)
    return reached('calls', 'system calls answered');
  if (why === 'steps' && options.resumptions === undefined)
    return reached('resumptions', 'turns were given to threads');
  return undefined;
}

function reached(name: RunLimit['name'], what: string): RunLimit {
  const text = `${DEFAULT_LIMIT} ${what}, and the run has not ended: run() again continues, run({ ${name} }) sets another limit`;
  return { name, value: DEFAULT_LIMIT, text };
}
