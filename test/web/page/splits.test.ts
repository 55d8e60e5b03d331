/** Where borders between panes can stand, and what is kept of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SPLITS, foldOf, leastOf, limitsOf, movedBy, parseArranged, within } from '../../../web/page/panes/splits.ts';
import type { Room } from '../../../web/page/panes/splits.ts';
import { ROOT } from '../../support/root.ts';

const room: Room = { size: 1000, least: [200, 300] };

describe('a border', () => {
  test('leaves both sides what they need', () => {
    expect(limitsOf(room)).toEqual([0.2, 0.7]);
    expect(within(0.1, room)).toBe(0.2);
    expect(within(0.5, room)).toBe(0.5);
    expect(within(0.9, room)).toBe(0.7);
  });

  test('leaves the first side what it needs where there is not enough for both, as the style sheet does', () => {
    expect(limitsOf({ size: 400, least: [200, 300] })).toEqual([0.5, 0.5]);
    expect(limitsOf({ size: 100, least: [200, 300] })).toEqual([1, 1]);
    expect(limitsOf({ size: 0, least: [200, 300] })).toEqual([0.5, 0.5]);
  });

  test('goes with the arrow keys of both directions, and to the ends', () => {
    expect(movedBy('ArrowLeft', 0.5, room, 10)).toBeCloseTo(0.49);
    expect(movedBy('ArrowUp', 0.5, room, 10)).toBeCloseTo(0.49);
    expect(movedBy('ArrowRight', 0.5, room, 10)).toBeCloseTo(0.51);
    expect(movedBy('ArrowDown', 0.5, room, 10)).toBeCloseTo(0.51);
    expect(movedBy('ArrowUp', 0.2, room, 10)).toBe(0.2);
    expect(movedBy('Home', 0.5, room, 10)).toBe(0.2);
    expect(movedBy('End', 0.5, room, 10)).toBe(0.7);
    expect(movedBy('x', 0.5, room, 10)).toBeUndefined();
  });

  test('has the least sizes that the style sheet has', () => {
    const css = readFileSync(`${ROOT}/web/page/panes/arrangement.css`, 'utf8');
    const inCss = (pattern: RegExp): number[] => [...css.matchAll(pattern)].map(([, rem]) => Number(rem));
    const columns = inCss(/minmax\(([\d.]+)rem, var\(--(?:before|after)/g);
    expect(new Set(columns)).toEqual(new Set([leastOf('quarters', 'columns')[0]]));
    expect(inCss(/--least-upper: ([\d.]+)rem/g)).toEqual([leastOf('quarters', 'rows')[0]]);
    expect(inCss(/--right-height: max\(([\d.]+)rem/g)).toEqual([leastOf('quarters', 'right')[0]]);
    expect(inCss(/- ([\d.]+)rem\)\);/g)).toEqual([leastOf('quarters', 'right')[1]]);
    const lower = (['quarters', 'compare', 'strip'] as const).map((layout) => leastOf(layout, 'rows')[1]);
    expect(inCss(/--least-lower: ([\d.]+)rem/g)).toEqual(lower);
  });
});

test('a pane folds at the border beside it; the steps fold by themselves', () => {
  expect(foldOf('quarters', 'clients')).toEqual(['left', 'before']);
  expect(foldOf('quarters', 'server')).toEqual(['left', 'after']);
  expect(foldOf('quarters', 'editor')).toEqual(['right', 'before']);
  expect(foldOf('strip', 'buffers')).toEqual(['rows', 'before']);
  expect(foldOf('compare', 'compare')).toEqual(['rows', 'after']);
  for (const layout of ['quarters', 'strip', 'compare'] as const) {
    expect(foldOf(layout, 'time')).toBeUndefined();
    for (const pane of ['clients', 'buffers', 'editor', 'server']) {
      const [split = 'columns'] = foldOf(layout, pane) ?? [];
      expect(SPLITS[layout].slice(1)).toContain(split);
    }
  }
});

test('what was kept is found again; what was not kept by the page is ignored', () => {
  const arranged = { quarters: { columns: { part: 0.4 }, left: { folded: 'before' } }, 'strip low': { rows: {} } };
  expect(parseArranged(JSON.stringify(arranged))).toEqual(arranged);
  for (const text of [null, '', '{', '7', 'null', '[]', '{"quarters":7}', '{"quarters":{"left":{"part":"1"}}}'])
    expect(parseArranged(text)).toEqual({});
  for (const part of [-0.1, 1.5, null])
    expect(parseArranged(JSON.stringify({ quarters: { left: { part } } }))).toEqual({});
  expect(parseArranged('{"quarters":{"left":{"folded":"both"}}}')).toEqual({});
});
