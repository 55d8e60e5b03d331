/** Callbacks and views may be plain functions or coroutines; what they answer is settled here. */
import type { Sys } from '../kernel/sys.ts';

/** Runs what a callback answered, when it is a coroutine; hands on everything else. */
export function* runIfCoroutine<T>(value: T | Sys<T>): Sys<T> {
  return isCoroutine(value) ? yield* value : value;
}

const isCoroutine = <T>(value: T | Sys<T>): value is Sys<T> =>
  Object.prototype.toString.call(value) === '[object Generator]';
