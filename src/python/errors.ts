/**
 * Python's exceptions. They are JavaScript errors too, so that tools show them, but without a JavaScript stack: servers
 * raise them in the normal course of a request, and capturing a stack costs more than the rest of the raise. Names are
 * Python's, except `PyTypeError` (TypeError), whose name JavaScript needs.
 * Absent on purpose: exceptions that no mirrored code raises.
 */
import { errnoName, errnoNumber, strerror } from '../kernel/errno.ts';
import type { ErrnoName } from '../kernel/errno.ts';
import type { Sys } from '../kernel/sys.ts';

type SlimErrorConstructor = new () => Error;
// An Error by prototype, built without Error's constructor, which would capture the stack.
const SlimError = function (this: Error): void {
  /* nothing to build */
} as unknown as SlimErrorConstructor;
(SlimError as { prototype: Error }).prototype = Object.create(Error.prototype) as Error;

/** What a traceback shows when `str(exception)` fails. */
export const UNPRINTABLE = '<exception str() failed>';

/** Has resources that are released when the last reference is gone, as CPython's objects do. */
export interface Finalizable {
  finalize(): Sys<void>;
}

/** The root of all Python exceptions. @python builtins.BaseException */
export class BaseException extends SlimError {
  static override readonly name: string = 'BaseException';
  /** The module that a traceback shows before the name; empty for builtins. */
  static readonly module: string = '';
  /** Set by this constructor: an object with the right prototype alone is not an exception. */
  readonly #isMade = true;
  readonly args: readonly unknown[];
  /** `raise … from cause`. */
  __cause__: BaseException | undefined;
  /** The exception that was being handled when this one was raised. */
  __context__: BaseException | undefined;
  /** Whether tracebacks omit the context: after `raise … from …`. */
  __suppressContext__ = false;
  /** Objects that only the frames of its traceback still refer to: released with the exception. */
  heldByFrames: Finalizable[] | undefined;
  /** How to fix it, in one sentence, for `machine.errors`; Python's log does not show it. */
  hint: string | undefined;

  constructor(...args: readonly unknown[]) {
    super();
    this.args = args;
  }

  /**
   * Whether a value is an exception; `instanceof` also accepts proxies and objects with only the prototype. @internal
   */
  static isMade(value: unknown): value is BaseException {
    return typeof value === 'object' && value !== null && #isMade in value && value.#isMade;
  }

  /** Python's name of the class, without its module. */
  get className(): string {
    return (this.constructor as typeof BaseException).name;
  }

  /** `str(exception)`. */
  get text(): string {
    return this.args.length === 1 ? plainText(this.args[0]) : '';
  }

  override get message(): string {
    return this.text;
  }

  override get name(): string {
    return this.className;
  }

  override get stack(): string {
    return this.text === '' ? this.className : `${this.className}: ${this.text}`;
  }
}

export class SystemExit extends BaseException {
  static override readonly name: string = 'SystemExit';
  /** The exit status: a number, undefined for 0, or a text to print before exiting with 1. */
  get code(): unknown {
    return this.args[0];
  }
}
export class KeyboardInterrupt extends BaseException {
  static override readonly name: string = 'KeyboardInterrupt';
}
export class GeneratorExit extends BaseException {
  static override readonly name: string = 'GeneratorExit';
}

/** The root of what `except Exception` catches. @python builtins.Exception */
export class Exception extends BaseException {
  static override readonly name: string = 'Exception';
}

