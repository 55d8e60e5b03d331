/**
 * A request without its body: method, URL and headers.
 * Values are parsed on first use, and kept. Missing values read as undefined.
 * Module: werkzeug.sansio.request. Base: object. Derived: wrappers.Request.
 */
import { decodeUtf8 } from '../../python/bytes.ts';
import { registerClass } from '../../python/classes.ts';
import { Exception } from '../../python/errors.ts';
import { pyInt } from '../../python/integers.ts';
import { asPythonError } from '../../python/foreign.ts';
import type { Int } from '../../python/integers.ts';
import { repr } from '../../python/repr.ts';
import { lstrip, rstrip } from '../../python/text.ts';
import type { DateTime } from '../../stdlib/datetime.ts';
import { parseQsl } from '../../stdlib/urllib/parse.ts';
import { CharsetAccept, LanguageAccept, MIMEAccept } from '../datastructures/accept.ts';
import type { Accept } from '../datastructures/accept.ts';
import { Authorization } from '../datastructures/auth.ts';
import { RequestCacheControl } from '../datastructures/cache-control.ts';
import type { ETags } from '../datastructures/etag.ts';
import type { HeaderSet } from '../datastructures/header-set.ts';
import type { Headers } from '../datastructures/headers.ts';
import type { IfRange, Range } from '../datastructures/range.ts';
import { ImmutableList, ImmutableMultiDict } from '../datastructures/structures.ts';
import type { MultiDict } from '../datastructures/structures.ts';
import {
  parseAcceptHeader,
  parseCacheControlHeader,
  parseEtags,
  parseIfRangeHeader,
  parseRangeHeader,
  parseSetHeader,
} from '../http.ts';
import { parseDate } from '../http-date.ts';
import { parseListHeader, parseOptionsHeader } from '../http/parameters.ts';
import { urlQuoteErrors } from '../urls.ts';
import { UserAgent } from '../user-agent.ts';
import type { ServerAddress } from '../wsgi.ts';
import { parseCookie } from './http.ts';
import { readHeader } from './header-properties.ts';
import { isJsonType } from './response-class.ts';
import { getContentLength, getCurrentUrl, getHost } from './utils.ts';

/** The request line, and the data of its connection. */
export interface RequestLine {
  readonly method: string;
  readonly scheme: string;
  readonly server: ServerAddress | undefined;
  readonly rootPath: string;
  readonly path: string;
  /** The bytes after the `?`. */
  readonly queryString: Uint8Array;
  readonly headers: Headers;
  readonly remoteAddr: string | undefined;
}

/** A request without its body. @python werkzeug.sansio.request.Request @differs the constructor takes an object */
export class Request {
  /** The class of `args` and `form`. */
  parameterStorageClass: typeof MultiDict = ImmutableMultiDict;
  /** The class of `cookies`. */
  dictStorageClass: typeof MultiDict = ImmutableMultiDict;
  /** The class of `accessRoute`. */
  listStorageClass: typeof ImmutableList = ImmutableList;
  userAgentClass: typeof UserAgent = UserAgent;
  /** Trusted hosts; `.name` includes all its subdomains; undefined for any host. */
  trustedHosts: readonly string[] | undefined = undefined;
  readonly method: string;
  readonly scheme: string;
  readonly server: ServerAddress | undefined;
  readonly rootPath: string;
  readonly path: string;
  readonly queryString: Uint8Array;
  readonly headers: Headers;
  readonly remoteAddr: string | undefined;
  /** Cached values, by name. */
  private _parsed: Map<string, unknown> | undefined;

  constructor(line: RequestLine) {
    this.method = line.method.toUpperCase();
    this.scheme = line.scheme;
    this.server = line.server;
    this.rootPath = rstrip(line.rootPath, '/');
    this.path = `/${lstrip(line.path, '/')}`;
    this.queryString = line.queryString;
    this.headers = line.headers;
    this.remoteAddr = line.remoteAddr;
  }

  /** @python werkzeug.sansio.request.Request.__repr__ */
  __repr__(): string {
    let url: string;
    try {
      url = this.url;
    } catch (thrown) {
      const error = asPythonError(thrown);
      if (!(error instanceof Exception)) throw error;
      url = `(invalid URL: ${error.text})`;
    }
    return `<${this.constructor.name} ${repr(url)} [${this.method}]>`;
  }

  /** `cached_property`: computes a value once. After an error it is computed again. */
  protected _once<T>(name: string, compute: () => T): T {
    if (this._parsed?.has(name) === true) return this._parsed.get(name) as T;
    const value = compute();
    (this._parsed ??= new Map()).set(name, value);
    return value;
  }

