/** What `http.server` does at its limits, with each option alone: recorded from CPython 3.11.7. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { concat, decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { create } from '../../src/python/classes.ts';
import { AttributeError, KeyError, TimeoutError, UnicodeEncodeError } from '../../src/python/errors.ts';
import { BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer } from '../../src/stdlib/http/server.ts';
import type { StatusCode } from '../../src/stdlib/http/server.ts';
import { fileOf, finish, withLog, WrittenFile } from '../support/files.ts';

const D = '127.0.0.1 - - [01/Jan/2026 00:00:00] ';
const SERVER = 'Server: BaseHTTP/0.6 Python/3.11.7\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n';

class Handler extends BaseHTTPRequestHandler {
  *do_GET(): Sys<void> {
    this.sendResponse(200);
    this.sendHeader('Content-Length', '3');
    yield* this.endHeaders();
    yield* this.wfile.write(encodeLatin1('yes'));
  }
}

class Modern extends Handler {
  static override protocolVersion = 'HTTP/1.1';
}

interface Told {
  readonly sent: string;
  readonly log: string;
  readonly handler: BaseHTTPRequestHandler;
}

/** What a handler sends and logs while `act` runs, in the middle of a request for `/`. */
function during(
  act: (handler: BaseHTTPRequestHandler) => Sys<void> | void,
  change: object = {},
  Class = Handler,
): Told {
  const handler = new Class();
  const wfile = new WrittenFile();
  handler.clientAddress = ['127.0.0.1', 40_000];
  const state = { command: 'GET', requestVersion: 'HTTP/1.0', requestline: 'L', closeConnection: false, wfile };
  Object.assign(handler, state, change);
  const { log } = withLog(function* () {
    const acting = act(handler);
    if (acting !== undefined) yield* acting;
  });
  return { sent: decodeLatin1(concat(wfile.writes)), log, handler };
}

/** What is answered to all that a client sends. */
const asked = (request: string, Class: typeof Handler = Handler): Told =>
  during((handler) => handler.handle(), { rfile: fileOf(encodeLatin1(request)) }, Class);

const firstLine = ({ sent }: Told): string | undefined => sent.split('\r\n')[0];

describe('limits', () => {
  test('a request line has 65,536 bytes at most, its end included', () => {
    const line = (length: number): string => `GET /${'x'.repeat(length - 16)} HTTP/1.0\r\n`;
    expect(line(65_536)).toHaveLength(65_536);
    expect(firstLine(asked(`${line(65_536)}\r\n`))).toBe('HTTP/1.0 200 OK');
    expect(firstLine(asked(`${line(65_537)}\r\n`))).toBe('HTTP/1.0 414 Request-URI Too Long');
  });

  test('so has a header line', () => {
    const block = (length: number): string => `GET / HTTP/1.0\r\nX: ${'y'.repeat(length - 5)}\r\n\r\n`;
    expect(firstLine(asked(block(65_536)))).toBe('HTTP/1.0 200 OK');
    const refused = asked(block(65_537));
    expect(firstLine(refused)).toBe('HTTP/1.0 431 Line too long');
    expect(refused.sent).toContain('431 - got more than 65536 bytes when reading header line.');
    expect(refused.log).toBe(`${D}code 431, message Line too long\n${D}"GET / HTTP/1.0" 431 -\n`);
  });

  test('a block of headers has 100 lines at most, the empty one included', () => {
    const block = (count: number): string => `GET / HTTP/1.0\r\n${'X: y\r\n'.repeat(count)}\r\n`;
    expect(firstLine(asked(block(99)))).toBe('HTTP/1.0 200 OK');
    expect(firstLine(asked(block(100)))).toBe('HTTP/1.0 431 Too many headers');
  });

  test('lines of a block may end in a line feed alone', () => {
    expect(asked('GET / HTTP/1.0\nX: y\n\nGET / HTTP/1.0\n\n').sent.match(/200 OK/g)).toHaveLength(1);
  });
});

