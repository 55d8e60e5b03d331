/** Compares what a run gave with what was recorded, column by column, and shows the first difference readably. */
import { expand } from './recording.ts';
import type { FuzzResult, Labelled, Result } from './recording.ts';

export type Column = 'bytes' | 'end' | 'log' | 'calls' | 'syscalls';
export const COLUMNS: readonly Column[] = ['bytes', 'end', 'log', 'calls', 'syscalls'];

/** A column that was recorded: undefined when both sides agree, else the first difference in words. */
export type Verdict = string | undefined;
/** The chosen columns that a case has recorded. */
export type Verdicts = ReadonlyMap<Column, Verdict>;

const CONTEXT_BEFORE = 60;
const CONTEXT_AFTER = 100;
const LINES_BEFORE = 4;

/** Compares the chosen columns; those that were not recorded are left out. */
export function compare(expected: Result, actual: Result, columns: readonly Column[]): Verdicts {
  const verdicts = new Map<Column, Verdict>();
  for (const column of columns) {
    if (isRecorded(expected, column)) verdicts.set(column, COMPARISONS[column](expected, actual));
  }
  return verdicts;
}

/** Compares one side of a fuzz entry: bytes and end. */
export function compareFuzz(expected: FuzzResult, actual: FuzzResult, columns: readonly Column[]): Verdicts {
  const verdicts = new Map<Column, Verdict>();
  if (columns.includes('bytes')) {
    verdicts.set('bytes', textDifference(expand(expected.received), expand(actual.received)));
  }
  if (columns.includes('end')) verdicts.set('end', valueDifference('end', expected.end, actual.end));
  return verdicts;
}

/** Whether the recording has this column. */
export function isRecorded(golden: Result, column: Column): boolean {
  if (column === 'calls' || column === 'syscalls') return (golden[column] ?? null) !== null;
  return true;
}

const COMPARISONS: Readonly<Record<Column, (expected: Result, actual: Result) => Verdict>> = {
  bytes: compareBytes,
  end: compareEnd,
  log: (expected, actual) => listDifference('log line', expected.log.map(expand), actual.log.map(expand)),
  calls: (expected, actual) => labelledDifference(expected.calls, actual.calls, (event) => event.join(' ')),
  syscalls: (expected, actual) =>
    labelledDifference(expected.syscalls, actual.syscalls, (entry) => JSON.stringify(entry)),
};

function compareBytes(expected: Result, actual: Result): Verdict {
  if (expected.conns.length !== actual.conns.length) {
    return `${expected.conns.length} connections were recorded, ${actual.conns.length} were made`;
  }
  for (const [number, connection] of expected.conns.entries()) {
    const other = actual.conns[number];
    const difference =
      connection.datagrams === undefined
        ? textDifference(expand(connection.received ?? ''), expand(other?.received ?? ''))
        : listDifference('datagram', connection.datagrams, other?.datagrams ?? []);
    if (difference !== undefined) return `connection ${number}: ${difference}`;
  }
  return undefined;
}

function compareEnd(expected: Result, actual: Result): Verdict {
  for (const [number, { end }] of expected.conns.entries()) {
    const difference = valueDifference(`connection ${number} end`, end, actual.conns[number]?.end);
    if (difference !== undefined) return difference;
  }
  return (
    valueDifference('exit', expected.exit, actual.exit) ??
    listDifference('mark', expected.marks.map(markText), actual.marks.map(markText))
  );
}

const markText = (mark: object): string =>
  Object.entries(mark)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');

function valueDifference(what: string, expected: unknown, actual: unknown): Verdict {
  return expected === actual ? undefined : `${what}: recorded ${String(expected)}, got ${String(actual)}`;
}

const IN_LENGTH = /\r\nContent-Length: \d*$/i;

/**
 * The first place where two texts differ, with what stands around it; where that is a Content-Length, also the next
 * one, which is its cause.
 */
export function textDifference(expected: string, actual: string): Verdict {
  const difference = firstDifference(expected, actual);
  if (difference === undefined) return undefined;
  const before = expected.slice(0, commonStart(expected, actual));
  if (!IN_LENGTH.test(before)) return difference;
  const rest = (text: string): string => text.slice(text.indexOf('\r\n', before.length));
  const cause = firstDifference(rest(expected), rest(actual));
  return cause === undefined ? difference : `${difference}\nand after the Content-Length it ${cause}`;
}

function commonStart(expected: string, actual: string): number {
  let at = 0;
  while (at < expected.length && at < actual.length && expected[at] === actual[at]) at += 1;
  return at;
}

function firstDifference(expected: string, actual: string): Verdict {
  if (expected === actual) return undefined;
  const at = commonStart(expected, actual);
  const around = (text: string): string => {
    const from = Math.max(0, at - CONTEXT_BEFORE);
    const to = Math.min(text.length, at + CONTEXT_AFTER);
    const start = from > 0 ? '…' : '';
    const end = to < text.length ? '…' : '';
    return `${start}${escaped(text.slice(from, at))}⟨here⟩${escaped(text.slice(at, to))}${end}`;
  };
  return [
    `differs at offset ${at} (recorded ${expected.length} bytes, got ${actual.length})`,
    `  recorded: ${around(expected)}`,
    `  got:      ${around(actual)}`,
  ].join('\n');
}

/** The first place where two lists differ, with the lines before it. */
export function listDifference(what: string, expected: readonly string[], actual: readonly string[]): Verdict {
  let at = 0;
  while (at < expected.length && at < actual.length && expected[at] === actual[at]) at += 1;
  if (at === expected.length && at === actual.length) return undefined;
  const from = Math.max(0, at - LINES_BEFORE);
  const both = expected.slice(from, at).map((line, index) => `  ${from + index}: ${shortened(line)}`);
  const side = (list: readonly string[]): string => {
    const line = list[at];
    return line === undefined ? '(the list ends here)' : shortened(line);
  };
  return [
    `${what} ${at} differs (recorded ${expected.length}, got ${actual.length})`,
    ...both,
    `  ${at} recorded: ${side(expected)}`,
    `  ${at} got:      ${side(actual)}`,
  ].join('\n');
}

function labelledDifference<T>(
  expected: Labelled<T> | null,
  actual: Labelled<T> | null,
  show: (item: T) => string,
): Verdict {
  const recorded = expected ?? {};
  const got = actual ?? {};
  for (const [label, list] of Object.entries(recorded)) {
    const difference = listDifference('entry', list.map(show), (got[label] ?? []).map(show));
    if (difference !== undefined) return `${label}: ${difference}`;
  }
  const more = Object.keys(got).find((label) => recorded[label] === undefined);
  if (more === undefined) return undefined;
  return `${more}: nothing was recorded, got ${got[more]?.length} entries, first ${show(got[more]?.[0] as T)}`;
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** Text on one line: control characters and bytes above ASCII as escapes. */
export function escaped(text: string): string {
  return text.replace(/[^ -[\]-~]/g, (character) => {
    const code = character.charCodeAt(0);
    const digits = code.toString(16);
    return SHORT[character] ?? (code < 256 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`);
  });
}

const shortened = (line: string): string => escaped(line.length > 300 ? `${line.slice(0, 300)}…` : line);
