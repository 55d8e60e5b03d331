/** Whole programs on a bare kernel, like `python3 program.py`. */
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { Terminal } from '../../src/kernel/files/terminal.ts';
import { concat, decodeUtf8 } from '../../src/python/bytes.ts';
import { BaseException } from '../../src/python/errors.ts';
import { call } from '../../src/python/libc.ts';
import { runMain } from '../../src/stdlib/_main.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { checkForeignErrors } from './foreign-errors.ts';

/** How a program ended. */
export interface Ended {
  readonly status: number | undefined;
  readonly log: string;
  readonly seconds: number;
}

/** Runs a Python program to its end. With `interruptAfter` it gets a Ctrl+C after that many seconds. */
export function program(main: () => Sys<void>, interruptAfter?: number): Ended {
  const kernel = new Kernel({ epoch: 1_767_225_600_000_000 as never });
  const written: Uint8Array[] = [];
  const terminal = new Terminal((data) => void written.push(data));
  const process = kernel.spawn({ name: 'python', threadName: 'MainThread', main: runMain(main), terminal });
  if (interruptAfter !== undefined) {
    kernel.spawn({
      name: 'terminal',
      *main() {
        yield* sleep(interruptAfter);
        yield* call('kill', process.pid, 'SIGINT');
      },
    });
  }
  const why = kernel.run();
  checkForeignErrors(kernel);
  if (why !== 'exit') throw new Error(`the program did not end: ${why}`);
  return { status: process.exitStatus, log: decodeUtf8(concat(written)), seconds: kernel.clock.now / 1e6 };
}

/** The class and text of the exception that a call raises; `nothing` when it returns. */
export function* raised(action: Sys<unknown>): Sys<string> {
  try {
    yield* action;
  } catch (error) {
    if (error instanceof BaseException) return `${error.className}: ${error.text}`;
    throw error;
  }
  return 'nothing';
}
