/** Mistakes of an app with coroutines: they are errors of the app, not panics of the kernel. */
import { WAIT } from '../sys.ts';
import type { Thread } from '../process.ts';

/** The error for code that resumes a waiting coroutine by hand or in another thread. */
export const resumedOutOfTurn = (): TypeError =>
  new TypeError('a coroutine was resumed out of turn: run it with yield*, in the thread that made it, and to its end');

/** Notes that a thread has yielded something else than a wait: the error is thrown when it runs again. */
export function noteInvalidYield(thread: Thread, value: unknown): void {
  let shown = 'a wait that is over';
  if (typeof value === 'function' || (typeof value === 'object' && value !== null)) shown = `some ${typeof value}`;
  else if (value !== WAIT) shown = String(value);
  const message = `a coroutine yielded ${shown}: only coroutines can wait, run with yield*, as in yield* sleep(1)`;
  if (thread.invalidYield?.message !== message) thread.invalidYield = new TypeError(message);
  thread.hasInvalidYield = true;
}
