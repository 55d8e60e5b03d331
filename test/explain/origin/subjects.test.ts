/** What can be asked for beside bytes and keys: descriptors, log lines, steps, headers; and bytes in each lane. */
import { describe, expect, test } from 'vitest';
import { fateOf, ORIGIN_EN, originOf, originText } from '../../../src/explain.ts';
import type { OriginLink, OriginSubject } from '../../../src/explain.ts';
import { Machine, preset, Request, Response } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';

const GET = 'GET /hello?name=you HTTP/1.1\r\nHost: localhost\r\n\r\n';

function served(options: Partial<MachineOptions> = {}, request = GET, clients = 1): Machine {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp, ...options });
  for (let client = 0; client < clients; client += 1) machine.connect().send(request);
  machine.run();
  return machine;
}

/** The codes on the first way. */
const way = ({ what, next: [first] }: OriginLink): string[] => [what.code, ...(first === undefined ? [] : way(first))];
const links = (link: OriginLink): OriginLink[] => [link, ...link.next.flatMap(links)];
const codes = (link: OriginLink): string[] => [...new Set(links(link).map(({ what }) => what.code))];

/** The name of the step of a link, with what the log says there. */
const stepOf = (machine: Machine, { step }: OriginLink): string | undefined =>
  step === undefined ? undefined : `${machine.trace.step(step).name} ${machine.trace.step(step).detail}`;

describe('a descriptor', () => {
  test('of a listener was made by socket, and is open', () => {
    const machine = served();
    const origin = originOf(machine, { fd: 3 });
    expect(way(origin)).toEqual(['descriptor', 'opened.socket']);
    expect(origin.what.values).toEqual({ fd: 3, pid: machine.serverProcess.pid });
    expect(stepOf(machine, origin)).toBe('socket AF_INET, SOCK_STREAM = 3');
    expect(originText(origin.what, ORIGIN_EN)).toBe(`Descriptor 3 of process ${machine.serverProcess.pid}`);
    const fate = fateOf(machine, { fd: 3 });
    expect(way(fate)).toEqual(['descriptor', 'end.open']);
    expect(fate.next[0]?.step).toBeUndefined();
  });

  test('of a connection was accepted for the client whose address it has, and closed', () => {
    const machine = served({}, GET, 3);
    const origin = originOf(machine, { fd: 4 });
    expect(way(origin)).toEqual(['descriptor', 'opened.accept4', 'connected']);
    const [accepted] = origin.next;
    // The last one of that number: the third client's.
    const address = machine.clients[2]?.localAddress?.join(':') ?? '?';
    expect(accepted?.next[0]?.what.values).toEqual({ address });
    expect(stepOf(machine, accepted as OriginLink)).toBe(`accept4 3 = 4 from ${address}`);
    expect(stepOf(machine, accepted?.next[0] as OriginLink)).toContain('connect 1, 127.0.0.1:5000');
    const fate = fateOf(machine, { fd: 4 });
    expect(way(fate)).toEqual(['descriptor', 'closed']);
    expect(stepOf(machine, fate.next[0] as OriginLink)).toBe('close 4 = 0');
    expect(fate.next[0]?.what.values).toEqual({ fd: 4, pid: machine.serverProcess.pid });
  });

  test('of a Unix socket’s connection names no address', () => {
    const machine = served({ host: 'unix:///run/a.sock' });
    expect(way(originOf(machine, { fd: 4 }))).toEqual(['descriptor', 'opened.accept4']);
  });

  test('of a child came by fork, from the one that was open in its parent then', () => {
    const machine = served({ server: 'forking' }, GET, 2);
    const parent = machine.serverProcess.pid;
    const children = machine.trace
      .steps()
      .flatMap(({ kind, name, detail }) =>
        kind === 'syscall' && name === 'fork' ? Number(/= (\d+)/.exec(detail)?.[1]) : [],
      );
    expect(children).toHaveLength(2);
    for (const [client, pid] of children.entries()) {
      expect(way(originOf(machine, { fd: 3, pid }))).toEqual(['descriptor', 'opened.fork', 'opened.socket']);
      const origin = originOf(machine, { fd: 4, pid });
      expect(way(origin)).toEqual(['descriptor', 'opened.fork', 'opened.accept4', 'connected']);
      expect(links(origin).at(-1)?.what.values).toEqual({ address: machine.clients[client]?.localAddress?.join(':') });
      expect(links(origin).map(({ what }) => what.values['pid'])).toEqual([pid, pid, parent, undefined]);
    }
    expect(() => originOf(machine, { fd: 77, pid: parent })).toThrow(
      `fd: process ${parent} has never had a descriptor 77`,
    );
    expect(() => originOf(machine, { fd: 3, pid: 5 })).toThrow('process 5');
  });
});

