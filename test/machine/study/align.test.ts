/** Servers of two kinds compared: the aligned lines, and the replay on another server. */
import { array, assert, constantFrom, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignTraces, blocking, replayAs, Machine, preset, Trace } from '../../../src/index.ts';
import type { MachineOptions, ServerKind, Step, WsgiApp } from '../../../src/index.ts';
import { commonPairs, longestRising } from '../../../src/machine/study/subsequence.ts';
import { call } from '../../../src/python/libc.ts';
import { Comparer } from '../../../src/host/comparison.ts';
import { scenarioOfSeed } from '../../support/scenarios.ts';
import { runs } from '../../support/properties.ts';

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
const KINDS = ['base', 'threaded', 'forking'] as const;
const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;

/** A machine to which some clients have sent a request at the same time. */
function asked(server: ServerKind, name: string, clients = 1, options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: app(name), server, ...options });
  for (let number = 0; number < clients; number += 1) machine.connect().send(GET);
  machine.run();
  return machine;
}

type Line = readonly [Step | undefined, Step | undefined];

function linesOf(left: Trace, right: Trace, steps?: number): Line[] {
  const { lines: numbers } = alignTraces(left, right, steps === undefined ? {} : { steps });
  const lines: Line[] = [];
  const step = (trace: Trace, number = -1): Step | undefined => (number < 0 ? undefined : trace.step(number));
  for (let at = 0; at < numbers.length; at += 2) lines.push([step(left, numbers[at]), step(right, numbers[at + 1])]);
  return lines;
}

function expectWhole(lines: readonly Line[], left: number, right: number): void {
  const column = (at: 0 | 1): (number | undefined)[] =>
    lines.map((line) => line[at]?.number).filter((number) => number !== undefined);
  expect(column(0)).toEqual([...Array(left).keys()]);
  expect(column(1)).toEqual([...Array(right).keys()]);
  expect(lines.some(([one, other]) => one === undefined && other === undefined)).toBe(false);
}

/** The line that contains a step of one side. */
const lineOf = (lines: readonly Line[], side: 0 | 1, kind: string, name: string): Line | undefined =>
  lines.find((line) => line[side]?.kind === kind && line[side].name.endsWith(name));

describe('what two lists have in common', () => {
  test('is as long as the longest common subsequence, and in order', () => {
    const numbers = array(nat(4), { maxLength: 30 });
    assert(
      property(numbers, numbers, (left, right) => {
        const pairs = commonPairs(left, right);
        for (const [at, place] of pairs.left.entries()) {
          expect(left[place]).toBe(right[pairs.right[at] as number]);
          if (at === 0) continue;
          expect(place).toBeGreaterThan(pairs.left[at - 1] as number);
          expect(pairs.right[at]).toBeGreaterThan(pairs.right[at - 1] as number);
        }
        expect(pairs.left.length).toBe(longestCommon(left, right));
      }),
      runs(500),
    );
  });

  test('is still found, in order, when the lists have little in common', () => {
    const left = Array.from({ length: 3_000 }, (_, at) => at * 7);
    const right = Array.from({ length: 3_000 }, (_, at) => at * 11);
    const pairs = commonPairs(left, right);
    expect(pairs.left.length).toBe(273);
    expect(pairs.left.every((place, at) => left[place] === right[pairs.right[at] as number])).toBe(true);
  });

  test('is found completely when one value repeats among hundreds that differ', () => {
    const among = (first: number): number[] =>
      Array.from({ length: 1_000 }, (_, at) => (at % 2 === 0 ? first + at : 9));
    expect(commonPairs(among(1_000), among(5_000)).left).toHaveLength(500);
  });

  test('pairs no index twice, however often a value repeats and however much the lists differ', () => {
    // More differences than the search allows, and each value many times, more often in one list.
    const left = Array.from({ length: 1_500 }, (_, at) => (at * 7919) % 5);
    const right = Array.from({ length: 900 }, (_, at) => (at * 104_729 + (at >> 3)) % 5);
    for (const [one, other] of [
      [left, right],
      [right, left],
      [[1], [1, 1, 1]],
      [[1, 1, 1], [1]],
      [[2, 1, 2], [2]],
    ] as const) {
      const pairs = commonPairs(one, other);
      expect(pairs.left).toHaveLength(pairs.right.length);
      expect(pairs.left.length).toBeGreaterThan(0);
      expect(pairs.left).toEqual([...new Set(pairs.left)].toSorted((a, b) => a - b));
      expect(pairs.right).toEqual([...new Set(pairs.right)].toSorted((a, b) => a - b));
      expect(pairs.left.map((place) => one[place])).toEqual(pairs.right.map((place) => other[place]));
    }
  });

  test('the longest rising subsequence is the longest', () => {
    expect(longestRising([])).toEqual([]);
    expect(longestRising([3, 3, 3])).toHaveLength(1);
    expect(longestRising([1, 3, 3, 4])).toHaveLength(3);
    expect(longestRising([5, 1, 2, 9, 3, 4, 0])).toEqual([1, 2, 4, 5]);
  });
});

