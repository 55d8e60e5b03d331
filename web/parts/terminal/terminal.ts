/** The terminal of a client: draws its transcript, and hands on what is typed. */
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import type { Scope } from '../../kit/scope.ts';
import type { Client } from '../../session/clients/client.ts';
import type { Drawn } from '../../session/clients/transcript.ts';
import type { AskedBytes } from './bytes-at.ts';
import type { ByteMarks, MarkedBytes } from './byte-marks.ts';
import type * as BytesAt from './late-bytes.ts';
import { LineEditor } from './line-editor.ts';
import type { EditorEvent } from './line-editor.ts';
import { Portions } from './portions.ts';
import type { Input } from './portions.ts';
import { remarkText } from './remark-text.ts';
import { Screen } from './screen.ts';
import { Xterm } from './xterm.ts';

/** What is called with bytes of the terminal. */
export interface Asking {
  /** The reader asks where bytes came from, and where they went. */
  readonly ask: (bytes: AskedBytes) => void;
  /** The pointer is at bytes; undefined when it is at none. */
  readonly point: (bytes: AskedBytes | undefined) => void;
  /** Calls `mark` with the bytes that are to be marked: now, and whenever they are others. */
  readonly follow: (mark: (marked: MarkedBytes | undefined) => void, scope: Scope) => void;
}

type Hint = `terminal.${'hint' | 'preparedHint' | 'datagramHint'}`;

export const loadBytesAt = lazily(() => import('./late-bytes.ts'));

export class Terminal {
  readonly element: HTMLElement;
  private readonly _face: Face;
  private readonly _client: Client;
  private readonly _editor = new LineEditor();
  private readonly _portions: Portions;
  private readonly _xterm: Xterm;
  private readonly _screen: Screen;
  private _isReadonly = false;
  private _isPrepared = false;
  /** The line that the keys look at, from the last one. */
  private _looked = 0;
  private readonly _asking: Asking | undefined;
  /** Where the pointer is; undefined when it has left. */
  private _pointer: MouseEvent | undefined;
  private _marked: MarkedBytes | undefined;
  private _marks: ByteMarks | undefined;
  private _isMarking = false;

