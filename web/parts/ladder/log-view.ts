/**
 * What the server wrote to its standard error, in its colours, and below it the errors in the app, as JavaScript
 * reports them.
 */
import { html, nothing } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { ansiSpans } from '../../kit/ansi.ts';
import type { ComplaintFrame, ComplaintInfo } from '../../../src/host/protocol.ts';
import type { Texts } from '../../texts/texts.ts';

/** Only so many complaints are drawn: the newest. */
const MOST_COMPLAINTS = 20;
/** Of a longer log only the end is drawn: this many characters. */
const LOG_CHARACTERS = 20_000;
/**
 * A log is drawn in parts of about this length. The cuts stay where they are while it grows, so that only the last part
 * changes.
 */
const PART = 2_048;

/** @param app the name of the app's source. */
export function logView(texts: Texts, log: string, complaints: readonly ComplaintInfo[], app: string): unknown {
  if (log === '' && complaints.length === 0) return html`<p class="empty">${texts.say('ladder.log.empty')}</p>`;
  return html`<div>
    <pre class="log">${partsOf(log).map((part) => guard([part], () => spansOf(part)))}</pre>
    ${
      complaints.length === 0
        ? nothing
        : guard([texts, complaints.length, complaints.at(-1)], () => complaintsView(texts, complaints, app))
    }
  </div>`;
}

const complaintsView = (texts: Texts, complaints: readonly ComplaintInfo[], app: string): unknown =>
  html`<section class="complaints" aria-label=${texts.say('ladder.complaints')}>
    <h3>${texts.say('ladder.complaints.title')}</h3>
    <ul>
      ${complaints.slice(-MOST_COMPLAINTS).map((complaint) => complaintView(texts, complaint, app))}
    </ul>
  </section>`;

/** The hint stands before the stack: it is what helps most. */
function complaintView(texts: Texts, { kind, text, hint, frames, step }: ComplaintInfo, app: string): unknown {
  const stack = html`<ol>
    ${frames.map((frame) => html`<li>${placeText(texts, frame, app)}</li>`)}
  </ol>`;
  return html`<li class="is-${kind}">
    <p class="complaint">${text} <span class="faint">${texts.say('ladder.complaint.step', { step })}</span></p>
    ${hint === '' ? nothing : html`<p class="hint">${hint}</p>`} ${frames.length === 0 ? nothing : stack}
  </li>`;
}

function placeText(texts: Texts, { name, line, column }: ComplaintFrame, app: string): string {
  const place = `${app}.ts:${line}${column === 0 ? '' : `:${column}`}`;
  return name === ''
    ? texts.say('ladder.complaint.at', { place })
    : texts.say('ladder.complaint.within', { name, place });
}

const spansOf = (part: string): unknown =>
  ansiSpans(part).map(({ text, styles }) =>
    styles.length === 0 ? text : html`<span class=${styles.map((style) => `ansi-${style}`).join(' ')}>${text}</span>`,
  );

/** The end of a log in parts. Each is cut after the first line feed that follows a multiple of PART characters. */
export function partsOf(log: string): string[] {
  const parts: string[] = [];
  const first = Math.max(0, Math.floor((log.length - LOG_CHARACTERS) / PART)) * PART;
  for (let from = first === 0 ? 0 : afterLine(log, first), at = first; from < log.length;) {
    at += PART;
    const to = at >= log.length ? log.length : Math.max(from, afterLine(log, at));
    if (to > from) parts.push(log.slice(from, to));
    from = to;
  }
  return parts;
}

function afterLine(log: string, at: number): number {
  const feed = log.indexOf('\n', at);
  return feed === -1 ? log.length : feed + 1;
}
