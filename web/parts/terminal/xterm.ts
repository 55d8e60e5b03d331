/** An xterm in a face: its options, its colours, its size, and which keys are its own. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import type { ITerminalOptions } from '@xterm/xterm';
import xtermCss from '@xterm/xterm/css/xterm.css?inline';
import type { Face } from '../../kit/face.ts';
import { USUAL_REM } from '../../kit/text-size.ts';
import { terminalColours } from './colours.ts';
import { blinkCursor } from './cursor-blink.ts';
import { finishResizing } from './inner-part.ts';
import { onKeylessInput } from './keyless-input.ts';
import { buildRowsWith, documentFor } from './own-sheets.ts';
import { PacedWriter } from './paced-writer.ts';
import scrollbarCss from './scrollbar.css?inline';
import { alignTogether, measureOneLetter } from './spared-layouts.ts';

/** In rem. */
const FONT_SIZE = 13 / USUAL_REM;
const SMALL_FONT_SIZE = 12 / USUAL_REM;
const SCROLLBACK = 5_000;
/** A smaller element is hidden, or not laid out yet. */
const LEAST_WIDTH = 40;
const LEAST_HEIGHT = 20;

export interface XtermEvents {
  /** Alt with ↑ or ↓. */
  look(by: 1 | -1): void;
  /** Keys, or text without keys. */
  data(data: string): void;
  paste(text: string): void;
  /** The size changes: what is drawn for the old size has to go before, and to come back after. */
  resizing(): void;
  resized(): void;
}

export class Xterm {
  readonly element = document.createElement('div');
  private readonly _terminal: Terminal;
  private readonly _fit = new FitAddon();
  private readonly _document: Document;
  private readonly _writer: PacedWriter;
  private readonly _face: Face;
  private readonly _events: XtermEvents;
  private _isOpen = false;
  private _fontSize = FONT_SIZE;

  constructor(face: Face, events: XtermEvents) {
    this._face = face;
    this._events = events;
    face.adopt(xtermCss, scrollbarCss);
    this._document = documentFor(face.root, face.scope);
    this._terminal = new Terminal(optionsFor(face, this._document));
    this._writer = new PacedWriter(face, (text) => this._terminal.write(text));
    this._terminal.loadAddon(this._fit);
    this._terminal.attachCustomKeyEventHandler((event) => this._takesKey(event));
    const showCursor = blinkCursor(this.element, face);
    this._terminal.onData((data) => {
      showCursor();
      events.data(data);
    });
    face.scope.observe(new ResizeObserver(() => this.fit())).observe(this.element);
    face.onTheme(() => {
      this._terminal.options.theme = terminalColours(face.root.host);
    });
    face.onTextSize(() => this._resizeText());
    face.scope.onEnd(() => {
      this._terminal.dispose();
      this.element.remove();
    });
  }

  /** For what is loaded later, and reads what is drawn. */
  get terminal(): Terminal {
    return this._terminal;
  }

  get isOpen(): boolean {
    return this._isOpen;
  }

  get columns(): number {
    return this._terminal.cols;
  }

  /** Opens it in its element, which must be on the page. True the first time. */
  open(): boolean {
    if (this._isOpen) return false;
    this._isOpen = true;
    this._terminal.open(this.element);
    buildRowsWith(this._terminal, this._document);
    measureOneLetter(this._terminal);
    // A turn of its own: the page is laid out for each row.
    this._face.scope.timeout(() => this._makeReadable(), 0);
    this._face.scope.listen(this.element, 'paste', (event) => this._paste(event), { capture: true });
    onKeylessInput(this.element, (text) => this._events.data(text), this._face.scope);
    this.fit();
    return true;
  }

  /** Gives screen readers the rows as text. */
  private _makeReadable(): void {
    this._terminal.options.screenReaderMode = true;
    alignTogether(this._terminal, this._face.scope);
    // It repeats each key and, after a step back, everything; the face announces answers once.
    this.element.querySelector('.live-region')?.setAttribute('aria-live', 'off');
  }

