/** The parts of `sys` that servers use: standard error, and the exception that is being handled. */
import { PyTypeError, SystemExit } from '../python/errors.ts';
import { handledException } from '../python/handling.ts';
import { writeStderr } from '../python/libc.ts';
import { typeName } from '../python/repr.ts';

/** The version of Python that is mirrored. @python sys.version */
export const version = '3.11.7';

/** A text file on a descriptor, unbuffered. Only `sys.stderr` is one. @python io.TextIOWrapper */
export class TextIOWrapper {
  static readonly name: string = 'TextIOWrapper';
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Writes text; returns how many characters. @python io.TextIOWrapper.write */
  write(text: string): number {
    if (typeof (text as unknown) !== 'string') {
      throw new PyTypeError(`write() argument must be str, not ${typeName(text)}`);
    }
    writeStderr(text);
    return text.length;
  }

  /** Nothing to do: everything is written. @python io.TextIOWrapper.flush */
  flush(): void {}
}

/** Standard error of the running process. @python sys.stderr */
export const stderr = new TextIOWrapper('<stderr>');

/** The result of `sys.exc_info()`: class, exception, traceback. */
export type ExcInfo = readonly [type: unknown, value: unknown, traceback: unknown];

/** The three values for an exception, e.g. for `startResponse`. */
export const excInfoOf = (error: unknown): ExcInfo => [(error as object).constructor, error, undefined];

/**
 * The exception that the running thread is handling, as three values; undefined three times when there is none.
 * @python sys.exc_info
 */
export function excInfo(): ExcInfo {
  const error = handledException();
  return error === undefined ? [undefined, undefined, undefined] : excInfoOf(error);
}

/** Ends the program: raises SystemExit. @python sys.exit */
export function exit(status?: unknown): never {
  throw new SystemExit(...(status === undefined ? [] : [status]));
}
