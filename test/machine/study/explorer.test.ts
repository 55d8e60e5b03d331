/** The search among interleavings: which runs it makes, in which order, where it ends, and what it says of them. */
import { describe, expect, test } from 'vitest';
import { explore, exploreStepwise, Machine, memory, preset, replay } from '../../../src/index.ts';
import type { ExploreOptions, Invariant, MachineOptions, Scenario, WsgiApp } from '../../../src/index.ts';

const hello = preset('hello')?.app as WsgiApp;
const GET = 'GET / HTTP/1.0\r\n\r\n';

/** The scenario of two clients that send at the same time. */
function scenarioOf(options: Partial<MachineOptions> = {}): Scenario {
  const machine = new Machine({ app: hello, server: 'threaded', ...options });
  for (const client of [machine.connect(), machine.connect()]) client.send(GET);
  return machine.scenario;
}

const SCENARIO = scenarioOf();

/** The schedules of the runs, in order. */
function schedules(options: Partial<ExploreOptions>, scenario = SCENARIO) {
  const made: Scenario['schedule'][] = [];
  const noted: Invariant = (machine) => {
    made.push(machine.scenario.schedule);
    return true;
  };
  const explored = explore(scenario, { invariants: { noted }, runs: 40, ...options });
  expect(made).toHaveLength(explored.runs);
  return { ...explored, made };
}

describe('the runs', () => {
  test('begin with the usual order, and depart from it once, then twice', () => {
    const { made, isBounded, isComplete } = schedules({ threads: (name) => name === 'client-1', runs: 1_000 });
    const departures = made.map(({ length }) => length);
    expect(departures[0]).toBe(0);
    expect(departures).toEqual(departures.toSorted((a, b) => a - b));
    expect(new Set(departures)).toEqual(new Set([0, 1, 2]));
    expect([isBounded, isComplete]).toEqual([true, true]);
    expect(new Set(made.map((schedule) => JSON.stringify(schedule))).size).toBe(made.length);
  });

  /** How many threads could have run in place of the one that did, in the usual order after the last input. */
  function alternatives(): number {
    const machine = Machine.from({ ...SCENARIO, options: { ...SCENARIO.options, order: 'chosen' } });
    machine.asksForChoices = true;
    let count = 0;
    for (const last = SCENARIO.inputs.at(-1)?.step ?? 0; machine.run().why === 'choice';) {
      const candidates = machine.choice?.candidates ?? [];
      if (machine.trace.length > last) count += candidates.length - 1;
      machine.choose(candidates[0]?.tid as number);
    }
    return count;
  }

  test('with one departure each prefer another thread once, wherever one could run, and no more', () => {
    const all = 1 + alternatives();
    const { made, runs, isComplete, isBounded } = schedules({ departures: 1, runs: 1_000 });
    expect([runs, isComplete, isBounded]).toEqual([all, true, true]);
    expect(made.slice(1).map(({ length }) => length)).toEqual(Array(all - 1).fill(1));
    expect(schedules({ departures: 1, runs: all })).toMatchObject({ runs: all, isComplete: true });
    expect(schedules({ departures: 1, runs: all - 1 })).toMatchObject({ runs: all - 1, isComplete: false });
  });

  test('of a scenario without inputs choose from its beginning', () => {
    const scenario: Scenario = { ...SCENARIO, inputs: [] };
    expect(schedules({}, scenario)).toMatchObject({ runs: 1, isComplete: true, isBounded: false });
  });

  test('without departures are one, which leaves others out', () => {
    expect(schedules({ departures: 0 })).toMatchObject({ runs: 1, isComplete: true, isBounded: true });
  });

  test('leave nothing out where no thread may be preferred', () => {
    expect(schedules({ threads: () => false })).toMatchObject({ runs: 1, isComplete: true, isBounded: false });
  });

  test('choose after the last input, or from the step that is named', () => {
    const last = SCENARIO.inputs.at(-1)?.step ?? 0;
    const first = (options: Partial<ExploreOptions>): number =>
      Math.min(
        ...schedules({ departures: 1, ...options }).made.flatMap((schedule) => schedule.map(({ step }) => step)),
      );
    expect(first({})).toBeGreaterThan(last);
    const late = last + 100;
    expect(first({ from: late })).toBeGreaterThanOrEqual(late);
    expect(first({ from: 0 })).toBe(first({}));
  });

  test('prefer the threads that are wanted, which are named with their process', () => {
    const asked = new Set<string>();
    const { made } = schedules({
      departures: 1,
      runs: 200,
      threads: (name, process) => {
        asked.add(`${process}: ${name}`);
        return process === 'server' && name !== 'MainThread';
      },
    });
    expect(asked).toContain('client-1: client-1');
    expect(asked).toContain('server: MainThread');
    const machine = replay(SCENARIO);
    const wanted = new Set(
      machine.trace
        .steps()
        .flatMap(({ kind, name, tid }) => (kind === 'thread' && name.startsWith('Thread-') ? [tid] : [])),
    );
    expect(made.flat().length).toBeGreaterThan(0);
    expect(made.flat().every(({ tid }) => wanted.has(tid))).toBe(true);
  });

  test('keep the decisions of a scenario that come before', () => {
    const machine = new Machine({ app: hello, server: 'threaded', order: 'chosen' });
    for (const client of [machine.connect(), machine.connect()]) client.send(GET);
    machine.asksForChoices = true;
    machine.run();
    machine.choose(machine.choice?.candidates.at(-1)?.tid as number);
    machine.asksForChoices = false;
    machine.run();
    const { scenario } = machine;
    const [decided] = scenario.schedule;
    const from = (decided?.step ?? 0) + 1;
    const { made } = schedules({ departures: 1, from, runs: 5 }, scenario);
    expect(made.length).toBeGreaterThan(1);
    for (const schedule of made) expect(schedule[0]).toEqual(decided);
    expect(made.map(({ length }) => length)).toEqual([1, 2, 2, 2, 2]);
  });
});

