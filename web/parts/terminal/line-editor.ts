/**
 * A line editor: takes what a terminal says was typed and keeps a line, a cursor and a history. It draws nothing.
 * Every Enter becomes a line at once and in order, so nothing typed ahead of an answer is ever lost.
 */
import { characterEnd, characterStart } from './characters.ts';

/**
 * - `line`: Enter; `lines`: Enter below prepared lines; `eof`: Ctrl+D; `reset`: Ctrl+C; `clear`: Ctrl+L
 * - `flush`: Alt+Enter, send without a line end
 */
export type EditorEvent =
  | { readonly type: 'lines'; readonly texts: readonly string[] }
  | { readonly type: 'line' | 'eof' | 'flush'; readonly text: string }
  | { readonly type: 'reset' | 'clear' };

const HISTORY_LIMIT = 500;
/** One key: an escape sequence (CSI, SS3, or Alt with a key) or a control character; or text without any. */
const KEY = /\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Za-z]|\x1b[^]|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/gu; // oxlint-disable-line no-control-regex -- keys are control characters
/** In pasted text only the end of a line is a key. */
const PASTED = /\r\n|[\r\n]|[^\r\n]+/g;

export class LineEditor {
  private _line = '';
  /** Where in the line the cursor stands: never inside a character as a person sees it. */
  private _cursor = 0;
  private readonly _history: string[] = [];
  /** Place in the history; its length means the line that is being written. */
  private _place = 0;
  private _draft = '';

  /** Lines that are prepared above the one that is written; Enter sends all of them, with an empty line at the end. */
  private _above: string[] = [];

  get text(): string {
    return this._line;
  }

  get above(): readonly string[] {
    return this._above;
  }

  /** Prepares lines: the last one is the one that is written. */
  prepare(lines: readonly string[]): void {
    this._above = lines.slice(0, -1);
    this.setText(lines.at(-1) ?? '');
  }

  /** What stands left of the cursor. */
  get beforeCursor(): string {
    return this._line.slice(0, this._cursor);
  }

  /** Replaces the line; the cursor goes to its end. */
  setText(text: string): void {
    this._line = text;
    this._cursor = this._line.length;
  }

  /** Takes what was typed; answers what it asks for, in order. The line that is left is what remains unsent. */
  *feed(data: string): Generator<EditorEvent, void, void> {
    for (const [key] of data.replaceAll('\r\n', '\r').matchAll(KEY)) {
      const event = this._key(key);
      if (event !== undefined) yield event;
    }
  }

  /** Takes what was pasted. Control characters in it are text: they press no key, and none is lost. */
  *paste(data: string): Generator<EditorEvent, void, void> {
    for (const [text] of data.matchAll(PASTED)) {
      if (/^[\r\n]/.test(text)) yield this._enter();
      else this._insert(text);
    }
  }

  private _key(key: string): EditorEvent | undefined {
    switch (key) {
      case '\r':
      case '\n':
        return this._enter();
      case '\x1b\r':
        return { type: 'flush', text: this._take() };
      case '\x04':
        return { type: 'eof', text: this._take() };
      case '\x03':
        this.prepare([]);
        return { type: 'reset' };
      case '\x0c':
        return { type: 'clear' };
      default:
        this._edit(key);
        return undefined;
    }
  }

  private _enter(): EditorEvent {
    const above = this._above.splice(0);
    if (above.length === 0) return { type: 'line', text: this._take() };
    const texts = [...above, this._take()];
    return { type: 'lines', texts: texts.at(-1) === '' ? texts : [...texts, ''] };
  }

  private _take(): string {
    const text = this.text;
    if (text !== '' && text !== this._history.at(-1)) this._history.push(text);
    if (this._history.length > HISTORY_LIMIT) this._history.shift();
    this._place = this._history.length;
    this._draft = '';
    this.setText('');
    return text;
  }

  private _edit(key: string): void {
    const move = this._target(key);
    if (move !== undefined) this._cursor = move;
    else if (!this._erase(key) && !this._recall(key) && (key >= ' ' || key === '\t')) this._insert(key);
    // What is left of the control keys means nothing here.
  }

  /** Where a key moves the cursor to, if it moves it. */
  private _target(key: string): number | undefined {
    switch (key) {
      case '\x1b[D':
      case '\x02':
        return characterStart(this._line, this._cursor);
      case '\x1b[C':
      case '\x06':
        return characterEnd(this._line, this._cursor);
      case '\x1b[H':
      case '\x1bOH':
      case '\x1b[1~':
      case '\x01':
        return 0;
      case '\x1b[F':
      case '\x1bOF':
      case '\x1b[4~':
      case '\x05':
        return this._line.length;
      case '\x1b[1;5D':
      case '\x1bb':
        return this._wordStart();
      case '\x1b[1;5C':
      case '\x1bf':
        return this._wordEnd();
      default:
        return undefined;
    }
  }

  private _erase(key: string): boolean {
    switch (key) {
      case '\x7f':
      case '\b':
        if (this._cursor === 0 && this._line.length === 0) this.setText(this._above.pop() ?? '');
        else this._cut(characterStart(this._line, this._cursor), this._cursor);
        return true;
      case '\x1b[3~':
        this._cut(this._cursor, characterEnd(this._line, this._cursor));
        return true;
      case '\x15':
        this._cut(0, this._cursor);
        return true;
      case '\x0b':
        this._cut(this._cursor, this._line.length);
        return true;
      case '\x17':
      case '\x1b\x7f':
        this._cut(this._wordStart(), this._cursor);
        return true;
      default:
        return false;
    }
  }

  private _recall(key: string): boolean {
    const isUp = key === '\x1b[A' || key === '\x1bOA' || key === '\x10';
    if (!isUp && key !== '\x1b[B' && key !== '\x1bOB' && key !== '\x0e') return false;
    const place = this._place + (isUp ? -1 : 1);
    if (place < 0 || place > this._history.length) return true;
    if (this._place === this._history.length) this._draft = this._line;
    this._place = place;
    this.setText(this._history[place] ?? this._draft);
    return true;
  }

  private _insert(text: string): void {
    const before = this.beforeCursor + text;
    this._line = before + this._line.slice(this._cursor);
    // What follows may have joined what was inserted.
    this._cursor = characterEnd(this._line, characterStart(this._line, before.length));
  }

  private _cut(from: number, to: number): void {
    this._line = this._line.slice(0, from) + this._line.slice(to);
    this._cursor = from;
  }

  private _wordStart(): number {
    let at = this._cursor;
    while (at > 0 && this._line[at - 1] === ' ') at -= 1;
    while (at > 0 && this._line[at - 1] !== ' ') at -= 1;
    return at;
  }

  private _wordEnd(): number {
    let at = this._cursor;
    while (at < this._line.length && this._line[at] === ' ') at += 1;
    while (at < this._line.length && this._line[at] !== ' ') at += 1;
    return at;
  }
}
