/**
 * Which byte stands where in a terminal. What is drawn is worked out again, as lines of text with the bytes of each
 * character, and found among the rows of the terminal by its text.
 */
import type { Terminal } from '@xterm/xterm';
import { runsOf } from '../../kit/glyphs.ts';
import type { Drawn } from '../../session/clients/transcript.ts';
import { widthOf } from './typed-text.ts';

/** Bytes that a connection has sent or received, counted from the first one. */
export interface AskedBytes {
  readonly client: number;
  readonly direction: 'request' | 'response';
  readonly byte: number;
  readonly to: number;
  readonly lane: 'client out' | 'client in';
}

/** One character, or one byte that is drawn as several. */
interface Cell {
  readonly columns: number;
  readonly of: AskedBytes;
}

/** A line of output, however many rows it takes. Columns before its cells have no bytes. */
export interface ScreenLine {
  text: string;
  indent: number;
  readonly cells: Cell[];
}

const PROMPT = '› ';
const encoder = new TextEncoder();

/** What `Screen` has written for these pieces. @param textOf the text of a hint or a remark: a line of its own. */
export function linesOf(view: readonly Drawn[], textOf: (drawn: Drawn) => string): readonly ScreenLine[] {
  const lines: ScreenLine[] = [];
  let line: ScreenLine | undefined;
  let wasSent = false;
  const open = (text: string): ScreenLine => {
    lines.push((line = { text, indent: widthOf(text), cells: [] }));
    return line;
  };
  for (const drawn of view) {
    const { piece, isOld = false } = drawn;
    if (!('bytes' in piece)) {
      open(textOf(drawn));
      if (piece.kind === 'hint') open('');
      line = undefined;
      continue;
    }
    const isSent = piece.kind === 'sent';
    if (isSent !== wasSent) line = undefined;
    wasSent = isSent;
    const place = isSent
      ? ({ direction: 'request', lane: 'client out' } as const)
      : ({ direction: 'response', lane: 'client in' } as const);
    let byte = piece.from;
    for (const run of runsOf(piece.bytes)) {
      const into: ScreenLine = line ?? open(isSent ? PROMPT : '');
      into.text += run.text;
      for (const character of run.kind === 'control' ? (run.text.match(/\\x..|./gu) ?? []) : run.text) {
        const to = byte + (run.kind === 'text' ? encoder.encode(character).length : 1);
        const of = { client: isOld ? -1 : piece.connection, ...place, byte, to };
        into.cells.push({ columns: widthOf(character), of });
        byte = to;
      }
      if (run.isLineEnd) line = undefined;
    }
  }
  return lines;
}

/** The bytes in a column of a line; undefined where there are none, or none of this machine. */
export function bytesIn({ indent, cells }: ScreenLine, column: number): AskedBytes | undefined {
  let at = indent;
  for (const { columns, of } of cells) {
    if (column >= at && column < at + columns) return of.client < 0 ? undefined : of;
    at += columns;
  }
  return undefined;
}

/** All bytes of a line. */
export function bytesOf({ cells }: ScreenLine): AskedBytes | undefined {
  const [first] = cells;
  const last = cells.at(-1);
  if (first === undefined || last === undefined || first.of.client < 0) return undefined;
  return { ...first.of, to: last.of.to };
}

/** The line that a row belongs to, and how many columns of it stand before that row. */
export function lineAt(
  terminal: Terminal,
  lines: readonly ScreenLine[],
  row: number,
): { readonly line: ScreenLine; readonly before: number } | undefined {
  const starts = startsOf(terminal, row);
  const first = starts.at(-1) ?? row;
  const text = textAt(terminal, first);
  // Rows that have scrolled away are not counted.
  const at = nearest(lines.length, starts.length - 1, (place) => lines[place]?.text.trimEnd() === text);
  const line = at === undefined ? undefined : lines[at];
  return line && { line, before: (row - first) * terminal.cols };
}

/** The rows in which lines begin. @param last the last row that is looked at. */
export function startsOf({ buffer: { active } }: Terminal, last = Infinity): readonly number[] {
  const starts: number[] = [];
  for (let at = 0; at <= last; at += 1) {
    const row = active.getLine(at);
    if (row === undefined) break;
    if (!row.isWrapped) starts.push(at);
  }
  return starts;
}

/** The text of the line that begins in a row. */
export function textAt({ buffer: { active } }: Terminal, first: number): string {
  let text = '';
  for (let at = first; at === first || active.getLine(at)?.isWrapped === true; at += 1)
    text += active.getLine(at)?.translateToString(true) ?? '';
  return text.trimEnd();
}

/** Of `count` places the one nearest to `place` for which `isIt` holds. */
export function nearest(count: number, place: number, isIt: (place: number) => boolean): number | undefined {
  for (let away = 0; away < count + Math.abs(place); away += 1) {
    const found = [place + away, place - away].find((at) => at >= 0 && at < count && isIt(at));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The row and the column under a pointer. */
export function cellAt(terminal: Terminal, { clientX, clientY }: MouseEvent): readonly [row: number, column: number] {
  const { left, top, width, height } = (
    terminal.element?.querySelector('.xterm-screen') ?? document.body
  ).getBoundingClientRect();
  const row = Math.floor(((clientY - top) / height) * terminal.rows);
  const column = Math.floor(((clientX - left) / width) * terminal.cols);
  return [terminal.buffer.active.viewportY + row, column];
}
