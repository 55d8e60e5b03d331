import { describe, expect, test } from 'vitest';
import { ValueError } from '../../src/python/errors.ts';
import { holdInFrames, releaseException } from '../../src/python/finalize.ts';
import { formatException } from '../../src/python/exception-text.ts';
import {
  raiseDuring,
  withFinally,
  raiseFrom,
  raiseFromNone,
  handling,
  setContext,
  handlingSync,
} from '../../src/python/handling.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { drive } from '../support/drive.ts';

/** `raise e`, with its causes. */
interface Made {
  readonly cause?: ValueError;
  readonly context?: ValueError;
  readonly suppress?: boolean;
}

function made(text: string, { cause, context, suppress = cause !== undefined }: Made = {}): ValueError {
  const error = new ValueError(text);
  error.__cause__ = cause;
  error.__context__ = context;
  error.__suppressContext__ = suppress;
  return error;
}

/** The exceptions in a traceback, the last one first, and how each follows from the one behind it. */
const shown = (error: ValueError): string =>
  formatException(error)
    .replaceAll('Traceback (most recent call last):\nValueError: ', '')
    .replaceAll('\n\nThe above exception was the direct cause of the following exception:\n\n', ' => ')
    .replaceAll('\n\nDuring handling of the above exception, another exception occurred:\n\n', ' -> ')
    .trimEnd();

function ring(kind: '__cause__' | '__context__'): ValueError {
  const [first, second] = [made('first'), made('second')];
  first[kind] = second;
  second[kind] = first;
  return first;
}

/** Its context has it as its cause, and a context of its own. */
function crossed(suppress: boolean): ValueError {
  const error = made('e');
  error.__context__ = made('k', { cause: error, context: made('new'), suppress });
  return error;
}

function itself(): ValueError {
  const error = made('e');
  error.__context__ = error;
  return error;
}

// What traceback.format_exception of CPython 3.11.7 shows.
test.each([
  ['nothing', made('e'), 'e'],
  ['a context', made('e', { context: made('context') }), 'context -> e'],
  ['a cause', made('e', { cause: made('cause') }), 'cause => e'],
  ['both', made('e', { cause: made('cause'), context: made('context') }), 'cause => e'],
  [
    'both, not suppressed',
    made('e', { cause: made('cause'), context: made('context'), suppress: false }),
    'cause => e',
  ],
  ['from None', made('e', { context: made('context'), suppress: true }), 'e'],
  ['a cause with a context', made('e', { cause: made('k', { context: made('kc') }) }), 'kc -> k => e'],
  [
    'a context with a context with a cause',
    made('e', { context: made('k', { context: made('kc', { cause: made('deep') }) }) }),
    'deep => kc -> k -> e',
  ],
  ['a ring of causes', ring('__cause__'), 'second => first'],
  ['a ring of contexts', ring('__context__'), 'second -> first'],
  ['itself', itself(), 'e'],
  ['a context whose cause it is', crossed(false), 'new -> k -> e'],
  ['a context whose cause it is, suppressed', crossed(true), 'k -> e'],
])('a traceback of an exception with %s', (_what, error, text) => {
  expect(shown(error)).toBe(text);
});

test('a traceback of an exception without a text, or with lines', () => {
  expect(formatException(new ValueError())).toBe('Traceback (most recent call last):\nValueError\n');
  expect(formatException(new ValueError('two\nlines'))).toBe(
    'Traceback (most recent call last):\nValueError: two\nlines\n',
  );
});

function thrown(action: () => unknown): ValueError {
  try {
    action();
  } catch (error) {
    return error as ValueError;
  }
  throw new Error('nothing was thrown');
}

function* raising(error: ValueError): Sys<never> {
  throw error;
}

describe('an exception raised while another is handled', () => {
  test('has it as its context, behind intermediate ones', () => {
    const [first, second, third] = [made('first'), made('second'), made('third')];
    const error = drive(function* (): Sys<unknown> {
      try {
        yield* handling(first, handling(second, raising(third)));
      } catch (raised) {
        return raised;
      }
      return undefined;
    });
    expect(error).toBe(third);
    expect(shown(third)).toBe('first -> second -> third');
  });

  test('keeps the end of an earlier chain', () => {
    const [handled, error] = [made('handled'), made('e', { context: made('own') })];
    expect(
      shown(
        thrown(() =>
          handlingSync(handled, () => {
            throw error;
          }),
        ),
      ),
    ).toBe('handled -> own -> e');
  });

  test('is not a cycle when it is raised again', () => {
    const handled = made('handled', { context: made('before') });
    expect(
      shown(
        thrown(() =>
          handlingSync(handled, () => {
            throw handled;
          }),
        ),
      ),
    ).toBe('before -> handled');
    const before = made('before');
    const later = made('later', { context: before });
    // As in CPython: the first exception is raised again, and now comes after the later one.
    setContext(before, later);
    expect([before.__context__, later.__context__]).toEqual([later, undefined]);
    setContext(before, later);
    expect(shown(before)).toBe('later -> before');
  });

  test('says whether it has a cause, or hides its context', () => {
    const handled = made('handled');
    expect(shown(raiseFrom(made('e'), handled))).toBe('handled => e');
    expect(shown(raiseFromNone(made('e'), handled))).toBe('e');
    expect(raiseFromNone(made('e'), handled).__context__).toBe(handled);
    expect(shown(raiseDuring(made('e'), handled))).toBe('handled -> e');
  });
});

test('an exception that is its own context is released once', () => {
  const error = itself();
  let count = 0;
  holdInFrames(error, {
    *finalize() {
      count += 1;
    },
  });
  drive(() => releaseException(error));
  expect(count).toBe(1);
});

describe('at the end of a program', () => {
  const log: string[] = [];
  function* answering(): Sys<string> {
    return 'value';
  }
  function* last(): Sys<void> {
    log.push('last');
  }

  test.each([
    ['after a value', answering, last, 'value', 1],
    ['after an exception', () => raising(made('body')), last, 'body', 1],
    ['and raises', answering, () => raising(made('end')), 'end', 0],
    ['and raises after an exception', () => raising(made('body')), () => raising(made('end')), 'body -> end', 0],
  ] as const)('%s', (_when, body, end, ...outcomes) => {
    log.length = 0;
    const outcome = drive(function* (): Sys<string> {
      try {
        return yield* withFinally(body(), end);
      } catch (error) {
        return shown(error as ValueError);
      }
    });
    expect([outcome, log.length]).toEqual(outcomes);
  });
});
