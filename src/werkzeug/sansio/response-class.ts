/**
 * A response without its body: status, headers, cookies.
 * Keyword arguments of the constructor are members of an options object. Python's class attributes are static, since
 * the constructor reads them before a subclass's fields are set.
 * Module: werkzeug.sansio.response. Base: object. Derived: wrappers.Response. Absent on purpose: nothing.
 */
import { registerClass } from '../../python/classes.ts';
import { AttributeError, PyTypeError, ValueError } from '../../python/errors.ts';
import { handlingSync } from '../../python/handling.ts';
import { narrow, pyInt } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { realtimeMicros } from '../../python/libc.ts';
import { checkKeywords, addHint, shortRepr } from '../../python/misuse.ts';
import { str, typeName } from '../../python/repr.ts';
import { partition, strip } from '../../python/text.ts';
import { Float } from '../../python/tuple.ts';
import type { DateLike, DateTime } from '../../stdlib/datetime.ts';
import type { ContentRange } from '../datastructures/range.ts';
import type { ContentSecurityPolicy } from '../datastructures/csp.ts';
import { Headers } from '../datastructures/headers.ts';
import type { HeadersInit } from '../datastructures/headers.ts';
import type { HeaderSet } from '../datastructures/header-set.ts';
import type { ResponseCacheControl } from '../datastructures/cache-control.ts';
import type { CallbackDict } from '../datastructures/structures.ts';
import type { WWWAuthenticate } from '../datastructures/auth.ts';
import { HTTP_STATUS_CODES } from '../http-status-codes.ts';
import type { CookieOptions, unquoteEtag } from '../http.ts';
import { values } from '../response-members.ts';
import { getContentType } from '../utils.ts';
import { writeHeader } from './header-properties.ts';
import { ResponseHeaders } from './response-headers.ts';

/** A status: a number, or number and text as sent. */
export type StatusInit = Int | string;

/** Keyword arguments of a response. */
export interface SansIOResponseOptions {
  readonly status?: StatusInit | undefined;
  readonly headers?: HeadersInit | undefined;
  /** Text types get `charset=utf-8`; use `contentType` for other types. */
  readonly mimetype?: string | undefined;
  readonly contentType?: string | undefined;
}

/** How to delete a cookie: with the options with which it was set. */
export type DeleteCookieOptions = Omit<CookieOptions, 'maxAge' | 'expires' | 'maxSize'>;

/** Values that a list header accepts. */
export type SetHeaderInit = string | Iterable<string> | undefined;

const COOKIE_KEYWORDS: readonly (keyof CookieOptions)[] = [
  'maxAge',
  'expires',
  'path',
  'domain',
  'secure',
  'httponly',
  'samesite',
  'partitioned',
  'syncExpires',
];

/** Converts to a header. */
interface Dumpable {
  toHeader(): string;
}

/** Status and headers of a response. @python werkzeug.sansio.response.Response */
export class Response extends ResponseHeaders {
  static readonly defaultStatus: StatusInit = 200;
  static readonly defaultMimetype: string | undefined = 'text/plain';
  /** The longest cookie that is not reported; 0 reports none. */
  static readonly maxCookieSize: number = 4093;
  headers: Headers;
  /** @internal */
  _status = '';
  /** @internal */
  _statusCode: Int = 0;

  constructor(options: SansIOResponseOptions = {}) {
    super();
    const { defaultMimetype, defaultStatus } = this.constructor as typeof Response;
    const { headers } = options;
    this.headers = headers instanceof Headers ? headers : new Headers(headers);
    let { contentType } = options;
    if (contentType === undefined) {
      const mimetype = options.mimetype ?? (this.headers.has('content-type') ? undefined : defaultMimetype);
      if (mimetype !== undefined) contentType = getContentType(mimetype, 'utf-8');
    }
    if (contentType !== undefined) this.headers.set('Content-Type', contentType);
    this.status = options.status ?? defaultStatus;
  }

  /** @python werkzeug.sansio.response.Response.__repr__ */
  __repr__(): string {
    return `<${this.constructor.name} [${this.status}]>`;
  }

  /** The status as a number. @python werkzeug.sansio.response.Response.status_code */
  get statusCode(): Int {
    return this._statusCode;
  }
  set statusCode(code: Int) {
    this.status = code;
  }

  /** The status with its text, as sent. @python werkzeug.sansio.response.Response.status */
  get status(): string {
    return this._status;
  }
  set status(value: StatusInit) {
    [this._status, this._statusCode] = this._cleanStatus(value);
  }

  /**
   * Both forms of a status. Raises ValueError for an empty one, AttributeError or TypeError for a value that is neither
   * an int nor text.
   * @python werkzeug.sansio.response.Response._clean_status
   * @internal
   */
  _cleanStatus(value: StatusInit): [status: string, code: Int] {
    if (typeof value !== 'string') {
      const code = statusInt(value);
      return [withName(code), code];
    }
    const text = strip(value);
    if (text === '') throw new ValueError('Empty status argument');
    const [codeText, separator] = partition(text, ' ');
    let code: Int;
    try {
      code = pyInt(codeText);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      return [`0 ${text}`, 0];
    }
    return [separator === '' ? withName(code) : text, code];
  }

