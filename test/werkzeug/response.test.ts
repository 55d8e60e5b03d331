import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/python/bytes.ts';
import { PyTypeError, RuntimeError, ValueError } from '../../src/python/errors.ts';
import { iterate } from '../../src/python/iterate.ts';
import { DateTime } from '../../src/stdlib/datetime.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { RequestedRangeNotSatisfiable } from '../../src/werkzeug/exceptions.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';
import type { Environ, StartResponse } from '../../src/werkzeug/wsgi-types.ts';
import { drive } from '../support/drive.ts';

const environ = (extra: Environ = {}): Environ => ({
  REQUEST_METHOD: 'GET',
  SERVER_NAME: '127.0.0.1',
  SERVER_PORT: '5000',
  SCRIPT_NAME: '/app',
  PATH_INFO: '/here/',
  QUERY_STRING: '',
  'wsgi.url_scheme': 'http',
  ...extra,
});

interface Sent {
  readonly status: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a response as a server would, and closes it. */
function* sent(response: Response, asked: Environ = environ()): Sys<Sent> {
  let head: readonly [string, [string, string][]] = ['', []];
  const startResponse: StartResponse = (status, headers) => {
    head = [status, headers];
    return function* () {
      /* nobody writes */
    };
  };
  const iterator = iterate(response.__call__(asked, startResponse));
  let body = '';
  for (let step = yield* iterator.next(); step.done !== true; step = yield* iterator.next()) {
    body += decodeUtf8(step.value);
  }
  yield* iterator.close?.() ?? [];
  return { status: head[0], headers: Object.fromEntries(head[1]), body };
}

const send = (response: Response, asked?: Environ): Sent => drive(() => sent(response, asked));

test('text is sent as UTF-8 with its length in bytes', () => {
  const { status, headers, body } = send(new Response('é☃'));
  expect(status).toBe('200 OK');
  expect(headers).toEqual({ 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': '5' });
  expect(body).toBe('é☃');
});

function* slowBody(): Generator<string> {
  yield 'one';
  yield* sleep(1) as unknown as Generator<string, void, void>;
  yield 'two';
}

test('a body that blocks is sent chunk by chunk, without a length', () => {
  const { headers, body: text } = send(new Response(slowBody()));
  expect(headers).not.toHaveProperty('Content-Length');
  expect(text).toBe('onetwo');
});

test.each([
  [404, '404 NOT FOUND', 404],
  [299, '299 UNKNOWN', 299],
  ['404', '404 NOT FOUND', 404],
  ['404 Nope', '404 Nope', 404],
  ['nope', '0 nope', 0],
  [' 1_0 ', '10 UNKNOWN', 10],
])('the status %j is sent as %j', (status, text, code) => {
  const response = new Response('', { status });
  expect([response.status, response.statusCode]).toEqual([text, code]);
});

test('an empty status raises ValueError', () => {
  expect(() => new Response('', { status: ' ' })).toThrow(new ValueError('Empty status argument'));
});

test.each([100, 204, 304])('a response %i has neither body nor length', (status) => {
  const { headers, body } = send(new Response('body', { status }));
  expect(headers).not.toHaveProperty('Content-Length');
  expect(body).toBe('');
});

test('the answer to HEAD has the length of the body that it leaves out', () => {
  const { headers, body } = send(new Response('body'), environ({ REQUEST_METHOD: 'HEAD' }));
  expect(headers['Content-Length']).toBe('4');
  expect(body).toBe('');
});

test('class attributes of a subclass hold from the start', () => {
  class Created extends Response {
    static override readonly defaultStatus: number = 201;
    static override readonly defaultMimetype: string = 'text/html';
    static override readonly automaticallySetContentLength: boolean = false;
  }
  const { status, headers } = send(new Created('x'));
  expect(status).toBe('201 CREATED');
  expect(headers).toEqual({ 'Content-Type': 'text/html; charset=utf-8' });
});

test('a relative Location is encoded, and made absolute where the class says so', () => {
  class Correcting extends Response {
    static override readonly autocorrectLocationHeader: boolean = true;
  }
  const options = { status: 302, headers: { Location: 'nächste' } };
  expect(send(new Response('', options)).headers['Location']).toBe('n%C3%A4chste');
  expect(send(new Correcting('', options)).headers['Location']).toBe('http://127.0.0.1:5000/app/here/n%C3%A4chste');
});

test('closing closes the body first, then calls the callbacks', () => {
  const calls: string[] = [];
  function* body(): Generator<string> {
    try {
      yield 'x';
    } finally {
      calls.push('body');
    }
  }
  const response = new Response(body());
  response.callOnClose(() => calls.push('one'));
  response.callOnClose(() => calls.push('two'));
  drive(function* () {
    yield* iterate(response.iterEncoded()).next();
    yield* response.close();
  });
  expect(calls).toEqual(['body', 'one', 'two']);
});

test('getData reads a generator once and keeps it', () => {
  const response = new Response(['a', 'b'].values());
  expect(response.isSequence).toBe(false);
  expect(drive(() => response.getText())).toBe('ab');
  expect(drive(() => response.getText())).toBe('ab');
  expect(response.isSequence).toBe(true);
});

test('a body that is passed through directly is not turned into a sequence', () => {
  const response = new Response([encodeUtf8('a')].values(), { directPassthrough: true });
  expect(() => drive(() => response.getData())).toThrow(RuntimeError);
  expect(drive(() => response.calculateContentLength())).toBeUndefined();
});

test('writing to the stream appends, and forgets the length', () => {
  const response = new Response('one ');
  drive(() => response.stream.writelines([encodeUtf8('two '), encodeUtf8('three')]));
  const { headers, body } = send(response);
  expect(headers['Content-Length']).toBe('13');
  expect(body).toBe('one two three');
  response.stream.close();
  expect(() => drive(() => response.stream.write(encodeUtf8('x')))).toThrow(ValueError);
});

test('changing what a header holds changes the header, and emptying it removes it', () => {
  const response = new Response('');
  response.vary.add('Accept');
  response.vary.add('Cookie');
  expect(response.headers.get('Vary')).toBe('Accept, Cookie');
  response.vary.clear();
  expect(response.headers.has('Vary')).toBe(false);
  response.cacheControl.maxAge = 60;
  expect(response.headers.get('Cache-Control')).toBe('max-age=60');
  response.contentRange.set(0, 5, 10);
  expect(response.headers.get('Content-Range')).toBe('bytes 0-4/10');
  response.contentRange.unset();
  expect(response.headers.has('Content-Range')).toBe(false);
  response.expires = new DateTime({ year: 2020, month: 2, day: 29, offset: 0 });
  expect(response.headers.get('Expires')).toBe('Sat, 29 Feb 2020 00:00:00 GMT');
  response.expires = undefined;
  expect(response.headers.has('Expires')).toBe(false);
});

const conditional = (extra: Environ): Sent =>
  drive(function* () {
    const asked = environ(extra);
    const response = new Response('abcdefghij');
    response.setEtag('tag');
    yield* response.makeConditional(asked, { acceptRanges: true, completeLength: 10 });
    return yield* sent(response, asked);
  });

describe('made conditional, a response', () => {
  test('is whole without conditions', () => {
    expect(conditional({})).toMatchObject({ status: '200 OK', body: 'abcdefghij' });
  });

  test('is 304 where the client has it already', () => {
    expect(conditional({ HTTP_IF_NONE_MATCH: '"tag"' })).toMatchObject({ status: '304 NOT MODIFIED', body: '' });
  });

  test('is 412 where the client wants another', () => {
    expect(conditional({ HTTP_IF_MATCH: '"other"' }).status).toBe('412 PRECONDITION FAILED');
  });

  test('is the part that was asked for', () => {
    const { status, headers, body } = conditional({ HTTP_RANGE: 'bytes=2-4' });
    expect(status).toBe('206 PARTIAL CONTENT');
    expect(headers).toMatchObject({ 'Content-Range': 'bytes 2-4/10', 'Content-Length': '3' });
    expect(body).toBe('cde');
  });

  test('raises for a part that there is not', () => {
    expect(() => conditional({ HTTP_RANGE: 'bytes=20-30' })).toThrow(RequestedRangeNotSatisfiable);
  });
});

const app = (_: Environ, startResponse: StartResponse): Uint8Array[] => {
  startResponse('201 CREATED', [['X-App', 'yes']]);
  return [encodeUtf8('body')];
};

test('an application becomes a response, with what it wrote before its body', () => {
  const response = drive(() => Response.fromApp(app, environ(), { buffered: true }));
  expect(send(response)).toMatchObject({ status: '201 CREATED', headers: { 'X-App': 'yes' }, body: 'body' });
  expect(() => drive(() => Response.forceType(app))).toThrow(PyTypeError);
});
