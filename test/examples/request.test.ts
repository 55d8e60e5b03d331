import { describe, expect, test } from 'vitest';
import { decodeLatin1 } from '../../src/index.ts';
import { NotationError, parseRequest, unescapeRequest } from '../../src/examples/index.ts';
import type { RequestOptions, Script } from '../../src/examples/index.ts';

/** A script as one line for each step; what is sent as latin-1 text. */
const steps = ({ steps: all }: Script): string[] =>
  all.map((step) => {
    if (step.do === 'send') return `${step.client} ${JSON.stringify(decodeLatin1(step.data))}`;
    if (step.do === 'pause') return `pause ${step.seconds}`;
    return 'client' in step ? `${step.client} ${step.do}` : step.do;
  });

const parse = (text: string, options?: RequestOptions): string[] => steps(parseRequest(text, options));

/** What the only client sends. */
const sent = (text: string, options?: RequestOptions): string =>
  parseRequest(text, options)
    .steps.flatMap((step) => (step.do === 'send' ? [decodeLatin1(step.data)] : []))
    .join('');

const GET = 'GET / HTTP/1.1\nHost: a';

describe('the end of a fence', () => {
  test('a head gets its empty line, however many line ends the tool left', () => {
    for (const end of ['', '\n', '\n\n', '\n\n\n', '\r\n\r\n']) {
      expect(sent(GET + end)).toBe('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    }
  });

  test('a request line alone is a head, with a version or without', () => {
    expect(sent('GET / HTTP/1.0')).toBe('GET / HTTP/1.0\r\n\r\n');
    expect(sent('GET /')).toBe('GET /\r\n\r\n');
  });

  test('a body ends with its last character', () => {
    expect(sent('POST / HTTP/1.1\nContent-Length: 5\n\nhello\n')).toBe(
      'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello',
    );
  });

  test('a body has its last line end if its Content-Length counts it', () => {
    expect(sent('POST / HTTP/1.1\nContent-Length: 7\n\nhello')).toMatch(/\r\n\r\nhello\r\n$/);
    expect(sent('POST / HTTP/1.1\nContent-Length: 6\n\nhello', { lineEnds: 'lf' })).toMatch(/\n\nhello\n$/);
    expect(sent('POST / HTTP/1.1\nContent-Length: 6\n\nhello')).toMatch(/\r\n\r\nhello$/);
  });

  test('a body that is too short on purpose stays so', () => {
    expect(sent('POST / HTTP/1.1\nContent-Length: 50\n\nhello\n\n')).toMatch(/\r\n\r\nhello$/);
  });

  test('chunks get the empty line that ends them, and lose nothing', () => {
    const head = 'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n';
    expect(sent(`${head}5\nhello\n0`)).toMatch(/\r\n\r\n5\r\nhello\r\n0\r\n\r\n$/);
    expect(sent(`${head}5\nhello\n0\nX-Sum: 1\n\n`)).toMatch(/0\r\nX-Sum: 1\r\n\r\n$/);
    expect(sent(`${head}5\nhello`)).toMatch(/5\r\nhello\r\n$/);
    expect(sent(`${head}5;name=x\nhello\n0`)).toMatch(/0\r\n\r\n$/);
  });

  test('of two requests, the second gets its empty line', () => {
    expect(sent(`${GET}\n\n${GET}\n`)).toBe('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2));
    expect(sent(`POST / HTTP/1.1\nContent-Length: 5\n\nhello\n${GET}`)).toMatch(/hello\r\nGET .*\r\nHost: a\r\n\r\n$/);
  });

  test('text that is not HTTP is sent as it is', () => {
    expect(sent('hello')).toBe('hello');
    expect(sent('hello\nyou\n')).toBe('hello\r\nyou');
  });

  test('after a line of the notation nothing is added', () => {
    expect(sent(`${GET}\n[[end]]`)).toBe('GET / HTTP/1.1\r\nHost: a\r\n');
    expect(sent(`${GET}\n[[half-close]]\n`)).toBe('GET / HTTP/1.1\r\nHost: a\r\n');
    expect(sent('[[bytes GET /]]')).toBe('GET /');
  });
});

test('CR LF in the text is one line end, and so is LF; with line-ends="lf" both are LF', () => {
  expect(sent('GET / HTTP/1.1\r\nHost: a\n\n')).toBe('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(sent('GET / HTTP/1.1\r\nHost: a\n\n', { lineEnds: 'lf' })).toBe('GET / HTTP/1.1\nHost: a\n\n');
});

test('text is sent in UTF-8', () => {
  expect(sent('POST / HTTP/1.1\n\né€')).toMatch(/\r\n\r\n\u00c3\u00a9\u00e2\u0082\u00ac$/);
});

describe('the notation', () => {
  test('what stands between two lines of the notation is one send', () => {
    expect(parse('GET / HTTP/1.1\n[[bytes X: \\x00\\r\\n]]\nHost: a')).toEqual([
      '0 connect',
      '0 "GET / HTTP/1.1\\r\\nX: \\u0000\\r\\nHost: a\\r\\n\\r\\n"',
    ]);
  });

  test('pauses, waits, half-close, close, reset and Ctrl+C stand where they are written', () => {
    expect(
      parse(
        'GET / HTTP/1.1\n[[pause 1.5s]]\n[[pause 20ms]]\nHost: a\n\n[[wait]]\n[[half-close]]\n[[interrupt]]\n[[close]]',
      ),
    ).toEqual([
      ...['0 connect', '0 "GET / HTTP/1.1\\r\\n"', 'pause 1.5', 'pause 0.02', '0 "Host: a\\r\\n\\r\\n"', 'wait'],
      ...['0 shutdownWrite', 'interrupt', '0 close'],
    ]);
    expect(parse('[[reset]]')).toEqual(['0 connect', '0 reset']);
  });

  test('clients take turns, also in the middle of a head', () => {
    expect(parse('GET /a HTTP/1.1\n[[client 2]]\nGET /b HTTP/1.1\n\n[[client 1]]\nHost: a')).toEqual([
      ...['0 connect', '0 "GET /a HTTP/1.1\\r\\n"', '1 connect', '1 "GET /b HTTP/1.1\\r\\n\\r\\n"'],
      '0 "Host: a\\r\\n\\r\\n"',
    ]);
  });

  test('nested lists of JSON are text, and a line of the notation can be sent as bytes', () => {
    expect(sent('POST / HTTP/1.1\n\n[[1, 2], [3]]\n[["a"]]\n[[]]')).toMatch(
      /\[\[1, 2\], \[3\]\]\r\n\[\["a"\]\]\r\n\[\[\]\]$/,
    );
    expect(sent('POST / HTTP/1.1\n\n[[bytes [[client 2]]]]')).toMatch(/\r\n\r\n\[\[client 2\]\]$/);
  });
});

test('an attribute has its bytes as escapes', () => {
  expect(steps(unescapeRequest('GET /\\t\\0\\\\ HTTP/1.1\\r\\n\\xfFé\\n'))).toEqual([
    '0 connect',
    '0 "GET /\\t\\u0000\\\\ HTTP/1.1\\r\\nÿÃ©\\n"',
  ]);
});

test.each([
  ['[[half-closed]]', 1, 1, '[[half-closed]] is not known; there are [[client]], '],
  ['GET /\n[[crlf]]', 2, 1, '[[crlf]] has no meaning in a request'],
  ['GET /\n[[pause 2]]', 2, 9, "'2' is not a pause, such as 2s or 250ms"],
  ['[[pause 90000s]]', 1, 9, "a pause of '90000s' is longer than a day"],
  ['[[wait 2s]]', 1, 8, "[[wait]] takes no value, and '2s' is one"],
  ['[[client 0]]', 1, 10, "'0' is not the number of a client, from 1 to 100"],
  ['[[client 101]]', 1, 10, "'101' is not the number of a client"],
  ['[[client 2]]\nGET /', 1, 1, 'client 2 comes before client 1'],
  ['GET /\n[[bytes a\\q]]', 2, 10, "'\\q' is not an escape"],
  ['[[bytes \\x1]]', 1, 9, "'\\x1' is not an escape"],
  ['GET /\n[[end]]\nHost: a', 3, 1, '[[end]] must be the last line'],
  ['', 1, 1, 'the request is empty'],
  ['\n\n', 1, 1, 'the request is empty'],
  ['[[pause 1s]]\n[[wait]]', 1, 1, 'the request is empty'],
  ['GET /\uD800', 1, 6, 'half of a surrogate pair, U+D800'],
])('%j is refused at line %i, column %i', (text, line, column, message) => {
  let error: unknown;
  try {
    parseRequest(text);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(NotationError);
  expect(error).toMatchObject({ line, column, message: expect.stringContaining(message) as string });
});

test('an attribute with a wrong escape is refused at its place', () => {
  expect(() => unescapeRequest('GET /\\')).toThrow(expect.objectContaining({ line: 1, column: 6 }));
  expect(() => unescapeRequest('')).toThrow('the request is empty');
});
