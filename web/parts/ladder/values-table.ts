/** A table of names and values. */
import { html, nothing } from 'lit/html.js';

export interface ValueRow {
  readonly name: string | number;
  readonly value: unknown;
  readonly className?: string;
  /** What the row is about, where that can be pointed at. */
  readonly subject?: unknown;
  /** Called when the reader asks for what the row shows. */
  readonly ask?: (() => void) | undefined;
}

export const valuesTable = (title: string, about: unknown, rows: readonly ValueRow[]): unknown =>
  html`<table class="values" @keydown=${moveFocus}>
    <caption>
      ${title}
      <span class="faint">${about}</span>
    </caption>
    <tbody>
      ${rows.map((row) => rowView(row, row === rows.find(({ ask }) => ask !== undefined)))}
    </tbody>
  </table>`;

/** @param isStop whether Tab stops there: it does at one of the rows that can be asked for. */
function rowView({ name, value, className = '', subject, ask }: ValueRow, isStop: boolean): unknown {
  return html`<tr
    class="${className} ${ask === undefined ? '' : 'is-asked'}"
    .subject=${subject}
    @click=${ask ?? nothing}
  >
    <th scope="row">
      ${ask === undefined ? name : html`<button class="ask" tabindex=${isStop ? 0 : -1}>${name}</button>`}
    </th>
    <td>${value}</td>
  </tr>`;
}

/** From a row that can be asked for to the next one. */
function moveFocus(event: KeyboardEvent): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const buttons = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('.ask')];
  const at = buttons.indexOf(event.target as HTMLElement);
  if (by === 0 || at < 0) return;
  buttons[at + by]?.focus();
  event.preventDefault();
}