  /** @param face of this terminal alone. Its scope ends when the client is closed. */
  constructor(face: Face, client: Client, asking?: Asking) {
    this._face = face;
    this._client = client;
    this._asking = asking;
    this._portions = new Portions(face.scope, {
      take: (input) => this._edit(input),
      isHeldUp: () => client.isHeldUp,
      mayGoOn: () => client.takesMore,
      leave: (rest) => client.leave(rest),
    });
    this._xterm = new Xterm(face, {
      look: (by) => this._look(by),
      data: (data) => this._type(data),
      paste: (text) => this._type(text, true),
      resizing: () => this._screen.hideLine(),
      resized: () => {
        this._screen.drawLine();
        this._mark();
      },
    });
    this._screen = new Screen(this._xterm, this._editor);
    this.element = this._xterm.element;
    this.element.className = 'screen';
    this.element.addEventListener('click', (event) => this._pick(event));
    if (asking !== undefined) {
      this.element.addEventListener('pointermove', (event) => this._point(event));
      this.element.addEventListener('pointerleave', () => this._point(undefined));
      asking.follow((marked) => {
        this._marked = marked;
        this._mark();
      }, face.scope);
    }
    this.element.setAttribute('role', 'group');
    // Rows that are out of sight are not in the document.
    Object.defineProperty(this.element, 'transcript', { get: () => this._xterm.text });
    client.events.on('piece', (drawn) => this._draw(drawn), face.scope);
    client.events.on('view', () => this._drawAll(), face.scope);
    client.events.on('mode', () => this._switchMode(), face.scope);
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('terminal.title', { number: client.number }));
      this._translate();
    });
  }

  /** Opens it in its element, which must be on the page. */
  open(): void {
    if (this._xterm.open()) this._screen.drawLine();
  }

  focus(): void {
    this._xterm.focus();
  }

  fit(): void {
    this._xterm.fit();
  }

  /** Whether nothing can be typed. */
  set isReadonly(isReadonly: boolean) {
    this._isReadonly = isReadonly;
    this._xterm.isReadonly = isReadonly;
    this._screen.hasLine = !isReadonly && !this._client.sendsKeys;
  }

  /** Whether something is written that was not sent. */
  get hasText(): boolean {
    return this._editor.text !== '' || this._editor.above.length > 0;
  }

  /** Writes lines that Enter sends at once, as a request; none clears what is written. */
  prepare(lines: readonly string[]): void {
    this._screen.hideLine();
    this._editor.prepare(lines);
    this._isPrepared ||= lines.length > 0;
    this._drawAll();
  }

  /** Whether it is one of several, with less room. */
  set isSmall(isSmall: boolean) {
    this._xterm.isSmall = isSmall;
  }

  /**
   * Takes a text from a field, as if it were typed and followed by Enter. In character mode an empty text stands for
   * Enter.
   */
  enter(text: string): void {
    if (this._client.sendsKeys) this._client.sendRawText(text);
    else this._type(`${text}\r`, true);
  }

  /** Takes keys that were pressed before it was there. */
  type(keys: string): void {
    if (keys !== '') this._type(keys);
  }

  /** A byte that is clicked is asked for, unless text is selected. */
  private _pick(event: MouseEvent): void {
    if (this._asking === undefined || this._xterm.terminal.hasSelection()) return;
    this._face.late('buffers.link.failed', loadBytesAt, (code) => {
      const bytes = this._bytesAt(event, code);
      if (bytes !== undefined) this._asking?.ask(bytes);
    });
  }

  /** Of the moves of a pointer in one frame, the last one counts. */
  private _point(event: MouseEvent | undefined): void {
    const isFollowed = this._pointer !== undefined;
    this._pointer = event;
    if (event === undefined) this._asking?.point(undefined);
    if (event === undefined || isFollowed) return;
    const find = (code: typeof BytesAt): void => {
      this._face.scope.frame(() => {
        const last = this._pointer;
        this._pointer = undefined;
        if (last !== undefined) this._asking?.point(this._bytesAt(last, code));
      });
    };
    // Without the code nothing is marked; the next move asks for it again.
    loadBytesAt().then(find, () => {
      this._pointer = undefined;
    });
  }

  private _bytesAt(event: MouseEvent, { bytesIn, cellAt, lineAt, linesOf }: typeof BytesAt): AskedBytes | undefined {
    const { terminal } = this._xterm;
    const [row, column] = cellAt(terminal, event);
    const found = lineAt(terminal, linesOf(this._client.view, this._textOf), row);
    return found && bytesIn(found.line, column + found.before);
  }

  /** Marks what is to be marked, once in a frame. */
  private _mark(): void {
    if (this._isMarking || (this._marked === undefined && this._marks?.isShown !== true)) return;
    this._isMarking = true;
    const mark = ({ ByteMarks, css, linesOf }: typeof BytesAt): void => {
      if (this._marks === undefined) this._face.adopt(css);
      const marks = (this._marks ??= new ByteMarks(this._xterm.terminal));
      this._face.scope.frame(() => {
        this._isMarking = false;
        this._xterm.afterWrites(() => marks.show(linesOf(this._client.view, this._textOf), this._marked));
      });
    };
    // Without the code nothing is marked; the next marks ask for it again.
    loadBytesAt().then(mark, () => {
      this._isMarking = false;
    });
  }

  /** Asks for the line above the one that was asked for, or below it. */
  private _look(by: 1 | -1): void {
    this._face.late('buffers.link.failed', loadBytesAt, ({ bytesOf, linesOf }) => {
      const lines = linesOf(this._client.view, this._textOf).flatMap((line) => bytesOf(line) ?? []);
      this._looked = Math.max(1, Math.min(this._looked - by, lines.length));
      const bytes = lines.at(-this._looked);
      if (bytes !== undefined) this._asking?.ask(bytes);
    });
  }

  private readonly _textOf = ({ piece, isFuture }: Drawn): string => {
    const { texts } = this._face;
    if (piece.kind !== 'remark') return texts.say(this._hint);
    const rule = isFuture ? '╌╌' : '──';
    return `${rule} ${remarkText(texts, piece.remark)} ${rule}`;
  };

  private _type(data: string, isPasted = false): void {
    if (this._isReadonly) return;
    if (!this._client.sendsKeys) return this._portions.add(data, isPasted);
    this._client.sendRawKeys(data);
    this._toEnd();
  }

  private _edit({ data, isPasted }: Input): void {
    this._looked = 0;
    this._screen.hideLine();
    for (const event of isPasted ? this._editor.paste(data) : this._editor.feed(data)) this._obey(event);
    this._screen.drawLine();
    this._toEnd();
  }

  private _obey(event: EditorEvent): void {
    const client = this._client;
    switch (event.type) {
      case 'line':
        return client.sendLine(event.text);
      case 'lines':
        return client.sendLines(event.texts);
      case 'flush':
        return client.sendText(event.text);
      case 'eof':
        client.sendText(event.text);
        return client.shutdownWrite();
      case 'reset':
        return client.reset();
      case 'clear':
        return client.clear();
    }
  }

  private _toEnd(): void {
    // The pane may have failed because of what was typed, and has ended with all that is in it.
    if (this._face.scope.hasEnded) return;
    this._xterm.flush();
    this._xterm.scrollToEnd();
  }

  /** A line that was begun is kept while keys are sent as they are. */
  private _switchMode(): void {
    const { sendsKeys } = this._client;
    this._xterm.hasBlockCursor = sendsKeys;
    this._screen.hasLine = !sendsKeys;
  }

  private _draw({ piece, isFuture }: Drawn): void {
    const { texts } = this._face;
    if (piece.kind === 'remark') this._screen.remark(remarkText(texts, piece.remark), isFuture);
    else if (piece.kind !== 'hint') this._screen[piece.kind](piece.bytes, isFuture);
    else this._screen.hint(texts.say(this._hint));
    this._mark();
  }

  /** What is offered first: keys, or what a finger does. */
  private get _hint(): Hint | `${Hint}.touch` {
    const hint = this._client.isDatagram ? 'datagramHint' : this._isPrepared ? 'preparedHint' : 'hint';
    return this._face.matches('(pointer: coarse)') ? `terminal.${hint}.touch` : `terminal.${hint}`;
  }

  /** Draws everything again. Where the past ends is in the middle of what is seen. */
  private _drawAll(): void {
    const { view } = this._client;
    const first = view.findIndex(({ isFuture }) => isFuture);
    let here = 0;
    this._screen.clear();
    for (const [place, drawn] of view.entries()) {
      if (place === first) {
        this._xterm.afterWrites(() => {
          here = this._xterm.cursorRow;
        });
      }
      this._draw(drawn);
    }
    if (view.at(-1)?.isFuture === true) this._xterm.afterWrites(() => this._xterm.scrollToCentre(here));
    else this._xterm.flush();
  }

  /** Draws everything in another language, in the same place. */
  private _translate(): void {
    const row = this._xterm.scrolledTo;
    this._drawAll();
    if (row !== undefined) this._xterm.afterWrites(() => this._xterm.scrollTo(row));
  }
}
