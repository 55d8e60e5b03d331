/** A run without a limit ends all the same, whatever the app does; it reports why, and can continue. */
import { describe, expect, test } from 'vitest';
import { blocking, explore, replayAs, Machine, memory } from '../../../src/index.ts';
import type { Sys } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';

const turns = (machine: Machine): unknown => machine.serverProcess.memory['turns'];

function* count(): Sys<void> {
  memory()['turns'] = ((memory()['turns'] as number | undefined) ?? 0) + 1;
}

/** Apps that never answer: they make system calls forever, or yield unexpected values. */
const ENDLESS: readonly [string, () => Sys<unknown>, 'calls' | 'resumptions'][] = [
  [
    'makes system calls',
    function* () {
      for (;;) {
        yield* count();
        yield* call('getpid');
      }
    },
    'calls',
  ],
  [
    'yields numbers',
    function* () {
      for (;;) {
        yield* count();
        try {
          yield 5 as never;
        } catch {
          // Once more.
        }
      }
    },
    'resumptions',
  ],
];

function endless(body: () => Sys<unknown>): Machine {
  const machine = new Machine({ app: blocking(body as never), trace: false });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  return machine;
}

describe.each(ENDLESS)('with an app that %s', (_, body, name) => {
  test(`run() ends with the limit of ${name}, and the next run() continues`, () => {
    const machine = endless(body);
    const { why, limit, panic } = machine.run();
    expect({ why, panic }).toEqual({ why: 'limit', panic: undefined });
    expect(limit).toMatchObject({ name, value: 1_000_000 });
    expect(limit?.text).toMatch(
      new RegExp(`^1000000 .*: run\\(\\) again continues, run\\(\\{ ${name} \\}\\) sets another limit$`),
    );
    const before = turns(machine) as number;
    expect(machine.run({ [name]: 500 }).why).toBe(name === 'calls' ? 'stopped' : 'steps');
    expect(turns(machine)).toBeGreaterThan(before);
    expect(turns(machine)).toBeLessThan(before + 1000);
  });
});

const spins = blocking(ENDLESS[0]?.[1] as never);

test('a run with limits of its own ends at them, and has no others', () => {
  const machine = endless(ENDLESS[0]?.[1] as never);
  expect(machine.run({ calls: 10 })).toMatchObject({ why: 'stopped' });
  expect(machine.run({ resumptions: 0 })).toEqual(expect.not.objectContaining({ limit: expect.anything() }));
  expect(machine.run({ calls: 1_000_100 }).why).toBe('stopped');
});

test('a run to a later step ends, however many turns threads take without a step', () => {
  const machine = new Machine({ app: blocking(ENDLESS[1]?.[1] as never) });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run({ resumptions: 1_000 });
  const before = turns(machine) as number;
  const { length } = machine.trace;
  machine.runTo(length + 9);
  expect(machine.trace.length).toBe(length);
  // A million, and a thousand for each step.
  const taken = (turns(machine) as number) - before;
  expect(taken).toBeGreaterThan(1_008_000);
  expect(taken).toBeLessThan(1_010_000);
});

test('long runs can be sought and branched completely', () => {
  const machine = new Machine({ app: spins });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run({ calls: 3000 });
  const { length } = machine.trace;
  expect(machine.branch(length - 10).cursor).toBe(length - 10);
  expect(machine.seek(length - 10).step).toBe(length - 10);
});

test('a replay on another kind of server that would never end is abandoned', () => {
  const machine = new Machine({ app: spins });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run({ calls: 300 });
  expect(replayAs(machine, 'threaded', { steps: 5000 })).toMatchObject({ isWhole: false, panic: undefined });
});

test('interleavings of an app that never ends are not explored', () => {
  const scenario = { version: 2, app: { given: 'spins' }, inputs: [] };
  const program = new Machine({ app: spins }).scenario;
  const data = {
    ...program,
    ...scenario,
    version: program.version,
    inputs: [
      { do: 'connect', client: 0, step: 0 },
      { do: 'send', client: 0, step: 0, data: 'GET / HTTP/1.0\r\n\r\n' },
    ],
  };
  expect(() => explore(data, { invariants: {}, bring: { app: spins } })).toThrow(/^\$\.app: a run of it has no end/);
});
