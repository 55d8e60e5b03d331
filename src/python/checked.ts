/**
 * Functions of this folder that the package exports, with checks of their arguments. The originals are called for each
 * request and trust their callers; these report a bad argument.
 */
import type { Sys } from '../kernel/sys.ts';
import * as bytes from './bytes.ts';
import type { ErrorHandler } from './bytes.ts';
import * as classes from './classes.ts';
import type { Creatable } from './classes.ts';
import { lengthOf, tryOr } from './foreign.ts';
import { MisuseError, shortRepr } from './misuse.ts';

const HANDLERS: readonly unknown[] = ['strict', 'ignore', 'replace', 'surrogateescape', 'backslashreplace'];

function checkText(text: unknown): void {
  if (typeof text !== 'string') throw new MisuseError(`text: ${shortRepr(text)} is not a string`);
}

function checkBytes(data: unknown): void {
  if (lengthOf(data) === undefined) throw new MisuseError(`bytes: ${shortRepr(data)} is not a Uint8Array`);
}

function checkErrors(errors: unknown): void {
  if (errors === undefined || HANDLERS.includes(errors)) return;
  throw new MisuseError(`errors: ${shortRepr(errors)} is not one of ${HANDLERS.join(', ')}`);
}

/** `bytes.decode('latin-1')`: one character for each byte. Raises TypeError if the argument is not a Uint8Array. */
export function decodeLatin1(data: Uint8Array): string {
  checkBytes(data);
  return bytes.decodeLatin1(data);
}

/**
 * `bytes.decode('utf-8', errors)`. Raises UnicodeDecodeError when strict, TypeError if the argument is not a
 * Uint8Array. A byte order mark stays.
 */
export function decodeUtf8(data: Uint8Array, errors?: ErrorHandler): string {
  checkBytes(data);
  checkErrors(errors);
  return bytes.decodeUtf8(data, errors);
}

/**
 * `text.encode('latin-1', errors)`. Raises UnicodeEncodeError for characters above U+00FF when strict, TypeError if the
 * argument is not a string.
 */
export function encodeLatin1(text: string, errors?: ErrorHandler): Uint8Array {
  checkText(text);
  checkErrors(errors);
  return bytes.encodeLatin1(text, errors);
}

/**
 * `text.encode('utf-8', errors)`. Only lone surrogates cannot be encoded. Raises TypeError if the argument is not a
 * string.
 */
export function encodeUtf8(text: string, errors?: ErrorHandler): Uint8Array {
  checkText(text);
  checkErrors(errors);
  return bytes.encodeUtf8(text, errors);
}

/**
 * `Class(*args)`: initializes fields first, then runs `init`. Raises TypeError if the argument is not a class with a
 * method `init`.
 */
export function create<A extends readonly unknown[], T>(Class: Creatable<A, T>, ...args: A): Sys<T> {
  if (!isCreatable(Class)) {
    throw new MisuseError(`Class: ${shortRepr(Class)} is not a class with a method init(); use new for other classes`);
  }
  return classes.create(Class, ...args);
}

const isCreatable = (Class: unknown): boolean =>
  typeof Class === 'function' &&
  tryOr(() => typeof (Class.prototype as { init?: unknown } | undefined)?.init === 'function', false);
