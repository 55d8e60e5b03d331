/**
 * A response with its body. It is a WSGI application itself: `response.__call__(environ, startResponse)`.
 * A body that may block (a generator, a file) is only used by methods that may block, so `getData`, `freeze`,
 * `makeConditional` and the like are coroutines here. The `data` property is `getData` and `setData`.
 * Module: werkzeug.wrappers.response. Base: sansio.Response. Called by: Request.application, the server. Iterated by:
 * WSGIRequestHandler.run_wsgi. Absent on purpose: `json_module`.
 */
import type { Sys } from '../../kernel/sys.ts';
import { concat, decodeUtf8, encodeUtf8 } from '../../python/bytes.ts';
import { registerClass } from '../../python/classes.ts';
import { PyTypeError, RuntimeError, ValueError } from '../../python/errors.ts';
import { isInstance, lengthOf } from '../../python/foreign.ts';
import { subtract } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { close, hasClose } from '../../python/iterate.ts';
import type { SysIterable, SysIterator } from '../../python/iterate.ts';
import { checkKeywords, MisuseError } from '../../python/misuse.ts';
import { trackCoroutine, unrunProblem } from '../../python/forgotten-yield.ts';
import { wrongBody } from '../app-hints.ts';
import { Headers } from '../datastructures/headers.ts';
import { announceResponseClass, environOf, RequestedRangeNotSatisfiable } from '../exceptions.ts';
import { removeEntityHeaders } from '../http/hop-by-hop.ts';
import { values } from '../response-members.ts';
import { Response as SansIOResponse } from '../sansio/response-class.ts';
import type { SansIOResponseOptions } from '../sansio/response-class.ts';
import { runIfCoroutine } from '../run-if-coroutine.ts';
import { iriToUri } from '../urls.ts';
import { environItem } from '../wsgi.ts';
import { ClosingIterator } from '../wsgi-iterators.ts';
import type { CloseCallback } from '../wsgi-iterators.ts';
import type { Environ, HasEnviron, StartResponse, WsgiApp } from '../wsgi-types.ts';
import { EncodedIterator, encodeChunk, list, totalLength } from './encoded-body.ts';
import type { ResponseStream } from './response-stream.ts';

/** The contents of a body. Text is encoded as UTF-8. */
export type ResponseBody = string | Uint8Array | SysIterable<string | Uint8Array>;

/** Keyword arguments of a response. */
export interface ResponseOptions extends SansIOResponseOptions {
  /** Passes the body to the server as it is, unchecked. */
  readonly directPassthrough?: boolean;
}

/** Options of a conditional response. */
export interface ConditionalOptions {
  /** Whether ranges are accepted, or the unit in which they are counted. */
  readonly acceptRanges?: boolean | string;
  /** The length of the whole body; without it there are no ranges. */
  readonly completeLength?: Int | undefined;
}

/** Options of `getJson`. */
export interface JsonOptions {
  readonly force?: boolean;
  readonly silent?: boolean;
}

const KEYWORDS: readonly (keyof ResponseOptions)[] = [
  'status',
  'headers',
  'mimetype',
  'contentType',
  'directPassthrough',
];

const hasNoBody = (status: Int): boolean => (status >= 100 && status < 200) || status === 204 || status === 304;

/**
 * A response.
 * @python werkzeug.wrappers.response.Response
 * @differs keyword arguments are members of an options object
 */
export class Response extends SansIOResponse {
  static readonly implicitSequenceConversion: boolean = true;
  static readonly autocorrectLocationHeader: boolean = false;
  static readonly automaticallySetContentLength: boolean = true;
  /** The body: an array, or another iterable. */
  response: SysIterable<string | Uint8Array> = [];
  directPassthrough: boolean;
  implicitSequenceConversion: boolean;
  autocorrectLocationHeader: boolean;
  automaticallySetContentLength: boolean;
  /** @internal */
  readonly _onClose: CloseCallback[] = [];
  private _stream: ResponseStream<Response> | undefined;

  constructor(response?: ResponseBody | null, options: ResponseOptions = {}) {
    checkKeywords(options, KEYWORDS, 'write new Response(body, { status: 404 })');
    super(options);
    const Class = this.constructor as typeof Response;
    this.implicitSequenceConversion = Class.implicitSequenceConversion;
    this.autocorrectLocationHeader = Class.autocorrectLocationHeader;
    this.automaticallySetContentLength = Class.automaticallySetContentLength;
    this.directPassthrough = options.directPassthrough ?? false;
    const fault = unrunProblem(response);
    if (fault !== undefined) throw new MisuseError(`body: ${fault}`);
    const isBytes = isInstance<Uint8Array>(response, Uint8Array);
    if (isBytes && lengthOf(response) === undefined) throw new MisuseError(wrongBody(response));
    if (typeof response === 'string' || isBytes) this.setData(response);
    else if (response !== undefined && response !== null) this.response = response;
  }

