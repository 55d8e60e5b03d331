import { expect, test } from 'vitest';
import { BaseException } from '../../../src/python/errors.ts';
import { str } from '../../../src/python/repr.ts';
import { dumpCookie, parseCookie } from '../../../src/werkzeug/http/cookies.ts';
import type { CookieOptions } from '../../../src/werkzeug/http/cookies.ts';
import type { ConditionalHeaders, ResourceOptions } from '../../../src/werkzeug/sansio/http.ts';
import { isResourceModified } from '../../../src/werkzeug/sansio/http.ts';

// Made with Werkzeug 3.1.8.

/** What Python prints of the error that a call raises, or its result. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

const COOKIES: readonly (readonly [string, unknown])[] = [
  [
    'a=1; b=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  [
    'a=1;a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['a', [['a', '']]],
  ['=x', []],
  ['a=b=c', [['a', 'b=c']]],
  [
    'a="b;c"; d=e',
    [
      ['a', 'b;c'],
      ['d', 'e'],
    ],
  ],
  ['a="\\303\\251\\"\\\\"', [['a', '\u00e9"\\']]],
  [
    'a="open; b=c',
    [
      ['a', '"open'],
      ['b', 'c'],
    ],
  ],
  ['a="b"c', [['a', '"b"c']]],
  ['\u00c3\u00a9=\u00c3\u00a9', [['\u00e9', '\u00e9']]],
  [' a = b ; ', [['a', 'b']]],
  [';;', []],
  ['a="\\400\\x"', [['a', '400x']]],
  ['', []],
];

const SET: readonly (readonly [string, string])[] = [
  ['a', 'k=a; Path=/'],
  ['', 'k=; Path=/'],
  ['a b', 'k="a b"; Path=/'],
  ['a;b,c"d\\e', 'k="a\\073b\\054c\\"d\\\\e"; Path=/'],
  ['\u00e9\u0000\u001b\n', 'k="\\303\\251\\000\u001b\\012"; Path=/'],
  ['=:/?', 'k==:/?; Path=/'],
];

const OPTIONS: readonly (readonly [CookieOptions, string])[] = [
  [{ maxAge: 5, syncExpires: false }, 'k=v; Max-Age=5; Path=/'],
  [{ expires: 0, maxAge: 0 }, 'k=v; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/'],
  [{ expires: 'x' }, 'k=v; Expires=x; Path=/'],
  [{ path: '/a b;é%20' }, 'k=v; Path=/a%20b%3B%C3%A9%20'],
  [{ path: null }, 'k=v'],
  [{ domain: '.exämple.com:80' }, 'k=v; Domain=xn--exmple-cua.com; Path=/'],
  [{ domain: '' }, 'k=v; Domain=; Path=/'],
  [{ domain: 'a..b' }, "UnicodeError: encoding with 'idna' codec failed (UnicodeError: label empty or too long)"],
  [{ domain: 'é..b' }, "UnicodeError: encoding with 'idna' codec failed (UnicodeError: label empty or too long)"],
  [{ secure: true, httponly: true }, 'k=v; Secure; HttpOnly; Path=/'],
  [{ samesite: 'lax', partitioned: true }, 'k=v; Secure; Path=/; SameSite=Lax; Partitioned'],
  [{ samesite: 'x' }, "ValueError: SameSite must be 'Strict', 'Lax', or 'None'."],
];

test.each(COOKIES)('reads the cookies %j', (header, expected) => {
  expect([...parseCookie(header).items(true)]).toEqual(expected);
});

test.each(SET)('writes a cookie of %j', (value, expected) => {
  expect(dumpCookie('k', value)).toBe(expected);
});

test.each(OPTIONS)('writes a cookie with %j', (options, expected) => {
  expect(outcome(() => dumpCookie('k', 'v', options))).toBe(expected);
});

const CONDITIONS: readonly (readonly [ConditionalHeaders, ResourceOptions, boolean])[] = [
  [{ ifModifiedSince: 'Wed, 01 Jan 2020 00:00:00 GMT' }, { lastModified: 'Wed, 01 Jan 2020 00:00:00 GMT' }, false],
  [{ ifModifiedSince: 'Wed, 01 Jan 2020 00:00:00 GMT' }, { lastModified: 'Wed, 01 Jan 2020 00:00:01 GMT' }, true],
  [{ ifModifiedSince: 'x' }, { lastModified: 'Wed, 01 Jan 2020 00:00:00 GMT' }, true],
  [{ ifNoneMatch: '"a"' }, { etag: 'a' }, false],
  [{ ifNoneMatch: 'W/"a"' }, { etag: '"a"' }, false],
  [
    { ifModifiedSince: 'Wed, 01 Jan 2020 00:00:00 GMT', ifNoneMatch: '"b"' },
    { etag: 'a', lastModified: 'Wed, 01 Jan 2020 00:00:00 GMT' },
    true,
  ],
  [{ ifNoneMatch: '*' }, { etag: 'a' }, false],
  [{ ifMatch: '"a"' }, { etag: 'a' }, true],
  [{ ifMatch: '"b"' }, { etag: 'a' }, false],
  [{ ifMatch: 'W/"a"' }, { etag: 'a' }, false],
  [{ range: 'bytes=0-1', ifRange: '"a"' }, { etag: 'a', ignoreIfRange: false }, false],
  [{ range: 'bytes=0-1', ifRange: '"b"', ifNoneMatch: '"a"' }, { etag: 'a', ignoreIfRange: false }, true],
  [{ ifRange: '"b"', ifNoneMatch: '"a"' }, { etag: 'a', ignoreIfRange: false }, false],
  [
    { range: 'bytes=0-1', ifRange: 'Wed, 01 Jan 2020 00:00:00 GMT' },
    { lastModified: 'Wed, 01 Jan 2020 00:00:00 GMT', ignoreIfRange: false },
    false,
  ],
];

test.each(CONDITIONS)('compares %j with %j', (headers, resource, isModified) => {
  expect(isResourceModified(headers, resource)).toBe(isModified);
});

test('an etag and the data for one do not go together', () => {
  expect(outcome(() => isResourceModified({}, { etag: 'a', data: new Uint8Array() }))).toBe(
    'TypeError: both data and etag given',
  );
});
