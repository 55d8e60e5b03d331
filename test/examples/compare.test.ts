import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/index.ts';
import { compareAnswer, drawBytes, NotationError, parseRequest } from '../../src/examples/index.ts';
import type { Answers, Match } from '../../src/examples/index.ts';

/** A run whose clients received these texts. */
const received = (...answers: readonly string[]): Answers => ({
  answers: answers.map((answer) => ({ bytes: encodeUtf8(answer), state: 'eof', error: undefined, writes: [] })),
});

const HEAD = 'HTTP/1.0 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 6\r\n\r\n';

const compare = (printed: string, ...answers: readonly string[]): Match => compareAnswer(printed, received(...answers));
const matches = (printed: string, ...answers: readonly string[]): boolean => compare(printed, ...answers).matches;

describe('line ends', () => {
  test('are CR LF in the head and LF in the body', () => {
    expect(matches('HTTP/1.0 200 OK\nX: y\n\na\nb', 'HTTP/1.0 200 OK\r\nX: y\r\n\r\na\nb')).toBe(true);
    expect(matches('HTTP/1.0 200 OK\nX: y\n\na\nb', 'HTTP/1.0 200 OK\nX: y\r\n\r\na\nb')).toBe(false);
    expect(matches('HTTP/1.0 200 OK\nX: y\n\na\nb', 'HTTP/1.0 200 OK\r\nX: y\r\n\r\na\r\nb')).toBe(false);
  });

  test('are what the notation says', () => {
    expect(matches('HTTP/1.0 200 OK\n\n[[crlf]]\na\n[[lf]]\nb\nc', 'HTTP/1.0 200 OK\r\n\r\na\r\nb\nc')).toBe(true);
    expect(matches('[[lf]]\nHTTP/1.0 200 OK\n\na\nb', 'HTTP/1.0 200 OK\n\na\nb')).toBe(true);
  });

  test('are CR LF between chunks', () => {
    const chunks = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n';
    expect(matches('HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nhi\n0\n', chunks)).toBe(true);
    expect(matches('HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nhi\n0\n[[end]]', chunks)).toBe(false);
  });

  test('a body without a head, of HTTP/0.9, has LF', () => {
    expect(matches('hello\nyou', 'hello\nyou')).toBe(true);
  });
});

