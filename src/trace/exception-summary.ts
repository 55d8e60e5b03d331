/**
 * How the log shows an exception: its class and its text, as far as they can be found without running code of an app.
 */
import { runningKernelOrNone } from '../kernel/running.ts';
import { isOurs, plainText } from '../python/errors.ts';
import type { BaseException } from '../python/errors.ts';
import { constructorOf, hasGetter, isBytes, itemsOf, nameOfClass, prototypeOf } from './inspect.ts';

/** `ValueError(its text)`. */
export function exceptionText(error: BaseException): string {
  if (!saysItPlainly(error)) return `${nameOfClass(error)}(${argumentText(error)})`;
  const say = (): string => `${error.className}(${error.text})`;
  // Some texts are made by traced methods, which must leave no steps here.
  return runningKernelOrNone()?.unobserved(say) ?? say();
}

/** Fields that take no part in an exception's text. */
const UNREAD = new Set<PropertyKey>(['__cause__', '__context__', '__suppressContext__', 'heldByFrames', 'hint']);

/** Whether only our own getters determine the text, and their values need no conversion. */
function saysItPlainly(error: BaseException): boolean {
  if (hasGetter(error, UNREAD)) return false;
  for (let at: object | null | undefined = error; ; at = prototypeOf(at)) {
    if (at === null || at === undefined) return false;
    if (isOurs(at)) break;
    if (at !== error && (hasGetter(at) || hasGetter(constructorOf(at)))) return false;
  }
  const { args, _description: description, _code: code } = error as BaseException & HttpFields;
  return Array.isArray(args) && itemsOf(args, MOST_ARGUMENTS).every(isPlain) && isPlain(description) && isPlain(code);
}

/** The fields in which HTTP exceptions keep text from an app. */
interface HttpFields {
  readonly _description?: unknown;
  readonly _code?: unknown;
}

const MOST_ARGUMENTS = 8;

function isPlain(value: unknown): boolean {
  if (typeof value === 'object') return value === null || isBytes(value);
  return typeof value !== 'function' && typeof value !== 'symbol';
}

function argumentText(error: BaseException): string {
  const [only, ...others] = hasGetter(error) ? [] : itemsOf(error.args, MOST_ARGUMENTS);
  if (only === undefined || others.length > 0) return '';
  if (typeof only === 'object' && only !== null) return `<${nameOfClass(only)}>`;
  return typeof only === 'function' ? '<function>' : plainText(only);
}