  /** Adds a Set-Cookie header. @python werkzeug.sansio.response.Response.set_cookie */
  setCookie(key: string, value = '', options: Omit<CookieOptions, 'maxSize'> = {}): void {
    checkKeywords(options, COOKIE_KEYWORDS, "write response.setCookie('name', 'value', { maxAge: 60 })");
    const maxSize = (this.constructor as typeof Response).maxCookieSize;
    this.headers.add('Set-Cookie', values().dumpCookie(key, value, { ...options, maxSize }));
  }

  /**
   * Makes the client forget a cookie that was set with the same path and domain.
   * @python werkzeug.sansio.response.Response.delete_cookie
   */
  deleteCookie(key: string, options: DeleteCookieOptions = {}): void {
    this.setCookie(key, '', { ...options, expires: 0, maxAge: 0 });
  }

  /** Whether the type is JSON. @python werkzeug.sansio.response.Response.is_json */
  get isJson(): boolean {
    return isJsonType(this.mimetype ?? '');
  }

  /** The type without its parameters. @python werkzeug.sansio.response.Response.mimetype */
  get mimetype(): string | undefined {
    const type = this.headers.get('content-type') ?? '';
    return type === '' ? undefined : strip(partition(type, ';')[0]);
  }
  set mimetype(value: string) {
    this.headers.set('Content-Type', getContentType(value, 'utf-8'));
  }

  /**
   * The type's parameters; changing them changes the header.
   * @python werkzeug.sansio.response.Response.mimetype_params
   */
  get mimetypeParams(): CallbackDict<string, string> {
    const [, parameters] = values().parseOptionsHeader(this.headers.get('content-type') ?? '');
    return new (values().CallbackDict)(parameters, (changed) =>
      this.headers.set('Content-Type', values().dumpOptionsHeader(this.mimetype, changed)),
    );
  }

  /** When to retry; seconds are counted from now. @python werkzeug.sansio.response.Response.retry_after */
  get retryAfter(): DateTime | undefined {
    const value = this.headers.get('retry-after');
    if (value === undefined) return undefined;
    let seconds: Int;
    try {
      seconds = pyInt(value);
    } catch (error) {
      if (error instanceof ValueError) return handlingSync(error, () => values().parseDate(value));
      throw error;
    }
    return values()
      .DateTime.fromTimestamp(realtimeMicros() / 1e6)
      .plus(new (values().TimeDelta)(seconds));
  }
  set retryAfter(value: DateLike | Float | Int | string | undefined) {
    const isDate = typeof value === 'object' && !(value instanceof Float);
    const text = value === undefined ? undefined : isDate ? values().httpDate(value) : str(value);
    writeHeader(this.headers, 'Retry-After', text);
  }

  /** The request headers on which the response depends. @python werkzeug.sansio.response.Response.vary */
  get vary(): HeaderSet {
    return this._headerSet('Vary');
  }
  set vary(value: SetHeaderInit) {
    this._setHeaderSet('Vary', value);
  }

  /** @python werkzeug.sansio.response.Response.content_language */
  get contentLanguage(): HeaderSet {
    return this._headerSet('Content-Language');
  }
  set contentLanguage(value: SetHeaderInit) {
    this._setHeaderSet('Content-Language', value);
  }

  /** The allowed methods. @python werkzeug.sansio.response.Response.allow */
  get allow(): HeaderSet {
    return this._headerSet('Allow');
  }
  set allow(value: SetHeaderInit) {
    this._setHeaderSet('Allow', value);
  }

  private _headerSet(name: string): HeaderSet {
    return values().parseSetHeader(this.headers.get(name), this._writer(name));
  }

  private _setHeaderSet(name: string, value: SetHeaderInit): void {
    const text = typeof value === 'string' ? value : values().dumpHeader(value ?? []);
    this._write(name, text);
  }

  /**
   * How long and by which caches the response may be kept; changing it changes the header.
   * @python werkzeug.sansio.response.Response.cache_control
   */
  get cacheControl(): ResponseCacheControl {
    const value = this.headers.get('cache-control');
    return values().parseCacheControlHeader(value, this._writer('Cache-Control'), values().ResponseCacheControl);
  }

  /** @python werkzeug.sansio.response.Response.set_etag */
  setEtag(etag: string, weak = false): void {
    this.headers.set('ETag', values().quoteEtag(etag, weak));
  }

  /** The entity tag, and whether it is weak. @python werkzeug.sansio.response.Response.get_etag */
  getEtag(): ReturnType<typeof unquoteEtag> {
    return values().unquoteEtag(this.headers.get('ETag'));
  }

