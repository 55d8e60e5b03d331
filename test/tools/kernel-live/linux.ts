/**
 * The real Linux: a Python process that plays sequences (linux.py), in a network namespace of its own where it may have
 * one.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Outcome, Sequence } from './operations.ts';

const PROGRAM = fileURLToPath(new URL('linux.py', import.meta.url));

/** What is needed is not there; the message says how to get it. */
export class MissingError extends Error {}

const HOW_TO =
  'Needed are Linux and Python 3.8 or newer; GLASWERK_PYTHON may name the interpreter. unshare(1) of util-linux gives\n' +
  'it a network of its own; without that right it plays on the loopback interface, where other programs may get in its way.';

/** The command that plays, and whether it has a network of its own. */
function command(): { readonly words: readonly string[]; readonly isAlone: boolean } {
  const python = process.env['GLASWERK_PYTHON'] ?? 'python3';
  for (const unshare of [
    ['unshare', '-n'],
    ['unshare', '-rn'],
  ]) {
    const [name = '', ...args] = unshare;
    if (spawnSync(name, [...args, 'true']).status === 0) return { words: [...unshare, python, PROGRAM], isAlone: true };
  }
  return { words: [python, PROGRAM], isAlone: false };
}

export class Linux {
  /** The release of the kernel, as uname(2) says it. */
  kernel = '';
  readonly isAlone: boolean;
  private readonly _process: ChildProcessWithoutNullStreams;
  private readonly _lines: AsyncIterator<string>;

  private constructor() {
    const { words, isAlone } = command();
    const [name = '', ...args] = words;
    this.isAlone = isAlone;
    this._process = spawn(name, args);
    this._process.stderr.pipe(process.stderr);
    this._lines = createInterface({ input: this._process.stdout })[Symbol.asyncIterator]();
  }

  /** Throws MissingError when there is no Linux, or no Python. */
  static async start(): Promise<Linux> {
    if (process.platform !== 'linux') throw new MissingError(`this is ${process.platform}, not Linux.\n${HOW_TO}`);
    const linux = new Linux();
    const failed = new Promise<never>((_, reject) => {
      linux._process.on('error', (error) => reject(new MissingError(`${error.message}\n${HOW_TO}`)));
    });
    const first = await Promise.race([linux._answer(), failed]);
    linux.kernel = (first as { readonly kernel: string }).kernel;
    return linux;
  }

  /** @param pause seconds after each operation, for what takes Linux a while. */
  async play({ operations }: Pick<Sequence, 'operations'>, pause: number): Promise<Outcome[]> {
    this._process.stdin.write(`${JSON.stringify({ operations, pause })}\n`);
    return (await this._answer()) as Outcome[];
  }

  end(): void {
    this._process.stdin.end();
  }

  private async _answer(): Promise<unknown> {
    const { value, done } = await this._lines.next();
    if (done === true) throw new MissingError(`linux.py has ended.\n${HOW_TO}`);
    return JSON.parse(value) as unknown;
  }
}
