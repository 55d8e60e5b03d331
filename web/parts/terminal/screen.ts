/**
 * An xterm as a raw client's screen: what was sent and received above, one line being written at the bottom.
 * In character mode there is no such line: what is typed is handed on at once. It knows nothing of connections; it draws what it is
 * told and hands on what is typed.
 */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import xtermCss from '@xterm/xterm/css/xterm.css?inline';
import type { Face } from '../../kit/face.ts';
import { runsOf } from '../../kit/glyphs.ts';
import type { EditorEvent } from './line-editor.ts';
import { LineEditor } from './line-editor.ts';
import { buildRowsWith, documentFor } from './own-sheets.ts';
import { Portions } from './portions.ts';
import { terminalTheme } from './theme.ts';

const PROMPT = '› ';
const FONT_SIZE = 13;
const SMALL_FONT_SIZE = 12;
const WIDE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;

const DIM = '\x1b[90m';
const SENT = '\x1b[36m';
const CONTROL = '\x1b[35m';
const PLAIN = '\x1b[0m';
const CLEAR_BELOW = '\x1b[J';

/** So many characters in a millisecond are read by nobody: of more than that, `RUSH` of them, one sees what there is every few frames. */
const READABLE = 20;
const RUSH = 6_000;
/** More than that is not held back. */
const MOST_HELD = 200_000;

/** The code of a key that an input method takes; xterm finds out by itself what has become of it. */
const COMPOSING = 229;

/** How text is drawn, and bytes that stand for none. */
interface Colours {
  readonly text: string;
  readonly control: string;
}

const FUTURE: Colours = { text: DIM, control: DIM };

/** Columns that text takes. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** What a screen asks for: what its line does, in character mode the keys themselves. */
export type ScreenEvent =
  | EditorEvent
  | { readonly type: 'keys'; readonly data: string }
  /** The rest of a paste, which was not taken. */
  | { readonly type: 'left'; readonly text: string };

export class Screen {
  readonly element = document.createElement('div');
  readonly editor = new LineEditor();
  private readonly _terminal: Terminal;
  private readonly _document: Document;
  private readonly _fit = new FitAddon();
  private readonly _onEvent: (event: ScreenEvent) => void;
  private readonly _portions: Portions;
  /** Columns left of the cursor when the line was last drawn; undefined while it is not drawn. */
  private _drawn: number | undefined;
  /** Columns of output since the last line feed. */
  private _column = 0;
  /** Whether what was written last was sent. */
  private _wasSent = false;
  private _isRaw = false;
  /** The row that is to be seen. */
  private _here = 0;
  private _isOpen = false;
  /** What is to be written with the next turn. */
  private _held = '';
  /** How many characters nobody can have read yet, and when that was counted. */
  private _unread = 0;
  private _counted = 0;
  private readonly _turn = (): void => this.flush();
  private readonly _face: Face;

  /** @param mayGoOn asked during a paste that is long: whether the rest of it is to be taken, too. */
  constructor(face: Face, label: string, onEvent: (event: ScreenEvent) => void, mayGoOn: () => boolean) {
    this._face = face;
    face.adopt(xtermCss);
    this._onEvent = onEvent;
    this._portions = new Portions({
      take: (data) => this._edit(data),
      mayGoOn,
      leave: (text) => onEvent({ type: 'left', text }),
    });
    this.element.className = 'screen';
    this._document = documentFor(face.root, face.scope);
    this._terminal = new Terminal({
      allowProposedApi: false,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      cursorStyle: 'bar',
      cursorInactiveStyle: 'outline',
      documentOverride: this._document,
      fontFamily: getComputedStyle(face.root.host).getPropertyValue('--glaswerk-mono'),
      fontSize: FONT_SIZE,
      lineHeight: 1.25,
      overviewRuler: { width: 9 },
      scrollback: 5_000,
      screenReaderMode: true,
      theme: terminalTheme(face.root.host),
    });
    this._terminal.loadAddon(this._fit);
    this._terminal.attachCustomKeyEventHandler((event) => this._isOurs(event));
    this._terminal.onData((data) => this._type(data));
    face.scope.observe(new ResizeObserver(() => this.fit())).observe(this.element);
    face.onTheme(() => this.retheme());
    face.scope.onEnd(() => this.dispose());
    this.element.setAttribute('aria-label', label);
    this.element.setAttribute('role', 'group');
    // Rows that are out of sight are not in the document.
    Object.defineProperty(this.element, 'transcript', { get: () => this.transcript });
  }

