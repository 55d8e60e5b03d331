/** Python's `with` statement. */
import type { Sys } from '../kernel/sys.ts';
import { isGenerator } from './iterate.ts';
import { withFinally } from './handling.ts';

/** What `with` accepts. Leaving may block, since it closes something; entering may block, since it takes a lock. */
export interface ContextManager<T> {
  __enter__(): T | Sys<T>;
  __exit__(): Sys<void>;
}

/** `with manager as value: …`: runs `body`, and always leaves the manager. Exceptions pass through. */
export function* withManager<T, R>(manager: ContextManager<T>, body: (value: T) => Sys<R>): Sys<R> {
  const entered = manager.__enter__();
  const value = isGenerator(entered) ? yield* entered : entered;
  return yield* withFinally(body(value), () => manager.__exit__());
}
