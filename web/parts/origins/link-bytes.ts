/** The bytes of a link: those that were asked for are marked, among some of those that moved with them. */
import { html } from 'lit/html.js';
import type { LinkBytes } from '../../../src/explain/origin/link.ts';
import { runsOf } from '../../kit/glyphs.ts';
import type { OriginFinder } from '../../session/origins/finder.ts';

/** How many bytes are shown on each side of those that were asked for, and how many of these at most. */
const BESIDE = 14;
const MOST = 96;

export function streamBytes(finder: OriginFinder, ranges: readonly LinkBytes[], whole: LinkBytes | undefined): unknown {
  const [first] = ranges;
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const shownTo = Math.min(last.to, first.from + MOST);
  const from = Math.max(whole?.from ?? first.from, first.from - BESIDE);
  const to = last.to > shownTo ? shownTo : Math.min(whole?.to ?? last.to, last.to + BESIDE);
  const cuts = [from, ...ranges.flatMap((range) => [range.from, range.to]), to].filter(
    (cut) => cut >= from && cut <= to,
  );
  const parts = [...new Set(cuts)].map((begin, at, all) => {
    const end = all[at + 1] ?? begin;
    const glyphs = glyphsOf(finder.bytes({ ...first, from: begin, to: end }));
    return ranges.some((range) => range.from <= begin && end <= range.to) && end > begin
      ? html`<mark>${glyphs}</mark>`
      : glyphs;
  });
  const before = from > (whole?.from ?? from) ? '…' : '';
  const after = to < (whole?.to ?? last.to) ? '…' : '';
  return html`<span class="chain-bytes">${before}${parts}${after}</span>`;
}

/** A part of the value of a key. */
export function valueBytes(value: string, { at, end }: { readonly at: number; readonly end: number }): unknown {
  const [before, part, after] = [value.slice(0, at), value.slice(at, Math.min(end, at + MOST)), value.slice(end)];
  return html`<span class="chain-bytes"
    >'${textGlyphs(before.slice(-MOST))}<mark>${textGlyphs(part)}</mark>${textGlyphs(after.slice(0, MOST))}'</span
  >`;
}

const glyphsOf = (bytes: Uint8Array): unknown =>
  runsOf(bytes).map(({ kind, text }) => (kind === 'text' ? text : html`<i class=${kind}>${text}</i>`));

const textGlyphs = (text: string): unknown => glyphsOf(new TextEncoder().encode(text));