describe('the last line end', () => {
  test('is there if the Content-Length counts it', () => {
    expect(
      matches('HTTP/1.0 200 OK\nContent-Length: 6\n\nhello', 'HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello\n'),
    ).toBe(true);
    expect(
      matches('HTTP/1.0 200 OK\nContent-Length: 6\n\nhello', 'HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello'),
    ).toBe(false);
    expect(
      matches('HTTP/1.0 200 OK\nContent-Length: 5\n\nhello', 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello\n'),
    ).toBe(false);
  });

  test('is there without a Content-Length only when [[end]] says so', () => {
    expect(matches('HTTP/1.0 200 OK\n\nhello\n', 'HTTP/1.0 200 OK\r\n\r\nhello')).toBe(true);
    expect(matches('HTTP/1.0 200 OK\n\nhello\n', 'HTTP/1.0 200 OK\r\n\r\nhello\n')).toBe(false);
    expect(matches('HTTP/1.0 200 OK\n\nhello\n[[end]]', 'HTTP/1.0 200 OK\r\n\r\nhello\n')).toBe(true);
  });

  test('is not compared where wildcards hide how long the body is', () => {
    for (const end of ['', '\n', '\r\n']) {
      expect(matches('HTTP/1.0 200 OK\n...\n\nhello', `${HEAD}hello${end}`)).toBe(true);
      expect(matches('HTTP/1.0 200 OK\nDate: [DATE]\nContent-Length: [LENGTH]\n\nhello', `${HEAD}hello${end}`)).toBe(
        true,
      );
      expect(matches('HTTP/1.0 200 OK\n\nhe[..]o', `HTTP/1.0 200 OK\r\n\r\nhello${end}`)).toBe(true);
    }
    expect(matches('HTTP/1.0 200 OK\nDate: [DATE]\nContent-Length: 6\n\nhello', `${HEAD}hello`)).toBe(false);
  });
});

describe('...', () => {
  test('stands for any number of lines, also none', () => {
    expect(matches('HTTP/1.0 200 OK\n...\nContent-Length: 6\n\nhello', `${HEAD}hello\n`)).toBe(true);
    expect(matches('HTTP/1.0 200 OK\n...\nDate: [DATE]\n...\n\nhello', `${HEAD}hello\n`)).toBe(true);
    expect(matches('...\nhello', `${HEAD}hello`)).toBe(true);
    expect(matches('...', '')).toBe(true);
  });

  test('at the end stands for all the rest', () => {
    expect(matches('HTTP/1.0 200 OK\n...', `${HEAD}hello`)).toBe(true);
    expect(matches('HTTP/1.0 200 OK\n...\n\n...', `${HEAD}hello\nyou`)).toBe(true);
    expect(matches('HTTP/1.0 200 OK\n...\n\nhello\n...', `${HEAD}hello\nyou\n`)).toBe(true);
  });

  test('may hide the empty line: text that is not a header field is then the body', () => {
    expect(matches('HTTP/1.0 200 OK\n...\n<p>hello</p>\n<p>you</p>', `${HEAD}<p>hello</p>\n<p>you</p>\n`)).toBe(true);
    expect(matches('HTTP/1.0 200 OK\n...\nContent-Length: 6', HEAD)).toBe(true);
  });

  test('does not hide what stands behind it in another order', () => {
    expect(compare('HTTP/1.0 200 OK\n...\nDate: [DATE]\nX: y\n...', `${HEAD}hello`)).toMatchObject({
      matches: false,
      first: { line: 4, column: 1, expected: 'X: y␍␊', actual: 'Content-Length: 6␍␊' },
    });
  });

  test('is looked for from the left, and the last lines stand at the end', () => {
    expect(matches('...\na\n...\nb\n...\na', 'x\na\nb\nb\na')).toBe(true);
    expect(matches('...\na\nb\n...\nb', 'a\na\nb')).toBe(false);
    expect(matches('a\n...\na', 'a')).toBe(false);
  });
});

describe('[..]', () => {
  test('stands for any bytes of a line, also none, and never for a line end', () => {
    expect(matches('a[..]c', 'abc')).toBe(true);
    expect(matches('a[..]c', 'ac')).toBe(true);
    expect(matches('a[..]c', 'a\nc')).toBe(false);
    expect(matches('[..]b[..]\nc', 'aba\nc')).toBe(true);
    expect(matches('a[..]b', 'a b b')).toBe(true);
    expect(matches('é[..]é', 'é€é')).toBe(true);
  });
});

describe('[NAME]', () => {
  test.each([
    ['[DATE]', ['Thu, 01 Jan 2026 00:00:00 GMT'], ['Thu, 1 Jan 2026 00:00:00 GMT', 'today', '']],
    ['[PORT]', ['80', '65535'], ['', 'x', '123456']],
    ['[LENGTH]', ['0', '12345678'], ['', '-1', '1.5']],
    ['[VERSION]', ['3', '3.1.8'], ['', '3.', 'x']],
    ['[ANYTHING]', ['x', 'a b', '[ANYTHING]'], ['', 'a\nb']],
  ])('%s stands for what its name says', (name, good, bad) => {
    for (const text of good) expect([text, matches(`<${name}>`, `<${text}>`)]).toEqual([text, true]);
    for (const text of bad) expect([text, matches(`<${name}>`, `<${text}>`)]).toEqual([text, false]);
  });

  test('that an author makes up is the same text each time', () => {
    expect(matches('[ID] and [ID]', '7 and 7')).toBe(true);
    expect(matches('[ID] and [ID]', '7 and 8')).toBe(false);
    expect(matches('[ID]-[ID]', 'a-b-a-b')).toBe(true);
    expect(matches('[A]\n...\n[A]', 'x\ny\nx')).toBe(true);
    expect(matches('[A]\n...\n[A]', 'x\ny\ny')).toBe(false);
  });

  test('that is known stands for any text of its kind each time, and for one with a suffix', () => {
    expect(matches('[PORT] [PORT]', '80 81')).toBe(true);
    expect(matches('[PORT_A] [PORT_B] [PORT_A]', '80 81 80')).toBe(true);
    expect(matches('[PORT_A] [PORT_B] [PORT_A]', '80 81 81')).toBe(false);
    expect(matches('[X] [PORT_A] end', '1 80 81 end')).toBe(true);
  });

  test('is captured, and compared in the next example', () => {
    const { captured } = compare('id=[ID]', 'id=é7');
    expect(captured).toEqual({ ID: '\u00c3\u00a97' });
    expect(compareAnswer('id=[ID]', received('id=é7'), captured).matches).toBe(true);
    expect(compareAnswer('id=[ID]', received('id=7'), captured)).toMatchObject({ matches: false, captured });
  });
});

test('a text that looks like a wildcard, or like the notation, is literal in [[bytes]]', () => {
  expect(matches('[[bytes ...\\n]]\nb', '...\nb')).toBe(true);
  expect(matches('[[bytes ...\\n]]\nb', 'a\nb')).toBe(false);
  expect(matches('[[bytes [..]]]', '[..]')).toBe(true);
  expect(matches('[[bytes [..]]]', 'x')).toBe(false);
  expect(matches('[[bytes [[end]]\\n]]', '[[end]]\n')).toBe(true);
  expect(matches('[1] [a] ["B"] [] [A b] [lower]', '[1] [a] ["B"] [] [A b] [lower]')).toBe(true);
});

test('the wildcards that were used are listed, each once', () => {
  expect(compare('HTTP/1.0 200 OK\n...\nDate: [DATE]\n[..] [..]\n[[bytes [NO]\\r\\n]]', 'x').patterns).toEqual([
    '...',
    '[DATE]',
    '[..]',
  ]);
});

describe('several clients', () => {
  const printed = 'HTTP/1.0 200 OK\n\na\n[[client 2]]\nHTTP/1.0 404 NOT FOUND\n\nb\n';

  test('have an answer each, which ends as a fence does', () => {
    expect(matches(printed, 'HTTP/1.0 200 OK\r\n\r\na', 'HTTP/1.0 404 NOT FOUND\r\n\r\nb')).toBe(true);
    expect(matches('[[client 2]]\nb\n[[client 1]]\na', 'a', 'b')).toBe(true);
    expect(compare(printed, 'HTTP/1.0 200 OK\r\n\r\na', 'HTTP/1.0 404 NOT FOUND\r\n\r\nc').first).toMatchObject({
      client: 2,
      line: 7,
      byte: 26,
      expected: 'b',
      actual: 'c',
    });
  });

  test('that received something must be printed', () => {
    expect(matches('a', 'a', '')).toBe(true);
    expect(compare('a\n', 'a', 'b').first).toMatchObject({
      client: 2,
      line: 2,
      column: 1,
      byte: 0,
      expected: '',
      actual: 'b',
    });
    expect(compare('a\n[[client 2]]\nb', 'a').first).toMatchObject({ client: 2, line: 3, expected: 'b', actual: '' });
    expect(matches('a\n[[client 2]]\n[[nothing]]', 'a', '')).toBe(true);
  });
});

test('answers that follow each other on a connection', () => {
  const one = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na';
  expect(
    matches('HTTP/1.1 200 OK\nContent-Length: 1\n\na\n[[next]]\nHTTP/1.1 200 OK\nContent-Length: 1\n\na', one + one),
  ).toBe(true);
  expect(
    matches('HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\na', `HTTP/1.1 100 Continue\r\n\r\n${one}`),
  ).toBe(true);
  expect(
    matches(
      'HTTP/1.1 200 OK\n\na\n[[end]]\n[[next]]\nHTTP/1.1 200 OK\n\na',
      'HTTP/1.1 200 OK\r\n\r\na\nHTTP/1.1 200 OK\r\n\r\na',
    ),
  ).toBe(true);
});

describe('the first difference', () => {
  const first = (printed: string, answer: string): unknown => compare(printed, answer).first;

  test('names the place in the text, the byte on the wire, and both sides with their bytes drawn', () => {
    expect(first('HTTP/1.0 200 OK\nDate: [DATE]\nContent-Length: 6 \n\nhello', `${HEAD}hello`)).toEqual({
      printedOffset: 46,
      line: 3,
      column: 18,
      byte: 71,
      client: 1,
      expected: '·␍␊',
      actual: '␍␊',
    });
  });

  test('counts characters in the text and bytes on the wire', () => {
    expect(first('é€\u{1F600}x', 'é€\u{1F600}y')).toMatchObject({ printedOffset: 4, column: 5, byte: 9 });
    expect(first('a\r\nb\r\nc', 'a\nb\nd')).toMatchObject({ printedOffset: 6, line: 3, column: 1, byte: 4 });
  });

  test('is the end of the shorter side', () => {
    expect(first('abc', 'ab')).toMatchObject({ line: 1, column: 3, byte: 2, expected: 'c', actual: '' });
    expect(first('ab\n\n', 'ab\nc')).toMatchObject({ line: 1, column: 3, byte: 2, expected: '', actual: '␊' });
    expect(first('[[nothing]]', 'x')).toMatchObject({ byte: 0, expected: '', actual: 'x' });
  });

  test('with wildcards is where the comparison came furthest', () => {
    expect(first('a [..] b [DATE] c', 'a x b today c')).toMatchObject({ column: 10, byte: 6, expected: '[DATE] c' });
    expect(first('...\nkey: two\n...\nend', 'key: one\nkey: twp\nend')).toMatchObject({ line: 2, column: 8, byte: 16 });
  });

  test('in the notation is its line', () => {
    expect(first('a\n[[bytes \\x00\\x01]]', 'a\n\0\x02')).toMatchObject({
      line: 2,
      column: 1,
      byte: 3,
      expected: '␁',
      actual: '␂',
    });
  });
});

test('hostile wildcards end soon: the comparison is given up', () => {
  const long = 'a'.repeat(60_000);
  const match = compare(`[..]${'a'.repeat(30_000)}b[..]c`, long);
  expect(match).toMatchObject({ matches: false, first: { isGivenUp: true } });
  expect(matches(`${'[..]a'.repeat(2000)}[..]b`, long)).toBe(false);
  expect(matches(`${'...\na\n'.repeat(1000)}b`, 'a\n'.repeat(30_000))).toBe(false);
  expect(matches('[A] x [A]!', 'x '.repeat(30_000))).toBe(false);
});

test('hostile texts are read soon: many empty lines, and many wildcards in one header field', () => {
  expect(matches(`a${'\n'.repeat(20_000)}b`, 'a')).toBe(false);
  expect(parseRequest(`a${'\r\n'.repeat(20_000)}b`).steps).toHaveLength(2);
  expect(matches(`HTTP/1.0 200 OK\nX: ${'[..]'.repeat(2000)}\n\n`, 'HTTP/1.0 200 OK\r\nX: y\r\n\r\n')).toBe(true);
});

test.each([
  ['a\n[[pause 1s]]', 2, 'has no meaning in an answer'],
  ['[[client 1]]\na\n[[client 1]]\nb', 3, 'the answer of client 1 stands twice'],
  ['a\n[[nothing]]', 2, '[[nothing]] must stand alone'],
  ['[[end]]\na', 1, '[[end]] must be the last line'],
  ['[[bytes a]]\n...', 2, "'...' stands for whole lines"],
])('%j is refused at line %i', (printed, line, message) => {
  expect(() => compare(printed, 'x')).toThrow(NotationError);
  expect(() => compare(printed, 'x')).toThrow(
    expect.objectContaining({ line, message: expect.stringContaining(message) as string }),
  );
});

test('bytes are drawn so that each can be seen', () => {
  const bytes = Uint8Array.of(...encodeUtf8('a  b  \r\n\0\x7f\té\u200b '), 0xff, 0xe2, 0x82, 0x20);
  expect(drawBytes(bytes)).toBe('a  b··␍␊␀␡␉é\\u{200b} \\xff\\xe2\\x82·');
  expect(drawBytes(encodeUtf8('x'.repeat(200)))).toBe(`${'x'.repeat(160)}…`);
});
