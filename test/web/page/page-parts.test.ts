/** What is left out of what the page gets and draws, so that a long run stays quick. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
import { MOST_ENDED, forPage } from '../../../src/host/page-snapshot.ts';
import { partsOf } from '../../../web/parts/ladder/log-view.ts';

test('a snapshot for the page has the connection that is looked at, and of ended sockets the last ones', () => {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
  machine.run();
  for (let client = 0; client < MOST_ENDED + 10; client += 1) {
    machine.connect().send('GET / HTTP/1.1\r\n\r\n');
    machine.run();
    machine.clients[client]?.close();
    machine.run();
  }
  const snapshot = machine.snapshot();
  const { connections, sockets, ...rest } = forPage(snapshot, [7]);
  expect(connections.map(({ client }) => client)).toEqual([7]);
  const ended = snapshot.sockets.filter(({ state }) => state === 'time-wait');
  expect(ended.length).toBeGreaterThan(MOST_ENDED);
  const others = snapshot.sockets.filter(({ state }) => state !== 'time-wait');
  expect(others.length).toBeGreaterThan(0);
  expect(sockets).toEqual([...others, ...ended.slice(-MOST_ENDED)]);
  expect(rest).toEqual({ ...snapshot, connections: undefined, sockets: undefined, ...rest });
  expect(forPage(snapshot, []).connections).toEqual([]);
});

test('the parts of a log are its end, and stay as they are while it grows', () => {
  const line = (number: number): string => `127.0.0.1 - - "GET /${number} HTTP/1.1" 200 -\n`;
  const log = Array.from({ length: 2_000 }, (_, number) => line(number)).join('');
  let before: readonly string[] = [];
  for (let length = 0; length < log.length; length += 97) {
    const parts = partsOf(log.slice(0, length));
    const drawn = parts.join('');
    expect(log.slice(0, length).endsWith(drawn)).toBe(true);
    expect(drawn.length).toBeGreaterThanOrEqual(Math.min(length, 18_000));
    expect(parts.every((part, at) => at === parts.length - 1 || part.endsWith('\n'))).toBe(true);
    const kept = before.filter((part) => parts.includes(part));
    expect(kept.length).toBeGreaterThanOrEqual(before.length - 2);
    before = parts;
  }
});

test('the parts of a log keep nothing of the log that they were cut from', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const line = '127.0.0.1 - - "GET / HTTP/1.1" 200 -\n';
  collect();
  const before = process.memoryUsage().heapUsed;
  // Each log is another text, as each report brings it.
  const kept = Array.from({ length: 200 }, (_, more) => partsOf(line.repeat(5_000 + more)).at(-1));
  collect();
  expect(kept).toHaveLength(200);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(4_000_000);
});
