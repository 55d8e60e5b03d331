/**
 * Errors that are HTTP responses: raised by views, caught by `Request.application` or by the server, sent as small pages.
 *
 * Keyword arguments of Python's constructors stand in an options object, after the argument that is given by position.
 * `code` and `description` are static, as Python asks the class objects for them; an object may have its own.
 *
 * Module: werkzeug.exceptions. Base: Exception. Root: HTTPException. Sent by: HTTPException.get_response.
 * Absent on purpose: KeyError as a second base of BadRequestKeyError; a class has one base here.
 */
import { registerClass } from '../python/classes.ts';
import { Exception, LookupError } from '../python/errors.ts';
import type { BaseException } from '../python/errors.ts';
import { repr } from '../python/repr.ts';
import type { DateTime } from '../stdlib/datetime.ts';
import { httpDate } from './http-date.ts';
import { HTTP_STATUS_CODES } from './http-status-codes.ts';
import { escape } from './markupsafe.ts';
import type { Environ, StartResponse } from './wsgi-types.ts';
import type { Request } from './wrappers/request.ts';
import type { Response } from './wrappers/response.ts';

/** What every HTTP exception takes by keyword. */
export interface HTTPExceptionOptions {
  /** Answered instead of the page that the exception would make. */
  readonly response?: Response | undefined;
}

/** The keywords of exceptions whose first argument is not the description. */
export interface DescribedOptions extends HTTPExceptionOptions {
  readonly description?: string | undefined;
}

type ResponseClass = new (
  response: string,
  options: { readonly status: number | undefined; readonly headers: readonly (readonly [string, string])[] },
) => Response;

const late: { Response: ResponseClass | undefined } = { Response: undefined };

/** Tells this module what pages are made with: wrappers/response.ts needs this module, so this one can not import it. */
export function announceResponseClass(Class: ResponseClass): void {
  late.Response = Class;
}

/** The root of all errors that are HTTP responses. @python werkzeug.exceptions.HTTPException */
export class HTTPException extends Exception {
  static override readonly module: string = 'werkzeug.exceptions';
  /** The status; without one the page is sent with 200. */
  static readonly code: number | undefined = undefined;
  /** What the page says. */
  static readonly description: string | undefined = undefined;
  response: Response | undefined;
  protected _code: number | undefined;
  /** @internal */
  _description: string | undefined;

  constructor(description?: string, options: HTTPExceptionOptions = {}) {
    super();
    if (description !== undefined) this._description = description;
    this.response = options.response;
  }

  get code(): number | undefined {
    return this._code ?? (this.constructor as typeof HTTPException).code;
  }

  set code(value: number | undefined) {
    this._code = value;
  }

  get description(): string | undefined {
    return this._description ?? (this.constructor as typeof HTTPException).description;
  }

  set description(value: string | undefined) {
    this._description = value;
  }

  /** The name of the status. @python werkzeug.exceptions.HTTPException.name */
  override get name(): string {
    return HTTP_STATUS_CODES[this.code ?? -1] ?? 'Unknown Error';
  }

  /** The description as HTML. @python werkzeug.exceptions.HTTPException.get_description */
  getDescription(_environ?: Environ): string {
    return `<p>${escape(this.description ?? '').replaceAll('\n', '<br>')}</p>`;
  }

  /** The page. @python werkzeug.exceptions.HTTPException.get_body */
  getBody(environ?: Environ): string {
    const name = escape(this.name);
    return `<!doctype html>\n<html lang=en>\n<title>${this.code ?? 'None'} ${name}</title>\n<h1>${name}</h1>\n${this.getDescription(environ)}\n`;
  }

  /** The headers of the page. @python werkzeug.exceptions.HTTPException.get_headers */
  getHeaders(_environ?: Environ): [string, string][] {
    return [['Content-Type', 'text/html; charset=utf-8']];
  }

