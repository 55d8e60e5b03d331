/**
 * Exceptions as tracebacks show them.
 * Absent on purpose: the frames between the heading and the last line. They would show TypeScript's functions instead
 * of Python's.
 */
import { BaseException, UNPRINTABLE } from './errors.ts';
import { isPanic } from '../kernel/panic.ts';
import { str, typeName } from './repr.ts';

const HEADING = 'Traceback (most recent call last):\n';
const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';

/**
 * The last line of a traceback: `module.Class: text`. The text may have several lines.
 * @python traceback.format_exception_only
 */
export function formatExceptionOnly(error: BaseException): string {
  const name = qualifiedName(error);
  const text = textOf(error);
  return text === '' ? `${name}\n` : `${name}: ${text}\n`;
}

/** A whole traceback, preceded by those of the exceptions that led to this one. @python traceback.format_exception */
export function formatException(error: BaseException): string {
  let text = '';
  const seen = new Set<BaseException>();
  for (let current: BaseException | undefined = error; current !== undefined && !seen.has(current);) {
    seen.add(current);
    const own = HEADING + formatExceptionOnly(current);
    const { __suppressContext__: isSuppressed }: BaseException = current;
    const cause = madeOrNone(current.__cause__);
    const context = madeOrNone(current.__context__);
    if (cause !== undefined && !seen.has(cause)) {
      text = CAUSE + own + text;
      current = cause;
    } else {
      current = isSuppressed || context === undefined || seen.has(context) ? undefined : context;
      text = (current === undefined ? own : CONTEXT + own) + text;
    }
  }
  return text;
}

/** An app can write anything into an exception. */
const madeOrNone = (error: unknown): BaseException | undefined => (BaseException.isMade(error) ? error : undefined);

function qualifiedName(error: BaseException): string {
  try {
    const { module } = error.constructor as { readonly module?: unknown };
    const name: unknown = error.className;
    const shown = typeof name === 'string' ? name : typeName(error);
    return typeof module === 'string' && module !== '' ? `${module}.${shown}` : shown;
  } catch (failure) {
    if (isPanic(failure)) throw failure;
    return 'Exception';
  }
}

/** `str(error)`; an app's own class may throw while it computes its text. */
function textOf(error: BaseException): string {
  try {
    const text: unknown = str(error);
    return typeof text === 'string' ? text : UNPRINTABLE;
  } catch (failure) {
    if (isPanic(failure)) throw failure;
    return UNPRINTABLE;
  }
}
