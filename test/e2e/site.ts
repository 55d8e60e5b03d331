/** The built page, served to the browser tests from within the process that starts them. */
import { ROOT } from '../support/root.ts';
import { serveFolder } from '../support/site.ts';
import { BUILD, buildOwnPages } from './own-pages.ts';

/** Playwright calls it before the tests, and what it answers after them. */
export default async function serveSite(): Promise<() => Promise<void>> {
  const port = Number(process.env['GLASWERK_PORT']);
  const site = await serveFolder(`${ROOT}/dist/page`, { port, tasks: { [BUILD]: buildOwnPages } });
  return () => site.close();
}
