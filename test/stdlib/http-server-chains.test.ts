/** What a handler is handling while it refuses a request: it shows where the refusal itself fails. */
import { expect, test } from 'vitest';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { BaseException, RuntimeError } from '../../src/python/errors.ts';
import { formatExceptionOnly } from '../../src/python/exception-text.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { BaseHTTPRequestHandler } from '../../src/stdlib/http/server.ts';
import { fileOf, withLog, WrittenFile } from '../support/files.ts';

class Failing extends BaseHTTPRequestHandler {
  override *sendError(): Sys<void> {
    throw new RuntimeError('no answer');
  }
}

/** The exception that ends the handling of a request, and its contexts. */
function chain(request: string): readonly string[] {
  const handler = new Failing();
  handler.rfile = fileOf(encodeLatin1(request));
  handler.wfile = new WrittenFile();
  handler.clientAddress = ['127.0.0.1', 40_000];
  const shown: string[] = [];
  try {
    withLog(() => handler.handle());
  } catch (error) {
    for (let each = error; each instanceof BaseException; each = each.__context__) {
      shown.push(formatExceptionOnly(each).trimEnd());
    }
  }
  return shown;
}

// Recorded from http.server of CPython 3.11.7.
test.each([
  ['GET / HTTP/x\r\n\r\n', ['ValueError']],
  ['GET / HTTP/1.1.1\r\n\r\n', ['ValueError']],
  ['GET / XTTP/1.1\r\n\r\n', ['ValueError']],
  ['GET / HTTP/1.x\r\n\r\n', ['ValueError: non digit in http version']],
  ['GET / HTTP/1.12345678901\r\n\r\n', ['ValueError: unreasonable length http version']],
  ['GET / HTTP/1.\xb2\r\n\r\n', ["ValueError: invalid literal for int() with base 10: '\xb2'"]],
  ['GET / HTTP/2.0\r\n\r\n', []],
  ['GET\r\n\r\n', []],
  ['PUT / HTTP/1.0\r\n\r\n', []],
  [
    `GET / HTTP/1.0\r\nA: ${'x'.repeat(65_536)}\r\n\r\n`,
    ['http.client.LineTooLong: got more than 65536 bytes when reading header line'],
  ],
  [`GET / HTTP/1.0\r\n${'A: x\r\n'.repeat(101)}\r\n`, ['http.client.HTTPException: got more than 100 headers']],
])('%#: a refusal that fails while it refuses', (request, handled) => {
  expect(chain(request)).toEqual(['RuntimeError: no answer', ...handled]);
});
