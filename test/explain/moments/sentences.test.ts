/** The sentences of causes: the same values in both languages, and none that no rule says. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EN } from '../../../src/explain/moments/sentences/en.ts';
import { ZH } from '../../../src/explain/moments/sentences/zh.ts';
import { causeText } from '../../../src/explain/moments/moment-text.ts';

const RULES = new URL('../../../src/explain/moments/rules/', import.meta.url);
const codes = Object.keys(EN) as (keyof typeof EN)[];

const placesOf = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ''))].toSorted();

test('both languages have the same sentences, with the same values', () => {
  expect(Object.keys(ZH)).toEqual(codes);
  for (const code of codes) expect(placesOf(ZH[code]), code).toEqual(placesOf(EN[code]));
});

test('each sentence is said by a rule', () => {
  const source = readdirSync(RULES).map((name) => readFileSync(new URL(name, RULES), 'utf8'));
  const unused = codes.filter((code) => !source.some((text) => text.includes(`'${code}'`)));
  expect(unused).toEqual([]);
});

test('a sentence is short, ends with a full stop, and closes its code', () => {
  for (const code of codes) {
    const words = EN[code].replaceAll(/\{[^}]*\}/g, 'x').split(/\s+/).length;
    expect(words, code).toBeLessThanOrEqual(32);
    expect(words, code).toBeGreaterThanOrEqual(11);
    expect(EN[code], code).toMatch(/\.$/);
    expect(ZH[code], code).toMatch(/。$/);
    for (const sentence of [EN[code], ZH[code]]) expect(sentence.split('`').length % 2, code).toBe(1);
  }
});

test('numbers have the word that fits them', () => {
  const text = (bytes: number): string => causeText({ code: 'sent.queued', values: { bytes } }, EN);
  expect(text(1)).toContain('takes 1 byte although');
  expect(text(20)).toContain('takes 20 bytes although');
});
