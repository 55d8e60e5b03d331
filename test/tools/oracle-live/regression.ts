/** Files of regression cases: the format of the recordings, bytes, ends and log only. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Case } from '../../oracle/recording.ts';
import { caseOf } from './arms.ts';
import type { Minimised } from './minimise.ts';

interface CaseFile {
  readonly traces: Readonly<Record<string, never>>;
  readonly cases: readonly Case[];
}

/** The minimised case with what the real server gave; its calls are those of a part of its life, and not kept. */
export const regressionOf = ({ item, difference }: Minimised): Case =>
  caseOf(item, { ...difference.real, calls: null });

export function addTo(path: string, cases: readonly Case[]): void {
  const old = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CaseFile).cases : [];
  const ids = new Set(cases.map(({ id }) => id));
  const all = [...old.filter(({ id }) => !ids.has(id)), ...cases];
  writeFileSync(path, fileText(all));
}

/** One case a line; characters above ASCII as escapes. */
function fileText(cases: readonly Case[]): string {
  const lines = cases.map((item) =>
    JSON.stringify(item).replace(
      /[^ -~]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
  return `{"traces": {}, "cases": [\n${lines.join(',\n')}\n]}\n`;
}
