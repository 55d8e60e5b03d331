/** Finding code blocks and tags: every line of every block is where the finder says, in each format. */
import { describe, expect, test } from 'vitest';
import { findIn } from '../../../src/node/check/find/find.ts';
import { positionIn, textOf } from '../../../src/node/check/find/found.ts';
import type { Found, FoundBlock } from '../../../src/node/check/find/found.ts';
import { SourceText, UnreadableError } from '../../../src/node/check/source-text.ts';

const OTHER_FILES: Readonly<Record<string, string>> = {
  'request.http': 'GET /included HTTP/1.1\nHost: a\n\n',
  'long.http': '# first\nGET /part HTTP/1.1\n  Host: a\nlast\n',
};

const readBeside = (path: string): SourceText => {
  const text = OTHER_FILES[path];
  if (text === undefined) throw new UnreadableError('is not there');
  return new SourceText(path, text);
};

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

const find = (path: string, text: string): readonly Found[] => findIn(new SourceText(path, text), readBeside).found;

const blocks = (found: readonly Found[]): FoundBlock[] => found.filter((one) => one.kind === 'block');

/** What was found, each with line and column: the text of a block, the attributes of a tag. */
function summary(path: string, text: string): unknown[] {
  return find(path, text).map((one) => {
    const { line, column } = one.source.place(
      one.kind === 'tag' ? (one.written ?? one.start) : (one.lines[0]?.start ?? one.start),
    );
    const at = `${line}:${column}`;
    return one.kind === 'tag' ? [at, Object.fromEntries(one.attributes)] : [at, textOf(one)];
  });
}

/** Every character of every block, read back from the file at the place where the finder says it is. */
function readBack(path: string, text: string): string[] {
  return blocks(find(path, text)).map((block) =>
    block.lines
      .map((line, number) =>
        line.text
          .split('')
          .map((_, column) => block.source.text.charAt(positionIn(block, number, column)))
          .join(''),
      )
      .join('\n'),
  );
}

const FENCES = lines(
  '# Title',
  '',
  '```http',
  'GET / HTTP/1.1',
  'Host: localhost',
  '',
  '```',
  '',
  '```http title="answer"',
  'HTTP/1.0 200 OK',
  '```',
  '<glas-werk app="hello" server=threaded readonly></glas-werk>',
);

