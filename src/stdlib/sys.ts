/** The module `sys`, as far as servers use it: standard error, and the exception that is being handled. */
import type { Thread } from '../kernel/thread.ts';
import type { Sys } from '../kernel/sys.ts';
import { PyTypeError, SystemExit } from '../python/errors.ts';
import type { BaseException } from '../python/errors.ts';
import { currentProcess, currentThread, writeStderr } from '../python/libc.ts';
import { typeName } from '../python/repr.ts';

/** The version of Python that is mirrored. @python sys.version */
export const version = '3.11.7';

/** A text file on a descriptor, unbuffered. Only `sys.stderr` is one. @python io.TextIOWrapper */
export class TextIOWrapper {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Writes text; answers how many characters. @python io.TextIOWrapper.write */
  write(text: string): number {
    if (typeof (text as unknown) !== 'string') {
      throw new PyTypeError(`write() argument must be str, not ${typeName(text)}`);
    }
    writeStderr(text);
    return text.length;
  }

  /** Nothing to do: all is written. @python io.TextIOWrapper.flush */
  flush(): void {}
}

/** Standard error of the running process. @python sys.stderr */
export const stderr = new TextIOWrapper('<stderr>');

/** What `sys.exc_info()` answers: class, exception, traceback. */
export type ExcInfo = readonly [type: unknown, value: unknown, traceback: unknown];

/** The three values that stand for an exception, e.g. for `startResponse`. */
export const excInfoOf = (error: unknown): ExcInfo => [(error as object).constructor, error, undefined];

/** The exception that the running thread is handling, as three values; undefined three times when there is none. @python sys.exc_info */
export function excInfo(): ExcInfo {
  const error = handledException();
  return error === undefined ? [undefined, undefined, undefined] : excInfoOf(error);
}

/** The exception that the running thread is handling: of nested `except` blocks, the innermost. @python sys.exception */
export const handledException = (): BaseException | undefined => handledBy().get(currentThread())?.at(-1);

/**
 * Runs the body of an `except` block: while it runs, `error` is what the thread handles, and exceptions that the body raises have it as their context.
 * @differs Python notes the exception by itself.
 */
export function* handling<T>(error: BaseException, body: Sys<T>): Sys<T> {
  const table = handledBy();
  const thread = currentThread();
  const stack = table.get(thread) ?? [];
  if (stack.length === 0) table.set(thread, stack);
  stack.push(error);
  try {
    return yield* body;
  } catch (raised) {
    setContext(raised, error);
    throw raised;
  } finally {
    stack.pop();
  }
}

/** Notes that `raised` was raised while `context` was handled. */
export function setContext(raised: unknown, context: BaseException): void {
  if (raised === context || typeof raised !== 'object' || raised === null || !('__context__' in raised)) return;
  // The same exception may come through several handlers: the first one knows best. A chain must not become a ring.
  if (raised.__context__ === undefined) raised.__context__ = context;
}

/** Ends the program: raises SystemExit. @python sys.exit */
export function exit(status?: unknown): never {
  throw new SystemExit(...(status === undefined ? [] : [status]));
}

const HANDLED = 'handled exceptions';

type HandledByThread = WeakMap<Thread, BaseException[]>;

function handledBy(): HandledByThread {
  const { interpreter } = currentProcess();
  let table = interpreter.get(HANDLED) as HandledByThread | undefined;
  if (table === undefined) interpreter.set(HANDLED, (table = new WeakMap()));
  return table;
}
