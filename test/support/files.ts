/** Files in memory for code that reads and writes files, and a way to run code that never has to wait. */
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { Terminal } from '../../src/kernel/files/terminal.ts';
import type { Micros } from '../../src/kernel/types.ts';
import { concat, decodeUtf8 } from '../../src/python/bytes.ts';
import type { ReadableFile, WritableFile } from '../../src/stdlib/socketserver/files.ts';

/** Runs a coroutine that does not block, and answers its result. */
export function finish<T>(coroutine: Sys<T>): T {
  const step = coroutine.next();
  if (step.done !== true) throw new Error('this was not expected to block');
  return step.value;
}

/** A file with these bytes. */
export function fileOf(bytes: Uint8Array): ReadableFile {
  let position = 0;
  const take = (end: number): Uint8Array => bytes.slice(position, (position = Math.min(end, bytes.length)));
  return {
    closed: false,
    *read(size = -1) {
      return take(size < 0 ? bytes.length : position + Number(size));
    },
    *readline(limit = -1) {
      const newline = bytes.indexOf(0x0a, position);
      const end = newline < 0 ? bytes.length : newline + 1;
      return take(limit < 0 ? end : Math.min(end, position + Number(limit)));
    },
    *close() {
      /* nothing is held */
    },
  };
}

/** A file that keeps each write apart. */
export class WrittenFile implements WritableFile {
  readonly closed = false;
  readonly writes: Uint8Array[] = [];

  *write(data: Uint8Array): Sys<number> {
    this.writes.push(data);
    return data.length;
  }

  *flush(): Sys<void> {
    /* nothing is buffered */
  }

  *close(): Sys<void> {
    /* nothing is held */
  }
}

/** Runs a coroutine in a machine of its own; answers its result and what it wrote to standard error. */
export function withLog<T>(main: () => Sys<T>): { readonly value: T; readonly log: string } {
  const kernel = new Kernel({ epoch: 1_767_225_600_000_000 as Micros });
  const written: Uint8Array[] = [];
  const results: T[] = [];
  kernel.spawn({
    name: 'test',
    terminal: new Terminal((data) => void written.push(data)),
    *main() {
      results.push(yield* main());
    },
  });
  const why = kernel.run();
  const [value] = results;
  if (results.length === 0) throw new Error(`the test's main thread did not end: ${why}`);
  return { value: value as T, log: decodeUtf8(concat(written)) };
}
