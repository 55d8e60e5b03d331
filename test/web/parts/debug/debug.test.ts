/** Breakpoints on the page: what the form makes of them, and their texts and those of pauses. */
import { expect, test } from 'vitest';
import { Machine, preset } from '../../../../src/index.ts';
import type { BreakpointSpec, Candidate, Step, StepKind } from '../../../../src/index.ts';
import { readBreakpoint } from '../../../../src/machine/time/breakpoints.ts';
import { SYSCALLS } from '../../../../src/kernel/syscalls/table.ts';
import { BREAKPOINT_KINDS } from '../../../../src/vocabulary.ts';
import { matchingNames, nearNames } from '../../../../web/parts/debug/names.ts';
import { breakpointOfStep, isSameBreakpoint } from '../../../../web/session/debug/breakpoints.ts';
import type { DebugState } from '../../../../web/session/debug/state.ts';
import { EMPTY, fieldsOf, isFault, specOf, syscallsFor } from '../../../../web/parts/debug/spec.ts';
import type { Fields } from '../../../../web/parts/debug/spec.ts';
import { breakpointLimits, breakpointTitle, faultText, pauseText } from '../../../../web/parts/debug/sentences.ts';
import { escapeBytes } from '../../../../web/kit/escapes.ts';
import { ENGLISH, loadTexts } from '../../../../web/texts/texts.ts';

const NAMES = [
  'http.server.BaseHTTPRequestHandler.parse_request',
  'http.server.BaseHTTPRequestHandler.send_header',
  'socketserver.BaseServer.process_request',
  'socketserver.ThreadingMixIn.process_request',
  'socketserver.ThreadingMixIn.process_request_thread',
];

const of = (fields: Partial<Fields>): unknown => specOf({ ...EMPTY, ...fields }, NAMES);
/** What the form says in English. */
const said = (fields: Partial<Fields>): string => {
  const spec = specOf({ ...EMPTY, ...fields }, NAMES);
  return isFault(spec) ? faultText(ENGLISH, spec) : '';
};

const SPECS: readonly BreakpointSpec[] = [
  { call: 'http.server.BaseHTTPRequestHandler.parse_request', thread: 'MainThread' },
  { leave: 'process_request', once: true },
  { syscall: 'recvfrom', client: 0 },
  { wait: 'epoll_wait', thread: 3 },
  { bytes: 'a\\\r\n\x16\xff', lane: 'rfile' },
  { pattern: '^GET \\S+', lane: 'kernel receive', client: 11 },
  { state: 'headers parsed' },
  { moment: 'make_environ', client: 1 },
];

test.each(SPECS)('the form of %j describes the same, and the machine takes it', (spec) => {
  const fields = fieldsOf(spec);
  expect(specOf(fields, NAMES)).toEqual(spec);
  expect(readBreakpoint(spec)).toEqual(spec);
});

test('each kind of breakpoint is one of the form, and all system calls are offered', () => {
  expect(new Set(SPECS.map((spec) => fieldsOf(spec).kind))).toEqual(new Set(BREAKPOINT_KINDS));
  expect([...syscallsFor('syscall')].toSorted()).toEqual(Object.keys(SYSCALLS).toSorted());
});

test('an unknown moment is refused, with those that may have been meant', () => {
  expect(of({ kind: 'moment', value: 'make_enviorn' })).toMatchObject({ field: 'value', near: ['make_environ'] });
  expect(said({ kind: 'moment', value: '' })).toBe('Which moment?');
});

test('an unknown method is refused, with those that may have been meant', () => {
  expect(of({ value: 'parse_reqest' })).toMatchObject({ field: 'value', near: [NAMES[0]] });
  expect(of({ kind: 'leave', value: 'ThreadingMixIn.proces_request' })).toMatchObject({
    near: [NAMES[3], NAMES[2], NAMES[0]],
  });
  expect(of({ value: 'BaseServer.process_request' })).toEqual({ call: 'BaseServer.process_request' });
  expect(of({ value: 'request' })).toMatchObject({ field: 'value' });
  expect(of({ value: 'no good!' })).toMatchObject({ field: 'value', near: [] });
});

