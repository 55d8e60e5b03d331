/** Requests and responses, option by option: expected values are those of Werkzeug 3.1.8. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { concat, decodeLatin1, encodeLatin1, encodeUtf8 } from '../../src/python/bytes.ts';
import { RuntimeError, ValueError } from '../../src/python/errors.ts';
import { iterate } from '../../src/python/iterate.ts';
import type { SysIterable } from '../../src/python/iterate.ts';
import { repr } from '../../src/python/repr.ts';
import { BytesIO } from '../../src/stdlib/io.ts';
import { BadRequest, RequestedRangeNotSatisfiable, UnsupportedMediaType } from '../../src/werkzeug/exceptions.ts';
import { list } from '../../src/werkzeug/wrappers/encoded-body.ts';
import { Request } from '../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';
import type { ResponseOptions } from '../../src/werkzeug/wrappers/response.ts';
import type { Environ, WsgiApp } from '../../src/werkzeug/wsgi-types.ts';
import { finish } from '../support/files.ts';

const JSON_TYPE = { CONTENT_TYPE: 'application/json' };
const FORM_TYPE = { CONTENT_TYPE: 'application/x-www-form-urlencoded' };

const environOf = (body = '', more: Environ = {}): Environ => ({
  ...{ REQUEST_METHOD: 'POST', 'wsgi.input': new BytesIO(encodeLatin1(body)), CONTENT_LENGTH: String(body.length) },
  ...{ SCRIPT_NAME: '/app', PATH_INFO: '/p', SERVER_NAME: 'h', SERVER_PORT: '80', 'wsgi.url_scheme': 'http' },
  ...more,
});
const requestOf = (body?: string, more?: Environ): Request => new Request(environOf(body, more));
const textOf = (coroutine: Sys<Uint8Array>): string => decodeLatin1(finish(coroutine));
const sent = (iterable: SysIterable<Uint8Array>): string => decodeLatin1(concat(finish(list(iterate(iterable)))));

describe('the JSON of a request', () => {
  test('is parsed once, and kept unless it shall not be', () => {
    const kept = requestOf('{"a":1}', JSON_TYPE);
    expect(finish(kept.getJson())).toBe(finish(kept.json()));
    const read = requestOf('{"a":1}', JSON_TYPE);
    expect(finish(read.getJson({ cache: false }))).toEqual(new Map([['a', 1]]));
    // The body is gone.
    expect(() => finish(read.getJson())).toThrow(BadRequest);
  });

  test('that is none raises BadRequest, or is None in silence, in either order', () => {
    for (const order of [
      [true, false],
      [false, true],
    ]) {
      const request = requestOf('{', JSON_TYPE);
      for (const silent of order) {
        const read = (): unknown => finish(request.getJson({ silent }));
        if (silent) expect(read()).toBeUndefined();
        else expect(read).toThrow(/^Failed to decode JSON object: Expecting property name|Expecting property name/);
      }
    }
  });

  test('of another type raises UnsupportedMediaType, or is None in silence, or is taken by force and then kept', () => {
    const request = requestOf('1');
    expect(() => finish(request.getJson())).toThrow(UnsupportedMediaType);
    expect(finish(request.getJson({ silent: true }))).toBeUndefined();
    expect([finish(request.getJson({ force: true })), finish(request.getJson())]).toEqual([1, 1]);
  });

  test('may be what a subclass makes of a failure', () => {
    class Own extends Request {
      override onJsonLoadingFailed(error: ValueError | undefined): unknown {
        return error?.className ?? 'none';
      }
    }
    const read = (body: string, more?: Environ): unknown => finish(new Own(environOf(body, more)).getJson());
    expect([read('{', JSON_TYPE), read('1')]).toEqual(['JSONDecodeError', 'none']);
  });
});

describe('a request', () => {
  test('keeps its body once it is read, unless it shall not', () => {
    const read = requestOf('body');
    expect([textOf(read.getData({ cache: false })), textOf(read.getData())]).toEqual(['body', '']);
    const kept = requestOf('body');
    expect([textOf(kept.getData()), textOf(kept.data()), finish(kept.getText())]).toEqual(['body', 'body', 'body']);
  });

  test('whose body is read as a form has no data, but the form', () => {
    const request = requestOf('a=1', FORM_TYPE);
    expect(textOf(request.getData({ parseFormData: true }))).toBe('');
    expect([...finish(request.form()).items()]).toEqual([['a', '1']]);
    expect(textOf(requestOf('a=1', FORM_TYPE).data())).toBe('');
  });

  test('has the values of its query before those of its form', () => {
    const both = finish(requestOf('a=1', { ...FORM_TYPE, QUERY_STRING: 'b=2' }).values());
    expect([...both.items()]).toEqual([
      ['b', '2'],
      ['a', '1'],
    ]);
  });

  test('knows what its server said of it', () => {
    const { scriptRoot, urlRoot, remoteUser, isMultithread, isMultiprocess, isRunOnce } = requestOf('', {
      REMOTE_USER: 'me',
      'wsgi.multithread': true,
      'wsgi.multiprocess': false,
      'wsgi.run_once': false,
    });
    expect([scriptRoot, urlRoot, remoteUser]).toEqual(['/app', 'http://h/app/', 'me']);
    expect([isMultithread, isMultiprocess, isRunOnce]).toEqual([true, false, false]);
    expect([requestOf().remoteUser, requestOf().wantFormDataParsed]).toEqual([undefined, false]);
    expect(requestOf('', { CONTENT_TYPE: 'x' }).wantFormDataParsed).toBe(true);
  });

  test('stands in its environ, unless it shall not, or is shallow', () => {
    const stands = (options?: { populateRequest?: boolean; shallow?: boolean }): boolean => {
      const environ = environOf();
      return environ['werkzeug.request'] === new Request(environ, options) || 'werkzeug.request' in environ;
    };
    expect([stands(), stands({ populateRequest: false }), stands({ shallow: true })]).toEqual([true, false, false]);
    const environ = environOf();
    const request = new Request(environ);
    expect(environ['werkzeug.request']).toBe(request);
  });
});

describe('what is sent of a response', () => {
  test.each<[status: number, length: string | undefined, type: string | undefined, body: string]>([
    [99, '3', 'text/plain; charset=utf-8', 'abc'],
    [100, undefined, 'text/plain; charset=utf-8', ''],
    [199, undefined, 'text/plain; charset=utf-8', ''],
    [200, '3', 'text/plain; charset=utf-8', 'abc'],
    [204, undefined, 'text/plain; charset=utf-8', ''],
    [304, undefined, undefined, ''],
  ])('with status %i', (status, length, type, body) => {
    const response = new Response('abc', { status });
    const headers = response.getWsgiHeaders(environOf());
    expect([headers.get('Content-Length'), headers.get('Content-Type')]).toEqual([length, type]);
    expect(sent(response.getAppIter(environOf()))).toBe(body);
  });

  test('has a length where the body is a list, and the class says so', () => {
    class NoLength extends Response {
      static override readonly automaticallySetContentLength: boolean = false;
    }
    const length = (response: Response): string | undefined =>
      response.getWsgiHeaders(environOf()).get('Content-Length');
    expect([length(new Response(['a', 'é'])), length(new Response(new Set(['a'])))]).toEqual(['3', undefined]);
    expect([new NoLength('abc').headers.get('Content-Length'), length(new NoLength(['a']))]).toEqual([
      ...[undefined],
      undefined,
    ]);
  });

  test.each([
    ['x', 'x', 'http://h/app/x'],
    ['/y', '/y', 'http://h/y'],
    ['http://o/z', 'http://o/z', 'http://o/z'],
    ['?q', '?q', 'http://h/app/p?q'],
    ['ü', '%C3%BC', 'http://h/app/%C3%BC'],
  ])('the Location %s', (location, encoded, corrected) => {
    class Correcting extends Response {
      static override readonly autocorrectLocationHeader: boolean = true;
    }
    const environ = environOf('', { HTTP_HOST: 'h', QUERY_STRING: 'a=b' });
    const headers = { Location: location, 'Content-Location': '/ü' };
    const found = [Response, Correcting].map((Class) => new Class('', { headers }).getWsgiHeaders(environ));
    expect(found.map((each) => each.get('Location'))).toEqual([encoded, corrected]);
    expect(found[0]?.get('Content-Location')).toBe('/%C3%BC');
  });
});

describe('the body of a response', () => {
  test('is shown by its length, or as streamed, until it is made a list', () => {
    const response = new Response(['a', 'é'].values());
    expect([response.isSequence, response.isStreamed, repr(response)]).toEqual([
      ...[false, true],
      '<Response streamed [200 OK]>',
    ]);
    finish(response.makeSequence());
    expect([response.isSequence, response.isStreamed, repr(response)]).toEqual([
      ...[true, false],
      '<Response 3 bytes [200 OK]>',
    ]);
    expect(finish(response.getText())).toBe('aé');
  });

  test('is not made a list where that is not wanted: its length is unknown then', () => {
    class Explicit extends Response {
      static override readonly implicitSequenceConversion: boolean = false;
    }
    const streams = [
      new Explicit(['ab'].values()),
      new Response([encodeLatin1('a')].values(), { directPassthrough: true }),
    ];
    const messages = [/the implicit conversion was disabled\. Call make_sequence\(\)/, /in direct passthrough mode/];
    for (const [index, response] of streams.entries()) {
      expect(() => finish(response.getData())).toThrow(RuntimeError);
      expect(() => finish(response.getData())).toThrow(messages[index]);
      expect(finish(response.calculateContentLength())).toBeUndefined();
    }
    expect(finish(new Explicit(['ab']).calculateContentLength())).toBe(2);
    expect(sent((streams[1] as Response).getAppIter(environOf()))).toBe('a');
  });

  test('that cannot be read fails with its own error', () => {
    const failing = new Response(
      (function* (): Generator<string> {
        throw new ValueError('broken');
      })(),
    );
    expect(() => finish(failing.calculateContentLength())).toThrow('broken');
  });

  test('is closed first, then come the callbacks; also after it was made a list', () => {
    const calls: string[] = [];
    const body = () => ({ [Symbol.iterator]: () => ['a'].values(), close: () => void calls.push('body') });
    const response = new Response(body());
    response.callOnClose(() => calls.push('callback'));
    const iterator = response.getAppIter(environOf()) as unknown as { close(): Sys<void> };
    finish(iterator.close());
    expect(calls).toEqual(['body', 'callback']);
    const read = new Response(body());
    finish(read.makeSequence());
    finish(read.__exit__());
    expect(calls).toEqual(['body', 'callback', 'body']);
  });

  test('is frozen with its length and an etag; an etag that is there stays unless it is replaced', () => {
    const frozen = new Response(['abc'].values());
    finish(frozen.freeze());
    const etag = '"a9993e364706816aba3e25717850c26c9cd0d89d"';
    expect([frozen.headers.get('ETag'), frozen.headers.get('Content-Length')]).toEqual([etag, '3']);
    const tagged = new Response('abc', { headers: { ETag: '"mine"' } });
    finish(tagged.addEtag());
    expect(tagged.headers.get('ETag')).toBe('"mine"');
    finish(tagged.addEtag({ overwrite: true, weak: true }));
    expect(tagged.headers.get('ETag')).toBe(`W/${etag}`);
  });

  test('is JSON by its type, or by force; what is none raises, or is None in silence', () => {
    const mimetype = 'application/json';
    expect(finish(new Response('[1]', { mimetype }).json())).toEqual([1]);
    expect([finish(new Response('1').getJson()), finish(new Response('1').getJson({ force: true }))]).toEqual([
      ...[undefined],
      1,
    ]);
    expect(() => finish(new Response('{', { mimetype }).getJson())).toThrow(ValueError);
    expect(finish(new Response('{').getJson({ force: true, silent: true }))).toBeUndefined();
  });

  test('is a file to write to, until that is closed', () => {
    const response = new Response();
    const { stream } = response;
    expect(response.stream).toBe(stream);
    expect([stream.mode, stream.encoding, stream.isatty(), finish(stream.tell())]).toEqual(['wb+', 'utf-8', false, 0]);
    expect([finish(stream.write(encodeUtf8('abc'))), finish(stream.tell())]).toEqual([3, 3]);
    finish(stream.writelines([encodeUtf8('d'), encodeUtf8('e')]));
    expect([finish(response.getText()), response.headers.get('Content-Length')]).toEqual(['abcde', undefined]);
    stream.flush();
    stream.close();
    expect(stream.closed).toBe(true);
    for (const act of [() => finish(stream.write(encodeUtf8('x'))), () => stream.flush(), () => stream.isatty()]) {
      expect(act).toThrow(new ValueError('I/O operation on closed file'));
    }
  });
});

test('any app becomes a response of a class, with an environ; a response does without', () => {
  class Own extends Response {}
  const app: WsgiApp = (_environ, startResponse) => {
    startResponse('201 CREATED', [['X', 'y']]);
    return [encodeLatin1('z')];
  };
  const made = finish(Own.forceType(app, environOf()));
  expect([made instanceof Own, made.status, made.headers.get('X'), finish(made.getText())]).toEqual([
    ...[true, '201 CREATED', 'y'],
    'z',
  ]);
  expect(finish(Own.forceType(new Response('x')))).toBeInstanceOf(Own);
  expect(() => finish(Own.forceType(app))).toThrow('cannot convert WSGI application into response objects');
});

describe('make_conditional', () => {
  type Outcome = readonly [status: number, range: string | undefined, accept: string | undefined, body: string];
  const WHOLE: Outcome = [200, undefined, 'bytes', '0123456789'];
  const PART: Outcome = [206, 'bytes 2-4/10', 'bytes', '234'];
  const RANGE = { HTTP_RANGE: 'bytes=2-4' };
  const TAG = { headers: { ETag: '"t"' } };

  test.each<[Environ, Outcome, ResponseOptions?, (boolean | string)?, number?]>([
    [{}, WHOLE],
    [RANGE, PART],
    [{ ...RANGE, REQUEST_METHOD: 'HEAD' }, PART],
    [{ ...RANGE, REQUEST_METHOD: 'POST' }, [200, undefined, undefined, '0123456789']],
    [RANGE, [200, undefined, undefined, '0123456789'], {}, false],
    [RANGE, [200, undefined, undefined, '0123456789'], {}, ''],
    [RANGE, [206, 'bytes 2-4/10', 'items', '234'], {}, 'items'],
    [RANGE, WHOLE, {}, true, 0],
    [{ ...RANGE, HTTP_IF_RANGE: '"t"' }, PART, TAG],
    [{ ...RANGE, HTTP_IF_RANGE: '"u"' }, WHOLE, TAG],
    [{ ...RANGE, HTTP_IF_NONE_MATCH: '"t"' }, PART, TAG],
    [{ HTTP_IF_NONE_MATCH: '"t"' }, [304, undefined, 'bytes', '0123456789'], TAG],
    [{ HTTP_IF_MATCH: '"u"' }, [412, undefined, 'bytes', '0123456789'], TAG],
    [{ HTTP_IF_MATCH: '"t"' }, WHOLE, TAG],
    [
      { HTTP_IF_MODIFIED_SINCE: 'Sun, 06 Nov 1994 08:49:37 GMT' },
      [304, undefined, 'bytes', '0123456789'],
      { headers: { 'Last-Modified': 'Sun, 06 Nov 1994 08:49:37 GMT' } },
    ],
  ])('for %j', (conditions, outcome, ...[options = {}, acceptRanges = true, completeLength = 10]) => {
    const headers = new Map(Object.entries({ Date: 'D', ...(options.headers as Record<string, string> | undefined) }));
    const response = new Response('0123456789', { headers });
    finish(response.makeConditional({ REQUEST_METHOD: 'GET', ...conditions }, { acceptRanges, completeLength }));
    const { statusCode } = response;
    const [range, accept] = ['Content-Range', 'Accept-Ranges'].map((name) => response.headers.get(name));
    expect([statusCode, range, accept, sent(response.iterEncoded())]).toEqual(outcome);
    expect(response.headers.get('Content-Length')).toBe(String(statusCode === 206 ? 3 : 10));
  });

  test.each(['bytes=20-', 'x'])('raises for the range %s', (range) => {
    const environ = { REQUEST_METHOD: 'GET', HTTP_RANGE: range };
    const options = { acceptRanges: true, completeLength: 10 };
    const response = new Response('0123456789', { headers: { Date: 'D' } });
    expect(() => finish(response.makeConditional(environ, options))).toThrow(RequestedRangeNotSatisfiable);
  });
});