describe('the version of a request', () => {
  test.each([
    ['HTTP/0.0', 'HTTP/1.1 200 OK'],
    ['HTTP/1.0', 'HTTP/1.1 200 OK'],
    ['HTTP/1.1 ', 'HTTP/1.1 200 OK'],
    ['x HTTP/1.1', "HTTP/1.1 400 Bad request syntax ('GET / x HTTP/1.1')"],
    // Before the version is known to be good, the answer is that of HTTP/0.9: a page alone.
    ['HTTP/2.0', '<p>Message: Invalid HTTP version (2.0).</p>'],
    ['HTTP/1234567890.1', '<p>Message: Invalid HTTP version (1234567890.1).</p>'],
    ['HTTP/12345678901.1', "<p>Message: Bad request version ('HTTP/12345678901.1').</p>"],
    ['x y', "<p>Message: Bad request version ('y').</p>"],
  ])('%j is answered so', (version, answer) => {
    const { sent } = asked(`GET / ${version}\r\n\r\n`, Modern);
    expect(sent).toContain(answer);
    expect(sent.startsWith('HTTP/1.1')).toBe(answer.startsWith('HTTP/1.1'));
  });

  // How many of two equal requests are answered.
  test.each<[connection: string, counts: readonly number[]]>([
    ['', [1, 1, 2, 2, 2]],
    ['Connection: close\r\n', [1, 1, 1, 1, 1]],
    ['Connection: Close\r\n', [1, 1, 1, 1, 1]],
    ['Connection: Keep-Alive\r\n', [2, 2, 2, 2, 2]],
    ['Connection: x\r\n', [1, 1, 2, 2, 2]],
  ])('and the header %j decide whether the connection stays open', (connection, counts) => {
    const answers = (version: string, Class: typeof Handler): number =>
      (asked(`GET / HTTP/${version}\r\n${connection}\r\n`.repeat(2), Class).sent.match(/yes/g) ?? []).length;
    const versions = ['0.8', '1.0', '1.1', '1.10', '1.2'];
    expect(versions.map((version) => answers(version, Modern))).toEqual(counts);
    expect(versions.map((version) => answers(version, Handler))).toEqual([1, 1, 1, 1, 1]);
  });

  test('and that of the server decide whether 100 Continue is sent', () => {
    const lines = ['1.0', '1.1', '1.2'].flatMap((version) =>
      ['100-Continue', 'x'].flatMap((expectation) =>
        [Handler, Modern].map((Class) =>
          firstLine(asked(`GET / HTTP/${version}\r\nExpect: ${expectation}\r\nConnection: close\r\n\r\n`, Class)),
        ),
      ),
    );
    const [old, modern, more] = ['HTTP/1.0 200 OK', 'HTTP/1.1 200 OK', 'HTTP/1.1 100 Continue'];
    expect(lines).toEqual([old, modern, old, modern, old, more, old, modern, old, more, old, modern]);
  });

  test('a handler may refuse what is expected', () => {
    class Refusing extends Modern {
      override *handleExpect100(): Sys<boolean> {
        yield* this.sendError(417);
        return false;
      }
    }
    const { sent } = asked('GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n', Refusing);
    expect(sent).toMatch(/^HTTP\/1\.1 417 Expectation Failed\r\n/);
    expect(sent).not.toContain('yes');
  });
});

