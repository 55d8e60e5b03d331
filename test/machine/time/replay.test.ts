/** Seeking in a long log is as fast as the distance from a parked machine. */
import { expect, test } from 'vitest';
import { DivergedError, freshApp, Machine, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';

function longMachine(app: WsgiApp = preset('hello')?.app ?? fail()): Machine {
  const machine = new Machine({ app });
  machine.shownClients = new Set([5]);
  machine.run();
  while (machine.trace.length < 13_000) {
    const client = machine.connect();
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    machine.run();
    client.close();
    machine.run();
  }
  return machine;
}

function fail(): never {
  throw new Error('there is no preset hello');
}

test('prepared or not, a step shows the same; preparing ends', () => {
  const machine = longMachine();
  const steps = [12_000, 300, 6_001, 11_990, 11_975, 4_000];
  const before = steps.map((step) => machine.seek(step));
  const prepared = longMachine();
  let slices = 0;
  while (prepared.prepareToSeek(1_000)) slices += 1;
  expect(slices).toBeGreaterThan(8);
  expect(slices).toBeLessThan(60);
  expect(steps.map((step) => prepared.seek(step))).toEqual(before);
  expect(prepared.trace.hash()).toBe(machine.trace.hash());
});

test('only the shown clients have lanes and handlers', () => {
  const machine = longMachine();
  machine.shownClients = new Set([3]);
  const { connections } = machine.seek(9_000);
  expect(connections.filter(({ lanes }) => lanes.length > 0).map(({ client }) => client)).toEqual([3]);
  machine.shownClients = undefined;
  expect(machine.seek(9_000).connections.every(({ lanes }) => lanes.length > 0)).toBe(true);
});

test('an input at the last moment of a machine is in its past too', () => {
  const machine = new Machine({ app: preset('hello')?.app ?? fail() });
  machine.run();
  const client = machine.connect();
  client.send('GET / HTTP/1.1\r\n\r\n');
  machine.run({ until: 1 });
  client.close();
  machine.run({ until: 1 });
  const { length } = machine.trace;
  for (const step of [length - 1, length - 2, length]) expect(machine.seek(step).step).toBe(step);
});

test('steps back from anywhere, also across the parts of a long replay, take one machine', () => {
  const { machine, count } = countedMachine();
  for (const step of [3_999, 4_000, 4_001, 4_010, 4_016, 8_005]) {
    machine.seek(machine.trace.length - 1);
    machine.seek(step);
    const before = count.apps;
    for (let back = 1; back <= 16; back += 1) {
      expect(machine.seek(step - back).step).toBe(step - back);
      expect(count.apps, `${back} back from ${step}`).toBe(before);
    }
  }
});

/** A long machine, with how many replays were begun so far, and how many requests they have served. */
function countedMachine(): { readonly machine: Machine; readonly count: { apps: number; requests: number } } {
  const count = { apps: 0, requests: 0 };
  const app = freshApp((): WsgiApp => {
    count.apps += 1;
    return (_environ, startResponse) => {
      count.requests += 1;
      startResponse('200 OK', []);
      return [];
    };
  });
  return { machine: longMachine(app), count };
}

test('a seek goes on from the nearest machine before it, however often one of them was used', () => {
  const { machine, count } = countedMachine();
  for (const step of [8_000, 1_000]) machine.seek(step);
  const { apps } = count;
  for (let step = 1_300; step < 5_000; step += 300) machine.seek(step);
  const before = count.requests;
  machine.seek(8_200);
  expect(count.apps).toBe(apps);
  // 200 steps from the first machine; 3,400 from the other one.
  expect(count.requests - before).toBeLessThan(5);
});

test('a machine that stands at the end of its log is shown without a replay', () => {
  const { machine, count } = countedMachine();
  const { apps } = count;
  expect(machine.snapshot().step).toBe(machine.trace.length);
  expect(machine.snapshotAtEnd().step).toBe(machine.trace.length);
  expect(count.apps).toBe(apps);
});

test('a replay that ends before its original has come out differently', () => {
  const machine = new Machine({ app: preset('hello')?.app ?? fail() });
  machine.run();
  machine.kernel.spawn({
    name: 'stranger',
    *main() {
      yield* call('getpid');
    },
  });
  machine.run();
  expect(() => machine.seek(machine.trace.length - 1)).toThrow(DivergedError);
});

test('a replay that comes out differently is noticed where it does, not at the end of a long log', () => {
  let calls = 0;
  const counting: WsgiApp = (_environ, startResponse) => {
    calls += 1;
    startResponse('200 OK', []);
    return [new Uint8Array(calls)];
  };
  const machine = longMachine(counting);
  const before = calls;
  expect(() => machine.seek(machine.trace.length - 1)).toThrow(DivergedError);
  expect(calls - before).toBeGreaterThan(0);
  expect(calls - before).toBeLessThan(before / 2);
  expect(machine.prepareToSeek(1_000)).toBe(false);
});

test('a machine ahead of its cursor is shown at both ends, and shows other clients at once when they are wanted', () => {
  const machine = new Machine({ app: preset('hello')?.app ?? fail() });
  machine.connect().send('GET / HTTP/1.1\r\n\r\n');
  machine.connect();
  // A plain function: the machine cannot stop inside it.
  machine.runTo(({ kind, name }) => kind === 'call' && name.endsWith('.make_environ'));
  const { cursor, trace } = machine;
  expect(trace.length).toBeGreaterThan(cursor);
  expect([machine.snapshot().step, machine.snapshotAtEnd().step]).toEqual([cursor, trace.length]);
  const shown = (): number[] =>
    machine.snapshot().connections.flatMap(({ client, lanes }) => (lanes.length > 0 ? [client] : []));
  expect(shown()).toEqual([0, 1]);
  machine.shownClients = new Set([1]);
  expect(shown()).toEqual([1]);
  expect(machine.snapshot().step).toBe(cursor);
});
