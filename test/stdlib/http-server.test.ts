import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { concat, decodeLatin1, encodeLatin1, encodeUtf8 } from '../../src/python/bytes.ts';
import { UnicodeEncodeError, ValueError } from '../../src/python/errors.ts';
import { escape } from '../../src/stdlib/html.ts';
import { BaseHTTPRequestHandler } from '../../src/stdlib/http/server.ts';
import { HTTPStatus, RESPONSES } from '../../src/stdlib/http/status.ts';
import { fileOf, withLog, WrittenFile } from '../support/files.ts';

class Handler extends BaseHTTPRequestHandler {
  *do_GET(): Sys<void> {
    const body = encodeLatin1(`${this.command} ${this.path} ${this.requestVersion}\n`);
    this.sendResponse(200);
    this.sendHeader('Content-Length', String(body.length));
    yield* this.endHeaders();
    yield* this.wfile.write(body);
  }

  *do_FAIL(): Sys<void> {
    throw new ValueError('boom');
  }
}

class KeepAlive extends Handler {
  static override protocolVersion = 'HTTP/1.1';
}

/** The bytes of UTF-8 as latin-1 text. */
const utf8 = (text: string): string => decodeLatin1(encodeUtf8(text));

interface Answer {
  readonly sent: string;
  readonly writes: readonly string[];
  readonly log: string;
  readonly handler: BaseHTTPRequestHandler;
}

/** What a handler answers to what a client sends before it ends its side. */
function answer(request: string, Class: new () => BaseHTTPRequestHandler = Handler): Answer {
  const handler = new Class();
  const wfile = new WrittenFile();
  handler.rfile = fileOf(encodeLatin1(request));
  handler.wfile = wfile;
  handler.clientAddress = ['127.0.0.1', 40_000];
  const { log } = withLog(() => handler.handle());
  return { sent: decodeLatin1(concat(wfile.writes)), writes: wfile.writes.map(decodeLatin1), log, handler };
}

const SERVER = 'Server: BaseHTTP/0.6 Python/3.11.7\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n';
const STAMP = '127.0.0.1 - - [01/Jan/2026 00:00:00] ';

const errorPage = (code: number, message: string, explain: string): string =>
  `<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: ${code}</p>
        <p>Message: ${message}.</p>
        <p>Error code explanation: ${code} - ${explain}.</p>
    </body>
</html>
`;

function errorAnswer(code: number, message: string, explain: string): string {
  const page = errorPage(code, escape(message, { quote: false }), explain);
  const head = `HTTP/1.0 ${code} ${message}\r\n${SERVER}Connection: close\r\nContent-Type: text/html;charset=utf-8\r\n`;
  return `${head}Content-Length: ${page.length}\r\n\r\n${page}`;
}

