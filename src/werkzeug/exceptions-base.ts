/**
 * The root of all errors that are HTTP responses: its description, as a page and as headers.
 * Keyword arguments of Python's constructors are members of an options object, after the positional argument. `code`
 * and `description` are static, since Python reads them from the class; an object may have its own.
 * Module: werkzeug.exceptions. Base: Exception. Derived: the classes of exceptions.ts and exceptions-plain.ts. Caught
 * by: Request.application. Absent on purpose: `scope`, for ASGI.
 */
import { registerClass } from '../python/classes.ts';
import { Exception } from '../python/errors.ts';
import { pair } from '../python/tuple.ts';
import { HTTP_STATUS_CODES } from './http-status-codes.ts';
import { escape } from './markupsafe.ts';
import type { PageResponse } from './page-response.ts';
import type { AppObject, Environ, HasEnviron, StartResponse } from './wsgi-types.ts';

/** Keyword arguments of every HTTP exception. */
export interface HTTPExceptionOptions {
  /** Sent instead of the page that the exception would make. */
  readonly response?: PageResponse | undefined;
}

/** Keyword arguments of exceptions whose first argument is not the description. */
export interface DescribedOptions extends HTTPExceptionOptions {
  readonly description?: string | undefined;
}

type ResponseClass = new (
  response: string,
  options: { readonly status: number | undefined; readonly headers: readonly (readonly [string, string])[] },
) => PageResponse;

const late: { Response: ResponseClass | undefined } = { Response: undefined };

/** Sets the class with which pages are made: wrappers/response.ts imports this module, so this one cannot import it. */
export function announceResponseClass(Class: ResponseClass): void {
  late.Response = Class;
}

/** The root of all errors that are HTTP responses. @python werkzeug.exceptions.HTTPException */
export class HTTPException extends Exception {
  static override readonly module: string = 'werkzeug.exceptions';
  /** The status; without one, the page is sent with 200. */
  static readonly code: number | undefined = undefined;
  /** The text of the page. */
  static readonly description: string | undefined = undefined;
  response: PageResponse | undefined;
  protected _code: number | undefined;
  /** @internal */
  _description: string | undefined;

  constructor(description?: string, options: HTTPExceptionOptions = {}) {
    super();
    if (description !== undefined) this._description = description;
    this.response = options.response;
  }

  /** The status. @python werkzeug.exceptions.HTTPException.code */
  get code(): number | undefined {
    return this._code ?? (this.constructor as typeof HTTPException).code;
  }

  set code(value: number | undefined) {
    this._code = value;
  }

  /** The text of the page. @python werkzeug.exceptions.HTTPException.description */
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
    return [pair('Content-Type', 'text/html; charset=utf-8')];
  }

  /** The response that is sent for this exception. @python werkzeug.exceptions.HTTPException.get_response */
  getResponse(environ?: Environ | HasEnviron): PageResponse {
    if (this.response !== undefined) return this.response;
    const dict = environ === undefined ? undefined : environOf(environ);
    const { Response } = late;
    if (Response === undefined) throw new TypeError('werkzeug/wrappers/response.ts is not loaded');
    const headers = this.getHeaders(dict);
    return new Response(this.getBody(dict), { status: this.code, headers });
  }

  /** Calls the exception as a WSGI application. @python werkzeug.exceptions.HTTPException.__call__ */
  __call__(environ: Environ, startResponse: StartResponse): ReturnType<AppObject['__call__']> {
    return this.getResponse(environ).__call__(environ, startResponse);
  }

  /** `repr()`. @python werkzeug.exceptions.HTTPException.__repr__ */
  __repr__(): string {
    return `<${this.className} '${this.code ?? '???'}: ${this.name}'>`;
  }

  override get text(): string {
    return `${this.code ?? '???'} ${this.name}: ${this.description ?? 'None'}`;
  }

  static override readonly name: string = registerClass('werkzeug.exceptions', 'HTTPException', HTTPException, {
    own: ['code', 'description'],
    names: { text: '__str__' },
  });
}

/** The environ of a request, or the environ itself. @python werkzeug._internal._get_environ */
export const environOf = (from: Environ | HasEnviron): Environ => (isRequest(from) ? from.environ : from);
const isRequest = (from: Environ | HasEnviron): from is HasEnviron =>
  'environ' in from && typeof from.environ === 'object' && !('REQUEST_METHOD' in from);