describe('Markdown', () => {
  test('fences and tags are found in document order, with line and column', () => {
    expect(summary('a.md', FENCES)).toEqual([
      ['4:1', 'GET / HTTP/1.1\nHost: localhost\n'],
      ['10:1', 'HTTP/1.0 200 OK'],
      ['12:1', { app: 'hello', server: 'threaded', readonly: '' }],
    ]);
  });

  test.each([
    ['CR LF line ends', FENCES.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${FENCES}`],
  ])('%s change no place', (_what, text) => {
    expect(summary('a.md', text)).toEqual(summary('a.md', FENCES));
  });

  test('front matter is no content, and moves what follows', () => {
    const text = `---\ntitle: <glas-werk app="no">\n---\n${FENCES}`;
    expect(summary('a.md', text).map((one) => (one as string[])[0])).toEqual(['7:1', '13:1', '15:1']);
  });

  test('lists, quotes and tabs before the lines of a block are not of its text', () => {
    const text = lines(
      ...['1. one', '', '   ```http', '   GET /list', '     indented', '', '   ```', ''],
      ...['> - ~~~', '>   GET /quote', '>', '>   b', '>   ~~~', '', '-\t```', '\tGET /tab', '\t```', ''],
      '<glas-werk></glas-werk>',
    );
    expect(summary('a.md', text)).toEqual([
      ['4:4', 'GET /list\n  indented\n'],
      ['10:5', 'GET /quote\n\nb'],
      ['16:2', 'GET /tab'],
      ['19:1', {}],
    ]);
    expect(readBack('a.md', text)).toEqual(['GET /list\n  indented\n', 'GET /quote\n\nb', 'GET /tab']);
  });

  test('admonitions and tabs of MkDocs hold fences, with and without a blank line', () => {
    const text = lines(
      ...['!!! note "Try"', '    ```http', '    GET /a', '    ```', '    <glas-werk></glas-werk>', ''],
      ...['=== "Raw"', '', '    ```http', '    === GET /b', '    ```', ''],
      ...['    ??? tip', '        ```http', '        GET /c', '        ```'],
    );
    expect(summary('a.md', text)).toEqual([
      ['3:5', 'GET /a'],
      ['5:5', {}],
      ['10:5', '=== GET /b'],
      ['15:9', 'GET /c'],
    ]);
  });

  test('containers of VitePress and Docusaurus hold fences', () => {
    const text = lines(
      ...['::: code-group', '```http [Request]', 'GET /a', '```', '```http [Answer]', 'HTTP/1.0 200 OK', '```', ':::'],
      '<glas-werk></glas-werk>',
    );
    expect(summary('a.md', text)).toEqual([
      ['3:1', 'GET /a'],
      ['6:1', 'HTTP/1.0 200 OK'],
      ['9:1', {}],
    ]);
  });

  test('tags in comments and in code are not found; indented code is a block', () => {
    const text = lines(
      ...['<!-- <glas-werk app="a"> -->', '', '`<glas-werk app="b">`', '', '    <glas-werk app="c">', ''],
      ...['text <glas-werk', '  app="d"></glas-werk> text'],
    );
    expect(summary('a.md', text)).toEqual([
      ['5:5', '<glas-werk app="c">'],
      ['7:6', { app: 'd' }],
    ]);
  });

  test('a tag around blocks reaches to its end; one that closes itself does not', () => {
    const around = find('a.md', '<glas-werk>\n\n```http\nGET /\n```\n\n</glas-werk>\n\n```\nafter\n```\n');
    expect(around.map(({ start, end }) => [start, end])).toEqual([
      [0, 44],
      [13, 30],
      [46, 59],
    ]);
    const [closed] = find('a.md', '<glas-werk app="x" />\n\n```http\nGET /\n```\n');
    expect(closed).toMatchObject({ kind: 'tag', start: 0, end: 21 });
  });

  test('blocks have languages and ids', () => {
    const text = lines(
      ...['``` { .http #first }', 'a', '```', '```http {#second}', 'b', '```', '```', 'c', '```'],
      ...['<pre id="third">d</pre>', '<glas-werk/>'],
    );
    expect(blocks(find('a.md', text)).map(({ language, id }) => [language, id])).toEqual([
      ['http', 'first'],
      ['http', 'second'],
      ['', undefined],
      ['', 'third'],
    ]);
  });

  test('directives of MyST are blocks and tags, their options are not text', () => {
    const text = lines(
      ...['```{code-block} http', ':name: req', '', 'GET /', '```', ''],
      ...['```{code-block} http', '---', 'name: "ans"', '---', 'HTTP/1.0 200 OK', '```', ''],
      ...['```{glas-werk}', ':app: hello', ':readonly:', '```'],
    );
    expect(summary('a.md', text)).toEqual([
      ['4:1', 'GET /'],
      ['11:1', 'HTTP/1.0 200 OK'],
      ['14:1', { app: 'hello', readonly: '' }],
    ]);
    expect(blocks(find('a.md', text)).map(({ language, id }) => [language, id])).toEqual([
      ['http', 'req'],
      ['http', 'ans'],
    ]);
  });

  test('a fence with the word glaswerk is an example by itself', () => {
    const text = lines(
      ...['```http {2} title="glaswerk x" glaswerk app=hello view="terminal buffers" readonly', 'GET /', '```'],
      ...['```http', 'HTTP/1.0 200 OK', '```', '```glaswerk', 'x', '```', '~~~ http title="glaswerk"', 'y', '~~~'],
    );
    expect(summary('a.md', text)).toEqual([
      ['2:1', 'GET /'],
      ['1:1', { app: 'hello', view: 'terminal buffers', readonly: '' }],
      ['5:1', 'HTTP/1.0 200 OK'],
      ['8:1', 'x'],
      ['11:1', 'y'],
    ]);
  });

  test('an empty fence has no lines, an open one reaches to the end', () => {
    const text = '<glas-werk></glas-werk>\n\n```\n```\n\n```\nopen\n';
    expect(blocks(find('a.md', text)).map((block) => block.lines.map((line) => line.text))).toEqual([[], ['open']]);
  });
});

describe('MDX', () => {
  test('elements with literal attributes are found, also as expressions; comments are not', () => {
    const text = lines(
      ...['import x from "x";', '', '```http', 'GET /', '```', ''],
      ...['<glas-werk app="hello" seed={7} request={"GET / \\r\\n\\x41"} readonly />', ''],
      ...['{/* <glas-werk app="no" /> */}', '', '<Tabs>', '  ```http', '  GET /b', '  ```', '</Tabs>'],
    );
    expect(summary('a.mdx', text)).toEqual([
      ['4:1', 'GET /'],
      ['7:1', { app: 'hello', seed: '7', request: 'GET / \r\nA', readonly: '' }],
      ['13:3', 'GET /b'],
    ]);
  });

  test('an attribute that is code is named', () => {
    const [tag] = find('a.mdx', 'a <glas-werk app={which} /> b');
    expect(tag).toMatchObject({ problem: 'app={which} is code, which check does not run' });
  });

  test('what is not MDX says where', () => {
    expect(() => find('a.mdx', '# A\n\n<glas-werk app="a">\n')).toThrow(/cannot be parsed: .*3:1/);
  });
});

describe('HTML', () => {
  test('pre, code in pre, scripts and tags are found; comments are not', () => {
    const text = lines(
      ...['<!doctype html>', '<body>', '<!-- <glas-werk app="no"> -->'],
      ...['<pre id="r"><code class="language-http">GET / HTTP/1.1', 'Host: a', '</code></pre>'],
      ...['<pre>', 'HTTP/1.0 200 OK</pre>', '<glas-werk app="hello">'],
      ...['<script type="text/x-http">', 'GET /own', '</script>', '</glas-werk>', '<script>"<glas-werk>"</script>'],
    );
    expect(summary('a.html', text)).toEqual([
      ['4:41', 'GET / HTTP/1.1\nHost: a'],
      ['8:1', 'HTTP/1.0 200 OK'],
      ['9:1', { app: 'hello' }],
      ['11:1', 'GET /own'],
    ]);
    expect(blocks(find('a.html', text)).map(({ language, id }) => [language, id])[0]).toEqual(['http', 'r']);
  });

  test('characters after references and markup are where they are', () => {
    const text = '<glas-werk></glas-werk><pre>a&lt;b&amp;&#x41;\r\n<b>c</b>d &notin; e</pre>';
    expect(summary('a.html', text)[1]).toEqual(['1:29', 'a<b&A\ncd ∉ e']);
    const [block] = blocks(find('a.html', text));
    const at = (line: number, column: number): string => text.slice(positionIn(block!, line, column)).slice(0, 3);
    expect([at(0, 0), at(0, 1), at(0, 2), at(0, 4), at(1, 0), at(1, 1), at(1, 5)]).toEqual([
      ...['a&l', '&lt', 'b&a', '&#x', 'c</', 'd &', 'e</'],
    ]);
  });
});

describe('reST', () => {
  test('code blocks, literal blocks and the directive are found, with places', () => {
    const text = lines(
      ...['Title', '=====', '', '.. code-block:: http', '   :name: req', '', '   GET / HTTP/1.1', '     Host: a', ''],
      ...['   x', '', '.. sourcecode:: http', '', '   HTTP/1.0 200 OK', ''],
      ...['.. glas-werk::', '   :app: hello', '   :readonly:', '', 'See::', '', '  literal', ''],
      ...['.. note::', '', '   .. code:: http', '', '      GET /nested'],
    );
    expect(summary('a.rst', text)).toEqual([
      ['7:4', 'GET / HTTP/1.1\n  Host: a\n\nx'],
      ['14:4', 'HTTP/1.0 200 OK'],
      ['16:1', { app: 'hello', readonly: '' }],
      ['22:3', 'literal'],
      ['28:7', 'GET /nested'],
    ]);
    expect(readBack('a.rst', text)[0]).toBe('GET / HTTP/1.1\n  Host: a\n\nx');
    expect(blocks(find('a.rst', text))[0]?.id).toBe('req');
  });

  test('the directive has its request and answer inside, or in a file', () => {
    const text = lines(
      ...['.. glas-werk::', '   :app: hello', '', '   GET / HTTP/1.1', '', '   HTTP/1.0 200 OK', '   Server: x', ''],
      ...['.. glas-werk:: long.http', '   :lines: 2', '   :server: forking', ''],
      ...['.. glas-werk:: none.http'],
    );
    expect(summary('a.rst', text)).toEqual([
      ['4:4', 'GET / HTTP/1.1\n'],
      ['6:4', 'HTTP/1.0 200 OK\nServer: x'],
      ['1:1', { app: 'hello' }],
      ['2:1', 'GET /part HTTP/1.1'],
      ['9:1', { server: 'forking' }],
      ['13:1', {}],
    ]);
    expect(find('a.rst', text).at(-1)).toMatchObject({ problem: 'none.http is not there' });
    expect(summary('a.md', '```{glas-werk}\n:app: hello\n\nGET /\n\nHTTP/1.0 200 OK\n```\n')).toEqual([
      ['4:1', 'GET /\n'],
      ['6:1', 'HTTP/1.0 200 OK'],
      ['1:1', { app: 'hello' }],
    ]);
  });

  test('comments are not read, raw HTML is', () => {
    const text = lines(
      ...['.. a comment', '   .. glas-werk::', '', '..', '   .. glas-werk::', '', '.. _target:', ''],
      ...['.. raw:: html', '', '   <pre>GET /raw</pre>', '   <glas-werk app="echo"></glas-werk>', ''],
      ...['.. raw:: latex', '', '   <glas-werk app="no"></glas-werk>'],
    );
    expect(summary('a.rst', text)).toEqual([
      ['11:9', 'GET /raw'],
      ['12:4', { app: 'echo' }],
    ]);
  });

  test('included files are read, their places are in that file', () => {
    const text = lines(
      ...['.. literalinclude:: request.http', ''],
      ...['.. literalinclude:: long.http', '   :lines: 2-3', '   :dedent: 0', ''],
      ...['.. literalinclude:: long.http', '   :start-after: first', '   :end-before: last', '', '.. glas-werk::'],
    );
    const found = blocks(find('a.rst', text));
    expect(found.map((block) => [block.source.path, textOf(block)])).toEqual([
      ['request.http', 'GET /included HTTP/1.1\nHost: a\n'],
      ['long.http', 'GET /part HTTP/1.1\n  Host: a'],
      ['long.http', 'GET /part HTTP/1.1\n  Host: a'],
    ]);
    expect(found.map(({ layout }) => typeof layout)).toEqual(['object', 'string', 'string']);
  });

  test('an included file that cannot be read leaves a block that says so', () => {
    expect(blocks(find('a.rst', '.. literalinclude:: none.http\n\n.. glas-werk::\n'))[0]).toMatchObject({
      lines: [],
      layout: 'none.http is not there',
    });
  });
});

describe('hostile files', () => {
  test.each([
    ['NUL bytes', new Uint8Array([0x61, 0, 0x62]), /binary/],
    ['invalid UTF-8', new Uint8Array([0x61, 0xff, 0xfe]), /not UTF-8/],
    ['10 MB', new Uint8Array(10_000_000).fill(0x61), /10000000 bytes/],
  ])('%s: the reason is said', (_what, bytes, reason) => {
    expect(() => SourceText.decode('a.md', bytes)).toThrow(reason);
  });

  test.each([
    ['quotes', `${'>'.repeat(5000)} a`],
    ['spaced quotes', `${'> '.repeat(5000)} a`],
    ['lists', Array.from({ length: 2000 }, (_, level) => `${' '.repeat(2 * level)}- a`).join('\n')],
    ['lists in one line', '- '.repeat(5000)],
    ['numbers', '1. '.repeat(5000)],
  ])('%s thousands of levels deep are refused in words', (_what, text) => {
    expect(() => find('a.md', `${text}\n\n<glas-werk>`)).toThrow(/levels deep/);
  });

  test('HTML thousands of levels deep is read as far as it goes', () => {
    expect(find('a.html', `<glas-werk></glas-werk>${'<div>'.repeat(20_000)}<pre>x</pre>`)).toHaveLength(1);
  });

  test('markup thousands of levels deep within a block, and emphasis, are read as far as they go', () => {
    const nested = `<pre>${'<code>'.repeat(20_000)}x</pre>`;
    expect(blocks(find('a.html', `<glas-werk></glas-werk>${nested}`))).toHaveLength(1);
    expect(find('a.md', `${'*a '.repeat(400)}${'b* '.repeat(400)}\n\n<glas-werk>`)).toHaveLength(1);
    expect(() => find('a.mdx', `${'<a>'.repeat(500)}<glas-werk/>`)).toThrow(/cannot be parsed/);
  });

  test('a file that does not name the element is not parsed', () => {
    expect(find('a.md', '>'.repeat(100_000))).toEqual([]);
  });
});
