/** What the server wrote to its standard error, in its colours, and below it what the app did wrong, as JavaScript sees it. */
import { html, nothing } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { ansiSpans } from '../../kit/ansi.ts';
import type { ComplaintFrame, ComplaintInfo } from '../../../src/host/protocol.ts';

/** More than that many complaints are not drawn: the last ones are. */
const MOST_COMPLAINTS = 20;
/** More than that of a log is not drawn: the end is. */
const LOG_CHARACTERS = 20_000;
/** It is drawn in parts of about that length, cut where they would always be cut: only the last one changes. */
const PART = 2_048;

/** @param app the name of the app's source. */
export function logView(log: string, complaints: readonly ComplaintInfo[], app: string): unknown {
  if (log === '' && complaints.length === 0) return html`<p class="empty">Nothing written yet.</p>`;
  return html`<div>
    <pre class="log">${partsOf(log).map((part) => guard([part], () => spansOf(part)))}</pre>
    ${complaints.length === 0 ? nothing : guard([complaints.length, complaints.at(-1)], () => complaintsView(complaints, app))}
  </div>`;
}

/** The last ones; a hint is what the reader looks for, so it stands first where there is one. */
function complaintsView(complaints: readonly ComplaintInfo[], app: string): unknown {
  return html`<section class="complaints" aria-label="Errors in the app">
    <h3>In the app</h3>
    <ul>
      ${complaints.slice(-MOST_COMPLAINTS).map(
        ({ kind, text, hint, frames, step }) =>
          html`<li class="is-${kind}">
            <p class="complaint">${text} <span class="faint">step ${step.toLocaleString('en')}</span></p>
            ${hint === '' ? nothing : html`<p class="hint">${hint}</p>`}
            ${
              frames.length === 0
                ? nothing
                : html`<ol>
                    ${frames.map((frame) => html`<li>${placeOf(frame, app)}</li>`)}
                  </ol>`
            }
          </li>`,
      )}
    </ul>
  </section>`;
}

const placeOf = ({ name, line, column }: ComplaintFrame, app: string): string =>
  `${name === '' ? 'at' : `in ${name},`} ${app}.ts:${line}${column === 0 ? '' : `:${column}`}`;

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
