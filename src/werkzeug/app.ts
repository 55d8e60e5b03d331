/**
 * The boundary between servers and the apps they serve: apps of all shapes are called here, and what they throw or answer is looked at
 * through the door of `python/foreign.ts`, so that servers treat it as they treat what a Python app does.
 */
import type { Sys } from '../kernel/sys.ts';
import { PyTypeError } from '../python/errors.ts';
import { asPythonError } from '../python/foreign.ts';
import { close, hasClose, iterate } from '../python/iterate.ts';
import type { SysIterator } from '../python/iterate.ts';
import { repr, typeName } from '../python/repr.ts';
import { BLOCKING } from './wsgi-types.ts';
import type { BlockingApp, Environ, StartResponse } from './wsgi-types.ts';

export { AppError, asPythonError } from '../python/foreign.ts';

/** A coroutine that is an app: it may block, then answers an iterable. */
type BlockingFunction = (environ: Environ, startResponse: StartResponse) => ReturnType<BlockingApp>;

/** Marks a `function*` as an app that may block before it answers (it reads the body, it sleeps) and then returns its iterable. */
export const blocking = (app: BlockingFunction): BlockingApp => Object.assign(app, { [BLOCKING]: true } as const);

/** Calls an app of any shape and answers its iterable. Raises TypeError for what is no app, and for a promise. */
export function* callApp(app: unknown, environ: Environ, startResponse: StartResponse): Sys<unknown> {
  let answer: unknown;
  try {
    answer = invoke(app, environ, startResponse);
    if (typeof app === 'function' && BLOCKING in app) answer = yield* answer as Sys<unknown>;
    if (isPromise(answer)) {
      const name = typeof app === 'function' && app.name !== '' ? `app ${repr(app.name)}` : 'the app';
      throw new PyTypeError(`${name} returned a promise: apps must not be async; use function* and yield*`);
    }
  } catch (thrown) {
    throw asPythonError(thrown);
  }
  return answer;
}

/** Iterates what an app answered. Raises TypeError for what can not be iterated. */
export function appIterator(answer: unknown): SysIterator<unknown> {
  try {
    return new AppIterator(iterate(answer));
  } catch (thrown) {
    throw asPythonError(thrown);
  }
}

/** Calls `close()` of what an app answered, where it has one. */
export function* closeAnswer(answer: unknown): Sys<void> {
  try {
    if (hasClose(answer)) yield* close(answer);
  } catch (thrown) {
    throw asPythonError(thrown);
  }
}

class AppIterator implements SysIterator<unknown> {
  private readonly _items: SysIterator<unknown>;

  constructor(items: SysIterator<unknown>) {
    this._items = items;
  }

  *next(): Sys<IteratorResult<unknown, undefined>> {
    try {
      return yield* this._items.next();
    } catch (thrown) {
      throw asPythonError(thrown);
    }
  }
}

function invoke(app: unknown, environ: Environ, startResponse: StartResponse): unknown {
  if (typeof app === 'function') return (app as (...args: unknown[]) => unknown)(environ, startResponse);
  if (typeof app === 'object' && app !== null && '__call__' in app && typeof app.__call__ === 'function') {
    return (app as { __call__(environ: Environ, startResponse: StartResponse): unknown }).__call__(
      environ,
      startResponse,
    );
  }
  throw new PyTypeError(`'${typeName(app)}' object is not callable`);
}

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
