/**
 * Errors that are HTTP responses: raised by views, caught by `Request.application` or by the server, sent as small
 * pages. Exceptions with more than a code and a description are defined here; the others are re-exported.
 * Module: werkzeug.exceptions. Base: Exception. Root: HTTPException. Sent by: HTTPException.get_response. Absent on
 * purpose: KeyError as a second base of BadRequestKeyError; a class has one base here.
 */
import { registerClass } from '../python/classes.ts';
import { LookupError } from '../python/errors.ts';
import type { BaseException } from '../python/errors.ts';
import type { Int } from '../python/integers.ts';
import { repr, str } from '../python/repr.ts';
import { isTrue } from '../python/truth.ts';
import { Float, pair } from '../python/tuple.ts';
import type { DateLike } from '../stdlib/datetime.ts';
import { HTTPException } from './exceptions-base.ts';
import type { DescribedOptions, HTTPExceptionOptions } from './exceptions-base.ts';
import { BadRequest } from './exceptions-plain.ts';
import * as plain from './exceptions-plain.ts';
import { httpDate } from './http-date.ts';
import type { PageResponse } from './page-response.ts';
import type { Environ } from './wsgi-types.ts';

export { announceResponseClass, environOf, HTTPException } from './exceptions-base.ts';
export type { DescribedOptions, HTTPExceptionOptions } from './exceptions-base.ts';
export * from './exceptions-plain.ts';

/**
 * A key that a view requested is missing from the request's data.
 * @python werkzeug.exceptions.BadRequestKeyError
 * @differs it is not also a KeyError
 */
export class BadRequestKeyError extends BadRequest {
  /** Whether the page names the key. */
  showException = false;
  override readonly args: readonly unknown[];

  constructor(arg?: unknown, options: DescribedOptions = {}) {
    super(options.description, options);
    this.args = arg === undefined ? [] : [arg];
  }

  /**
   * The description, with the key if `showException` is set.
   * @python werkzeug.exceptions.BadRequestKeyError.description
   */
  override get description(): string {
    const description = this._description ?? BadRequest.description;
    if (!this.showException) return description;
    return `${description}\nKeyError: ${this.args.length === 0 ? '' : repr(this.args[0])}`;
  }

  override set description(value: string) {
    this._description = value;
  }

  static override readonly name: string = registerClass(
    'werkzeug.exceptions',
    'BadRequestKeyError',
    BadRequestKeyError,
  );
}

/** The client disconnected while its body was read. @python werkzeug.exceptions.ClientDisconnected */
export class ClientDisconnected extends BadRequest {
  static override readonly name: string = 'ClientDisconnected';
}

/** Something in the request is a security risk, such as an untrusted host. @python werkzeug.exceptions.SecurityError */
export class SecurityError extends BadRequest {
  static override readonly name: string = 'SecurityError';
}

/** The submitted host is malformed. @python werkzeug.exceptions.BadHost */
export class BadHost extends BadRequest {
  static override readonly name: string = 'BadHost';
}

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
    for (const challenge of this.wwwAuthenticate ?? []) headers.push(pair('WWW-Authenticate', challenge.toHeader()));
    return headers;
  }

  static override readonly name: string = registerClass('werkzeug.exceptions', 'Unauthorized', Unauthorized);
}

/** 405, with the allowed methods. @python werkzeug.exceptions.MethodNotAllowed */
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
    if (methods.length > 0) headers.push(pair('Allow', methods.join(', ')));
    return headers;
  }

  static override readonly name: string = registerClass('werkzeug.exceptions', 'MethodNotAllowed', MethodNotAllowed);
}

/** 416, with the actual length. @python werkzeug.exceptions.RequestedRangeNotSatisfiable */
export class RequestedRangeNotSatisfiable extends HTTPException {
  static override readonly code: number = 416;
  static override readonly description: string = 'The server cannot provide the requested range.';
  length: Int | undefined;
  units: string;

  constructor(length?: Int, options: DescribedOptions & { readonly units?: string } = {}) {
    super(options.description, options);
    this.length = length;
    this.units = options.units ?? 'bytes';
  }

  /** Adds the Content-Range header. @python werkzeug.exceptions.RequestedRangeNotSatisfiable.get_headers */
  override getHeaders(environ?: Environ): [string, string][] {
    const headers = super.getHeaders(environ);
    if (this.length !== undefined) headers.push(pair('Content-Range', `${this.units} */${str(this.length)}`));
    return headers;
  }

