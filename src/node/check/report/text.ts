/** The report for people. */
import type { Drift, FileReport, Result } from '../result.ts';
import { summaryOf } from './summary.ts';
import type { Run } from './summary.ts';

/** What one file has to tell: nothing when all is true. */
export function fileText({ path, results, unread }: FileReport): string {
  const lines = unread === undefined ? [] : [`${path}: not read: it ${unread}`];
  for (const result of results) {
    if (result.verdict === 'true' || result.verdict === 'unprinted' || result.verdict === 'expected') continue;
    lines.push(resultText(result));
  }
  return lines.map((line) => `${line}\n`).join('');
}

export const endText = (run: Run): string =>
  `${run.failure === undefined ? '' : `${run.failure}\n`}${summaryOf(run)}\n`;

/** `docs/a.md:12:9: byte 43 of connection 1 is not as printed`, and both sides. */
export function resultText(result: Result): string {
  const { path, line, column, verdict, message, drift, notes, isUpdated } = result;
  const words = { drift: '', failed: 'could not run: ', skipped: 'skipped: ', true: '', unprinted: '', expected: '' };
  const head = `${path}:${line}:${column}: ${isUpdated === true ? 'updated: ' : words[verdict]}${message}`;
  return [head, ...(drift === undefined ? [] : driftLines(drift)), ...notes.map((note) => `    ${note}`)].join('\n');
}

function driftLines({ printed, sent, link, moment }: Drift): string[] {
  const mark = ' '.repeat([...sent[0]].length);
  return [
    `    printed  ${sidesText(printed)}`,
    `    sent     ${sidesText(sent)}`,
    `             ${mark}^`,
    ...(link === undefined ? ['    (the machine is too large for a link)'] : [`    open     ${link}`]),
    ...(moment === undefined ? [] : [`    moment   ${moment.name}, step ${moment.step}`]),
  ];
}

const sidesText = ([before, from]: readonly [string, string]): string =>
  from === '' ? `${before}(end)` : before + from;
