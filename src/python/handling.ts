/**
 * What CPython does in `except` and `finally` blocks: it knows which exception a thread is handling, and makes it the
 * context of every exception raised meanwhile. JavaScript forgets the first exception, so blocks that may raise use
 * these functions.
 */
import type { Sys } from '../kernel/sys.ts';
import type { Thread } from '../kernel/process.ts';
import { BaseException } from './errors.ts';
import { asPythonError } from './foreign.ts';
import { currentProcess, currentThread } from './libc.ts';

/** The exception that the running thread handles: that of the innermost `except` block. @python sys.exception */
export const handledException = (): BaseException | undefined => handledBy().get(currentThread())?.at(-1);

/**
 * Runs the body of an `except` block: meanwhile the thread handles `error`, which becomes the context of exceptions
 * that the body raises.
 * @differs Python does this implicitly.
 */
export function* handling<T>(error: BaseException, body: Sys<T>): Sys<T> {
  const table = handledBy();
  const thread = currentThread();
  const stack = table.get(thread) ?? [];
  if (stack.length === 0) table.set(thread, stack);
  stack.push(error);
  try {
    return yield* body;
  } catch (thrown) {
    const raised = asPythonError(thrown);
    setContext(raised, error);
    throw raised;
  } finally {
    stack.pop();
  }
}

/** Runs the body of an `except` block that cannot block. */
export function handlingSync<T>(error: BaseException, body: () => T): T {
  try {
    return body();
  } catch (thrown) {
    const raised = asPythonError(thrown);
    setContext(raised, error);
    throw raised;
  }
}

/** `try: body finally: last`. When both raise, what the body raised is the context of what `last` raised. */
export function* withFinally<T>(body: Sys<T>, last: () => Sys<void>): Sys<T> {
  let value: T;
  try {
    value = yield* body;
  } catch (thrown) {
    throw yield* afterRaising(thrown, last());
  }
  yield* last();
  return value;
}

/**
 * What `withFinally` does when its body has raised, for code that waits in the body and spares a coroutine: runs `last`
 * and returns the error, to be thrown.
 */
export function* afterRaising(thrown: unknown, last: Sys<void>): Sys<BaseException> {
  const error = asPythonError(thrown);
  yield* handling(error, last);
  return error;
}

/**
 * Notes that `raised` was raised while `context` was handled. If it has a context already, that one came in between:
 * the chain grows at its end. A chain never becomes a cycle: if `context` came from `raised`, that link is removed, as
 * in Python.
 */
export function setContext(raised: unknown, context: BaseException): void {
  if (!BaseException.isMade(raised)) return;
  const chain = contextChain(raised);
  if (chain.has(context)) return;
  for (const each of contextChain(context)) {
    if (each.__context__ !== undefined && chain.has(each.__context__)) each.__context__ = undefined;
  }
  const last = [...chain].at(-1) ?? raised;
  last.__context__ = context;
}

/** An exception, its context, the context of that, and so on; an app may have made it a cycle. */
function contextChain(error: BaseException): ReadonlySet<BaseException> {
  const chain = new Set<BaseException>();
  for (let each: unknown = error; BaseException.isMade(each) && !chain.has(each); each = each.__context__) {
    chain.add(each);
  }
  return chain;
}

/** `raise error from cause`, in the `except` block that handles the cause: returns the error, to be thrown. */
export function raiseFrom<E extends BaseException>(error: E, cause: BaseException): E {
  error.__cause__ = cause;
  error.__context__ = cause;
  error.__suppressContext__ = true;
  return error;
}

/** `raise error from None`, in the `except` block that handles `handled`: returns the error, to be thrown. */
export function raiseFromNone<E extends BaseException>(error: E, handled: BaseException): E {
  error.__context__ = handled;
  error.__suppressContext__ = true;
  return error;
}

/** `raise error` in the `except` block that handles `handled`: returns the error, to be thrown. */
export function raiseDuring<E extends BaseException>(error: E, handled: BaseException): E {
  setContext(error, handled);
  return error;
}

const HANDLED = 'handled exceptions';

type HandledByThread = WeakMap<Thread, BaseException[]>;

function handledBy(): HandledByThread {
  const { interpreter } = currentProcess();
  let table = interpreter.get(HANDLED) as HandledByThread | undefined;
  if (table === undefined) interpreter.set(HANDLED, (table = new WeakMap()));
  return table;
}
