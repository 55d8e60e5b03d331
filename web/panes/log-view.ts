/** What the server wrote to its standard error, in its colours. */
import { html } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { ansiSpans } from '../ansi.ts';

/** More than that of a log is not drawn: the end is. */
const LOG_CHARACTERS = 20_000;
/** It is drawn in parts of about that length, cut where they would always be cut: only the last one changes. */
const PART = 2_048;

export function logView(log: string): unknown {
  if (log === '') return html`<p class="empty">Nothing written yet.</p>`;
  return html`<pre class="log">${partsOf(log).map((part) => guard([part], () => spansOf(part)))}</pre>`;
}

const spansOf = (part: string): unknown =>
  ansiSpans(part).map(({ text, styles }) =>
    styles.length === 0 ? text : html`<span class=${styles.map((style) => `ansi-${style}`).join(' ')}>${text}</span>`,
  );

/** The end of a log, cut behind the first line feed in each so many characters. */
export function partsOf(log: string): string[] {
  const parts: string[] = [];
  const first = Math.max(0, Math.floor((log.length - LOG_CHARACTERS) / PART)) * PART;
  for (let from = first === 0 ? 0 : behindLine(log, first), at = first; from < log.length;) {
    at += PART;
    const to = at >= log.length ? log.length : Math.max(from, behindLine(log, at));
    if (to > from) parts.push(log.slice(from, to));
    from = to;
  }
  return parts;
}

function behindLine(log: string, at: number): number {
  const feed = log.indexOf('\n', at);
  return feed === -1 ? log.length : feed + 1;
}
