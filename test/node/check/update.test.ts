/** `glaswerk check --update`: the answers become true, and nothing else in a file changes. */
import { describe, expect, test } from 'vitest';
import { HELLO, example, folder, lines } from './folder.ts';

const FALSE = ['HTTP/1.0 404 NOT FOUND', 'Server: [..]', '...', '', 'something else'];
/** What the wrong answer becomes: its wildcards hold, and stay. */
const MENDED = ['HTTP/1.0 200 OK', 'Server: [..]', '...', '', '{"code": 0, "msg": "success"}'];

const TAG = '<glas-werk app="hello"></glas-werk>';
const indented = (prefix: string, all: readonly string[]): string[] =>
  all.map((line) => (line === '' ? prefix.trimEnd() : prefix + line));

/** Documents with an answer to fill in. */
const DOCUMENTS: Readonly<Record<string, readonly [name: string, document: (answer: readonly string[]) => string]>> = {
  Markdown: ['a.md', (answer) => `# Title\n\n${example(answer, TAG)}\ntext  \n`],
  'Markdown with CR LF': ['a.md', (answer) => `\uFEFF${example(answer, TAG).replaceAll('\n', '\r\n')}text`],
  'a list': [
    'a.md',
    (answer) =>
      lines(
        '1. one',
        '',
        ...['   ```http', '   GET / HTTP/1.0', '   ```'],
        '   ```http',
        ...indented('   ', answer),
        '   ```',
        `   ${TAG}`,
        '2. two',
      ),
  ],
  'a quote': [
    'a.md',
    (answer) =>
      lines('> ```http', '> GET / HTTP/1.0', '> ```', '>', '> ```http', ...indented('> ', answer), '> ```', `> ${TAG}`),
  ],
  'an admonition of MkDocs': [
    'a.md',
    (answer) =>
      lines(
        '!!! note',
        '    ```http',
        '    GET / HTTP/1.0',
        '    ```',
        '    ```http',
        ...indented('    ', answer),
        '    ```',
        '',
        `    ${TAG}`,
      ),
  ],
  MDX: [
    'a.mdx',
    (answer) =>
      lines(
        '<Tabs>',
        '  ```http',
        '  GET / HTTP/1.0',
        '  ```',
        '  ```http',
        ...indented('  ', answer),
        '  ```',
        '</Tabs>',
        '<glas-werk app="hello" />',
      ),
  ],
  HTML: [
    'a.html',
    (answer) =>
      `<body>\n<pre>GET / HTTP/1.0\n</pre>\n<pre><code class="language-http">${answer.join('\n')}</code></pre>\n${TAG}\n`,
  ],
  reST: [
    'a.rst',
    (answer) =>
      lines(
        '.. code-block:: http',
        '',
        '   GET / HTTP/1.0',
        '',
        'Answer::',
        '',
        ...indented('      ', answer),
        '',
        '.. glas-werk::',
        '   :app: hello',
        '',
        'end',
      ),
  ],
  'a directive with both': [
    'a.rst',
    (answer) =>
      lines('.. glas-werk::', '   :app: hello', '', '   GET / HTTP/1.0', '', ...indented('   ', answer), '', 'end'),
  ],
  MyST: ['a.md', (answer) => lines('```{glas-werk}', ':app: hello', '', 'GET / HTTP/1.0', '', ...answer, '```', 'end')],
};

test.each(Object.entries(DOCUMENTS))(
  '%s: only the answer changes, and then it is true',
  async (_format, [name, document]) => {
    const docs = folder({ [name]: document(FALSE) });
    expect((await docs.check(name)).code).toBe(1);
    const { code, out } = await docs.check('--update', name);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/updated: byte 9 of connection 1[\s\S]* 0 true, 1 updated\n$/),
    ]);
    expect(docs.read(name)).toBe(document(MENDED));
    expect(await docs.check(name)).toMatchObject({ code: 0, out: '1 example in 1 file: 1 true\n' });
    await docs.check('--update', name);
    expect(docs.read(name)).toBe(document(MENDED));
  },
);

