/** The sentences of oddities: the same values in both languages, and none that no rule says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ODDITY_CODES } from '../../../src/explain/oddities/oddity.ts';
import { ODDITIES_EN } from '../../../src/explain/oddities/sentences/en.ts';
import { ODDITIES_ZH } from '../../../src/explain/oddities/sentences/zh.ts';

const FOLDER = new URL('../../../src/explain/oddities/', import.meta.url);

const placesOf = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].toSorted();

test('both languages have a sentence for each code, with the same values', () => {
  for (const sentences of [ODDITIES_EN, ODDITIES_ZH]) expect(Object.keys(sentences)).toEqual([...ODDITY_CODES]);
  for (const code of ODDITY_CODES) expect(placesOf(ODDITIES_ZH[code]), code).toEqual(placesOf(ODDITIES_EN[code]));
});

test('each sentence is said by a rule', () => {
  const source = ['exceptions.ts', 'answers.ts'].map((name) => readFileSync(new URL(name, FOLDER), 'utf8')).join('');
  expect(ODDITY_CODES.filter((code) => !source.includes(`'${code}'`))).toEqual([]);
});

test('a sentence is short, ends with a full stop, and closes its code', () => {
  for (const code of ODDITY_CODES) {
    const words = ODDITIES_EN[code].split(/\s+/).length;
    expect(words, code).toBeLessThanOrEqual(35);
    expect(ODDITIES_EN[code], code).toMatch(/\.$/);
    expect(ODDITIES_ZH[code], code).toMatch(/。$/);
    for (const sentence of [ODDITIES_EN[code], ODDITIES_ZH[code]]) expect(sentence.split('`').length % 2, code).toBe(1);
  }
});
