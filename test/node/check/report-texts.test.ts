/** The reports of `glaswerk check`, as a whole: what is in them, and what they leave out. */
import { describe, expect, test } from 'vitest';
import { githubOf } from '../../../src/node/check/report/github.ts';
import { jsonOf } from '../../../src/node/check/report/json.ts';
import { junitOf } from '../../../src/node/check/report/junit.ts';
import { countsOf, exitCodeOf, summaryOf } from '../../../src/node/check/report/summary.ts';
import type { Run } from '../../../src/node/check/report/summary.ts';
import { endText, fileText, resultText } from '../../../src/node/check/report/text.ts';
import type { FileReport, Result, Verdict } from '../../../src/node/check/result.ts';

function result(verdict: Verdict, more: Partial<Result> = {}): Result {
  const tag = { path: 'a.md', line: 9, column: 2 };
  return { path: 'a.md', line: 3, column: 4, tag, verdict, message: `it is ${verdict}`, notes: [], ...more };
}

const file = (path: string, results: readonly Result[], more: Partial<FileReport> = {}): FileReport => ({
  ...{ path, results, rewritten: [] },
  ...more,
});

const DRIFT = result('drift', {
  message: 'byte 5 of connection 1 is not as printed',
  drift: {
    byte: 5,
    client: 1,
    printed: ['😀ab', 'x␊'],
    sent: ['😀ab', ''],
    link: 'https://example.org/#s1.x',
    moment: { name: 'write', step: 12 },
  },
  notes: ['app error: none'],
});
const VERDICTS: readonly Verdict[] = ['true', 'drift', 'expected', 'unprinted', 'skipped', 'failed'];
const WHOLE: Run = {
  files: [
    file(
      'a.md',
      VERDICTS.map((verdict) => result(verdict)),
    ),
    file('b.md', [result('drift', { isUpdated: true })]),
    file('c.md', [], { unread: 'is not UTF-8 text' }),
    file('d.md', []),
  ],
};
const ALL_TRUE: Run = { files: [file('a.md', [result('true')])] };

describe('the counts', () => {
  test('have each example once: an updated one is neither false nor true', () => {
    expect(countsOf(WHOLE)).toEqual({
      ...{ files: 2, unread: 1, updated: 1 },
      ...{ true: 1, drift: 1, expected: 1, unprinted: 1, skipped: 1, failed: 1 },
    });
  });

  test('are a sentence that names only what there is', () => {
    expect(summaryOf(WHOLE)).toBe(
      '7 examples in 2 files: 1 true, 1 differ, 1 updated, 1 differ as expected, ' +
        '1 run without a printed answer, 1 skipped, 1 could not run; 1 file not read',
    );
    expect(summaryOf(ALL_TRUE)).toBe('1 example in 1 file: 1 true');
    expect(summaryOf({ files: [] })).toBe('0 examples in 0 files: 0 true');
    const unread = [1, 2].map((number) => file(`${number}.md`, [], { unread: 'x' }));
    expect(summaryOf({ files: unread })).toBe('0 examples in 0 files: 0 true; 2 files not read');
  });

  test('decide the exit code', () => {
    const code = (...verdicts: Verdict[]): number =>
      exitCodeOf({
        files: [
          file(
            'a.md',
            verdicts.map((verdict) => result(verdict)),
          ),
        ],
      });
    expect([code('true', 'expected', 'unprinted', 'skipped'), code('true', 'drift'), code('drift', 'failed')]).toEqual([
      0, 1, 2,
    ]);
    expect(exitCodeOf({ files: [], failure: 'no example' })).toBe(2);
    expect(exitCodeOf({ files: [file('a.md', [result('drift', { isUpdated: true })])] })).toBe(0);
  });
});

describe('the report for people', () => {
  test('shows both sides of a difference, with a mark below its first byte', () => {
    expect(resultText(DRIFT).split('\n')).toEqual([
      'a.md:3:4: byte 5 of connection 1 is not as printed',
      '    printed  😀abx␊',
      '    sent     😀ab(end)',
      '                ^',
      '    open     https://example.org/#s1.x',
      '    moment   write, step 12',
      '    app error: none',
    ]);
    const { drift } = DRIFT;
    const large = resultText({
      ...DRIFT,
      drift: { ...(drift as NonNullable<typeof drift>), link: undefined, moment: undefined },
    });
    expect(large.split('\n').slice(4)).toEqual(['    (the machine is too large for a link)', '    app error: none']);
  });

  test('tells of a file what is not true in it', () => {
    const [first, second, third, fourth] = WHOLE.files.map(fileText);
    expect(first).toBe(
      'a.md:3:4: it is drift\na.md:3:4: skipped: it is skipped\na.md:3:4: could not run: it is failed\n',
    );
    expect([second, third, fourth]).toEqual([
      'a.md:3:4: updated: it is drift\n',
      'c.md: not read: it is not UTF-8 text\n',
      '',
    ]);
  });

  test('ends with the counts, after what went wrong with all', () => {
    expect(endText(ALL_TRUE)).toBe('1 example in 1 file: 1 true\n');
    expect(endText({ files: [], failure: 'no example' })).toBe('no example\n0 examples in 0 files: 0 true\n');
  });
});

