/** What the page keeps of what apps did wrong. */
import type { ComplaintInfo } from '../../src/host/app-faults.ts';
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
    problem: last === undefined ? problem : problemOf(last, options.source ?? ''),
  };
}

const problemOf = ({ text, hint, frames }: ComplaintInfo, source: string): PageProblem => ({
  when: 'request',
  notice: { code: 'error', values: { message: hint === '' ? text : `${text}: ${hint}` } },
  line: frames[0]?.line ?? lineWithoutYield(text, source),
});

/** `sleep() (time.sleep) was called without yield*, …`, and the same of a coroutine that was used as a value. */
const UNRUN = /^(?:.*: )?(?:[\w$]+\.)*([\w$]+)\(\) \([\w.]+\) was (?:called without yield\*|not run)/;

/** The line of a call whose `yield*` was forgotten: nothing has failed there, so no stack names it. */
export function lineWithoutYield(text: string, source: string): number | undefined {
  const name = UNRUN.exec(text)?.[1];
  if (name === undefined) return undefined;
  const call = new RegExp(String.raw`(?<![\w$])${name.replaceAll('$', String.raw`\$`)}\s*\(`);
  const run = new RegExp(String.raw`(?:yield\*|function\*?)\s*[\w$.]*${call.source}`, 'g');
  const at = source.split('\n').findIndex((line) => call.test(line.replaceAll(run, '').replace(/\/\/.*/, '')));
  return at < 0 ? undefined : at + 1;
}
