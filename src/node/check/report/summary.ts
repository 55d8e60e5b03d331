/** How many examples there are of each verdict, and the exit code that this gives. */
import type { FileReport, Result, Verdict } from '../result.ts';

/** What a whole run gave. */
export interface Run {
  readonly files: readonly FileReport[];
  /** Why nothing could be checked, if so. */
  readonly failure?: string | undefined;
}

export interface Counts extends Readonly<Record<Verdict, number>> {
  readonly files: number;
  readonly unread: number;
  readonly updated: number;
}

export const resultsOf = ({ files }: Run): Result[] => files.flatMap(({ results }) => results);

export function countsOf(run: Run): Counts {
  const results = resultsOf(run);
  const count = (verdict: Verdict): number =>
    results.filter((result) => result.verdict === verdict && result.isUpdated !== true).length;
  return {
    files: run.files.filter(({ results: found }) => found.length > 0).length,
    true: count('true'),
    drift: count('drift'),
    expected: count('expected'),
    unprinted: count('unprinted'),
    skipped: count('skipped'),
    failed: count('failed'),
    updated: results.filter(({ isUpdated }) => isUpdated === true).length,
    unread: run.files.filter(({ unread }) => unread !== undefined).length,
  };
}

/** 0: all true. 1: drift. 2: something could not run, or there was nothing to check. */
export function exitCodeOf(run: Run): 0 | 1 | 2 {
  const { drift, failed } = countsOf(run);
  if (run.failure !== undefined || failed > 0) return 2;
  return drift > 0 ? 1 : 0;
}

/** The counts in words. */
export function summaryOf(run: Run): string {
  const counts = countsOf(run);
  const parts = [
    `${counts.true} true`,
    ...some(counts.drift, 'differ'),
    ...some(counts.updated, 'updated'),
    ...some(counts.expected, 'differ as expected'),
    ...some(counts.unprinted, 'run without a printed answer'),
    ...some(counts.skipped, 'skipped'),
    ...some(counts.failed, 'could not run'),
  ];
  const total = resultsOf(run).length;
  const unread = counts.unread === 0 ? '' : `; ${plural(counts.unread, 'file')} not read`;
  return `${plural(total, 'example')} in ${plural(counts.files, 'file')}: ${parts.join(', ')}${unread}`;
}

const some = (count: number, what: string): string[] => (count === 0 ? [] : [`${count} ${what}`]);

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
