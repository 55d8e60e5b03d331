/** Python's `with` statement. */
import type { Sys } from '../kernel/sys.ts';

/** What `with` takes. Entering never blocks here; leaving may, since it closes something. */
export interface ContextManager<T> {
  __enter__(): T;
  __exit__(): Sys<void>;
}

/** `with manager as value: …`: runs `body`, and leaves the manager whatever happens. Exceptions pass through. */
export function* withManager<T, R>(manager: ContextManager<T>, body: (value: T) => Sys<R>): Sys<R> {
  const value = manager.__enter__();
  try {
    return yield* body(value);
  } finally {
    yield* manager.__exit__();
  }
}
