/** One machine in one line: what it did in all, and where its cursor is. */
import { html } from 'lit/html.js';
import { rich } from '../../kit/rich.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Totals } from './side.ts';
import { millisText } from './words.ts';

export interface SidePlace {
  readonly title: string;
  readonly totals: Totals;
  /** How many steps have happened. */
  readonly cursor: number;
  /** When the last one happened, in seconds since boot. */
  readonly time: number;
}

export function sideHead(texts: Texts, { title, totals, cursor, time }: SidePlace): unknown {
  const all = totalsText(texts, totals);
  const place = rich(texts, 'compare.side.place', {
    step: html`<b>${texts.number(cursor)}</b>`,
    steps: texts.number(totals.steps),
  });
  return html`<p class="side-head">
    <b>${title}</b>
    <span class="side-totals" title=${all}>${all}</span>
    <span class="spring"></span>
    <span class="side-place" title=${texts.say('compare.side.place.hint')}
      >${place} <span class="faint">${millisText(texts, time)}</span></span
    >
  </p>`;
}

function totalsText(texts: Texts, { steps, threads, processes, syscalls, answered }: Totals): string {
  return [
    texts.say('compare.side.steps', { count: steps }),
    ...(answered === undefined ? [] : [texts.say('compare.side.answered', { time: millisText(texts, answered) })]),
    texts.say('compare.side.syscalls', { count: syscalls }),
    texts.say('compare.side.threads', { count: threads }),
    ...(processes > 1 ? [texts.say('compare.side.processes', { count: processes })] : []),
  ].join(texts.say('compare.comma'));
}