describe('bytes in a lane', () => {
  const machine = served();
  const of = (lane: Extract<OriginSubject, { lane?: unknown }>['lane'], byte = 0): string[] =>
    way(originOf(machine, { client: 0, direction: 'response', byte, ...(lane === undefined ? {} : { lane }) }));
  const fate = (lane: Extract<OriginSubject, { lane?: unknown }>['lane']): string[] =>
    way(fateOf(machine, { client: 0, direction: 'response', byte: 0, ...(lane === undefined ? {} : { lane }) }));

  test('are asked for where they are: nearer to the client, more has happened to them', () => {
    expect(of('wfile')).toEqual(['byte.response', 'flush', 'line.version']);
    expect(of('headers buffer')).toEqual(['byte.response', 'line.version']);
    expect(of('client in')).toEqual([
      'byte.response',
      'received.client',
      'queued.client',
      'sendto',
      'flush',
      'line.version',
    ]);
    expect(fate('headers buffer')).toEqual([
      'byte.response',
      'flush',
      'sendto',
      'queued.client',
      'received.client',
      'end.shown',
    ]);
    expect(fate('wfile')).toEqual(['byte.response', 'sendto', 'queued.client', 'received.client', 'end.shown']);
    expect(fate('client in')).toEqual(['byte.response', 'end.shown']);
  });

  test('without one: for their origin at the far end, for their fate at the near one', () => {
    expect(of(undefined)).toEqual(of('client in'));
    expect(fate(undefined)).toEqual(fate('wfile'));
  });

  test('that have not come so far are asked for where they are', () => {
    const half = new Machine({ app: preset('hello')?.app as WsgiApp });
    half.connect().send('GET /half');
    half.run();
    const asked = { client: 0, direction: 'request', byte: 8 } as const;
    expect(way(fateOf(half, { ...asked, lane: 'rfile' })).at(-1)).toBe('end.in-rfile');
    expect(way(originOf(half, { ...asked, lane: 'rfile' }))).toEqual(way(originOf(half, asked)));
    expect(() => originOf(half, { ...asked, byte: 9 })).toThrow(
      'byte: 9 is not a byte of the request of client 0, which has 9',
    );
    expect(() => originOf(half, { ...asked, byte: -1 })).toThrow('byte: -1');
    expect(() => originOf(half, { ...asked, byte: 1.5 })).toThrow(RangeError);
    expect(() => originOf(half, { client: 0, direction: 'response', byte: 0 })).toThrow('which has 0');
    expect(() => originOf(half, { client: 0, direction: 'response', byte: 0, lane: 'headers buffer' })).toThrow(
      'byte: 0 of _headers_buffer of client 0 has not been written',
    );
  });
});

describe('a header of the answer', () => {
  const named = (machine: Machine, header: string): string[] => way(originOf(machine, { header }));

  test('was the app’s, or the server’s own for its own reason', () => {
    const machine = served({ server: 'threaded' });
    expect(named(machine, 'content-type')).toEqual(['header', 'line.header', 'start.header', 'made.response']);
    expect(named(machine, 'Server')).toEqual(['header', 'line.server']);
    expect(named(machine, 'Date')).toEqual(['header', 'line.date']);
    expect(named(machine, 'Connection')).toEqual(['header', 'line.connection']);
    expect(named(machine, 'Content-Length')).toEqual([
      'header',
      'line.header',
      'start.header',
      'made.counted',
      'made.response',
    ]);
    expect(() => named(machine, 'X-Nope')).toThrow('header: "X-Nope" is not a header of this response');
  });

  test('of an error page is send_error’s, except what the server always adds', () => {
    const machine = served({}, `GET / HTTP/1.0\r\n${'X: y\r\n'.repeat(101)}\r\n`);
    expect(named(machine, 'Content-Type').slice(0, 2)).toEqual(['header', 'error.header']);
    expect(named(machine, 'Server')).toEqual(['header', 'line.server']);
    expect(named(machine, 'Date')).toEqual(['header', 'line.date']);
    const status = originOf(machine, { client: 0, direction: 'response', byte: 9, lane: 'headers buffer' });
    expect(codes(status)).toContain('error.status');
  });

  test('is the app’s also where its list is longer than the log keeps', () => {
    const headers = Array.from({ length: 20 }, (_, number) => [`X-${number}`, `value ${number}`] as [string, string]);
    const app: WsgiApp = (_, startResponse) => {
      startResponse('200 OK', headers);
      return [];
    };
    const machine = served({ app });
    for (const name of ['X-0', 'X-19']) {
      const origin = originOf(machine, { header: name });
      expect(way(origin)).toEqual(['header', 'line.header', 'start.header', 'made.app']);
      expect(stepOf(machine, origin.next[0] as OriginLink)).toContain(`send_header '${name}'`);
      expect(stepOf(machine, origin.next[0]?.next[0] as OriginLink)).toContain('start_response');
    }
  });

  test('belongs to one request of a connection', () => {
    const app = Request.application((request) => new Response('', { headers: { 'X-Path': request.path } }));
    const machine = served({ app, server: 'threaded' }, 'GET /one HTTP/1.1\r\nHost: a\r\n\r\n');
    const origin = originOf(machine, { header: 'x-path', request: 0 });
    expect(way(origin).slice(0, 3)).toEqual(['header', 'line.header', 'start.header']);
    expect(() => originOf(machine, { header: 'x-path', request: 1 })).toThrow(
      'request: 1 is not the number of a request',
    );
  });

  test('of the request is its line, with what was typed', () => {
    const machine = served();
    expect(way(originOf(machine, { header: 'HOST', direction: 'request' })).at(-1)).toBe('typed');
    expect(() => originOf(machine, { header: 'Server', direction: 'request' })).toThrow('not a header of this request');
  });
});

