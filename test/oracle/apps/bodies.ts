/** Apps with response bodies of every shape. */
import { EMPTY, encodeLatin1 } from '../../../src/python/bytes.ts';
import type { BlockingGenerator } from '../../../src/python/iterate.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { Tuple } from '../../../src/python/tuple.ts';
import { unquote } from '../../../src/stdlib/urllib/parse.ts';
import { blocking } from '../../../src/werkzeug/app.ts';
import type { Environ, StartResponse } from '../../../src/werkzeug/wsgi-types.ts';
import { b, BLOCK, intOf, modeOf, pick, plain, sleepMs } from './common.ts';
import type { Headers } from './common.ts';

const ONE = b('one\n');
const TWO = b('two\n');
const THREE = b('three\n');

export function stream(environ: Environ, startResponse: StartResponse): BlockingGenerator<Uint8Array> {
  const [mode, ...args] = modeOf(environ, 'plain');
  startResponse('200 OK', plain());
  return streamed(mode, args);
}

function* streamed(mode: string, args: readonly string[]): BlockingGenerator<Uint8Array> {
  if (mode === 'many') {
    const count = intOf(args);
    for (let i = 0; i < count; i += 1) yield b(`${i}\n`);
    return;
  }
  if (mode === 'empty-first') yield EMPTY;
  yield ONE;
  if (mode === 'slow') yield* sleepMs(intOf(args));
  if (mode === 'empty-chunk') yield EMPTY;
  yield TWO;
  if (mode === 'slow') yield* sleepMs(intOf(args));
  yield THREE;
}

const LENGTHS: Readonly<Record<string, Headers>> = {
  exact: [['Content-Length', '14']],
  short: [['Content-Length', '20']],
  long: [['Content-Length', '5']],
  zero: [['Content-Length', '0']],
  lower: [['content-length', '14']],
  bad: [['Content-Length', 'many']],
  twice: [
    ['Content-Length', '14'],
    ['Content-Length', '14'],
  ],
};

export function stream_sized(environ: Environ, startResponse: StartResponse): Iterable<Uint8Array> {
  const [mode] = modeOf(environ, 'exact');
  startResponse('200 OK', [...plain(), ...(pick(LENGTHS, mode) ?? ([['Content-Length', 'None']] as Headers))]);
  return streamed('plain', []) as Iterable<Uint8Array>;
}

export function empty(environ: Environ, startResponse: StartResponse): Iterable<unknown> {
  const [mode] = modeOf(environ, 'list');
  startResponse('200 OK', plain());
  if (mode === 'yield') return [EMPTY].values();
  if (mode === 'tuple') return new Tuple();
  return mode === 'bytes' ? EMPTY : [];
}

export const writer = blocking(function* (environ: Environ, startResponse: StartResponse): Sys<Uint8Array[]> {
  const [mode] = modeOf(environ, 'mixed');
  const write = startResponse('200 OK', plain());
  if (mode === 'empty') {
    yield* write(EMPTY);
    return [];
  }
  yield* write(b('first\n'));
  yield* write(b('second\n'));
  if (mode === 'only') return [];
  // Text where bytes are due: the mistake is the point.
  if (mode === 'str') yield* write('third\n' as unknown as Uint8Array);
  return [b('third\n')];
});

export function status_only(environ: Environ, startResponse: StartResponse): Uint8Array[] {
  const status = (environ['PATH_INFO'] as string).slice(1);
  const query = environ['QUERY_STRING'] as string;
  startResponse(status, [['X-App', 'status_only']]);
  return query === '' ? [] : [encodeLatin1(unquote(query, 'latin-1'))];
}

export function header_only(environ: Environ, startResponse: StartResponse): Uint8Array[] {
  const pairs = (environ['QUERY_STRING'] as string).split('&').filter((pair) => pair !== '');
  const headers = pairs.map((pair): [string, string] => {
    const at = pair.indexOf('=');
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    return [unquote(name, 'latin-1'), unquote(value, 'latin-1')];
  });
  startResponse('200 OK', headers);
  return [b('body\n')];
}

const LARGE = 1_048_576;

export function large(environ: Environ, startResponse: StartResponse): Iterable<Uint8Array> {
  const [mode] = modeOf(environ, 'list');
  const headers: Headers = [['Content-Type', 'application/octet-stream']];
  if (mode === 'list' || mode === 'sized') headers.push(['Content-Length', String(LARGE)]);
  startResponse('200 OK', headers);
  if (mode === 'list' || mode === 'single') return [whole()];
  return blocks();
}

function whole(): Uint8Array {
  const bytes = new Uint8Array(LARGE);
  for (let at = 0; at < LARGE; at += BLOCK.length) bytes.set(BLOCK, at);
  return bytes;
}

function* blocks(): Generator<Uint8Array> {
  for (let sent = 0; sent < LARGE; sent += BLOCK.length) yield BLOCK;
}
