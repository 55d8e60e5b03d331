/** The lines of a file that `.. literalinclude::` shows, by the options of Sphinx that choose lines. */
import { UnreadableError } from '../source-text.ts';
import type { SourceText } from '../source-text.ts';
import type { FoundBlock, Layout, TextLine } from './found.ts';

/** Reads a file that a document names, by its path relative to that document. Throws UnreadableError. */
export type ReadBeside = (path: string) => SourceText;

/** The options of `literalinclude` and `code-block`. All others are attributes of a tag. */
const OPTIONS = [
  ...['language', 'lines', 'start-after', 'start-at', 'end-before', 'end-at', 'dedent', 'caption', 'name', 'class'],
  ...[
    'linenos',
    'lineno-start',
    'lineno-match',
    'emphasize-lines',
    'force',
    'encoding',
    'tab-width',
    'pyobject',
    'diff',
  ],
  ...['append', 'prepend'],
];

/** Options of a directive that are attributes of its tag. */
export const attributesAmong = (options: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...options].filter(([name]) => !OPTIONS.includes(name)));

/** Where a directive stands in its document. */
export interface DirectivePlace {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
  readonly options: ReadonlyMap<string, string>;
}

/** The block that a directive makes of a file; without lines, when the file cannot be read. */
export function includedBlock(file: string, place: DirectivePlace, readBeside: ReadBeside): FoundBlock {
  const { source, start, end, options } = place;
  const base = { kind: 'block' as const, language: options.get('language') ?? '', ...namesAmong(options), start, end };
  try {
    const included = readBeside(file);
    const { lines, isWhole } = includedLines(included, options);
    const layout: Layout = { ownsLines: true, prefix: '', emptyPrefix: '', encode: (text) => text, insertAt: 0 };
    return { ...base, source: included, lines, layout: isWhole ? layout : 'it is a part of an included file' };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { ...base, source, lines: [], layout: `${file} ${error.message}` };
  }
}

export const namesAmong = (options: ReadonlyMap<string, string> | undefined): Pick<FoundBlock, 'id' | 'classes'> => ({
  id: options?.get('name'),
  classes: options?.get('class')?.split(/\s+/) ?? [],
});

/** Options that change the text, or need to understand Python. */
const UNKNOWN = ['pyobject', 'diff', 'append', 'prepend', 'encoding', 'tab-width'];

/** Throws UnreadableError for an option that this does not know. */
function includedLines(
  source: SourceText,
  options: ReadonlyMap<string, string>,
): { lines: readonly TextLine[]; isWhole: boolean } {
  const unknown = UNKNOWN.find((name) => options.has(name));
  if (unknown !== undefined) throw new UnreadableError(`is included with :${unknown}:, which check does not know`);
  const isEnded = source.line(source.lineCount - 1) === '';
  const all = Array.from({ length: source.lineCount - (isEnded ? 1 : 0) }, (_, line): TextLine => ({
    text: source.line(line),
    start: source.startOf(line),
    end: source.endOf(line),
  }));
  const chosen = dedented(betweenMarks(numbered(all, options.get('lines')), options), options.get('dedent'));
  const isWhole = chosen.length === all.length && chosen.every((line, index) => line.start === all[index]?.start);
  return { lines: chosen, isWhole };
}

/** `1-3,5,7-`. */
function numbered(all: readonly TextLine[], numbers: string | undefined): readonly TextLine[] {
  if (numbers === undefined) return all;
  return numbers.split(',').flatMap((part) => {
    const [, from = '', dash, to = ''] = /^\s*(\d*)\s*(-?)\s*(\d*)\s*$/.exec(part) ?? [];
    if (dash === undefined) throw new UnreadableError(`is included with :lines: ${numbers}, which are no line numbers`);
    const first = from === '' ? 1 : Number(from);
    const last = dash === '' ? first : to === '' ? all.length : Number(to);
    return all.slice(first - 1, last);
  });
}

function betweenMarks(lines: readonly TextLine[], options: ReadonlyMap<string, string>): readonly TextLine[] {
  const [after, at] = [options.get('start-after'), options.get('start-at')];
  const [before, endAt] = [options.get('end-before'), options.get('end-at')];
  const begin = indexOf(lines, 0, after ?? at, 0) + (after === undefined ? 0 : 1);
  const end =
    indexOf(lines, begin, before ?? endAt, lines.length) + (endAt === undefined || before !== undefined ? 0 : 1);
  return lines.slice(begin, end);
}

function indexOf(lines: readonly TextLine[], from: number, mark: string | undefined, otherwise: number): number {
  if (mark === undefined) return otherwise;
  const index = lines.findIndex(({ text }, line) => line >= from && text.includes(mark));
  if (index < 0) throw new UnreadableError(`has no line with '${mark}', at which the part to include begins or ends`);
  return index;
}

function dedented(lines: readonly TextLine[], dedent: string | undefined): readonly TextLine[] {
  if (dedent === undefined) return lines;
  const blanks = lines
    .filter(({ text }) => text.trim() !== '')
    .map(({ text }) => text.length - text.trimStart().length);
  const count = dedent === '' ? Math.min(...blanks, Infinity) : Number(dedent);
  return lines.map(({ text, start, end }) => {
    const less = Math.min(count, text.length);
    return { text: text.slice(less), start: start + less, end };
  });
}
