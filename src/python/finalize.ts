/**
 * What CPython does with objects whose last reference is gone. Nothing here counts references: code that drops an
 * object calls these functions. An object that only the frames of an exception refer to goes with the exception; one in
 * a reference cycle waits for the garbage collector.
 */
import type { Sys } from '../kernel/sys.ts';
import { BaseException } from './errors.ts';
import type { Finalizable } from './errors.ts';
import { currentProcess } from './libc.ts';

/**
 * How much garbage collects before the collector runs. CPython's runs after a number of allocations, which cannot be
 * counted here.
 */
const MOST_GARBAGE = 16;
const GARBAGE = 'garbage';

/** Notes that only the frames of an exception still refer to an object. */
export function holdInFrames(error: unknown, held: Finalizable): void {
  if (BaseException.isMade(error)) (error.heldByFrames ??= []).push(held);
}

/**
 * Ends an `except` block: the exception and those that it came from are gone, and objects that only they referred to
 * are finalized.
 */
export function* releaseException(error: unknown): Sys<void> {
  // An app may have made the chain a cycle.
  const seen = new Set<unknown>();
  for (let each = error; BaseException.isMade(each) && !seen.has(each); each = each.__context__) {
    seen.add(each);
    const held = each.heldByFrames;
    each.heldByFrames = undefined;
    for (const item of held ?? []) yield* item.finalize();
  }
}

/** Garbage of one process: a forked child has none of it. */
interface Garbage {
  readonly pid: number;
  readonly items: Finalizable[];
}

/** Leaves an object to the garbage collector of the running process, which runs from time to time, and at the end. */
export function* leaveAsGarbage(item: Finalizable): Sys<void> {
  const items = garbage();
  items.push(item);
  if (items.length > MOST_GARBAGE) yield* collectGarbage();
}

/**
 * Runs the garbage collector: finalizes what was left to it, oldest first. It also runs when the interpreter exits, but
 * not on _exit(2).
 */
export function* collectGarbage(): Sys<void> {
  for (const each of garbage().splice(0)) yield* each.finalize();
}

function garbage(): Finalizable[] {
  const { interpreter, pid } = currentProcess();
  const known = interpreter.get(GARBAGE) as Garbage | undefined;
  if (known?.pid === pid) return known.items;
  const made: Garbage = { pid, items: [] };
  interpreter.set(GARBAGE, made);
  return made.items;
}
