/** Whose step is whose: the server's, a client's, or that of the handler of a client, in each kind of server. */
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, ServerKind, WsgiApp } from '../../../src/index.ts';
import { Roles } from '../../../src/machine/study/roles.ts';
import type { StepRole } from '../../../src/machine/study/roles.ts';
import type { TraceEvent } from '../../../src/trace/event.ts';

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
const KINDS = ['base', 'threaded', 'forking'] as const;
const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;
const NUMBERS = [0, 1];

/** A machine with two clients that ask at the same time. */
function asked(server: ServerKind, options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: app('hello'), server, ...options });
  for (const client of NUMBERS.map(() => machine.connect())) client.send(GET);
  machine.run();
  return machine;
}

type Read = Pick<TraceEvent, 'kind' | 'name' | 'tid'> & StepRole;

/** The steps of a machine, each with its role. */
function read({ trace }: Machine): Read[] {
  const events = Array.from({ length: trace.length }, (_, step) => trace.event(step) as TraceEvent);
  const roles = new Roles(events);
  return events.map((event) => {
    const { kind, name, tid } = event;
    return { kind, name, tid, ...roles.read(event) };
  });
}

/** What a role does, of the steps that pass. */
const keysOf = (steps: readonly Read[], role: string, holds: (step: Read) => boolean): string[] =>
  steps.filter((step) => step.role === role && holds(step)).map(({ key }) => key);

const MILESTONES = [
  'call http.server.BaseHTTPRequestHandler.parse_request',
  'return http.server.BaseHTTPRequestHandler.parse_request',
  'call werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.start_response',
  'call werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write',
  'call socketserver.TCPServer.shutdown_request',
];

describe.each(KINDS)('in the server %s', (kind) => {
  test.each([
    ['addresses', {}],
    ['a Unix socket', { host: 'unix:///tmp/socket' }],
  ])('each client has a handler of its own, with the same milestones: %s', (_, options) => {
    const steps = read(asked(kind, options));
    expect(new Set(steps.map(({ role }) => role))).toEqual(
      new Set(['', 'server', ...NUMBERS.flatMap((client) => [`client-${client}`, `handler of client-${client}`])]),
    );
    const isMoment = (step: Read): boolean => step.isMoment;
    expect(keysOf(steps, 'server', isMoment)).toEqual(NUMBERS.map((client) => `syscall accept4 client-${client}`));
    for (const client of NUMBERS) {
      expect(keysOf(steps, `handler of client-${client}`, isMoment)).toEqual(MILESTONES);
      expect(keysOf(steps, `client-${client}`, isMoment)).toEqual(['syscall connect']);
    }
    expect(steps.filter(({ role }) => role === '').map(({ kind: what }) => what)).toEqual(['input', 'input']);
  });

  test('the server accepts and hands over, and its handlers do the rest', () => {
    const steps = read(asked(kind));
    const nearServer = /\.(get|verify|process)_request$|\.serve_forever$|\.service_actions$/;
    const nearHandler = /\.(finish_request|handle|parse_request|shutdown_request|start_response|write)$/;
    for (const { name, role } of steps) {
      if (nearServer.test(name)) expect(role, name).toBe('server');
      if (nearHandler.test(name)) expect(role, name).toMatch(/^handler of client-\d$/);
    }
    for (const client of NUMBERS) {
      const own = (step: Read): boolean => /\.(finish|shutdown)_request$/.test(step.name);
      expect(keysOf(steps, `handler of client-${client}`, own)).toEqual([
        'call socketserver.BaseServer.finish_request',
        'return socketserver.BaseServer.finish_request',
        'call socketserver.TCPServer.shutdown_request',
        'return socketserver.TCPServer.shutdown_request',
      ]);
    }
  });

  test('each sender of a datagram has a handler of its own', () => {
    const machine = new Machine({ app: app('datagrams'), server: kind });
    for (const client of NUMBERS.map(() => machine.datagrams())) client.send('a');
    machine.run();
    const steps = read(machine);
    for (const client of NUMBERS) {
      const sent = (step: Read): boolean => step.kind === 'syscall' && step.name === 'sendto';
      expect(keysOf(steps, `handler of client-${client}`, sent)).toEqual(['syscall sendto']);
    }
    expect(keysOf(steps, 'server', ({ name }) => name === 'recvfrom')).toHaveLength(2);
  });
});

test.each(['threaded', 'forking'] as const)('what was started for a connection does all for it: %s', (kind) => {
  const steps = read(asked(kind));
  for (const client of NUMBERS) {
    const role = `handler of client-${client}`;
    const tids = new Set(steps.filter((step) => step.role === role).map(({ tid }) => tid));
    expect(tids.size).toBe(1);
    const own = steps.filter(({ tid }) => tids.has(tid));
    expect(new Set(own.map((step) => step.role))).toEqual(new Set([role]));
    expect([own[0]?.key, own.at(-1)?.key]).toEqual(['thread', kind === 'forking' ? 'exit' : 'thread ended']);
  }
});

test('an exception ends the handling of a connection, and what is told of it belongs to that', () => {
  const steps = read(asked('base', { app: app('boom'), passthroughErrors: true }));
  const raised = (step: Read): boolean => step.kind === 'raise' && step.name.startsWith('socketserver.BaseServer.');
  expect(keysOf(steps, 'handler of client-0', raised)).toEqual(['raise socketserver.BaseServer.finish_request']);
  expect(keysOf(steps, 'server', raised)).toEqual(
    ['process_request', '_handle_request_noblock', 'serve_forever'].map(
      (name) => `raise socketserver.BaseServer.${name}`,
    ),
  );
  expect(keysOf(steps, 'handler of client-0', ({ name }) => name.endsWith('.handle_error'))).toEqual([
    'call werkzeug.serving.BaseWSGIServer.handle_error',
    'raise werkzeug.serving.BaseWSGIServer.handle_error',
  ]);
});

describe('a step is compared by what it does', () => {
  const keys = (kind: ServerKind): Set<string> => new Set(read(asked(kind)).map(({ key }) => key));

  test('without the names of mixins, which do what the base class does', () => {
    for (const [kind, ...own] of [
      ['threaded', 'process_request_thread'],
      ['forking', 'collect_children', 'service_actions'],
    ] as const) {
      const found = keys(kind);
      for (const name of ['process_request', ...own]) {
        expect(found).toContain(`call socketserver.BaseServer.${name}`);
        expect(found).toContain(`return socketserver.BaseServer.${name}`);
      }
      expect([...found].filter((key) => key.includes('MixIn'))).toEqual([]);
    }
  });

  test('with the word that it is about, but no longer text and no number', () => {
    const found = keys('base');
    for (const key of [
      'call socket.socket.shutdown SHUT_WR',
      'call http.server.BaseHTTPRequestHandler.send_header Content-Length',
      'call werkzeug.serving.WSGIRequestHandler.__getattr__ do_GET',
    ]) {
      expect(found).toContain(key);
    }
    for (const key of found) expect(key).toMatch(/^[a-z]+(?: [+-]?[\w.<>-]+)?(?: [\w-]{1,24})?$/);
  });

  test('with the direction of bytes, and the beginning and the end of a thread', () => {
    const found = keys('forking');
    for (const key of ['queue +receive', 'queue -receive', 'thread', 'thread ended', 'switch', 'exit']) {
      expect(found).toContain(key);
    }
    // Before a server takes bytes they have come.
    expect([...found].find((key) => key.startsWith('queue'))).toBe('queue +receive');
    for (const key of ['block poll', 'socket established', 'change path', 'log stderr', 'input client-0 send']) {
      expect(found).toContain(key);
    }
  });
});
