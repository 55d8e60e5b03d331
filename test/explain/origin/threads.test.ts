/** Threads between bytes and keys of the environ: exactly the bytes that a value was made of. */
import { describe, expect, test } from 'vitest';
import { Machine } from '../../../src/index.ts';
import type { Environ, Snapshot, StartResponse } from '../../../src/index.ts';
import { threadsOf } from '../../../src/explain/origin/threads.ts';
import type { Thread } from '../../../src/explain/origin/threads.ts';

interface Run {
  readonly threads: readonly Thread[];
  readonly environ: Readonly<Record<string, unknown>>;
}

function ok(_environ: Environ, startResponse: StartResponse): Uint8Array[] {
  startResponse('200 OK', []);
  return [];
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

function threads(request: string, server: 'base' | 'threaded' | 'forking' = 'base'): Run {
  const machine = new Machine({ app: ok, server });
  machine.connect().send(latin1(request));
  machine.run();
  const rows = machine.trace.steps();
  const snapshot = machine.snapshot();
  const environ = Object.fromEntries(snapshot.connections[0]?.handler?.environ ?? []);
  return { threads: threadsOf(snapshot, { length: rows.length, at: (number) => rows[number] }), environ };
}

/** `PATH_INFO 0-2 ← /é…`: each thread as text. */
const texts = (request: string, { threads: all, environ }: Run, key: string): string[] =>
  all
    .filter((thread) => thread.key === key)
    .map(({ from, to, at, end }) => `${request.slice(from, to)} → ${String(environ[key]).slice(at, end)}`);

test('the words of the request line are in REQUEST_METHOD, PATH_INFO, QUERY_STRING, REQUEST_URI and SERVER_PROTOCOL', () => {
  const request = 'GET /hello?name=you#part HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const run = threads(request);
  expect(texts(request, run, 'REQUEST_METHOD')).toEqual(['GET → GET']);
  expect(texts(request, run, 'PATH_INFO')).toEqual(['/hello → /hello']);
  expect(texts(request, run, 'QUERY_STRING')).toEqual(['name=you → name=you']);
  expect(texts(request, run, 'REQUEST_URI')).toEqual(['/hello?name=you#part → /hello?name=you#part']);
  expect(texts(request, run, 'SERVER_PROTOCOL')).toEqual(['HTTP/1.1 → HTTP/1.1']);
  expect(texts(request, run, 'HTTP_HOST')).toEqual(['localhost → localhost']);
  expect(run.threads.find(({ key }) => key === 'SERVER_NAME')).toBeUndefined();
});

test('a percent sign with two digits is one character, and what is not UTF-8 is three', () => {
  const request = 'GET /a%20%C3%A9%ff\xe9\x80 HTTP/1.0\r\n\r\n';
  const run = threads(request);
  expect(texts(request, run, 'PATH_INFO')).toEqual([
    ...['/a → /a', '%20 →  ', '%C3 → \xc3', '%A9 → \xa9', '%ff → \xef\xbf\xbd', '\xe9 → \xc3\xa9', '\x80 → \xc2\x80'],
  ]);
  expect(texts(request, run, 'RAW_URI')).toEqual([
    '/a%20%C3%A9%ff → /a%20%C3%A9%ff',
    '\xe9 → \xc3\xa9',
    '\x80 → \xc2\x80',
  ]);
});

test('repeated headers are one value with several threads; a name with an underscore has none', () => {
  const request =
    'GET / HTTP/1.0\r\nX-A: one\r\nx-a:  two\r\n  three\r\nX_A: four\r\nContent-Type: a\r\nContent-Type: b\r\n\r\n';
  const run = threads(request);
  expect(texts(request, run, 'HTTP_X_A')).toEqual(['one → one', 'two → two', '  three →   three']);
  expect(run.environ['HTTP_X_A']).toBe('one,two  three');
  expect(texts(request, run, 'CONTENT_TYPE')).toEqual(['b → b']);
});

test('an absolute URL gives the host, and takes its key from the header', () => {
  const request = 'GET http://example.org/p?q HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const run = threads(request);
  expect(texts(request, run, 'HTTP_HOST')).toEqual(['example.org → example.org']);
  expect(texts(request, run, 'PATH_INFO')).toEqual(['/p → /p']);
});

describe.each(['base', 'threaded', 'forking'] as const)('%s', (server) => {
  test('all but one of the slashes at the start of a path lead nowhere', () => {
    const request = 'GET ///a/b HTTP/1.1\r\n\r\n';
    expect(texts(request, threads(request, server), 'PATH_INFO')).toEqual(['/a/b → /a/b']);
  });
});

test('before make_environ has returned there are no threads', () => {
  const machine = new Machine({ app: ok });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  const rows = machine.trace.steps();
  const made = rows.findIndex(({ kind, name }) => kind === 'return' && name.endsWith('.make_environ'));
  const at = (step: number): number => {
    const snapshot: Snapshot = machine.seek(step);
    return threadsOf(snapshot, { length: rows.length, at: (number) => rows[number] }).length;
  };
  expect(at(made)).toBe(0);
  expect(at(made + 1)).toBeGreaterThan(4);
});
