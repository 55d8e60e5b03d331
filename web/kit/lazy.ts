/**
 * Parts that are loaded when they are first wanted, and ahead of that once the page is idle: then it works without a
 * network too.
 */
import type { Scope } from './scope.ts';

/**
 * How long after its start the page is left alone, which is when most readers send their first request; and how long a
 * part waits at most for an idle moment.
 */
const START_MS = 4_000;
const IDLE_MS = 1_000;
/** How long after a key nothing is loaded ahead: between two keys is time, but the next one would wait. */
const TYPING_MS = 1_000;

/** Loads a part once; again if that failed. */
export type Loader<T> = () => Promise<T>;

/** The loader of a module. */
export function lazily<T>(load: () => Promise<T>): Loader<T> {
  let loaded: Promise<T> | undefined;
  return () =>
    (loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
}

/**
 * Loads every part, one after the other, each when there is nothing else to do, and not while the reader types. A part
 * that fails is loaded again when it is wanted.
 */
export async function loadAhead(loaders: readonly Loader<unknown>[], scope: Scope): Promise<void> {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  if (connection?.saveData === true) return;
  let pressed = -Infinity;
  scope.listen(document, 'keydown', () => void (pressed = performance.now()), { capture: true });
  await pause(scope, START_MS);
  for (const load of loaders) {
    for (let wait; (wait = pressed + TYPING_MS - performance.now()) > 0;) await pause(scope, wait);
    await idle(scope);
    if (scope.hasEnded) return;
    await load().catch(() => undefined);
  }
}

/** Never resolves once the scope has ended. */
const pause = (scope: Scope, millis: number): Promise<void> =>
  new Promise((resolve) => {
    scope.timeout(resolve, millis);
  });

const idle = (scope: Scope): Promise<void> =>
  new Promise((resolve) => {
    if (!('requestIdleCallback' in globalThis)) return void scope.timeout(resolve, IDLE_MS);
    const handle = requestIdleCallback(
      () => {
        forget();
        resolve();
      },
      { timeout: IDLE_MS },
    );
    const forget = scope.onEnd(() => cancelIdleCallback(handle));
  });
