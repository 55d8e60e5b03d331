/**
 * Finds forgotten `yield*`: JavaScript then makes a coroutine, runs nothing of it, and reports nothing. While app code
 * runs, coroutines that it makes and does not start are tracked, and reported by name when that code has ended.
 */
import type { Sys, UnrunCoroutine } from '../kernel/sys.ts';
import { runningKernelOrNone } from '../kernel/running.ts';
import { Few } from '../kernel/few.ts';
import { complain } from './complaint.ts';

/** The coroutines that some app code has made and not started. */
export type Unrun = Few<UnrunCoroutine>;

export const newUnrun = (): Unrun => new Few();

/**
 * App code begins to run: `unrun` collects the coroutines that it makes and does not start. Returns what was collected
 * in before; call `track` with that when the code has ended.
 */
export function track(unrun: Unrun | undefined): Unrun | undefined {
  const thread = runningKernelOrNone()?.currentOrNone;
  // Outside a machine nothing is tracked.
  if (thread === undefined) return undefined;
  const { unrun: before } = thread;
  thread.unrun = unrun;
  return before;
}

/** Whether app code runs, whose coroutines are tracked. */
export const isTracking = (): boolean => runningKernelOrNone()?.currentOrNone?.unrun !== undefined;

/** Tracks a coroutine of a method that the tracer does not wrap. */
export function trackCoroutine<T>(code: Sys<T>, names: UnrunCoroutine): Sys<T> {
  const unrun = runningKernelOrNone()?.currentOrNone?.unrun;
  if (unrun === undefined) return code;
  const coroutine = new TrackedCoroutine(code, names);
  unrun.add(coroutine);
  return coroutine as unknown as Sys<T>;
}

class TrackedCoroutine implements Iterator<unknown, unknown, void>, UnrunCoroutine {
  static readonly name: string = 'TrackedCoroutine';
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

/** Reports the coroutines that were never started. */
export function reportUnrun(unrun: Unrun): void {
  if (unrun.size === 0) return;
  for (const coroutine of unrun.members()) {
    complain({
      kind: 'warning',
      text: `${nameOf(coroutine)} was called without yield*, so nothing of it ran`,
      hint: adviceFor(coroutine),
    });
  }
}

/** The problem with a coroutine that app code uses as a value; undefined for other values, and outside app code. */
export const unrunProblem = (value: unknown): string | undefined =>
  takeUnrunProblem(runningKernelOrNone()?.currentOrNone?.unrun, value);

/** The same for the coroutines of `unrun`. The coroutine then counts as reported. */
export function takeUnrunProblem(unrun: Unrun | undefined, value: unknown): string | undefined {
  const coroutine = value as UnrunCoroutine;
  return unrun?.delete(coroutine) === true ? `${nameOf(coroutine)} was not run; ${adviceFor(coroutine)}` : undefined;
}

const nameOf = ({ calledAs, pythonName }: UnrunCoroutine): string => `${calledAs}() (${pythonName})`;

const adviceFor = ({ calledAs }: UnrunCoroutine): string =>
  `write yield* in front of ${calledAs}(…), inside a function*`;
