/**
 * What an open terminal of xterm measures, with fewer layouts of the page. It asks for the width of each character that
 * it draws for the first time, and of each row that a screen reader can read, and the page is laid out for every one.
 */
import type { Terminal } from '@xterm/xterm';
import type { Scope } from '../../kit/scope.ts';
import { innerPart } from './inner-part.ts';

const WIDTHS = ['_core', '_renderService', '_renderer', 'value', '_widthCache'];
const READABLE = ['_core', '_accessibilityManager', 'value'];

/** How long after the last change the rows for screen readers get the width of the rows that are seen. */
const ALIGN_MS = 300;

type Measure = (text: string, style: number) => number;

interface WidthCache {
  _measure: Measure;
  clear(): void;
}

/** What a screen reader reads, as far as it is looked at. */
interface Readable {
  _alignRowWidth: (row: HTMLElement) => void;
  readonly _rowColumns: WeakMap<HTMLElement, readonly number[]>;
  readonly _renderService: { readonly dimensions: { readonly css: { readonly cell: { readonly width: number } } } };
}

/** The fonts are monospaced: all of ASCII is as wide as one of its letters, which is measured once for each weight. */
export function measureOneLetter(terminal: Terminal): void {
  const cache = innerPart(terminal, WIDTHS) as WidthCache;
  const measure = cache._measure.bind(cache);
  const clear = cache.clear.bind(cache);
  const known = new Map<number, number>();
  cache.clear = () => {
    known.clear();
    clear();
  };
  cache._measure = (text, style) => {
    if (!/^[ -~]$/.test(text)) return measure(text, style);
    const width = known.get(style) ?? measure('W', style);
    // Nothing has a width in an element that is hidden.
    if (width > 0) known.set(style, width);
    return width;
  };
}

/** Aligns the rows for screen readers all at once, a little later. */
export function alignTogether(terminal: Terminal, scope: Scope): void {
  const readable = innerPart(terminal, READABLE) as Readable;
  const rows = new Set<HTMLElement>();
  let isWaiting = false;
  const align = (): void => {
    isWaiting = false;
    const { width: cell } = readable._renderService.dimensions.css.cell;
    const waiting = [...rows].filter((row) => row.isConnected);
    rows.clear();
    for (const row of waiting) row.style.transform = '';
    // All are read before the first is written: one layout.
    const widths = waiting.map((row) => row.getBoundingClientRect().width);
    for (const [at, row] of waiting.entries()) {
      const width = widths[at] ?? 0;
      const wanted = (readable._rowColumns.get(row)?.at(-1) ?? 0) * cell;
      // Each transform is a layer to be sorted in with each key: none for what no character is moved by.
      if (wanted * width > 0 && Math.abs(wanted - width) > cell / 2) row.style.transform = `scaleX(${wanted / width})`;
    }
  };
  readable._alignRowWidth = (row) => {
    rows.add(row);
    if (isWaiting) return;
    isWaiting = true;
    scope.timeout(align, ALIGN_MS);
  };
}
