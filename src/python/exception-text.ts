/**
 * Exceptions as tracebacks show them.
 *
 * Absent on purpose: the frames between the heading and the last line. They would show TypeScript's functions where Python shows its own.
 */
import { BaseException } from './errors.ts';
import { str } from './repr.ts';

const HEADING = 'Traceback (most recent call last):\n';
const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';

/** The last line of a traceback: `module.Class: text`. The text may have several lines. @python traceback.format_exception_only */
export function formatExceptionOnly(error: BaseException): string {
  const { module } = error.constructor as typeof BaseException;
  const name = module === '' ? error.className : `${module}.${error.className}`;
  const text = textOf(error);
  return text === '' ? `${name}\n` : `${name}: ${text}\n`;
}

/** A whole traceback, with those of the exceptions that led to this one before it. @python traceback.format_exception */
export function formatException(error: BaseException): string {
  let text = '';
  const seen = new Set<BaseException>();
  for (let current: BaseException | undefined = error; current !== undefined && !seen.has(current);) {
    seen.add(current);
    const own = HEADING + formatExceptionOnly(current);
    const { __cause__: cause, __context__: context, __suppressContext__: isSuppressed }: BaseException = current;
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

function textOf(error: BaseException): string {
  try {
    return str(error);
  } catch (failure) {
    if (!(failure instanceof BaseException)) throw failure;
    return '<exception str() failed>';
  }
}
