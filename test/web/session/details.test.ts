import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Details, patternOf } from '../../../web/session/log/details.ts';
import { packed } from '../../../src/host/step-rows.ts';
import { lastBelow } from '../../../src/host/binary-search.ts';

/** A page of the store. */
const PAGE = 4096;

function rows(...texts: readonly string[]): { readonly details: string; readonly ends: Uint32Array } {
  const lines = texts.map(packed);
  let end = -1;
  return {
    details: lines.map((line) => `${line}\n`).join(''),
    ends: Uint32Array.from(lines, (line) => (end += line.length + 1)),
  };
}

function detailsOf(texts: readonly string[], portion: number): Details {
  const details = new Details();
  for (let from = 0; from < texts.length; from += portion) details.append(rows(...texts.slice(from, from + portion)));
  return details;
}

const found = (details: Details, text: string, from = 0): number[] => {
  const places: number[] = [];
  details.find(text, from, (number) => void places.push(number));
  return places;
};

const TEXTS = Array.from({ length: 2 * PAGE + 3 }, (_, number) => (number % 7 === 0 ? '' : `step ${number} → done…`));

test.each([1000, PAGE, PAGE + 1, 3 * PAGE])('a detail is stored unchanged, in portions of %i', (portion) => {
  const details = detailsOf(TEXTS, portion);
  for (const number of [0, 1, 6, 7, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE - 1, 2 * PAGE, 2 * PAGE + 2]) {
    expect(details.at(number)).toBe(TEXTS[number]);
  }
  expect(details.at(3 * PAGE)).toBe('');
});

test('a search finds each step with the text once, from a given step on, across pages', () => {
  const details = detailsOf(TEXTS, 999);
  const all = TEXTS.flatMap((text, number) => (text.includes('→ DONE'.toLowerCase()) ? [number] : []));
  expect(found(details, '→ DONE')).toEqual(all);
  expect(found(details, 'step 4097 ')).toEqual([4097]);
  expect(found(details, 'step', PAGE + 5)).toEqual(all.filter((number) => number >= PAGE + 5));
  expect(found(details, 'step', 2 * PAGE + 3)).toEqual([]);
  expect(found(detailsOf(['aa a', 'b', 'a'], 3), 'a')).toEqual([0, 2]);
});

test('a text is not found across two steps', () => {
  expect(found(detailsOf(['ab', 'cd'], 2), 'bc')).toEqual([]);
});

test('special characters of patterns match themselves', () => {
  const texts = ['a.c', 'abc', '[x]', 'a+(b)*', '^$|?', String.raw`\d{2}`];
  const details = detailsOf(texts, 6);
  for (const [number, text] of texts.entries()) expect(found(details, text)).toEqual([number]);
  expect(patternOf('a.c').test('abc')).toBe(false);
});

test.each([0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])(
  'what is forgotten from step %i on is gone, and others come there',
  (length) => {
    const details = detailsOf(TEXTS, 5000);
    details.truncate(length);
    expect(found(details, 'step').at(-1) ?? -1).toBeLessThan(length);
    if (length > 0) expect(details.at(length - 1)).toBe(TEXTS[length - 1]);
    details.append(rows('new', 'newer'));
    expect([details.at(length), details.at(length + 1)]).toEqual(['new', 'newer']);
    expect(found(details, 'new')).toEqual([length, length + 1]);
    details.truncate(5 * PAGE);
    expect(details.at(length)).toBe('new');
  },
);

test('a detail that is kept does not keep the text of its page', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const details = new Details();
  const kept: string[] = [];
  const before = heap();
  // With each report the text of the page is another one.
  for (let report = 0; report < 100; report += 1) {
    details.append(rows(...Array.from({ length: 40 }, (_, at) => `report ${report}, step ${at}: ${'x'.repeat(100)}`)));
    kept.push(details.at(40 * report));
  }
  expect(heap() - before).toBeLessThan(4_000_000);
  expect(kept).toHaveLength(100);
});

test('the last number below a limit', () => {
  expect([0, 1, 2, 3, 9].map((limit) => lastBelow([1, 2, 2, 5], limit))).toEqual([-1, -1, 0, 2, 3]);
  expect(lastBelow([], 5)).toBe(-1);
});
