/**
 * Errors in the use of the API for which Python's message would be unclear, or which JavaScript would ignore. They are
 * TypeErrors, in the log too; the message says what is expected.
 */
import { BaseException, PyTypeError } from './errors.ts';
import { tryOr } from './foreign.ts';
import { repr, typeName } from './repr.ts';

/** A TypeError that records where in the app's own code it was raised. */
export class MisuseError extends PyTypeError {
  static override readonly name: string = 'TypeError';
  /** The JavaScript stack, as the engine gives it. */
  readonly javaScriptStack = stackOf(this.message);
}

/** The stack from the faulty code on. Engines write a line for each frame; some put the message first. */
const stackOf = (message: string): string =>
  (new Error(message).stack ?? '')
    .replace(/^Error:/, 'TypeError:')
    .split('\n')
    .filter((line) => !OWN_FRAME.test(line))
    .join('\n');

/** V8 calls the constructor by the static `name` of the class. */
const OWN_FRAME = /^\s*(?:at )?(?:new TypeError|(?:new )?(?:MisuseError|stackOf|checkKeywords))\b/;

/**
 * Checks keyword arguments, which are members of an options object. Throws MisuseError for a bad object (`remedy` says
 * how to write it), and for a key that is not `known`, with the known key that was probably meant.
 */
export function checkKeywords(options: unknown, known: readonly string[], remedy: string): void {
  if (typeof options !== 'object' || options === null || tryOr(() => Array.isArray(options), true)) {
    throw new MisuseError(`options: ${shortRepr(options)} is not an object with options; ${remedy}`);
  }
  for (const key in options) {
    if (known.includes(key) || !Object.hasOwn(options, key)) continue;
    const meant = known.find((name) => plain(name) === plain(key));
    const advice = meant === undefined ? `known are ${known.join(', ')}` : `write ${meant}`;
    throw new MisuseError(`options.${key}: there is no such option; ${advice}`);
  }
}

/** A key without case and underscores: `content_type` and `contentType` match. */
const plain = (key: string): string => key.replaceAll('_', '').toLowerCase();

const SHORT = 60;

/** Runs code whose Python exceptions need a hint: an exception that leaves it without one gets this one. */
export function withHint<T>(hint: () => string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof BaseException) error.hint ??= hint();
    throw error;
  }
}

/** The same exception, with a hint. */
export function addHint<E extends BaseException>(error: E, hint: string): E {
  error.hint = hint;
  return error;
}

/** A value for a message: its repr if that is short, otherwise its type. */
export function shortRepr(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${typeName(value)} object`;
  if (typeof value === 'function') return value.name === '' ? 'function without a name' : `function ${value.name}`;
  const text = typeof value === 'symbol' ? 'a symbol' : repr(value);
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}