  /** xterm would hand it on as if it had been typed, and control characters in it would be keys. */
  private _paste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this._events.paste(event.clipboardData?.getData('text/plain') ?? '');
  }

  focus(): void {
    // Focusing lays the page out, even where the focus is already.
    if (!this.element.contains(this._face.activeElement)) this._terminal.focus();
  }

  /** Whether a line is edited, or keys are sent as they are. */
  set hasBlockCursor(isBlock: boolean) {
    this._terminal.options.cursorStyle = isBlock ? 'block' : 'bar';
  }

  /** Whether keys do nothing, and no cursor waits for them. */
  set isReadonly(isReadonly: boolean) {
    this._terminal.options.disableStdin = isReadonly;
    this._terminal.options.cursorInactiveStyle = isReadonly ? 'none' : 'outline';
  }

  /** Whether it is one of several, with less room. */
  set isSmall(isSmall: boolean) {
    this._fontSize = isSmall ? SMALL_FONT_SIZE : FONT_SIZE;
    this._resizeText();
  }

  private _resizeText(): void {
    const pixels = this._fontSize * this._face.rem;
    if (pixels === this._terminal.options.fontSize) return;
    this._terminal.options.fontSize = pixels;
    this.fit();
  }

  /** Fits it to its element. */
  fit(): void {
    const { clientWidth, clientHeight } = this.element;
    if (!this._isOpen || clientWidth < LEAST_WIDTH || clientHeight < LEAST_HEIGHT) return;
    const size = this._fit.proposeDimensions();
    if (size === undefined || (size.cols === this._terminal.cols && size.rows === this._terminal.rows)) return;
    const wasAtEnd = this.scrolledTo === undefined;
    this._events.resizing();
    this.afterWrites(() => {
      this._fit.fit();
      finishResizing(this._terminal);
      this._events.resized();
      // With other columns rows are broken elsewhere, and the end goes out of sight.
      if (wasAtEnd) this.afterWrites(() => this.scrollToEnd());
    });
  }

  write(text: string): void {
    this._writer.write(text);
  }

  flush(): void {
    this._writer.flush();
  }

  /** Calls `work` once everything that was written so far is in the buffer. */
  afterWrites(work: () => void): void {
    this._writer.flush();
    this._terminal.write('', work);
  }

  /** The row of the cursor, counted from the first row that is kept. */
  get cursorRow(): number {
    const { active } = this._terminal.buffer;
    return active.baseY + active.cursorY;
  }

  /** The first row in sight; undefined when the last rows are in sight. */
  get scrolledTo(): number | undefined {
    const { active } = this._terminal.buffer;
    return active.viewportY < active.baseY ? active.viewportY : undefined;
  }

  scrollTo(row: number): void {
    this._terminal.scrollToLine(row);
  }

  scrollToCentre(row: number): void {
    this._terminal.scrollToLine(Math.max(0, row - Math.floor(this._terminal.rows / 2)));
  }

  scrollToEnd(): void {
    // Scrolling draws all rows again, even where there is nothing to scroll.
    if (this.scrolledTo !== undefined) this._terminal.scrollToBottom();
  }

  /** Everything in it as text, also what has scrolled out of sight. */
  get text(): string {
    const { active } = this._terminal.buffer;
    const lines: string[] = [];
    for (let y = 0; y < active.length; y += 1) {
      const line = active.getLine(y);
      if (line?.isWrapped === true) lines.push((lines.pop() ?? '') + line.translateToString(true));
      else lines.push(line?.translateToString(true) ?? '');
    }
    return lines.join('\n').trimEnd();
  }

  /**
   * False for keys of the page: Tab leaves the terminal, F6 goes to another pane, Ctrl+V pastes, Ctrl+C copies what is
   * selected; Escape where a line is written, to which it does nothing.
   */
  private _takesKey(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    if (event.altKey && (key === 'arrowup' || key === 'arrowdown')) {
      if (event.type === 'keydown') this._events.look(key === 'arrowup' ? -1 : 1);
      event.preventDefault();
      return false;
    }
    const isCommand = event.ctrlKey || event.metaKey;
    if (key === 'tab' || key === 'f6' || (key === 'escape' && this._terminal.options.cursorStyle === 'bar'))
      return false;
    if (isCommand && key === 'v') return false;
    return !(isCommand && key === 'c' && this._terminal.hasSelection());
  }
}

const optionsFor = ({ root: { host }, rem }: Face, ownDocument: Document): ITerminalOptions => ({
  // For decorations, by which bytes are marked.
  allowProposedApi: true,
  cursorBlink: false,
  cursorStyle: 'bar',
  cursorInactiveStyle: 'outline',
  documentOverride: ownDocument,
  fontFamily: getComputedStyle(host).getPropertyValue('--glaswerk-mono'),
  fontSize: FONT_SIZE * rem,
  lineHeight: 1.25,
  scrollback: SCROLLBACK,
  theme: terminalColours(host),
});
