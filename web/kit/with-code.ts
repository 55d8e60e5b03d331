/** A sentence in which backticks hold code, as lit draws it. A backtick without a second one stays. */
import { html } from 'lit/html.js';

export const withCode = (sentence: string): unknown =>
  sentence.split(/(`[^`]+`)/).map((part) => (/^`[^`]+`$/.test(part) ? html`<code>${part.slice(1, -1)}</code>` : part));
