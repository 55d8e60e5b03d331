/**
 * Code of others as it is shown before it may run: nothing of it is hidden, and the work of reading it grows with its
 * length only.
 */
import { describe, expect, test } from 'vitest';
import { readForeign as read } from '../../../../web/kit/code/foreign.ts';
import { Highlighter } from '../../../../web/kit/code/highlight.ts';
import type { Foreign } from '../../../../web/kit/code/foreign.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';
import type { Token } from '../../../../web/kit/code/highlight.ts';

const readForeign = (source: string): Foreign => read(source, ENGLISH);

/** Rows as a reader sees them: escapes in ⟦⟧, odd characters in ⟨⟩. */
const shown = (source: string): string[] =>
  readForeign(source).rows.map(
    ({ line, parts, empty }) =>
      `${line ?? '↳'} ${empty === undefined ? '' : `(${empty} empty)`}${parts
        .map(({ tone, text }) => (tone === 'escape' ? `⟦${text}⟧` : tone === 'odd' ? `⟨${text}⟩` : text))
        .join('')}`,
  );

describe('lines', () => {
  test.each([
    ['\n', ''],
    ['\r\n', ''],
    ['\r', String.raw`⟦\r⟧`],
    ['\u2028', String.raw`⟦\u2028⟧`],
    ['\u2029', String.raw`⟦\u2029⟧`],
  ])('end at %j, as in JavaScript', (end, shownEnd) => {
    const { rows } = readForeign(`// harmless${end}globalThis.payload = 1;`);
    expect(shown(`// harmless${end}globalThis.payload = 1;`)).toEqual([
      `1 // harmless${shownEnd}`,
      '2 globalThis.payload = 1;',
    ]);
    // The second line is code, and is coloured as code.
    expect(rows[1]?.parts[0]).toEqual({ tone: '', text: 'globalThis.payload = ' });
  });

  test('that are long continue in the next row, and lose nothing', () => {
    const source = `a = '${'x'.repeat(1_000)}';`;
    const rows = shown(source);
    expect(rows.map((row) => row.slice(0, 2))).toEqual(['1 ', '↳ ', '↳ ']);
    expect(rows.map((row) => row.slice(2)).join('')).toBe(source);
  });

  test('that are empty become a number where there are many, so that no code stands far below', () => {
    expect(shown(`a;${'\n \t'.repeat(4_000)}\nb;`)).toEqual([
      '1 a;',
      ...[2, 3, 4].map((line) => `${line}  \t`),
      '5 (3997 empty)',
      '4002 b;',
    ]);
    expect(shown('a;\n\n\nb;')).toEqual(['1 a;', '2 ', '3 ', '4 b;']);
  });

  test('have no code far to the right: a long run of spaces becomes a number', () => {
    expect(shown(`a;${' '.repeat(3_000)}evil();`)).toEqual(['1 a;⟦3,000 spaces⟧evil();']);
    expect(shown(`${' '.repeat(39)}a`)).toEqual([`1 ${' '.repeat(39)}a`]);
  });
});

test.each([
  ['bidi controls', '\u202e\u2066\u200f\u061c', String.raw`\u202e\u2066\u200f\u061c`],
  ['control characters', '\0\b\v\f\u0007\u001b\u007f\u0085\u009b', String.raw`\0\b\v\f\x07\x1b\x7f\x85\x9b`],
  [
    'characters without width',
    '\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f',
    String.raw`\u200b\u200c\u200d\u2060\ufeff\xad\u034f`,
  ],
  ['characters that are drawn blank', '\u3164\uffa0\u115f\u2800', String.raw`\u3164\uffa0\u115f\u2800`],
  ['other spaces', '\u00a0\u2003\u202f\u3000', String.raw`\xa0\u2003\u202f\u3000`],
  ['tags and selectors', '\u{e0061}\ufe0f\u{e0100}', String.raw`\u{e0061}\ufe0f\u{e0100}`],
  ['lone surrogates', '\ud800', String.raw`\ud800`],
  ['private and unassigned characters', '\ue000\u{10ffff}', String.raw`\ue000\u{10ffff}`],
])('%s are written as escapes, in code, strings and comments', (_what, characters, escapes) => {
  for (const [before, after] of [
    ['a', 'b'],
    ["'", "'"],
    ['// ', ''],
    ['`${x}', '`'],
  ] as const) {
    expect(shown(`${before}${characters}${after}`)).toEqual([`1 ${before}⟦${escapes}⟧${after}`]);
  }
  expect(readForeign(characters).escapes).toBe([...characters].length);
});