describe('a line of the log', () => {
  test('of a request was made of its line and its status', () => {
    const machine = served();
    const lines = machine.log.split('\n');
    const line = lines.findIndex((text) => text.includes('"GET /hello'));
    const origin = originOf(machine, { log: line });
    expect(origin.what.values).toEqual({ line: line + 1 });
    expect(way(origin).slice(0, 3)).toEqual(['log', 'logged.request', 'read.line']);
    expect(codes(origin)).toEqual(expect.arrayContaining(['start.status', 'typed']));
    expect(way(fateOf(machine, { log: line }))).toEqual(['log', 'end.stderr']);
    expect(() => originOf(machine, { log: lines.length - 1 })).toThrow(`which has ${lines.length - 1}`);
    expect(way(originOf(machine, { log: 0 })).slice(0, 2)).toEqual(['log', 'logged']);
  });

  test('of a traceback was made of the error', () => {
    const app: WsgiApp = () => {
      throw new Error('nö');
    };
    const machine = served({ app });
    const line = machine.log.split('\n').findIndex((text) => text.includes('Error on request'));
    const origin = originOf(machine, { log: line });
    const failed = links(origin).find(({ what }) => what.code === 'made.error');
    expect(failed?.what.values['error']).toContain('nö');
    expect(codes(origin)).not.toContain('logged.request');
  });
});

describe('a step', () => {
  test('of a call has its callers, up to its thread, and its end', () => {
    const machine = served();
    const step = machine.trace.steps().findIndex(({ kind, name }) => kind === 'call' && name.endsWith('.make_environ'));
    const origin = originOf(machine, { step });
    const callers = links(origin).filter(({ what }) => what.code === 'caller');
    expect(callers.map(({ what }) => what.values['name']).slice(0, 2)).toEqual([
      'werkzeug.serving.WSGIRequestHandler.run_wsgi',
      'http.server.BaseHTTPRequestHandler.handle_one_request',
    ]);
    expect(links(origin).at(-1)?.what.code).toBe('thread');
    const end = fateOf(machine, { step }).next.find(({ what }) => what.code === 'returned');
    expect(machine.trace.step(end?.step ?? 0)).toMatchObject({ kind: 'return', name: machine.trace.step(step).name });
    expect(() => originOf(machine, { step: machine.trace.length })).toThrow(RangeError);
  });

  test('in which the server sends has each of its ways once', () => {
    const machine = served();
    const step = machine.trace
      .steps()
      .findLastIndex(({ name, tid, kind }) => kind === 'syscall' && name === 'sendto' && tid === 1000);
    expect(fateOf(machine, { step }).next.map(({ what }) => what.code)).toEqual(['sendto']);
  });

  test('of a system call has the bytes that it moved, and no others', () => {
    const machine = served();
    const step = machine.trace
      .steps()
      .findIndex(({ name, tid, kind }) => kind === 'syscall' && name === 'recvfrom' && tid === 1000);
    expect(codes(originOf(machine, { step }))).toEqual(expect.arrayContaining(['received', 'queued', 'sent', 'typed']));
    expect(codes(originOf(machine, { step }))).not.toContain('sendto');
    // They leave the queue in the step before it; from there they go on.
    expect(way(fateOf(machine, { step })).slice(0, 3)).toEqual(['step.syscall', 'received', 'read.line']);
    expect(fateOf(machine, { step }).next.map(({ what }) => what.code)).toEqual(['received']);
  });
});
