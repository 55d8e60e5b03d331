import { expect, test } from 'vitest';
import { decodeUtf8 } from '../../src/python/bytes.ts';
import { LookupError, ValueError } from '../../src/python/errors.ts';
import { repr, str } from '../../src/python/repr.ts';
import { DateTime } from '../../src/stdlib/datetime.ts';
import { WWWAuthenticate } from '../../src/werkzeug/datastructures/auth.ts';
import {
  abort,
  Aborter,
  BadRequestKeyError,
  defaultExceptions,
  Forbidden,
  HTTPException,
  InternalServerError,
  MethodNotAllowed,
  NotFound,
  RequestedRangeNotSatisfiable,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
} from '../../src/werkzeug/exceptions.ts';
import { RequestRedirect } from '../../src/werkzeug/routing/exceptions.ts';
import { Request } from '../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';
import { drive } from '../support/drive.ts';

function raised(body: () => never): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

test('the page escapes its description and breaks its lines', () => {
  const response = new NotFound('<b> & "it\'s"\nnext').getResponse();
  expect(response.status).toBe('404 NOT FOUND');
  expect(decodeUtf8(drive(() => response.getData()))).toBe(
    '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n' +
      '<p>&lt;b&gt; &amp; &#34;it&#39;s&#34;<br>next</p>\n',
  );
});

test('an exception without a code is shown as None and sent with 200', () => {
  const error = new HTTPException('why');
  expect(error.getBody()).toContain('<title>None Unknown Error</title>');
  expect(error.getResponse().status).toBe('200 OK');
  expect(str(error)).toBe('??? Unknown Error: why');
});

test('exceptions with more to say add a header', () => {
  const basic = new WWWAuthenticate('basic', { realm: 'login' });
  expect(new MethodNotAllowed(['GET', 'HEAD']).getHeaders().at(-1)).toEqual(['Allow', 'GET, HEAD']);
  expect(new RequestedRangeNotSatisfiable(100).getHeaders().at(-1)).toEqual(['Content-Range', 'bytes */100']);
  expect(new TooManyRequests(undefined, { retryAfter: 7 }).getHeaders().at(-1)).toEqual(['Retry-After', '7']);
  expect(new TooManyRequests(undefined, { retryAfter: 0 }).getHeaders()).toHaveLength(1);
  expect(new Unauthorized(undefined, { wwwAuthenticate: [basic, basic] }).getHeaders().slice(1)).toEqual([
    ['WWW-Authenticate', 'Basic realm=login'],
    ['WWW-Authenticate', 'Basic realm=login'],
  ]);
});

test('every default exception stands under its own code', () => {
  expect(Object.keys(defaultExceptions)).toHaveLength(31);
  for (const [code, Class] of Object.entries(defaultExceptions)) expect(Class.code).toBe(Number(code));
});

test('abort raises the exception of a code, a response as it is, and LookupError for any other code', () => {
  expect(raised(() => abort(404, 'gone'))).toMatchObject({ code: 404, description: 'gone' });
  const response = new Response('x');
  expect((raised(() => abort(response)) as HTTPException).getResponse()).toBe(response);
  expect(raised(() => abort(299))).toEqual(new LookupError('no exception for 299'));
});

test('an Aborter may know further codes', () => {
  class Tea extends HTTPException {
    static override readonly code: number = 455;
  }
  const aborter = new Aborter(undefined, { 455: Tea });
  expect(raised(() => aborter.__call__(455))).toBeInstanceOf(Tea);
  expect(raised(() => aborter.__call__(404))).toBeInstanceOf(NotFound);
});

test('a missing key is only named on demand', () => {
  const error = new BadRequestKeyError('name');
  expect(error.description).not.toContain('name');
  error.showException = true;
  expect(error.description).toMatch(/\nKeyError: 'name'$/);
});

test('a redirect of the router is a response with a Location', () => {
  const response = new RequestRedirect('/new').getResponse();
  expect(response.statusCode).toBe(308);
  expect(response.location).toBe('/new');
});

