/**
 * The one piece of module state below the class registry: which kernel is running right now. It is set while a thread
 * has the processor and cleared when it gives it up, so that two machines on one page never meet.
 */
import type { Kernel } from './kernel.ts';
import { panic } from './panic.ts';

let running: Kernel | undefined;

/** The kernel whose thread has the processor. Panics when no thread has it: mirrored code runs only inside a machine. */
export function runningKernel(): Kernel {
  if (running === undefined) {
    throw panic('no machine is running: code that makes system calls must be run by a thread of a Machine');
  }
  return running;
}

/** The kernel whose thread has the processor, if any has. */
export const runningKernelOrNone = (): Kernel | undefined => running;

/** Names the running kernel, and answers the one that was running before. */
export function setRunning(kernel: Kernel | undefined): Kernel | undefined {
  const before = running;
  running = kernel;
  return before;
}
