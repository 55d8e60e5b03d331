/** What the apps share. Terms (PATH, SEGMENTS, mode, log) are those of the README in this folder. */
import { encodeLatin1 } from '../../../src/python/bytes.ts';
import { IndexError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';

import type { Sys } from '../../../src/kernel/sys.ts';
import { sleep } from '../../../src/stdlib/time.ts';
import type { Environ } from '../../../src/werkzeug/wsgi-types.ts';

export type Headers = [string, string][];

/** Latin-1 text as bytes. */
export const b = (text: string): Uint8Array => encodeLatin1(text);

/** A Content-Type header of plain text, in a list of its own. */
export const plain = (): Headers => [['Content-Type', 'text/plain']];

/** 64 KiB of the sixteen hexadecimal digits. */
export const BLOCK = b('0123456789abcdef'.repeat(4096));

/** The non-empty pieces of the path. */
export const segments = (path: string): string[] => path.split('/').filter((part) => part !== '');

/** The mode that a path asks for, and what stands behind it. */
export function modeOf(environ: Environ, byDefault: string): readonly [mode: string, ...args: string[]] {
  const [mode = byDefault, ...args] = segments(environ['PATH_INFO'] as string);
  return [mode, ...args];
}

/** Argument `index` of a mode. */
export function argument(args: readonly string[], index = 0): string {
  const found = args[index];
  if (found === undefined) throw new IndexError('list index out of range');
  return found;
}

/** Argument `index` of a mode as an int. */
export const intOf = (args: readonly string[], index = 0): number => Number(pyInt(argument(args, index)));

interface ErrorStream {
  write(text: string): unknown;
  flush(): unknown;
}

/** Writes a line to `wsgi.errors`. */
export function log(environ: Environ, text: string): void {
  const errors = environ['wsgi.errors'] as ErrorStream;
  errors.write(`${text}\n`);
  errors.flush();
}

/** `time.sleep` in milliseconds. */
export function* sleepMs(ms: number): Sys<void> {
  yield* sleep(ms / 1000);
}

/** The entry of a table, unless there is none of that name. */
export const pick = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
