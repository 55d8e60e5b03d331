import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { BaseException, PyTypeError, ValueError } from '../../src/python/errors.ts';
import { formatException } from '../../src/python/exception-text.ts';
import { AppError, appIterator, blocking, callApp } from '../../src/werkzeug/app.ts';
import { _ansiStyle, DechunkedInput, getSockaddr, selectAddressFamily } from '../../src/werkzeug/serving.ts';
import type { StartResponse } from '../../src/werkzeug/wsgi-types.ts';
import { fileOf, finish } from '../support/files.ts';

describe('a chunked body', () => {
  const open = (text: string): DechunkedInput => {
    const input = new DechunkedInput();
    input.init(fileOf(encodeLatin1(text)));
    return input;
  };
  const readAll = (text: string): string => decodeLatin1(finish(open(text).read()) ?? new Uint8Array());

  test('is one stream', () => {
    expect(readAll('5\r\nhello\r\n1\r\n!\r\n0\r\n\r\nrest')).toBe('hello!');
  });

  test.each(['0x5', '+5', '0_5', ' 5 ', '05', '5\x85'])('takes %j for a size of 5', (size) => {
    expect(readAll(`${size}\r\nhello\r\n0\r\n\r\n`)).toBe('hello');
  });

  test('is read in pieces that do not care for chunks', () => {
    const input = open('5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n');
    const pieces = [4, 4, 10, 10].map((size) => decodeLatin1(finish(input.read(size)) ?? new Uint8Array()));
    expect(pieces).toEqual(['hell', 'o wo', 'rld', '']);
  });

  test.each([
    ['5;ext=1\r\nhello\r\n', 'Invalid chunk header'],
    ['\r\n', 'Invalid chunk header'],
    ['-1\r\n', 'Negative chunk length not allowed'],
    ['5\r\nhello!\r\n', 'Missing chunk terminating newline'],
    ['5\r\nhel', 'Missing chunk terminating newline'],
    ['0\r\nTrailer: 1\r\n\r\n', 'Missing chunk terminating newline'],
  ])('%j fails: %s', (text, message) => {
    expect(() => readAll(text)).toThrow(message);
  });
});

describe('the boundary between server and app', () => {
  const START = (() => undefined) as unknown as StartResponse;
  const call = (app: unknown): unknown => finish(callApp(app, {}, START));
  const errorOf = (action: () => unknown): BaseException => {
    try {
      action();
    } catch (error) {
      if (error instanceof BaseException) return error;
    }
    throw new Error('no Python exception was raised');
  };

  test('takes functions, blocking functions and objects', () => {
    const body = [encodeLatin1('x')];
    expect(call(() => body)).toBe(body);
    expect(
      call(
        blocking(function* (): Sys<Uint8Array[]> {
          return body;
        }),
      ),
    ).toBe(body);
    expect(call({ __call__: () => body })).toBe(body);
  });

  test('refuses what is no app', () => {
    expect(() => call(5)).toThrow("'int' object is not callable");
  });

  test('refuses promises and names the app', () => {
    async function fetching(): Promise<Uint8Array[]> {
      return [];
    }
    const error = errorOf(() => call(fetching));
    expect(error).toBeInstanceOf(PyTypeError);
    expect(error.text).toContain("app 'fetching' returned a promise");
  });

  test('shows JavaScript errors by their own name, and keeps their stack', () => {
    const error = errorOf(() =>
      call(() => {
        throw new RangeError('too far');
      }),
    );
    expect(error).toBeInstanceOf(AppError);
    expect(formatException(error)).toBe('Traceback (most recent call last):\nRangeError: too far\n');
    expect((error as AppError).javaScriptStack).toContain('serving.test.ts');
  });

  test('hands Python exceptions on', () => {
    const raised = new ValueError('x');
    expect(
      errorOf(() =>
        call(() => {
          throw raised;
        }),
      ),
    ).toBe(raised);
  });

  test('also stands between server and iterable', () => {
    function* app(): Generator<Uint8Array> {
      yield encodeLatin1('1');
      throw new TypeError('in the middle');
    }
    const iterator = appIterator(call(app));
    expect(finish(iterator.next()).value).toEqual(encodeLatin1('1'));
    expect(errorOf(() => finish(iterator.next())).className).toBe('TypeError');
  });
});

test('log lines are coloured as a terminal wants it', () => {
  expect(_ansiStyle('x', 'bold', 'red')).toBe('\x1b[31m\x1b[1mx\x1b[0m');
});

describe('addresses', () => {
  test('have a family by their form', () => {
    expect(selectAddressFamily('127.0.0.1', 80)).toBe('AF_INET');
    expect(selectAddressFamily('unix:///tmp/s', 0)).toBe('AF_UNIX');
    expect(selectAddressFamily('::1', 80)).toBe('AF_INET6');
  });

  test('are resolved, and left as they are where they can not be', () => {
    expect([...getSockaddr('localhost', 80, 'AF_INET')]).toEqual(['127.0.0.1', 80]);
    expect([...getSockaddr('nowhere.test', 80, 'AF_INET')]).toEqual(['nowhere.test', 80]);
    expect(getSockaddr('unix://./a/../s', 0, 'AF_UNIX')).toBe('/s');
  });
});
