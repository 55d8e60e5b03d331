/** What the tool found, by folder: how many mutants were noticed, and where those are that were not. */

/** The report of the tool, as far as it is read. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

export interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** Both count from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** A mutant that no test can notice, or whose difference nobody would miss. Lines move, so it is found by its text. */
export interface Excuse {
  readonly file: string;
  /** The source line at which the mutant begins, trimmed. */
  readonly line: string;
  /** What the tool puts there; without it every mutant of the line is excused. */
  readonly becomes?: string;
  readonly why: string;
}

export type Verdict = 'killed' | 'survived' | 'uncovered' | 'timeout' | 'excused';

export interface Judged {
  readonly file: string;
  readonly line: number;
  readonly verdict: Verdict;
  /** From what to what, on one line. */
  readonly change: string;
}

export interface Row {
  readonly folder: string;
  readonly counts: Readonly<Record<Verdict, number>>;
}

const VERDICTS: Readonly<Record<string, Verdict>> = {
  Killed: 'killed',
  // The changed code threw where no test was running, or it did not load at all.
  RuntimeError: 'killed',
  CompileError: 'killed',
  Survived: 'survived',
  NoCoverage: 'uncovered',
  Timeout: 'timeout',
};
const LONGEST = 60;

/** What each mutant came to. Those that the tool left out (static ones) are not there. */
export function judge(report: Report, excuses: readonly Excuse[]): readonly Judged[] {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants.flatMap((mutant): readonly Judged[] => {
      const found = VERDICTS[mutant.status];
      if (found === undefined) return [];
      const { start } = mutant.location;
      const line = (lines[start.line - 1] ?? '').trim();
      const isExcused =
        (found === 'survived' || found === 'uncovered') &&
        excuses.some((excuse) => matches(excuse, file, line, mutant.replacement));
      const change = `${short(textAt(lines, mutant.location))} → ${short(mutant.replacement ?? mutant.mutatorName)}`;
      return [{ file, line: start.line, verdict: isExcused ? 'excused' : found, change }];
    });
  });
}

function matches(excuse: Excuse, file: string, line: string, replacement: string | undefined): boolean {
  if (excuse.file !== file || excuse.line !== line) return false;
  return excuse.becomes === undefined || excuse.becomes === replacement;
}

/** The excuses that stand for a line that is no longer there. */
export function stale(report: Report, excuses: readonly Excuse[]): readonly Excuse[] {
  return excuses.filter(({ file, line }) => {
    const source = report.files[file]?.source;
    return source !== undefined && !source.split('\n').some((text) => text.trim() === line);
  });
}

/** The mutants counted by folder, and all of them. */
export function tabulate(judged: readonly Judged[]): readonly Row[] {
  const folderOf = ({ file }: Judged): string => file.slice(0, file.lastIndexOf('/'));
  const folders = [...new Set(judged.map(folderOf))].toSorted();
  const rows = folders.map((folder) => ({ folder, counts: count(judged.filter((item) => folderOf(item) === folder)) }));
  return [...rows, { folder: 'all', counts: count(judged) }];
}

function count(judged: readonly Judged[]): Record<Verdict, number> {
  const counts = { killed: 0, survived: 0, uncovered: 0, timeout: 0, excused: 0 };
  for (const { verdict } of judged) counts[verdict] += 1;
  return counts;
}

/**
 * The part that was noticed, or is excused. A test that never ends has noticed too. One when there is nothing to
 * notice.
 */
export function score({ killed, survived, uncovered, timeout, excused }: Row['counts']): number {
  const good = killed + timeout + excused;
  const all = good + survived + uncovered;
  return all === 0 ? 1 : good / all;
}

const HEAD = ['folder', 'mutants', 'killed', 'timeouts', 'survived', 'no coverage', 'excused', 'noticed'];

/** The table for a terminal. */
export function tableText(rows: readonly Row[]): string {
  const cells = rows.map(({ folder, counts }) => {
    const { killed, timeout, survived, uncovered, excused } = counts;
    const all = killed + timeout + survived + uncovered + excused;
    return [folder, all, killed, timeout, survived, uncovered, excused, `${(score(counts) * 100).toFixed(1)} %`];
  });
  const table = [HEAD, ...cells].map((row) => row.map(String));
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
    )
    .map((row) => row.join('  '))
    .join('\n');
}

/** The mutants that nothing noticed, a line each: `file:line  from → to`. */
export function survivorsText(judged: readonly Judged[]): string {
  return judged
    .filter(({ verdict }) => verdict === 'survived' || verdict === 'uncovered')
    .map(
      ({ file, line, verdict, change }) =>
        `${file}:${line}  ${change}${verdict === 'uncovered' ? '  (no test comes here)' : ''}`,
    )
    .join('\n');
}

function textAt(lines: readonly string[], { start, end }: Mutant['location']): string {
  const first = lines[start.line - 1] ?? '';
  if (start.line === end.line) return first.slice(start.column - 1, end.column - 1);
  const between = lines.slice(start.line, end.line - 1);
  return [first.slice(start.column - 1), ...between, (lines[end.line - 1] ?? '').slice(0, end.column - 1)].join('\n');
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