  /** The response that is sent for this exception. @python werkzeug.exceptions.HTTPException.get_response */
  getResponse(environ?: Environ | Request): Response {
    if (this.response !== undefined) return this.response;
    const dict = environ === undefined ? undefined : environOf(environ);
    const { Response } = late;
    if (Response === undefined) throw new TypeError('werkzeug/wrappers/response.ts is not loaded');
    const headers = this.getHeaders(dict);
    return new Response(this.getBody(dict), { status: this.code, headers });
  }

  /** Makes the exception a WSGI application. @python werkzeug.exceptions.HTTPException.__call__ */
  __call__(environ: Environ, startResponse: StartResponse): ReturnType<Response['__call__']> {
    return this.getResponse(environ).__call__(environ, startResponse);
  }

  override get text(): string {
    return `${this.code ?? '???'} ${this.name}: ${this.description ?? 'None'}`;
  }
}
registerClass('werkzeug.exceptions', HTTPException, { own: ['code', 'description'], names: { text: '__str__' } });

/** The environ of a request, or the environ itself. @python werkzeug._internal._get_environ */
export const environOf = (from: Environ | Request): Environ => (isRequest(from) ? from.environ : from);
const isRequest = (from: Environ | Request): from is Request =>
  'environ' in from && typeof from.environ === 'object' && !('REQUEST_METHOD' in from);

/** 400. @python werkzeug.exceptions.BadRequest */
export class BadRequest extends HTTPException {
  static override readonly code: number = 400;
  static override readonly description: string =
    'The browser (or proxy) sent a request that this server could not understand.';
}

/** A key that a view asked for is not among the request's data. @python werkzeug.exceptions.BadRequestKeyError @differs it is not also a KeyError */
export class BadRequestKeyError extends BadRequest {
  /** Whether the page names the key. */
  showException = false;
  override readonly args: readonly unknown[];

  constructor(arg?: unknown, options: DescribedOptions = {}) {
    super(options.description, options);
    this.args = arg === undefined ? [] : [arg];
  }

  /** The description, with the key where `showException` is set. @python werkzeug.exceptions.BadRequestKeyError.description */
  override get description(): string {
    const description = this._description ?? BadRequest.description;
    if (!this.showException) return description;
    return `${description}\nKeyError: ${this.args.length === 0 ? '' : repr(this.args[0])}`;
  }

  override set description(value: string) {
    this._description = value;
  }
}
registerClass('werkzeug.exceptions', BadRequestKeyError);

/** The client went away while its body was read. @python werkzeug.exceptions.ClientDisconnected */
export class ClientDisconnected extends BadRequest {}

/** Something in the request is a security risk, such as a host that is not trusted. @python werkzeug.exceptions.SecurityError */
export class SecurityError extends BadRequest {}

/** The submitted host is malformed. @python werkzeug.exceptions.BadHost */
export class BadHost extends BadRequest {}

/** One challenge of a WWW-Authenticate header. */
interface Challenge {
  toHeader(): string;
}

/** 401, with the challenges that the client may answer. @python werkzeug.exceptions.Unauthorized */
export class Unauthorized extends HTTPException {
  static override readonly code: number = 401;
  static override readonly description: string =
    "The server could not verify that you are authorized to access the URL requested. You either supplied the wrong credentials (e.g. a bad password), or your browser doesn't understand how to supply the credentials required.";
  wwwAuthenticate: readonly Challenge[] | undefined;

  constructor(
    description?: string,
    options: HTTPExceptionOptions & { readonly wwwAuthenticate?: Challenge | readonly Challenge[] } = {},
  ) {
    super(description, options);
    const { wwwAuthenticate } = options;
    this.wwwAuthenticate =
      wwwAuthenticate !== undefined && 'toHeader' in wwwAuthenticate ? [wwwAuthenticate] : wwwAuthenticate;
  }

  /** Adds one header for each challenge. @python werkzeug.exceptions.Unauthorized.get_headers */
  override getHeaders(environ?: Environ): [string, string][] {
    const headers = super.getHeaders(environ);
    for (const challenge of this.wwwAuthenticate ?? []) headers.push(['WWW-Authenticate', challenge.toHeader()]);
    return headers;
  }
}
registerClass('werkzeug.exceptions', Unauthorized);