describe('a request', () => {
  test('is answered: headers in one write, the body in another', () => {
    const { writes, log } = answer('GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(writes).toEqual([`HTTP/1.0 200 OK\r\n${SERVER}Content-Length: 18\r\n\r\n`, 'GET /a?b HTTP/1.1\n']);
    expect(log).toBe(`${STAMP}"GET /a?b HTTP/1.1" 200 -\n`);
  });

  test('of HTTP/0.9 is answered without headers', () => {
    expect(answer('GET /old\r\n').sent).toBe('GET /old HTTP/0.9\n');
  });

  test('without a word is not answered', () => {
    expect(answer('   \r\nGET / HTTP/1.0\r\n\r\n').sent).toBe('');
  });

  test('separates its words by any white space of latin-1', () => {
    expect(answer('GET\x85/a\xa0HTTP/1.0\r\n\r\n').sent).toContain('GET /a HTTP/1.0\n');
  });

  test('loses all but one of the slashes its path begins with', () => {
    expect(answer('GET ///host//a HTTP/1.0\r\n\r\n').sent).toContain('GET /host//a HTTP/1.0\n');
  });

  test.each([
    ['GET / HTTP/1', "Bad request version ('HTTP/1')"],
    ['GET / HTTP/1.1.1', "Bad request version ('HTTP/1.1.1')"],
    ['GET / http/1.1', "Bad request version ('http/1.1')"],
    ['GET / HTTP/+1.1', "Bad request version ('HTTP/+1.1')"],
    ['GET / HTTP/1.00000000001', "Bad request version ('HTTP/1.00000000001')"],
    ['GET / HTTP/\xb2.0', "Bad request version ('HTTP/\xb2.0')"],
    ['GET', "Bad request syntax ('GET')"],
    ['A B C HTTP/1.1', "Bad request syntax ('A B C HTTP/1.1')"],
    ['POST /x', "Bad HTTP/0.9 request type ('POST')"],
  ])('%j is bad', (line, message) => {
    const { sent, log } = answer(`${line}\r\nHost: x\r\n\r\n`);
    const page = errorPage(400, message, 'Bad request syntax or unsupported method');
    expect(log).toBe(`${STAMP}code 400, message ${message}\n${STAMP}"${line}" 400 -\n`);
    // Before a version is known the answer is that of HTTP/0.9.
    const isOld = !line.endsWith('C HTTP/1.1');
    expect(sent).toBe(isOld ? utf8(page) : errorAnswer(400, message, 'Bad request syntax or unsupported method'));
  });

  test('of HTTP/2.0 is refused', () => {
    expect(answer('GET / HTTP/2.0\r\n\r\n').sent).toBe(
      errorPage(505, 'Invalid HTTP version (2.0)', 'Cannot fulfill request'),
    );
  });

  test('with an unknown method is refused', () => {
    const { sent } = answer('PUT / HTTP/1.1\r\n\r\n');
    expect(sent).toBe(errorAnswer(501, "Unsupported method ('PUT')", 'Server does not support this operation'));
  });

  test('with a line that is too long is refused', () => {
    const { handler, log, sent } = answer(`GET /${'x'.repeat(65_536)} HTTP/1.1\r\n\r\n`);
    expect(handler.requestline).toBe('');
    expect(log).toBe(`${STAMP}code 414, message Request-URI Too Long\n${STAMP}"" 414 -\n`);
    expect(sent).toBe(errorAnswer(414, 'Request-URI Too Long', 'URI is too long'));
  });

  test('with too many headers is refused', () => {
    const { sent } = answer(`GET / HTTP/1.1\r\n${'A: 1\r\n'.repeat(100)}\r\n`);
    expect(sent).toBe(errorAnswer(431, 'Too many headers', 'got more than 100 headers'));
  });
});

describe('a connection', () => {
  test('ends after one request in HTTP/1.0', () => {
    expect(answer('GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n').log).not.toContain('GET /2');
  });

  test('goes on in HTTP/1.1, until a request says close', () => {
    const { log } = answer(
      'GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nConnection: Close\r\n\r\nGET /3 HTTP/1.1\r\n\r\n',
      KeepAlive,
    );
    expect(log).toBe(`${STAMP}"GET /1 HTTP/1.1" 200 -\n${STAMP}"GET /2 HTTP/1.1" 200 -\n`);
  });

  test('goes on after HTTP/1.0 only when the client asks', () => {
    const request = 'GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\nGET /3 HTTP/1.0\r\n\r\n';
    expect(answer(request, KeepAlive).log.match(/GET/g)).toHaveLength(2);
  });

  test('gets 100 Continue before the body, only in HTTP/1.1', () => {
    const request = 'GET / HTTP/1.1\r\nExpect: 100-Continue\r\n\r\n';
    expect(answer(request, KeepAlive).writes[0]).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    expect(answer(request).writes[0]).toMatch(/^HTTP\/1.0 200/);
  });

  test('is left to the server by an error of a method', () => {
    expect(() => answer('FAIL / HTTP/1.1\r\n\r\n')).toThrow('boom');
  });
});

describe('class attributes', () => {
  class Named extends Handler {
    override sysVersion = '';
    override errorMessageFormat = '%(code)d|%(message)s|%(explain)s';
    override errorContentType = 'text/plain';
    override defaultRequestVersion = 'HTTP/1.0';

    override get serverVersion(): string {
      return 'Named/9';
    }
  }

  test('shape what is sent', () => {
    const { sent } = answer('BAD\r\n', Named);
    expect(sent).toContain('Server: Named/9 \r\n');
    expect(sent).toContain("\r\n\r\n400|Bad request syntax ('BAD')|Bad request syntax or unsupported method");
  });
});

test('a header that latin-1 does not have is refused, and those before it stay', () => {
  const { handler } = answer('');
  handler.requestVersion = 'HTTP/1.1';
  handler.sendHeader('A', '1');
  expect(() => handler.sendHeader('B', '\u2603')).toThrow(UnicodeEncodeError);
  expect(handler._headersBuffer).toBe('A: 1\r\n');
});

test('log messages show control characters escaped', () => {
  const handler = new Handler();
  handler.clientAddress = ['127.0.0.1', 1];
  const { log } = withLog(function* () {
    handler.logMessage('%s says %d', 'ctl\x01\x1b\x7f\x85\\', 7);
  });
  expect(log).toBe(`${STAMP}ctl\\x01\\x1b\\x7f\\x85\\\\ says 7\n`);
});

test('the table of statuses is that of CPython 3.11', () => {
  expect(RESPONSES.size).toBe(62);
  expect(HTTPStatus.IM_A_TEAPOT).toBe(418);
  expect(RESPONSES.get(418)).toEqual(["I'm a Teapot", 'Server refuses to brew coffee because it is a teapot.']);
  expect(RESPONSES.get(203)).toEqual(['Non-Authoritative Information', 'Request fulfilled from cache']);
});