test('while the names are unknown, any method is accepted', () => {
  expect(specOf({ ...EMPTY, value: 'anything' }, undefined)).toEqual({ call: 'anything' });
});

test('a system call that never waits is refused for a wait', () => {
  expect(of({ kind: 'wait', value: 'close' })).toMatchObject({ field: 'value' });
  expect(said({ kind: 'wait', value: 'close' })).toBe('close never waits: nothing would stop here.');
  expect(of({ kind: 'wait', value: 'accept4' })).toEqual({ wait: 'accept4' });
  expect(of({ kind: 'syscall', value: 'recvfrm' })).toMatchObject({ near: ['recvfrom'] });
  expect(of({ kind: 'syscall', value: 'toString' })).toMatchObject({ field: 'value' });
});

test.each(['base', 'threaded', 'forking'] as const)(
  'every system call that waits on the %s server is known to wait',
  (server) => {
    const app = preset('hello')?.app;
    if (app === undefined) throw new Error('no preset is called hello');
    const machine = new Machine({ app, server });
    machine.run();
    machine.connect().send('GET / HTTP/1.1\r\n\r\n');
    machine.run();
    const waits = machine.trace.steps().flatMap(({ kind, name }) => (kind === 'block' ? [name] : []));
    expect(waits.filter((name) => !syscallsFor('wait').includes(name))).toEqual([]);
  },
);

test('bytes are typed with escapes, and a wrong escape is named', () => {
  expect(of({ kind: 'bytes', value: String.raw`\x16\x03 é\\n` })).toEqual({ bytes: '\x16\x03 \xc3\xa9\\n' });
  expect(said({ kind: 'bytes', value: String.raw`a\x1` })).toBe(
    String.raw`\x1 stands for no byte. A backslash itself is \\.`,
  );
  expect(of({ kind: 'bytes', value: '\\' })).toMatchObject({ field: 'value' });
  expect(of({ kind: 'bytes', value: ' ' })).toEqual({ bytes: ' ' });
  expect(escapeBytes([71, 13, 10, 0, 92, 255])).toBe(String.raw`G\r\n\x00\\\xff`);
});

test('an invalid pattern, or one that no byte can match, is refused', () => {
  expect(of({ kind: 'pattern', value: 'a(' })).toMatchObject({ field: 'value' });
  expect(of({ kind: 'pattern', value: '€' })).toMatchObject({ field: 'value' });
  expect(of({ kind: 'pattern', value: 'GET', lane: 'wfile' })).toEqual({ pattern: 'GET', lane: 'wfile' });
});

test('each limit is checked at its own field, and a lane applies to bytes only', () => {
  const good = { value: 'parse_request' };
  expect(of({ ...good, client: 'connection 2', thread: ' 7 ', lane: 'rfile' })).toEqual({
    call: 'parse_request',
    thread: 7,
    client: 1,
  });
  expect(of({ ...good, thread: 'connection 2' })).toEqual({ call: 'parse_request', thread: 'client-1' });
  expect(of({ ...good, client: '0' })).toMatchObject({ field: 'client' });
  expect(of({ ...good, thread: '0' })).toMatchObject({ field: 'thread' });
  expect(isFault(specOf({ ...EMPTY, ...good, thread: 'Thread-1' }, NAMES))).toBe(false);
});

test('names match by any part; those whose last part begins with the text come first', () => {
  expect(matchingNames(NAMES, 'process')).toEqual(NAMES.slice(2));
  expect(matchingNames(NAMES, 'request')).toEqual([NAMES[0], ...NAMES.slice(2), NAMES[1]]);
  expect(matchingNames(NAMES, '', 2)).toEqual(NAMES.slice(0, 2));
  expect(nearNames(NAMES, 'xyz')).toEqual([]);
});

const step = (kind: StepKind, name: string): Step => ({ number: 4, kind, time: 0, tid: 1, depth: 0, name, detail: '' });

