/** Runs an application outside a server, to get its response as a value. */
import type { Sys } from '../../kernel/sys.ts';
import { PyTypeError } from '../../python/errors.ts';
import { withFinally } from '../../python/handling.ts';
import { close, hasClose, iterate } from '../../python/iterate.ts';
import type { SysIterable, SysIterator } from '../../python/iterate.ts';
import { callApp } from '../app.ts';
import { Headers } from '../datastructures/headers.ts';
import { ClosingIterator } from '../wsgi-iterators.ts';
import type { Environ, StartResponse, WsgiApp } from '../wsgi-types.ts';
import { list } from './encoded-body.ts';

/** The response of an application: body, status, headers. */
export type AppAnswer = [response: SysIterable<Uint8Array>, status: string, headers: Headers];

/**
 * Runs an application until it has called `start_response`; `buffered` reads the whole body and closes it. Raises
 * TypeError for an application that never calls it.
 * @python werkzeug.test.run_wsgi_app
 */
export function* runWsgiApp(app: WsgiApp, environ: Environ, buffered = false): Sys<AppAnswer> {
  const buffer: Uint8Array[] = [];
  const started: [status: string, headers: [string, string][]][] = [];
  const startResponse: StartResponse = (status, headers, excInfo) => {
    if (excInfo !== undefined) throw excInfo[1];
    started.push([status, headers]);
    return function* (data) {
      buffer.push(data);
    };
  };
  const answer = (yield* callApp(app, { ...environ }, startResponse)) as SysIterable<Uint8Array>;
  const iterator = iterate(answer);
  let response: SysIterable<Uint8Array>;
  if (buffered) {
    response = yield* withFinally(list(iterator), () => close(answer));
  } else {
    // At least one chunk is read: only then has a generator called start_response.
    do {
      const step = yield* iterator.next();
      if (step.done === true) break;
      buffer.push(step.value);
    } while (started.length === 0);
    response = new Chained(buffer, iterator);
    if (hasClose(answer)) response = new ClosingIterator(response, () => close(answer));
  }
  const [status, headers] = started.at(-1) ?? notStarted();
  return [response, status, new Headers(headers)];
}

function notStarted(): never {
  throw new PyTypeError('cannot unpack non-iterable NoneType object');
}

/** First the chunks already received, then the rest. */
class Chained implements SysIterator<Uint8Array> {
  static readonly name: string = 'Chained';
  private readonly _first: Iterator<Uint8Array>;
  private readonly _rest: SysIterator<Uint8Array>;

  constructor(first: readonly Uint8Array[], rest: SysIterator<Uint8Array>) {
    this._first = first[Symbol.iterator]();
    this._rest = rest;
  }

  *next(): Sys<IteratorResult<Uint8Array, undefined>> {
    const step = this._first.next();
    return step.done === true ? yield* this._rest.next() : step;
  }
}
