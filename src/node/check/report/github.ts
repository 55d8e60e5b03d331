/** Workflow commands of GitHub, which it shows beside the lines of a pull request. */
import type { Result } from '../result.ts';
import { resultsOf } from './summary.ts';
import type { Run } from './summary.ts';
import { resultText } from './text.ts';

/** One line for each example that is not true, and for each file that was not read. */
export function githubOf(run: Run): string {
  const unread = run.files.flatMap(({ path, unread: why }) =>
    why === undefined ? [] : [`::notice file=${property(path)},title=glaswerk check::not read: it ${data(why)}`],
  );
  return [...resultsOf(run).flatMap(annotationOf), ...unread].map((line) => `${line}\n`).join('');
}

function annotationOf(result: Result): string[] {
  const { verdict, path, line, column, isUpdated, message } = result;
  if (isUpdated === true || (verdict !== 'drift' && verdict !== 'failed' && verdict !== 'skipped')) return [];
  const level = verdict === 'skipped' ? 'notice' : 'error';
  const title = { drift: 'the printed answer is not true', failed: 'the example could not run', skipped: 'skipped' }[
    verdict
  ];
  const place = `file=${property(path)},line=${line},col=${column},title=${property(title)}`;
  return [`::${level} ${place}::${data(verdict === 'skipped' ? message : resultText(result))}`];
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
