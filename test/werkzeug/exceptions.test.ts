import { expect, test } from 'vitest';
import { decodeUtf8 } from '../../src/python/bytes.ts';
import { LookupError } from '../../src/python/errors.ts';
import { str } from '../../src/python/repr.ts';
import { WWWAuthenticate } from '../../src/werkzeug/datastructures/auth.ts';
import {
  abort,
  Aborter,
  BadRequestKeyError,
  defaultExceptions,
  HTTPException,
  MethodNotAllowed,
  NotFound,
  RequestedRangeNotSatisfiable,
  TooManyRequests,
  Unauthorized,
} from '../../src/werkzeug/exceptions.ts';
import { RequestRedirect } from '../../src/werkzeug/routing/exceptions.ts';
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