  /**
   * The parameters of the query string. Raises UnicodeDecodeError for invalid UTF-8.
   * @python werkzeug.sansio.request.Request.args
   */
  get args(): MultiDict {
    return this._once(
      'args',
      () =>
        new this.parameterStorageClass(
          parseQsl(decodeUtf8(this.queryString), { keepBlankValues: true, errors: urlQuoteErrors }),
        ),
    );
  }

  /**
   * The addresses that the request came through, the client's first.
   * @python werkzeug.sansio.request.Request.access_route
   */
  get accessRoute(): ImmutableList<string> {
    return this._once('accessRoute', () => {
      const forwarded = this.headers.get('X-Forwarded-For');
      if (forwarded !== undefined) return new this.listStorageClass(parseListHeader(forwarded));
      return new this.listStorageClass(this.remoteAddr === undefined ? [] : [this.remoteAddr]);
    });
  }

  /** Path and query string. @python werkzeug.sansio.request.Request.full_path */
  get fullPath(): string {
    return `${this.path}?${decodeUtf8(this.queryString)}`;
  }

  /** @python werkzeug.sansio.request.Request.is_secure */
  get isSecure(): boolean {
    return this.scheme === 'https' || this.scheme === 'wss';
  }

  /** The whole URL. @python werkzeug.sansio.request.Request.url */
  get url(): string {
    const { rootPath, path, queryString } = this;
    return this._once('url', () => getCurrentUrl(this.scheme, this.host, { rootPath, path, queryString }));
  }

  /** The URL without the query string. @python werkzeug.sansio.request.Request.base_url */
  get baseUrl(): string {
    const { rootPath, path } = this;
    return this._once('baseUrl', () => getCurrentUrl(this.scheme, this.host, { rootPath, path }));
  }

  /** The URL of the application. @python werkzeug.sansio.request.Request.root_url */
  get rootUrl(): string {
    const { rootPath } = this;
    return this._once('rootUrl', () => getCurrentUrl(this.scheme, this.host, { rootPath }));
  }

  /** The URL of the host. @python werkzeug.sansio.request.Request.host_url */
  get hostUrl(): string {
    return this._once('hostUrl', () => getCurrentUrl(this.scheme, this.host));
  }

  /**
   * The host, with its port unless it is the scheme's default. Raises SecurityError for an untrusted host.
   * @python werkzeug.sansio.request.Request.host
   */
  get host(): string {
    const { server, trustedHosts } = this;
    return this._once('host', () => getHost(this.scheme, this.headers.get('host'), { server, trustedHosts }));
  }

  /** @python werkzeug.sansio.request.Request.cookies */
  get cookies(): MultiDict {
    return this._once('cookies', () => parseCookie(this.headers.getlist('Cookie').join(';'), this.dictStorageClass));
  }

  /** @python werkzeug.sansio.request.Request.content_type */
  get contentType(): string | undefined {
    return this.headers.get('Content-Type');
  }

  /** @python werkzeug.sansio.request.Request.content_length */
  get contentLength(): Int | undefined {
    return getContentLength(this.headers.get('Content-Length'), this.headers.get('Transfer-Encoding'));
  }

  /** @python werkzeug.sansio.request.Request.content_encoding */
  get contentEncoding(): string | undefined {
    return this.headers.get('Content-Encoding');
  }

  /** @python werkzeug.sansio.request.Request.content_md5 */
  get contentMd5(): string | undefined {
    return this.headers.get('Content-MD5');
  }

  /** @python werkzeug.sansio.request.Request.referrer */
  get referrer(): string | undefined {
    return this.headers.get('Referer');
  }

  /** @python werkzeug.sansio.request.Request.date */
  get date(): DateTime | undefined {
    return readHeader(this.headers, 'Date', parseDate);
  }

  /** @python werkzeug.sansio.request.Request.max_forwards */
  get maxForwards(): Int | undefined {
    return readHeader(this.headers, 'Max-Forwards', (value) => pyInt(value));
  }

  private get _parsedContentType(): readonly [string, Map<string, string>] {
    return this._once('contentType', () => parseOptionsHeader(this.headers.get('Content-Type') ?? ''));
  }

  /** The type of the body without its parameters, in lower case. @python werkzeug.sansio.request.Request.mimetype */
  get mimetype(): string {
    return this._parsedContentType[0].toLowerCase();
  }

