/**
 * Slips in the use of Response, its headers, cookies and dates: what JavaScript would pass over is said, what has one
 * meaning is taken.
 */
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Request } from '../../src/index.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { BaseException } from '../../src/python/errors.ts';
import { MisuseError } from '../../src/python/misuse.ts';
import { Float, tuple } from '../../src/python/tuple.ts';
import { DateTime } from '../../src/stdlib/datetime.ts';
import { IfRange } from '../../src/werkzeug/datastructures/range.ts';
import { Headers } from '../../src/werkzeug/datastructures/headers.ts';
import type { HeadersInit } from '../../src/werkzeug/datastructures/headers.ts';
import { ServiceUnavailable } from '../../src/werkzeug/exceptions.ts';
import { httpDate } from '../../src/werkzeug/http.ts';
import { isResourceModified } from '../../src/werkzeug/sansio/http.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';
import type { ResponseOptions } from '../../src/werkzeug/wrappers/response.ts';

const EPOCH = new Date(0);
const EPOCH_TEXT = 'Thu, 01 Jan 1970 00:00:00 GMT';

describe('keyword arguments', () => {
  test.each<[unknown, string]>([
    [404, 'options: 404 is not an object with options; write new Response(body, { status: 404 })'],
    ['404', "options: '404' is not an object with options"],
    [null, 'options: None is not an object with options'],
    [[['status', 404]], 'options: a list object is not an object with options'],
    [{ stat: 404 }, 'options.stat: there is no such option; known are status, headers, mimetype, contentType'],
    [{ content_type: 'a/b' }, 'options.content_type: there is no such option; write contentType'],
    [{ mimeType: 'a/b' }, 'options.mimeType: there is no such option; write mimetype'],
    [{ constructor: 1 }, 'options.constructor: there is no such option'],
  ])('of a response: %j is refused', (options, message) => {
    expect(() => new Response('x', options as ResponseOptions)).toThrow(message);
  });

  test('of a cookie are checked, and of what reads a body', () => {
    const response = new Response('x');
    expect(() => response.setCookie('a', 'b', { httpOnly: true } as never)).toThrow(
      'options.httpOnly: there is no such option; write httponly',
    );
    expect(() => response.setCookie('a', 'b', 60 as never)).toThrow(
      "response.setCookie('name', 'value', { maxAge: 60 })",
    );
    expect(response.headers.getlist('Set-Cookie')).toEqual([]);
    const request = new Request({});
    expect(() => request.getJson({ quiet: true } as never).next()).toThrow(
      'options.quiet: there is no such option; known are force, silent, cache',
    );
    expect(() => request.getData({ parse_form_data: true } as never).next()).toThrow('write parseFormData');
    expect(() => response.makeConditional({}, true as never).next()).toThrow(
      'options: True is not an object with options; write { acceptRanges: true }',
    );
  });

  test('a slip knows where in the code it was made', () => {
    try {
      expect.unreachable(`${new Response('x', 404 as never).status} was made`);
    } catch (error) {
      expect(error).toBeInstanceOf(MisuseError);
      expect((error as MisuseError).className).toBe('TypeError');
      expect((error as MisuseError).javaScriptStack).toContain('misuse.test.ts');
    }
  });

  test('null is None: a response without a body, headers without any', () => {
    expect([...(new Response(null).response as string[])]).toEqual([]);
    expect(new Headers(null).length).toBe(0);
  });
});

describe('headers', () => {
  test.each<[string, HeadersInit]>([
    ['an object', { 'X-A': 'b' }],
    ['a Map', new Map([['X-A', 'b']])],
    ['pairs', [['X-A', 'b']]],
    ["the browser's", new globalThis.Headers({ 'X-A': 'b' })],
  ])('are taken from %s', (_, given) => {
    expect(new Response('x', { headers: given }).headers.get('x-a')).toBe('b');
  });

  // The errors are CPython's; what to do about them is the hint.
  test.each<[unknown, string, string]>([
    [
      'X-A: b',
      'ValueError: not enough values to unpack (expected 2, got 1)',
      "headers: 'X-A: b' does not hold headers",
    ],
    [[['a']], 'ValueError: not enough values to unpack (expected 2, got 1)', 'headers: a list object does not hold'],
    [
      [['a', 'b', 'c']],
      'ValueError: too many values to unpack (expected 2)',
      "give pairs, such as [['X-Name', 'value']]",
    ],
    [5, "TypeError: 'int' object is not iterable", 'headers: 5 does not hold headers'],
    [[5], 'TypeError: cannot unpack non-iterable int object', 'an object, or a Map'],
  ])('%j are refused', (given, text, hint) => {
    for (const act of [() => new Headers(given as HeadersInit), () => new Headers().extend(given as HeadersInit)]) {
      try {
        act();
        expect.unreachable();
      } catch (error) {
        expect((error as BaseException).stack).toBe(text);
        expect((error as BaseException).hint).toContain(hint);
      }
    }
  });
});

