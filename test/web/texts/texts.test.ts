/** The texts of the page: complete in both languages, all used, and none written into the code. */
import { describe, expect, test } from 'vitest';
import { EN } from '../../../web/texts/en.ts';
import { ENGLISH, Texts, languageOf, loadTexts } from '../../../web/texts/texts.ts';
import type { Text } from '../../../web/texts/text.ts';
import { ZH } from '../../../web/texts/zh.ts';
import { filesUnder, parse, readSource } from '../../support/source.ts';
import type { Node, Source } from '../../support/source.ts';

const keys = Object.keys(EN) as (keyof typeof EN)[];
const variantsOf = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const namesIn = (text: Text): string[] => [
  ...new Set(variantsOf(text).flatMap((variant) => [...variant.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))),
];

describe('Chinese', () => {
  test('has a text for each key, and no other', () => {
    expect(Object.keys(ZH).toSorted()).toEqual(keys.toSorted());
  });

  test('takes no values that English does not have', () => {
    const allowed = (key: keyof typeof EN): string[] => [...namesIn(EN[key]), 'count'];
    expect(keys.filter((key) => namesIn(ZH[key]).some((name) => !allowed(key).includes(name)))).toEqual([]);
  });

  test('drops no value of English but a count', () => {
    const dropped = keys.filter((key) =>
      namesIn(EN[key]).some((name) => name !== 'count' && !namesIn(ZH[key]).includes(name)),
    );
    expect(dropped).toEqual([]);
  });

  test('uses the plural that Chinese has', () => {
    const wrong = keys.filter((key) => typeof ZH[key] !== 'string' && Object.keys(ZH[key]).join() !== 'other');
    expect(wrong).toEqual([]);
  });

  test('has the terms and the punctuation of Chinese', () => {
    const texts = keys.flatMap((key) => variantsOf(ZH[key]).map((text) => `${key}: ${text}`));
    expect(texts.filter((text) => /句柄|文件句柄/.test(text))).toEqual([]);
    expect(texts.filter((text) => /[\u4e00-\u9fff][,;?!]|[,;?!][\u4e00-\u9fff]/.test(text))).toEqual([]);
  });

  test('is not English left as it was', () => {
    const isSentence = (text: string): boolean => /[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(text);
    expect(
      keys.filter((key) => variantsOf(ZH[key]).some((text) => isSentence(text) && !/[\u4e00-\u9fff]/.test(text))),
    ).toEqual([]);
  });
});

describe('a sentence', () => {
  test('writes numbers as the language does, and picks the plural by count', async () => {
    expect(ENGLISH.say('share.consent.hidden', { count: 1 })).toBe('one character that cannot be seen');
    expect(ENGLISH.say('share.consent.hidden', { count: 1234 })).toBe('1,234 characters that cannot be seen');
    expect((await loadTexts('zh')).say('share.consent.hidden', { count: 1234 })).toBe('1,234 个不可见字符');
  });

  test('falls apart where elements stand in it', () => {
    const texts = new Texts('en', EN);
    expect(texts.pieces('share.consent.warn.odd')).toEqual([
      { text: expect.stringContaining('this code contains ') as string },
      { name: 'odd' },
      { text: '.' },
    ]);
  });
});

test('the language is the first that is known, else English', () => {
  expect(languageOf(['zh-Hans-CN', 'en'])).toBe('zh');
  expect(languageOf(['de', 'en-GB', 'zh'])).toBe('en');
  expect(languageOf(['fr'])).toBe('en');
});

const sources = filesUnder('web', /\.ts$/)
  .filter((path) => !path.startsWith('web/texts/'))
  .map(readSource);

/** Every string and every piece of a template in the code. */
const strings = (source: Source): { readonly text: string; readonly node: Node; readonly parent: Node | undefined }[] =>
  source.nodes.flatMap(({ node, parent }) => {
    if (node.type === 'Literal' && typeof node['value'] === 'string') return [{ text: node['value'], node, parent }];
    if (node.type === 'TemplateElement')
      return [{ text: String((node['value'] as { readonly cooked?: string }).cooked), node, parent }];
    return [];
  });

test('each text is used', () => {
  const all = sources.flatMap((source) => strings(source).map(({ text }) => text));
  const whole = new Set(all);
  // `page.${kind}.hint`: what begins a key in a template stands for all keys that begin so.
  const starts = all.filter((text) => /^[a-z]+\.([\w.]*\.)?$/i.test(text) || /^notices\.$/.test(text));
  const unused = keys.filter((key) => !whole.has(key) && !starts.some((start) => key.startsWith(start)));
  const fromParts = unused.filter(
    (key) => !sources.some(({ text }) => text.includes(key.replace(/\.hint$|\.line$/, ''))),
  );
  expect(fromParts).toEqual([]);
});

test('stages alone say what the page as one file leaves out', () => {
  const ofStages = sources.filter((source) => strings(source).some(({ text }) => /^stage\.[a-z]/.test(text)));
  expect(ofStages.length).toBeGreaterThan(3);
  expect(ofStages.map(({ path }) => path).filter((path) => !path.startsWith('web/embed/'))).toEqual([]);
});

/**
 * What a reader would read: two words of letters, in a template of lit, a label, a title or what `textContent` is set
 * to.
 */
function hardWired(source: Source): string[] {
  return source.nodes.flatMap(({ node }) => {
    if (node.type !== 'TaggedTemplateExpression' || (node['tag'] as Node)['name'] !== 'html') return [];
    const { quasis } = node['quasi'] as { readonly quasis: readonly Node[] };
    const markup = quasis
      .map((quasi) => String((quasi['value'] as { readonly cooked?: string }).cooked))
      .join('\u0000');
    return readable(markup).map((text) => `${source.path}:${source.line(node.start)}: ${text}`);
  });
}

/** Sentences in strings: two words of which the first begins with a capital. Those of errors are for engineers. */
const inStrings = (source: Source): string[] =>
  strings(source)
    .filter(({ text, parent }) => /^[A-Z][a-z]+( [a-z]+)+/.test(text) && parent?.type !== 'NewExpression')
    .map(({ text, node }) => `${source.path}:${source.line(node.start)}: ${text}`);

/** Text between tags, and the values of attributes that people read or hear. */
function readable(markup: string): string[] {
  const attributes = [...markup.matchAll(/\s(?:title|aria-label|placeholder|alt)=("([^"]*)"|'([^']*)')/g)].map(
    ([, , double = '', single = '']) => double + single,
  );
  const between = markup.replaceAll(/<[^<>]*>/g, '\u0001').split(/[\u0000\u0001]/);
  return [...attributes, ...between]
    .map((text) => text.trim())
    .filter((text) => /[A-Za-z]{2,}/.test(text) && !NAMES.test(text));
}

/** What is called the same in every language. */
const NAMES = /^(Glaswerk|WSGI|HTTP|environ|pid|tid|fd|kB|ts|\W|\d)+$/;

test('no sentence is written into the code', () => {
  expect(sources.flatMap((source) => [...hardWired(source), ...inStrings(source)])).toEqual([]);
});

test('one that is would be found', () => {
  const found = (code: string): string[] => hardWired(parse('web/x.ts', code));
  expect(found('const x = html`<p>Nothing has happened yet.</p>`;')).toHaveLength(1);
  expect(found('const x = html`<button title="Close this">${icon}</button>`;')).toHaveLength(1);
  expect(inStrings(parse('web/x.ts', "element.textContent = 'Nothing has happened yet.';"))).toHaveLength(1);
  expect(found("const x = html`<p class='quiet bad'>${texts.say('page.title')}</p>`;")).toEqual([]);
});
