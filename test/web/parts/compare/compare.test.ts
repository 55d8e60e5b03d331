/** The lines of a comparison, the moves through them, and what the rows of a machine say about it. */
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../../src/index.ts';
import type { ServerKind, Step, WsgiApp } from '../../../../src/index.ts';
import { Lines } from '../../../../web/parts/compare/lines.ts';
import { Side, roleKey } from '../../../../web/parts/compare/side.ts';
import type { Role } from '../../../../web/parts/compare/side.ts';
import { destination, moveOf } from '../../../../web/parts/compare/moves.ts';
import { roleText, stepText } from '../../../../web/parts/compare/words.ts';
import { ENGLISH, loadTexts } from '../../../../web/texts/texts.ts';
import { Comparer } from '../../../../src/host/comparison.ts';

const steps = (...names: readonly string[]): Step[] =>
  names.map((word, number) => {
    const [name = '', detail = ''] = word.split(':');
    return { number, kind: 'call', time: 0, tid: 1, depth: 0, name, detail };
  });

/** Lines written as pairs of steps, `.` for none. */
function linesOf(
  left: readonly Step[],
  right: readonly Step[],
  text: string,
  apart: Record<number, number> = {},
): Lines {
  const numbers = text
    .split(' ')
    .flatMap((pair) => pair.split('').map((digit) => (digit === '.' ? -1 : Number(digit))));
  const partners = Int32Array.from(left, (_, step) => {
    const at = numbers.findIndex((number, place) => place % 2 === 0 && number === step);
    return apart[step] ?? numbers[at + 1] ?? -1;
  });
  return new Lines(
    { lines: Int32Array.from(numbers), partners },
    (number) => left[number],
    (number) => right[number],
  );
}

describe('lines', () => {
  const left = steps('a', 'b:1', 'c', 'd');
  const right = steps('a', 'b:2', 'x', 'd', 'c');
  const lines = linesOf(left, right, '00 11 2. .2 33 .4', { 2: 4 });

  test('are the same, differ, or belong to one side alone', () => {
    expect([0, 1, 2, 3, 4, 5].map((line) => lines.kind(line))).toEqual([
      'same',
      'other',
      'apart',
      'right',
      'same',
      'apart',
    ]);
    expect(lines.counts).toEqual({ same: 2, other: 1, apart: 2, left: 0, right: 1 });
  });

  test('say where the other side does what stands alone', () => {
    expect(lines.elsewhere(2)).toEqual({ step: 4, line: 5 });
    expect(lines.elsewhere(5)).toEqual({ step: 2, line: 2 });
    expect(lines.elsewhere(3)).toBeUndefined();
  });

  test('count what has happened on either side', () => {
    expect([0, 1, 2, 3, 4, 5].map((line) => [lines.cursor(line, 0), lines.cursor(line, 1)])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
      [3, 3],
      [4, 4],
      [4, 5],
    ]);
    expect([0, 1, 2, 3, 4, 9].map((cursor) => lines.lineOfCursor(cursor))).toEqual([0, 0, 1, 2, 4, 5]);
  });

  test('are searched from difference to difference', () => {
    expect(lines.difference(0, 1)).toBe(1);
    expect(lines.difference(1, 1)).toBe(5);
    expect(lines.difference(5, 1)).toBeUndefined();
    expect(lines.difference(5, -1)).toBe(1);
    expect(lines.difference(1, -1)).toBeUndefined();
  });

  test('survive numbers that no sound worker would send', () => {
    const broken = new Lines(
      { lines: Int32Array.from([7, -9, 1_000_000, 3, 0]), partners: Int32Array.from([9, -5]) },
      (number) => left[number],
      (number) => right[number],
    );
    expect(broken.length).toBe(2);
    expect([broken.kind(0), broken.kind(1), broken.kind(2)]).toEqual(['left', 'other', 'same']);
    expect(broken.elsewhere(0)).toBeUndefined();
  });

  test('do not count the class of the server as a difference', () => {
    const [one, other] = [steps('f:<BaseWSGIServer>, 1'), steps('f:<ForkingWSGIServer>, 1')];
    expect(linesOf(one, other, '00').kind(0)).toBe('same');
  });
});

describe('moves', () => {
  const all = steps('a', 'b', 'c', 'd');
  const lines = linesOf(all, all, '00 1. .1 22 33');

  test('lead to lines, and nowhere past the ends', () => {
    expect(destination('forward', 0, lines, 2)).toBe(1);
    expect(destination('back', 0, lines, 2)).toBeUndefined();
    expect(destination('start', 0, lines, 2)).toBeUndefined();
    expect(destination('page forward', 3, lines, 2)).toBe(4);
    expect(destination('end', 4, lines, 2)).toBeUndefined();
    expect(destination('next', 0, lines, 2)).toBe(1);
    expect(destination('next', 1, lines, 2)).toBeUndefined();
    expect(destination('previous', 4, lines, 2)).toBe(1);
  });

  test('are made by keys, except those that scroll what has the focus', () => {
    expect(moveOf('ArrowDown', false)).toBe('forward');
    expect(moveOf('ArrowDown', true)).toBeUndefined();
    expect(moveOf('ArrowRight', true)).toBe('forward');
    expect(moveOf('x', false)).toBeUndefined();
  });
});

