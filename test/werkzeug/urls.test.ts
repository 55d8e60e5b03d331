import { expect, test } from 'vitest';
import { BaseException } from '../../src/python/errors.ts';
import { str } from '../../src/python/repr.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { getContentLength, getCurrentUrl, getHost } from '../../src/werkzeug/sansio/utils.ts';
import { encodeQuery, iriToUri, uriToIri } from '../../src/werkzeug/urls.ts';
import { secureFilename } from '../../src/werkzeug/utils.ts';

// Made with Werkzeug 3.1.8 on CPython 3.11.7.

/** What Python prints of the error that a call raises, or its result. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

const IRIS: readonly (readonly [string, string])[] = [
  [
    'http://xn--mnchen-3ya.de/%C3%A9%2F%20%25?%26%3D%C3%A9#%23%41',
    'http://m\u00fcnchen.de/\u00e9%2F%20%25?%26%3D\u00e9##A',
  ],
  ['/%ff%C3%A9%C3', '/%FF\u00e9%C3'],
  ['http://u%40:p@h:80/', 'http://u%40:p@h:80/'],
  ['http://h:0/', 'http://h/'],
  ['http://[::1]:80/', 'http://[::1]:80/'],
  ['http://XN--A.de/', "UnicodeError: decoding with 'idna' codec failed (UnicodeError: Invalid character '\\x80')"],
  ['http://xn--a/', "UnicodeError: decoding with 'idna' codec failed (UnicodeError: Invalid character '\\x80')"],
  [
    'http://xn--99999999/',
    "UnicodeError: decoding with 'idna' codec failed (UnicodeError: decoding with 'punycode' codec failed (UnicodeError: incomplete punicode string))",
  ],
  ['http://xn--/', "UnicodeError: decoding with 'idna' codec failed (UnicodeError: label empty or too long)"],
  ['http://xn--ls8h.la/', 'http://\ud83d\udca9.la/'],
  ['/a%0Ab', '/a%0Ab'],
  ['http://h:99999/', 'ValueError: Port out of range 0-65535'],
  ['%E2%82', '%E2%82'],
  ['http://m\u00fcnchen/', 'http://m\u00fcnchen/'],
];

const URIS: readonly (readonly [string, string])[] = [
  ['http://m\u00fcnchen.de/\u00e9?\u00fc=%20 "#\u00df', 'http://xn--mnchen-3ya.de/%C3%A9?%C3%BC=%20%20%22#%C3%9F'],
  ['http://STRASSE.de/', 'http://strasse.de/'],
  ['http://stra\u00dfe.de', 'http://strasse.de'],
  ['http://\u65e5\u672c\u3002jp/', 'http://xn--wgv71a.jp/'],
  ['http://\u00e9..b/', "UnicodeError: encoding with 'idna' codec failed (UnicodeError: label empty or too long)"],
  [
    'http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.de/',
    "UnicodeError: encoding with 'idna' codec failed (UnicodeError: label empty or too long)",
  ],
  [
    'http://\u05d0a.x/',
    "UnicodeError: encoding with 'idna' codec failed (UnicodeError: Violation of BIDI requirement 2)",
  ],
  ['/a b%zz', '/a%20b%zz'],
  ['http://u:p w@h/', 'http://u:p%20w@h/'],
  ['itms-services:x', 'itms-services:///x'],
  ['http://\u1fb3.gr/', 'http://xn--mxaq.gr/'],
  ['http://\u00bd.x/', 'http://xn--12-c6t.x/'],
];

const HOSTS: readonly (readonly [string, string, unknown])[] = [
  ['http', 'localhost:80', 'localhost'],
  ['https', 'localhost:80', 'localhost:80'],
  ['https', 'a.b:443', 'a.b'],
  ['http', '[::1]:8080', '[::1]:8080'],
  ['http', 'a_b', ''],
  ['http', '', ''],
  ['http', '\u00e9', ''],
  ['http', 'a:b', ''],
  ['http', 'a:1:2', ''],
  ['ws', 'A.B:80', 'A.B'],
];

const TRUSTED: readonly (readonly [string, string])[] = [
  ['localhost:5000', 'localhost:5000'],
  ['example.com', 'example.com'],
  ['a.example.com', 'a.example.com'],
  ['aexample.com', "SecurityError: 400 Bad Request: Host 'aexample.com' is not trusted."],
  ['xn--bcher-kva.de', 'xn--bcher-kva.de'],
  ['evil', "SecurityError: 400 Bad Request: Host 'evil' is not trusted."],
  ['LOCALHOST', "SecurityError: 400 Bad Request: Host 'LOCALHOST' is not trusted."],
];

const URLS: readonly (readonly [string, string, string, string])[] = [
  ['', '/', '', 'http://h:5000/'],
  ['/a b/', '/\u00e9?#', 'x=%20&\u00e9', 'http://h:5000/a%20b/\u00e9%3F%23?x=%20&%E9'],
  ['', '//x', 'a=b', 'http://h:5000/x?a=b'],
  ['/', '%2F', '', 'http://h:5000/%2F'],
];

const LENGTHS: readonly (readonly [string | undefined, string | undefined, number | undefined])[] = [
  ['5', undefined, 5],
  [undefined, undefined, undefined],
  ['5', 'gzip, Chunked', undefined],
  ['-5', undefined, 0],
  ['+5', undefined, 0],
  [' 5 ', undefined, 5],
  ['1_0', undefined, 0],
  ['x', 'gzip', 0],
  ['', undefined, 0],
];

const NAMES: readonly (readonly [string, string])[] = [
  ['My cool movie.mov', 'My_cool_movie.mov'],
  ['../../../etc/passwd', 'etc_passwd'],
  ['i contain cool \u00fcml\u00e4uts.txt', 'i_contain_cool_umlauts.txt'],
  ['..', ''],
  ['a/b\\c', 'a_bc'],
  ['\ufb01.txt', 'fi.txt'],
  ['\u65e5\u672c', ''],
  ['  .a_. ', 'a'],
];

test.each(IRIS)('makes %j readable', (uri, expected) => {
  expect(outcome(() => uriToIri(uri))).toBe(expected);
});

test.each(URIS)('makes %j fit to be sent', (iri, expected) => {
  expect(outcome(() => iriToUri(iri))).toBe(expected);
});

test.each(HOSTS)('over %s, the host %j', (scheme, header, expected) => {
  expect(getHost(scheme, header, { server: ['::1', 5000] })).toBe(expected);
});

test.each(TRUSTED)('trusts %j or not', (header, expected) => {
  const trustedHosts = ['localhost', '.example.com', 'bücher.de'];
  expect(outcome(() => getHost('http', header, { trustedHosts }))).toBe(expected);
});

test('without a Host header, the host is where the server listens', () => {
  expect(getHost('http', undefined, { server: ['::1', 5000] })).toBe('[::1]:5000');
  expect(getHost('http', undefined, { server: ['127.0.0.1', 80] })).toBe('127.0.0.1');
  expect(getHost('http', undefined, { server: ['/run/socket', undefined] })).toBe('');
});

test.each(URLS)('the URL of root %j, path %j and query %j', (rootPath, path, query, expected) => {
  expect(getCurrentUrl('http', 'h:5000', { rootPath, path, queryString: encodeLatin1(query) })).toBe(expected);
});

test.each(LENGTHS)('a Content-Length of %j with the transfer encoding %j', (length, encoding, expected) => {
  expect(getContentLength(length, encoding)).toBe(expected);
});

test.each(NAMES)('makes the file name %j harmless', (name, expected) => {
  expect(secureFilename(name)).toBe(expected);
});

test('a query string is made of pairs, without those that have no value', () => {
  expect(encodeQuery({ a: 'é &', b: undefined, c: ['1', '2'] })).toBe('a=%C3%A9+%26&c=1&c=2');
});
