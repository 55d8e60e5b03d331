/**
 * What WSGI applications need from the environ: URLs, hosts, and the body as a stream with an end.
 * Module: werkzeug.wsgi. The iterables of this module are in wsgi-iterators.ts, LimitedStream is in
 * wsgi-limited-stream.ts. Absent on purpose: `host_is_trusted`, which is in sansio/utils.ts.
 */
import { decodeUtf8, encodeLatin1 } from '../python/bytes.ts';
import { KeyError, ValueError } from '../python/errors.ts';
import { pyInt } from '../python/integers.ts';
import type { Int } from '../python/integers.ts';
import { tuple } from '../python/tuple.ts';
import { BytesIO } from '../stdlib/io.ts';
import type { SysIterable } from '../python/iterate.ts';
import { blocking, callApp } from './app.ts';
import { RequestEntityTooLarge } from './exceptions.ts';
import {
  getContentLength as contentLengthOf,
  getCurrentUrl as currentUrlOf,
  getHost as hostOf,
} from './sansio/utils.ts';
import { runIfCoroutine } from './run-if-coroutine.ts';
import { LimitedStream } from './wsgi-limited-stream.ts';
import type { InputStream } from './wsgi-limited-stream.ts';
import type { BlockingApp, Environ, StartResponse } from './wsgi-types.ts';

/** A server's address in an environ: host and port, or the path of a Unix socket without a port. */
export type ServerAddress = readonly [name: string, port: Int | undefined];

/**
 * Makes an app of a function that returns an app, such as a response: it is called with the same environ.
 * @python werkzeug.wsgi.responder
 */
export function responder(f: (environ: Environ, startResponse: StartResponse) => unknown): BlockingApp {
  const app = blocking(function* (environ, startResponse) {
    const answer = yield* runIfCoroutine(f(environ, startResponse));
    return (yield* callApp(answer, environ, startResponse)) as SysIterable<Uint8Array>;
  });
  return Object.defineProperty(app, 'name', { value: f.name });
}

/** Which parts of the URL to include. */
export interface CurrentUrlOptions {
  readonly rootOnly?: boolean;
  readonly stripQuerystring?: boolean;
  readonly hostOnly?: boolean;
  readonly trustedHosts?: readonly string[] | undefined;
}

/** The value of a key in an environ, as text. */
export const environText = (environ: Environ, key: string): string | undefined => environ[key] as string | undefined;

/** `environ[key]`. Raises KeyError. */
export function environItem(environ: Environ, key: string): unknown {
  const value = environ[key];
  if (value === undefined && !Object.hasOwn(environ, key)) throw new KeyError(key);
  return value;
}

/** The requested URL, or its beginning. @python werkzeug.wsgi.get_current_url */
export function getCurrentUrl(environ: Environ, options: CurrentUrlOptions = {}): string {
  const { rootOnly = false, stripQuerystring = false, hostOnly = false, trustedHosts } = options;
  const scheme = environItem(environ, 'wsgi.url_scheme') as string;
  const host = getHost(environ, trustedHosts);
  if (hostOnly) return currentUrlOf(scheme, host);
  const rootPath = environText(environ, 'SCRIPT_NAME') ?? '';
  if (rootOnly) return currentUrlOf(scheme, host, { rootPath });
  const path = environText(environ, 'PATH_INFO') ?? '';
  if (stripQuerystring) return currentUrlOf(scheme, host, { rootPath, path });
  const queryString = encodeLatin1(environText(environ, 'QUERY_STRING') ?? '');
  return currentUrlOf(scheme, host, { rootPath, path, queryString });
}

/** The server's name and port; undefined if it has no name. @python werkzeug.wsgi._get_server @internal */
export function _getServer(environ: Environ): ServerAddress | undefined {
  const name = environText(environ, 'SERVER_NAME');
  if (name === undefined) return undefined;
  try {
    const port = environ['SERVER_PORT'] as string | Int | undefined;
    return tuple(name, typeof port === 'string' ? pyInt(port) : port);
  } catch (error) {
    if (error instanceof ValueError) return tuple(name, undefined);
    throw error;
  }
}

/** The requested host. Raises SecurityError for an untrusted one. @python werkzeug.wsgi.get_host */
export function getHost(environ: Environ, trustedHosts?: readonly string[]): string {
  const scheme = environItem(environ, 'wsgi.url_scheme') as string;
  return hostOf(scheme, environText(environ, 'HTTP_HOST'), { server: _getServer(environ), trustedHosts });
}

/** The length of the body; undefined if unknown. @python werkzeug.wsgi.get_content_length */
export const getContentLength = (environ: Environ): Int | undefined =>
  contentLengthOf(environText(environ, 'CONTENT_LENGTH'), environText(environ, 'HTTP_TRANSFER_ENCODING'));

/** Options of `getInputStream`. */
export interface InputStreamOptions {
  /** Whether a body of unknown length counts as empty instead of being read without end. True by default. */
  readonly safeFallback?: boolean;
  readonly maxContentLength?: Int | undefined;
}

/**
 * The body as a stream that ends where the body ends. Raises RequestEntityTooLarge for a body that is, or turns out to
 * be, longer than `maxContentLength`.
 * @python werkzeug.wsgi.get_input_stream
 */
export function getInputStream(environ: Environ, options: InputStreamOptions = {}): InputStream {
  const { safeFallback = true, maxContentLength } = options;
  const stream = environItem(environ, 'wsgi.input') as InputStream;
  const contentLength = getContentLength(environ);
  if (contentLength !== undefined && maxContentLength !== undefined && contentLength > maxContentLength) {
    throw new RequestEntityTooLarge();
  }
  // The server ends the stream itself. Do not move this up: without a limit, a read would wait for a client that sends
  // nothing more.
  if ('wsgi.input_terminated' in environ) {
    return maxContentLength === undefined ? stream : new LimitedStream(stream, maxContentLength, { isMax: true });
  }
  if (contentLength === undefined) return safeFallback ? new BytesIO() : stream;
  return new LimitedStream(stream, contentLength);
}

/** The path as text; bytes that are not UTF-8 are replaced. @python werkzeug.wsgi.get_path_info */
export const getPathInfo = (environ: Environ): string =>
  decodeUtf8(encodeLatin1(environText(environ, 'PATH_INFO') ?? ''), 'replace');