test('roles and steps are named in the language of the page', async () => {
  const chinese = await loadTexts('zh');
  const [step] = steps('os.fork');
  expect(roleText(ENGLISH, { is: 'worker', number: 2 })).toBe('server thread 2');
  expect(roleText(chinese, { is: 'connection', number: 1 })).toBe('连接 1');
  expect(stepText(ENGLISH, step as Step)).toBe('call os.fork ');
  expect(stepText(chinese, step as Step)).toBe('调用 os.fork ');
});

describe('a side', () => {
  function sideOf(server: ServerKind, name: string, clients: number): { side: Side; rows: Step[] } {
    const machine = new Machine({ app: preset(name)?.app as WsgiApp, server });
    for (let number = 0; number < clients; number += 1) machine.connect().send('GET / HTTP/1.1\r\n\r\n');
    machine.run();
    const rows = machine.trace.steps();
    return { side: new Side((number) => rows[number], rows.length), rows };
  }

  test('adds up what the server did, without its clients, and knows when the last response came', () => {
    const totals = (server: ServerKind): readonly number[] => {
      const { side, rows } = sideOf(server, 'sleepy', 2);
      expect(side.totals.steps).toBe(rows.length);
      const seconds = Math.floor(side.totals.answered ?? 0);
      return [side.totals.threads, side.totals.processes, seconds];
    };
    expect(totals('base')).toEqual([1, 1, 2]);
    expect(totals('threaded')).toEqual([3, 1, 1]);
    expect(totals('forking')).toEqual([3, 3, 1]);
  });

  test('knows what each client had received, at any step', () => {
    const { side, rows } = sideOf('base', 'sleepy', 2);
    const reads = rows.filter(
      ({ kind, name, tid }) =>
        kind === 'syscall' && name === 'recvfrom' && roleKey(side.roleOf(tid)) === 'connection 1',
    );
    const [first, last] = [reads[0]?.number ?? -1, reads.at(-1)?.number ?? -1];
    expect(side.received(10)).toEqual([]);
    expect(side.received(first)).toMatchObject([{ client: 0, bytes: 0, status: '' }, { client: 1 }]);
    expect(side.received(first + 1)[0]).toMatchObject({ status: 'HTTP/1.0 200 OK', end: '' });
    expect(side.received(first + 1)[0]?.bytes).toBeGreaterThan(100);
    expect(side.received(last + 1)[0]).toMatchObject({ end: 'closed' });
    expect(side.received(rows.length)[1]).toMatchObject({ status: 'HTTP/1.0 200 OK', end: 'closed' });
  });

  test('gives threads the same roles on both sides', () => {
    const [base, forking] = [sideOf('base', 'hello', 1).side, sideOf('forking', 'hello', 1).side];
    const second: Role = { is: 'worker', number: 2 };
    const client: Role = { is: 'connection', number: 1 };
    expect(base.threadOf({ is: 'server', number: 1 })).toBe(1000);
    expect(forking.roleOf(1000)).toEqual({ is: 'server', number: 1 });
    expect(forking.roleOf(1002)).toEqual(second);
    expect(base.threadOf(second)).toBeUndefined();
    expect(base.threadOf(client)).toBeGreaterThan(0);
    expect(base.threadOf(client)).toBe(forking.threadOf(client));
  });
});

test('a comparison with two clients shows what is done in another order', () => {
  const machine = new Machine({ app: preset('sleepy')?.app as WsgiApp, server: 'base' });
  for (let number = 0; number < 2; number += 1) machine.connect().send('GET / HTTP/1.1\r\n\r\n');
  machine.run();
  const comparison = new Comparer(() => 0).compare(machine, 'threaded');
  expect(comparison.steps.some(({ name }) => name.startsWith('client-'))).toBe(false);
  expect(comparison.steps.some(({ name }) => name === 'connection 2 send')).toBe(true);
  const lines = new Lines(
    comparison,
    (number) => machine.trace.step(number),
    (number) => comparison.steps[number],
  );
  expect(lines.counts.left).toBeLessThan(20);
  expect(lines.counts.apart).toBeGreaterThan(200);
  for (let line = 0; line < lines.length; line += 1) {
    const away = lines.elsewhere(line);
    if (away !== undefined) expect(lines.elsewhere(away.line)?.line).toBe(line);
  }
});
