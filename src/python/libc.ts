/**
 * The way from user space to the kernel. Besides the tracer, `call()` holds the only `yield` in user space, and only
 * here a failed system call becomes a raised OSError.
 */
import type { Process, Thread } from '../kernel/process.ts';
import { runningKernel } from '../kernel/running.ts';
import type { RunningKernel } from '../kernel/running.ts';
import { panic } from '../kernel/panic.ts';
import { STOP, SWITCH, WAIT } from '../kernel/sys.ts';
import type { Sys, SyscallArguments, SyscallName, SyscallResult } from '../kernel/sys.ts';
import type { ErrnoName } from '../kernel/errno.ts';
import { encodeUtf8 } from './bytes.ts';
import { KeyboardInterrupt, osError } from './errors.ts';

/**
 * Makes a system call, waiting as long as it takes. Raises the OSError subclass of its errno; KeyboardInterrupt when
 * SIGINT arrived before, during, or just after it, as Python's default handler does.
 */
export function* call<N extends SyscallName>(name: N, ...args: SyscallArguments<N>): Sys<SyscallResult<N>> {
  const kernel = runningKernel();
  // Python checks for signals between any two instructions; here they are noticed at system calls. Nothing keeps a
  // process from _exit(2).
  if (name !== 'exit_group') notice(kernel);
  let outcome = kernel.enter(name, args);
  if (outcome.kind === 'wait') {
    const pending = kernel.current.call;
    do {
      yield WAIT;
      outcome = kernel.resume(pending);
    } while (outcome.kind === 'wait');
  }
  if (kernel.stopRequested) yield STOP;
  if (kernel.scheduler.mustYield()) yield SWITCH;
  if (outcome.kind === 'fail') throw raised(outcome.errno);
  notice(kernel);
  return outcome.value as SyscallResult<N>;
}

/** Raises KeyboardInterrupt when SIGINT has arrived: the result of the call is lost, as in Python. */
function notice(kernel: RunningKernel): void {
  if (kernel.takeSignal() !== undefined) throw new KeyboardInterrupt();
}

/** Drops the running thread's pending signal. */
export function forgetSignal(): void {
  runningKernel().takeSignal();
}

/**
 * Makes a system call that never waits, from code that cannot wait. Raises like `call`; a call that would wait is a bug
 * of ours.
 */
export function callNow<N extends SyscallName>(name: N, ...args: SyscallArguments<N>): SyscallResult<N> {
  const kernel = runningKernel();
  notice(kernel);
  const outcome = kernel.enter(name, args);
  if (outcome.kind === 'wait') throw panic(`${name} must not wait here: make it with call()`);
  if (outcome.kind === 'fail') throw raised(outcome.errno);
  notice(kernel);
  return outcome.value as SyscallResult<N>;
}

/**
 * Wall-clock time of the machine in microseconds since 1970-01-01 UTC. Not a system call: Linux answers this from the
 * vDSO.
 */
export function realtimeMicros(): number {
  const { now, epoch } = runningKernel().clock;
  return now + epoch;
}

/** Time since the machine was booted, in microseconds; not a system call either. */
export const monotonicMicros = (): number => runningKernel().clock.now;

/** The thread that has the processor. */
export const currentThread = (): Thread => runningKernel().current;

/** The process whose thread has the processor. */
export const currentProcess = (): Process => runningKernel().current.process;

/** Writes text to the standard error of the running process, as UTF-8 with backslash escapes for lone surrogates. */
export function writeStderr(text: string): void {
  callNow('write', 2 as SyscallArguments<'write'>[0], encodeUtf8(text, 'backslashreplace'));
}

const raised = (errno: ErrnoName): Error => (errno === 'EINTR' ? new KeyboardInterrupt() : osError(errno));
