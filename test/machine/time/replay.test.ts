/** Seeking in a long log is as fast as the distance from a parked machine. */
import { expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';

function longMachine(): Machine {
  const machine = new Machine({ app: preset('hello')?.app ?? fail() });
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
