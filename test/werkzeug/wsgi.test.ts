/** What Werkzeug 3.1.8's `werkzeug.wsgi` answers for environs that servers make. */
import { expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { KeyError } from '../../src/python/errors.ts';
import { RequestEntityTooLarge } from '../../src/werkzeug/exceptions.ts';
import { BytesIO } from '../../src/stdlib/io.ts';
import {
  _getServer,
  getContentLength,
  getCurrentUrl,
  getHost,
  getInputStream,
  getPathInfo,
  type InputStreamOptions,
} from '../../src/werkzeug/wsgi.ts';
import { appendSlashRedirect } from '../../src/werkzeug/utils/redirect.ts';
import { getContentType } from '../../src/werkzeug/utils.ts';
import { Request } from '../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';
import type { Environ } from '../../src/werkzeug/wsgi-types.ts';
import { LimitedStream } from '../../src/werkzeug/wsgi-limited-stream.ts';
import { finish } from '../support/files.ts';

const BODY = 'a body of 20 bytes..';

function streamOf(about: Record<string, unknown>, options?: InputStreamOptions): { read: () => string; own: boolean } {
  const input = new BytesIO(encodeLatin1(BODY));
  const stream = getInputStream({ 'wsgi.input': input, ...about }, options);
  return { read: () => decodeLatin1(finish(stream.read()) ?? new Uint8Array()), own: stream === input };
}

test('a body ends where its length says', () => {
  expect(streamOf({ CONTENT_LENGTH: '6' }).read()).toBe('a body');
  expect(streamOf({ CONTENT_LENGTH: '0' }).read()).toBe('');
  expect(streamOf({ CONTENT_LENGTH: '-3' }).read()).toBe('');
  expect(streamOf({ CONTENT_LENGTH: 'x' }).read()).toBe('');
});

test('a body of unknown length is empty, or the input itself on request', () => {
  expect(streamOf({}).read()).toBe('');
  expect(streamOf({}).own).toBe(false);
  expect(streamOf({}, { safeFallback: false })).toMatchObject({ own: true });
  expect(streamOf({ CONTENT_LENGTH: '6', HTTP_TRANSFER_ENCODING: 'chunked' }).read()).toBe('');
});

test('a body may be as long as allowed, and not one byte longer', () => {
  const most = (maxContentLength: number): InputStreamOptions => ({ maxContentLength });
  expect(streamOf({ CONTENT_LENGTH: '6' }, most(6)).read()).toBe('a body');
  expect(streamOf({ CONTENT_LENGTH: '6' }, most(7)).read()).toBe('a body');
  expect(() => streamOf({ CONTENT_LENGTH: '6' }, most(5))).toThrow(RequestEntityTooLarge);
  expect(streamOf({}, most(5)).read()).toBe('');
});

test('a server that ends the input itself leaves it alone, unless there is a limit', () => {
  const ended = { 'wsgi.input_terminated': true };
  expect(streamOf(ended).own).toBe(true);
  expect(streamOf({ ...ended, CONTENT_LENGTH: '6' }).read()).toBe(BODY);
  // As much as is allowed is read; whether there would be more is asked by the next read.
  const cut = streamOf(ended, { maxContentLength: 19 });
  expect(cut.read()).toBe(BODY.slice(0, 19));
  expect(cut.read).toThrow(RequestEntityTooLarge);
  const whole = streamOf(ended, { maxContentLength: 21 });
  expect([whole.read(), whole.read()]).toEqual([BODY, '']);
  expect(() => streamOf({ ...ended, CONTENT_LENGTH: '30' }, { maxContentLength: 29 })).toThrow(RequestEntityTooLarge);
});

test('a stream that a client cuts short is told from one that is too long', () => {
  const input = new BytesIO(encodeLatin1('ab'));
  const stream = getInputStream({ 'wsgi.input': input, CONTENT_LENGTH: '2' });
  expect(stream).toBeInstanceOf(LimitedStream);
  expect(finish(stream.read())).toHaveLength(2);
  expect(finish(stream.read())).toHaveLength(0);
});

test('the length is that of the header, unless chunks say otherwise', () => {
  expect(getContentLength({ CONTENT_LENGTH: '12' })).toBe(12);
  expect(getContentLength({})).toBeUndefined();
  expect(getContentLength({ CONTENT_LENGTH: '12', HTTP_TRANSFER_ENCODING: 'gzip, Chunked' })).toBeUndefined();
  expect(getContentLength({ CONTENT_LENGTH: '12', HTTP_TRANSFER_ENCODING: 'gzip' })).toBe(12);
});

test('a path is UTF-8, and what is not is replaced', () => {
  expect(getPathInfo({ PATH_INFO: '/caf\u00c3\u00a9' })).toBe('/café');
  expect(getPathInfo({ PATH_INFO: '/\u00ff' })).toBe('/\ufffd');
  expect(getPathInfo({})).toBe('');
});

test('the server is its name and its port, where that is a number', () => {
  expect(_getServer({})).toBeUndefined();
  expect(_getServer({ SERVER_NAME: 'h' })).toEqual(['h', undefined]);
  expect(_getServer({ SERVER_NAME: 'h', SERVER_PORT: '80' })).toEqual(['h', 80]);
  expect(_getServer({ SERVER_NAME: 'h', SERVER_PORT: '/run/s' })).toEqual(['h', undefined]);
});

test('the host is the client’s header, or else the server, without the port that goes without saying', () => {
  const environ = { 'wsgi.url_scheme': 'http', SERVER_NAME: 'h', SERVER_PORT: '80' };
  expect(getHost(environ)).toBe('h');
  expect(getHost({ ...environ, SERVER_PORT: '81' })).toBe('h:81');
  expect(getHost({ ...environ, HTTP_HOST: 'other:80' })).toBe('other');
  expect(getHost({ ...environ, HTTP_HOST: 'other:443' })).toBe('other:443');
  expect(getHost({ ...environ, 'wsgi.url_scheme': 'https', HTTP_HOST: 'other:443' })).toBe('other');
  expect(getHost({ ...environ, 'wsgi.url_scheme': 'ws', HTTP_HOST: 'other:80' })).toBe('other');
  expect(getHost({ ...environ, 'wsgi.url_scheme': 'wss', HTTP_HOST: 'other:443' })).toBe('other');
});

test('the URL ends where it is asked to', () => {
  const environ = {
    'wsgi.url_scheme': 'http',
    HTTP_HOST: 'h',
    SCRIPT_NAME: '/app/',
    PATH_INFO: '/a b',
    QUERY_STRING: 'q=1&x=\u00c3\u00a9',
  };
  expect(getCurrentUrl(environ)).toBe('http://h/app/a%20b?q=1&x=é');
  expect(getCurrentUrl(environ, { stripQuerystring: true })).toBe('http://h/app/a%20b');
  expect(getCurrentUrl(environ, { rootOnly: true })).toBe('http://h/app/');
  expect(getCurrentUrl(environ, { hostOnly: true })).toBe('http://h/');
  const bare = { 'wsgi.url_scheme': 'http', HTTP_HOST: 'h' };
  for (const option of ['', 'stripQuerystring', 'rootOnly', 'hostOnly']) {
    expect(getCurrentUrl(bare, { [option]: true })).toBe('http://h/');
  }
});

test.each([
  ['text/html', true],
  ['application/xml', true],
  ['image/svg+xml', true],
  ['+xml/x', false],
  ['image/png', false],
  ['xtext/a', false],
  ['application/json', false],
])('%s has a charset: %s', (mimetype, isText) => {
  expect(getContentType(mimetype, 'utf-8')).toBe(isText ? `${mimetype}; charset=utf-8` : mimetype);
});

/** The `write` of a start_response. */
function* unused(): Sys<void> {
  /* nobody writes */
}

test.each<[string, (environ: Environ) => unknown]>([
  ['REQUEST_METHOD', (environ) => new Response('x').getAppIter(environ)],
  ['REQUEST_METHOD', (environ) => new Response('x', { status: 204 }).getAppIter(environ)],
  ['REQUEST_METHOD', (environ) => new Response('x').__call__(environ, () => unused)],
  ['REQUEST_METHOD', (environ) => finish(new Response('x', { headers: { Date: 'd' } }).makeConditional(environ))],
  ['wsgi.url_scheme', (environ) => getCurrentUrl(environ)],
  ['wsgi.url_scheme', (environ) => getHost(environ)],
  ['wsgi.input', (environ) => getInputStream(environ)],
  ['wsgi.input', (environ) => new Request(environ).stream],
  ['PATH_INFO', (environ) => appendSlashRedirect(environ)],
])('an environ without %s is no environ: KeyError', (key, act) => {
  const environ: Environ = {
    REQUEST_METHOD: 'GET',
    HTTP_HOST: 'h',
    PATH_INFO: '/a',
    'wsgi.url_scheme': 'http',
    'wsgi.input': new BytesIO(),
  };
  act(environ);
  delete environ[key];
  let raised: unknown;
  try {
    act(environ);
  } catch (error) {
    raised = error;
  }
  expect(raised).toBeInstanceOf(KeyError);
  expect(raised).toMatchObject({ args: [key] });
});
