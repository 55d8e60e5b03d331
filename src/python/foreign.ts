/**
 * Inspects foreign values: what an app passes, and what JavaScript throws in it. Only this file does so. A foreign
 * value may be anything: a revoked proxy, a getter that throws, a name that is not text, bytes that report a wrong
 * length. Inspecting it never throws, and the result does not depend on when or how often it is inspected.
 */
import { isPanic } from '../kernel/panic.ts';
import { runningKernelOrNone } from '../kernel/running.ts';
import { BaseException, Exception, markAsOurs, UNPRINTABLE } from './errors.ts';
import { repr, typeName } from './repr.ts';

/** The most errors that a machine keeps for diagnosis. */
const MOST_KNOWN = 1000;

/** Reads part of a foreign value; returns `otherwise` if that throws. */
export function tryOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (isPanic(error)) throw error;
    return otherwise;
  }
}

/** `value instanceof Class`; false for a proxy that throws. */
export const isInstance = <T>(value: unknown, Class: abstract new (...args: never[]) => T): value is T =>
  tryOr(() => value instanceof Class, false);

/** A JavaScript error that app code threw, as a Python exception: shown with the error's own name and message. */
export class AppError extends Exception {
  static override readonly name: string = 'AppError';
  /** The thrown value. */
  readonly thrown: unknown;
  private readonly _name: string;

  constructor(thrown: unknown) {
    const isError = tryOr(() => thrown instanceof Error, false);
    const text = isError ? messageOf(thrown as Error) : describe(thrown);
    super(...(isError && text === '' ? [] : [text]));
    this.thrown = thrown;
    this._name = isError ? nameOf(thrown as Error) : 'Error';
  }

  override get className(): string {
    return this._name;
  }

  /** The engine's stack of the place where it was thrown; for editors. */
  get javaScriptStack(): string | undefined {
    const stack: unknown = tryOr(() => (this.thrown instanceof Error ? this.thrown.stack : undefined), undefined);
    return typeof stack === 'string' ? stack : undefined;
  }
}

markAsOurs(AppError.prototype);

/**
 * A caught value as a Python exception: anything that an app can throw becomes one. A panic of the kernel does not come
 * from an app, and is rethrown.
 */
export function asPythonError(thrown: unknown): BaseException {
  if (BaseException.isMade(thrown)) return thrown;
  if (isPanic(thrown)) throw thrown;
  const error = new AppError(thrown);
  const known = runningKernelOrNone()?.foreignErrors;
  if (known !== undefined && known.length < MOST_KNOWN) known.push(error);
  return error;
}

/** A foreign value as text: text as it is, others as `repr` shows them, cut if very long. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return value;
  return tryOr(() => repr(value), `<${typeName(value)} object>`);
}

function messageOf(error: Error): string {
  const message: unknown = tryOr(() => error.message, UNPRINTABLE);
  return describe(message);
}

function nameOf(error: Error): string {
  const name: unknown = tryOr(() => error.name, undefined);
  return typeof name === 'string' && name !== '' ? name : typeName(error);
}

/** The engine's own accessor of all typed arrays: the name of their type, or their length. */
function accessor(name: typeof Symbol.toStringTag | 'length'): (this: unknown) => unknown {
  const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
  // oxlint-disable-next-line typescript/unbound-method -- it is called on values
  return Object.getOwnPropertyDescriptor(TypedArray, name)?.get as () => unknown;
}
const tagOf = /*#__PURE__*/ accessor(Symbol.toStringTag);
const trueLength = /*#__PURE__*/ accessor('length');
// oxlint-disable-next-line typescript/unbound-method -- it is called on bytes
const { set: copyInto } = Uint8Array.prototype;

/** The true number of bytes in a Uint8Array, whatever its own `length` says; undefined for other values. */
export function lengthOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return tagOf.call(value) === 'Uint8Array' ? (trueLength.call(value) as number) : undefined;
}

/**
 * A copy of foreign bytes, made without calling methods of the object, which may be overridden. Undefined if the value
 * is not a Uint8Array. A detached buffer has no bytes.
 */
export function bytesOf(value: unknown): Uint8Array | undefined {
  const length = lengthOf(value);
  if (length === undefined) return undefined;
  const copy = new Uint8Array(length);
  if (length > 0) copyInto.call(copy, value as Uint8Array);
  return copy;
}