  /**
   * The part of the whole that is sent; never missing, so that it can be set by its methods.
   * @python werkzeug.sansio.response.Response.content_range
   */
  get contentRange(): ContentRange {
    const onUpdate = this._writer('Content-Range');
    const value = values().parseContentRangeHeader(this.headers.get('content-range'), onUpdate);
    return value ?? new (values().ContentRange)(undefined, undefined, undefined, { onUpdate });
  }
  set contentRange(value: ContentRange | string | undefined) {
    this._assign('Content-Range', value);
  }

  /**
   * The challenge for the client; changing it changes the header.
   * @python werkzeug.sansio.response.Response.www_authenticate
   */
  get wwwAuthenticate(): WWWAuthenticate {
    const value =
      values().WWWAuthenticate.fromHeader(this.headers.get('WWW-Authenticate')) ??
      new (values().WWWAuthenticate)('basic');
    value._onUpdate = this._authenticateWriter;
    return value;
  }
  set wwwAuthenticate(value: WWWAuthenticate | readonly WWWAuthenticate[] | undefined) {
    const [first, ...others] = value instanceof values().WWWAuthenticate ? [value] : (value ?? []);
    if (first === undefined) {
      this.headers.remove('WWW-Authenticate');
      return;
    }
    this.headers.set('WWW-Authenticate', first.toHeader());
    for (const other of others) this.headers.add('WWW-Authenticate', other.toHeader());
    if (value instanceof values().WWWAuthenticate) value._onUpdate = this._authenticateWriter;
  }

  private get _authenticateWriter(): (value: WWWAuthenticate) => void {
    return (value) => {
      this.wwwAuthenticate = value;
    };
  }

  /** @python werkzeug.sansio.response.Response.content_security_policy */
  get contentSecurityPolicy(): ContentSecurityPolicy {
    return this._policy('content-security-policy', 'Content-Security-Policy');
  }
  set contentSecurityPolicy(value: ContentSecurityPolicy | string | undefined) {
    this._assign('Content-Security-Policy', value);
  }

  /** @python werkzeug.sansio.response.Response.content_security_policy_report_only */
  get contentSecurityPolicyReportOnly(): ContentSecurityPolicy {
    return this._policy('content-security-policy-report-only', 'Content-Security-policy-report-only');
  }
  set contentSecurityPolicyReportOnly(value: ContentSecurityPolicy | string | undefined) {
    this._assign('Content-Security-policy-report-only', value);
  }

  /**
   * Whether other sites may send cookies.
   * @python werkzeug.sansio.response.Response.access_control_allow_credentials
   */
  get accessControlAllowCredentials(): boolean {
    return this.headers.has('Access-Control-Allow-Credentials');
  }
  set accessControlAllowCredentials(value: boolean | undefined) {
    writeHeader(this.headers, 'Access-Control-Allow-Credentials', value === true ? 'true' : undefined);
  }

  private _policy(key: string, name: string): ContentSecurityPolicy {
    const onUpdate = this._writer(name);
    return (
      values().parseCspHeader(this.headers.get(key), onUpdate) ??
      new (values().ContentSecurityPolicy)(undefined, onUpdate)
    );
  }

  private _assign(name: string, value: Dumpable | string | undefined): void {
    this._write(name, typeof value === 'object' ? value.toHeader() : (value ?? ''));
  }

  /** Keeps a header equal to a value that changes: empty values have no header. */
  private _writer(name: string): (value: Dumpable) => void {
    return (value) => this._write(name, value.toHeader());
  }

  private _write(name: string, text: string): void {
    writeHeader(this.headers, name, text === '' ? undefined : text);
  }

  static override readonly name: string = registerClass('werkzeug.sansio.response', 'Response', Response, {
    own: ['_headerSet', '_setHeaderSet', '_authenticateWriter', '_policy', '_assign', '_writer', '_write'] as never[],
  });
}

/** Whether a mimetype is JSON: `application/json`, or one that ends in `+json`. */
export const isJsonType = (mimetype: string): boolean =>
  mimetype === 'application/json' || (mimetype.startsWith('application/') && mimetype.endsWith('+json'));

/** A status that is not text, as an int. A number that is not a safe integer is a float, as JSON would write it. */
function statusInt(value: unknown): Int {
  if (typeof value === 'bigint') return narrow(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const isClass = typeName(value) === 'type';
  const type = typeof value === 'number' ? 'float' : isClass ? (value as { name: string }).name : typeName(value);
  const error =
    value instanceof Uint8Array
      ? new PyTypeError("a bytes-like object is required, not 'str'")
      : new AttributeError(
          `${isClass ? 'type object ' : ''}'${type}'${isClass ? '' : ' object'} has no attribute 'strip'`,
        );
  throw addHint(
    error,
    `status: ${shortRepr(value)} is not a status; give an int or text, such as 404 or '404 NOT FOUND'`,
  );
}

const withName = (code: Int): string => `${str(code)} ${HTTP_STATUS_CODES[Number(code)]?.toUpperCase() ?? 'UNKNOWN'}`;