describe('the report for GitHub', () => {
  test('has a line for each example that is not true, and for each file that was not read', () => {
    expect(githubOf(WHOLE)).toBe(
      [
        '::error file=a.md,line=3,col=4,title=the printed answer is not true::a.md:3:4: it is drift',
        '::notice file=a.md,line=3,col=4,title=skipped::it is skipped',
        '::error file=a.md,line=3,col=4,title=the example could not run::a.md:3:4: could not run: it is failed',
        '::notice file=c.md,title=glaswerk check::not read: it is not UTF-8 text',
        '',
      ].join('\n'),
    );
    expect(githubOf(ALL_TRUE)).toBe('');
  });

  test('escapes what would end a line or a property', () => {
    const odd = file('a:b,c%.md', [result('skipped', { path: 'a:b,c%.md', message: '1%,\r\nx: y' })]);
    expect(githubOf({ files: [odd] })).toBe(
      '::notice file=a%3Ab%2Cc%25.md,line=3,col=4,title=skipped::1%25,%0D%0Ax: y\n',
    );
  });
});

describe('the report as JUnit XML', () => {
  test('has a suite for each file with examples or that was not read, and a case for each example', () => {
    const at = (verdict: Verdict, inner: string): string =>
      `    <testcase classname="a.md" name="example at 9:2" file="a.md" line="9"${inner === '' ? '/>' : `>${inner.replaceAll('?', `it is ${verdict}`)}</testcase>`}`;
    expect(junitOf(WHOLE).split('\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="glaswerk check" tests="7" failures="1" errors="1" skipped="1">',
      '  <testsuite name="a.md" tests="6" failures="1" errors="1" skipped="1">',
      at('true', ''),
      at('drift', '<failure message="?">a.md:3:4: ?</failure>'),
      at('expected', ''),
      at('unprinted', ''),
      at('skipped', '<skipped message="?"/>'),
      at('failed', '<error message="?">a.md:3:4: could not run: ?</error>'),
      '  </testsuite>',
      '  <testsuite name="b.md" tests="1" failures="0" errors="0" skipped="0">',
      at('drift', ''),
      '  </testsuite>',
      '  <testsuite name="c.md" tests="0" failures="0" errors="0" skipped="0">',
      '    <system-out>not read: it is not UTF-8 text</system-out>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ]);
  });

  test('says why nothing could be checked', () => {
    expect(junitOf({ files: [], failure: 'no example' })).toContain(
      '  <testsuite name="glaswerk check" tests="0" failures="0" errors="0" skipped="0"><system-err>no example</system-err></testsuite>\n</testsuites>\n',
    );
  });

  test('escapes what XML cannot hold', () => {
    const odd = junitOf({
      files: [file('<&">\n.md', [result('skipped', { message: '\u0000\u001f\u007f\ud800\uffff\té' })])],
    });
    expect(odd).toContain('<testsuite name="&lt;&amp;&quot;&gt;&#10;.md"');
    expect(odd).toContain('message="\ufffd\ufffd\ufffd\ufffd\ufffd\té"');
  });
});

test('the report for programs is JSON with the version of its shape', () => {
  expect(JSON.parse(jsonOf(WHOLE))).toEqual({
    version: 1,
    exitCode: 2,
    counts: countsOf(WHOLE),
    unread: [{ path: 'c.md', why: 'is not UTF-8 text' }],
    examples: JSON.parse(JSON.stringify(WHOLE.files.flatMap(({ results }) => results))),
  });
  expect(JSON.parse(jsonOf({ files: [], failure: 'no example' }))).toMatchObject({
    exitCode: 2,
    failure: 'no example',
  });
  expect(jsonOf(ALL_TRUE)).toMatch(/^\{\n {2}"version": 1,\n[^]*\n\}\n$/);
});