function longestCommon(left: readonly number[], right: readonly number[]): number {
  let row = Array.from({ length: right.length + 1 }, () => 0);
  for (const value of left) {
    const next = [0];
    for (const [at, other] of right.entries()) {
      next.push(value === other ? (row[at] as number) + 1 : Math.max(row[at + 1] as number, next[at] as number));
    }
    row = next;
  }
  return row.at(-1) as number;
}

describe('lines', () => {
  test('hold each step of both once, in order, for any inputs', () => {
    assert(
      property(nat(100_000), constantFrom(...KINDS), nat(1_500), (seed, kind, steps) => {
        const machine = Machine.from(scenarioOfSeed(seed));
        machine.run();
        const { machine: other } = replayAs(machine, kind);
        expectWhole(linesOf(machine.trace, other.trace), machine.trace.length, other.trace.length);
        const lengths = [machine, other].map(({ trace }) => Math.min(steps, trace.length)) as [number, number];
        expectWhole(linesOf(machine.trace, other.trace, steps), ...lengths);
      }),
      runs(40),
    );
  });

  test('of a run beside itself are all pairs', () => {
    for (const kind of KINDS) {
      const { trace } = asked(kind, 'echo', 3, { order: 'adversarial' });
      for (const [one, other] of linesOf(trace, trace)) expect(one).toEqual(other);
    }
  });

  test('pair corresponding steps, whichever thread or process makes them', () => {
    for (const kind of ['threaded', 'forking'] as const) {
      const [base, other] = [asked('base', 'hello'), asked(kind, 'hello')];
      const lines = linesOf(base.trace, other.trace);
      const same = [
        ['syscall', 'accept4'],
        ['call', 'process_request'],
        ['call', 'finish_request'],
        ['return', 'parse_request'],
        ['call', 'start_response'],
        ['syscall', 'sendto'],
        ['change', 'headers_sent'],
        ['call', 'shutdown_request'],
      ] as const;
      for (const [stepKind, name] of same) {
        const [one, beside] = lineOf(lines, 0, stepKind, name) ?? [];
        expect(one, name).toBeDefined();
        expect([beside?.kind, beside?.name.split('.').at(-1)], name).toEqual([stepKind, name]);
      }
      expect(lines.filter(([one, beside]) => one !== undefined && beside !== undefined).length).toBeGreaterThan(310);
    }
  });

  test('pair the milestones of a request, even if more other steps could be paired without them', () => {
    /** Makes many calls before it begins its response, or after that. */
    const busy = (isEarly: boolean): WsgiApp =>
      blocking(function* (_environ, startResponse) {
        if (!isEarly) startResponse('200 OK', []);
        for (let count = 0; count < 100; count += 1) yield* call('getpid');
        if (isEarly) startResponse('200 OK', []);
        return [];
      });
    const early = asked('base', 'hello', 1, { app: busy(true) });
    const { machine: late } = replayAs(early, 'threaded', { app: busy(false) });
    const lines = linesOf(early.trace, late.trace);
    for (const [kind, name] of [
      ['call', '.start_response'],
      ['return', '.parse_request'],
      ['call', '.shutdown_request'],
    ] as const) {
      const [one, other] = lineOf(lines, 0, kind, name) ?? [];
      expect([one?.name, other?.name]).toEqual([expect.stringContaining(name), one?.name]);
    }
    expect(lines.filter(([one, other]) => one?.name === 'getpid' && other?.name === 'getpid')).toEqual([]);
  });

  test('leave a gap beside steps that only one kind has', () => {
    const machines = {
      base: asked('base', 'hello'),
      threaded: asked('threaded', 'hello'),
      forking: asked('forking', 'hello'),
    };
    const only = [
      ['threaded', 'forking', 'call', 'Thread.start'],
      ['threaded', 'forking', 'syscall', 'clone'],
      ['base', 'forking', 'syscall', 'fork'],
      ['threaded', 'forking', 'syscall', 'waitpid'],
      ['base', 'forking', 'call', 'collect_children'],
    ] as const;
    for (const [left, right, kind, name] of only) {
      const lines = linesOf(machines[left].trace, machines[right].trace);
      const [one, other] = lineOf(lines, 0, kind, name) ?? lineOf(lines, 1, kind, name) ?? [];
      expect((one ?? other)?.name).toContain(name);
      expect(one === undefined || other === undefined, name).toBe(true);
    }
  });

  test('keep the handlers of two clients apart, and show steps that happen in another order', () => {
    const [base, threaded] = [asked('base', 'sleepy', 2), asked('threaded', 'sleepy', 2)];
    const { partners } = alignTraces(base.trace, threaded.trace);
    const steps = (machine: Machine, name: string): number[] =>
      machine.trace
        .steps()
        .flatMap((step) => (step.kind === 'return' && step.name.endsWith(name) ? [step.number] : []));
    // Base sleeps and answers, sleeps and answers; the threads both sleep, then both answer.
    expect(steps(base, '.finish_request').map((step) => partners[step])).toEqual(steps(threaded, '.finish_request'));
    const beside = linesOf(base.trace, threaded.trace).filter(
      ([one, other]) => one?.name === 'time.sleep' && other?.name === 'time.sleep',
    );
    expect(beside.length).toBeGreaterThan(0);
    expect(beside.length).toBeLessThan(4);
    const found = [...partners].filter((partner) => partner >= 0);
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(base.trace.length - 20);
  });

  test('that stand between two pairs are in the order of time, those of the left run first', () => {
    const machines = KINDS.map((kind) => asked(kind, 'sleepy', 2));
    const timeOf = ([one, other]: Line): number => (one ?? other)?.time ?? NaN;
    let turns = 0;
    for (const left of machines) {
      for (const right of machines) {
        const lines = linesOf(left.trace, right.trace);
        for (const [at, line] of lines.entries()) {
          const before = lines[at - 1];
          if (before === undefined || [before, line].some(([one, other]) => one && other)) continue;
          expect(timeOf(line)).toBeGreaterThanOrEqual(timeOf(before));
          if (before[0] !== undefined || line[0] === undefined) continue;
          expect(timeOf(line)).toBeGreaterThan(timeOf(before));
          turns += 1;
        }
      }
    }
    // Time has passed on the left while the right one was there already.
    expect(turns).toBeGreaterThan(0);
  });

  test('of two long runs contain all steps of both', () => {
    const [base, forking] = [asked('base', 'echo', 19), asked('forking', 'echo', 19)];
    expect(base.trace.length).toBeGreaterThan(4_500);
    expectWhole(linesOf(base.trace, forking.trace), base.trace.length, forking.trace.length);
  });
});

