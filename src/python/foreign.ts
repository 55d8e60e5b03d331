/**
 * The one door for foreign values: what an app hands over, and what JavaScript throws in it, is looked at here and nowhere else. A foreign
 * value may be anything: a revoked proxy, a getter that throws, a name that is no text, bytes that lie about their length. Looking at it
 * never throws, and what is seen once stays: no text depends on when, or how often, it is asked for.
 */
import { isPanic } from '../kernel/panic.ts';
import { runningKernelOrNone } from '../kernel/running.ts';
import { BaseException, Exception, markAsOurs, UNPRINTABLE } from './errors.ts';
import { repr, typeName } from './repr.ts';

/** So many errors a machine keeps for those who look for an app's faults. */
const MOST_KNOWN = 1000;

/** Reads something of a foreign value; `otherwise` where that throws. */
export function tryOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (isPanic(error)) throw error;
    return otherwise;
  }
}

/** `value instanceof Class`; a proxy that throws when it is asked is none. */
export const isInstance = <T>(value: unknown, Class: abstract new (...args: never[]) => T): value is T =>
  tryOr(() => value instanceof Class, false);

/** A JavaScript error that app code threw, as a Python exception: shown with the error's own name and message. */
export class AppError extends Exception {
  /** What was thrown. */
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

  /** Where it was thrown, as the engine tells it; for editors. */
  get javaScriptStack(): string | undefined {
    const stack: unknown = tryOr(() => (this.thrown instanceof Error ? this.thrown.stack : undefined), undefined);
    return typeof stack === 'string' ? stack : undefined;
  }
}

markAsOurs(AppError.prototype);

/** What was caught, as a Python exception: everything that an app can throw is one. A panic of the kernel is no app's making, and is thrown on. */
export function asPythonError(thrown: unknown): BaseException {
  if (BaseException.isMade(thrown)) return thrown;
  if (isPanic(thrown)) throw thrown;
  const error = new AppError(thrown);
  const known = runningKernelOrNone()?.foreignErrors;
  if (known !== undefined && known.length < MOST_KNOWN) known.push(error);
  return error;
}

/** A foreign value in words: text as it is, all else as `repr` shows it, cut where it is very long. */
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

const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
// oxlint-disable-next-line typescript/unbound-method -- it is called on bytes
const { set: copyInto } = Uint8Array.prototype;

/** How many bytes a Uint8Array really has, whatever it says itself; undefined for what is none. */
export function lengthOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // The engine's own accessors, asked about the value.
  if (Reflect.get(TypedArray, Symbol.toStringTag, value) !== 'Uint8Array') return undefined;
  return Reflect.get(TypedArray, 'length', value) as number;
}

/**
 * Foreign bytes as they are now: a copy that nobody else can change, made without asking the object itself, whose `length` and methods may be
 * anybody's. Undefined for what is no Uint8Array. Bytes of a buffer that was taken away are none.
 */
export function bytesOf(value: unknown): Uint8Array | undefined {
  const length = lengthOf(value);
  if (length === undefined) return undefined;
  const copy = new Uint8Array(length);
  if (length > 0) copyInto.call(copy, value as Uint8Array);
  return copy;
}