/** 403. @python werkzeug.exceptions.Forbidden */
export class Forbidden extends HTTPException {
  static override readonly code: number = 403;
  static override readonly description: string =
    "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server.";
}

/** 404. @python werkzeug.exceptions.NotFound */
export class NotFound extends HTTPException {
  static override readonly code: number = 404;
  static override readonly description: string =
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.';
}

/** 405, with the methods that are. @python werkzeug.exceptions.MethodNotAllowed */
export class MethodNotAllowed extends HTTPException {
  static override readonly code: number = 405;
  static override readonly description: string = 'The method is not allowed for the requested URL.';
  validMethods: Iterable<string> | undefined;

  constructor(validMethods?: Iterable<string>, options: DescribedOptions = {}) {
    super(options.description, options);
    this.validMethods = validMethods;
  }

  /** Adds the Allow header. @python werkzeug.exceptions.MethodNotAllowed.get_headers */
  override getHeaders(environ?: Environ): [string, string][] {
    const headers = super.getHeaders(environ);
    const methods = [...(this.validMethods ?? [])];
    if (methods.length > 0) headers.push(['Allow', methods.join(', ')]);
    return headers;
  }
}
registerClass('werkzeug.exceptions', MethodNotAllowed);

/** 406. @python werkzeug.exceptions.NotAcceptable */
export class NotAcceptable extends HTTPException {
  static override readonly code: number = 406;
  static override readonly description: string =
    'The resource identified by the request is only capable of generating response entities which have content characteristics not acceptable according to the accept headers sent in the request.';
}

/** 408. @python werkzeug.exceptions.RequestTimeout */
export class RequestTimeout extends HTTPException {
  static override readonly code: number = 408;
  static override readonly description: string =
    "The server closed the network connection because the browser didn't finish the request within the specified time.";
}

/** 409. @python werkzeug.exceptions.Conflict */
export class Conflict extends HTTPException {
  static override readonly code: number = 409;
  static override readonly description: string =
    'A conflict happened while processing the request. The resource might have been modified while the request was being processed.';
}

/** 410. @python werkzeug.exceptions.Gone */
export class Gone extends HTTPException {
  static override readonly code: number = 410;
  static override readonly description: string =
    'The requested URL is no longer available on this server and there is no forwarding address. If you followed a link from a foreign page, please contact the author of this page.';
}

/** 411. @python werkzeug.exceptions.LengthRequired */
export class LengthRequired extends HTTPException {
  static override readonly code: number = 411;
  static override readonly description: string =
    'A request with this method requires a valid <code>Content-Length</code> header.';
}

/** 412. @python werkzeug.exceptions.PreconditionFailed */
export class PreconditionFailed extends HTTPException {
  static override readonly code: number = 412;
  static override readonly description: string =
    'The precondition on the request for the URL failed positive evaluation.';
}

/** 413. @python werkzeug.exceptions.RequestEntityTooLarge */
export class RequestEntityTooLarge extends HTTPException {
  static override readonly code: number = 413;
  static override readonly description: string = 'The data value transmitted exceeds the capacity limit.';
}

/** 414. @python werkzeug.exceptions.RequestURITooLarge */
export class RequestURITooLarge extends HTTPException {
  static override readonly code: number = 414;
  static override readonly description: string =
    'The length of the requested URL exceeds the capacity limit for this server. The request cannot be processed.';
}

/** 415. @python werkzeug.exceptions.UnsupportedMediaType */
export class UnsupportedMediaType extends HTTPException {
  static override readonly code: number = 415;
  static override readonly description: string =
    'The server does not support the media type transmitted in the request.';
}

/** 416, with the length that there is. @python werkzeug.exceptions.RequestedRangeNotSatisfiable */
export class RequestedRangeNotSatisfiable extends HTTPException {
  static override readonly code: number = 416;
  static override readonly description: string = 'The server cannot provide the requested range.';
  length: number | undefined;
  units: string;

