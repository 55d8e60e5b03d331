/** The reports of `glaswerk check` for programs: each is read back. */
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { HELLO, checkInActions, example, folder } from './folder.ts';

/** One example of each kind, in files with names that reports have to escape. */
const DOCUMENTS = {
  'a & <b>,%.md': [
    example(HELLO),
    example(HELLO.with(6, 'Hello "<]]>&\u0001')),
    example(HELLO, '<glas-werk skip="later: 100% & <more>"></glas-werk>'),
    example(['HTTP/1.0 404', '...'], '<glas-werk app="raw-hello" expect-drift></glas-werk>'),
    '<glas-werk request="GET / HTTP/1.0"></glas-werk>',
    '<glas-werk app="nope" request="GET / HTTP/1.0"></glas-werk>',
  ].join('\n'),
  'b.md': new Uint8Array([0]),
};

test('JSON has the counts, and each example with its place', async () => {
  const { code, out } = await folder(DOCUMENTS).check('--json', '.');
  const report = JSON.parse(out) as {
    counts: object;
    exitCode: number;
    unread: object[];
    examples: Record<string, unknown>[];
  };
  expect([code, report.exitCode]).toEqual([2, 2]);
  expect(report.counts).toEqual({
    ...{ files: 1, true: 1, drift: 1, expected: 1, unprinted: 1, skipped: 1, failed: 1, unread: 1, updated: 0 },
  });
  expect(report.unread).toEqual([{ path: 'b.md', why: 'is binary: it has a NUL byte' }]);
  const drift = report.examples.find(({ verdict }) => verdict === 'drift');
  expect(drift).toMatchObject({
    ...{ path: 'a & <b>,%.md', line: 29, column: 7, tag: { line: 33, column: 1 } },
    drift: { client: 1, printed: ['Hello ', expect.stringContaining('"<]]>&␁')], sent: ['Hello ', 'World!␊'] },
  });
});

test('JUnit XML is well-formed, and has each example once', async () => {
  const docs = folder(DOCUMENTS);
  const { out } = await docs.check('--junit', '/report.xml', '.');
  expect(out).toContain('1 true, 1 differ');
  const elements: string[] = [];
  const counts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    elements.push(name);
    if (name === 'testsuites')
      counts.push(attributes['tests'] ?? '', attributes['failures'] ?? '', attributes['errors'] ?? '');
  });
  parser.write(docs.read('report.xml')).close();
  const count = (name: string): number => elements.filter((element) => element === name).length;
  expect(counts).toEqual(['6', '1', '1']);
  expect(['testcase', 'failure', 'error', 'skipped', 'testsuite'].map(count)).toEqual([6, 1, 1, 1, 2]);
});

test('a JUnit report that cannot be written ends with 2', async () => {
  const docs = folder({ 'a.md': example(HELLO) });
  expect(await docs.check('--junit', '/none/report.xml', '.')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/none\/report\.xml cannot be written: ENOENT/),
  });
});

test('annotations for GitHub are one line each, in Actions without an option', async () => {
  const docs = folder(DOCUMENTS);
  const { out } = await docs.check('--github', '.');
  const annotations = out.split('\n').filter((line) => line.startsWith('::'));
  expect(annotations).toHaveLength(4);
  expect(annotations[0]).toMatch(
    /^::error file=.*a & <b>%2C%25\.md,line=29,col=7,title=the printed answer is not true::/,
  );
  expect(annotations[0]).toContain('%0A    sent     Hello World!␊%0A');
  expect(annotations[1]).toMatch(/^::notice .*title=skipped::later: 100%25 & <more>$/);
  expect(annotations[2]).toMatch(/^::error .*title=the example could not run::.*'nope' is not an app of Glaswerk/);
  expect(annotations[3]).toMatch(/^::notice file=.*b\.md,title=glaswerk check::not read: it is binary/);
  expect((await checkInActions(docs, '.')).out).toBe(out);
  expect((await checkInActions(docs, '--json', '.')).out).toMatch(/^\{/);
});