  /** Opens the terminal in its element, once that is on the page. */
  open(): void {
    if (this._isOpen) return;
    this._isOpen = true;
    this._terminal.open(this.element);
    buildRowsWith(this._terminal, this._document);
    this._takeKeyless();
    this.fit();
    this._draw();
  }

  dispose(): void {
    this._face.turns.drop(this._turn);
    this._terminal.dispose();
    this.element.remove();
  }

  focus(): void {
    // It has the page laid out, also when it has the focus already.
    if (!this.element.contains(this._face.activeElement)) this._terminal.focus();
  }

  /** Character mode. A line that was begun is kept for later. */
  set isRaw(isRaw: boolean) {
    if (isRaw === this._isRaw) return;
    this._hide();
    this._isRaw = isRaw;
    this._terminal.options.cursorStyle = isRaw ? 'block' : 'bar';
    this._draw();
  }

  /** Whether it is one of several, with less room. */
  set isSmall(isSmall: boolean) {
    const size = isSmall ? SMALL_FONT_SIZE : FONT_SIZE;
    if (size === this._terminal.options.fontSize) return;
    this._terminal.options.fontSize = size;
    this.fit();
  }

  clear(): void {
    this._hide();
    this._write('\x1b[2J\x1b[3J\x1b[H');
    this._column = 0;
    this._draw();
  }

  retheme(): void {
    this._terminal.options.theme = terminalTheme(this._face.root.host);
  }

  /** Writes what was held back because there is much of it. */
  flush(): void {
    this._face.turns.drop(this._turn);
    if (this._held !== '') this._terminal.write(this._held);
    this._held = '';
  }

  /** Takes text as if it were typed. */
  type(data: string): void {
    this._type(data);
  }

  /** Shows bytes that were sent, in the colour of what this side says; what has not happened is faint. */
  sent(bytes: Uint8Array, isFuture = false): void {
    this._takeTurns(true);
    this._bytes(bytes, isFuture ? FUTURE : { text: SENT, control: CONTROL }, `${DIM}${PROMPT}${PLAIN}`);
  }

  /** Shows bytes that were received. */
  received(bytes: Uint8Array, isFuture = false): void {
    this._takeTurns(false);
    this._bytes(bytes, isFuture ? FUTURE : { text: PLAIN, control: CONTROL }, '');
  }

  /** What follows is seen, if not everything can be. */
  here(): void {
    this.flush();
    this._terminal.write('', () => {
      const { active } = this._terminal.buffer;
      this._here = active.baseY + active.cursorY;
    });
  }

  /** Scrolls to where `here` was said. */
  showHere(): void {
    this.flush();
    this._terminal.write('', () => {
      const { rows } = this._terminal;
      this._terminal.scrollToLine(Math.max(0, this._here - Math.floor(rows / 2)));
    });
  }

  /** A line of the page's own, for a start. */
  note(text: string): void {
    this._output(() => this._write(`${DIM}${text}${PLAIN}\r\n\r\n`));
  }

  /** A line of the page's own, between two rules: not part of what went over the wire. The rules are broken for what has not happened. */
  rule(text: string, isFuture = false): void {
    const line = isFuture ? '╌╌' : '──';
    this._output(() => {
      this._freshLine();
      this._write(`${DIM}${line} ${text} ${line}${PLAIN}\r\n`);
    });
  }

  /** Everything on the screen as text, what has scrolled out of sight too; the element has it as a property. */
  get transcript(): string {
    const { active } = this._terminal.buffer;
    const lines: string[] = [];
    for (let y = 0; y < active.length; y += 1) {
      const line = active.getLine(y);
      if (line?.isWrapped === true) lines.push((lines.pop() ?? '') + line.translateToString(true));
      else lines.push(line?.translateToString(true) ?? '');
    }
    return lines.join('\n').trimEnd();
  }

