/** Two runs compared: where they begin to differ, and which of their steps stand in one row. */
import { describe, expect, test } from 'vitest';
import { diffTraces, firstDifference, Machine, preset } from '../../../src/index.ts';
import type { DiffOptions, DiffRow, MachineOptions, Step, Sys, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';

const hello = preset('hello')?.app as WsgiApp;

function asked(path: string, options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: hello, ...options });
  machine.connect().send(`GET ${path} HTTP/1.0\r\n\r\n`);
  machine.run();
  return machine;
}

/** A program that waits for nothing but its clients, so that time leaves no steps. */
function quiet(time: number): Machine {
  const machine = new Machine({
    *program(): Sys<void> {
      const [reader] = yield* call('pipe');
      yield* call('read', reader, 1);
    },
  });
  machine.datagrams();
  machine.run();
  machine.later({ client: 0, do: 'send', data: 'x', time });
  machine.run();
  return machine;
}

const numbers = (rows: readonly DiffRow[], side: 'left' | 'right'): number[] =>
  rows.flatMap(({ [side]: step }) => (step === undefined ? [] : [step.number]));

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

describe('the first difference', () => {
  const short = asked('/');

  test('is none between equal runs', () => {
    expect(firstDifference(short.trace, asked('/').trace)).toBeUndefined();
    expect(firstDifference(short.trace, short.trace)).toBeUndefined();
  });

  test('is the step at which one run says something else', () => {
    const other = asked('/a');
    const step = firstDifference(short.trace, other.trace) ?? 0;
    expect(short.trace.steps(0, step)).toEqual(other.trace.steps(0, step));
    expect(short.trace.step(step)).toMatchObject({ kind: 'input', detail: expect.stringContaining('GET / ') });
    expect(other.trace.step(step)).toMatchObject({ kind: 'input', detail: expect.stringContaining('GET /a ') });
    expect(firstDifference(other.trace, short.trace)).toBe(step);
  });

  test('is the end of the shorter run, if the other goes on', () => {
    const long = asked('/');
    long.connect();
    long.run();
    expect(firstDifference(short.trace, long.trace)).toBe(short.trace.length);
    expect(firstDifference(long.trace, short.trace)).toBe(short.trace.length);
  });

  test('may be a difference of time alone', () => {
    const [soon, late] = [quiet(1), quiet(2)];
    const step = firstDifference(soon.trace, late.trace) ?? -1;
    expect([soon.trace.step(step), late.trace.step(step)]).toEqual([
      expect.objectContaining({ name: 'client-0 send', time: 1 }),
      expect.objectContaining({ name: 'client-0 send', time: 2 }),
    ]);
  });
});

describe('the rows of equal runs', () => {
  const [left, right] = [asked('/'), asked('/')];
  const end = left.trace.length;

  test.each<[DiffOptions, number]>([
    [{}, 10],
    [{ before: 3 }, 3],
    [{ before: 0 }, 0],
    [{ before: Infinity }, end],
    [{ after: 5 }, 10],
  ])('are the last steps of both, side by side: %j', (options, count) => {
    const { partsAt, rows } = diffTraces(left.trace, right.trace, options);
    expect(partsAt).toBeUndefined();
    expect(rows.map((row) => [row.left?.number, row.right?.number, row.isSame])).toEqual(
      range(end - count, end).map((number) => [number, number, true]),
    );
    expect(rows.map((row) => row.right)).toEqual(right.trace.steps(end - count, end));
  });
});

