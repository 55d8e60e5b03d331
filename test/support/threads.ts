/** Threads of a program that is tested, and what calls in it answer. */
import type { Sys } from '../../src/kernel/sys.ts';
import { Thread } from '../../src/stdlib/threading.ts';
import { raised } from './program.ts';

/** Starts threads that run `work` with their number, and answers them. */
export function* started(count: number, work: (index: number) => Sys<void>): Sys<Thread[]> {
  const threads = Array.from({ length: count }, (_, index) => new Thread({ target: () => work(index) }));
  for (const thread of threads) yield* thread.start();
  return threads;
}

export function* joined(threads: readonly Thread[]): Sys<void> {
  for (const thread of threads) yield* thread.join();
}

/** What a call answers, or what it raises. */
export function* answer(action: Sys<unknown>): Sys<unknown> {
  let value: unknown;
  const error = yield* raised(
    (function* () {
      value = yield* action;
    })(),
  );
  return error === 'nothing' ? value : error;
}