  /** Fits the terminal to its element. The line is taken away meanwhile: rows that wrap would move under the cursor. */
  fit(): void {
    if (!this._isOpen || this.element.clientWidth < 40 || this.element.clientHeight < 20) return;
    const size = this._fit.proposeDimensions();
    if (size === undefined || (size.cols === this._terminal.cols && size.rows === this._terminal.rows)) return;
    this._hide();
    this.flush();
    this._terminal.write('', () => {
      this._fit.fit();
      this._draw();
    });
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

  /** The other side has the word: in a row of its own, also where no line has ended. */
  private _takeTurns(isSent: boolean): void {
    if (isSent !== this._wasSent && this._column > 0) this._output(() => this._freshLine());
    this._wasSent = isSent;
  }

  private _freshLine(): void {
    if (this._isInLine) this._write('\r\n');
    this._column = 0;
  }

  /** Whether output ends inside a row. After a row that is exactly full the next one has begun. */
  private get _isInLine(): boolean {
    return this._column % this._terminal.cols !== 0;
  }

  /** Takes the line away, lets `write` write above it, and draws it again. */
  private _output(write: () => void): void {
    const wasDrawn = this._drawn !== undefined;
    this._hide();
    write();
    if (wasDrawn) this._draw();
  }

  private _type(data: string): void {
    if (this._isRaw) {
      this._onEvent({ type: 'keys', data });
      this.flush();
      this._terminal.scrollToBottom();
    } else this._portions.add(data);
  }

  private _edit(data: string): void {
    this._hide();
    for (const event of this.editor.feed(data)) this._onEvent(event);
    this._draw();
    this.flush();
    this._terminal.scrollToBottom();
  }

  /**
   * Takes text that comes without a key, from a picker of emoji or from dictation: for screen readers each key is an input event, too,
   * and so xterm leaves all of these alone.
   */
  private _takeKeyless(): void {
    let isKey = false;
    const { element } = this;
    element.addEventListener('keydown', ({ keyCode }) => void (isKey = keyCode === COMPOSING), true);
    element.addEventListener('keypress', () => void (isKey = true), true);
    element.addEventListener('keyup', () => void (isKey = false), true);
    element.addEventListener('input', (event) => {
      if (!(event instanceof InputEvent)) return;
      const { inputType, data, isComposing } = event;
      if (!isKey && !isComposing && inputType === 'insertText' && data !== null) this._type(data);
      isKey = false;
    });
  }

  private _hide(): void {
    if (this._drawn === undefined) return;
    const rows = Math.floor(this._drawn / this._terminal.cols);
    this._write(`${rows > 0 ? `\x1b[${rows}A` : ''}\r${CLEAR_BELOW}`);
    // The bytes above ended without a line feed: go back behind them.
    if (this._isInLine) this._write(`\x1b[1A\x1b[${(this._column % this._terminal.cols) + 1}G`);
    this._drawn = undefined;
  }

  private _draw(): void {
    if (!this._isOpen || this._isRaw || this._drawn !== undefined) return;
    const { cols } = this._terminal;
    const { text, beforeCursor } = this.editor;
    if (this._isInLine) this._write('\r\n');
    const end = PROMPT.length + widthOf(text);
    const at = PROMPT.length + widthOf(beforeCursor);
    // A full row leaves the cursor on its last cell; the next row has to begin.
    const wrap = end % cols === 0 ? '\r\n' : '';
    const up = Math.floor(end / cols) - Math.floor(at / cols);
    const column = (at % cols) + 1;
    this._write(`${DIM}${PROMPT}${PLAIN}${SENT}${text}${PLAIN}${wrap}${up > 0 ? `\x1b[${up}A` : ''}\x1b[${column}G`);
    this._drawn = at;
  }

  private _write(text: string): void {
    this._held += text;
    const now = performance.now();
    this._unread = Math.max(0, this._unread - (now - this._counted) * READABLE) + text.length;
    this._counted = now;
    if (this._unread < RUSH || this._held.length > MOST_HELD) this.flush();
    else this._face.turns.ask(this._turn);
  }

  /** False for keys that belong to the page: Tab leaves the terminal, Ctrl+V pastes, Ctrl+C copies what is selected. */
  private _isOurs(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    const isCommand = event.ctrlKey || event.metaKey;
    if (key === 'tab' || key === 'f6') return false;
    if (isCommand && key === 'v') return false;
    return !(isCommand && key === 'c' && this._terminal.hasSelection());
  }
}
