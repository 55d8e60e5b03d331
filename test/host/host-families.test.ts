/** Servers of other families in the worker: what the page tells it, and what it is told. */
import { describe, expect, test } from 'vitest';
import { checkMessage } from '../../web/sandbox/messages.ts';
import { isBehindLink, placeIn, placeText, takesDatagrams } from '../../src/host/server-address.ts';
import { HostPage } from '../support/host-page.ts';

const DATAGRAMS = { server: 'base', app: 'datagrams', seed: 0 } as const;
const ON_UNIX = {
  version: 1,
  app: { preset: 'hello' },
  options: { host: 'unix:///run/app.sock' },
  inputs: [],
} as const;

const addressOf = (page: HostPage): string | undefined => page.all('progress').at(-1)?.address;

describe('a datagram server', () => {
  test('gets datagram clients from a page that connects, and reports its address', () => {
    const page = new HostPage().boot({ options: DATAGRAMS }).rest();
    expect(addressOf(page)).toBe('udp://127.0.0.1:5000');
    page.connect(0).send(0, 'one').send(0, 'two').rest();
    expect(page.received(0)).toBe('ONETWO');
    expect(page.all('rejected')).toEqual([]);
    for (const message of page.packed) expect(checkMessage(message)).toBe(message);
  });

  test('ignores actions that have no meaning for it, and is shared with its clients', () => {
    const page = new HostPage().boot({ options: DATAGRAMS }).rest().connect(0).send(0, 'one').rest();
    const before = page.length;
    page.say({ type: 'client', client: 0, action: { act: 'shutdownWrite' } }).rest();
    page.say({ type: 'client', client: 0, action: { act: 'reset' } }).rest();
    expect(page.length).toBe(before);
    page.say({ type: 'plan', client: 0, action: { act: 'reset' }, when: {} });
    expect(page.rejection).toContain('datagrams have no connection');
    const scenario = page.say({ type: 'export' }).all('exported').at(-1)?.scenario;
    expect(scenario?.inputs.map((input) => input.do)).toEqual(['datagrams', 'send']);
    const other = new HostPage().boot({ options: DATAGRAMS, scenario });
    other.until(() => other.all('history').length === 1).rest();
    const entries = other.all('history')[0]?.entries ?? [];
    expect(entries.map(({ did, bytes }) => [did, String.fromCharCode(...bytes)])).toEqual([
      ['connect', ''],
      ['send', 'one'],
      ['receive', 'ONE'],
    ]);
  });
});

describe('a server on a Unix socket', () => {
  test('serves clients like any other, and the ends of its responses are known after a replay', () => {
    const page = new HostPage().boot({ scenario: ON_UNIX });
    page.until(() => page.all('history').length === 1).rest();
    expect(addressOf(page)).toBe('unix:///run/app.sock');
    page.connect(0).send(0, 'GET / HTTP/1.0\r\n\r\n').rest();
    expect(page.received(0)).toContain('200 OK');
    const scenario = page.say({ type: 'export' }).all('exported').at(-1)?.scenario;
    const other = new HostPage().boot({ scenario });
    other.until(() => other.all('history').length === 1).rest();
    const entries = other.all('history')[0]?.entries ?? [];
    expect([...new Set(entries.map(({ did }) => did))]).toEqual(['connect', 'send', 'receive', 'eof']);
  });
});

describe('the address of a server', () => {
  test('names the family unless it is TCP', () => {
    expect(placeText(['127.0.0.1', 5000], false)).toBe('127.0.0.1:5000');
    expect(placeText('/run/echo', true)).toBe('unix:///run/echo (datagrams)');
    expect(placeText(undefined, true)).toBeUndefined();
    expect([takesDatagrams('udp://127.0.0.1:5000'), takesDatagrams('unix:///run/echo (datagrams)')]).toEqual([
      true,
      true,
    ]);
    expect([
      takesDatagrams('unix:///run/app.sock'),
      takesDatagrams('127.0.0.1:5000'),
      takesDatagrams(undefined),
    ]).toEqual([false, false, false]);
    expect([
      isBehindLink('unix:///run/app.sock'),
      isBehindLink('udp://127.0.0.1:5000'),
      isBehindLink(undefined),
    ]).toEqual([false, true, true]);
  });

  test('in the past is that of the listener, or of the datagram socket without a peer', () => {
    const queue = new Uint8Array();
    const base = { id: 1, receiveQueue: queue, sendQueue: queue, backlog: [], backlogLimit: 0 };
    const udp = { ...base, family: 'AF_INET', type: 'SOCK_DGRAM' } as const;
    const server = { ...udp, state: 'unconnected', local: ['127.0.0.1', 5000], remote: undefined } as const;
    const client = { ...udp, state: 'established', local: ['127.0.0.1', 40_000], remote: ['127.0.0.1', 5000] } as const;
    expect(placeIn([client, server])).toBe('udp://127.0.0.1:5000');
    const listener = {
      ...base,
      family: 'AF_UNIX',
      type: 'SOCK_STREAM',
      state: 'listen',
      local: '/a',
      remote: undefined,
    };
    expect(placeIn([server, listener])).toBe('unix:///a');
    expect(placeIn([client])).toBeUndefined();
  });
});