describe('send_error', () => {
  test.each<[code: number, phrase: string, hasPage: boolean]>([
    [100, 'Continue', false],
    [199, '???', false],
    [200, 'OK', true],
    [204, 'No Content', false],
    [205, 'Reset Content', false],
    [206, 'Partial Content', true],
    [304, 'Not Modified', false],
    [404, 'Not Found', true],
    [999, '???', true],
  ])('%i %s has a page: %s', (code, phrase, hasPage) => {
    const { sent, log, handler } = during((each) => each.sendError(code));
    expect(sent.startsWith(`HTTP/1.0 ${code} ${phrase}\r\n${SERVER}Connection: close\r\n`)).toBe(true);
    expect([sent.includes('<!DOCTYPE'), sent.includes('Content-Type'), sent.includes('Content-Length')]).toEqual(
      Array(3).fill(hasPage),
    );
    expect(log).toBe(`${D}code ${code}, message ${phrase}\n${D}"L" ${code} -\n`);
    expect(handler.closeConnection).toBe(true);
  });

  test('names the length of the page for HEAD, and does not send it', () => {
    const [head, whole] = ['HEAD', 'GET'].map(
      (command) => during((handler) => handler.sendError(404), { command }).sent,
    );
    expect(head).toMatch(/Content-Length: \d+\r\n\r\n$/);
    expect(whole?.startsWith(`${head}<!DOCTYPE`)).toBe(true);
  });

  test('escapes message and explanation for the page, but for quotes, and replaces what UTF-8 does not have', () => {
    const format = { errorMessageFormat: '%(code)d|%(message)s|%(explain)s' };
    const { sent } = during((handler) => handler.sendError(404, `<&"'>`, `<e&"'\ud800>`), format);
    expect(sent).toMatch(/Content-Length: 37\r\n\r\n404\|&lt;&amp;"'&gt;\|&lt;e&amp;"'\?&gt;$/);
    expect(during((handler) => handler.sendError(404), { errorMessageFormat: '' }).sent).toMatch(
      /Content-Length: 0\r\n\r\n$/,
    );
  });
});

describe('a response', () => {
  const OK = [undefined, '', 'mine', 5] as const;
  test.each(OK)('with the message %j', (message) => {
    const { sent, log } = during(function* (handler) {
      handler.sendResponse(200, message);
      yield* handler.endHeaders();
    });
    expect(sent).toBe(`HTTP/1.0 200 ${String(message ?? 'OK')}\r\n${SERVER}\r\n`);
    expect(log).toBe(`${D}"L" 200 -\n`);
  });

  test.each<[StatusCode, string]>([
    [299, 'HTTP/1.0 299 \r\n\r\n'],
    [99_999_999_999_999_999_999n, 'HTTP/1.0 99999999999999999999 \r\n\r\n'],
  ])('with the unknown code %s has no message, and nothing else', (code, want) => {
    const { sent, log } = during(function* (handler) {
      handler.sendResponseOnly(code);
      yield* handler.endHeaders();
    });
    expect([sent, log]).toEqual([want, '']);
  });

  test('of HTTP/0.9 has no head, but is logged, and its Connection is obeyed', () => {
    const { sent, log, handler } = during(
      function* (each) {
        each.sendResponse(200);
        each.sendHeader('A', 'b');
        each.sendHeader('Connection', 'keep-alive');
        yield* each.endHeaders();
        yield* each.flushHeaders();
      },
      { requestVersion: 'HTTP/0.9', closeConnection: true },
    );
    expect([sent, log, handler.closeConnection]).toEqual(['', `${D}"L" 200 -\n`, false]);
  });

  test('may be flushed in parts; its headers may be numbers', () => {
    const { sent } = during(function* (handler) {
      handler.sendHeader('A', 1 as never);
      yield* handler.flushHeaders();
      handler.sendHeader('B', 2.5 as never);
      yield* handler.endHeaders();
      yield* handler.flushHeaders();
    });
    expect(sent).toBe('A: 1\r\nB: 2.5\r\n\r\n');
  });

  test('without a head cannot end it, and has nothing to flush', () => {
    expect(() => during((handler) => handler.endHeaders())).toThrow(
      new AttributeError("'Handler' object has no attribute '_headers_buffer'"),
    );
    expect(during((handler) => handler.flushHeaders()).sent).toBe('');
  });

  test.each([
    ['Connection', 'close', true, true],
    ['CONNECTION', 'Close', true, true],
    ['connection', 'Keep-Alive', false, false],
    ['Connection', 'x', true, false],
    ['X', 'close', true, false],
    ['X', 'keep-alive', true, false],
    ['Connection', encodeLatin1('close'), true, false],
    [encodeLatin1('Connection'), 'close', true, false],
  ] as const)('with the header %s: %s', (keyword, value, ifClosing, ifKept) => {
    const after = (closeConnection: boolean): boolean =>
      during((handler) => handler.sendHeader(keyword as string, value as string), { closeConnection }).handler
        .closeConnection;
    expect([after(true), after(false)]).toEqual([ifClosing, ifKept]);
  });

  test.each([
    [5, 'x'],
    ['Connection', 5],
  ])('with the header %j: %j, which is no text, raises what Python does', (keyword, value) => {
    expect(() => during((handler) => handler.sendHeader(keyword as string, value as string))).toThrow(
      new AttributeError("'int' object has no attribute 'lower'"),
    );
  });

  test('whose message is beyond latin-1 raises UnicodeEncodeError', () => {
    expect(() => during((handler) => handler.sendResponse(200, '\u2603'))).toThrow(UnicodeEncodeError);
  });
});

describe('the log', () => {
  test('has lines of requests and errors, with control characters escaped', () => {
    const { log } = during(
      (handler) => {
        handler.logRequest();
        handler.logRequest(200, 5);
        handler.logError('a %s %d', 'b', 3);
      },
      { requestline: '\0\\\x7f\x9f\xa0é' },
    );
    const line = String.raw`"\x00\\\x7f\x9f${'\xa0é'}"`;
    expect(log).toBe(`${D}${line} - -\n${D}${line} 200 5\n${D}a b 3\n`);
  });

  test('has names of months of its own, three characters wide', () => {
    const { log } = during((handler) => handler.logError('x'), { monthname: ['', ...'abcdefghijkl'] });
    expect(log).toBe('127.0.0.1 - - [01/  a/2026 00:00:00] x\n');
  });

  test('and the date of a response count in UTC', () => {
    during((handler) => {
      expect([handler.dateTimeString(), handler.dateTimeString(0)]).toEqual([
        'Thu, 01 Jan 2026 00:00:00 GMT',
        'Thu, 01 Jan 1970 00:00:00 GMT',
      ]);
      expect([handler.versionString(), handler.addressString()]).toEqual(['BaseHTTP/0.6 Python/3.11.7', '127.0.0.1']);
    });
  });
});

describe('a timeout', () => {
  const timeout = function* (text: string): Sys<never> {
    throw new TimeoutError(text);
  };

  test('while the request line is read ends the connection, with a line in the log', () => {
    const late = { readline: () => timeout('timed out') };
    const { sent, log, handler } = during((each) => each.handle(), { rfile: late });
    expect([sent, log]).toEqual(['', `${D}Request timed out: TimeoutError('timed out')\n`]);
    expect(handler.closeConnection).toBe(true);
  });

  test('of a method does so too', () => {
    class Late extends Modern {
      override *do_GET(): Sys<void> {
        yield* timeout('late');
      }
    }
    const { log } = asked('GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n', Late);
    expect(log).toBe(`${D}Request timed out: TimeoutError('late')\n`);
  });
});

describe('__getattr__', () => {
  class Lazy extends Handler {
    override __getattr__(name: string): unknown {
      if (name === 'do_KEY') throw new KeyError(name);
      if (name !== 'do_PUT') throw new AttributeError(name);
      return function* (this: Lazy): Sys<void> {
        yield* this.wfile.write(encodeLatin1(`got ${name}`));
      };
    }
  }

  test('may provide methods', () => {
    expect(asked('PUT / HTTP/1.0\r\n\r\n', Lazy).sent).toBe('got do_PUT');
    expect(firstLine(asked('DEL / HTTP/1.0\r\n\r\n', Lazy))).toBe("HTTP/1.0 501 Unsupported method ('DEL')");
    expect(firstLine(asked('GET / HTTP/1.0\r\n\r\n', Lazy))).toBe('HTTP/1.0 200 OK');
  });

  test('may fail otherwise, which is no answer', () => {
    expect(() => asked('KEY / HTTP/1.0\r\n\r\n', Lazy)).toThrow(KeyError);
  });
});

test('an HTTP server knows its name and port; one with threads has daemons', () => {
  withLog(function* () {
    const server = yield* create(HTTPServer, ['127.0.0.1', 8000], BaseHTTPRequestHandler);
    expect([server.serverName, server.serverPort, server.allowReuseAddress]).toEqual(['localhost', 8000, 1]);
    expect(finish(server.socket.getsockopt('SOL_SOCKET', 'SO_REUSEADDR'))).toBe(1);
    expect(new ThreadingHTTPServer().daemonThreads).toBe(true);
    yield* server.serverClose();
  });
});
