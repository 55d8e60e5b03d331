/**
 * The way from user space to the kernel. Besides the tracer, `resumed()` holds the only `yield` in user space, and only
 * here a failed system call becomes a raised OSError.
 */
import type { Process, Thread } from '../kernel/process.ts';
import { runningKernel } from '../kernel/running.ts';
import type { RunningKernel } from '../kernel/running.ts';
import { panic } from '../kernel/panic.ts';
import { STOP, SWITCH, WAIT } from '../kernel/sys.ts';
import type { Done, Fail, Outcome, Sys, SyscallArguments, SyscallName, SyscallResult } from '../kernel/sys.ts';
import type { ErrnoName } from '../kernel/errno.ts';
import { encodeUtf8 } from './bytes.ts';
import { KeyboardInterrupt, osError } from './errors.ts';

/**
 * Makes a system call, waiting as long as it takes. Raises the OSError subclass of its errno; KeyboardInterrupt when
 * SIGINT arrived before, during, or just after it, as Python's default handler does.
 */
export function* call<N extends SyscallName>(name: N, ...args: SyscallArguments<N>): Sys<SyscallResult<N>> {
  const answer = attempt(name, ...args);
  return answer === PENDING ? yield* resumed<N>() : answer;
}

/** Stands for the answer of a call that has none yet. */
export const PENDING: unique symbol = Symbol('pending');

/**
 * `call` without a generator, for calls that usually answer at once: returns the answer, or PENDING. Then the caller
 * runs the rest at once: `const answer = attempt(name, …); const value = answer === PENDING ? yield* resumed() :
 * answer;`. Raises like `call`.
 */
export function attempt<N extends SyscallName>(
  name: N,
  ...args: SyscallArguments<N>
): SyscallResult<N> | typeof PENDING {
  const kernel = runningKernel();
  // Python checks for signals between any two instructions; here they are noticed at system calls. Nothing keeps a
  // process from _exit(2).
  if (name !== 'exit_group') notice(kernel);
  const outcome = kernel.enter(name, args);
  if (outcome.kind === 'wait') return PENDING;
  if (kernel.stopRequested || kernel.scheduler.order !== 'round-robin') {
    kernel.current.answer = outcome;
    return PENDING;
  }
  return valueOf<N>(kernel, outcome);
}

/** The rest of a call that is PENDING: waits for its answer, or lets others run after it. */
export function* resumed<N extends SyscallName>(): Sys<SyscallResult<N>> {
  const kernel = runningKernel();
  const { current } = kernel;
  let outcome: Outcome<unknown> | undefined = current.answer;
  current.answer = undefined;
  if (outcome === undefined) {
    const pending = current.call;
    do {
      yield WAIT;
      outcome = kernel.resume(pending);
    } while (outcome.kind === 'wait');
  }
  if (kernel.stopRequested) yield STOP;
  if (kernel.scheduler.mustYield()) yield SWITCH;
  return valueOf<N>(kernel, outcome);
}

function valueOf<N extends SyscallName>(kernel: RunningKernel, outcome: Done<unknown> | Fail): SyscallResult<N> {
  if (outcome.kind === 'fail') throw raised(outcome.errno);
  notice(kernel);
  return outcome.value as SyscallResult<N>;
}

/** Raises KeyboardInterrupt when SIGINT has arrived: the result of the call is lost, as in Python. */
function notice(kernel: RunningKernel): void {
  if (kernel.takeSignal() !== undefined) throw new KeyboardInterrupt();
}

/** Whether it is seen which mirrored calls are made; otherwise only their effects count. */
export const isWatched = (): boolean => runningKernel().observer !== undefined;

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
