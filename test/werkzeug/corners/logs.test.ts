/**
 * Apps that fail in odd ways, against what the real server answered and logged for their twins (logs.json, made by
 * record_logs.py).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Sys } from '../../../src/kernel/sys.ts';
import { Machine } from '../../../src/machine/machine.ts';
import { encodeLatin1 } from '../../../src/python/bytes.ts';
import { RuntimeError, StopIteration, ValueError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';
import { repr } from '../../../src/python/repr.ts';
import { tuple } from '../../../src/python/tuple.ts';
import type { ReadableFile } from '../../../src/stdlib/io.ts';
import { blocking } from '../../../src/werkzeug/app.ts';
import { NotFound } from '../../../src/werkzeug/exceptions.ts';
import { Request } from '../../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../../src/werkzeug/wrappers/response.ts';
import type { ResponseBody } from '../../../src/werkzeug/wrappers/response.ts';
import type { Environ, WsgiApp } from '../../../src/werkzeug/wsgi-types.ts';

interface Recorded {
  readonly name: string;
  readonly request: string;
  readonly status: string;
  readonly headers: readonly string[];
  readonly body: string;
  readonly log: string;
}
const recorded = JSON.parse(readFileSync(new URL('logs.json', import.meta.url), 'utf8')) as readonly Recorded[];

const X = encodeLatin1('x');
const HUGE = '99999999999999999999';

const plain = (body: (environ: Environ) => unknown): WsgiApp =>
  ((environ, startResponse) => {
    startResponse('200 OK', [['Content-Type', 'text/plain']]);
    return body(environ);
  }) as WsgiApp;

const reading = (size: (environ: Environ) => number | bigint): WsgiApp =>
  blocking(function* (environ, startResponse) {
    startResponse('200 OK', [['Content-Type', 'text/plain']]);
    return [yield* (environ['wsgi.input'] as ReadableFile).read(size(environ))];
  });

const answering = (body: (request: Request) => ResponseBody): WsgiApp =>
  Request.application((request) => new Response(body(request)));

function* stopping(): Generator<Uint8Array> {
  yield X;
  throw new StopIteration('boo');
}

function* failing(): Generator<Uint8Array> {
  yield X;
  throw new ValueError('in the body');
}

/** An iterator of its own, which ends by raising StopIteration. */
function iterator(): IterableIterator<Uint8Array> {
  let count = 0;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      count += 1;
      if (count > 1) throw new StopIteration('over');
      return { done: false, value: X };
    },
  };
}

const closing = (chunks: () => Iterable<Uint8Array>): unknown => ({
  [Symbol.iterator]: () => chunks()[Symbol.iterator](),
  close() {
    throw new RuntimeError('in close');
  },
});

class Broken extends NotFound {
  static override readonly module = '';

  override getHeaders(): [string, string][] {
    throw new ValueError('no headers');
  }
}

const contentLength = (environ: Environ): number | bigint => pyInt(environ['CONTENT_LENGTH'] as string);

const APPS: Readonly<Record<string, WsgiApp>> = {
  'a label that is too long': Request.application(() => {
    const response = new Response('x');
    response.setCookie('a', 'b', { domain: `${'x'.repeat(64)}.test` });
    return response;
  }),
  'a generator that raises StopIteration': plain(stopping),
  'a response of a generator that raises StopIteration': answering(stopping),
  'an iterator that raises StopIteration': plain(iterator),
  'a response of an iterator that raises StopIteration': answering(iterator),
  'a body whose close raises': plain(() => closing(() => [X])),
  'a body that raises, and whose close raises': plain(() => closing(failing)),
  'an exception that cannot be answered': Request.application(() => {
    throw new Broken();
  }),
  'a chunk without a size': reading(() => 5),
  'a read of more than can be counted': reading(contentLength),
  'a read of more than there is memory': reading(contentLength),
  'the whole of a body that claims to be huge': Request.application(function* (request): Sys<Response> {
    return new Response(yield* request.getData());
  }),
  'a length that is said back': answering((request) => repr(request.contentLength)),
  'a form that claims to be huge': Request.application(function* (request): Sys<Response> {
    return new Response(repr(yield* request.form()));
  }),
  'a status of twenty digits': Request.application(() => new Response('x', { status: `${HUGE} Odd` })),
  'a status of twenty digits, as a number': Request.application(() => new Response('x', { status: pyInt(HUGE) })),
  'a range behind 2**53': Request.application(function* (request): Sys<Response> {
    return yield* new Response('abcd').makeConditional(request, { acceptRanges: true, completeLength: 2 ** 54 });
  }),
  'a range that is huge': answering(({ range }) =>
    range === undefined ? '' : repr(range.ranges.map((item) => tuple(...item))) + range.toHeader(),
  ),
  'a time to retry that is too late': answering(() =>
    repr(new Response('', { headers: [['Retry-After', '999999999999']] }).retryAfter),
  ),
  'a date that leaves the calendar': answering((request) => request.ifRange.toHeader()),
};

test.each(recorded)('$name', ({ name, request, status, headers, body, log }) => {
  const app = APPS[name];
  if (app === undefined) throw new Error(`logs.test.ts has no app for: ${name}`);
  const machine = new Machine({ app, server: 'base' });
  const client = machine.connect();
  client.send(request);
  client.shutdownWrite();
  machine.run();
  const [head = '', ...rest] = client.received.split('\r\n\r\n');
  const [line, ...all] = head.split('\r\n');
  // Lines before the quit line tell of the start, those with a quoted request of each access.
  const after = machine.log.slice(machine.log.indexOf('\n', machine.log.indexOf('Press CTRL+C')) + 1);
  const told = after.split('\n').filter((each) => !each.includes('] "'));
  expect({
    status: line,
    headers: all.filter((each) => /^Content-(Length|Range)/.test(each)),
    body: rest.join('\r\n\r\n'),
    log: told.join('\n'),
  }).toEqual({ status, headers, body, log });
});