describe('what is written', () => {
  test('an empty fence is filled', async () => {
    const docs = folder({ 'a.md': example([], '<glas-werk app="raw-hello" expect="next"></glas-werk>') });
    expect((await docs.check('--update', 'a.md')).code).toBe(0);
    expect(docs.read('a.md')).toBe(example(HELLO, '<glas-werk app="raw-hello" expect="next"></glas-werk>'));
  });

  test('in HTML, characters are escaped, and lines that stay keep their references', async () => {
    const page = (...answer: readonly string[]): string =>
      `<pre>POST / HTTP/1.0&#10;Content-Length: 4\n\n&lt;b&gt;&amp;</pre><pre>${answer.join('\n')}</pre><glas-werk app="echo">`;
    const docs = folder({ 'a.html': page('HTTP&#x2f;1.0 200 OK', '...', '', '&lt;') });
    expect((await docs.check('--update', 'a.html')).out).toMatch(/1 updated/);
    expect(docs.read('a.html')).toMatch(/<pre>HTTP&#x2f;1\.0 200 OK\n\.\.\.\n\n.*&lt;b&gt;&amp;/);
    expect((await docs.check('a.html')).code).toBe(0);
  });

  test('an included file is written', async () => {
    const docs = folder({
      'a.rst': lines(
        '.. code-block:: http',
        '',
        '   GET / HTTP/1.0',
        '',
        '.. literalinclude:: answer.http',
        '',
        '.. glas-werk::',
        '   :app: hello',
      ),
      'answer.http': lines(...FALSE),
    });
    expect((await docs.check('--update', 'a.rst')).code).toBe(0);
    expect(docs.read('answer.http')).toBe(lines(...MENDED));
  });

  test('wildcards that do not hold go', async () => {
    const docs = folder({ 'a.md': example(HELLO.with(2, 'Date: [PORT]').with(4, 'Connection: [..]e')) });
    await docs.check('--update', 'a.md');
    expect(docs.read('a.md')).toBe(example(HELLO.with(4, 'Connection: [..]e')));
  });
});

describe('what is not written', () => {
  test('an example that is marked expect-drift', async () => {
    const marked = example(FALSE, '<glas-werk app="raw-hello" expect-drift></glas-werk>');
    const docs = folder({ 'a.md': marked });
    expect(await docs.check('--update', 'a.md')).toMatchObject({
      code: 0,
      out: '1 example in 1 file: 0 true, 1 differ as expected\n',
    });
    expect(docs.read('a.md')).toBe(marked);
  });

  test('an answer that would end its own fence', async () => {
    const request = ['POST / HTTP/1.0', 'Content-Length: 6', '', '```', 'x'];
    const document = lines(
      '~~~~http',
      ...request,
      '~~~~',
      '```http',
      'HTTP/1.0 404',
      '```',
      '<glas-werk app="echo"></glas-werk>',
    );
    const docs = folder({ 'a.md': document });
    const { code, out } = await docs.check('--update', 'a.md');
    expect([code, out]).toEqual([1, expect.stringContaining('the true answer cannot be written into the code block')]);
    expect(docs.read('a.md')).toBe(document);
  });

  test('a block with markup inside, and a part of an included file', async () => {
    const docs = folder({
      'a.html': `<pre>GET / HTTP/1.0</pre><pre><b>HTTP/1.0</b> 404</pre>${TAG}`,
      'b.rst': lines('.. glas-werk:: both.http', '   :app: hello', '   :lines: 2-'),
      'both.http': lines('# a note', 'GET / HTTP/1.0', '', 'HTTP/1.0 404'),
    });
    const { code, out } = await docs.check('--update', '.');
    expect(code).toBe(1);
    expect(out).toContain('it has markup inside');
    expect(out).toContain('it is a part of an included file');
  });

  test('anything in a file without a false answer', async () => {
    const docs = folder({ 'a.md': example(['...']), 'b.md': '<glas-werk app="nope" request="x">' });
    await docs.check('--update', '.');
    expect([docs.read('a.md'), docs.read('b.md')]).toEqual([example(['...']), '<glas-werk app="nope" request="x">']);
  });
});
