/** A paste of thousands of lines ends where the connection does. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Scope } from '../../../../web/kit/scope.ts';
import type { Input } from '../../../../web/parts/terminal/portions.ts';
import { Portions } from '../../../../web/parts/terminal/portions.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function made(most = Infinity, scope = new Scope()): { portions: Portions; taken: string[]; left: string[] } {
  const [taken, left]: [string[], string[]] = [[], []];
  const portions = new Portions(scope, {
    take: ({ data }) => void taken.push(data),
    isHeldUp: () => false,
    mayGoOn: () => taken.length < most,
    leave: (rest) => void left.push(rest),
  });
  return { portions, taken, left };
}

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}\r\n`).join('');

test('what is typed, and a paste of a few lines, is taken at once', () => {
  const { portions, taken } = made();
  portions.add('G');
  portions.add(lines(100));
  expect(taken).toEqual(['G', lines(100).replaceAll('\r\n', '\r')]);
});

test('of many lines none is lost or taken twice, and what is typed meanwhile comes after them', () => {
  const { portions, taken, left } = made();
  portions.add(`${lines(1_000)}end`);
  portions.add('typed');
  expect(taken).toHaveLength(1);
  vi.runAllTimers();
  expect(taken.length).toBeGreaterThan(4);
  expect(taken.join('')).toBe(`${lines(1_000).replaceAll('\r\n', '\r')}endtyped`);
  expect(left).toEqual([]);
});

test('the rest is handed back once nobody takes it, and later text is taken again', () => {
  const { portions, taken, left } = made(2);
  portions.add(lines(1_000));
  vi.runAllTimers();
  expect(taken).toHaveLength(2);
  expect(taken.join('') + left.join('')).toBe(lines(1_000).replaceAll('\r\n', '\r'));
  portions.add('more');
  expect(taken.at(-1)).toBe('more');
});

test('Ctrl+C ends a paste, and does not wait for it', () => {
  const { portions, taken, left } = made();
  portions.add(lines(1_000));
  portions.add('\x03');
  vi.runAllTimers();
  expect(taken).toHaveLength(2);
  expect(taken.at(-1)).toBe('\x03');
  expect(left).toHaveLength(1);
});

test('a pasted ^C is text, which waits like any other; what was typed and what was pasted stay apart', () => {
  const inputs: Input[] = [];
  const portions = new Portions(new Scope(), {
    take: (input) => void inputs.push(input),
    isHeldUp: () => false,
    mayGoOn: () => true,
    leave: () => undefined,
  });
  portions.add(lines(201), true);
  portions.add('\x03', true);
  portions.add('\x08');
  vi.runAllTimers();
  expect(inputs.map(({ isPasted }) => isPasted)).toEqual([true, true, true, false]);
  expect(inputs.slice(2).map(({ data }) => data)).toEqual(['\x03', '\x08']);
});

test('when the terminal is gone nothing more of a paste is taken', () => {
  const scope = new Scope();
  const { portions, taken } = made(Infinity, scope);
  portions.add(lines(1_000));
  scope.end();
  expect(vi.getTimerCount()).toBe(0);
  expect(taken).toHaveLength(1);
});

test('while it is not known whether the rest is wanted, it waits', () => {
  const [taken, left]: [string[], string[]] = [[], []];
  let isHeldUp = true;
  const portions = new Portions(new Scope(), {
    take: ({ data }) => void taken.push(data),
    isHeldUp: () => isHeldUp,
    mayGoOn: () => false,
    leave: (rest) => void left.push(rest),
  });
  portions.add(lines(1_000));
  vi.advanceTimersByTime(10_000);
  expect([taken.length, left.length]).toEqual([1, 0]);
  isHeldUp = false;
  vi.runAllTimers();
  expect([taken.length, left.length]).toEqual([1, 1]);
});
