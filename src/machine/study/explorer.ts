/**
 * Explores the interleavings of a small scenario: whenever more than one thread could run, each of them does, each in a
 * run of its own. Invariants state what must hold at the end of every run; a run that breaks one is returned as a
 * scenario.
 * Runs with the fewest departures from the usual order come first, so the first run that breaks an invariant is a
 * simple one.
 * Absent on purpose: pruning of interleavings that do not differ. Limits keep the search short.
 */
import type { RunResult } from '../time/run-result.ts';
import { Predicate } from '../time/predicate.ts';
import { Machine } from '../machine.ts';
import type { Bring } from '../scenario/scenario-machine.ts';
import { readScenario } from '../scenario/scenario-schema.ts';
import { callable, integer, reject, isRecord, member, record } from '../scenario/schema.ts';
import type { Reader } from '../scenario/schema.ts';
import type { Choice, Scenario } from '../scenario/scenario.ts';

/** What must hold when a run has ended: returns true, or else false or a message. */
export type Invariant = (machine: Machine, result: RunResult) => boolean | string;

export interface ExploreOptions {
  /** By a sentence that describes each. */
  readonly invariants: Readonly<Record<string, Invariant>>;
  /** The most runs; 1,000 by default. */
  readonly runs?: number;
  /** How often a run may depart from the usual order; 2 by default. */
  readonly departures?: number;
  /** The first step at which to choose; by default the step after the last input. */
  readonly from?: number;
  /** Which threads may be preferred to the usual one, by their name and process; all by default. */
  readonly threads?: (thread: string, process: string) => boolean;
  /** Ends the search once this many runs have broken an invariant; no limit by default. */
  readonly broken?: number;
  /** The code that the scenario's app needs; see `Machine.from`. */
  readonly bring?: Bring;
}

/** A run that broke an invariant. */
export interface Broken {
  readonly invariant: string;
  /** The message of the invariant, if it gave one. */
  readonly message: string;
  /** Replays exactly this run. */
  readonly scenario: Scenario;
}

/** The progress of a search. */
export interface Explored {
  readonly runs: number;
  /** True when every interleaving within the limit of departures has been run. */
  readonly isComplete: boolean;
  /** True when that limit left interleavings out. */
  readonly isBounded: boolean;
  readonly broken: readonly Broken[];
}

/** One decision of a run, and the threads that could have been chosen instead. */
interface Point {
  readonly choice: number;
  readonly step: number;
  readonly others: readonly number[];
}

const byName: Reader<unknown> = (value, path) => {
  if (!isRecord(value)) return reject(path, value, 'an object');
  for (const [name, item] of Object.entries(value)) callable(item, member(path, name));
  return value;
};

const many = integer(1, Number.MAX_SAFE_INTEGER);
const count = integer(0, Number.MAX_SAFE_INTEGER);
const readOptions = record(
  { invariants: byName },
  {
    runs: many,
    departures: count,
    from: count,
    threads: callable,
    // Infinity means no limit.
    broken: (value, path) => (value === Infinity ? Infinity : many(value, path)),
    bring: (value, path) => (isRecord(value) ? value : reject(path, value, 'an object')),
  },
);

/**
 * Runs the whole search. Throws SchemaError for bad options and TypeError for an order other than `round-robin` or
 * `chosen`, since a random order leaves nothing to explore. Errors of an invariant or of `threads` pass through.
 */
export function explore(scenario: unknown, options: ExploreOptions): Explored {
  const walk = exploreStepwise(scenario, options);
  for (;;) {
    const { done, value } = walk.next();
    if (done === true) return value;
  }
}

/** Like `explore`, but yields after each run, so that the caller can do other work in between. */
export function* exploreStepwise(scenario: unknown, options: ExploreOptions): Generator<Explored, Explored, void> {
  readOptions(options, 'options');
  const { runs: mostRuns = 1000, departures = 2, broken: mostBroken = Infinity, bring = {} } = options;
  const { base, done } = placed(scenario, bring);
  const from = options.from ?? done;
  const queue: (readonly Choice[])[] = [base.schedule.filter(({ step }) => step < from)];
  const atFirst = queue[0]?.length ?? 0;
  const broken: Broken[] = [];
  let runs = 0;
  let isBounded = false;
  let isCut = false;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const schedule = next;
    const { machine, result, points } = runOnce({ ...base, schedule }, options, from);
    runs += 1;
    broken.push(...breaches(machine, result, options.invariants));
    const fresh = points.filter(({ choice }) => choice > (schedule.at(-1)?.choice ?? -1));
    if (schedule.length - atFirst < departures) {
      const departing = fresh.flatMap(({ choice, step, others }) => others.map((tid) => ({ choice, step, tid })));
      // No more than can still run.
      const room = Math.max(0, mostRuns - runs - queue.length);
      if (departing.length > room) isCut = true;
      for (const choice of departing.slice(0, room)) queue.push([...schedule, choice]);
    } else if (fresh.some(({ others }) => others.length > 0)) isBounded = true;
    const isOver = runs >= mostRuns || broken.length >= mostBroken;
    if (isOver) return { runs, isComplete: queue.length === 0 && !isCut, isBounded, broken };
    yield { runs, isComplete: false, isBounded, broken };
  }
  return { runs, isComplete: !isCut, isBounded, broken };
}

/**
 * The scenario with the order `chosen` and each input placed at its step, and the step after which all inputs are done.
 */
function placed(data: unknown, bring: Bring): { readonly base: Scenario; readonly done: number } {
  const scenario = readScenario(data);
  const { order = 'round-robin' } = scenario.options;
  if (order !== 'round-robin' && order !== 'chosen') {
    throw new TypeError(`$.options.order: '${order}' cannot be explored; it must be 'round-robin' or 'chosen'`);
  }
  const chosen = { ...scenario, options: { ...scenario.options, order: 'chosen' } } as const;
  const machine = Machine.from(chosen, bring);
  const { limit } = machine.run();
  if (limit !== undefined) throw new TypeError(`$.app: a run of it has no end, and cannot be explored: ${limit.text}`);
  const last = machine.inputs.at(-1);
  return { base: { ...machine.scenario, app: scenario.app }, done: last === undefined ? 0 : last.step + 1 };
}

function runOnce(scenario: Scenario, { threads, bring }: ExploreOptions, from: number) {
  const machine = Machine.from(scenario, bring);
  const points: Point[] = [];
  const isWanted = new Predicate((name: string, process: string) => threads?.(name, process) ?? true);
  machine.choices.onChoice = (step, ready) => {
    if (step < from) return;
    const others = ready.slice(1).filter(({ name, process }) => isWanted.holds(name, process.name));
    points.push({ choice: machine.choices.count - 1, step, others: others.map(({ tid }) => tid) });
  };
  const result = machine.run();
  isWanted.check();
  return { machine, result, points };
}

function breaches(machine: Machine, result: RunResult, invariants: ExploreOptions['invariants']): Broken[] {
  const { scenario } = machine;
  if (result.panic !== undefined) {
    return [{ invariant: 'the machine is sound', message: result.panic.message, scenario }];
  }
  if (result.limit !== undefined) return [{ invariant: 'the run ends', message: result.limit.text, scenario }];
  return Object.entries(invariants).flatMap(([invariant, holds]) => {
    const answer = holds(machine, result);
    if (typeof answer !== 'boolean' && typeof answer !== 'string') {
      reject(member('options.invariants', invariant), answer, 'what an invariant answers: true, false or words');
    }
    return answer === true ? [] : [{ invariant, message: answer === false ? '' : answer, scenario }];
  });
}
