/** Until when a machine runs: the options of `run`, and the checks on them. */
import type { RunLimits } from '../../kernel/kernel.ts';
import { SECOND } from '../../kernel/types.ts';
import { microsOf } from '../../kernel/units.ts';
import type { RunResult } from './execution.ts';
import { integer, reject, record } from '../scenario/schema.ts';
import type { Reader } from '../scenario/schema.ts';

/** Until when to run; whatever comes first. */
export interface RunOptions {
  /** Seconds of virtual time since boot. Without it a run ends as soon as only news from outside could go on. */
  readonly until?: number;
  /** How often a thread may get the processor before the run ends as `steps`. Without it the run ends as `limit` after a million times. */
  readonly resumptions?: number;
  /** How many system calls may be answered before the run ends as `stopped`. Without it the run ends as `limit` after a million calls. */
  readonly calls?: number;
}

/** What ended a run that had been given no such limit: without one an app that never ends would keep everybody waiting for ever. */
export interface RunLimit {
  readonly name: 'calls' | 'resumptions';
  readonly value: number;
  /** What was reached, and how to go on, as a sentence. */
  readonly text: string;
}

/** How many system calls, and how many turns of threads, a run has that was given no limit. */
const DEFAULT_LIMIT = 1_000_000;

/** The clock counts microseconds exactly, up to here. */
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

/** The limits of whoever has given none. */
export const DEFAULT_LIMITS: RunLimits = { calls: DEFAULT_LIMIT, resumptions: DEFAULT_LIMIT };

/** The limits that the kernel knows. Throws SchemaError for what is not an option of `run`. */
export function runLimits(options: RunOptions): RunLimits {
  const { until, ...limits } = readOptions(options, 'options');
  const end = until === undefined ? undefined : microsOf(until);
  return { ...DEFAULT_LIMITS, ...limits, until: end };
}

/** How a run ended, with the limit that it reached without having been given it. */
export function withLimit(result: RunResult, options: RunOptions, callsAreUsedUp: boolean): RunResult {
  const limit = limitReached(options, result.why, callsAreUsedUp);
  return limit === undefined ? result : { ...result, why: 'limit', limit };
}

function limitReached(options: RunOptions, why: string, callsAreUsedUp: boolean): RunLimit | undefined {
  if (why === 'stopped' && callsAreUsedUp && options.calls === undefined)
    return reached('calls', 'system calls were made');
  if (why === 'steps' && options.resumptions === undefined)
    return reached('resumptions', 'turns were given to threads');
  return undefined;
}

function reached(name: RunLimit['name'], what: string): RunLimit {
  const text = `${DEFAULT_LIMIT} ${what}, and there is no end yet: run() again goes on, run({ ${name} }) sets another limit`;
  return { name, value: DEFAULT_LIMIT, text };
}
