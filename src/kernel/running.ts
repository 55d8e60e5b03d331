/**
 * The only module state below the class registry: which kernel is running now. It is set while a thread has the
 * processor and cleared when the thread gives it up, so that two machines on one page never mix.
 */
import type { Kernel } from './kernel.ts';
import { panic } from './panic.ts';

let running: Kernel | undefined;

/**
 * The kernel whose thread has the processor. Panics when no thread has it: mirrored code runs only inside a machine.
 */
export function runningKernel(): Kernel {
  if (running === undefined) {
    throw panic('no machine is running: code that makes system calls must be run by a thread of a Machine');
  }
  return running;
}

/** The kernel whose thread has the processor; undefined if none has. */
export const runningKernelOrNone = (): Kernel | undefined => running;

/** Sets the running kernel, and returns the one before. */
export function setRunning(kernel: Kernel | undefined): Kernel | undefined {
  const before = running;
  running = kernel;
  return before;
}
