/** Names and values that were made of bytes, or become bytes: a cell beside the lanes. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../../kit/face.ts';
import { onPointed } from '../../../kit/pointed.ts';
import { showValue } from '../../../session/show-value.ts';
import type { Thread } from '../../../session/threads.ts';
import type { TextKey } from '../../../texts/sentences.ts';
import { rise } from './motion.ts';

/** What can be asked of a row. */
export type RowSubject =
  | { readonly environ: string }
  | { readonly header: string }
  | { readonly attribute: 'status_set' };

export interface ValueCellOptions {
  readonly title: string;
  readonly className: string;
  /** Said while there is nothing. */
  readonly empty: Extract<TextKey, `buffers.${string}.empty`>;
  /** What the row of a name is about. */
  readonly subjectOf: (name: string) => RowSubject;
  /** Called with what the pointer or the focus is at. */
  readonly point: (subject: RowSubject | undefined) => void;
  /** Called with what was clicked, or where Enter was pressed. */
  readonly ask: (subject: RowSubject) => void;
}

export interface ValueLook {
  /** The threads that lead to names here: each gets the colour of what it is. */
  readonly lit: readonly Thread[];
  /** Whether new rows come one after the other. */
  readonly isBuilt: boolean;
}

type Row = readonly [name: string, value: unknown];

export class ValueCell {
  readonly element = document.createElement('article');
  private readonly _face: Face;
  private readonly _options: ValueCellOptions;
  private _rows: readonly Row[] = [];
  private _colours = new Map<string, string>();
  private _marked: readonly string[] = [];

  constructor(face: Face, options: ValueCellOptions) {
    this._face = face;
    this._options = options;
    this.element.className = `lane value-cell ${options.className}`;
    onPointed(this.element, (subject) => options.point(subject as RowSubject | undefined));
    this.element.addEventListener('keydown', (event) => this._onKey(event));
    face.onTexts(() => this._draw());
  }

  show(rows: readonly Row[], { lit, isBuilt }: ValueLook): void {
    const isNew = isBuilt && this._rows.length === 0 && rows.length > 0;
    this._rows = rows;
    this._colours = new Map(lit.map(({ key, is }) => [key, is]));
    this._draw();
    if (isNew) rise([...this.element.querySelectorAll('.value-row')]);
  }

  mark(names: readonly string[]): void {
    if (String(names) === String(this._marked)) return;
    this._marked = names;
    this._draw();
  }

  /** The element of a value. */
  valueOf(name: string): HTMLElement | undefined {
    const rows = [...this.element.querySelectorAll<HTMLElement>('.value-row')];
    return rows[this._rows.findIndex(([own]) => own === name)]?.querySelector('dd') ?? undefined;
  }

  private _draw(): void {
    const { texts } = this._face;
    const { title, empty } = this._options;
    const count = this._rows.length;
    this.element.classList.toggle('is-empty', count === 0);
    render(
      html`<header>
          <h3>${title}</h3>
          ${count === 0 ? nothing : html`<span class="lane-count">${texts.say('buffers.keys', { count })}</span>`}
        </header>
        <i class="lane-bar"></i>
        <div class="lane-body" tabindex="0" role="region" aria-label=${title}>
          ${
            count === 0
              ? html`<span class="lane-note">${texts.say(empty)}</span>`
              : html`<dl>${this._rows.map((row) => this._row(row))}</dl>`
          }
        </div>`,
      this.element,
    );
  }

  /** From row to row; Enter asks. */
  private _onKey(event: KeyboardEvent): void {
    const rows = [...this.element.querySelectorAll<HTMLElement>('.value-row')];
    const at = rows.indexOf(event.target as HTMLElement);
    if (event.key === 'ArrowDown') rows[at + 1]?.focus();
    else if (event.key === 'ArrowUp') rows.at(at < 0 ? -1 : Math.max(0, at - 1))?.focus();
    else if (event.key === 'Enter' && at >= 0) rows[at]?.click();
    else return;
    event.preventDefault();
  }

  private _row([name, value]: Row): unknown {
    const { subjectOf, ask } = this._options;
    const subject = subjectOf(name);
    const colour = this._colours.get(name);
    const shown = showValue(value);
    return html`<div
      class="value-row ${this._marked.includes(name) ? 'is-marked' : ''} ${colour === undefined ? '' : `is-made of-${colour}`}"
      tabindex="-1"
      .subject=${subject}
      @click=${() => ask(subject)}
    >
      <dt>${name}</dt>
      <dd title=${shown}>${shown}</dd>
    </div>`;
  }
}