  static override readonly name: string = registerClass(
    'werkzeug.exceptions',
    'RequestedRangeNotSatisfiable',
    RequestedRangeNotSatisfiable,
  );
}

/**
 * The root of errors that say when to retry: after some seconds, or at a time.
 * @python werkzeug.exceptions._RetryAfter
 */
export class _RetryAfter extends HTTPException {
  retryAfter: DateLike | Float | Int | undefined;

  constructor(
    description?: string,
    options: HTTPExceptionOptions & { readonly retryAfter?: DateLike | Float | Int } = {},
  ) {
    super(description, options);
    this.retryAfter = options.retryAfter;
  }

  /** Adds the Retry-After header; not for 0. @python werkzeug.exceptions._RetryAfter.get_headers */
  override getHeaders(environ?: Environ): [string, string][] {
    const headers = super.getHeaders(environ);
    const { retryAfter } = this;
    if (!isTrue(retryAfter)) return headers;
    const isDate = typeof retryAfter === 'object' && !(retryAfter instanceof Float);
    headers.push(pair('Retry-After', isDate ? httpDate(retryAfter) : str(retryAfter)));
    return headers;
  }

  static override readonly name: string = registerClass('werkzeug.exceptions', '_RetryAfter', _RetryAfter);
}

/** 429. @python werkzeug.exceptions.TooManyRequests */
export class TooManyRequests extends _RetryAfter {
  static override readonly name: string = 'TooManyRequests';
  static override readonly code: number = 429;
  static override readonly description: string = 'This user has exceeded an allotted request count. Try again later.';
}

/** 500; the server's response to any other error. @python werkzeug.exceptions.InternalServerError */
export class InternalServerError extends HTTPException {
  static override readonly name: string = 'InternalServerError';
  static override readonly code: number = 500;
  static override readonly description: string =
    'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.';
  /** The error that caused this one. */
  originalException: BaseException | undefined;

  constructor(
    description?: string,
    options: HTTPExceptionOptions & { readonly originalException?: BaseException } = {},
  ) {
    super(description, options);
    this.originalException = options.originalException;
  }
}

/** 503. @python werkzeug.exceptions.ServiceUnavailable */
export class ServiceUnavailable extends _RetryAfter {
  static override readonly name: string = 'ServiceUnavailable';
  static override readonly code: number = 503;
  static override readonly description: string =
    'The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.';
}

/** A class of HTTP exceptions, with any constructor arguments. */
export type HTTPExceptionClass = (new (...args: never[]) => HTTPException) & Pick<typeof HTTPException, 'code'>;

/** The class of each status. @python werkzeug.exceptions.default_exceptions */
export const defaultExceptions: Readonly<Record<number, HTTPExceptionClass>> = byCode(plain, [
  Unauthorized,
  MethodNotAllowed,
  RequestedRangeNotSatisfiable,
  TooManyRequests,
  InternalServerError,
  ServiceUnavailable,
]);

/*@__NO_SIDE_EFFECTS__*/
function byCode(
  named: Readonly<Record<string, HTTPExceptionClass>>,
  others: readonly HTTPExceptionClass[],
): Readonly<Record<number, HTTPExceptionClass>> {
  return Object.fromEntries([...Object.values(named), ...others].map((Class) => [Class.code, Class]));
}

/** Raises the exception of a status. @python werkzeug.exceptions.Aborter */
export class Aborter {
  readonly mapping: Readonly<Record<number, HTTPExceptionClass>>;

  constructor(
    mapping: Readonly<Record<number, HTTPExceptionClass>> = defaultExceptions,
    extra: Readonly<Record<number, HTTPExceptionClass>> = {},
  ) {
    this.mapping = { ...mapping, ...extra };
  }

  /**
   * Raises the exception of `code`, made with `args`; a response is raised as it is.
   * @python werkzeug.exceptions.Aborter.__call__
   */
  __call__(code: number | PageResponse, ...args: readonly unknown[]): never {
    if (typeof code === 'object') throw new HTTPException(undefined, { response: code });
    const Class = Object.hasOwn(this.mapping, code) ? this.mapping[code] : undefined;
    if (Class === undefined) throw new LookupError(`no exception for ${repr(code)}`);
    throw new Class(...(args as never[]));
  }

  static readonly name: string = registerClass('werkzeug.exceptions', 'Aborter', Aborter);
}

const aborter = /*#__PURE__*/ new Aborter();

/** Raises the exception of a status, or a response. @python werkzeug.exceptions.abort */
export function abort(status: number | PageResponse, ...args: readonly unknown[]): never {
  return aborter.__call__(status, ...args);
}
