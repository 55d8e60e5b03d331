/**
 * What CPython does with objects that nobody holds any more. Nothing here counts references: code that knows when an object is let go of
 * says so. What only the frames of an exception hold goes when the exception does; what is in a ring waits for the garbage collector.
 */
import type { Sys } from '../kernel/sys.ts';
import { BaseException } from './errors.ts';
import type { Finalizable } from './errors.ts';
import { currentProcess } from './libc.ts';

/** So much garbage waits for the collector before it comes. CPython's comes after a number of allocations, which nobody can count here. */
const MOST_GARBAGE = 16;
const GARBAGE = 'garbage';

/** Notes that only the frames of an exception still hold something. */
export function holdInFrames(error: unknown, held: Finalizable): void {
  if (BaseException.isMade(error)) (error.heldByFrames ??= []).push(held);
}

/** The end of an `except` block: the exception is gone, those that it came from too, and what only they held is finalized. */
export function* releaseException(error: unknown): Sys<void> {
  // The chain may be an app's work, and a ring.
  const seen = new Set<unknown>();
  for (let each = error; BaseException.isMade(each) && !seen.has(each); each = each.__context__) {
    seen.add(each);
    const held = each.heldByFrames;
    each.heldByFrames = undefined;
    for (const item of held ?? []) yield* item.finalize();
  }
}

/** What waits for the collector, in the process that left it: a forked child has none of it. */
interface Garbage {
  readonly pid: number;
  readonly items: Finalizable[];
}

/** Leaves something to the garbage collector of the running process, which comes now and then, and in the end. */
export function* leaveAsGarbage(item: Finalizable): Sys<void> {
  const items = garbage();
  items.push(item);
  if (items.length > MOST_GARBAGE) yield* collectGarbage();
}

/** The garbage collector comes: what was left to it is finalized, the oldest first. So does the interpreter end, but not _exit(2). */
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
