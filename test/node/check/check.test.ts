/** `glaswerk check` as an author meets it: what it prints, what it runs, how it ends. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import { linkTo, scenarioInLink } from '../../../src/node/check/share-link.ts';
import { decodeLink, encodeLink } from '../../../web/session/share-link.ts';
import { HELLO, example, folder, lines } from './folder.ts';

const TRUE = example(HELLO);
const FALSE = example(HELLO.with(3, 'Content-Type: text/html'));

describe('exit codes', () => {
  test('0 when every printed answer is true', async () => {
    expect(await folder({ 'a.md': TRUE }).check('.')).toEqual({
      code: 0,
      out: '1 example in 1 file: 1 true\n',
      err: '',
    });
  });

  test('1 when one differs', async () => {
    const { code, out } = await folder({ 'a.md': TRUE, 'b.md': FALSE }).check('.');
    expect([code, out.split('\n').at(-2)]).toEqual([1, '2 examples in 2 files: 1 true, 1 differ']);
  });

  test('2 when one could not run, even if another differs', async () => {
    const { code, out } = await folder({
      'a.md': FALSE,
      'b.md': '<glas-werk request="GET / HTTP/1.0" app="nope">',
    }).check('.');
    expect(code).toBe(2);
    expect(out).toContain(
      "b.md:1:1: could not run: app: 'nope' is not an app of Glaswerk; there are hello, raw-hello,",
    );
  });

  test('2 when there is no example, unless that is allowed', async () => {
    const docs = folder({ 'a.md': '# Nothing\n' });
    const { code, out } = await docs.check('.');
    expect([code, out]).toEqual([
      2,
      expect.stringMatching(/^there is no example in .*--allow-none accepts that\n0 examples/),
    ]);
    expect((await docs.check('--allow-none', '.')).code).toBe(0);
    docs.write('b.md', '');
    expect((await docs.check('a.md', 'b.md')).out).toMatch(/^there is no example in .*a\.md, .*b\.md; --allow-none/);
  });

  test('2 for a path that is not there, and for arguments that make no sense', async () => {
    const docs = folder({ 'a.md': TRUE });
    const missing = await docs.check('.', 'none.md');
    expect([missing.code, missing.out]).toEqual([
      2,
      'none.md: there is no such file or folder\n1 example in 1 file: 1 true\n',
    ]);
    for (const [args, message] of [
      [['--frobnicate', '.'], /Unknown option '--frobnicate'/],
      [['--timeout', '=soon', '.'], /--timeout: 'soon' is not a number of seconds/],
      [['--workbench', '=here', '.'], /--workbench: 'here' is not an address/],
      [[], /which files or folders\?/],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await docs.check(...args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(message) });
    }
  });
});

describe('a failure', () => {
  test('names file, line, column and byte, shows both sides, and links to the moment of that byte', async () => {
    const { out } = await folder({ 'docs/a.md': FALSE }).check('--workbench', '=https://example.org/w/', 'docs/a.md');
    const [head, printed, sent, mark, link = '', moment] = out.split('\n');
    expect([head, printed, sent, mark]).toEqual([
      'docs/a.md:9:20: byte 111 of connection 1 is not as printed',
      '    printed  Content-Type: text/html␍␊',
      '    sent     Content-Type: text/plain␍␊',
      '                                ^',
    ]);
    expect(link).toMatch(/^ {4}open {5}https:\/\/example\.org\/w\/#s1\./);
    const { scenario, cursor = 0, app } = await decodeLink(new URL(link.trim().split(/\s+/)[1] ?? '').hash);
    expect(app).toBe('raw-hello');
    const machine = Machine.from(scenario);
    machine.run();
    const written = (step: number): number =>
      machine.seek(step).connections[0]?.lanes.find(({ name }) => name === 'wfile')?.read ?? 0;
    expect(machine.trace.length).toBeGreaterThan(cursor);
    expect([written(cursor - 1) > 111, written(cursor) > 111]).toEqual([false, true]);
    expect(moment).toBe(`    moment   write, step ${cursor}`);
  });

  test('shows the line from its start, at the first byte of an answer, and of a line', async () => {
    const sides = async (answer: readonly string[]): Promise<unknown> => {
      const tag = '<glas-werk app="raw-hello" expect="next"></glas-werk>';
      const { out } = await folder({ 'a.md': example(answer, tag) }).check('a.md');
      return [/byte \d+/.exec(out)?.[0], ...out.split('\n').slice(1, 4)];
    };
    expect(await sides(HELLO.with(0, 'XTTP/1.0 200 OK'))).toEqual([
      'byte 0',
      '    printed  XTTP/1.0 200 OK␊',
      '    sent     HTTP/1.0 200 OK␍␊',
      '             ^',
    ]);
    expect(await sides(HELLO.with(1, 'Xerver: x'))).toEqual([
      'byte 17',
      '    printed  Xerver: x␍␊',
      '    sent     Server: Werkzeug/3.1.8 Python/3.11.7␍␊',
      '             ^',
    ]);
  });

  test('may be that comparing is too much work', async () => {
    const body = 'a'.repeat(9_000);
    const request = ['POST / HTTP/1.0', `Content-Length: ${body.length}`, '', body];
    const answer = ['HTTP/1.0 200 OK', '...', '', `[..]${'a'.repeat(4_500)}b`];
    const tag = '<glas-werk app="echo"></glas-werk>';
    const { code, out } = await folder({
      'a.md': lines('```http', ...request, '```', '', '```http', ...answer, '```', '', tag),
    }).check('a.md');
    expect(code).toBe(1);
    expect(out).toMatch(
      /: comparing was given up at byte \d+ of connection 1: too many wildcards for such a long answer\n/,
    );
  });

  test('says where the notation is wrong', async () => {
    const { code, out } = await folder({
      'a.md': lines('- ```http', '  GET / HTTP/1.0', '  [[pauze 2s]]', '  ```', '  <glas-werk></glas-werk>'),
    }).check('.');
    expect([code, out]).toEqual([2, expect.stringMatching(/^a\.md:3:3: could not run: \[\[pauze\]\] is not known/)]);
  });

  test('tells an answer that ends early from one that goes on', async () => {
    const { out } = await folder({
      'a.md': example([...HELLO.slice(0, -1), 'and more', '[[end]]']),
      'b.md': example(HELLO.slice(0, -2)),
    }).check('.');
    expect(out).toMatch(/^a\.md:13:1: the answer of connection 1 ends after \d+ bytes; more is printed$/m);
    expect(out).toMatch(/^b\.md:\d+:\d+: byte \d+ of connection 1 is not printed: the answer goes on$/m);
  });

  test('passes on what the app did wrong', async () => {
    const { out } = await folder({ 'a.md': example(['HTTP/1.0 200 OK'], '<glas-werk app="boom"></glas-werk>') }).check(
      '.',
    );
    expect(out).toMatch(/^ {4}app error: /m);
  });
});

describe('tags', () => {
  const failing: readonly (readonly [what: string, document: string, message: string])[] = [
    ['no request before it', '<glas-werk></glas-werk>', 'no code block before it is a request'],
    [
      'an unknown attribute',
      '<glas-werk serber="x" request="GET / HTTP/1.0">',
      'serber is not an attribute of glas-werk',
    ],
    [
      'an unknown server',
      '<glas-werk server="x" request="GET / HTTP/1.0">',
      "server: 'x' is not a server; there are base",
    ],
    ['an unknown network', '<glas-werk link="x" request="GET / HTTP/1.0">', "link: 'x' is not a network"],
    ['bad line ends', '```\nGET / HTTP/1.0\n```\n<glas-werk line-ends="x">', "line-ends: 'x' is neither crlf nor lf"],
    ['a missing scenario', '<glas-werk src="none.json">', 'src: none.json is not there'],
    ['broken JSON', '<glas-werk src="broken.json">', 'src: the file is not JSON'],
    ['a link that is none', '<glas-werk src="#s9.x">', "a link begins with #s1., not with '#s9.x'"],
    ['a damaged link', '<glas-werk src="#s1.AAAA">', 'the link is damaged'],
    ['a missing app', '<glas-werk app-src="none.ts" request="GET / HTTP/1.0">', 'app-src: none.ts is not there'],
    [
      'an app in no block',
      '<glas-werk app-src="#none" request="GET / HTTP/1.0">',
      "app-src: '#none' means no code block",
    ],
    [
      'an app beside the file',
      '<glas-werk app-src="./none.ts" request="GET / HTTP/1.0">',
      'app-src: ./none.ts is not there',
    ],
    ['an app out of the root', '<glas-werk app-src="../x.ts" request="GET / HTTP/1.0">', 'app-src: ../x.ts is not'],
    [
      'an app that does not compile',
      '<glas-werk app-src="broken.json" request="GET / HTTP/1.0">',
      'Error transforming',
    ],
    ['a selector that means nothing', '<glas-werk attach="#x">', "'#x' means no code block of this file"],
    [
      'expect-drift without an answer',
      '<glas-werk expect-drift request="GET / HTTP/1.0">',
      'expect-drift: no answer is printed',
    ],
    ['skip without a reason', '<glas-werk skip request="GET / HTTP/1.0">', 'skip needs a reason'],
    ['code of a template', '<glas-werk :app="x" request="GET / HTTP/1.0">', ':app is code of a template'],
  ];

  test.each(failing)('%s: it says so, and goes on', async (_what, document, message) => {
    const docs = folder({ 'a.md': `${document}\n\n${TRUE}`, 'broken.json': '{ export "' });
    const { code, out } = await docs.check('a.md');
    expect([code, out]).toEqual([2, expect.stringContaining(`could not run: ${message}`)]);
    expect(out).toMatch(/: 1 true, 1 could not run\n$/);
  });

  test('two tags that claim one block: the first keeps it', async () => {
    const { code, out } = await folder({ 'a.md': `${TRUE}\n<glas-werk></glas-werk>\n` }).check('a.md');
    expect([code, out]).toEqual([
      2,
      expect.stringContaining(
        'a.md:18:1: could not run: the code block in line 1 belongs to the tag in line 16 already',
      ),
    ]);
  });

  test('skipped examples are named with their reason, and counted', async () => {
    const skipped = example(['nonsense'], '<glas-werk skip="the next release has it"></glas-werk>');
    expect(await folder({ 'a.md': skipped }).check('a.md')).toMatchObject({
      code: 0,
      out: 'a.md:9:1: skipped: the next release has it\n1 example in 1 file: 0 true, 1 skipped\n',
    });
  });

  test('an example that is marked expect-drift fails when it is true', async () => {
    const marked = '<glas-werk app="raw-hello" expect-drift></glas-werk>';
    const docs = folder({ 'a.md': example(['HTTP/1.0 404 NOT FOUND', '...'], marked), 'b.md': example(HELLO, marked) });
    expect((await docs.check('a.md')).code).toBe(0);
    expect(await docs.check('b.md')).toMatchObject({
      code: 1,
      out: expect.stringContaining('it is marked expect-drift, but what is printed is true now; remove the mark'),
    });
  });

  test('the members of a group talk to one server, one after the other', async () => {
    const count = (n: number, group: string): string =>
      example(['HTTP/1.0 200 OK', '...', '', `${n}`], `<glas-werk app="counter" ${group}></glas-werk>`);
    const together = [1, 2].map((n) => count(n, 'group="a"')).join('\n');
    const apart = [1, 1].map((n) => count(n, '')).join('\n');
    const docs = folder({ 'together.md': together, 'apart.md': apart });
    expect((await docs.check('.')).out).toBe('4 examples in 2 files: 4 true\n');
  });

  test('the members of a group want the same machine', async () => {
    const one = example(['...'], '<glas-werk app="counter" group="a"></glas-werk>');
    const other = example(['...'], '<glas-werk group="a"></glas-werk>');
    const { code, out } = await folder({ 'a.md': one + other }).check('.');
    expect([code, out]).toEqual([
      2,
      expect.stringContaining('group: its app is not that of the first example of the group, in line 9'),
    ]);
  });

  test('a name stands for the same text in later examples of the page, and for any in another page', async () => {
    const named = (app: string): string =>
      example(['[..] 200 OK', '...', 'Content-Type: [KIND]', '...'], `<glas-werk app="${app}"></glas-werk>`);
    const docs = folder({ 'a.md': named('raw-hello') + named('raw-hello'), 'b.md': named('hello') });
    expect((await docs.check('.')).code).toBe(0);
    docs.write('a.md', named('raw-hello') + named('hello'));
    expect((await docs.check('.')).out).toMatch(/^a\.md:20:21: byte \d+ of connection 1 is not as printed$/m);
  });

  test('scenarios are played, from a file and from a link', async () => {
    const machine = new Machine({ app: preset('raw-hello')!.app });
    machine.connect().send('GET / HTTP/1.0\r\n\r\n');
    machine.run();
    const hash = await encodeLink({
      ...{ app: 'raw-hello', scenario: machine.scenario, cursor: 3, held: undefined, breakpoints: [], isAsking: false },
    });
    expect(scenarioInLink(hash)).toEqual(machine.scenario);
    const own = linkTo({ app: 'raw-hello', scenario: machine.scenario, step: 3 }) ?? '';
    expect(await decodeLink(own)).toEqual(await decodeLink(hash));
    const answer = ['```http', ...HELLO, '```'];
    const docs = folder({
      'a.md': lines('<glas-werk src="a.json" expect="next"></glas-werk>', '', ...answer),
      'b.md': lines(`<glas-werk src="https://example.org/${hash}" expect="next"></glas-werk>`, '', ...answer),
      'a.json': JSON.stringify(machine.scenario),
    });
    expect(await docs.check('.')).toMatchObject({ code: 0, out: '2 examples in 2 files: 2 true\n' });
  });

  test('an app of the author’s runs where it is named, and nowhere else', async () => {
    const app =
      "export default (environ: object, start: Function) => { start('200 OK', []); return [new Uint8Array([0x6d, 0x79])]; };\n";
    const answer = ['HTTP/1.0 200 OK', '...', '', 'my'];
    const docs = folder({
      'docs/file.md': example(answer, '<glas-werk app-src="../apps/my.ts"></glas-werk>'),
      'docs/fence.md': `\`\`\`ts {#my}\n${app}\`\`\`\n\n${example(answer, '<glas-werk app-src="#my"></glas-werk>')}`,
      'apps/my.ts': app,
    });
    expect((await docs.check('docs')).out).toBe('2 examples in 2 files: 2 true\n');
    expect(await docs.check('--no-code', 'docs')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /file\.md:12:1: skipped: --no-code: it has an app of its own\n2 examples .* 2 skipped\n$/,
      ),
    });
    symlinkSync('/etc/hostname', join(docs.path, 'apps/out.ts'));
    docs.write('docs/file.md', example(answer, '<glas-werk app-src="../apps/out.ts"></glas-werk>'));
    expect((await docs.check('docs/file.md')).out).toContain('is not below the root folder');
  });

  test('blocks inside of a tag are its own; a script can be a block, or a part of an app', async () => {
    const docs = folder({
      'a.html': lines(
        ...['<pre>GET /none HTTP/1.0</pre>', '<pre>HTTP/1.0 404</pre>'],
        ...['<glas-werk app="raw-hello">', '<script type="text/x-http">', 'GET / HTTP/1.0', '</script>'],
        ...[`<pre>${HELLO.join('\n')}</pre>`, '</glas-werk>'],
      ),
      'b.html': lines(
        ...['<script type="text/plain" class="shop">', "const text = 'hidden';", '</script>'],
        ...['<script type="text/x-http">GET / HTTP/1.0</script>', '<pre class="shop">'],
        "export default (e, start) => { start('200 OK', []); return [new TextEncoder().encode(text)]; };</pre>",
        ...['<glas-werk app-src=".shop" expect="#answer"></glas-werk>'],
        ...['<pre id="answer">HTTP/1.0 200 OK', '...', '', 'hidden</pre>'],
      ),
    });
    expect((await docs.check('.')).out).toBe('2 examples in 2 files: 2 true\n');
  });

  test('code that comes in a link does not run', async () => {
    const scenario = {
      version: 3,
      options: {},
      app: { source: 'throw 1' },
      schedule: [],
      inputs: [],
      link: {},
    } as const;
    const hash = linkTo({ app: 'hello', scenario: scenario, step: undefined });
    const { code, out } = await folder({ 'a.md': `<glas-werk src="${hash}"></glas-werk>` }).check('a.md');
    expect([code, out]).toEqual([
      2,
      expect.stringContaining('the link brings code of its own, which check does not run'),
    ]);
  });
});

describe('files', () => {
  test('those that cannot be read are named, skipped and counted', async () => {
    const docs = folder({
      'a.md': TRUE,
      'big.md': new Uint8Array(10_000_000).fill(0x20),
      'latin.md': new Uint8Array([0x3c, 0xe4]),
      'nul.html': new Uint8Array([0x3c, 0]),
    });
    expect(await docs.check('.')).toEqual({
      code: 0,
      out: lines(
        'big.md: not read: it has 10000000 bytes; files of more than 1000000 are not read',
        'latin.md: not read: it is not UTF-8 text',
        'nul.html: not read: it is binary: it has a NUL byte',
        '1 example in 1 file: 1 true; 3 files not read',
      ),
      err: '',
    });
  });

  test('folders are searched, without node_modules, folders that begin with a dot, and other files', async () => {
    const docs = folder({
      ...Object.fromEntries(['a.md', 'b/c.md', 'node_modules/d.md', '.git/e.md', 'f.txt'].map((name) => [name, TRUE])),
    });
    symlinkSync(docs.path, join(docs.path, 'round'));
    expect((await docs.check('.')).out).toBe('2 examples in 2 files: 2 true\n');
  });

  test('a file that is named and is no document is not read', async () => {
    expect(await folder({ 'a.txt': TRUE, 'b.md': TRUE }).check('a.txt', 'b.md')).toMatchObject({
      code: 0,
      out: expect.stringContaining('a.txt: not read: it does not end in .md, .markdown, .mdx, .rst, .html, .htm\n'),
    });
  });

  test('a document that cannot be parsed could not be checked', async () => {
    const { code, out } = await folder({ 'a.mdx': '<glas-werk>\n', 'b.md': TRUE }).check('.');
    expect([code, out]).toEqual([2, expect.stringMatching(/^a\.mdx:1:1: could not run: the file cannot be parsed: /)]);
  });
});