describe('replaying on another server', () => {
  test('leaves the same trace when its kind is the same, whatever was done', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const scenario = scenarioOfSeed(seed);
      // Inputs of a scenario may come in the middle of work; inputs of a user come to an idle server.
      const machine = new Machine({
        app: app('echo'),
        server: scenario.options.server ?? 'base',
        seed,
        order: scenario.options.order ?? 'round-robin',
      });
      for (const { do: what } of scenario.inputs) {
        if (what === 'connect') machine.connect().send(GET);
        machine.run();
      }
      const { machine: other, isWhole, refused } = replayAs(machine, machine.options.server);
      // Decisions of the order `chosen` are not carried over; here there are none.
      expect(other.trace.hash()).toBe(machine.trace.hash());
      expect([isWhole, refused]).toEqual([true, []]);
    }
  });

  test('gets inputs at the same time, and not before it is idle at that moment', () => {
    const machine = new Machine({ app: app('hello'), server: 'threaded' });
    const client = machine.connect();
    client.send(GET.replace('Host', 'Connection: keep-alive\r\nHost'));
    machine.run();
    machine.run({ until: 5 });
    machine.connect().send(GET);
    machine.run();
    const { machine: other } = replayAs(machine, 'forking');
    expect(other.inputs.map(({ time, command }) => [time, command.do])).toEqual(
      machine.inputs.map(({ time, command }) => [time, command.do]),
    );
    expect(other.clients.map(({ received }) => received)).toEqual(machine.clients.map(({ received }) => received));
  });

  test('is still busy when an input comes, if it is slower', () => {
    const machine = asked('threaded', 'sleepy', 2);
    machine.connect().send(GET);
    machine.run();
    const { machine: base } = replayAs(machine, 'base');
    expect(base.time).toBeGreaterThan(3);
    expect(base.clients.every(({ received }) => received.includes('slept 1 s'))).toBe(true);
  });

  test('gets no input that its client can no longer carry out', () => {
    // The exception ends a thread of one server, and the whole of the other.
    const machine = asked('threaded', 'boom', 1, { passthroughErrors: true });
    const client = machine.connect();
    machine.run();
    client.send(GET);
    machine.run();
    const { machine: base, refused } = replayAs(machine, 'base');
    expect(base.clients.map(({ state }) => state)).toEqual([machine.clients[0]?.state, 'refused']);
    expect(refused).toEqual([machine.inputs.at(-1)]);
    expect(new Comparer(() => 0).compare(machine, 'base').notes).toEqual([
      { code: 'inputsNotApplied', values: { count: 1, kinds: ['send'] } },
    ]);
  });

  test('stops when its log is long enough', () => {
    const machine = asked('base', 'hello', 8);
    const { machine: other, isWhole } = replayAs(machine, 'forking', { steps: 1_000 });
    expect(isWhole).toBe(false);
    expect(other.trace.length).toBeGreaterThanOrEqual(1_000);
    expect(other.trace.length).toBeLessThan(2_500);
  });
});

