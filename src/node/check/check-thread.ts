/**
 * Checks files in a thread of its own: an app that never ends, or a text that takes a parser minutes, ends with the
 * thread and not with the command.
 */
import { Worker, parentPort } from 'node:worker_threads';
import { checkFile } from './check-file.ts';
import type { CheckOne } from './check.ts';
import { shownPath } from './files.ts';
import type { FileReport } from './result.ts';
import type { Settings } from './run-unit.ts';

interface Job {
  readonly path: string;
  readonly settings: Settings;
}

type Reply =
  /** The thread has loaded its program: time counts from here. */
  { readonly isReady: true } | { readonly report: FileReport } | { readonly error: string };

/** The thread's side: checks what it is asked to. */
export function serveChecks(): void {
  parentPort?.on('message', ({ path, settings }: Job) => {
    let reply: Reply;
    try {
      reply = { report: checkFile(path, settings) };
    } catch (error) {
      reply = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    parentPort?.postMessage(reply);
  });
  parentPort?.postMessage({ isReady: true } satisfies Reply);
}

/** The command's side. @param program the file that calls `serveChecks` when it is run as a thread. */
export function checksInThread(program: URL): { readonly checkOne: CheckOne; end(): Promise<void> } {
  let worker: Worker | undefined;
  const end = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };
  const ask = async (job: Job, seconds: number): Promise<Reply> => {
    if (worker === undefined) {
      // What an app prints must not end up in the middle of a report.
      worker = new Worker(program, { stdout: true, stderr: true });
      const first = await nextReply(worker);
      if ('error' in first) return first;
    }
    worker.postMessage(job);
    return nextReply(worker, seconds);
  };
  const checkOne: CheckOne = async (path, settings, seconds) => {
    const reply = await ask({ path, settings }, seconds);
    if ('report' in reply) return reply.report;
    await end();
    return failedReport(path, 'error' in reply ? reply.error : 'its thread started twice');
  };
  return { checkOne, end };
}

/** What a thread says next; an error when it fails, ends, or says nothing for too long. */
function nextReply(worker: Worker, seconds?: number): Promise<Reply> {
  return new Promise((resolve) => {
    let clock: NodeJS.Timeout | undefined;
    const finish = (reply: Reply): void => {
      clearTimeout(clock);
      worker.off('message', finish).off('error', fail).off('exit', leave);
      resolve(reply);
    };
    const fail = (error: unknown): void => finish({ error: error instanceof Error ? error.message : String(error) });
    const leave = (code: number): void => finish({ error: `its thread ended with code ${code}` });
    worker.on('message', finish).on('error', fail).on('exit', leave);
    if (seconds === undefined) return;
    clock = setTimeout(() => {
      finish({ error: `it took longer than ${seconds} seconds; does an app of it never end? --timeout gives it more` });
    }, seconds * 1_000);
  });
}

function failedReport(path: string, message: string): FileReport {
  const place = { path: shownPath(path), line: 1, column: 1 };
  return {
    path: place.path,
    results: [{ ...place, tag: place, verdict: 'failed', message, notes: [] }],
    rewritten: [],
  };
}