  /**
   * Registers a function that is called when the response is closed, after the server has sent it.
   * @python werkzeug.wrappers.response.Response.call_on_close
   */
  callOnClose<F extends CloseCallback>(callback: F): F {
    this._onClose.push(callback);
    return callback;
  }

  /** @python werkzeug.wrappers.response.Response.__repr__ */
  override __repr__(): string {
    const size = this.isSequence ? this._sequenceLength() : undefined;
    const streamed = this.isStreamed ? 'streamed' : 'likely-streamed';
    return `<${this.constructor.name} ${size === undefined ? streamed : `${size} bytes`} [${this.status}]>`;
  }

  /**
   * Makes a response object of this class from any response or WSGI application. Raises TypeError for an application
   * without an environ. @python werkzeug.wrappers.response.Response.force_type
   */
  static *forceType<T extends typeof Response>(this: T, response: unknown, environ?: Environ): Sys<InstanceType<T>> {
    let made = response;
    if (!(made instanceof Response)) {
      if (environ === undefined) {
        throw new PyTypeError('cannot convert WSGI application into response objects without an environ');
      }
      made = yield* Response.fromApp(response as WsgiApp, environ);
    }
    return Object.setPrototypeOf(made, this.prototype) as InstanceType<T>;
  }

  /** Runs an application and returns its result as a response. @python werkzeug.wrappers.response.Response.from_app */
  static *fromApp<T extends typeof Response>(
    this: T,
    app: WsgiApp,
    environ: Environ,
    options: { readonly buffered?: boolean } = {},
  ): Sys<InstanceType<T>> {
    const [response, status, headers] = yield* values().runWsgiApp(app, environ, options.buffered);
    return new this(response, { status, headers }) as InstanceType<T>;
  }

  /**
   * The body as bytes; a body that is not read yet is read and kept.
   * @python werkzeug.wrappers.response.Response.get_data
   */
  *getData(): Sys<Uint8Array> {
    yield* this._ensureSequence();
    return concat(this._chunks);
  }

  /** The body as bytes. @python werkzeug.wrappers.response.Response.data @differs `setData` sets it */
  *data(): Sys<Uint8Array> {
    return yield* this.getData();
  }

  /**
   * `get_data(as_text=True)`.
   * @python werkzeug.wrappers.response.Response.get_data
   * @differs a method of its own for text
   */
  getText(): Sys<string> {
    return trackCoroutine(this._text(), {
      calledAs: 'getText',
      pythonName: 'werkzeug.wrappers.response.Response.get_data',
    });
  }

  private *_text(): Sys<string> {
    return decodeUtf8(yield* this.getData());
  }

  /** Sets the body and its length. @python werkzeug.wrappers.response.Response.set_data */
  setData(value: string | Uint8Array): void {
    const data = typeof value === 'string' ? encodeUtf8(value) : value;
    this.response = [data];
    if (this.automaticallySetContentLength) this.headers.set('Content-Length', String(data.length));
  }

  /**
   * The length of the body, if it can be found without consuming it.
   * @python werkzeug.wrappers.response.Response.calculate_content_length
   */
  *calculateContentLength(): Sys<number | undefined> {
    try {
      yield* this._ensureSequence();
    } catch (error) {
      if (error instanceof RuntimeError) return undefined;
      throw error;
    }
    return this._sequenceLength();
  }

  /**
   * Makes sure that the body is an array. Raises RuntimeError if it must not become one.
   * @python werkzeug.wrappers.response.Response._ensure_sequence
   * @internal
   */
  *_ensureSequence(): Sys<void> {
    if (this.isSequence) return;
    if (this.directPassthrough) {
      throw new RuntimeError(
        'Attempted implicit sequence conversion but the response object is in direct passthrough mode.',
      );
    }
    if (!this.implicitSequenceConversion) {
      throw new RuntimeError(
        'The response object required the iterable to be a sequence, but the implicit conversion was disabled. Call make_sequence() yourself.',
      );
    }
    yield* this.makeSequence();
  }

  /**
   * Reads the body into an array; the original is closed together with the response.
   * @python werkzeug.wrappers.response.Response.make_sequence
   */
  *makeSequence(): Sys<void> {
    if (this.isSequence) return;
    const { response } = this;
    this.response = yield* list(this.iterEncoded());
    if (hasClose(response)) this.callOnClose(() => close(response));
  }

