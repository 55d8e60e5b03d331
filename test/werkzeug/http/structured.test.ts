import { expect, test } from 'vitest';
import { repr } from '../../../src/python/repr.ts';
import { LanguageAccept, MIMEAccept } from '../../../src/werkzeug/datastructures/accept.ts';
import { ResponseCacheControl } from '../../../src/werkzeug/datastructures/cache-control.ts';
import {
  parseAcceptHeader,
  parseCacheControlHeader,
  parseContentRangeHeader,
  parseCspHeader,
  parseEtags,
  parseIfRangeHeader,
  parseRangeHeader,
  parseSetHeader,
} from '../../../src/werkzeug/http/structured.ts';

// Made with Werkzeug 3.1.8.

const ACCEPTS: readonly (readonly [string, unknown])[] = [
  ['text/html', ["MIMEAccept([('text/html', 1)])", 'text/html', 'text/html', 'text/html']],
  [
    '*/*;q=0.5, text/*;q=0.7, text/html;level=1',
    [
      "MIMEAccept([('text/html; level=1', 1), ('text/*', 0.7), ('*/*', 0.5)])",
      'text/html; level=1,text/*;q=0.7,*/*;q=0.5',
      'text/html; level=1',
      'text/html',
    ],
  ],
  ['a/b;q=2, c/d;q=x, e/f;q=1', ["MIMEAccept([('e/f', 1.0)])", 'e/f', 'e/f', undefined]],
  ['text/html;q=0', ["MIMEAccept([('text/html', 0.0)])", 'text/html;q=0.0', 'text/html', undefined]],
  [
    'application/json;q=0.8,text/html;q=0.8',
    [
      "MIMEAccept([('application/json', 0.8), ('text/html', 0.8)])",
      'application/json;q=0.8,text/html;q=0.8',
      'application/json',
      'text/html',
    ],
  ],
  ['text/html ; q=0.30', ["MIMEAccept([('text/html', 0.3)])", 'text/html;q=0.3', 'text/html', 'text/html']],
  ['*/*', ["MIMEAccept([('*/*', 1)])", '*/*', '*/*', 'text/html']],
  ['x', ["MIMEAccept([('x', 1)])", 'x', 'x', undefined]],
  ['"text/html";q=1.0', ['MIMEAccept([(\'"text/html"\', 1.0)])', '"text/html"', '"text/html"', undefined]],
  ['', ['MIMEAccept([])', '', undefined, undefined]],
];

const LANGUAGES: readonly (readonly [string, unknown])[] = [
  ['en', ['en-US', 'en']],
  ['en_us', ['en-US', 'en']],
  ['en-GB', [undefined, 'en']],
  ['de;q=0.5, en-US', ['en-US', 'en']],
  ['*', ['en-US', 'en']],
  ['zh-hant', [undefined, 'zh_Hant']],
  ['fr', [undefined, 'none']],
  ['zh-Hans, en;q=0.1', ['en-US', 'en']],
];

const CACHES: readonly (readonly [string, unknown])[] = [
  [
    'no-cache, max-age=5',
    ["<RequestCacheControl max-age='5' no-cache=None>", 'no-cache, max-age=5', 5, undefined, true, true, undefined],
  ],
  [
    'max-stale, private="a, b"',
    [
      "<RequestCacheControl max-stale=None private='a, b'>",
      'max-stale, private="a, b"',
      undefined,
      true,
      false,
      undefined,
      'a, b',
    ],
  ],
  [
    'max-stale=10',
    ["<RequestCacheControl max-stale='10'>", 'max-stale=10', undefined, 10, false, undefined, undefined],
  ],
  ['max-age=x', ["<RequestCacheControl max-age='x'>", 'max-age=x', undefined, undefined, false, undefined, undefined]],
  ['max-age', ['<RequestCacheControl max-age=None>', 'max-age', undefined, undefined, false, undefined, undefined]],
  ['max-age="7"', ["<RequestCacheControl max-age='7'>", 'max-age=7', 7, undefined, false, undefined, undefined]],
  ['', ['<RequestCacheControl >', '', undefined, undefined, false, undefined, undefined]],
  ['private', ['<RequestCacheControl private=None>', 'private', undefined, undefined, false, undefined, true]],
];

const RANGES: readonly (readonly [string, unknown])[] = [
  ['bytes=0-4', ['bytes', [[0, 5]], 'bytes=0-4', [0, 5]]],
  ['bytes=5-', ['bytes', [[5, undefined]], 'bytes=5-', [5, 10]]],
  ['bytes=-3', ['bytes', [[-3, undefined]], 'bytes=-3', [7, 10]]],
  ['bytes=-30', ['bytes', [[-30, undefined]], 'bytes=-30', undefined]],
  [
    'bytes=0-1,2-3',
    [
      'bytes',
      [
        [0, 2],
        [2, 4],
      ],
      'bytes=0-1,2-3',
      undefined,
    ],
  ],
  ['bytes=2-3,0-1', undefined],
  ['bytes=0-100', ['bytes', [[0, 101]], 'bytes=0-100', [0, 10]]],
  ['bytes=10-11', ['bytes', [[10, 12]], 'bytes=10-11', undefined]],
  ['bytes=5-4', undefined],
  ['bytes', undefined],
  ['bytes=', undefined],
  ['bytes=a-b', undefined],
  ['Bytes = 1 - 2', ['bytes', [[1, 3]], 'bytes=1-2', [1, 3]]],
  ['bytes=-', undefined],
  ['bytes=0-,5-6', undefined],
  ['bytes=-1,-2', undefined],
  ['bytes=--5', undefined],
  ['bytes=+1-2', undefined],
  ['items=0-4', ['items', [[0, 5]], 'items=0-4', undefined]],
  ['bytes=-0', ['bytes', [[0, undefined]], 'bytes=0-', [0, 10]]],
];

