/** Messages to the page carry what is new: what they cost, and that the page gets the whole of it. */
import { describe, expect, test } from 'vitest';
import { Machine, decodeLatin1, preset } from '../../src/index.ts';
import type { Snapshot, WsgiApp } from '../../src/index.ts';
import { SnapshotReceiver, SnapshotSender } from '../../src/host/snapshot-news.ts';
import type { SnapshotNews } from '../../src/host/snapshot-news.ts';
import { MessageUnpacker } from '../../src/host/packing.ts';
import { HostPage } from '../support/host-page.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const UPLOAD = `POST / HTTP/1.0\r\nContent-Length: 30000\r\n\r\n${'x'.repeat(30_000)}`;

/** The news of all snapshots that a page was sent, those of the past too. */
const newsIn = (page: HostPage): SnapshotNews[] =>
  page.packed.flatMap((message) =>
    message.type === 'progress' || message.type === 'snapshot' ? (message.snapshot ?? []) : [],
  );
const textIn = (page: HostPage): number => newsIn(page).reduce((sum, { log }) => sum + log.more.length, 0);
const bytesIn = (page: HostPage): number =>
  newsIn(page)
    .flatMap(({ connections }) => connections.flatMap(({ lanes }) => lanes))
    .reduce((sum, { bytes }) => sum + bytes.more.length, 0);

/** All of a snapshot, as one text. */
const textOf = (snapshot: Snapshot | undefined): string =>
  JSON.stringify(snapshot, (_key, value: unknown) => (value instanceof Uint8Array ? decodeLatin1(value) : value));

function served(): Machine {
  const machine = new Machine({ app: preset('echo')?.app as WsgiApp, server: 'threaded' });
  for (let client = 0; client < 3; client += 1) machine.connect().send(UPLOAD);
  machine.run();
  return machine;
}

describe('the reports of a machine', () => {
  test('carry each character of the log once, however many there are', () => {
    const page = new HostPage().boot().rest();
    for (let client = 0; client < 40; client += 1) page.connect(client).send(client, GET).rest();
    const log = page.all('progress').findLast(({ snapshot }) => snapshot !== undefined)?.snapshot?.log ?? '';
    expect(newsIn(page).length).toBeGreaterThan(80);
    expect(log.split('\n').length).toBeGreaterThan(40);
    expect(textIn(page)).toBe(log.length);
  });

  test('carry each byte of a lane once; a past that was seen costs nothing', () => {
    const page = new HostPage(13).boot({ options: { server: 'base', app: 'echo', seed: 0 } }).rest();
    page.say({ type: 'showClients', clients: [0] }).connect(0);
    for (let at = 0; at < UPLOAD.length; at += 2_000) page.send(0, UPLOAD.slice(at, at + 2_000)).rest();
    const { snapshot } = page.all('progress').at(-1) ?? {};
    const lanes = snapshot?.connections[0]?.lanes ?? [];
    const total = lanes.reduce((sum, { bytes, dropped }) => sum + bytes.length + dropped, 0);
    expect(total).toBeGreaterThan(90_000);
    expect(bytesIn(page)).toBeLessThanOrEqual(total);
    const [bytes, text] = [bytesIn(page), textIn(page)];
    for (let step = 0; step < page.length; step += 100) page.say({ type: 'seek', step });
    expect(page.all('snapshot').length).toBeGreaterThan(5);
    expect([bytesIn(page), textIn(page)]).toEqual([bytes, text]);
  });

  test('carry a plan once, and then its number', () => {
    const page = new HostPage().boot().connect(0).rest();
    const bytes = new Uint8Array(1_000);
    for (let second = 1; second <= 50; second += 1) {
      page.say({
        type: 'plan',
        client: 0,
        action: { act: 'send', bytes },
        when: { timeMicros: 1_000_000_000 + second },
      });
    }
    const planned = page.packed.flatMap((message) => (message.type === 'planned' ? [message.inputs] : []));
    expect(planned.reduce((sum, { added }) => sum + added.length, 0)).toBe(50);
    expect(page.all('planned').at(-1)?.inputs).toHaveLength(50);
  });

  test('carry what a client received once, however often it is asked', () => {
    const page = new HostPage().boot({ options: { server: 'threaded', app: 'stream', seed: 0 } }).connect(0);
    page.send(0, GET).rest();
    const sent = page.all('progress').flatMap(({ clients }) => clients.map(({ bytes }) => bytes.length));
    expect(sent.filter((length) => length > 0).length).toBeGreaterThan(2);
    expect(sent.reduce((sum, length) => sum + length, 0)).toBe(page.received(0).length);
  });
});

describe('the page', () => {
  test('gets every snapshot as it was taken, in whatever order they are looked at', () => {
    const machine = served();
    const [sender, receiver] = [new SnapshotSender(), new SnapshotReceiver()];
    const { length } = machine.trace;
    const steps = Array.from({ length: 60 }, (_, at) => (at * 7_919) % length);
    for (const [at, step] of steps.entries()) {
      machine.shownClients = new Set([at % 3, (at * 2) % 3]);
      const snapshot: Snapshot = machine.seek(step);
      expect(textOf(receiver.read(structuredClone(sender.newsOf(snapshot))))).toBe(textOf(snapshot));
    }
  });

  test('gets a buffer that was changed in place', () => {
    const machine = served();
    const [sender, receiver] = [new SnapshotSender(), new SnapshotReceiver()];
    const snapshot = machine.snapshot();
    const changed = {
      ...snapshot,
      log: `other ${snapshot.log}`,
      connections: snapshot.connections.map((connection) => ({
        ...connection,
        lanes: connection.lanes.map((lane) => ({ ...lane, bytes: lane.bytes.toReversed() })),
      })),
    };
    for (const next of [snapshot, changed, snapshot]) {
      expect(textOf(receiver.read(structuredClone(sender.newsOf(next))))).toBe(textOf(next));
    }
  });

  test.each<[string, Partial<SnapshotNews>]>([
    ['more of a log than there is', { log: { kept: 1, more: '' } }],
    [
      'bytes of a lane that was never sent',
      {
        connections: [
          {
            client: 0,
            socket: 1,
            clientSocket: 2,
            lanes: [{ name: 'rfile', read: 0, dropped: 0, bytes: { from: 0, kept: 4, more: new Uint8Array() } }],
            handler: undefined,
          },
        ],
      },
    ],
  ])('does not take news that build on %s', (_what, wrong) => {
    const news = new SnapshotSender().newsOf(served().snapshot());
    expect(new SnapshotReceiver().read({ ...news, ...wrong })).toBeUndefined();
  });

  test('does not take the number of a plan that was never sent', () => {
    const planned = { type: 'planned', session: 1, inputs: { ids: [7], added: [] } } as const;
    expect(new MessageUnpacker().unpack(planned)).toBeUndefined();
  });
});
