import { expect, test } from 'vitest';
import type { TraceEvent } from '../../src/trace/event.ts';
import type { StepKind } from '../../src/vocabulary.ts';
import { done, fail } from '../../src/kernel/sys.ts';
import type { Outcome } from '../../src/kernel/sys.ts';
import { CallFilter, callsOf, withoutIdleRounds } from './calls.ts';
import type { CallEvent } from './recording.ts';
import { maskText, milliseconds, syscallsOf } from './syscalls.ts';

const event = (tid: number, kind: StepKind, name: string, more: { a?: unknown; b?: unknown } = {}): TraceEvent => ({
  kind,
  name,
  tid,
  time: 0,
  depth: 0,
  a: more.a,
  b: more.b,
});
const thread = (tid: number, name: string, process = 'server', pid = 1): TraceEvent =>
  event(tid, 'thread', name, { a: { tid, pid, process, parent: pid === 1 ? undefined : 1 } });
const syscall = (tid: number, name: string, a: readonly unknown[], b: Outcome<unknown>): TraceEvent =>
  event(tid, 'syscall', name, { a, b });

const LISTENING = [
  thread(1, 'MainThread'),
  syscall(1, 'socket', ['AF_INET', 'SOCK_STREAM'], done(3)),
  syscall(1, 'bind', [3, ['127.0.0.1', 0]], done(0)),
];
const LISTENER = [
  ['socket', 'listener', 'AF_INET', 'SOCK_STREAM|SOCK_CLOEXEC'],
  ['bind', 'listener', 0],
];

const filter = new CallFilter(['KeepAliveHandler']);

test('the filter keeps methods of servers and handlers, and few functions', () => {
  for (const name of [
    'socketserver.BaseServer.serve_forever',
    'http.server.BaseHTTPRequestHandler.handle',
    'werkzeug.serving.make_server',
    'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write',
    'werkzeug.wrappers.request.Request.application.<locals>.application',
    'werkzeug.wrappers.response.Response.__call__',
    'werkzeug.exceptions.HTTPException.get_body',
    'apps.KeepAliveHandler.do_GET',
  ]) {
    expect(filter.keeps(name), name).toBe(true);
  }
});

test('the filter leaves out other modules, other functions and other classes', () => {
  for (const name of [
    'threading.Thread.start',
    'http.client.HTTPMessage.get',
    'werkzeug.serving.select_address_family',
    'werkzeug.wrappers.response.Response.set_cookie',
    'werkzeug.exceptions.HTTPException.name',
    'apps.TeaError.get_headers',
    'apps.hello',
  ]) {
    expect(filter.keeps(name), name).toBe(false);
  }
});

test('calls go to the list of their thread, and other processes have none', () => {
  const name = 'socketserver.BaseServer.finish_request';
  const events = [
    thread(1, 'MainThread'),
    thread(2, 'Thread-1 (process_request_thread)'),
    thread(3, 'control'),
    thread(4, 'script', 'script', 9),
    event(2, 'call', name),
    event(4, 'call', name),
    event(3, 'call', name),
    event(1, 'raise', name),
  ];
  expect(Object.entries(callsOf(events, 'server', filter))).toEqual([
    ['server', [['raise', name]]],
    ['handler-1', [['call', name]]],
    ['control', [['call', name]]],
  ]);
});

test('service_actions is kept only right after a request', () => {
  const noblock: CallEvent = ['return', 'socketserver.BaseServer._handle_request_noblock'];
  const idle: CallEvent[] = [
    ['call', 'socketserver.ForkingMixIn.service_actions'],
    ['call', 'socketserver.ForkingMixIn.collect_children'],
    ['return', 'socketserver.ForkingMixIn.collect_children'],
    ['return', 'socketserver.ForkingMixIn.service_actions'],
  ];
  expect(withoutIdleRounds([noblock, ...idle, ...idle])).toEqual([noblock, ...idle]);
});

test('masks and timeouts are written as strace writes them', () => {
  expect(maskText(0x1 | 0x8 | 0x10, 'EPOLL')).toBe('EPOLLIN|EPOLLERR|EPOLLHUP');
  expect(maskText(0x4, 'POLL')).toBe('POLLOUT');
  expect([milliseconds(500_000), milliseconds(undefined), milliseconds(1)]).toEqual([500, -1, 1]);
});

test('the listener is known from its socket call on; polls on it that timed out are dropped', () => {
  const poll = (ready: readonly unknown[]): TraceEvent =>
    syscall(1, 'poll', [[{ fd: 3, events: 1 }], 500_000], done(ready));
  const events = [
    ...LISTENING,
    poll([]),
    poll([{ fd: 3, events: 1 }]),
    syscall(1, 'accept4', [3], done([4, ['127.0.0.1', 40_000]])),
    syscall(1, 'recvfrom', [4, 8192], fail('ECONNRESET')),
    syscall(1, 'close', [4], done(0)),
    syscall(1, 'close', [4], fail('EBADF')),
  ];
  expect(syscallsOf(events, 'server')).toEqual({
    server: [
      ...LISTENER,
      ['poll', 'listener', 'POLLIN', 500, 1, 'POLLIN'],
      ['accept4', 'listener', 'SOCK_CLOEXEC', 'conn1'],
      ['recvfrom', 'conn1', 8192, 'ECONNRESET'],
      ['close', 'conn1', 0],
    ],
  });
});

test('roles follow fork, and a child that closes its copy leaves the parent its own', () => {
  const events = [
    ...LISTENING,
    syscall(1, 'accept4', [3], done([4, ['127.0.0.1', 40_000]])),
    thread(2, 'MainThread', 'server-child', 2),
    syscall(1, 'fork', [], done(2)),
    syscall(2, 'sendto', [4, new Uint8Array(5)], done(5)),
    syscall(2, 'close', [4], done(0)),
    syscall(1, 'shutdown', [4, 'SHUT_WR'], done(0)),
  ];
  expect(syscallsOf(events, 'server')).toEqual({
    server: [
      ...LISTENER,
      ['accept4', 'listener', 'SOCK_CLOEXEC', 'conn1'],
      ['fork', 'child-1'],
      ['shutdown', 'conn1', 'SHUT_WR', 0],
    ],
    'child-1': [
      ['sendto', 'conn1', 5, 5],
      ['close', 'conn1', 0],
    ],
  });
});

test('the control thread is not shown, and does not count as a handler', () => {
  const events = [
    thread(1, 'MainThread'),
    thread(5, 'control'),
    syscall(1, 'clone', [], done(5)),
    ...LISTENING.slice(1),
    thread(6, 'Thread-1 (process_request_thread)'),
    syscall(1, 'clone', [], done(6)),
  ];
  expect(syscallsOf(events, 'server')).toEqual({ server: [...LISTENER, ['thread', 'handler-1']] });
});
