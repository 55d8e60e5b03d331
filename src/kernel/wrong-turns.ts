/** What an app can do wrong with coroutines: they are errors of the app, and no panic of the kernel. */
import { WAIT } from './sys.ts';

/** What is thrown at whoever resumes a coroutine that waits, by hand or in another thread. */
export const outOfTurn = (): TypeError =>
  new TypeError('a coroutine was resumed out of turn: run it with yield*, in the thread that made it, and to its end');

/** What is thrown at a thread that has yielded something else than a wait. */
export function wrongYield(value: unknown): TypeError {
  let shown = 'a wait that is over';
  if (typeof value === 'function' || (typeof value === 'object' && value !== null)) shown = `some ${typeof value}`;
  else if (value !== WAIT) shown = String(value);
  return new TypeError(
    `a coroutine yielded ${shown}: only coroutines can wait, run with yield*, as in yield* sleep(1)`,
  );
}
