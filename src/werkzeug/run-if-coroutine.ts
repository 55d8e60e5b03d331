/** Callbacks and views may be plain functions or coroutines; their results are resolved here. */
import { isGenerator } from '../python/iterate.ts';
import type { Sys } from '../kernel/sys.ts';

/** Runs the result of a callback if it is a coroutine; returns any other result as it is. */
export function* runIfCoroutine<T>(value: T | Sys<T>): Sys<T> {
  return isCoroutine(value) ? yield* value : value;
}

/** Whether a value is a coroutine, also a traced one. */
export const isCoroutine = <T>(value: T | Sys<T>): value is Sys<T> => isGenerator(value);
