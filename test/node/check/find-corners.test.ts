/** What authors write beside code blocks: info strings, attributes of JSX, options of directives, ends of files. */
import { describe, expect, test } from 'vitest';
import { findIn } from '../../../src/node/check/find/find.ts';
import { textOf } from '../../../src/node/check/find/found.ts';
import type { Found } from '../../../src/node/check/find/found.ts';
import { SourceText } from '../../../src/node/check/source-text.ts';

/** Only documents that name the element are read. */
const NAMED: Readonly<Record<string, string>> = {
  'a.md': '<!-- glas-werk -->\n\n',
  'a.mdx': '',
  'a.rst': '.. glas-werk\n\n',
};

function find(path: string, ...lines: readonly string[]): readonly Found[] {
  const source = new SourceText(path, NAMED[path] + lines.join('\n'));
  return findIn(source, () => source).found;
}

describe('the info string of a fence', () => {
  test.each<[string, string, string | undefined, string[]]>([
    ['http', 'http', undefined, []],
    ['', '', undefined, []],
    ['http title="x"', 'http', undefined, []],
    ['http{#a}', 'http', 'a', []],
    ['http {#an-id .one .two-three}', 'http', 'an-id', ['one', 'two-three']],
    ['{.http #a.b:c .x}', 'http', 'a.b:c', ['http', 'x']],
    ['{ .c++ .x }', 'c++', undefined, ['c', 'x']],
    ['{#a}', '', 'a', []],
    ['http {key=a.b key="#c"}', 'http', undefined, []],
    ['http .outside #outside', 'http', undefined, []],
  ])('%j says language, id and classes', (info, language, id, classes) => {
    const [block] = find('a.md', `\`\`\`${info}`, 'text', '```');
    expect(block).toMatchObject({ kind: 'block', language, id, classes });
  });

  test('that is an example is a tag after the block; one that cannot be read says so', () => {
    expect(find('a.md', '```http glaswerk app=hello', 'GET /', '```').map(({ kind }) => kind)).toEqual([
      'block',
      'tag',
    ]);
    const [, tag] = find('a.md', '```http glaswerk app="hello', 'GET /', '```');
    expect(tag).toMatchObject({ kind: 'tag', attributes: new Map(), problem: expect.stringMatching(/\S/) });
    expect(find('a.md', '```http', 'GET /', '```')).toHaveLength(1);
  });
});

describe('the lines of a fence', () => {
  const text = (...lines: readonly string[]): unknown =>
    find('a.md', ...lines).map((one) => (one.kind === 'block' ? textOf(one) : one.kind));

  test.each<[string, string[], string]>([
    ['closed by as many', ['```', 'a', '```'], 'a'],
    ['closed by more, with blanks behind', ['```', 'a', '`````  '], 'a'],
    ['of tildes', ['~~~', 'a', '~~~'], 'a'],
    ['not closed', ['```', 'a', 'b'], 'a\nb'],
    ['not closed, with what looks like an end in it', ['````', 'a', '```'], 'a\n```'],
    ['in a quote', ['> ```', '> a', '> ```'], 'a'],
    ['in a quote in a quote', ['> > ```', '> > a', '> > ```'], 'a'],
    ['in a quote that ends before it is closed', ['> ```', '> a'], 'a'],
    ['with words behind what would close it', ['```', 'a', '``` b', '```'], 'a\n``` b'],
    ['of one line, at the end of the file', ['```'], ''],
  ])('%s', (_, lines, expected) => {
    expect(text(...lines)).toEqual([expected]);
  });
});

describe('an attribute in MDX', () => {
  const value = (code: string): unknown => {
    const [tag] = find('a.mdx', `<glas-werk request=${code} />`);
    return tag?.kind === 'tag' ? (tag.problem ?? tag.attributes.get('request')) : undefined;
  };

  test.each<[string, string]>([
    ['"a b"', 'a b'],
    ["{'a'}", 'a'],
    ['{"a"}', 'a'],
    ['{`a`}', 'a'],
    ['{ 12 }', '12'],
    ['{true}', 'true'],
    ['{false}', 'false'],
    [String.raw`{'\n\r\t\0'}`, '\n\r\t\0'],
    [String.raw`{'\x41\u0042\u{43}\u{1F600}'}`, 'AB\u0043😀'],
    [String.raw`{'\\ \' \" \q'}`, '\\ \' " q'],
    [String.raw`{'xu41 \x410 A\u0042F'}`, 'xu41 A0 ABF'],
    ['{`a\\\nb`}', 'ab'],
    ["{''}", ''],
  ])('%s is a literal', (code, text) => {
    expect(value(code)).toBe(text);
  });

  test.each(['{a}', '{`${a}`}', "{'a' + 'b'}", '{1.5}', '{null}'])('%s is code, which is not run', (code) => {
    expect(value(code)).toBe(`request=${code} is code, which check does not run`);
  });

  test('without a value is there; spread ones are code', () => {
    const [tag] = find('a.mdx', '<glas-werk Skip {...rest} />');
    expect(tag).toMatchObject({
      attributes: new Map([['skip', '']]),
      problem: '{...rest} is code, which check does not run',
    });
  });
});

describe('in reStructuredText', () => {
  const summary = (...lines: readonly string[]): unknown[] =>
    find('a.rst', ...lines).map((one) =>
      one.kind === 'block' ? [one.language, textOf(one)] : Object.fromEntries(one.attributes),
    );

  test('a directive of the element has a request of a language, `http` unless it says another', () => {
    expect(summary('.. glas-werk::', '   :app: hello', '', '   GET /')).toEqual([['http', 'GET /'], { app: 'hello' }]);
    expect(summary('.. glas-werk::', '   :app:   hello  ', '   :language: text', '', '   GET /')[0]).toEqual([
      'text',
      'GET /',
    ]);
  });

  test('arguments and options are read without the blanks around them', () => {
    expect(summary('.. code-block::   http  ', '   :name:  x ', '', '   GET /')).toEqual([['http', 'GET /']]);
    const [block] = find('a.rst', '.. code-block:: http', '   :name:  x ', '', '   GET /');
    expect(block).toMatchObject({ id: 'x' });
  });

  test('a block at the end of a file, with and without a line end, is whole', () => {
    expect(summary('It is::', '', '   a', '   b')).toEqual([['', 'a\nb']]);
    expect(summary('It is::', '', '   a', '')).toEqual([['', 'a']]);
    expect(summary('>>> 1', '1')).toEqual([['pycon', '>>> 1\n1']]);
    expect(summary('>>> 1', '1', '', 'text')).toEqual([['pycon', '>>> 1\n1']]);
    expect(summary('.. code-block:: http', '', '   GET /')).toEqual([['http', 'GET /']]);
    expect(summary('.. code-block:: http')).toEqual([['http', '']]);
    expect(summary('It is::', '', '')).toEqual([]);
  });
});