describe('a status', () => {
  // The errors are CPython's; what to do about them is the hint.
  const lacks = (type: string): string => `AttributeError: '${type}' object has no attribute 'strip'`;
  test.each<[unknown, string]>([
    [1.5, lacks('float')],
    [Number.NaN, lacks('float')],
    [1e300, lacks('float')],
    [new Float(404), lacks('float')],
    [[200], lacks('list')],
    [tuple(200, 'OK'), lacks('tuple')],
    [{}, lacks('dict')],
    [new Set([1]), lacks('set')],
    [() => 1, lacks('function')],
    [Symbol('s'), lacks('Symbol')],
    [Headers, "AttributeError: type object 'Headers' has no attribute 'strip'"],
    [encodeLatin1('200 OK'), "TypeError: a bytes-like object is required, not 'str'"],
    ['', 'ValueError: Empty status argument'],
  ])('that is no int and no text is refused: %s', (given, text) => {
    const status = given as string;
    const response = new Response('x');
    for (const act of [
      () => new Response('x', { status }),
      () => Object.assign(response, { status }),
      () => Object.assign(response, { statusCode: status }),
    ]) {
      try {
        act();
        expect.unreachable();
      } catch (error) {
        expect((error as BaseException).stack).toBe(text);
        if (given !== '')
          expect((error as BaseException).hint).toMatch(/^status: .* is not a status; give an int or text/);
      }
    }
    expect(response.status).toBe('200 OK');
  });

  test('None is the default for the constructor alone', () => {
    expect(new Response('x', { status: null as unknown as undefined }).status).toBe('200 OK');
    expect(() => Object.assign(new Response('x'), { status: null })).toThrow(
      /^'NoneType' object has no attribute 'strip'$/,
    );
  });

  test.each<[unknown, string, number | bigint]>([
    [true, '1 UNKNOWN', 1],
    [false, '0 UNKNOWN', 0],
    [-1, '-1 UNKNOWN', -1],
    [2n ** 60n, '1152921504606846976 UNKNOWN', 2n ** 60n],
    [404n, '404 NOT FOUND', 404],
  ])('may be any int: %s', (given, status, code) => {
    const response = new Response('x', { status: given as number });
    expect([response.status, response.statusCode]).toEqual([status, code]);
  });
});

describe('a JavaScript Date', () => {
  test('is taken wherever Python has a datetime', () => {
    const response = new Response('x');
    response.lastModified = EPOCH;
    response.expires = EPOCH;
    response.date = EPOCH;
    response.retryAfter = EPOCH;
    response.setCookie('a', 'b', { expires: EPOCH });
    for (const name of ['Last-Modified', 'Expires', 'Date', 'Retry-After']) {
      expect(response.headers.get(name)).toBe(EPOCH_TEXT);
    }
    expect(response.headers.get('Set-Cookie')).toBe(`a=b; Expires=${EPOCH_TEXT}; Path=/`);
    expect(new IfRange(undefined, EPOCH).toHeader()).toBe(EPOCH_TEXT);
    expect(new ServiceUnavailable('later', { retryAfter: EPOCH }).getHeaders({})).toContainEqual([
      'Retry-After',
      EPOCH_TEXT,
    ]);
    expect(isResourceModified({ ifModifiedSince: EPOCH_TEXT }, { lastModified: EPOCH })).toBe(false);
    expect(isResourceModified({ ifModifiedSince: EPOCH_TEXT }, { lastModified: new Date(5000) })).toBe(true);
  });

  test('keeps its milliseconds, and its realm does not matter', () => {
    expect(DateTime.from(new Date(1_500)).isoformat()).toBe('1970-01-01T00:00:01.500000+00:00');
    expect(DateTime.from(runInNewContext('new Date(1500)') as Date).isoformat()).toBe(
      '1970-01-01T00:00:01.500000+00:00',
    );
    expect(DateTime.from(new Date(-1)).isoformat()).toBe('1969-12-31T23:59:59.999000+00:00');
  });

  test.each<[unknown, string]>([
    [new Date(Number.NaN), 'date: an invalid Date is not a date'],
    [{}, 'date: a dict object is not a date; give a valid Date or a DateTime'],
    [null, 'date: None is not a date'],
  ])('that is none is refused: %s', (given, message) => {
    expect(() => httpDate(given as Date)).toThrow(message);
  });
});
