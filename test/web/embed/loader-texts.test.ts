/** The sentences of the loader and of running elements, which are not among those of the page. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LIVE as LIVE_EN } from '../../../web/texts/en/live.ts';
import { LOADER as LOADER_EN } from '../../../web/texts/en/loader.ts';
import type { Text } from '../../../web/texts/text.ts';
import { LIVE as LIVE_ZH } from '../../../web/texts/zh/live.ts';
import { LOADER as LOADER_ZH } from '../../../web/texts/zh/loader.ts';
import { filesUnder } from '../../support/source.ts';

const code = ['loader', 'live']
  .flatMap((room) => filesUnder(`web/embed/${room}`, /\.ts$/))
  .map((file) => readFileSync(file, 'utf8'));
const variants = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const values = (text: Text): string[] => variants(text).flatMap((one) => one.match(/\{\w+\}/g) ?? []);

describe.each([
  ['the loader', LOADER_EN, LOADER_ZH],
  ['a running element', LIVE_EN, LIVE_ZH],
] as readonly (readonly [string, Readonly<Record<string, Text>>, Readonly<Record<string, Text>>])[])(
  '%s',
  (_name, english, chinese) => {
    test('says the same in both languages', () => {
      expect(Object.keys(chinese)).toEqual(Object.keys(english));
      for (const [key, text] of Object.entries(english)) {
        expect(new Set(values(chinese[key] ?? '')), key).toEqual(new Set(values(text)));
      }
    });

    test('has the punctuation of Chinese', () => {
      const texts = Object.values(chinese).flatMap(variants);
      expect(texts.filter((text) => /[\u4e00-\u9fff][,;?!]|[,;?!][\u4e00-\u9fff]/.test(text))).toEqual([]);
    });

    test('uses each of its sentences', () => {
      // The names of servers are those of the attribute, those of problems come with the pairing.
      const fromData = /^(?:base|threaded|forking|claimed|no-request|not-found)$/;
      const unused = Object.keys(english).filter(
        (key) => !fromData.test(key) && !code.some((text) => text.includes(`'${key}'`)),
      );
      expect(unused).toEqual([]);
    });
  },
);