export class StopIteration extends Exception {
  static override readonly name: string = 'StopIteration';
}
export class ArithmeticError extends Exception {
  static override readonly name: string = 'ArithmeticError';
}
export class OverflowError extends ArithmeticError {
  static override readonly name: string = 'OverflowError';
}
export class AssertionError extends Exception {
  static override readonly name: string = 'AssertionError';
}
export class AttributeError extends Exception {
  static override readonly name: string = 'AttributeError';
}
export class LookupError extends Exception {
  static override readonly name: string = 'LookupError';
}
export class IndexError extends LookupError {
  static override readonly name: string = 'IndexError';
}
export class KeyError extends LookupError {
  static override readonly name: string = 'KeyError';
}
export class MemoryError extends Exception {
  static override readonly name: string = 'MemoryError';
}
export class RuntimeError extends Exception {
  static override readonly name: string = 'RuntimeError';
}
export class NotImplementedError extends RuntimeError {
  static override readonly name: string = 'NotImplementedError';
}
export class RecursionError extends RuntimeError {
  static override readonly name: string = 'RecursionError';
}
export class PyTypeError extends Exception {
  static override readonly name: string = 'TypeError';
}
export class ValueError extends Exception {
  static override readonly name: string = 'ValueError';
}
export class UnicodeError extends ValueError {
  static override readonly name: string = 'UnicodeError';
}
/** `UnicodeDecodeError(encoding, bytes, start, end, reason)`. @python builtins.UnicodeDecodeError */
export class UnicodeDecodeError extends UnicodeError {
  static override readonly name: string = 'UnicodeDecodeError';
  override get text(): string {
    if (this.args.length !== 5) return super.text;
    const [encoding, bytes, start, end, reason] = this.args as [string, Uint8Array, number, number, string];
    const byte = (bytes[start] ?? 0).toString(16).padStart(2, '0');
    const what = end === start + 1 ? `byte 0x${byte} in position ${start}` : `bytes in position ${start}-${end - 1}`;
    return `'${encoding}' codec can't decode ${what}: ${reason}`;
  }
}
/**
 * `UnicodeEncodeError(encoding, text, start, end, reason)`; positions count code points.
 * @python builtins.UnicodeEncodeError
 */
export class UnicodeEncodeError extends UnicodeError {
  static override readonly name: string = 'UnicodeEncodeError';
  override get text(): string {
    if (this.args.length !== 5) return super.text;
    const [encoding, text, start, end, reason] = this.args as [string, string, number, number, string];
    const character = escapeCode(Array.from(text)[start]?.codePointAt(0) ?? 0);
    const what =
      end === start + 1
        ? `character '${character}' in position ${start}`
        : `characters in position ${start}-${end - 1}`;
    return `'${encoding}' codec can't encode ${what}: ${reason}`;
  }
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
const textOf = (value: unknown): string => (isGiven(value) ? plainText(value) : 'None');

/**
 * An error of the operating system. `OSError(errno, text)` sets both; `OSError(text)` leaves errno undefined.
 * @python builtins.OSError
 */
export class OSError extends Exception {
  static override readonly name: string = 'OSError';
  /** The error's name, by which code branches; undefined for an error that does not come from a system call. */
  readonly errnoName: ErrnoName | undefined = undefined;
  /** The file that the error is about, and the second one where there are two. */
  readonly filename: unknown;
  readonly filename2: unknown;

  /**
   * `OSError(text)`, or `OSError(errno, text, filename, winerror, filename2)`. With an errno, the result is of that
   * errno's subclass.
   */
  constructor(...args: readonly unknown[]) {
    const [errno, , filename, , filename2] = args;
    const isAboutFile = args.length > 2 && args.length < 6 && isGiven(filename) && typeof filename !== 'number';
    super(...(isAboutFile ? args.slice(0, 2) : args));
    if (isAboutFile) [this.filename, this.filename2] = [filename, filename2];
    if (new.target !== OSError || args.length < 2 || args.length > 5) return;
    const Class = BY_ERRNO[errnoName(errno as number) ?? 'EIO'];
    // PEP 3151: `OSError(2, …)` is a FileNotFoundError.
    if (Class !== undefined) return new Class(...args);
  }

  get errno(): number | undefined {
    return this.hasErrno ? (this.args[0] as number) : undefined;
  }

  get strerror(): string | undefined {
    return this.hasErrno ? plainText(this.args[1]) : undefined;
  }

  /** Whether it was made with a number and a text. */
  get hasErrno(): boolean {
    return this.args.length >= 2 && this.args.length <= 5;
  }

