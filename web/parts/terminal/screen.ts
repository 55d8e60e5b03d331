/**
 * What stands where in a terminal: bytes in both directions, remarks between them, and at the bottom the line that is
 * being written. It knows nothing of connections, and nothing of keys.
 */
import { runsOf } from '../../kit/glyphs.ts';
import type { LineEditor } from './line-editor.ts';
import { aroundCursor, typedText, widthOf } from './typed-text.ts';
import type { Xterm } from './xterm.ts';

const PROMPT = '› ';

const DIM = '\x1b[90m';
const SENT = '\x1b[36m';
const CONTROL = '\x1b[35m';
const PLAIN = '\x1b[0m';
const CLEAR_ROW = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
const CLEAR_ALL = '\x1b[2J\x1b[3J\x1b[H';

/** The colours of text, and of bytes that are not text. */
interface Colours {
  readonly text: string;
  readonly control: string;
}

const FUTURE: Colours = { text: DIM, control: DIM };

/** A line that is written, in the colours of what will be sent. */
const painted = (text: string): string =>
  `${SENT}${typedText(text, (picture) => `${CONTROL}${picture}${SENT}`)}${PLAIN}`;

const typedWidth = (text: string): number => PROMPT.length + widthOf(typedText(text));

export class Screen {
  private readonly _xterm: Xterm;
  private readonly _editor: LineEditor;
  /** Columns left of the cursor when the line was last drawn; undefined while it is not drawn. */
  private _drawn: number | undefined;
  /** How many rows the prepared lines above it take. */
  private _rowsAbove = 0;
  /** Whether it is drawn in one row: then no other row has to be cleared, and drawn again, with each key. */
  private _isOneRow = false;
  /** Columns of output since the last line feed. */
  private _column = 0;
  /** Whether the last output was sent, not received. */
  private _wasSent = false;
  private _hasLine = true;

  /** @param editor the line that is being written. */
  constructor(xterm: Xterm, editor: LineEditor) {
    this._xterm = xterm;
    this._editor = editor;
  }

  /** Whether there is a line at the bottom. */
  set hasLine(hasLine: boolean) {
    this.hideLine();
    this._hasLine = hasLine;
    this.drawLine();
  }

  clear(): void {
    this.hideLine();
    this._write(CLEAR_ALL);
    this._column = 0;
    this.drawLine();
  }

  /** Shows sent bytes. What has not happened is faint. */
  sent(bytes: Uint8Array, isFuture: boolean): void {
    this._takeTurns(true);
    this._bytes(bytes, isFuture ? FUTURE : { text: SENT, control: CONTROL }, `${DIM}${PROMPT}${PLAIN}`);
  }

  /** Shows received bytes. */
  received(bytes: Uint8Array, isFuture: boolean): void {
    this._takeTurns(false);
    this._bytes(bytes, isFuture ? FUTURE : { text: PLAIN, control: CONTROL }, '');
  }

  /** A line of its own that says how to begin. */
  hint(text: string): void {
    this._output(() => this._write(`${DIM}${text}${PLAIN}\r\n\r\n`));
  }

  /** A line that did not go over the wire, between two rules. The rules are broken for what has not happened. */
  remark(text: string, isFuture: boolean): void {
    const rule = isFuture ? '╌╌' : '──';
    this._output(() => {
      this._freshLine();
      this._write(`${DIM}${rule} ${text} ${rule}${PLAIN}\r\n`);
    });
  }

  /** Removes the line at the bottom, so that output can be written in its place. */
  hideLine(): void {
    if (this._drawn === undefined) return;
    const rows = this._rowsAbove + Math.floor(this._drawn / this._xterm.columns);
    this._write(`${rows > 0 ? `\x1b[${rows}A` : ''}\r${this._isOneRow ? CLEAR_ROW : CLEAR_BELOW}`);
    // The output above ended without a line feed: go back behind it.
    if (this._isInLine) this._write(`\x1b[1A\x1b[${(this._column % this._xterm.columns) + 1}G`);
    this._drawn = undefined;
  }

  drawLine(): void {
    if (!this._xterm.isOpen || !this._hasLine || this._drawn !== undefined) return;
    const { columns } = this._xterm;
    const { above } = this._editor;
    const { text, beforeCursor } = aroundCursor(this._editor);
    if (this._isInLine) this._write('\r\n');
    for (const line of above) this._write(`${DIM}${PROMPT}${PLAIN}${painted(line)}\r\n`);
    this._rowsAbove = above.reduce((rows, line) => rows + Math.ceil(typedWidth(line) / columns), 0);
    const end = typedWidth(text);
    this._isOneRow = this._rowsAbove === 0 && end < columns;
    const at = typedWidth(beforeCursor);
    // A full row leaves the cursor on its last cell. The next row has to begin.
    const wrap = end % columns === 0 ? '\r\n' : '';
    const up = Math.floor(end / columns) - Math.floor(at / columns);
    const column = (at % columns) + 1;
    this._write(`${DIM}${PROMPT}${PLAIN}${painted(text)}${wrap}${up > 0 ? `\x1b[${up}A` : ''}\x1b[${column}G`);
    this._drawn = at;
  }

  private _bytes(bytes: Uint8Array, colour: Colours, mark: string): void {
    const runs = runsOf(bytes);
    this._output(() => {
      let text = '';
      for (const run of runs) {
        const style = run.kind === 'text' ? colour.text : run.kind === 'end' ? DIM : colour.control;
        if (this._column === 0) text += mark;
        if (this._column === 0 && mark !== '') this._column = PROMPT.length;
        text += `${style}${run.text}${PLAIN}${run.isLineEnd ? '\r\n' : ''}`;
        this._column = run.isLineEnd ? 0 : this._column + widthOf(run.text);
      }
      this._write(text);
    });
  }

  /** When the direction changes a row begins, even if no line has ended. */
  private _takeTurns(isSent: boolean): void {
    if (isSent !== this._wasSent && this._column > 0) this._output(() => this._freshLine());
    this._wasSent = isSent;
  }

  private _freshLine(): void {
    if (this._isInLine) this._write('\r\n');
    this._column = 0;
  }

  /** Whether the output ends inside a row. After a row that is exactly full the next one has begun. */
  private get _isInLine(): boolean {
    return this._column % this._xterm.columns !== 0;
  }

  /** Writes above the line at the bottom. */
  private _output(write: () => void): void {
    const wasDrawn = this._drawn !== undefined;
    this.hideLine();
    write();
    if (wasDrawn) this.drawLine();
  }

  private _write(text: string): void {
    this._xterm.write(text);
  }
}
