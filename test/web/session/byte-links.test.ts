/** What belongs to a byte: its line, the step that read it, its environ key; the call that wrote it. */
import { expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { ConnectionSnapshot, Step } from '../../../src/index.ts';
import { ByteLinks } from '../../../web/session/byte-links.ts';
import { environKey } from '../../../web/session/request-lines.ts';
import { showValue } from '../../../web/session/show-value.ts';
import { decodeLatin1 } from '../../../web/kit/bytes-text.ts';

interface Run {
  readonly rows: readonly Step[];
  readonly connection: ConnectionSnapshot;
  readonly links: ByteLinks;
}

function ran(request: string, server: 'base' | 'threaded' = 'base'): Run {
  const app = preset('hello')?.app;
  if (app === undefined) throw new Error('there is no preset hello');
  const machine = new Machine({ app, server });
  machine.run();
  machine.connect().send(request);
  machine.run();
  const rows = machine.trace.steps();
  const [connection] = machine.snapshot().connections;
  if (connection === undefined) throw new Error('no client has connected');
  return { rows, connection, links: new ByteLinks({ length: rows.length, at: (number) => rows[number] }) };
}

test('a header leads to the step that read it and to its key in the environ', () => {
  const request = 'GET / HTTP/1.1\r\nHost: a\r\nX-Some-Thing: 1\r\n\r\n';
  const { rows, connection, links } = ran(request);
  const link = links.request(connection, request.indexOf('Some'));
  expect(link).toMatchObject({
    what: { is: 'header', name: 'X-Some-Thing' },
    environKeys: ['HTTP_X_SOME_THING'],
    from: 25,
    to: 42,
  });
  expect(rows[link?.step ?? -1]).toMatchObject({ kind: 'return', name: 'io.BufferedReader.readline' });
  expect(rows[link?.step ?? -1]?.detail).toBe(String.raw`b'X-Some-Thing: 1\r\n'`);
  expect(link?.call).toBe('http.server.BaseHTTPRequestHandler.parse_request');
  expect(links.environ(connection, 'HTTP_X_SOME_THING')).toEqual(link);
  expect(links.request(connection, 0)).toMatchObject({ what: { is: 'requestLine' }, from: 0, to: 16 });
  expect(links.request(connection, request.length)).toBeUndefined();
});

test('lines beyond the first fill of the buffer are found too', () => {
  const long = Array.from({ length: 300 }, (_, number) => `X-N: ${'y'.repeat(60)}${number}\r\n`).slice(0, 90);
  const request = `GET / HTTP/1.1\r\n${long.join('')}${'Z: 1\r\n'.repeat(5)}X-P: ${'p'.repeat(4_000)}\r\nLast: 1\r\n\r\n`;
  const { rows, connection, links } = ran(request);
  expect(request.length).toBeGreaterThan(8192);
  const link = links.request(connection, request.indexOf('Last') + 1);
  expect(rows[link?.step ?? -1]?.detail).toBe(String.raw`b'Last: 1\r\n'`);
});

test('a byte of the response leads to the call that wrote it', () => {
  const { rows, connection, links } = ran('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const answer = connection.lanes.find(({ name }) => name === 'client in')?.bytes ?? new Uint8Array();
  const text = String.fromCharCode(...answer);
  const body = links.response(connection, text.indexOf('success'));
  expect(text.slice(body?.from, body?.to)).toBe('{"code": 0, "msg": "success"}');
  expect(rows[body?.step ?? -1]).toMatchObject({ kind: 'call', name: 'socketserver._SocketWriter.write' });
  const head = links.response(connection, 3);
  expect(text.slice(head?.from, head?.to)).toMatch(/^HTTP\/1\.0 200 OK\r\n[^]*\r\n\r\n$/);
  expect(links.response(connection, answer.length)).toBeUndefined();
});

test('a header has the key in the environ that WSGI gives it', () => {
  expect(['Host', 'content-type', 'Content-Length', 'X-a-B'].map((name) => environKey(name))).toEqual([
    'HTTP_HOST',
    'CONTENT_TYPE',
    'CONTENT_LENGTH',
    'HTTP_X_A_B',
  ]);
});

test('the head of a response is found in _headers_buffer, after those of earlier responses, and leads back from there', () => {
  const request = 'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi';
  const { connection, links } = ran(request, 'threaded');
  const lane = (name: string): string =>
    decodeLatin1(connection.lanes.find((lane) => lane.name === name)?.bytes ?? new Uint8Array());
  const answers = lane('client in');
  const buffered = lane('headers buffer');
  const second = answers.indexOf('HTTP/1.1 200 OK', 1);
  expect(second).toBeGreaterThan(0);
  for (const offset of [0, second + 5]) {
    const link = links.response(connection, offset);
    const { from = -1, to = -1 } = link?.buffered ?? {};
    expect(buffered.slice(from, to)).toBe(answers.slice(link?.from, link?.to));
    expect(links.headers(connection, from)).toEqual(link);
    expect(links.headers(connection, to - 1)).toEqual(link);
  }
  expect(links.response(connection, second - 1)).toMatchObject({ buffered: undefined });
  expect(links.headers(connection, buffered.length)).toBeUndefined();
});

test('steps that the log has gained since are found too', () => {
  const { rows, connection, links } = ran('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const growing = { length: 100, at: (number: number) => rows[number] };
  const grown = new ByteLinks(growing);
  expect(grown.response(connection, 0)).toBeUndefined();
  growing.length = rows.length;
  expect(grown.response(connection, 0)).toEqual(links.response(connection, 0));
});

test('a megabyte without a line feed is searched', () => {
  const { connection, links } = ran('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const bytes = new Uint8Array(2 ** 20).fill(0xe9);
  expect(decodeLatin1(bytes)).toBe('é'.repeat(bytes.length));
  const lanes = connection.lanes.map((lane) => (lane.name === 'client out' ? { ...lane, bytes } : lane));
  expect(links.request({ ...connection, lanes }, 5)).toMatchObject({ from: 0, to: bytes.length });
  expect(showValue(bytes).startsWith(String.raw`b'\xe9\xe9`)).toBe(true);
});

test('the bytes of a datagram lead nowhere, those of the response to the call that sent it', () => {
  const app = preset('datagrams')?.app;
  if (app === undefined) throw new Error('there is no preset datagrams');
  const machine = new Machine({ app });
  machine.datagrams().send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  machine.run();
  const rows = machine.trace.steps();
  const links = new ByteLinks({ length: rows.length, at: (number) => rows[number] });
  const [connection] = machine.snapshot().connections;
  if (connection === undefined) throw new Error('no client has sent anything');
  expect(links.request(connection, 3)).toBeUndefined();
  expect(links.response(connection, 3)).toMatchObject({ call: 'socket.socket.sendto', from: 0, to: 27 });
});

test('a request line leads to the keys that are made of it, and each of them back to its part of the line', () => {
  const { connection, links } = ran('GET /a/b?c=d HTTP/1.1\r\nHost: a\r\n\r\n');
  const parts = { REQUEST_METHOD: [0, 3], PATH_INFO: [4, 8], QUERY_STRING: [9, 12], SERVER_PROTOCOL: [13, 21] };
  expect(links.request(connection, 5)?.environKeys).toEqual(expect.arrayContaining(Object.keys(parts)));
  for (const [key, [from, to]] of Object.entries(parts))
    expect(links.environ(connection, key)).toMatchObject({ from, to, environKeys: [key], what: { is: 'requestLine' } });
});
