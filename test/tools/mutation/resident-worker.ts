/**
 * A worker thread that is kept after a run of tests. Vitest starts a worker for each run and loads all modules again;
 * with thousands of mutants, each of which is a run, that would be most of the work. This one keeps the modules: a
 * mutant is only a number that the instrumented code looks at.
 *
 * A mutant that leaves something behind in a module could so be blamed on the next one; a thread is replaced after some
 * runs, and one that hangs is replaced by the tool, so that little is left to be blamed.
 */
import type { PoolOptions, VitestPluginContext, WorkerRequest } from 'vitest/node';
import { ThreadsPoolWorker } from 'vitest/node';

/** Runs in one thread. Each leaves a few listeners behind. */
const RUNS = 100;

type Listener = (argument: unknown) => void;

/** The thread of the runs before, with its options. */
let resident: { readonly worker: ThreadsPoolWorker; runs: number } | undefined;

/** What one run has of the thread. */
class ResidentWorker {
  readonly name = 'resident';
  private readonly _options: PoolOptions;
  private readonly _listeners: (readonly [event: string, listener: Listener])[] = [];
  private _current: ThreadsPoolWorker | undefined;

  constructor(options: PoolOptions) {
    this._options = options;
  }

  async start(): Promise<void> {
    if (resident === undefined) {
      resident = { worker: new ThreadsPoolWorker(this._options), runs: 0 };
      await resident.worker.start();
    }
    resident.runs += 1;
    this._current = resident.worker;
  }

  on(event: string, listener: Listener): void {
    this._listeners.push([event, listener]);
    this._thread.on(event, listener);
  }

  off(event: string, listener: Listener): void {
    this._thread.off(event, listener);
  }

  /** The thread is not told to stop; who asked is told that it has. */
  send(message: WorkerRequest): void {
    if (!('type' in message) || message.type !== 'stop') return this._thread.send(message);
    for (const [event, listener] of this._listeners) {
      if (event === 'message') listener({ type: 'stopped', __vitest_worker_response__: true });
    }
  }

  async stop(): Promise<void> {
    for (const [event, listener] of this._listeners) this._thread.off(event, listener);
    if (resident === undefined || resident.runs < RUNS) return;
    const { worker } = resident;
    resident = undefined;
    await worker.stop();
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  private get _thread(): ThreadsPoolWorker {
    if (this._current === undefined) throw new Error('the worker was used before it was started');
    return this._current;
  }
}

/** Ends the thread. */
async function close(): Promise<void> {
  const worker = resident?.worker;
  resident = undefined;
  await worker?.stop();
}

/** For the configuration of vitest: lets each run of a project use the same thread. */
export const residentWorker = {
  name: 'resident-worker',
  configureVitest({ vitest, project }: VitestPluginContext): void {
    project.config.pool = 'resident';
    project.config.poolRunner = { name: 'resident', createPoolWorker: (options) => new ResidentWorker(options) };
    vitest.onClose(close);
  },
};