  /** The parameters of the type. @python werkzeug.sansio.request.Request.mimetype_params */
  get mimetypeParams(): Map<string, string> {
    return this._parsedContentType[1];
  }

  /** @python werkzeug.sansio.request.Request.pragma */
  get pragma(): HeaderSet {
    return this._once('pragma', () => parseSetHeader(this.headers.get('Pragma') ?? ''));
  }

  /** @python werkzeug.sansio.request.Request.accept_mimetypes */
  get acceptMimetypes(): MIMEAccept {
    return this._once('acceptMimetypes', () => parseAcceptHeader(this.headers.get('Accept'), MIMEAccept));
  }

  /** @python werkzeug.sansio.request.Request.accept_charsets */
  get acceptCharsets(): CharsetAccept {
    return this._once('acceptCharsets', () => parseAcceptHeader(this.headers.get('Accept-Charset'), CharsetAccept));
  }

  /** @python werkzeug.sansio.request.Request.accept_encodings */
  get acceptEncodings(): Accept {
    return this._once('acceptEncodings', () => parseAcceptHeader(this.headers.get('Accept-Encoding')));
  }

  /** @python werkzeug.sansio.request.Request.accept_languages */
  get acceptLanguages(): LanguageAccept {
    return this._once('acceptLanguages', () => parseAcceptHeader(this.headers.get('Accept-Language'), LanguageAccept));
  }

  /** @python werkzeug.sansio.request.Request.cache_control */
  get cacheControl(): RequestCacheControl {
    const value = this.headers.get('Cache-Control');
    return this._once('cacheControl', () => parseCacheControlHeader(value, undefined, RequestCacheControl));
  }

  /** @python werkzeug.sansio.request.Request.if_match */
  get ifMatch(): ETags {
    return this._once('ifMatch', () => parseEtags(this.headers.get('If-Match')));
  }

  /** @python werkzeug.sansio.request.Request.if_none_match */
  get ifNoneMatch(): ETags {
    return this._once('ifNoneMatch', () => parseEtags(this.headers.get('If-None-Match')));
  }

  /** @python werkzeug.sansio.request.Request.if_modified_since */
  get ifModifiedSince(): DateTime | undefined {
    return parseDate(this.headers.get('If-Modified-Since'));
  }

  /** @python werkzeug.sansio.request.Request.if_unmodified_since */
  get ifUnmodifiedSince(): DateTime | undefined {
    return parseDate(this.headers.get('If-Unmodified-Since'));
  }

  /** @python werkzeug.sansio.request.Request.if_range */
  get ifRange(): IfRange {
    return this._once('ifRange', () => parseIfRangeHeader(this.headers.get('If-Range')));
  }

  /**
   * The requested range; undefined for the whole, or for an invalid range.
   * @python werkzeug.sansio.request.Request.range
   */
  get range(): Range | undefined {
    return this._once('range', () => parseRangeHeader(this.headers.get('Range')));
  }

  /** @python werkzeug.sansio.request.Request.user_agent */
  get userAgent(): UserAgent {
    return this._once('userAgent', () => new this.userAgentClass(this.headers.get('User-Agent') ?? ''));
  }

  /** @python werkzeug.sansio.request.Request.authorization */
  get authorization(): Authorization | undefined {
    return this._once('authorization', () => Authorization.fromHeader(this.headers.get('Authorization')));
  }

  /** @python werkzeug.sansio.request.Request.origin */
  get origin(): string | undefined {
    return this.headers.get('Origin');
  }

  /** @python werkzeug.sansio.request.Request.access_control_request_headers */
  get accessControlRequestHeaders(): HeaderSet | undefined {
    return readHeader(this.headers, 'Access-Control-Request-Headers', (value) => parseSetHeader(value));
  }

  /** @python werkzeug.sansio.request.Request.access_control_request_method */
  get accessControlRequestMethod(): string | undefined {
    return this.headers.get('Access-Control-Request-Method');
  }

  /** Whether the type of the body is JSON. @python werkzeug.sansio.request.Request.is_json */
  get isJson(): boolean {
    return isJsonType(this.mimetype);
  }

  static readonly name: string = registerClass('werkzeug.sansio.request', 'Request', Request, {
    own: [
      '_once',
      '_parsedContentType',
      'contentType',
      'contentEncoding',
      'contentMd5',
      'referrer',
      'date',
      'maxForwards',
      'origin',
      'accessControlRequestHeaders',
      'accessControlRequestMethod',
    ] as never[],
  });
}
