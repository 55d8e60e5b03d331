/** `--record FILE`: plays the cases of a file on the real server, and keeps what it answered. */
import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from '../../support/command-line.ts';
import type { Case, Result } from '../../oracle/recording.ts';
import { caseOf } from './arms.ts';
import { RealServer } from './real.ts';
import { slower } from './scripts.ts';
import type { LiveCase } from './scripts.ts';

/** How much slower than written the case is played each time. A result counts if it is the same each time. */
const PACES = [1, 4, 8];
/** Seconds for the last lines of the log. */
const TAIL = 0.15;
const KINDS = ['base', 'threaded', 'forking', 'http', 'http_threading', 'tcp', 'tcp_threading', 'tcp_forking'];

/**
 * The cases to record: `{ "cases": [{ "id": …, "app": …, "server": …, "steps": … }] }`, as the recordings have them.
 */
export function loadDefinitions(path: string): LiveCase[] {
  if (!existsSync(path)) throw new UsageError(`no such file: ${path}`);
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { readonly cases?: readonly Partial<LiveCase>[] };
  if (!Array.isArray(cases)) throw new UsageError(`${path} has no list "cases"`);
  return cases.map(({ id, app, server, steps }: Partial<LiveCase>, index) => {
    if (id === undefined || app === undefined || server === undefined || steps === undefined) {
      throw new UsageError(`case ${index} of ${path} needs "id", "app" (or null), "server" and "steps"`);
    }
    if (!KINDS.includes(server.kind)) {
      throw new UsageError(`${id}: a server of kind ${server.kind} cannot be recorded here, only ${KINDS.join(', ')}`);
    }
    return { id, app, server, steps };
  });
}

/** Plays a case three times, each time on a new server and more slowly. Throws UsageError if the answers differ. */
export async function record(item: LiveCase, folder: string | undefined): Promise<Case> {
  const results: Result[] = [];
  for (const pace of PACES) {
    // One after the other, because servers that run at the same time slow each other down.
    // oxlint-disable-next-line no-await-in-loop
    results.push(await playAlone({ ...item, steps: slower(item.steps, pace) }, folder));
  }
  const [golden, ...others] = results;
  const other = others.find((result) => JSON.stringify(result) !== JSON.stringify(golden));
  if (golden === undefined || other !== undefined) {
    const answers = `${JSON.stringify(golden)}\n${JSON.stringify(other)}`;
    throw new UsageError(
      `${item.id}: the real server answers differently each time, so it is not recorded:\n${answers}`,
    );
  }
  return caseOf(item, golden);
}

async function playAlone(item: LiveCase, folder: string | undefined): Promise<Result> {
  const server = await RealServer.start(item, { folder, calls: false });
  try {
    return await server.play(item.steps, TAIL);
  } finally {
    await server.end();
  }
}
