/** A table of names and values. */
import { html } from 'lit/html.js';

export interface ValueRow {
  readonly name: string | number;
  readonly value: unknown;
  readonly className?: string;
  /** Called when the pointer enters or leaves the row. */
  readonly point?: (isInside: boolean) => void;
}

export const valuesTable = (title: string, about: unknown, rows: readonly ValueRow[]): unknown =>
  html`<table class="values">
    <caption>
      ${title}
      <span class="faint">${about}</span>
    </caption>
    <tbody>
      ${rows.map(
        ({ name, value, className = '', point }) =>
          html`<tr class=${className} @pointerenter=${() => point?.(true)} @pointerleave=${() => point?.(false)}>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
