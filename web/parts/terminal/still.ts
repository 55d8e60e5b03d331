/**
 * A terminal that nobody has touched: what it shows, as text. xterm takes its place with the first sign that the reader
 * wants to be in it, and gets what is typed until it is there.
 */
import type { Face } from '../../kit/face.ts';
import { runsOf } from '../../kit/glyphs.ts';
import type { Client } from '../../session/clients/client.ts';
import type { Drawn } from '../../session/clients/transcript.ts';
import { remarkText } from './remark-text.ts';
import css from './still.css?inline';

const PROMPT = '› ';
/** Of the height of a letter: that of a row of xterm. */
const LINE_HEIGHT = 1.25;
const KEYS: Readonly<Record<string, string>> = { Enter: '\r', Backspace: '\x7f' };

type Look = 'sent' | 'control' | 'dim' | '';

export class StillTerminal {
  readonly element = document.createElement('div');
  /** What was typed. */
  typed = '';
  private readonly _rows = this.element.appendChild(document.createElement('pre'));
  private readonly _face: Face;
  private readonly _client: Client;
  private readonly _hasLine: boolean;
  private _isInLine = false;
  private _isStale = false;

  /** @param wanted called when the reader wants to be in it, perhaps more than once. */
  constructor(face: Face, client: Client, { isReadonly, wanted }: { isReadonly: boolean; wanted: () => void }) {
    this._face = face;
    this._client = client;
    this._hasLine = !isReadonly;
    face.adopt(css);
    this.element.className = 'screen still';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'group');
    Object.defineProperty(this.element, 'transcript', { get: () => this._text });
    for (const type of ['pointerenter', 'pointerdown', 'focus'] as const) face.scope.listen(this.element, type, wanted);
    face.scope.listen(this.element, 'keydown', (event: KeyboardEvent) => this._type(event));
    for (const news of ['piece', 'view'] as const) client.events.on(news, () => this._drawSoon(), face.scope);
    face.scope.onEnd(() => this.element.remove());
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('terminal.title', { number: client.number }));
      this.draw();
    });
  }

  /** Draws everything: it is little, and seldom. */
  draw(): void {
    this._isStale = false;
    const { view, isDatagram } = this._client;
    const { texts } = this._face;
    let wasSent = false;
    let future: HTMLElement | undefined;
    this._rows.replaceChildren();
    this._isInLine = false;
    for (const { piece, isFuture } of view) {
      const add = (text: string, look: Look): void => {
        const part = this._add(text, isFuture ? 'dim' : look);
        if (isFuture) future ??= part;
      };
      if (piece.kind === 'hint') add(`${texts.say(isDatagram ? 'terminal.datagramHint' : 'terminal.hint')}\n\n`, 'dim');
      else if (piece.kind === 'remark') {
        const rule = isFuture ? '╌╌' : '──';
        this._freshLine();
        add(`${rule} ${remarkText(texts, piece.remark)} ${rule}\n`, 'dim');
      } else {
        const isSent = piece.kind === 'sent';
        if (isSent !== wasSent) this._freshLine();
        wasSent = isSent;
        this._bytes(piece, add);
      }
    }
    if (this._hasLine) {
      this._freshLine();
      this._add(PROMPT, 'dim');
    }
    this._fit(future);
  }

  /** Once for all that comes together. */
  private _drawSoon(): void {
    if (this._isStale) return;
    this._isStale = true;
    queueMicrotask(() => {
      if (this._isStale && !this._face.scope.hasEnded) this.draw();
    });
  }

  private _bytes(piece: Extract<Drawn['piece'], { bytes: Uint8Array }>, add: (text: string, look: Look) => void): void {
    const isSent = piece.kind === 'sent';
    for (const { kind, text, isLineEnd } of runsOf(piece.bytes)) {
      if (isSent && !this._isInLine) this._add(PROMPT, 'dim');
      add(text, kind === 'text' ? (isSent ? 'sent' : '') : kind === 'end' ? 'dim' : 'control');
      if (isLineEnd) this._add('\n', '');
    }
  }

  private _add(text: string, look: Look): HTMLElement {
    const part = document.createElement('span');
    part.className = look;
    part.textContent = text;
    this._isInLine = !text.endsWith('\n');
    return this._rows.appendChild(part);
  }

  private _freshLine(): void {
    if (this._isInLine) this._add('\n', '');
  }

  /** Rows as high as those of xterm; and the end in sight, or what has not happened yet in the middle. */
  private _fit(future: HTMLElement | undefined): void {
    const { element, _rows: rows } = this;
    if (!element.isConnected) return;
    const letter = rows.appendChild(document.createElement('b'));
    letter.textContent = 'W';
    const ratio = devicePixelRatio;
    const { height } = letter.getBoundingClientRect();
    letter.remove();
    if (height > 0) rows.style.lineHeight = `${Math.floor(Math.ceil(height * ratio) * LINE_HEIGHT) / ratio}px`;
    element.scrollTop =
      future === undefined ? element.scrollHeight : future.offsetTop - Math.round(element.clientHeight / 2);
  }

  private get _text(): string {
    if (this._isStale) this.draw();
    const lines = (this._rows.textContent ?? '').split('\n').map((line) => line.trimEnd());
    return lines.join('\n').trimEnd();
  }

  private _type(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey } = event;
    const text = key.length === 1 ? key : KEYS[key];
    if (text === undefined || ctrlKey || metaKey || altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.typed += text;
  }
}