  override get text(): string {
    if (!this.hasErrno) return super.text;
    const text = `[Errno ${textOf(this.args[0])}] ${textOf(this.args[1])}`;
    const files = [this.filename, this.filename2].filter(isGiven).map((file) => `'${plainText(file)}'`);
    return files.length === 0 ? text : `${text}: ${files.join(' -> ')}`;
  }
}
/** @python builtins.BlockingIOError @python io.BlockingIOError */
export class BlockingIOError extends OSError {
  static override readonly name: string = 'BlockingIOError';
}
export class ChildProcessError extends OSError {
  static override readonly name: string = 'ChildProcessError';
}
export class ConnectionError extends OSError {
  static override readonly name: string = 'ConnectionError';
}
export class BrokenPipeError extends ConnectionError {
  static override readonly name: string = 'BrokenPipeError';
}
export class ConnectionAbortedError extends ConnectionError {
  static override readonly name: string = 'ConnectionAbortedError';
}
export class ConnectionRefusedError extends ConnectionError {
  static override readonly name: string = 'ConnectionRefusedError';
}
export class ConnectionResetError extends ConnectionError {
  static override readonly name: string = 'ConnectionResetError';
}
export class FileExistsError extends OSError {
  static override readonly name: string = 'FileExistsError';
}
export class FileNotFoundError extends OSError {
  static override readonly name: string = 'FileNotFoundError';
}
export class InterruptedError extends OSError {
  static override readonly name: string = 'InterruptedError';
}
export class PermissionError extends OSError {
  static override readonly name: string = 'PermissionError';
}
export class ProcessLookupError extends OSError {
  static override readonly name: string = 'ProcessLookupError';
}
export class TimeoutError extends OSError {
  static override readonly name: string = 'TimeoutError';
}
/**
 * `io.UnsupportedOperation`: both an OSError and a ValueError in Python; here an OSError.
 * @python io.UnsupportedOperation
 */
export class UnsupportedOperation extends OSError {
  static override readonly name: string = 'UnsupportedOperation';
  static override readonly module = 'io';
}

type OSErrorClass = new (...args: readonly unknown[]) => OSError;

/** PEP 3151: the subclass for each errno. */
const BY_ERRNO: Partial<Record<ErrnoName, OSErrorClass>> = {
  EAGAIN: BlockingIOError,
  EALREADY: BlockingIOError,
  EINPROGRESS: BlockingIOError,
  ECHILD: ChildProcessError,
  EPIPE: BrokenPipeError,
  ECONNABORTED: ConnectionAbortedError,
  ECONNREFUSED: ConnectionRefusedError,
  ECONNRESET: ConnectionResetError,
  EEXIST: FileExistsError,
  ENOENT: FileNotFoundError,
  EINTR: InterruptedError,
  EACCES: PermissionError,
  EPERM: PermissionError,
  ESRCH: ProcessLookupError,
  ETIMEDOUT: TimeoutError,
};

/** The OSError that a failed system call raises: the subclass of its errno, with Linux's number and text. */
export function osError(errno: ErrnoName): OSError {
  const Class = BY_ERRNO[errno] ?? OSError;
  const error = new Class(errnoNumber(errno), strerror(errno));
  (error as { errnoName: ErrnoName }).errnoName = errno;
  return error;
}

/** `String(value)`, or Python's placeholder where that fails: an argument may be anything. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return String(value);
  } catch {
    return UNPRINTABLE;
  }
}

const ours = new WeakSet<object>();

/** Marks the getters of a class as ours: code that only inspects an exception may run them. */
export function markAsOurs(prototype: object): void {
  ours.add(prototype);
}

/** Whether a class is one of ours, by its prototype; an app's subclass of it is not. */
export const isOurs = (prototype: object): boolean => ours.has(prototype);

for (const { prototype } of [BaseException, SystemExit, UnicodeDecodeError, UnicodeEncodeError, OSError])
  markAsOurs(prototype);

/** A code point as Python's string literals escape it: `\xe9`, `\u20ac`, `\U0001f600`. */
export function escapeCode(code: number): string {
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