describe('the comparison on the page', () => {
  test('has the rows of the other machine, and shows it at any of them', () => {
    const comparer = new Comparer(() => 0);
    const comparison = comparer.compare(asked('base', 'hello'), 'forking');
    expect(comparison.server).toBe('forking');
    expect(comparison.notes).toEqual([]);
    const fork = comparison.steps.findIndex(({ kind, name }) => kind === 'syscall' && name === 'fork');
    const children = (step: number): number =>
      comparer.seek(step).processes.filter(({ name }) => name.startsWith('server')).length;
    expect([children(fork - 2), children(fork + 1)]).toEqual([1, 2]);
    expect(comparer.server).toBe('forking');
    comparer.end();
    expect(comparer.server).toBeUndefined();
    expect(() => comparer.seek(0)).toThrow('nothing is compared');
  });

  test('says that it is too long to be compared as a whole', () => {
    const comparison = new Comparer(() => 0).compare(asked('threaded', 'echo', 80), 'base');
    expect(comparison.steps).toHaveLength(20_000);
    expect(comparison.length).toBe(20_000);
    expect(comparison.notes).toEqual([{ code: 'comparisonCut', values: { limit: 20_000 } }]);
  });

  test('reports when the first machine has not finished', () => {
    const whole = asked('base', 'hello');
    const machine = whole.branch(200);
    const comparison = new Comparer(() => 0).compare(machine, 'threaded');
    expect(comparison.notes).toEqual([{ code: 'firstMachineBusy', values: {} }]);
    expect(comparison.length).toBeLessThan(250);
    expect(comparison.steps.length).toBeGreaterThan(300);
  });

  test('is shorter on a slow computer, so that the page stays responsive', () => {
    const machine = asked('threaded', 'echo', 80);
    /** How many steps are compared, time after time, when a thousand of them take `millis`. */
    const lengths = (millis: number): number[] => {
      let now = 0;
      const comparer = new Comparer(() => now);
      machine.trace.event = (number) => {
        now += millis / 1_000;
        return Trace.prototype.event.call(machine.trace, number);
      };
      return [1, 2].map(() => comparer.compare(machine, 'base').length);
    };
    expect(lengths(10)).toEqual([20_000, 20_000]);
    expect(lengths(30)).toEqual([13_000, 13_000]);
    expect(lengths(60)).toEqual([5_000, 6_000]);
    expect(lengths(500)).toEqual([1_000, 1_000]);
  });
});
