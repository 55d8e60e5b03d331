/**
 * An app with a watch on it: what it answered must be closed once, and nothing but Python's exceptions may come out of
 * it.
 */
import type { Sys } from '../../../src/kernel/sys.ts';
import type { SysIterable, SysIterator } from '../../../src/python/iterate.ts';
import { appIterator, AppError, blocking, callApp, closeAnswer } from '../../../src/werkzeug/app.ts';
import { RunWsgi } from '../../../src/werkzeug/serving/run-wsgi.ts';
import type { BlockingApp, Environ, StartResponse, WsgiApp } from '../../../src/werkzeug/wsgi-types.ts';

/** The path that is answered by the watch itself, and what it answers. */
export const GOOD_PATH = '/well-behaved';
const GOOD_BODY = 'all is well\n';

/** What was seen. */
export interface Watch {
  /** How often each answer was closed, and how often it must be, in the order of the answers. */
  readonly answers: { readonly closes: number; readonly due: number }[];
  /** Errors of JavaScript that came out of app code. */
  readonly oddities: unknown[];
}

/** Whether the first drain of a request failed; the second one is that of the error page. */
const failedDrains = new WeakMap<Environ, boolean>();

/** Werkzeug does not close the answer when the connection fails while it throws away what the client still sends. */
function watchDrains(): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called with its own `this`
  const drain = RunWsgi.prototype._drain;
  RunWsgi.prototype._drain = function* (this: RunWsgi) {
    try {
      yield* drain.call(this);
      if (!failedDrains.has(this.environ)) failedDrains.set(this.environ, false);
    } catch (error) {
      if (!failedDrains.has(this.environ)) failedDrains.set(this.environ, true);
      throw error;
    }
  };
}
watchDrains();

class WatchedAnswer implements SysIterator<unknown> {
  private readonly _answer: unknown;
  private readonly _watch: Watch;
  private readonly _environ: Environ;
  private _items: SysIterator<unknown> | undefined;
  closes = 0;

  constructor(answer: unknown, watch: Watch, environ: Environ) {
    this._answer = answer;
    this._watch = watch;
    this._environ = environ;
    watch.answers.push(this);
  }

  get due(): number {
    return failedDrains.get(this._environ) === true ? 0 : 1;
  }

  *next(): Sys<IteratorResult<unknown, undefined>> {
    return yield* noting(this._watch, this._next());
  }

  *close(): Sys<void> {
    this.closes += 1;
    yield* noting(this._watch, closeAnswer(this._answer));
  }

  private *_next(): Sys<IteratorResult<unknown, undefined>> {
    this._items ??= appIterator(this._answer);
    return yield* this._items.next();
  }
}

function* noting<T>(watch: Watch, body: Sys<T>): Sys<T> {
  try {
    return yield* body;
  } catch (error) {
    if (error instanceof AppError) watch.oddities.push(error.thrown);
    throw error;
  }
}

/** Numbers in paths say how much and how long: three digits are enough. */
const tamed = (path: string): string => path.replace(/[\d_]{4,}/g, (digits) => digits.slice(0, 3));

/** The app, watched. */
export const watched = (app: WsgiApp, watch: Watch): BlockingApp =>
  blocking(function* (environ: Environ, startResponse: StartResponse): Sys<SysIterable<Uint8Array>> {
    const path = String(environ['PATH_INFO']);
    if (path === GOOD_PATH) {
      startResponse('200 OK', [['Content-Length', String(GOOD_BODY.length)]]);
      return new WatchedAnswer([new TextEncoder().encode(GOOD_BODY)], watch, environ) as SysIterable<Uint8Array>;
    }
    environ['PATH_INFO'] = tamed(path);
    const answer = yield* noting(watch, callApp(app, environ, startResponse));
    const isObject = typeof answer === 'object' && answer !== null;
    return (isObject ? new WatchedAnswer(answer, watch, environ) : answer) as SysIterable<Uint8Array>;
  });
