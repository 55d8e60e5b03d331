/** The report for programs. */
import { countsOf, exitCodeOf, resultsOf } from './summary.ts';
import type { Run } from './summary.ts';

/** Its first field is the version of its shape. */
export function jsonOf(run: Run): string {
  const { files, failure } = run;
  const unread = files.flatMap(({ path, unread: why }) => (why === undefined ? [] : [{ path, why }]));
  const data = {
    version: 1,
    exitCode: exitCodeOf(run),
    counts: countsOf(run),
    failure,
    unread,
    examples: resultsOf(run),
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
