import { expect, test } from 'vitest';
import { BaseException } from '../../../src/python/errors.ts';
import { str } from '../../../src/python/repr.ts';
import { parseQsl, quote, quotePlus, unquote, urljoin, urlsplit } from '../../../src/stdlib/urllib/parse.ts';

// Made with CPython 3.11.7.

/** What Python prints of the error that a call raises, or its result. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

const SPLIT: readonly (readonly [string, unknown])[] = [
  ['http://a/b?c#d', [['http', 'a', '/b', 'c', 'd'], 'a', undefined, undefined, undefined, 'http://a/b?c#d']],
  ['//a:80/x', [['', 'a:80', '/x', '', ''], 'a', 80, undefined, undefined, '//a:80/x']],
  ['/a//b?', [['', '', '/a//b', '', ''], undefined, undefined, undefined, undefined, '/a//b']],
  ['http:', [['http', '', '', '', ''], undefined, undefined, undefined, undefined, 'http://']],
  ['HTTP://Host:80', [['http', 'Host:80', '', '', ''], 'host', 80, undefined, undefined, 'http://Host:80']],
  ['1a:b', [['', '', '1a:b', '', ''], undefined, undefined, undefined, undefined, '1a:b']],
  ['a b:c', [['', '', 'a b:c', '', ''], undefined, undefined, undefined, undefined, 'a b:c']],
  ['\u00e9:x', [['', '', '\u00e9:x', '', ''], undefined, undefined, undefined, undefined, '\u00e9:x']],
  [' \u0000http://x/\t\n', [['http', 'x', '/', '', ''], 'x', undefined, undefined, undefined, 'http://x/']],
  ['http://u:p@h:1/', [['http', 'u:p@h:1', '/', '', ''], 'h', 1, 'u', 'p', 'http://u:p@h:1/']],
  ['http://u@@h', [['http', 'u@@h', '', '', ''], 'h', undefined, 'u@', undefined, 'http://u@@h']],
  ['http://h:', [['http', 'h:', '', '', ''], 'h', undefined, undefined, undefined, 'http://h:']],
  ['http://h:x/', "ValueError: Port could not be cast to integer value as 'x'"],
  ['http://h:99999/', 'ValueError: Port out of range 0-65535'],
  ['http://[::1]:80/', [['http', '[::1]:80', '/', '', ''], '::1', 80, undefined, undefined, 'http://[::1]:80/']],
  ['http://[::1', 'ValueError: Invalid IPv6 URL'],
  ['http://::1]', 'ValueError: Invalid IPv6 URL'],
  ['http://[1.2.3.4]', 'ValueError: An IPv4 address cannot be in brackets'],
  ['http://[1:2]', "ValueError: '1:2' does not appear to be an IPv4 or IPv6 address"],
  ['http://[v1.x]/', [['http', '[v1.x]', '/', '', ''], 'v1.x', undefined, undefined, undefined, 'http://[v1.x]/']],
  ['http://[v.x]/', 'ValueError: IPvFuture address is invalid'],
  [
    'http://[Fe80::1%Eth0]/',
    [
      ['http', '[Fe80::1%Eth0]', '/', '', ''],
      'fe80::1%Eth0',
      undefined,
      undefined,
      undefined,
      'http://[Fe80::1%Eth0]/',
    ],
  ],
  ['http://a\u2100b/', "ValueError: netloc 'a\u2100b' contains invalid characters under NFKC normalization"],
  ['mailto:a@b?c', [['mailto', '', 'a@b', 'c', ''], undefined, undefined, undefined, undefined, 'mailto:a@b?c']],
  ['http:///x', [['http', '', '/x', '', ''], undefined, undefined, undefined, undefined, 'http:///x']],
  ['a?b?c#d#e', [['', '', 'a', 'b?c', 'd#e'], undefined, undefined, undefined, undefined, 'a?b?c#d#e']],
  ['//', [['', '', '', '', ''], undefined, undefined, undefined, undefined, '']],
  ['http://a?b/c', [['http', 'a', '', 'b/c', ''], 'a', undefined, undefined, undefined, 'http://a?b/c']],
];

const JOIN: readonly (readonly [string, string, string])[] = [
  ['http://a/b/c/d;p?q', 'g', 'http://a/b/c/g'],
  ['http://a/b/c/d;p?q', './g', 'http://a/b/c/g'],
  ['http://a/b/c/d;p?q', '/g', 'http://a/g'],
  ['http://a/b/c/d;p?q', '//g', 'http://g'],
  ['http://a/b/c/d;p?q', '?y', 'http://a/b/c/d;p?y'],
  ['http://a/b/c/d;p?q', 'g?y', 'http://a/b/c/g?y'],
  ['http://a/b/c/d;p?q', '#s', 'http://a/b/c/d;p?q#s'],
  ['http://a/b/c/d;p?q', '', 'http://a/b/c/d;p?q'],
  ['http://a/b/c/d;p?q', '..', 'http://a/b/'],
  ['http://a/b/c/d;p?q', '../../../g', 'http://a/g'],
  ['http://a/b/c/d;p?q', '.', 'http://a/b/c/'],
  ['http://a/b/c/d;p?q', 'g/', 'http://a/b/c/g/'],
  ['http://a/b/c/d;p?q', 'g;x', 'http://a/b/c/g;x'],
  ['http://a/b/c/d;p?q', 'http:g', 'http://a/b/c/g'],
  ['http://a/b/c/d;p?q', 'x:y', 'x:y'],
  ['http://a/b/c/d;p?q', 'g/../h', 'http://a/b/c/h'],
  ['http://a/b/c/d;p?q', '//h:99999', 'http://h:99999'],
  ['http://a/b/c/d;p?q', 'a//b', 'http://a/b/c/a/b'],
  ['', 'x', 'x'],
  ['x', '', 'x'],
];

const QUOTED: readonly (readonly [string, readonly string[]])[] = [
  ['a/b c', ['a/b%20c', 'a%2Fb+c']],
  ['\u00e9~-._', ['%C3%A9~-._', '%C3%A9~-._']],
  ['', ['', '']],
  ['%', ['%25', '%25']],
  ['\u65e5\u672c', ['%E6%97%A5%E6%9C%AC', '%E6%97%A5%E6%9C%AC']],
  ['a+b&c=d', ['a%2Bb%26c%3Dd', 'a%2Bb%26c%3Dd']],
];

const UNQUOTED: readonly (readonly [string, string])[] = [
  ['a%20b', 'a b'],
  ['%C3%A9', '\u00e9'],
  ['%c3', '\ufffd'],
  ['%', '%'],
  ['%zz', '%zz'],
  ['\u00e9%C3%A9', '\u00e9\u00e9'],
  ['%E2%82', '\ufffd'],
  ['+', '+'],
  ['%00', '\u0000'],
];

const QUERY: readonly (readonly [string, unknown])[] = [
  [
    'a=1&b=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  ['a', [['a', '']]],
  ['a=', [['a', '']]],
  ['=a', [['', 'a']]],
  ['&&a=b&', [['a', 'b']]],
  ['a=b=c', [['a', 'b=c']]],
  ['a+b=c%26d', [['a b', 'c&d']]],
  ['%ff=%E9', [['\ufffd', '\ufffd']]],
  ['a;b=c', [['a;b', 'c']]],
  ['', []],
];

const split = (url: string): unknown => {
  const { scheme, netloc, path, query, fragment, hostname, port, username, password, ...rest } = readParts(url);
  return [[scheme, netloc, path, query, fragment], hostname, port, username, password, rest.url];
};

function readParts(url: string) {
  const parts = urlsplit(url);
  const { scheme, netloc, path, query, fragment, hostname, port, username, password } = parts;
  return { scheme, netloc, path, query, fragment, hostname, port, username, password, url: parts.geturl() };
}

test.each(SPLIT)('splits %j', (url, expected) => {
  expect(outcome(() => split(url))).toEqual(expected);
});

test.each(JOIN)('joins %j and %j', (base, url, expected) => {
  expect(urljoin(base, url)).toBe(expected);
});

test.each(QUOTED)('quotes %j', (text, expected) => {
  expect([quote(text), quotePlus(text)]).toEqual(expected);
});

test.each(UNQUOTED)('unquotes %j', (text, expected) => {
  expect(unquote(text)).toBe(expected);
});

test.each(QUERY)('reads the query %j', (query, expected) => {
  expect(parseQsl(query, { keepBlankValues: true })).toEqual(expected);
});

test('a query with too many fields is refused', () => {
  expect(outcome(() => parseQsl('a&b&c', { maxNumFields: 2 }))).toBe('ValueError: Max number of fields exceeded');
});

test('a query without values has no pairs unless blank ones are kept', () => {
  expect(parseQsl('a&b=&c=1')).toEqual([['c', '1']]);
});