test('stacked accents, and accents on ASCII, are escapes; the accents of a language are not', () => {
  expect(shown('// e\u0301vil, हिन्दी')).toEqual([String.raw`1 // e⟦\u0301⟧vil, हिन्दी`]);
  expect(shown(`// é${'\u0338'.repeat(4)}`)).toEqual([`1 // é\u0338\u0338⟦${String.raw`\u0338\u0338`}⟧`]);
});

test('letters that are not ASCII are marked in code, and left alone in strings and comments', () => {
  // The first letter of both names is Cyrillic.
  expect(shown("\u0430pp(\u0441, 'Grüße') // für")).toEqual(["1 ⟨\u0430⟩pp(⟨\u0441⟩, 'Grüße') // für"]);
  expect(readForeign('\u0430pp').rows[0]?.parts[0]?.title).toContain('U+0430');
  expect(readForeign('app(\u0441)').odd).toBe(1);
});

test('ordinary code is shown as it is', () => {
  const source = "import { Request } from 'glaswerk';\n\n\texport const app = () => [`a ${1}`]; // 100 %\n";
  expect(shown(source).map((row) => row.slice(2))).toEqual(source.split('\n'));
  expect(readForeign(source)).toMatchObject({ escapes: 0, odd: 0, lines: 4 });
});

describe('colours', () => {
  const lines = (source: string): Token[][] => {
    const highlighter = new Highlighter();
    return source.split('\n').map((line) => highlighter.line(line));
  };
  /** The tone of the token that holds a word. */
  const toneOf = (source: string, word: string): string | undefined =>
    lines(source)
      .flat()
      .find(({ text }) => text.includes(word))?.tone;

  test.each([
    ['/* a\nevil() */', 'comment'],
    ['/* a\n*/ evil()', 'call'],
    ['5\n* evil()', 'call'],
    ['`a\nevil()`', 'string'],
    ['`a ${evil()}`', 'call'],
    ['`a ${{ a: `b` }} evil()`', 'string'],
    ["'a\\\nevil()'", 'string'],
    ["'a\nevil()", 'call'],
    ['if (a) /`/.test(b); evil()', 'call'],
    ['a = b / c; evil() / `d`', 'call'],
    ['a = (b) / 2 + `x`; evil()', 'call'],
    ['return /[/`]/; evil()', 'call'],
    ['function f() {}\n/`/.test(x); evil()', 'call'],
    ['a = { b: 1 } / 2; `x`; evil()', 'call'],
    ['a++ / 2; `x`; evil()', 'call'],
    ['() => {}\n/"/.test(x); evil()', 'call'],
    ['x.if(/`/); evil()', 'call'],
    ['// a `\nevil()', 'call'],
    ['a // evil()', 'comment'],
    ['"//"; evil()', 'call'],
  ])('%j', (source, tone) => {
    expect(toneOf(source, 'evil')).toBe(tone);
    expect(lines(source).map((line) => line.map(({ text }) => text).join(''))).toEqual(source.split('\n'));
  });

  test('a string continues after U+2028, which ends a line but no string', () => {
    const highlighter = new Highlighter();
    highlighter.line("'a", true);
    expect(highlighter.line("b' + c")[0]).toEqual({ tone: 'string', text: "b'" });
  });
});

/** Work that grows with the square of the length would take longer than a test may. */
describe.each([
  ['quotes and backslashes', "'\\"],
  ['templates', '`${'],
  ['slashes', '/'],
  ['classes of regular expressions', '/['],
  ['comments', '/*'],
  ['brackets', '({['],
  ['spaces', `${' '.repeat(39)}a`],
  ['escapes', '\u202ea'],
  ['accents', 'e\u0301\u0301\u0301'],
  ['digits', '1.'],
  ['words', 'a '],
  ['dots', '.'],
  ['empty lines', '\n'],
  ['line ends', '\r'],
])('a source of nothing but %s', (_what, unit) => {
  test('is read once, completely, into short rows', () => {
    const source = unit.repeat(Math.ceil(200_000 / unit.length)).slice(0, 200_000);
    const { rows, lines } = readForeign(source);
    expect(lines).toBe(source.split(/[\r\n]/).length);
    const lengths = rows.map(({ parts }) => parts.reduce((sum, { text }) => sum + text.length, 0));
    expect(lengths.filter((one) => one > 400)).toEqual([]);
    if (lines === 1) expect(lengths.reduce((sum, one) => sum + one)).toBeGreaterThanOrEqual(source.length);
  });
});
