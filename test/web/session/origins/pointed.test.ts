/** What belongs to what is pointed at: the line of a byte, the step that read it, its key; the call that wrote it. */
import { expect, test } from 'vitest';
import { rowsOf } from '../../../../src/host/step-rows.ts';
import { Machine, preset } from '../../../../src/index.ts';
import type { ConnectionSnapshot, MachineOptions, Step } from '../../../../src/index.ts';
import { decodeLatin1 } from '../../../../web/kit/bytes-text.ts';
import { StepLog } from '../../../../web/session/log/step-log.ts';
import { PointedFinder } from '../../../../web/session/origins/pointed.ts';
import type { Pointed } from '../../../../web/session/origins/pointed.ts';
import { showValue } from '../../../../web/session/show-value.ts';
import { START } from '../../../../web/session/store.ts';
import type { Marked, PageState } from '../../../../web/session/store.ts';

interface Run {
  readonly rows: readonly Step[];
  readonly connection: ConnectionSnapshot;
  readonly log: StepLog;
  readonly find: (pointed: Pointed) => Marked | undefined;
  readonly request: (offset: number) => Marked | undefined;
  readonly response: (offset: number) => Marked | undefined;
  readonly headers: (offset: number) => Marked | undefined;
  readonly environ: (key: string) => Marked | undefined;
}

function runOf(machine: Machine, change: Partial<PageState> = {}, length?: number): Run {
  machine.run();
  const rows = machine.trace.steps();
  const live = machine.snapshot();
  const [connection] = live.connections;
  if (connection === undefined) throw new Error('no client has connected');
  const log = new StepLog();
  log.append(rowsOf(rows.slice(0, length)));
  const finder = new PointedFinder(log, () => ({ ...START, live, shown: live, connection: 0, ...change }));
  const find = (pointed: Pointed): Marked | undefined => finder.find(pointed);
  return {
    ...{ rows, connection, log, find },
    request: (offset) => find({ stream: 'request', offset }),
    response: (offset) => find({ stream: 'response', offset }),
    headers: (offset) => find({ stream: 'headers', offset }),
    environ: (environ) => find({ environ }),
  };
}

function machineOf(request: string, options: Partial<MachineOptions> = {}): Machine {
  const app = preset('hello')?.app;
  if (app === undefined) throw new Error('there is no preset hello');
  const machine = new Machine({ app, ...options });
  machine.run();
  machine.connect().send(request);
  return machine;
}

const ran = (request: string, options: Partial<MachineOptions> = {}): Run => runOf(machineOf(request, options));

test('a header leads to the step that read it and to its key in the environ, and the key back', () => {
  const request = 'GET / HTTP/1.1\r\nHost: a\r\nX-Some-Thing: 1\r\n\r\n';
  const { rows, ...links } = ran(request);
  const marked = links.request(request.indexOf('Some'));
  expect(marked?.link).toMatchObject({ what: { is: 'header', name: 'X-Some-Thing' }, from: 25, to: 42 });
  expect(marked).toMatchObject({ environKeys: ['HTTP_X_SOME_THING'], request: { from: 25, to: 42 } });
  const step = rows[marked?.step ?? -1];
  expect(step).toMatchObject({ kind: 'return', name: 'io.BufferedReader.readline' });
  expect(step?.detail).toBe(String.raw`b'X-Some-Thing: 1\r\n'`);
  expect(marked?.link?.call).toBe('http.server.BaseHTTPRequestHandler.parse_request');
  const back = links.environ('HTTP_X_SOME_THING');
  expect(back).toMatchObject({ step: marked?.step, link: marked?.link, environKeys: ['HTTP_X_SOME_THING'] });
  // Its name and its value, without the line end.
  expect(back?.request).toEqual({ from: 25, to: 40 });
  expect(links.request(0)?.link).toMatchObject({ what: { is: 'requestLine' }, from: 0, to: 16 });
  expect(links.request(request.length)).toBeUndefined();
});

