/** What the page keeps of what apps did wrong. */
import type { ComplaintInfo } from '../../src/host/protocol.ts';
import type { PageProblem, PageState } from './store.ts';

/** The last ones are kept. */
const MOST = 200;

/**
 * The state with new complaints. The last one of the reader's own app is also what the editor shows, at its line where
 * that is known.
 */
export function withComplaints(
  { complaints, problem, options }: PageState,
  fresh: readonly ComplaintInfo[],
): Pick<PageState, 'complaints' | 'problem'> {
  const last = options.source === undefined ? undefined : fresh.at(-1);
  return {
    complaints: [...complaints, ...fresh].slice(-MOST),
    problem: last === undefined ? problem : problemOf(last),
  };
}

const problemOf = ({ text, hint, frames }: ComplaintInfo): PageProblem => ({
  when: 'request',
  notice: { code: 'error', values: { message: hint === '' ? text : `${text}: ${hint}` } },
  line: frames[0]?.line,
});
