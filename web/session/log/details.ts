/**
 * The details of the steps, joined to a few long texts: they take little memory, and a search runs over each long text
 * at once.
 */
import type { StepRows } from '../../../src/host/step-rows.ts';
import { packed, unpacked } from '../../../src/host/step-rows.ts';
import { ownText } from '../../kit/own-text.ts';

const PAGE_BITS = 12;
/** How many steps one text has the details of. */
const PAGE_SIZE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_SIZE - 1;

interface Page {
  text: string;
  readonly ends: Uint32Array;
}

export class Details {
  private _length = 0;
  private readonly _pages: Page[] = [];

  append({ details, ends }: Pick<StepRows, 'details' | 'ends'>): void {
    for (let from = 0; from < ends.length;) {
      if ((this._length & PAGE_MASK) === 0) this._pages.push({ text: '', ends: new Uint32Array(PAGE_SIZE) });
      const page = this._pages.at(-1) as Page;
      const first = this._length & PAGE_MASK;
      const to = Math.min(ends.length, from + PAGE_SIZE - first);
      const begin = from === 0 ? 0 : (ends[from - 1] as number) + 1;
      const shift = page.text.length - begin;
      for (let at = from; at < to; at += 1) page.ends[first + at - from] = (ends[at] as number) + shift;
      page.text += details.slice(begin, (ends[to - 1] as number) + 1);
      this._length += to - from;
      from = to;
    }
  }

  at(number: number): string {
    const page = this._pages[number >> PAGE_BITS];
    if (page === undefined) return '';
    const place = number & PAGE_MASK;
    return ownText(unpacked(page.text.slice(beginOf(page, place), page.ends[place])));
  }

  /** Forgets every step from `length` on. */
  truncate(length: number): void {
    if (length >= this._length) return;
    this._length = length;
    this._pages.length = Math.ceil(length / PAGE_SIZE);
    const last = this._pages.at(-1);
    if (last !== undefined) last.text = last.text.slice(0, (last.ends[(length - 1) & PAGE_MASK] ?? 0) + 1);
  }

  /** Calls `tell` with each step from `from` on whose detail contains `text`, in any case. */
  find(text: string, from: number, tell: (number: number) => void): void {
    const pattern = patternOf(packed(text));
    for (let number = from; number < this._length;) {
      const place = number >> PAGE_BITS;
      const page = this._pages[place];
      if (page === undefined) return;
      const base = place << PAGE_BITS;
      const count = Math.min(PAGE_SIZE, this._length - base);
      let row = number - base;
      pattern.lastIndex = beginOf(page, row);
      for (let match = pattern.exec(page.text); match !== null; match = pattern.exec(page.text)) {
        row = firstAtLeast(page.ends, row, count, match.index);
        if (row >= count) break;
        tell(base + row);
        pattern.lastIndex = (page.ends[row] as number) + 1;
        row += 1;
      }
      number = base + PAGE_SIZE;
    }
  }
}

/** A pattern that matches exactly this text, in any case. */
export const patternOf = (text: string): RegExp =>
  new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'gi');

const beginOf = ({ ends }: Page, place: number): number => (place === 0 ? 0 : (ends[place - 1] as number) + 1);

/** The first place from `low` up to `high` whose number is at least `least`. */
function firstAtLeast(numbers: Uint32Array, low: number, high: number, least: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] as number) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