test('an exception is shown by its code and name; both, and the description, may be changed', () => {
  expect([repr(new HTTPException()), str(new HTTPException())]).toEqual([
    "<HTTPException '???: Unknown Error'>",
    '??? Unknown Error: None',
  ]);
  const error = new NotFound();
  error.description = 'mine';
  expect([repr(error), str(error)]).toEqual(["<NotFound '404: Not Found'>", '404 Not Found: mine']);
  error.code = 499;
  expect([repr(error), error.getResponse().status]).toEqual(["<NotFound '499: Unknown Error'>", '499 UNKNOWN']);
  expect(repr(new NotFound())).toBe("<NotFound '404: Not Found'>");
});

test('a missing key may have a description of its own, and may be unknown', () => {
  const error = new BadRequestKeyError();
  error.showException = true;
  expect([error.description.split('\n').at(-1), error.args]).toEqual(['KeyError: ', []]);
  expect(new BadRequestKeyError('k', { description: 'said' }).description).toBe('said');
  const own = new BadRequestKeyError('k');
  own.description = 'own';
  own.showException = true;
  expect(own.description).toBe("own\nKeyError: 'k'");
});

test('exceptions with nothing more to say add no header', () => {
  for (const error of [
    new MethodNotAllowed(),
    new MethodNotAllowed([]),
    new RequestedRangeNotSatisfiable(),
    new Unauthorized(),
    new ServiceUnavailable(),
  ]) {
    expect(error.getHeaders(), error.className).toEqual([['Content-Type', 'text/html; charset=utf-8']]);
  }
});

test('a header may have other units, a single challenge, a date', () => {
  const basic = new WWWAuthenticate('basic', { realm: 'x' });
  const retryAfter = new DateTime({ year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5 });
  const added = [
    new RequestedRangeNotSatisfiable(0, { units: 'items' }),
    new Unauthorized(undefined, { wwwAuthenticate: basic }),
    new TooManyRequests(undefined, { retryAfter }),
    new MethodNotAllowed(new Set(['A', 'B'])),
  ].map((error) => error.getHeaders().slice(1));
  expect(added).toEqual([
    [['Content-Range', 'items */0']],
    [['WWW-Authenticate', 'Basic realm=x']],
    [['Retry-After', 'Fri, 02 Jan 2026 03:04:05 GMT']],
    [['Allow', 'A, B']],
  ]);
});

test('an error of the server knows the exception that it stands for', () => {
  const originalException = new ValueError('x');
  expect(new InternalServerError(undefined, { originalException }).originalException).toBe(originalException);
  expect(new InternalServerError().originalException).toBeUndefined();
});

test('an exception with a response is that response', () => {
  const response = new Response('x', { status: 201 });
  expect(new NotFound(undefined, { response }).getResponse()).toBe(response);
});

test('the page is made with the environ, which a request has too', () => {
  class Own extends NotFound {
    override getBody(environ?: Record<string, unknown>): string {
      return environ === undefined ? 'none' : String(environ['PATH_INFO']);
    }
  }
  const environ = { PATH_INFO: '/x', REQUEST_METHOD: 'GET' };
  const bodies = [new Own().getResponse(environ), new Own().getResponse(new Request(environ)), new Own().getResponse()];
  expect(bodies.map((response) => decodeUtf8(drive(() => response.getData())))).toEqual(['/x', '/x', 'none']);
});

test('an Aborter may have other exceptions for known codes, and knows only what a mapping has itself', () => {
  expect(raised(() => new Aborter({ 404: Forbidden }).__call__(404))).toBeInstanceOf(Forbidden);
  expect(raised(() => new Aborter({}).__call__(404))).toEqual(new LookupError('no exception for 404'));
  expect(raised(() => abort('toString' as never))).toEqual(new LookupError("no exception for 'toString'"));
  expect(raised(() => abort(429, 'slow', { retryAfter: 5 }))).toMatchObject({ description: 'slow', retryAfter: 5 });
});