test('lines beyond the first fill of the buffer are found too', () => {
  const long = Array.from({ length: 300 }, (_, number) => `X-N: ${'y'.repeat(60)}${number}\r\n`).slice(0, 90);
  const request = `GET / HTTP/1.1\r\n${long.join('')}${'Z: 1\r\n'.repeat(5)}X-P: ${'p'.repeat(4_000)}\r\nLast: 1\r\n\r\n`;
  const { rows, ...links } = ran(request);
  expect(request.length).toBeGreaterThan(8192);
  const marked = links.request(request.indexOf('Last') + 1);
  expect(rows[marked?.step ?? -1]?.detail).toBe(String.raw`b'Last: 1\r\n'`);
});

test('a byte of the response leads to the call that wrote it', () => {
  const { rows, connection, ...links } = ran('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const answer = connection.lanes.find(({ name }) => name === 'client in')?.bytes ?? new Uint8Array();
  const text = String.fromCharCode(...answer);
  const body = links.response(text.indexOf('success'));
  expect(text.slice(body?.response?.from, body?.response?.to)).toBe('{"code": 0, "msg": "success"}');
  expect(rows[body?.step ?? -1]).toMatchObject({ kind: 'call', name: 'socketserver._SocketWriter.write' });
  const head = links.response(3);
  expect(text.slice(head?.response?.from, head?.response?.to)).toMatch(/^HTTP\/1\.0 200 OK\r\n[^]*\r\n\r\n$/);
  expect(links.response(answer.length)).toBeUndefined();
});

test('a line of the head of an answer leads to the header that the app has set, and the header back to its line', () => {
  const { connection, ...links } = ran('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const text = decodeLatin1(connection.lanes.find(({ name }) => name === 'client in')?.bytes ?? new Uint8Array());
  const at = text.indexOf('Content-Type');
  expect(links.response(at + 3)?.values).toEqual(['Content-Type']);
  expect(links.response(2)?.values).toEqual(['status_set']);
  // What the server adds is in no header of the app.
  expect(links.response(text.indexOf('Server:'))?.values).toEqual([]);
  const line = links.find({ header: 'Content-Type' })?.response;
  expect(text.slice(line?.from, line?.to)).toMatch(/^Content-Type: [^\r]*(\r\n)?$/);
  const status = links.find({ attribute: 'status_set' })?.response;
  expect(text.slice(status?.from, status?.to)).toContain('200 OK');
});

test('the head of a response is found in _headers_buffer, after those of earlier responses, and leads back from there', () => {
  const request = 'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi';
  const { connection, ...links } = ran(request, { server: 'threaded' });
  const lane = (name: string): string =>
    decodeLatin1(connection.lanes.find((lane) => lane.name === name)?.bytes ?? new Uint8Array());
  const answers = lane('client in');
  const buffered = lane('headers buffer');
  const second = answers.indexOf('HTTP/1.1 200 OK', 1);
  expect(second).toBeGreaterThan(0);
  for (const offset of [0, second + 5]) {
    const marked = links.response(offset);
    const { from = -1, to = -1 } = marked?.headers ?? {};
    expect(buffered.slice(from, to)).toBe(answers.slice(marked?.response?.from, marked?.response?.to));
    for (const byte of [from, to - 1])
      expect(links.headers(byte)).toMatchObject({
        headers: { from, to },
        response: marked?.response,
        link: marked?.link,
      });
  }
  expect(links.response(second - 1)?.headers).toBeUndefined();
  expect(links.headers(buffered.length)).toBeUndefined();
});

test('steps that the log has gained since are found too', () => {
  const machine = machineOf('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const grown = runOf(machine, {}, 100);
  expect(grown.response(0)).toBeUndefined();
  grown.log.append(rowsOf(grown.rows.slice(100)));
  expect(grown.response(0)).toEqual(runOf(machine).response(0));
});

test('a megabyte without a line feed is searched', () => {
  expect(decodeLatin1(new Uint8Array(2 ** 20).fill(0xe9))).toBe('é'.repeat(2 ** 20));
  const machine = machineOf('');
  const bytes = new Uint8Array(2 ** 20).fill(0xe9);
  const live = machine.snapshot();
  const lanes =
    live.connections[0]?.lanes.map((lane) => (lane.name === 'client out' ? { ...lane, bytes } : lane)) ?? [];
  const connections = live.connections.map((one) => ({ ...one, lanes }));
  const { request } = runOf(machine, { live: { ...live, connections } });
  expect(request(5)?.link).toMatchObject({ from: 0, to: bytes.length });
  expect(showValue(bytes).startsWith(String.raw`b'\xe9\xe9`)).toBe(true);
});

test('the bytes of a datagram lead nowhere, those of the response to the call that sent it', () => {
  const app = preset('datagrams')?.app;
  if (app === undefined) throw new Error('there is no preset datagrams');
  const machine = new Machine({ app });
  machine.datagrams().send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const links = runOf(machine);
  expect(links.request(3)).toBeUndefined();
  expect(links.response(3)?.link).toMatchObject({ call: 'sendto', from: 0, to: 27 });
});

test('a request line leads to the keys that are made of it, and each of them back to its part of the line', () => {
  const links = ran('GET /a/b?c=d HTTP/1.1\r\nHost: a\r\n\r\n');
  const parts = { REQUEST_METHOD: [0, 3], PATH_INFO: [4, 8], QUERY_STRING: [9, 12], SERVER_PROTOCOL: [13, 21] };
  expect(links.request(5)?.environKeys).toEqual(expect.arrayContaining(Object.keys(parts)));
  for (const [key, [from, to]] of Object.entries(parts))
    expect(links.environ(key)).toMatchObject({ request: { from, to }, link: { what: { is: 'requestLine' } } });
});

test('a line of the log leads to the request line that it tells of, and the request line to it', () => {
  const links = ran('GET /a HTTP/1.1\r\nHost: a\r\n\r\n');
  const [log = -1, ...more] = links.request(0)?.logLines ?? [];
  expect(more).toEqual([]);
  expect(links.find({ log })).toMatchObject({ request: { from: 0 }, logLines: expect.arrayContaining([log]) });
  expect(links.request(20)?.logLines).toEqual([]);
});

test('the attributes of the handler lead to their words of the request line, and the line to them', () => {
  const links = ran('GET /a HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(links.find({ attribute: 'path' })?.request).toEqual({ from: 4, to: 6 });
  expect(links.request(0)?.values).toEqual(expect.arrayContaining(['command', 'path', 'request_version']));
});

test('a descriptor leads to the step that made it; a call to the bytes that it moved', () => {
  const { rows, ...links } = ran('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(rows[links.find({ fd: 3 })?.step ?? -1]?.name ?? '').toMatch(/socket/);
  const step = rows.findIndex(({ kind, name }) => kind === 'syscall' && name === 'recvfrom');
  expect(links.find({ step })).toMatchObject({ request: { from: 0, to: 27 }, step });
});

test('while the reader is asked what comes next, nothing that comes later is marked', () => {
  const machine = machineOf('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const all = runOf(machine);
  const read = all.request(0)?.step ?? -1;
  expect(all.request(0)?.environKeys).not.toEqual([]);
  const { request } = runOf(machine, { hidesFuture: true, cursor: read + 1 });
  expect(request(0)).toMatchObject({ environKeys: [], request: { from: 0, to: 16 } });
});

test('bytes of another connection than the one that is shown are not marked', () => {
  const links = ran('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const byte = { direction: 'request', byte: 0, to: 1, lane: 'client out' } as const;
  expect(links.find({ client: 0, ...byte })?.link).toMatchObject({ from: 0, to: 16 });
  expect(links.find({ client: 1, ...byte })).toBeUndefined();
});