describe('what is found', () => {
  /** Counts without care: two threads that read before either sets lose an update. */
  const hasty: WsgiApp = preset('counter')?.app as WsgiApp;
  const counting = scenarioOf({ app: hasty });
  const both = ({ serverProcess }: Machine): unknown => serverProcess.memory['count'];

  test('is each broken invariant, with its words or none, and a scenario that shows it', () => {
    const { broken, runs } = explore(counting, {
      runs: 3,
      invariants: {
        'both are counted': (machine) => both(machine) === 2 || `counted to ${String(both(machine))}`,
        'nothing is wrong': () => false,
        'the run is over': (_, { why }) => why === 'idle',
      },
    });
    expect(runs).toBe(3);
    expect(broken.slice(0, 2).map(({ invariant, message }) => [invariant, message])).toEqual([
      ['both are counted', 'counted to 1'],
      ['nothing is wrong', ''],
    ]);
    expect(broken).toHaveLength(6);
    expect(both(replay(broken[0]?.scenario))).toBe(1);
    expect(broken[0]?.scenario.options.order).toBe('chosen');
  });

  test.each([
    [1, 1, 1],
    [2, 2, 2],
    [40, 5, 5],
  ])('ends the search when %j were wanted: after %j runs', (wanted, runs, count) => {
    const found = explore(counting, { runs: 5, broken: wanted, invariants: { never: () => false } });
    expect([found.runs, found.broken.length, found.isComplete]).toEqual([runs, count, false]);
  });

  test('is told run by run', () => {
    const walk = exploreStepwise(counting, { runs: 2, invariants: { never: () => 'no' } });
    expect(walk.next().value).toMatchObject({ runs: 1, isComplete: false, broken: [{ message: 'no' }] });
    expect(walk.next()).toMatchObject({
      done: true,
      value: { runs: 2, broken: [{ message: 'no' }, { message: 'no' }] },
    });
  });
});

test('code that a scenario needs is brought, and errors of invariants pass', () => {
  const own: WsgiApp = (_environ, startResponse) => {
    memory()['was'] = 'here';
    startResponse('200 OK', []);
    return [];
  };
  const scenario = scenarioOf({ app: own });
  expect(() => explore(scenario, { invariants: {} })).toThrow("bring.app: the scenario's app 'own' is code; supply it");
  const options = { invariants: {}, runs: 1, bring: { app: own } };
  expect(explore(scenario, options).runs).toBe(1);
  const failing = {
    fails: (): boolean => {
      throw new RangeError('mine');
    },
  };
  expect(() => explore(scenario, { ...options, invariants: failing })).toThrow(new RangeError('mine'));
  expect(() =>
    explore(scenario, {
      ...options,
      threads: () => {
        throw new RangeError('also mine');
      },
    }),
  ).toThrow(new RangeError('also mine'));
});

test.each<[object, string]>([
  [{ invariants: [] }, 'options.invariants: an array of 0 is not an object'],
  [{ invariants: {}, runs: 1.5 }, 'options.runs: 1.5 is not an integer from 1'],
  [{ invariants: {}, from: -1 }, 'options.from: -1 is not an integer from 0'],
  [{ invariants: {}, bring: 5 }, 'options.bring: 5 is not an object'],
  [{ invariants: {}, broken: NaN }, 'options.broken: NaN is not an integer from 1'],
])('the options %j are rejected', (options, message) => {
  expect(() => explore(SCENARIO, options as ExploreOptions)).toThrow(message);
});

test('no limit on broken runs is written as Infinity', () => {
  expect(explore(SCENARIO, { runs: 2, broken: Infinity, invariants: { never: () => false } }).broken).toHaveLength(2);
});
