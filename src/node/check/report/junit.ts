/** The report as JUnit XML, which CI services show. */
import type { FileReport, Result } from '../result.ts';
import { resultsOf } from './summary.ts';
import type { Run } from './summary.ts';
import { resultText } from './text.ts';

export function junitOf(run: Run): string {
  const { files, failure } = run;
  const suites = files.filter(({ results, unread }) => results.length > 0 || unread !== undefined).map(suiteOf);
  const whole =
    failure === undefined
      ? []
      : [`  <testsuite name="glaswerk check"${countsIn([])}><system-err>${escaped(failure)}</system-err></testsuite>`];
  const lines = [...suites, ...whole];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="glaswerk check"${countsIn(resultsOf(run))}>\n${lines.join('\n')}\n</testsuites>\n`;
}

function suiteOf({ path, results, unread }: FileReport): string {
  const cases = results.map(caseOf);
  const note = unread === undefined ? [] : [`    <system-out>${escaped(`not read: it ${unread}`)}</system-out>`];
  return [`  <testsuite name="${escaped(path)}"${countsIn(results)}>`, ...cases, ...note, '  </testsuite>'].join('\n');
}

const isFailure = ({ verdict, isUpdated }: Result): boolean => verdict === 'drift' && isUpdated !== true;

function countsIn(results: readonly Result[]): string {
  const count = (test: (result: Result) => boolean): number => results.filter(test).length;
  const failures = count(isFailure);
  const errors = count(({ verdict }) => verdict === 'failed');
  const skipped = count(({ verdict }) => verdict === 'skipped');
  return ` tests="${results.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

function caseOf(result: Result): string {
  const { tag, verdict, message } = result;
  const open = `    <testcase classname="${escaped(tag.path)}" name="example at ${tag.line}:${tag.column}" file="${escaped(tag.path)}" line="${tag.line}"`;
  const kind = isFailure(result) ? 'failure' : verdict === 'failed' ? 'error' : undefined;
  if (kind !== undefined) {
    return `${open}><${kind} message="${escaped(message)}">${escaped(resultText(result))}</${kind}></testcase>`;
  }
  return verdict === 'skipped' ? `${open}><skipped message="${escaped(message)}"/></testcase>` : `${open}/>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 has no way to write other control characters, and no lone surrogates. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll(/[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"\n]/g, (character) => ENTITIES[character] ?? character);