  constructor(length?: number, options: DescribedOptions & { readonly units?: string } = {}) {
    super(options.description, options);
    this.length = length;
    this.units = options.units ?? 'bytes';
  }

  /** Adds the Content-Range header. @python werkzeug.exceptions.RequestedRangeNotSatisfiable.get_headers */
  override getHeaders(environ?: Environ): [string, string][] {
    const headers = super.getHeaders(environ);
    if (this.length !== undefined) headers.push(['Content-Range', `${this.units} */${this.length}`]);
    return headers;
  }
}
registerClass('werkzeug.exceptions', RequestedRangeNotSatisfiable);

/** 417. @python werkzeug.exceptions.ExpectationFailed */
export class ExpectationFailed extends HTTPException {
  static override readonly code: number = 417;
  static override readonly description: string = 'The server could not meet the requirements of the Expect header';
}

/** 418. @python werkzeug.exceptions.ImATeapot */
export class ImATeapot extends HTTPException {
  static override readonly code: number = 418;
  static override readonly description: string = 'This server is a teapot, not a coffee machine';
}

/** 421. @python werkzeug.exceptions.MisdirectedRequest */
export class MisdirectedRequest extends HTTPException {
  static override readonly code: number = 421;
  static override readonly description: string = 'The server is not able to produce a response.';
}

/** 422. @python werkzeug.exceptions.UnprocessableEntity */
export class UnprocessableEntity extends HTTPException {
  static override readonly code: number = 422;
  static override readonly description: string =
    'The request was well-formed but was unable to be followed due to semantic errors.';
}

/** 423. @python werkzeug.exceptions.Locked */
export class Locked extends HTTPException {
  static override readonly code: number = 423;
  static override readonly description: string = 'The resource that is being accessed is locked.';
}

/** 424. @python werkzeug.exceptions.FailedDependency */
export class FailedDependency extends HTTPException {
  static override readonly code: number = 424;
  static override readonly description: string =
    'The method could not be performed on the resource because the requested action depended on another action and that action failed.';
}

/** 428. @python werkzeug.exceptions.PreconditionRequired */
export class PreconditionRequired extends HTTPException {
  static override readonly code: number = 428;
  static override readonly description: string =
    'This request is required to be conditional; try using "If-Match" or "If-Unmodified-Since".';
}

/** The root of errors that say when to try again: after some seconds, or at a time. @python werkzeug.exceptions._RetryAfter */
export class _RetryAfter extends HTTPException {
  retryAfter: DateTime | number | undefined;

  constructor(description?: string, options: HTTPExceptionOptions & { readonly retryAfter?: DateTime | number } = {}) {
    super(description, options);
    this.retryAfter = options.retryAfter;
  }

  /** Adds the Retry-After header; not for 0. @python werkzeug.exceptions._RetryAfter.get_headers */
  override getHeaders(environ?: Environ): [string, string][] {
    const headers = super.getHeaders(environ);
    const { retryAfter } = this;
    if (retryAfter === undefined || retryAfter === 0) return headers;
    headers.push(['Retry-After', typeof retryAfter === 'number' ? String(retryAfter) : httpDate(retryAfter)]);
    return headers;
  }
}
registerClass('werkzeug.exceptions', _RetryAfter);

/** 429. @python werkzeug.exceptions.TooManyRequests */
export class TooManyRequests extends _RetryAfter {
  static override readonly code: number = 429;
  static override readonly description: string = 'This user has exceeded an allotted request count. Try again later.';
}

/** 431. @python werkzeug.exceptions.RequestHeaderFieldsTooLarge */
export class RequestHeaderFieldsTooLarge extends HTTPException {
  static override readonly code: number = 431;
  static override readonly description: string = 'One or more header fields exceeds the maximum size.';
}

/** 451. @python werkzeug.exceptions.UnavailableForLegalReasons */
export class UnavailableForLegalReasons extends HTTPException {
  static override readonly code: number = 451;
  static override readonly description: string = 'Unavailable for legal reasons.';
}

