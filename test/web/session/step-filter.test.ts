import { expect, test } from 'vitest';
import type { StepKind } from '../../../src/index.ts';
import { EVERYTHING, groupOf, GROUPS, ownerOf, passes } from '../../../web/session/log/step-filter.ts';

const KINDS: Readonly<Record<string, readonly StepKind[]>> = {
  calls: ['call', 'return', 'raise'],
  syscalls: ['syscall', 'block'],
  buffers: ['queue', 'socket', 'segment', 'change'],
  threads: ['switch', 'thread', 'exit'],
  log: ['log', 'input'],
};

test('each kind of step is hidden with its group, and with no other', () => {
  expect(GROUPS).toEqual(Object.keys(KINDS));
  for (const group of GROUPS) {
    const filter = { ...EVERYTHING, hidden: new Set([group]) };
    for (const [own, kinds] of Object.entries(KINDS)) {
      for (const kind of kinds) {
        expect(groupOf(kind)).toBe(own);
        expect(passes({ kind, name: 'a.B.c', tid: 1 }, filter)).toBe(own !== group);
        expect(passes({ kind, name: 'a.B.c', tid: 1 }, EVERYTHING)).toBe(true);
      }
    }
  }
});

test.each([
  ['socketserver.BaseServer.serve_forever', 'socketserver.BaseServer'],
  ['http.server.BaseHTTPRequestHandler.parse_request', 'http.server.BaseHTTPRequestHandler'],
  ['selectors._PollLikeSelector.select', 'selectors._PollLikeSelector'],
  ['werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write', 'werkzeug.serving.WSGIRequestHandler'],
  ['werkzeug.serving.run_simple', 'werkzeug.serving'],
  ['werkzeug.wsgi.outer.<locals>.inner', 'werkzeug.wsgi'],
  ['app', ''],
])('%s belongs to %s', (name, owner) => {
  expect(ownerOf({ kind: 'call', name })).toBe(owner);
  // The second time it comes from the cache.
  expect(ownerOf({ kind: 'return', name })).toBe(owner);
});

test('a step that is no call has no owner, whatever its name', () => {
  expect(ownerOf({ kind: 'syscall', name: 'socketserver.BaseServer.serve_forever' })).toBeUndefined();
});

test('a thread and an owner leave out what is not theirs, each alone and together', () => {
  const step = { kind: 'call', name: 'a.B.c', tid: 2 } as const;
  expect(passes(step, { ...EVERYTHING, tid: 2 })).toBe(true);
  expect(passes(step, { ...EVERYTHING, tid: 1 })).toBe(false);
  expect(passes({ ...step, tid: 0 }, { ...EVERYTHING, tid: 0 })).toBe(true);
  expect(passes(step, { ...EVERYTHING, owner: 'a.B' })).toBe(true);
  expect(passes(step, { ...EVERYTHING, owner: 'a' })).toBe(false);
  expect(passes({ ...step, kind: 'syscall' }, { ...EVERYTHING, owner: 'a.B' })).toBe(false);
  expect(passes(step, { ...EVERYTHING, tid: 1, owner: 'a.B' })).toBe(false);
});
