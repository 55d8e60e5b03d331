/**
 * What the server wrote to its standard error, in its colours, and below it the errors in the app, as JavaScript
 * reports them.
 */
import { html, nothing } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { ansiSpans } from '../../kit/ansi.ts';
import { ownText } from '../../kit/own-text.ts';
import type { ComplaintFrame, ComplaintInfo } from '../../../src/host/app-faults.ts';
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

export interface ShownLog {
  readonly log: string;
  /** Asks what wrote a line, by its number from 0; undefined where no face shows that. */
  readonly ask: ((line: number) => void) | undefined;
  /** Numbers of lines. */
  readonly marked: readonly number[];
}

/** @param app the name of the app's source. */
export function logView(
  texts: Texts,
  { log, ask, marked }: ShownLog,
  complaints: readonly ComplaintInfo[],
  app: string,
): unknown {
  if (log === '' && complaints.length === 0) return html`<p class="empty">${texts.say('ladder.log.empty')}</p>`;
  return html`<div>
    <pre
      class="log ${ask === undefined ? '' : 'is-asked'}"
      tabindex=${ask === undefined ? nothing : 0}
      @click=${(event: MouseEvent) => clicked(event, ask)}
      @keydown=${(event: KeyboardEvent) => keyed(event, ask)}
    >
${numbered(partsOf(log), log).map(({ part, first }) => guard([part, first, String(marked)], () => linesOf(part, first, marked)))}</pre>
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

/** The parts of a log, each with the number of its first line. */
function numbered(parts: readonly string[], log: string): { readonly part: string; readonly first: number }[] {
  const drawn = parts.reduce((length, part) => length + part.length, 0);
  let first = feedsIn(log.slice(0, log.length - drawn));
  return parts.map((part) => {
    const numbered = { part, first };
    first += feedsIn(part);
    return numbered;
  });
}

const feedsIn = (text: string): number => text.split('\n').length - 1;

/** Each line in an element of its own, which the keys can be at. Colours may go on from line to line. */
function linesOf(part: string, first: number, marked: readonly number[]): unknown {
  const lines: unknown[][] = [[]];
  for (const { text, styles } of ansiSpans(part)) {
    const className = styles.map((style) => `ansi-${style}`).join(' ');
    for (const [at, cut] of text.split(/(?<=\n)/).entries()) {
      const piece = ownText(cut);
      if (at > 0) lines.push([]);
      lines.at(-1)?.push(styles.length === 0 ? piece : html`<span class=${className}>${piece}</span>`);
    }
    if (text.endsWith('\n')) lines.push([]);
  }
  if (lines.at(-1)?.length === 0) lines.pop();
  return lines.map((line, at) => {
    const log = first + at;
    const look = `log-line ${marked.includes(log) ? 'is-marked' : ''}`;
    return html`<span class=${look} tabindex="-1" data-line=${log} .subject=${{ log }}>${line}</span>`;
  });
}

const lineOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null;

function clicked({ target }: MouseEvent, ask: ShownLog['ask']): void {
  const line = lineOf(target);
  if (line !== null) ask?.(Number(line.dataset['line']));
}

/** Up and down from line to line; Enter asks. */
function keyed(event: KeyboardEvent, ask: ShownLog['ask']): void {
  const line = lineOf(event.target);
  const lines = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[data-line]')];
  if (event.key === 'Enter' && line !== null) ask?.(Number(line.dataset['line']));
  else if (event.key === 'ArrowUp') (line === null ? lines.at(-1) : lines[lines.indexOf(line) - 1])?.focus();
  else if (event.key === 'ArrowDown') (line === null ? lines[0] : lines[lines.indexOf(line) + 1])?.focus();
  else return;
  event.preventDefault();
}

/**
 * The end of a log in parts. Each is cut after the first line feed that follows a multiple of PART characters. What is
 * drawn of a part is kept for long, and keeps nothing of the log of its time.
 */
export function partsOf(log: string): string[] {
  const parts: string[] = [];
  const first = Math.max(0, Math.floor((log.length - LOG_CHARACTERS) / PART)) * PART;
  for (let from = first === 0 ? 0 : afterLine(log, first), at = first; from < log.length;) {
    at += PART;
    const to = at >= log.length ? log.length : Math.max(from, afterLine(log, at));
    if (to > from) parts.push(ownText(log.slice(from, to)));
    from = to;
  }
  return parts;
}

function afterLine(log: string, at: number): number {
  const feed = log.indexOf('\n', at);
  return feed === -1 ? log.length : feed + 1;
}