/** 500; what the server answers for any other error. @python werkzeug.exceptions.InternalServerError */
export class InternalServerError extends HTTPException {
  static override readonly code: number = 500;
  static override readonly description: string =
    'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.';
  /** The error that this one stands for. */
  originalException: BaseException | undefined;

  constructor(
    description?: string,
    options: HTTPExceptionOptions & { readonly originalException?: BaseException } = {},
  ) {
    super(description, options);
    this.originalException = options.originalException;
  }
}

/** 501. @python werkzeug.exceptions.NotImplemented */
export class NotImplemented extends HTTPException {
  static override readonly code: number = 501;
  static override readonly description: string = 'The server does not support the action requested by the browser.';
}

/** 502. @python werkzeug.exceptions.BadGateway */
export class BadGateway extends HTTPException {
  static override readonly code: number = 502;
  static override readonly description: string =
    'The proxy server received an invalid response from an upstream server.';
}

/** 503. @python werkzeug.exceptions.ServiceUnavailable */
export class ServiceUnavailable extends _RetryAfter {
  static override readonly code: number = 503;
  static override readonly description: string =
    'The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.';
}

/** 504. @python werkzeug.exceptions.GatewayTimeout */
export class GatewayTimeout extends HTTPException {
  static override readonly code: number = 504;
  static override readonly description: string = 'The connection to an upstream server timed out.';
}

/** 505. @python werkzeug.exceptions.HTTPVersionNotSupported */
export class HTTPVersionNotSupported extends HTTPException {
  static override readonly code: number = 505;
  static override readonly description: string =
    'The server does not support the HTTP protocol version used in the request.';
}

/** A class of HTTP exceptions, made with whatever arguments it takes. */
export type HTTPExceptionClass = (new (...args: never[]) => HTTPException) & Pick<typeof HTTPException, 'code'>;

/** The class of each status. @python werkzeug.exceptions.default_exceptions */
export const defaultExceptions: Readonly<Record<number, HTTPExceptionClass>> = Object.fromEntries(
  [
    BadRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    RequestTimeout,
    Conflict,
    Gone,
    LengthRequired,
    PreconditionFailed,
    RequestEntityTooLarge,
    RequestURITooLarge,
    UnsupportedMediaType,
    RequestedRangeNotSatisfiable,
    ExpectationFailed,
    ImATeapot,
    MisdirectedRequest,
    UnprocessableEntity,
    Locked,
    FailedDependency,
    PreconditionRequired,
    TooManyRequests,
    RequestHeaderFieldsTooLarge,
    UnavailableForLegalReasons,
    InternalServerError,
    NotImplemented,
    BadGateway,
    ServiceUnavailable,
    GatewayTimeout,
    HTTPVersionNotSupported,
  ].map((Class: HTTPExceptionClass) => [Class.code, Class]),
);

/** Raises the exception of a status. @python werkzeug.exceptions.Aborter */
export class Aborter {
  readonly mapping: Readonly<Record<number, HTTPExceptionClass>>;

  constructor(
    mapping: Readonly<Record<number, HTTPExceptionClass>> = defaultExceptions,
    extra: Readonly<Record<number, HTTPExceptionClass>> = {},
  ) {
    this.mapping = { ...mapping, ...extra };
  }

  /** Raises the exception of `code`, made with `args`; a response is raised as it is. @python werkzeug.exceptions.Aborter.__call__ */
  __call__(code: number | Response, ...args: readonly unknown[]): never {
    if (typeof code === 'object') throw new HTTPException(undefined, { response: code });
    const Class = Object.hasOwn(this.mapping, code) ? this.mapping[code] : undefined;
    if (Class === undefined) throw new LookupError(`no exception for ${repr(code)}`);
    throw new Class(...(args as never[]));
  }
}
registerClass('werkzeug.exceptions', Aborter);

const aborter = new Aborter();

/** Raises the exception of a status, or a response. @python werkzeug.exceptions.abort */
export function abort(status: number | Response, ...args: readonly unknown[]): never {
  return aborter.__call__(status, ...args);
}