  /** The chunks of the body as bytes. @python werkzeug.wrappers.response.Response.iter_encoded */
  iterEncoded(): SysIterator<Uint8Array> {
    return new EncodedIterator(this.response);
  }

  /** Whether the body has no known number of chunks. @python werkzeug.wrappers.response.Response.is_streamed */
  get isStreamed(): boolean {
    return typeof (this.response as { length?: unknown }).length !== 'number';
  }

  /** Whether the body is an array. @python werkzeug.wrappers.response.Response.is_sequence */
  get isSequence(): boolean {
    return Array.isArray(this.response);
  }

  /**
   * Closes the body, then calls the functions registered with `callOnClose`.
   * @python werkzeug.wrappers.response.Response.close
   */
  *close(): Sys<void> {
    yield* close(this.response);
    for (const callback of this._onClose) yield* runIfCoroutine(callback());
  }

  /** `with response: …` closes it at the end. @python werkzeug.wrappers.response.Response.__enter__ */
  __enter__(): this {
    return this;
  }

  /** @python werkzeug.wrappers.response.Response.__exit__ */
  *__exit__(): Sys<void> {
    yield* this.close();
  }

  /**
   * Makes the response independent of its request: body, length and entity tag are fixed.
   * @python werkzeug.wrappers.response.Response.freeze
   */
  *freeze(): Sys<void> {
    const chunks = yield* list(this.iterEncoded());
    this.response = chunks;
    this.headers.set('Content-Length', String(totalLength(chunks)));
    yield* this.addEtag();
  }

  /**
   * The headers as sent: URLs are absolute or encoded; headers about a body that is not sent are removed.
   * @python werkzeug.wrappers.response.Response.get_wsgi_headers
   */
  getWsgiHeaders(environ: Environ): Headers {
    const headers = new Headers(this.headers);
    const status = this.statusCode;
    let location: string | undefined;
    let contentLocation: string | undefined;
    let contentLength: string | undefined;
    for (const [key, value] of headers) {
      const name = key.toLowerCase();
      if (name === 'location') location = value;
      else if (name === 'content-location') contentLocation = value;
      else if (name === 'content-length') contentLength = value;
    }
    if (location !== undefined) headers.set('Location', this._correctLocation(location, environ));
    if (contentLocation !== undefined) headers.set('Content-Location', iriToUri(contentLocation));
    if (status === 304) removeEntityHeaders(headers);
    else if (hasNoBody(status)) headers.remove('Content-Length');
    else if (this.automaticallySetContentLength && this.isSequence && contentLength === undefined) {
      headers.set('Content-Length', String(this._sequenceLength()));
    }
    return headers;
  }

  private _correctLocation(location: string, environ: Environ): string {
    const uri = iriToUri(location);
    if (!this.autocorrectLocationHeader) return uri;
    return values().urljoin(iriToUri(values().getCurrentUrl(environ, { stripQuerystring: true })), uri);
  }

  /**
   * The body as sent: nothing for HEAD and statuses without a body.
   * @python werkzeug.wrappers.response.Response.get_app_iter
   */
  getAppIter(environ: Environ): SysIterable<Uint8Array> {
    const isEmpty = environItem(environ, 'REQUEST_METHOD') === 'HEAD' || hasNoBody(this.statusCode);
    if (!isEmpty && this.directPassthrough) return this.response as SysIterable<Uint8Array>;
    return new ClosingIterator(isEmpty ? [] : this.iterEncoded(), () => this.close());
  }

  /** Body, status and headers for WSGI. @python werkzeug.wrappers.response.Response.get_wsgi_response */
  getWsgiResponse(environ: Environ): [appIter: SysIterable<Uint8Array>, status: string, headers: [string, string][]] {
    const headers = this.getWsgiHeaders(environ);
    const appIter = this.getAppIter(environ);
    return [appIter, this.status, headers.toWsgiList()];
  }

  /** Calls the response as a WSGI application. @python werkzeug.wrappers.response.Response.__call__ */
  __call__(environ: Environ, startResponse: StartResponse): SysIterable<Uint8Array> {
    const [appIter, status, headers] = this.getWsgiResponse(environ);
    startResponse(status, headers);
    return appIter;
  }

  /** The body as JSON; undefined for another type. @python werkzeug.wrappers.response.Response.json */
  *json(): Sys<unknown> {
    return yield* this.getJson();
  }

  /**
   * The body as JSON; undefined for another type, unless forced.
   * @python werkzeug.wrappers.response.Response.get_json
   */
  *getJson(options: JsonOptions = {}): Sys<unknown> {
    if (options.force !== true && !this.isJson) return undefined;
    const data = yield* this.getData();
    try {
      return values().loads(data);
    } catch (error) {
      if (error instanceof ValueError && options.silent === true) return undefined;
      throw error;
    }
  }

