/**
 * Forgotten `yield*`: JavaScript makes a coroutine of ours, runs nothing of it, and says nothing. While code of an app runs, the coroutines
 * that it makes and does not begin are noted, and told of by name when that code has ended.
 */
import type { Sys, UnrunCoroutine } from '../kernel/sys.ts';
import { runningKernelOrNone } from '../kernel/running.ts';
import { complain } from './complaint.ts';

/** Runs a coroutine with code of an app; the coroutines that it makes are in `unrun` until they begin. */
export function* trackUnrun<T>(unrun: Set<UnrunCoroutine>, code: Sys<T>): Sys<T> {
  const thread = runningKernelOrNone()?.currentOrNone;
  // Outside of a machine nobody listens.
  if (thread === undefined) return yield* code;
  const { unrun: before } = thread;
  thread.unrun = unrun;
  try {
    return yield* code;
  } finally {
    thread.unrun = before;
  }
}

/** A coroutine of a method that the trace does not know, noted like those that it knows. */
export function trackCoroutine<T>(code: Sys<T>, names: UnrunCoroutine): Sys<T> {
  const unrun = runningKernelOrNone()?.currentOrNone?.unrun;
  if (unrun === undefined) return code;
  const coroutine = new TrackedCoroutine(code, names);
  unrun.add(coroutine);
  return coroutine as unknown as Sys<T>;
}

class TrackedCoroutine implements Iterator<unknown, unknown, void>, UnrunCoroutine {
  readonly calledAs: string;
  readonly pythonName: string;
  private readonly _code: Sys<unknown>;

  constructor(code: Sys<unknown>, { calledAs, pythonName }: UnrunCoroutine) {
    this._code = code;
    this.calledAs = calledAs;
    this.pythonName = pythonName;
  }

  get [Symbol.toStringTag](): string {
    return 'Generator';
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<unknown, unknown> {
    runningKernelOrNone()?.currentOrNone?.unrun?.delete(this);
    return this._code.next();
  }

  throw(error: unknown): IteratorResult<unknown, unknown> {
    return this._code.throw(error);
  }

  return(value: unknown): IteratorResult<unknown, unknown> {
    return this._code.return(value);
  }
}

/** Tells of what was left unrun. */
export function reportUnrun(unrun: ReadonlySet<UnrunCoroutine>): void {
  for (const coroutine of unrun) {
    complain({
      kind: 'warning',
      text: `${nameOf(coroutine)} was called without yield*, so nothing of it ran`,
      hint: adviceFor(coroutine),
    });
  }
}

/** What is wrong with a coroutine of ours where app code uses it as a value; undefined for everything else, and outside of app code. */
export const unrunProblem = (value: unknown): string | undefined =>
  takeUnrunProblem(runningKernelOrNone()?.currentOrNone?.unrun, value);

/** The same for the coroutines of `unrun`. It counts as told. */
export function takeUnrunProblem(unrun: Set<UnrunCoroutine> | undefined, value: unknown): string | undefined {
  const coroutine = value as UnrunCoroutine;
  return unrun?.delete(coroutine) === true ? `${nameOf(coroutine)} was not run; ${adviceFor(coroutine)}` : undefined;
}

const nameOf = ({ calledAs, pythonName }: UnrunCoroutine): string => `${calledAs}() (${pythonName})`;

const adviceFor = ({ calledAs }: UnrunCoroutine): string =>
  `write yield* in front of ${calledAs}(…), inside a function*`;