test('a row of the log suggests a breakpoint where one can stop', () => {
  expect(breakpointOfStep(step('call', 'a.B.c'))).toEqual({ call: 'a.B.c' });
  expect(breakpointOfStep(step('raise', 'a.B.c'))).toEqual({ leave: 'a.B.c' });
  expect(breakpointOfStep(step('syscall', 'recvfrom'))).toEqual({ syscall: 'recvfrom' });
  expect(breakpointOfStep(step('block', 'poll'))).toEqual({ wait: 'poll' });
  expect(breakpointOfStep(step('queue', 'receive'))).toBeUndefined();
  expect(breakpointOfStep(undefined)).toBeUndefined();
});

test('a breakpoint has a short title, and a list of its limits', () => {
  expect(SPECS.map((spec) => breakpointTitle(ENGLISH, spec))).toEqual([
    'BaseHTTPRequestHandler.parse_request',
    'process_request left',
    'recvfrom',
    'epoll_wait waits',
    String.raw`bytes “a\\\r\n\x16\xff”`,
    String.raw`bytes like /^GET \S+/`,
    'headers parsed',
    'moment make_environ',
  ]);
  expect(SPECS.map((spec) => breakpointLimits(ENGLISH, spec)).map((limits) => limits.join(', '))).toEqual([
    'MainThread',
    'once',
    'connection 1',
    'thread 3',
    'in rfile',
    'in kernel receive, connection 12',
    '',
    'connection 2',
  ]);
  expect(isSameBreakpoint({ syscall: 'read', client: 1 }, { client: 1, syscall: 'read' })).toBe(true);
  expect(isSameBreakpoint({ syscall: 'read' }, { wait: 'read' })).toBe(false);
});

test('a pause says where and why, in both languages', async () => {
  const chinese = await loadTexts('zh');
  const breakpoints = SPECS.map((spec, at) => ({ id: at + 10, spec, isOn: true, hits: 0, problem: undefined }));
  const state = (pause: DebugState['pause']): DebugState => ({ breakpoints, pause, isAsking: false });
  const held = { step: 1_143, hits: [], choice: undefined };
  expect(pauseText(ENGLISH, state({ ...held, why: 'reader' }))).toBe('Paused at step 1,143 by you');
  expect(pauseText(ENGLISH, state({ ...held, why: 'link' }))).toBe('Paused at step 1,143 by the link');
  expect(pauseText(ENGLISH, state({ ...held, why: 'breakpoint', hits: [12] }))).toBe(
    'Paused at step 1,143: breakpoint recvfrom',
  );
  expect(pauseText(ENGLISH, state({ ...held, why: 'breakpoint', hits: [12, 16] }))).toBe(
    'Paused at step 1,143: breakpoints recvfrom, headers parsed',
  );
  expect(pauseText(ENGLISH, state({ ...held, why: 'breakpoint', hits: [99] }))).toBe(
    'Paused at step 1,143: a breakpoint',
  );
  const candidate = (thread: string, process: string, pid: number): Candidate => ({
    tid: pid,
    thread,
    pid,
    process,
    why: '',
  });
  const candidates = [
    candidate('MainThread', 'server', 1_000),
    candidate('MainThread', 'server-child', 1_003),
    candidate('client-9', 'client-9', 1_002),
  ];
  const choice = { choice: 0, step: 1_143, candidates };
  expect(pauseText(ENGLISH, state({ ...held, why: 'choice', choice }))).toBe(
    'Who runs next? 1 server, 2 child 1003, 3 connection 10',
  );
  expect(pauseText(ENGLISH, state(undefined))).toBe('');
  expect(pauseText(chinese, state({ ...held, why: 'reader' }))).toBe('由你暂停于第 1,143 步');
  expect(pauseText(chinese, state({ ...held, why: 'breakpoint', hits: [12, 16] }))).toBe(
    '暂停于第 1,143 步：断点 recvfrom、已解析标头',
  );
  expect(pauseText(chinese, state({ ...held, why: 'choice', choice }))).toBe(
    '接下来谁运行？1 服务器、2 子进程 1003、3 连接 10',
  );
});