  /** The body as a file to write to. @python werkzeug.wrappers.response.Response.stream */
  get stream(): ResponseStream<Response> {
    this._stream ??= new (values().ResponseStream)(this);
    return this._stream;
  }

  /** Replaces the body by a part of it. @python werkzeug.wrappers.response.Response._wrap_range_response @internal */
  _wrapRangeResponse(start: Int, length: Int): void {
    if (this.statusCode !== 206) return;
    this.response = new (values()._RangeWrapper)(this.response as SysIterable<Uint8Array>, start, length);
  }

  /**
   * Whether the request asks for a range that can be sent.
   * @python werkzeug.wrappers.response.Response._is_range_request_processable
   * @internal
   */
  _isRangeRequestProcessable(environ: Environ): boolean {
    if (!('HTTP_RANGE' in environ)) return false;
    if (!('HTTP_IF_RANGE' in environ)) return true;
    return !this._isModified(environ, false);
  }

  private _isModified(environ: Environ, ignoreIfRange: boolean): boolean {
    const etag = this.headers.get('etag');
    const lastModified = this.headers.get('last-modified');
    return values().isResourceModified(environ, { etag, lastModified, ignoreIfRange });
  }

  /**
   * Sends only the requested range. Raises RequestedRangeNotSatisfiable.
   * @python werkzeug.wrappers.response.Response._process_range_request
   * @internal
   */
  _processRangeRequest(environ: Environ, { acceptRanges = false, completeLength }: ConditionalOptions): boolean {
    if (acceptRanges === false || acceptRanges === '') return false;
    this.acceptRanges = acceptRanges === true ? 'bytes' : acceptRanges;
    if (completeLength === undefined || completeLength === 0 || completeLength === 0n) return false;
    if (!this._isRangeRequestProcessable(environ)) return false;
    const range = values().parseRangeHeader(environ['HTTP_RANGE'] as string | undefined);
    const bounds = range?.rangeForLength(completeLength);
    const contentRange = range?.toContentRangeHeader(completeLength);
    if (bounds === undefined || contentRange === undefined) throw new RequestedRangeNotSatisfiable(completeLength);
    const [start, stop] = bounds;
    const length = subtract(stop, start);
    this.contentLength = length;
    this.contentRange = contentRange;
    this.statusCode = 206;
    this._wrapRangeResponse(start, length);
    return true;
  }

  /**
   * Sends 304, 412 or a part if the request's conditions say so; only for GET and HEAD. Raises
   * RequestedRangeNotSatisfiable.
   * @python werkzeug.wrappers.response.Response.make_conditional
   */
  *makeConditional(request: HasEnviron | Environ, options: ConditionalOptions = {}): Sys<this> {
    checkKeywords(options, ['acceptRanges', 'completeLength'], 'write { acceptRanges: true }');
    const environ = environOf(request);
    const method = environItem(environ, 'REQUEST_METHOD');
    if (method !== 'GET' && method !== 'HEAD') return this;
    if (!this.headers.has('date')) this.headers.set('Date', values().httpDate());
    if (!this._processRangeRequest(environ, options) && !this._isModified(environ, true)) {
      this.statusCode = values().parseEtags(environ['HTTP_IF_MATCH'] as string | undefined).isTrue ? 412 : 304;
    }
    if (this.automaticallySetContentLength && !this.headers.has('content-length')) {
      const length = yield* this.calculateContentLength();
      if (length !== undefined) this.headers.set('Content-Length', String(length));
    }
    return this;
  }

  /** Sets the entity tag from the body, if there is none. @python werkzeug.wrappers.response.Response.add_etag */
  *addEtag(options: { readonly overwrite?: boolean; readonly weak?: boolean } = {}): Sys<void> {
    if (options.overwrite !== true && this.headers.has('etag')) return;
    this.setEtag(values().generateEtag(yield* this.getData()), options.weak);
  }

  /** The chunks of a body that is an array. */
  private get _chunks(): Uint8Array[] {
    return (this.response as (string | Uint8Array)[]).map(encodeChunk);
  }

  private _sequenceLength(): number {
    return totalLength(this._chunks);
  }

  static override readonly name: string = registerClass('werkzeug.wrappers.response', 'Response', Response, {
    own: ['_correctLocation', '_isModified', '_chunks', '_sequenceLength', 'getText', '_text'] as never[],
  });
}
announceResponseClass(Response);

declare module '../page-response.ts' {
  // What an HTTP exception is sent as is this class; see there.
  interface PageResponse extends Response {}
}
