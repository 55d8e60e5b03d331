/** What a run of the oracle prints: the table, the failures, the sum. */
import { COLUMNS } from './compare.ts';
import type { Column, Verdicts } from './compare.ts';

/** One case, or one fuzz entry, that was played. */
export interface Outcome {
  readonly id: string;
  readonly category: string;
  readonly kind: string;
  readonly app: string | null;
  readonly verdicts: Verdicts;
  /** Why it could not be played at all: all its columns count as failed. */
  readonly problem: string | undefined;
}

/** A case passes when every chosen column that it has recorded agrees. */
export const passes = ({ verdicts, problem }: Outcome): boolean =>
  problem === undefined && [...verdicts.values()].every((verdict) => verdict === undefined);

/** How many of how many. */
export interface Count {
  passed: number;
  total: number;
}

/** Passed and total of each category in each column, and of whole cases under `all`. */
export type Table = ReadonlyMap<string, ReadonlyMap<Column | 'all', Count>>;

/** Counts the outcomes by category and column; the last row is the sum. */
export function tabulate(outcomes: readonly Outcome[]): Table {
  const table = new Map<string, Map<Column | 'all', Count>>();
  for (const outcome of outcomes) {
    count(rowOf(table, outcome.category), outcome);
  }
  const sum = new Map<Column | 'all', Count>();
  for (const outcome of outcomes) count(sum, outcome);
  table.set('total', sum);
  return table;
}

function rowOf(table: Map<string, Map<Column | 'all', Count>>, category: string): Map<Column | 'all', Count> {
  let row = table.get(category);
  if (row === undefined) table.set(category, (row = new Map()));
  return row;
}

function count(row: Map<Column | 'all', Count>, outcome: Outcome): void {
  add(row, 'all', passes(outcome));
  for (const [column, verdict] of outcome.verdicts) {
    add(row, column, outcome.problem === undefined && verdict === undefined);
  }
}

function add(row: Map<Column | 'all', Count>, column: Column | 'all', isPassed: boolean): void {
  let cell = row.get(column);
  if (cell === undefined) row.set(column, (cell = { passed: 0, total: 0 }));
  cell.total += 1;
  if (isPassed) cell.passed += 1;
}

/** The table as text: categories down, columns across, passed/total in the cells. */
export function tableText(table: Table, columns: readonly Column[]): string {
  const heads = [...COLUMNS.filter((column) => columns.includes(column)), 'all'] as const;
  const rows = [
    ['category', ...heads],
    ...[...table].map(([category, row]) => [
      category,
      ...heads.map((head) => {
        const cell = row.get(head);
        return cell === undefined ? '-' : `${cell.passed}/${cell.total}`;
      }),
    ]),
  ];
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ');
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const lines = rows.map(line);
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join('\n');
}

/** The table as Markdown. */
export function markdownTable(table: Table): string {
  const heads = [...COLUMNS, 'all'] as const;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = [...table].map(([category, row]) =>
    line([
      category === 'total' ? '**total**' : category,
      ...heads.map((head) => {
        const cell = row.get(head);
        return cell === undefined ? '' : `${cell.passed}/${cell.total}`;
      }),
    ]),
  );
  return [line(['category', ...heads]), `|---|${'--:|'.repeat(heads.length)}`, ...rows].join('\n');
}

/** A failing case: its id, what failed, and the first difference of each failing column. */
export function failureText(outcome: Outcome): string {
  const { id, category, app, kind, problem, verdicts } = outcome;
  const head = `FAILED ${id}  (${[category, kind, app].filter((part) => part !== null).join(', ')})`;
  if (problem !== undefined) return `${head}\n${indented(problem)}`;
  const failed = [...verdicts].filter((entry): entry is [Column, string] => entry[1] !== undefined);
  return [head, ...failed.map(([column, difference]) => indented(`${column}: ${difference}`))].join('\n');
}

const indented = (text: string): string => text.replace(/^/gm, '  ');

/** The last line of a report. */
export function sumText(outcomes: readonly Outcome[]): string {
  const passed = outcomes.filter(passes).length;
  return `${passed} passed, ${outcomes.length - passed} failed`;
}
