import { expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeUtf8, encodeLatin1 } from '../../src/python/bytes.ts';
import { PyTypeError, RuntimeError } from '../../src/python/errors.ts';
import { iterate } from '../../src/python/iterate.ts';
import { repr } from '../../src/python/repr.ts';
import { BytesIO } from '../../src/stdlib/io.ts';
import { callApp } from '../../src/werkzeug/app.ts';
import { BadRequest, NotFound, RequestEntityTooLarge, UnsupportedMediaType } from '../../src/werkzeug/exceptions.ts';
import { Request } from '../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';
import type { Environ, StartResponse, WsgiApp } from '../../src/werkzeug/wsgi-types.ts';
import { drive } from '../support/drive.ts';

function environ(body = '', contentType?: string, extra: Environ = {}): Environ {
  return {
    REQUEST_METHOD: 'POST',
    SERVER_NAME: '127.0.0.1',
    SERVER_PORT: '5000',
    HTTP_HOST: 'example.test',
    SCRIPT_NAME: '',
    PATH_INFO: '/p\xc3\xa4th',
    QUERY_STRING: 'q=1&q=2',
    CONTENT_LENGTH: String(body.length),
    ...(contentType === undefined ? {} : { CONTENT_TYPE: contentType }),
    'wsgi.url_scheme': 'http',
    'wsgi.input': new BytesIO(encodeLatin1(`${body}and what is behind it`)),
    ...extra,
  };
}

const URLENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=b';
const FORM =
  '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n' +
  '--b\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\nfile\r\n--b--\r\n';

test('a request knows its URL in all its forms', () => {
  const request = new Request(environ('', undefined, { SCRIPT_NAME: '/app/' }));
  expect(request.url).toBe('http://example.test/app/päth?q=1&q=2');
  expect([request.rootUrl, request.hostUrl]).toEqual(['http://example.test/app/', 'http://example.test/']);
  expect([...request.args.getlist('q')]).toEqual(['1', '2']);
});

test('the body ends where its length says', () => {
  const request = new Request(environ('body'));
  expect(decodeUtf8(drive(() => request.getData()))).toBe('body');
  expect(decodeUtf8(drive(() => request.getData()))).toBe('body');
});

test('a form is read once, and leaves no data', () => {
  const request = new Request(environ('a=1&b=2&a=3', URLENCODED));
  drive(function* () {
    const form = yield* request.form();
    expect([...form.lists()].map(([key, values]) => [key, [...values]])).toEqual([
      ['a', ['1', '3']],
      ['b', ['2']],
    ]);
    expect(yield* request.form()).toBe(form);
    expect(yield* request.getText()).toBe('');
  });
});

test('data that was read first is still parsed as a form', () => {
  const request = new Request(environ('a=1', URLENCODED));
  drive(function* () {
    expect(yield* request.getText()).toBe('a=1');
    expect((yield* request.form()).get('a')).toBe('1');
  });
});

test('a multipart form has fields and files', () => {
  const request = new Request(environ(FORM, MULTIPART));
  drive(function* () {
    expect((yield* request.form()).get('a')).toBe('one');
    const file = (yield* request.files()).get('f');
    expect([file?.filename, file?.contentType, decodeUtf8(file?.read() ?? new Uint8Array())]).toEqual([
      'x.txt',
      'text/plain',
      'file',
    ]);
  });
});

test('a form that is not valid is empty', () => {
  const request = new Request(environ(FORM.slice(0, -10), MULTIPART));
  expect(drive(() => request.form())).toHaveLength(0);
});

test.each(['maxContentLength', 'maxFormMemorySize', 'maxFormParts'] as const)(
  'a form beyond %s raises RequestEntityTooLarge',
  (limit) => {
    const request = new Request(environ(FORM, MULTIPART));
    request[limit] = 1;
    expect(() => drive(() => request.form())).toThrow(RequestEntityTooLarge);
  },
);

const valuesOf = (method: string): unknown => {
  const request = new Request(environ('q=3', URLENCODED, { REQUEST_METHOD: method }));
  return drive(() => request.values()).getlist('q');
};

test('values are the query string and, but for GET, the form', () => {
  expect(valuesOf('POST')).toEqual(['1', '2', '3']);
  expect(valuesOf('GET')).toEqual(['1', '2']);
});

const json = (body: string, type?: string) => new Request(environ(body, type));

test('JSON is read by its type, by force or in silence', () => {
  expect(drive(() => json('[true]', 'application/json').json())).toEqual([true]);
  expect(drive(() => json('[true]').getJson({ force: true }))).toEqual([true]);
  expect(() => drive(() => json('[true]').json())).toThrow(UnsupportedMediaType);
  expect(() => drive(() => json('[', 'application/json').json())).toThrow(BadRequest);
  expect(drive(() => json('[', 'application/json').getJson({ silent: true }))).toBeUndefined();
});

test('a shallow request does not let its body be read', () => {
  const asked = environ('body');
  expect(() => new Request(asked, { shallow: true }).stream).toThrow(RuntimeError);
  expect(asked).not.toHaveProperty('werkzeug.request');
});

function* answer(app: WsgiApp): Sys<string> {
  let status = '';
  const startResponse: StartResponse = (line) => {
    status = line;
    return function* () {
      /* nobody writes */
    };
  };
  const iterator = iterate(yield* callApp(app, environ('body'), startResponse));
  const step = yield* iterator.next();
  return `${status}: ${step.done === true ? '' : decodeUtf8(step.value as Uint8Array)}`;
}

test('a view may be plain or block, and may raise its answer', () => {
  const plain = Request.application((request) => new Response(request.method));
  const blocks = Request.application(function* (request) {
    return new Response(yield* request.getData());
  });
  const raises = Request.application(() => {
    throw new NotFound();
  });
  expect(drive(() => answer(plain))).toBe('200 OK: POST');
  expect(drive(() => answer(blocks))).toBe('200 OK: body');
  expect(drive(() => answer(raises))).toMatch(/^404 NOT FOUND: <!doctype html>/);
});

const wrong = (value: unknown) => Request.application(() => value as Response);

test('a view that answers no app, or a promise, raises TypeError', () => {
  expect(() => drive(() => answer(wrong(null)))).toThrow(PyTypeError);
  expect(() => drive(() => answer(wrong(null)))).toThrow("'NoneType' object is not callable");
  expect(() => drive(() => answer(wrong(Promise.resolve())))).toThrow(/the view returned a promise/);
});

test('the route of a request is an ImmutableList, made once', () => {
  const forwarded = new Request({
    REQUEST_METHOD: 'GET',
    HTTP_X_FORWARDED_FOR: '1.2.3.4, 5.6.7.8',
    REMOTE_ADDR: '9.9.9.9',
  });
  expect(repr(forwarded.accessRoute)).toBe("ImmutableList(['1.2.3.4', '5.6.7.8'])");
  expect(forwarded.accessRoute).toBe(forwarded.accessRoute);
  expect(repr(new Request({ REMOTE_ADDR: '9.9.9.9' }).accessRoute)).toBe("ImmutableList(['9.9.9.9'])");
  expect(repr(new Request({}).accessRoute)).toBe('ImmutableList([])');
});
