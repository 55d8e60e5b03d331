/**
 * The pages that tests mount faces and stages in. They are one build for all files and workers, made by the process
 * that serves the site when the first test asks for it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../support/root.ts';

/** The folder that they are in. */
export const OWN_PAGES = `${ROOT}/test-results/own-pages`;

/** Where a test asks for them. */
export const BUILD = '/own-pages-are-built';

/** Builds them in a process of its own: the one that serves goes on meanwhile. Rejects with what was wrong. */
export async function buildOwnPages(): Promise<void> {
  const program = ['test/support/run-ts.mjs', 'test/e2e/build-own-pages.ts'];
  const child = spawn(process.execPath, program, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  let wrong = '';
  child.stderr.on('data', (data: Buffer) => {
    wrong += data.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the tests' own pages were not built: ${wrong}`);
}

/** For a test: resolves once they are there. */
export async function ownPages(baseURL: string | undefined): Promise<void> {
  const answer = await fetch(new URL(BUILD, baseURL));
  if (!answer.ok) throw new Error(await answer.text());
}
