/** Apps that show a request, and apps that read its body. */
import { concat, decodeLatin1, EMPTY, encodeLatin1 } from '../../../src/python/bytes.ts';
import { LookupError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';
import type { Int } from '../../../src/python/integers.ts';

import { iterate } from '../../../src/python/iterate.ts';
import { repr, typeName } from '../../../src/python/repr.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import type { ReadableFile } from '../../../src/stdlib/io.ts';
import { dumps } from '../../../src/stdlib/json.ts';
import { blocking } from '../../../src/werkzeug/app.ts';
import { Request } from '../../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../../src/werkzeug/wrappers/response.ts';
import { getInputStream } from '../../../src/werkzeug/wsgi.ts';
import type { InputStream } from '../../../src/werkzeug/wsgi-limited-stream.ts';
import type { Environ, StartResponse } from '../../../src/werkzeug/wsgi-types.ts';
import { b, intOf, modeOf, plain } from './common.ts';

export const hello = Request.application(() => new Response(dumps({ code: 0, msg: 'success' }), { status: 200 }));

export function raw_hello(_environ: Environ, startResponse: StartResponse): Uint8Array[] {
  startResponse('200 OK', plain());
  return [b('Hello '), b('World!\n')];
}

const TYPE_ONLY = new Set(['wsgi.input', 'wsgi.errors', 'werkzeug.socket', 'REMOTE_PORT', 'SERVER_PORT']);

export function environ_dump(environ: Environ, startResponse: StartResponse): Uint8Array[] {
  const lines = Object.entries(environ).map(
    ([key, value]) => `${key}=${TYPE_ONLY.has(key) ? `<${typeName(value)}>` : repr(value)}\n`,
  );
  const body = encodeLatin1(lines.join(''), 'backslashreplace');
  startResponse('200 OK', [
    ['Content-Type', 'text/plain; charset=latin-1'],
    ['Content-Length', String(body.length)],
  ]);
  return [body];
}

export const echo_body = Request.application(function* (request): Sys<Response> {
  const data = yield* request.getData();
  return new Response(concat([b(`${data.length}:`), data]), { mimetype: 'application/octet-stream' });
});

export const echo_raw = blocking(function* (environ: Environ, startResponse: StartResponse): Sys<Uint8Array[]> {
  const pieces = yield* readRaw(environ);
  const body = concat(pieces.flatMap((piece) => [b(`[${piece.length}]`), piece]));
  startResponse('200 OK', [
    ['Content-Type', 'application/octet-stream'],
    ['Content-Length', String(body.length)],
  ]);
  return [body];
});

const contentLength = (environ: Environ): Int => pyInt((environ['CONTENT_LENGTH'] as string) || '0');

function* readRaw(environ: Environ): Sys<Uint8Array[]> {
  const [mode, ...args] = modeOf(environ, 'length');
  const source = environ['wsgi.input'] as ReadableFile;
  switch (mode) {
    case 'length':
      return [yield* source.read(contentLength(environ))];
    case 'all':
      return [yield* source.read()];
    case 'some':
      return [yield* source.read(intOf(args))];
    case 'steps':
      return yield* readSteps(source, intOf(args));
    case 'limited':
      return [yield* readAll(getInputStream(environ))];
    case 'unsafe':
      return [yield* readAll(getInputStream(environ, { safeFallback: false }))];
    case 'max':
      return [yield* readAll(getInputStream(environ, { maxContentLength: intOf(args) }))];
    case 'none':
      return [];
    default:
      throw new LookupError(`unknown mode ${mode}`);
  }
}

function* readAll(stream: InputStream): Sys<Uint8Array> {
  return (yield* stream.read()) ?? EMPTY;
}

function* readSteps(source: ReadableFile, size: number): Sys<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = yield* source.read(size);
    if (piece.length === 0) return pieces;
    pieces.push(piece);
  }
}

export const echo_input_lines = blocking(function* (environ: Environ, startResponse: StartResponse): Sys<Uint8Array[]> {
  const lines = yield* readLines(environ);
  const body = b(dumps(lines.map(decodeLatin1)));
  startResponse('200 OK', [
    ['Content-Type', 'application/json'],
    ['Content-Length', String(body.length)],
  ]);
  return [body];
});

function* readLines(environ: Environ): Sys<Uint8Array[]> {
  const [mode, ...args] = modeOf(environ, 'readline');
  const source = environ['wsgi.input'] as ReadableFile;
  const limit = contentLength(environ);
  switch (mode) {
    case 'readline':
      return yield* readLinesUpTo(source, Number(limit));
    case 'readline-eof':
      return yield* readLinesUpTo(source, Infinity);
    case 'readline-size': {
      const size = intOf(args);
      return [yield* source.readline(size), yield* source.readline(size)];
    }
    case 'readlines':
      return yield* source.readlines();
    case 'iter':
      return yield* allOf(source);
    case 'stream':
      return yield* allOf(new Request(environ).stream);
    default:
      throw new LookupError(`unknown mode ${mode}`);
  }
}

function* readLinesUpTo(source: ReadableFile, limit: number): Sys<Uint8Array[]> {
  const lines: Uint8Array[] = [];
  for (let total = 0; total < limit;) {
    const line = yield* source.readline();
    if (line.length === 0) break;
    total += line.length;
    lines.push(line);
  }
  return lines;
}

/** `list(source)`. */
function* allOf(source: unknown): Sys<Uint8Array[]> {
  const items: Uint8Array[] = [];
  const iterator = iterate(source as Iterable<Uint8Array>);
  for (;;) {
    const step = yield* iterator.next();
    if (step.done === true) return items;
    items.push(step.value);
  }
}
