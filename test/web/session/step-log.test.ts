/** The rows that the page has received, the filter and the search. */
import { expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { Step, StepKind, WsgiApp } from '../../../src/index.ts';
import { rowsOf } from '../../../src/host/step-rows.ts';
import { StepLog } from '../../../web/session/log/step-log.ts';
import { pageStep } from '../../../src/host/thread-names.ts';

function logOf(...kinds: readonly StepKind[]): StepLog {
  const log = new StepLog();
  log.append(
    rowsOf(kinds.map((kind, number): Step => ({ number, kind, time: 0, tid: 1, depth: 0, name: kind, detail: '' }))),
  );
  return log;
}

test('a hidden group leaves the list and comes back', () => {
  const log = logOf('call', 'syscall', 'block', 'return', 'log');
  log.toggle('calls');
  expect([...log.visible]).toEqual([1, 2, 4]);
  log.append(rowsOf([{ number: 5, kind: 'raise', time: 0, tid: 1, depth: 0, name: 'x', detail: '' }]));
  expect([...log.visible]).toEqual([1, 2, 4]);
  log.toggle('calls');
  expect([...log.visible]).toEqual([0, 1, 2, 3, 4, 5]);
});

test('the place before a step is the last visible one before it', () => {
  const log = logOf('call', 'syscall', 'return', 'syscall');
  log.toggle('calls');
  expect([0, 1, 2, 3, 4].map((number) => log.placeBefore(number))).toEqual([-1, -1, 0, 0, 1]);
});

test('search finds names and details in any case, among the visible steps, also in steps that arrive later', () => {
  const log = logOf('call', 'syscall', 'return');
  log.query = 'CALL';
  expect(log.found).toEqual([0, 1]);
  log.append(rowsOf([{ number: 3, kind: 'log', time: 0, tid: 1, depth: 0, name: 'x', detail: 'a (call)' }]));
  expect(log.found).toEqual([0, 1, 3]);
  expect([0, 1, 2, 4].map((cursor) => log.foundBefore(cursor))).toEqual([-1, 0, 1, 2]);
  log.toggle('syscalls');
  expect(log.found).toEqual([0, 3]);
  log.query = '(call';
  expect(log.found).toEqual([3]);
});

test('one thread, or one class, is shown alone', () => {
  const names = ['http.server.BaseHTTPRequestHandler.handle', 'socket.socket.accept', 'a.B.f.<locals>.g', 'm.f'];
  const log = new StepLog();
  log.append(
    rowsOf(names.map((name, number) => ({ number, kind: 'call', time: 0, tid: number, depth: 0, name, detail: '' }))),
  );
  expect(log.owners).toEqual(['a.B', 'http.server.BaseHTTPRequestHandler', 'm', 'socket.socket']);
  log.filter = { ...log.filter, owner: 'a.B' };
  expect([...log.visible]).toEqual([2]);
  log.filter = { ...log.filter, owner: undefined, tid: 3 };
  expect([...log.visible]).toEqual([3]);
  log.truncate(2);
  expect(log.length).toBe(2);
  expect([...log.visible]).toEqual([]);
});

test('each thread keeps its colour', () => {
  const log = logOf('call');
  expect([0, 1, 7, 9, 7, 1].map((tid) => log.colourOf(tid))).toEqual([0, 1, 2, 3, 2, 1]);
});

test('a row is stored unchanged, on any page of the log, and rows after a truncation are forgotten', () => {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp, server: 'threaded' });
  machine.run();
  for (let time = 0; time < 20; time += 1)
    machine.connect().send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  machine.run();
  // Threads have the names of the page in rows.
  const steps = machine.trace.steps().map(pageStep);
  expect(steps.length).toBeGreaterThan(5_000);
  expect(steps.some(({ detail }) => detail.includes('→'))).toBe(true);
  const log = new StepLog();
  const plain = (number: number): unknown => {
    const { kind, time, tid, depth, name, detail } = log.at(number) as Step;
    return { number, kind, time, tid, depth, name, detail };
  };
  for (const [from, to] of [
    [0, 3_000],
    [3_000, 4_500],
    [4_500, Infinity],
  ] as const)
    log.append(rowsOf(steps.slice(from, to)));
  expect(Array.from({ length: log.length }, (_, number) => plain(number))).toEqual(steps);
  expect(log.at(steps.length)).toBeUndefined();
  expect(log.at(-1)).toBeUndefined();

  const sought = (text: string): number[] =>
    steps.filter(({ name, detail }) => `${name}\n${detail}`.toLowerCase().includes(text)).map(({ number }) => number);
  for (const text of ['recv', 'established →', "b'get /", '[3: pollin]', 'ended']) {
    log.query = text;
    expect(log.found).toEqual(sought(text));
  }
  log.truncate(4_200);
  log.append(rowsOf(steps.slice(4_100, 4_200)));
  expect(log.length).toBe(4_300);
  expect(log.at(4_199)?.detail).toBe(steps[4_199]?.detail);
  expect(log.at(4_200)?.detail).toBe(steps[4_100]?.detail);
});
