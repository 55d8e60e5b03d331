/** What the interpreter does around a program: how the program ends, and with which exit status. */
import type { Sys, ThreadMain } from '../kernel/sys.ts';
import { complainOf } from '../python/complaint.ts';
import { KeyboardInterrupt, SystemExit } from '../python/errors.ts';
import type { BaseException } from '../python/errors.ts';
import { collectGarbage, releaseException } from '../python/finalize.ts';
import { asPythonError } from '../python/foreign.ts';
import { call, forgetSignal, writeStderr } from '../python/libc.ts';
import { MisuseError, shortRepr } from '../python/misuse.ts';
import { str } from '../python/repr.ts';
import { _shutdown } from './threading.ts';
import { formatException } from './traceback.ts';

const FAILURE = 1;
/** Python kills itself with SIGINT after an uncaught KeyboardInterrupt. */
const KILLED_BY_SIGINT = -2;
const TRACEBACK = 'Traceback (most recent call last):\n';

/**
 * The main thread of a Python process that runs `main`: prints an uncaught exception, waits for non-daemon threads, and
 * exits with Python's status: 0, that of SystemExit (text is printed, and the status is 1), 1 for any other exception,
 * killed by SIGINT for KeyboardInterrupt. Only a panic of the kernel passes through.
 */
export const runMain =
  (main: () => Sys<void>): ThreadMain =>
  () =>
    run(main);

function* run(main: () => Sys<void>): Sys<void> {
  let status = 0;
  try {
    yield* coroutineOf(main);
  } catch (thrown) {
    const error = asPythonError(thrown);
    // A second Ctrl+C does not keep the first exception from being printed.
    forgetSignal();
    status = statusOf(error);
    yield* untilInterrupted(releaseException(error));
  }
  yield* untilInterrupted(_shutdown());
  if (!(yield* finalized())) status = KILLED_BY_SIGINT;
  yield* call('exit_group', status);
}

/** Calls the program. Raises TypeError unless it is a generator function. */
export function coroutineOf(main: () => Sys<void>): Sys<void> {
  const answer: unknown = main();
  if (typeof answer === 'object' && answer !== null && Symbol.iterator in answer) return answer as Sys<void>;
  throw new MisuseError(
    `program: ${functionOf(main)} answered ${shortRepr(answer)} and is not a generator function; write program: function* () { … }`,
  );
}

const functionOf = ({ name }: { readonly name: string }): string => (name === '' ? 'the function' : `function ${name}`);

/** Runs a process that is not a Python program; an exception is printed and ends it. */
export function* runGuarded(main: () => Sys<void>, tell: (text: string) => void): Sys<void> {
  try {
    yield* main();
  } catch (thrown) {
    tell(formatException(asPythonError(thrown)));
    yield* call('exit_group', FAILURE);
  }
}

/** Runs a part of the interpreter's exit: Ctrl+C ends it, and is printed, since nothing is left that could catch it. */
function* untilInterrupted(part: Sys<void>): Sys<void> {
  try {
    yield* part;
  } catch (error) {
    if (!(error instanceof KeyboardInterrupt)) throw error;
    forgetSignal();
    writeStderr(`Exception ignored in: <module 'threading'>\n${TRACEBACK}KeyboardInterrupt: \n`);
  }
}

/**
 * Collects reference cycles, the last thing that the interpreter does. It handles no signals any more: Ctrl+C kills it,
 * and the result is false.
 */
function* finalized(): Sys<boolean> {
  forgetSignal();
  try {
    yield* collectGarbage();
    return true;
  } catch (error) {
    if (!(error instanceof KeyboardInterrupt)) throw error;
    return false;
  }
}

function statusOf(error: BaseException): number {
  if (error instanceof SystemExit) return exitStatus(error.code);
  complainOf(error);
  writeStderr(formatException(error));
  return error instanceof KeyboardInterrupt ? KILLED_BY_SIGINT : FAILURE;
}

function exitStatus(code: unknown): number {
  if (code === undefined || code === null) return 0;
  if (typeof code === 'number' || typeof code === 'boolean') return Number(code) & 0xff;
  writeStderr(`${str(code)}\n`);
  return FAILURE;
}
