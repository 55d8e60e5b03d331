/**
 * Special cases of links: one setting alone, the effect of a reset on lost segments, and bytes that have left their
 * sender.
 */
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { LinkSettings, Snapshot, Step, WsgiApp } from '../../../src/index.ts';

const app = preset('hello')?.app as WsgiApp;
const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
/** Milliseconds in seconds. */
const ms = (count: number): number => count / 1_000;

function asked(link: LinkSettings, seed = 1): Machine {
  const machine = new Machine({ app, server: 'threaded', link, seed });
  machine.connect().send(REQUEST);
  machine.run();
  return machine;
}

const segments = (machine: Machine): Step[] => machine.trace.steps().filter(({ kind }) => kind === 'segment');

/** Times between the sending and the arrival of the client's bytes, in seconds. */
function delays(machine: Machine): number[] {
  const toServer = segments(machine).filter(({ detail }) => /^socket 2 → server: \d+ bytes?$/.test(detail));
  const sent = toServer.find(({ name }) => name === 'sent')?.time ?? NaN;
  return toServer
    .filter(({ name }) => name === 'arrived')
    .map(({ time }) => Math.round((time - sent) * 1_000_000) / 1_000_000);
}

describe('one setting alone makes a link', () => {
  test('latency', () => {
    expect(delays(asked({ latency: ms(7) }))).toEqual([ms(7)]);
  });

  test('jitter: up to the limit, a different time with each seed', () => {
    const all = [1, 2, 3, 4, 5, 6].map((seed) => delays(asked({ jitter: ms(5) }, seed))[0] ?? NaN);
    expect(Math.max(...all)).toBeLessThanOrEqual(ms(5));
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
    expect(new Set(all).size).toBeGreaterThan(3);
  });

  test('loss: lost data comes after the timeout', () => {
    const all = Array.from({ length: 20 }, (_, seed) => delays(asked({ loss: 0.5 }, seed))[0] ?? NaN);
    expect(all).toContain(0);
    expect(all).toContain(ms(200));
  });

  test('bandwidth: as long as the bytes take', () => {
    expect(delays(asked({ bandwidth: 1_000 }))).toEqual([ms(REQUEST.length)]);
  });

  test('segment: as many pieces as necessary', () => {
    const machine = asked({ segment: 10 });
    const pieces = segments(machine).filter(
      ({ name, detail }) => name === 'arrived' && /^socket 2 → server: \d+ bytes?$/.test(detail),
    );
    expect(pieces.map(({ detail }) => Number(/(\d+) bytes?$/.exec(detail)?.[1]))).toEqual([10, 10, 10, 5]);
  });
});

/**
 * The events of segments after a connection is reset while bytes toward `toward` are lost and wait to be sent again;
 * with the first seed for which that happens.
 */
function afterReset(toward: 'server' | 'client'): string[] {
  for (let seed = 0; seed < 60; seed += 1) {
    const machine = new Machine({ app, server: 'threaded', link: { latency: ms(10), loss: 0.5 }, seed });
    const client = machine.connect();
    machine.run();
    if (!client.isUsable) continue;
    client.send(REQUEST);
    let isLost = false;
    machine.runTo(({ kind, name, a }) => {
      const { toward: to, segment } = (kind === 'segment' ? a : {}) as { toward?: string; segment?: unknown };
      isLost ||= name === 'lost' && to === toward && typeof segment === 'number';
      return isLost;
    });
    if (!isLost || !client.isUsable || client.received !== '') continue;
    const from = machine.cursor;
    client.reset();
    machine.run();
    const after = segments(machine)
      .filter(({ number }) => number >= from)
      .map(({ name, detail }) => `${name} ${detail}`);
    // A lost RST comes when the bytes have been sent again.
    if (!after.includes('lost socket 2 → server: RST')) return after;
  }
  throw new Error('in no seed are bytes lost just before a reset');
}

describe('lost data is not sent again', () => {
  test('by the side that resets: it is dropped before the RST goes out', () => {
    const after = afterReset('server');
    const dropped = after.indexOf(`dropped socket 2 → server: ${REQUEST.length} bytes`);
    expect(dropped).toBeGreaterThanOrEqual(0);
    expect(dropped).toBeLessThan(after.indexOf('sent socket 2 → server: RST'));
    expect(after.filter((words) => /^sent again socket 2 → server: \d/.test(words))).toEqual([]);
    expect(after.filter((words) => /^arrived socket 2 → server: \d/.test(words))).toEqual([]);
  });

  test('by the side that is reset: it is dropped when the RST arrives', () => {
    const after = afterReset('client');
    const reset = after.indexOf('arrived socket 2 → server: RST');
    expect(after.slice(reset).filter((words) => /^dropped server → socket 2: \d/.test(words))).not.toEqual([]);
    expect(after.filter((words) => /^sent again server → socket 2: \d/.test(words))).toEqual([]);
    expect(after.filter((words) => /^arrived server → socket 2: \d/.test(words))).toEqual([]);
  });
});

test('bytes have left their sender once they are on the wire, not when they arrive', () => {
  const machine = asked({ latency: ms(10), segment: 10 });
  const unread = ({ connections }: Snapshot, name: string): number | undefined => {
    const lane = connections[0]?.lanes.find((candidate) => candidate.name === name);
    return lane === undefined ? undefined : lane.bytes.length - lane.read;
  };
  const sent = machine.trace
    .steps()
    .find(({ name, detail }) => name === 'sendto' && detail.endsWith(`= ${REQUEST.length}`));
  const there = machine.seek((sent?.number ?? 0) + 1);
  expect([unread(there, 'client out'), unread(there, 'wire to server')]).toEqual([0, REQUEST.length]);
});

describe('datagrams on a link', () => {
  /** The direction of each datagram, and when it leaves and arrives; the server sends each back. */
  function exchanged(link: LinkSettings, ...messages: readonly string[]): string[] {
    const machine = new Machine({ app: preset('datagrams')?.app as WsgiApp, link });
    const client = machine.datagrams();
    for (const message of messages) client.send(message);
    machine.run();
    return segments(machine).map(({ name, time, detail }) => `${Math.round(time * 1_000)} ms: ${name} ${detail}`);
  }

  test('a question travels to the server, and its answer to the client', () => {
    expect(exchanged({ latency: ms(7) }, 'four')).toEqual([
      '0 ms: sent socket 2 → server: 4 bytes',
      '7 ms: arrived socket 2 → server: 4 bytes',
      '7 ms: sent server → socket 2: 4 bytes',
      '14 ms: arrived server → socket 2: 4 bytes',
    ]);
  });

  test('a datagram waits for earlier ones of its own direction only', () => {
    expect(exchanged({ bandwidth: 1_000 }, '10 letters', 'four')).toEqual([
      '0 ms: sent socket 2 → server: 10 bytes',
      '0 ms: sent socket 2 → server: 4 bytes',
      '10 ms: arrived socket 2 → server: 10 bytes',
      '10 ms: sent server → socket 2: 10 bytes',
      '14 ms: arrived socket 2 → server: 4 bytes',
      '14 ms: sent server → socket 2: 4 bytes',
      '20 ms: arrived server → socket 2: 10 bytes',
      '24 ms: arrived server → socket 2: 4 bytes',
    ]);
  });
});
