/** Bytes of a connection that are marked in its terminal: those that belong to what is pointed at, or asked for. */
import type { IDecoration, Terminal } from '@xterm/xterm';
import type { Marks } from '../../session/store.ts';
import type { ScreenLine } from './bytes-at.ts';
import { nearest, startsOf, textAt } from './bytes-at.ts';

/** Of more rows, only the first ones are marked. */
const MOST_ROWS = 200;

export interface MarkedBytes {
  readonly client: number;
  readonly marks: Marks;
}

/** Columns of a line, from the first that is marked to the last one. */
interface Span {
  readonly from: number;
  readonly to: number;
}

export class ByteMarks {
  private readonly _terminal: Terminal;
  private _shown: (IDecoration | undefined)[] = [];

  constructor(terminal: Terminal) {
    this._terminal = terminal;
  }

  get isShown(): boolean {
    return this._shown.length > 0;
  }

  /** @param marked undefined removes the marks. */
  show(lines: readonly ScreenLine[], marked: MarkedBytes | undefined): void {
    for (const mark of this._shown.splice(0)) mark?.dispose();
    const rows = marked === undefined ? [] : rowsOf(this._terminal, lines, marked);
    this._shown = rows.map(({ row, from, to }) => this._mark(row, from, to));
  }

  private _mark(row: number, x: number, to: number): IDecoration | undefined {
    const { baseY, cursorY } = this._terminal.buffer.active;
    const marker = this._terminal.registerMarker(row - baseY - cursorY);
    const mark = this._terminal.registerDecoration({ marker, x, width: to - x });
    mark?.onRender((element) => element.classList.add('byte-mark'));
    // Without its mark nothing needs the row.
    mark?.onDispose(() => marker.dispose());
    return mark;
  }
}

/** The parts of rows in which marked bytes stand. */
export function rowsOf(
  terminal: Terminal,
  lines: readonly ScreenLine[],
  marked: MarkedBytes,
): readonly (Span & { readonly row: number })[] {
  const { cols } = terminal;
  const starts = startsOf(terminal);
  const rows: (Span & { readonly row: number })[] = [];
  for (const [place, line] of lines.entries()) {
    if (rows.length >= MOST_ROWS) break;
    const span = spanOf(line, marked);
    if (span === undefined) continue;
    const text = line.text.trimEnd();
    const first = starts[nearest(starts.length, place, (at) => textAt(terminal, starts[at] ?? 0) === text) ?? -1];
    if (first === undefined) continue;
    const { from, to } = span;
    for (let before = from - (from % cols); before < to; before += cols)
      rows.push({ row: first + before / cols, from: Math.max(0, from - before), to: Math.min(cols, to - before) });
  }
  return rows;
}

function spanOf({ indent, cells }: ScreenLine, { client, marks }: MarkedBytes): Span | undefined {
  let [at, from, to] = [indent, Infinity, 0];
  for (const { columns, of } of cells) {
    const { from: first = 0, to: end = 0 } = marks[of.direction] ?? {};
    if (of.client === client && of.byte < end && of.to > first) {
      from = Math.min(from, at);
      to = at + columns;
    }
    at += columns;
  }
  return to === 0 ? undefined : { from, to };
}