describe('the rows of runs that differ', () => {
  const [left, right] = [asked('/'), asked('/a', { server: 'threaded' })];
  const { partsAt = 0 } = diffTraces(left.trace, right.trace);

  test('begin with ten equal steps, and go on with 200 of each run', () => {
    const { rows } = diffTraces(left.trace, right.trace);
    expect(numbers(rows, 'left')).toEqual(
      range(partsAt - Math.min(10, partsAt), Math.min(partsAt + 200, left.trace.length)),
    );
    expect(numbers(rows, 'right')).toEqual(
      range(partsAt - Math.min(10, partsAt), Math.min(partsAt + 200, right.trace.length)),
    );
  });

  test.each([
    [{ before: 0, after: 1 }, 0, 1],
    [{ before: 2, after: 30 }, 2, 30],
    [{ before: 0, after: 0 }, 0, 0],
  ])('hold as many steps as are asked for: %j', (options, before, after) => {
    const { rows } = diffTraces(left.trace, right.trace, options);
    const from = partsAt - Math.min(before, partsAt);
    for (const side of ['left', 'right'] as const) expect(numbers(rows, side)).toEqual(range(from, partsAt + after));
  });

  test('hold at most a thousand steps of each run behind the difference', () => {
    const [one, other] = [asked('/', { app: preset('hello')?.app as WsgiApp }), asked('/a')];
    for (const machine of [one, other]) machine.run({ until: 120 });
    const { rows, partsAt: at = 0 } = diffTraces(one.trace, other.trace, { before: 0, after: 5000 });
    expect(one.trace.length).toBeGreaterThan(at + 1_000);
    for (const side of ['left', 'right'] as const) expect(numbers(rows, side)).toEqual(range(at, at + 1_000));
  });

  const isAlike = (one: Step, other: Step): boolean =>
    one.kind === other.kind && one.name === other.name && one.tid === other.tid && one.depth === other.depth;

  test('hold two steps only where they are of one kind, name, thread and depth', () => {
    const { rows } = diffTraces(left.trace, right.trace, { before: 0 });
    const pairs = rows.flatMap(({ left: one, right: other, isSame }) =>
      one === undefined || other === undefined ? [] : [{ one, other, isSame }],
    );
    expect(pairs.length).toBeGreaterThan(40);
    for (const { one, other, isSame } of pairs) {
      expect(isAlike(one, other)).toBe(true);
      expect(isSame).toBe(one.detail === other.detail);
    }
    expect(pairs.some(({ isSame }) => isSame)).toBe(true);
    expect(pairs.some(({ isSame }) => !isSame)).toBe(true);
    expect(rows.filter((row) => row.isSame && (row.left === undefined || row.right === undefined))).toEqual([]);
  });

  /** The best score that any alignment has: three for an equal pair, two for one that differs in its detail. */
  function best(ours: readonly Step[], theirs: readonly Step[]): number {
    let row = theirs.map(() => 0).concat(0);
    for (const one of ours) {
      const next = [0];
      for (const [at, other] of theirs.entries()) {
        const worth = isAlike(one, other) ? (one.detail === other.detail ? 3 : 2) : 0;
        next.push(Math.max((row[at] ?? 0) + worth, row[at + 1] ?? 0, next[at] ?? 0));
      }
      row = next;
    }
    return row.at(-1) ?? 0;
  }

  test('pair as many steps as can be paired in order, equal ones first', () => {
    for (const other of [right, asked('/a'), asked('/', { order: 'adversarial' }), asked('/', { server: 'forking' })]) {
      const { rows, partsAt: at = 0 } = diffTraces(left.trace, other.trace, { before: 0 });
      const score = rows.reduce((sum, row) => sum + (row.isSame ? 3 : row.left && row.right ? 2 : 0), 0);
      expect(score).toBe(best(left.trace.steps(at, at + 200), other.trace.steps(at, at + 200)));
    }
  });

  test('leave a gap beside the rest of the longer run', () => {
    const long = asked('/');
    long.connect();
    long.run();
    const { rows } = diffTraces(left.trace, long.trace, { before: 1 });
    expect(rows[0]?.isSame).toBe(true);
    expect(rows.slice(1).every((row) => row.left === undefined && !row.isSame)).toBe(true);
    const { rows: turned } = diffTraces(long.trace, left.trace, { before: 1 });
    expect(turned.slice(1).every((row) => row.right === undefined && !row.isSame)).toBe(true);
    expect(numbers(turned, 'left')).toEqual(numbers(rows, 'right'));
  });
});

test('a value in place of a trace, and a trace that was not kept, are named by their side', () => {
  const { trace } = asked('/');
  const bare = asked('/', { trace: false });
  expect(() => diffTraces(asked('/') as never, trace)).toThrow('left: an object is not a trace, as machine.trace is');
  expect(() => diffTraces(trace, asked('/') as never)).toThrow('right: an object is not a trace, as machine.trace is');
  expect(() => firstDifference(bare.trace, trace)).toThrow(/^left: with options\.trace false/);
  expect(() => firstDifference(trace, bare.trace)).toThrow(/^right: with options\.trace false/);
});
