/** Other lines in a block of a document: what changes, and what stays as its author wrote it. */
import { describe, expect, test } from 'vitest';
import { editOf } from '../../../src/node/check/edit-block.ts';
import { findIn } from '../../../src/node/check/find/find.ts';
import type { FoundBlock } from '../../../src/node/check/find/found.ts';
import { SourceText } from '../../../src/node/check/source-text.ts';

/** The document after its first block has got this text; `same` when nothing is to be written. */
function edited(path: string, document: string, text: string): string {
  // Only documents that name the element are read.
  const lineEnd = document.includes('\r\n') ? '\r\n' : '\n';
  const start = (path === 'a.rst' ? '.. glas-werk' : '<!-- glas-werk -->') + lineEnd + lineEnd;
  const source = new SourceText(path, start + document);
  const { found } = findIn(source, () => source);
  const edit = editOf(found.find((one): one is FoundBlock => one.kind === 'block') as FoundBlock, text);
  if (edit === undefined) return 'same';
  return 'reason' in edit ? edit.reason : source.withEdits([edit]).slice(start.length);
}

const OLD = ['one', 'two', '', 'four'];

/** What lines become: all of the ways in which a part can differ. */
const CHANGES: readonly (readonly string[])[] = [
  ['new', ...OLD],
  ['new', 'newer', '', ...OLD],
  ['one', 'new', 'two', '', 'four'],
  [...OLD, 'new'],
  [...OLD, '', 'new'],
  ['two', '', 'four'],
  ['four'],
  ['one', '', 'four'],
  ['one'],
  ['one', 'two', '', 'five'],
  ['1', '2', '', '4'],
  ['new'],
];

describe.each<[string, string, (lines: readonly string[]) => string]>([
  ['a fence', 'a.md', (lines) => `# T\n\n\`\`\`http\n${lines.join('\n')}\n\`\`\`\nend`],
  ['a fence with CR LF', 'a.md', (lines) => `\`\`\`\r\n${lines.join('\r\n')}\r\n\`\`\`\r\n`],
  [
    'an indented block',
    'a.md',
    (lines) => `text\n\n${lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')}\n\nend`,
  ],
  [
    'a fence in a quote',
    'a.md',
    (lines) => `> \`\`\`\n${lines.map((line) => `> ${line}`.trimEnd()).join('\n')}\n> \`\`\`\n`,
  ],
  [
    'a literal block',
    'a.rst',
    (lines) => `It is::\n\n${lines.map((line) => (line === '' ? '' : `   ${line}`)).join('\n')}\n\nend\n`,
  ],
  ['an element of HTML', 'a.html', (lines) => `<body><pre>${lines.join('\n')}</pre><p>end`],
])('%s', (_, path, document) => {
  test.each(CHANGES.map((lines) => [lines]))('gets the lines %j', (lines) => {
    expect(edited(path, document(OLD), lines.join('\n'))).toBe(document(lines));
  });

  test('that has the lines already is not written', () => {
    expect(edited(path, document(OLD), OLD.join('\n'))).toBe('same');
  });
});

test('empty lines at the end of a fence do not count, and stay', () => {
  const document = (...lines: readonly string[]): string => `\`\`\`\n${lines.join('\n')}\n\`\`\`\n`;
  expect(edited('a.md', document('one', '', ' '), 'one')).toBe('same');
  expect(edited('a.md', document('one', '', ''), 'two')).toBe(document('two', '', ''));
});

test('an empty fence is filled where it is, with the indentation of its fence', () => {
  expect(edited('a.md', '```http\n```\n', 'one\n\ntwo')).toBe('```http\none\n\ntwo\n```\n');
  expect(edited('a.md', '- a\n\n  ```http\n  ```\n', 'one')).toBe('- a\n\n  ```http\n  one\n  ```\n');
  expect(edited('a.html', '<pre></pre>', 'one\ntwo')).toBe('<pre>one\ntwo</pre>');
});

test('what cannot be written says why', () => {
  expect(edited('a.html', '<pre><b>one</b></pre>', 'two')).toBe('it has markup inside');
});
