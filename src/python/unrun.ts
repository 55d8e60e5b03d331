/**
 * Forgotten `yield*`: JavaScript makes a coroutine of ours, runs nothing of it, and says nothing. While code of an app runs, the coroutines
 * that it makes and does not begin are noted, and told of by name when that code has ended.
 */
import type { Sys, UnrunCoroutine } from '../kernel/sys.ts';
import { runningKernelOrNone } from '../kernel/running.ts';
import { complain } from './complaint.ts';

/** Runs a coroutine with code of an app; the coroutines that it makes are in `unrun` until they begin. */
export function* notingUnrun<T>(unrun: Set<UnrunCoroutine>, code: Sys<T>): Sys<T> {
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

/** Tells of what was left unrun. */
export function tellUnrun(unrun: ReadonlySet<UnrunCoroutine>): void {
  for (const coroutine of unrun) {
    complain({
      kind: 'warning',
      text: `${nameOf(coroutine)} was called without yield*, so nothing of it ran`,
      hint: adviceFor(coroutine),
    });
  }
}

/** What is wrong with a coroutine of ours where app code uses it as a value; undefined for everything else, and outside of app code. */
export const unrunFault = (value: unknown): string | undefined =>
  takeUnrun(runningKernelOrNone()?.currentOrNone?.unrun, value);

/** The same for the coroutines of `unrun`. It counts as told. */
export function takeUnrun(unrun: Set<UnrunCoroutine> | undefined, value: unknown): string | undefined {
  const coroutine = value as UnrunCoroutine;
  return unrun?.delete(coroutine) === true ? `${nameOf(coroutine)} was not run; ${adviceFor(coroutine)}` : undefined;
}

const nameOf = ({ calledAs, pythonName }: UnrunCoroutine): string => `${calledAs}() (${pythonName})`;

const adviceFor = ({ calledAs }: UnrunCoroutine): string =>
  `write yield* in front of ${calledAs}(…), inside a function*`;
