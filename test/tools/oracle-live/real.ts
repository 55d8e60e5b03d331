/** The real server: a Python process that serves one app and plays scripts on itself; see real.py. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { callsIn, servedCalls } from './calls.ts';
import { Normaliser } from '../../oracle/normalise.ts';
import type { ConnectionResult, Mark, Result, ServerSpec, Step } from '../../oracle/recording.ts';

const PROGRAM = fileURLToPath(new URL('real.py', import.meta.url));
/** Milliseconds that a script, or a start, may take before the process is given up. */
const PATIENCE = 30_000;
const PYTHON = '3.11';
const WERKZEUG = '3.1.8';

/** What is needed for the real server is not there; the message says how to get it. */
export class MissingError extends Error {}

/** A script that the real server did not bring to its end. */
export class StuckError extends Error {}

/** What the Python side has. */
export interface Kit {
  readonly python: string;
  readonly werkzeug: string;
  readonly apps: readonly string[];
  readonly handlers: readonly string[];
}

/** One server, and how to ask for it. */
export interface Target {
  readonly app: string | null;
  readonly server: ServerSpec;
}

const python = (): string => process.env['GLASWERK_PYTHON'] ?? 'python3';

/** The environment of the recordings: time zone, texts, no warnings. */
function environment(folder: string | undefined): NodeJS.ProcessEnv {
  const { PATH, GLASWERK_WERKZEUG_PATH } = process.env;
  const kit = folder ?? process.env['GLASWERK_ORACLE_KIT'];
  return {
    PATH,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    HOME: '/nonexistent',
    PYTHONWARNINGS: 'ignore',
    PYTHONPYCACHEPREFIX: join(tmpdir(), 'glaswerk-pycache'),
    ...(GLASWERK_WERKZEUG_PATH === undefined ? {} : { PYTHONPATH: GLASWERK_WERKZEUG_PATH }),
    ...(kit === undefined ? {} : { GLASWERK_ORACLE_KIT: kit }),
  };
}

const HOW_TO =
  `Needed are Python ${PYTHON} and Werkzeug ${WERKZEUG}:\n` +
  `  python3.11 -m venv ~/glaswerk-python && ~/glaswerk-python/bin/pip install werkzeug==${WERKZEUG}\n` +
  '  GLASWERK_PYTHON=~/glaswerk-python/bin/python npm run oracle:live\n' +
  'GLASWERK_WERKZEUG_PATH may name folders, with : between them, to import Werkzeug and MarkupSafe from.';

/** Asks the Python side what it has. Throws MissingError when it cannot be used. */
export function probeKit(folder: string | undefined): Kit {
  const run = spawnSync(python(), [PROGRAM, '--probe'], { env: environment(folder), encoding: 'utf8' });
  if (run.error !== undefined) throw new MissingError(`${python()} cannot be started: ${run.error.message}\n${HOW_TO}`);
  if (run.status !== 0) {
    throw new MissingError(`${python()} does not have it all: ${run.stderr.trim().split('\n').at(-1)}\n${HOW_TO}`);
  }
  const kit = JSON.parse(run.stdout) as Kit;
  if (!kit.python.startsWith(`${PYTHON}.`) || kit.werkzeug !== WERKZEUG) {
    throw new MissingError(`found are Python ${kit.python} and Werkzeug ${kit.werkzeug}.\n${HOW_TO}`);
  }
  return kit;
}

/** What real.py answers to a job. */
interface Answer {
  readonly conns: readonly ConnectionResult[];
  readonly ports: readonly number[];
  readonly marks: readonly Mark[];
  readonly port: number;
  readonly log: string;
  readonly calls: string;
  readonly started: number;
  readonly ended: number;
  readonly alive: boolean;
}

export interface RealOptions {
  /** Folder with another kit of apps. */
  readonly folder: string | undefined;
  /** Whether calls are recorded, which takes time. */
  readonly calls: boolean;
}

/** A long-lived real server. */
export class RealServer {
  port = 0;
  readonly isTraced: boolean;
  /** False once it has ended, by itself or because it was given up. */
  isAlive = true;
  private readonly _process: ChildProcessWithoutNullStreams;
  private readonly _lines: AsyncIterator<string>;
  private _complaints = '';

  private constructor({ app, server }: Target, { folder, calls }: RealOptions) {
    this.isTraced = calls;
    const config = JSON.stringify({ app, server, calls });
    this._process = spawn(python(), [PROGRAM, config], { env: environment(folder) });
    this._process.stderr.on('data', (data: Buffer) => {
      this._complaints += data.toString('utf8');
    });
    this._process.stdin.on('error', () => {
      this.isAlive = false;
    });
    this._lines = createInterface({ input: this._process.stdout })[Symbol.asyncIterator]();
  }

  static async start(target: Target, options: RealOptions): Promise<RealServer> {
    const server = new RealServer(target, options);
    server.port = ((await server._answer()) as { port: number }).port;
    return server;
  }

  /** Plays a script; `tail` is the time in seconds that is left for the last log lines. */
  async play(steps: readonly Step[], tail: number): Promise<Result> {
    this._process.stdin.write(`${JSON.stringify({ steps, tail })}\n`);
    const answer = (await this._answer()) as Answer;
    this.isAlive = answer.alive;
    const { port, ports: clientPorts, started, ended } = answer;
    const normaliser = new Normaliser({ port, clientPorts, started, ended });
    return {
      conns: answer.conns.map(({ received, end }) => ({ received: normaliser.received(received as string), end })),
      marks: answer.marks,
      log: normaliser.log(answer.log),
      exit: 0,
      calls: answer.calls === '' ? null : servedCalls(callsIn(answer.calls)),
      syscalls: null,
    };
  }

  /** Ends the process; its server and the server's children end with it. */
  async end(): Promise<void> {
    if (this._process.exitCode !== null || this._process.signalCode !== null) return;
    const ended = once(this._process, 'exit');
    this._process.stdin.end();
    const clock = setTimeout(() => {
      this._process.kill('SIGKILL');
    }, PATIENCE);
    await ended;
    clearTimeout(clock);
  }

  private async _answer(): Promise<unknown> {
    let clock: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      clock = setTimeout(() => reject(new StuckError('the real server did not answer in time')), PATIENCE);
    });
    try {
      const line = await Promise.race([this._lines.next(), late]);
      if (line.done === true) throw new StuckError(`the real server has ended: ${this._complaints}`);
      return JSON.parse(line.value) as unknown;
    } catch (error) {
      this.isAlive = false;
      this._process.kill('SIGTERM');
      throw error;
    } finally {
      clearTimeout(clock);
    }
  }
}