const CONTENT_RANGES: readonly (readonly [string, unknown])[] = [
  ['bytes 0-4/10', ['bytes', 0, 5, 10, 'bytes 0-4/10']],
  ['bytes */10', ['bytes', undefined, undefined, 10, 'bytes */10']],
  ['bytes 0-4/*', ['bytes', 0, 5, undefined, 'bytes 0-4/*']],
  ['bytes */*', ['bytes', undefined, undefined, undefined, 'bytes */*']],
  ['bytes 5-4/10', undefined],
  ['bytes 0-10/5', ['bytes', 0, 11, 5, 'bytes 0-10/5']],
  ['bytes 8-20/10', ['bytes', 8, 21, 10, 'bytes 8-20/10']],
  ['bytes', undefined],
  ['bytes 0-4', undefined],
  ['bytes x/10', undefined],
  ['bytes 0-4/-1', undefined],
  [' items  1-2/3 ', ['items', 1, 3, 3, 'items 1-2/3']],
];

const ETAGS: readonly (readonly [string, unknown])[] = [
  ['"a"', [true, false, true, true, false]],
  ['W/"a"', [true, false, false, true, false]],
  ['a', [true, false, true, true, false]],
  ['w/a, "b"', [true, false, false, true, true]],
  ['W/"b"', [true, false, false, false, true]],
  ['*', [true, true, true, true, true]],
  ['"a', [true, false, false, false, false]],
  ['""', [true, false, false, false, false]],
  ['', [false, false, false, false, false]],
  ['"*"', [true, false, false, false, false]],
  ['a"b', [true, false, false, false, false]],
  ['"x" , "a"', [true, false, true, true, false]],
];

const IF_RANGES: readonly (readonly [string, string])[] = [
  ['"a"', '"a"'],
  ['W/"a"', '"a"'],
  ['Wed, 01 Jan 2020 00:00:00 GMT', 'Wed, 01 Jan 2020 00:00:00 GMT'],
  ['x y', '"x y"'],
  ['', ''],
  ['1 Jan 2020 1:00 +0100', 'Wed, 01 Jan 2020 00:00:00 GMT'],
];

const POLICIES: readonly (readonly [string, string])[] = [
  ["default-src 'self'; img-src *", "default-src 'self'; img-src *"],
  ['sandbox; a b c', 'a b c'],
  [' a  b ;;', 'a b'],
  ['', ''],
];

const SETS: readonly (readonly [string, string])[] = [
  ['a, B, "c d"', "HeaderSet(['a', 'B', 'c d'])"],
  ['', 'HeaderSet([])'],
  ['a,,a', "HeaderSet(['a', 'a'])"],
];

test.each(ACCEPTS)('reads the mimetypes %j', (header, expected) => {
  const accept = parseAcceptHeader(header, MIMEAccept);
  const found = accept.bestMatch(['text/html', 'application/json']);
  expect([repr(accept), accept.toHeader(), accept.best, found]).toEqual(expected);
});

test.each(LANGUAGES)('finds a language for %j', (header, expected) => {
  const accept = parseAcceptHeader(header, LanguageAccept);
  expect([accept.bestMatch(['en-US', 'de']), accept.bestMatch(['en', 'zh_Hant'], 'none')]).toEqual(expected);
});

test.each(CACHES)('reads the cache control %j', (header, expected) => {
  const asked = parseCacheControlHeader(header);
  const allowed = parseCacheControlHeader(header, undefined, ResponseCacheControl);
  expect([
    ...[repr(asked), asked.toHeader(), asked.maxAge, asked.maxStale, asked.noCache],
    ...[allowed.noCache, allowed.private],
  ]).toEqual(expected);
});

test.each(RANGES)('reads the range %j', (header, expected) => {
  const range = parseRangeHeader(header);
  expect(range && [range.units, range.ranges, range.toHeader(), range.rangeForLength(10)]).toEqual(expected);
});

test.each(CONTENT_RANGES)('reads the content range %j', (header, expected) => {
  const range = parseContentRangeHeader(header);
  expect(range && [range.units, range.start, range.stop, range.length, range.toHeader()]).toEqual(expected);
});

test.each(ETAGS)('reads the etags %j', (header, expected) => {
  const etags = parseEtags(header);
  expect([
    ...[etags.isTrue, etags.starTag, etags.contains('a')],
    ...[etags.containsWeak('a'), etags.containsRaw('W/"b"')],
  ]).toEqual(expected);
});

test.each(IF_RANGES)('reads the condition %j', (header, expected) => {
  expect(parseIfRangeHeader(header).toHeader()).toBe(expected);
});

test.each(POLICIES)('reads the policy %j', (header, expected) => {
  expect(parseCspHeader(header).toHeader()).toBe(expected);
});

test.each(SETS)('reads the set %j', (header, expected) => {
  expect(repr(parseSetHeader(header))).toBe(expected);
});

test('a cache control that is changed tells of it', () => {
  const seen: string[] = [];
  const control = parseCacheControlHeader(
    'public',
    (changed) => void seen.push(changed.toHeader()),
    ResponseCacheControl,
  );
  control.maxAge = 60;
  control.public = false;
  control.noCache = true;
  expect(seen).toEqual(['public, max-age=60', 'max-age=60', 'max-age=60, no-cache']);
});

test("a request's cache control cannot be changed", () => {
  expect(() => {
    parseCacheControlHeader('').maxAge = 5;
  }).toThrow("'RequestCacheControl' objects are immutable");
});
