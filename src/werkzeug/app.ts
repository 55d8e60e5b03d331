/**
 * The boundary between servers and apps: apps of all shapes are called here, and their errors and results are inspected
 * with `python/foreign.ts`, so that servers treat them like those of a Python app.
 */
import type { Sys } from '../kernel/sys.ts';
import { PyTypeError } from '../python/errors.ts';
import { asPythonError, tryOr } from '../python/foreign.ts';
import { close, END, hasClose, isStop, iterate } from '../python/iterate.ts';
import type { SysIterator } from '../python/iterate.ts';
import { addHint, MisuseError, shortRepr } from '../python/misuse.ts';
import { repr, typeName } from '../python/repr.ts';
import { newUnrun, reportUnrun, takeUnrunProblem, track, unrunProblem } from '../python/forgotten-yield.ts';
import type { Unrun } from '../python/forgotten-yield.ts';
import { appAnswered, engineSlip, noApp, notMeantAsApp } from './app-hints.ts';
import { BLOCKING } from './wsgi-types.ts';
import type { AppObject, BlockingApp, Environ, StartResponse } from './wsgi-types.ts';

export { AppError, asPythonError } from '../python/foreign.ts';

/** A coroutine as an app: it may block, then returns an iterable. */
type BlockingFunction = (environ: Environ, startResponse: StartResponse) => ReturnType<BlockingApp>;

/**
 * Marks a `function*` as an app that may block before it answers (it reads the body, it sleeps) and then returns its
 * iterable. Raises TypeError if the argument is not a function.
 */
export function blocking(app: BlockingFunction): BlockingApp {
  if (typeof (app as unknown) !== 'function') {
    throw new MisuseError(`app: ${shortRepr(app)} is not a function* that takes environ and startResponse`);
  }
  return Object.assign(app, { [BLOCKING]: true } as const);
}

/**
 * Calls an app of any shape and returns its iterable. Raises TypeError for a value that is not an app, and for a
 * promise.
 */
export function* callApp(app: unknown, environ: Environ, startResponse: StartResponse): Sys<unknown> {
  const unrun: Unrun = newUnrun();
  const before = track(unrun);
  try {
    let answer = invoke(app, environ, startResponse);
    if (typeof app === 'function' && BLOCKING in app) answer = yield* answer as Sys<unknown>;
    checkAnswer(app, answer);
    return answer;
  } catch (thrown) {
    const error = asPythonError(thrown);
    error.hint ??= slipOf(app, error);
    throw error;
  } finally {
    track(before);
    reportUnrun(unrun);
  }
}

const slipOf = (app: unknown, error: unknown): string | undefined =>
  tryOr(() => notMeantAsApp(app) ?? engineSlip(error), undefined);

function checkAnswer(app: unknown, answer: unknown): void {
  if (isPromise(answer)) {
    const name = typeof app === 'function' && app.name !== '' ? `app ${repr(app.name)}` : 'the app';
    throw new PyTypeError(`${name} returned a promise: apps must not be async; use function* and yield*`);
  }
  const fault = unrunProblem(answer);
  if (fault !== undefined) throw new MisuseError(`the app answered a coroutine: ${fault}`);
}

/** Iterates over the result of an app. Raises TypeError if it cannot be iterated. */
export function appIterator(answer: unknown, app?: unknown): SysIterator<unknown> {
  try {
    return new AppIterator(iterate(answer), app);
  } catch (thrown) {
    const error = asPythonError(thrown);
    error.hint ??= tryOr(() => appAnswered(answer), undefined);
    throw error;
  }
}

/** Calls `close()` of an app's result, if it has one. */
export function* closeAnswer(answer: unknown): Sys<void> {
  const unrun: Unrun = newUnrun();
  const before = track(unrun);
  try {
    if (hasClose(answer)) yield* close(answer);
  } catch (thrown) {
    throw asPythonError(thrown);
  } finally {
    track(before);
    reportUnrun(unrun);
  }
}

class AppIterator implements SysIterator<unknown> {
  static readonly name: string = 'AppIterator';
  private readonly _items: SysIterator<unknown>;
  private readonly _app: unknown;
  private readonly _unrun: Unrun = newUnrun();

  constructor(items: SysIterator<unknown>, app: unknown) {
    this._items = items;
    this._app = app;
  }

  /** One step of a `for` loop: an iterator that raises StopIteration has ended. */
  *next(): Sys<IteratorResult<unknown, undefined>> {
    let isOver = true;
    const before = track(this._unrun);
    try {
      const step = yield* this._items.next();
      const fault = takeUnrunProblem(this._unrun, step.value);
      if (fault !== undefined) throw new MisuseError(`the app yielded a coroutine: ${fault}`);
      isOver = step.done === true;
      return step;
    } catch (thrown) {
      if (isStop(thrown)) return END;
      const error = asPythonError(thrown);
      error.hint ??= slipOf(this._app, error);
      throw error;
    } finally {
      track(before);
      if (isOver) reportUnrun(this._unrun);
    }
  }
}

function invoke(app: unknown, environ: Environ, startResponse: StartResponse): unknown {
  if (typeof app === 'function') return (app as (...args: unknown[]) => unknown)(environ, startResponse);
  if (isApp(app)) return (app as AppObject).__call__(environ, startResponse);
  throw notCallable(app, noApp(app));
}

/** Whether a value can be called as an app. */
export const isApp = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && '__call__' in value && typeof value.__call__ === 'function');

/** The TypeError for a value that is not an app. */
export function notCallable(value: unknown, hint: string): PyTypeError {
  return addHint(new PyTypeError(`'${typeName(value)}' object is not callable`), hint);
}

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
