/** Finding and updating in documents made by chance of the lines that documents have, in each format. */
import { array, assert, asyncProperty, constantFrom, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { findIn } from '../../../src/node/check/find/find.ts';
import { positionIn } from '../../../src/node/check/find/found.ts';
import type { Found } from '../../../src/node/check/find/found.ts';
import { SourceText, UnreadableError } from '../../../src/node/check/source-text.ts';
import { runs } from '../../support/properties.ts';
import { folder } from './folder.ts';

const LINES = [
  ...[
    '```http',
    '```',
    '~~~~',
    '```http glaswerk app=raw-hello',
    '```{glas-werk}',
    ':app: hello',
    '---',
    '```http {#a .b}',
  ],
  ...[
    'GET / HTTP/1.0',
    'HTTP/1.0 200 OK',
    'HTTP/1.0 404 NOT FOUND',
    '...',
    'Server: [..]',
    'x',
    '[[end]]',
    '[[bytes \\x00]]',
  ],
  ...[
    '<glas-werk app="raw-hello"></glas-werk>',
    '<glas-werk>',
    '</glas-werk>',
    '<glas-werk expect="next" app="hello"/>',
  ],
  ...[
    '<pre>',
    '</pre>',
    '<pre><code>GET / HTTP/1.0',
    '</code></pre>',
    '<!--',
    '-->',
    '&lt;b&amp;',
    '<script type="text/x-http">',
  ],
  ...[
    '</script>',
    '.. glas-werk::',
    '.. code-block:: http',
    '   :app: hello',
    'text::',
    '.. raw:: html',
    '..',
    '.. note::',
  ],
  ...[
    '!!! note',
    '=== "Tab"',
    ':::',
    '::: tip',
    '',
    '',
    '',
    '# Title',
    '<Tabs>',
    '</Tabs>',
    '{/* a */}',
    '`a` <b>c</b>',
  ],
];
const INDENTS = ['', '', '', '   ', '    ', '> ', '- ', '1. ', '\t', '>   ', '      '];
const NAMES = ['a.md', 'a.mdx', 'a.html', 'a.rst'] as const;

const document = tuple(
  array(tuple(constantFrom(...INDENTS), constantFrom(...LINES)), { maxLength: 40 }),
  constantFrom('\n', '\r\n'),
  constantFrom('', '\uFEFF'),
).map(([lines, lineEnd, mark]) => mark + lines.map(([indent, line]) => indent + line).join(lineEnd));

const unreadable = (): SourceText => {
  throw new UnreadableError('is not there');
};

/** Nothing for a text that is not of its format: MDX is strict. */
function find(source: SourceText): readonly Found[] {
  try {
    return findIn(source, unreadable).found;
  } catch (error) {
    if (error instanceof UnreadableError) return [];
    throw error;
  }
}

test.each(NAMES)('%s: whatever is found is where the finder says, in order', (name) => {
  assert(
    property(document, (text) => {
      const source = new SourceText(name, text);
      const found = find(source);
      expect(found.map(({ start }) => start)).toEqual(
        found.map(({ start }) => start).toSorted((one, other) => one - other),
      );
      for (const one of found) {
        expect(one.start >= 0 && one.start <= one.end && one.end <= source.text.length).toBe(true);
        if (one.kind === 'tag') continue;
        for (const [number, line] of one.lines.entries()) {
          if (line.offsets === undefined) expect(source.text.slice(line.start, line.end)).toBe(line.text);
          const places = line.text.split('').map((_, column) => positionIn(one, number, column));
          expect(places.every((place) => place >= line.start && place < Math.max(line.end, line.start + 1))).toBe(true);
        }
      }
    }),
    runs(100),
  );
});

const tagsIn = (name: string, text: string): unknown[] =>
  find(new SourceText(name, text)).flatMap((one) => (one.kind === 'tag' ? [[...one.attributes]] : []));

test.each(NAMES)('%s: an update leaves the tags as they are, and another one changes nothing', async (name) => {
  const docs = folder();
  await assert(
    asyncProperty(document, async (text) => {
      docs.write(name, text);
      await docs.check('--update', name);
      const once = docs.read(name);
      expect(tagsIn(name, once)).toEqual(tagsIn(name, text));
      await docs.check('--update', name);
      expect(docs.read(name)).toBe(once);
    }),
    runs(25),
  );
});
