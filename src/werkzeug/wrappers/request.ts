/**
 * A request with its body.
 * Members that read the body may block, so they are methods: `yield* request.form()`, `yield* request.getData()`,
 * `yield* request.json()`. Limits are fields that a subclass overrides.
 * Module: werkzeug.wrappers.request. Base: sansio.Request. Made by: Request.application. Absent on purpose:
 * `from_values`, which needs the test client; `json_module`.
 */
import type { Sys } from '../../kernel/sys.ts';
import { decodeUtf8, EMPTY, encodeLatin1 } from '../../python/bytes.ts';
import { registerClass } from '../../python/classes.ts';
import { checkKeywords, MisuseError, shortRepr } from '../../python/misuse.ts';
import { trackCoroutine } from '../../python/forgotten-yield.ts';
import { PyTypeError, RuntimeError, ValueError } from '../../python/errors.ts';
import { tryOr } from '../../python/foreign.ts';
import { handlingSync } from '../../python/handling.ts';
import type { SysIterable } from '../../python/iterate.ts';
import type { Int } from '../../python/integers.ts';
import { BytesIO } from '../../stdlib/io.ts';
import { loads } from '../../stdlib/json.ts';
import { _wsgiDecodingDance } from '../_internal.ts';
import { asPythonError, blocking, callApp, isApp, notCallable } from '../app.ts';
import { engineSlip, viewAnswered } from '../app-hints.ts';
import type { FileStorage } from '../datastructures/file-storage.ts';
import { EnvironHeaders } from '../datastructures/environ-headers.ts';
import { CombinedMultiDict } from '../datastructures/combined-multi-dict.ts';
import type { MultiDict } from '../datastructures/structures.ts';
import { announceResponseClass, BadRequest, HTTPException, UnsupportedMediaType } from '../exceptions.ts';
import { FormDataParser } from '../formparser.ts';
import { Request as SansIORequest } from '../sansio/request.ts';
import { isCoroutine, runIfCoroutine } from '../run-if-coroutine.ts';
import { _getServer, environText, getInputStream } from '../wsgi.ts';
import type { InputStream } from '../wsgi-limited-stream.ts';
import type { AppObject, BlockingApp, Environ, StartResponse } from '../wsgi-types.ts';
import { Response } from './response.ts';

// A view that raises an HTTP exception need not import the class of its page.
announceResponseClass(Response);

/** The result of a view: a response, an HTTP exception, or any WSGI app. */
export type ViewAnswer = AppObject;

/** A function of a request. It may block, as a `function*`. */
export type View<R> = (request: R) => ViewAnswer | Sys<ViewAnswer>;

/** Options for reading a body. */
export interface DataOptions {
  /** Whether the body is kept for a second call. True by default. */
  readonly cache?: boolean;
  /** Whether a form in the body is parsed first, so that none of it is left as data. */
  readonly parseFormData?: boolean;
}

/** Options for reading JSON. */
export interface JsonOptions {
  /** Whether to ignore the type of the body. */
  readonly force?: boolean;
  /** Whether invalid JSON gives undefined instead of an error. */
  readonly silent?: boolean;
  readonly cache?: boolean;
}

interface Loaded {
  readonly stream: InputStream;
  readonly form: MultiDict;
  readonly files: MultiDict<string, FileStorage>;
}

/** A request. @python werkzeug.wrappers.request.Request */
export class Request extends SansIORequest {
  /** The longest body; undefined for any. */
  maxContentLength: Int | undefined = undefined;
  /** The longest form, and the longest field of one, without its files. */
  maxFormMemorySize: Int | undefined = 500_000;
  /** The largest number of parts of a multipart form. */
  maxFormParts: Int | undefined = 1000;
  formDataParserClass: typeof FormDataParser = FormDataParser;
  readonly environ: Environ;
  /** Whether reading the body is forbidden. */
  readonly shallow: boolean;
  private _stream: InputStream | undefined;
  private _loaded: Loaded | undefined;
  private _cachedData: Uint8Array | undefined;
  /** Parsed JSON, for `silent` false and true. */
  private _cachedJson: Map<boolean, unknown> | undefined;

  constructor(environ: Environ, options: { readonly populateRequest?: boolean; readonly shallow?: boolean } = {}) {
    checkEnviron(environ);
    checkKeywords(options, ['populateRequest', 'shallow'], 'write new Request(environ, { shallow: true })');
    super({
      method: environText(environ, 'REQUEST_METHOD') ?? 'GET',
      scheme: environText(environ, 'wsgi.url_scheme') ?? 'http',
      server: _getServer(environ),
      rootPath: _wsgiDecodingDance(environText(environ, 'SCRIPT_NAME') ?? ''),
      path: _wsgiDecodingDance(environText(environ, 'PATH_INFO') ?? ''),
      queryString: encodeLatin1(environText(environ, 'QUERY_STRING') ?? ''),
      headers: new EnvironHeaders(environ),
      remoteAddr: environText(environ, 'REMOTE_ADDR'),
    });
    this.environ = environ;
    this.shallow = options.shallow ?? false;
    if (options.populateRequest !== false && !this.shallow) environ['werkzeug.request'] = this;
  }

  /**
   * Makes a WSGI application of a view. An HTTP exception that the view raises is its response; files of the request
   * are closed at the end. It has the view's name.
   * @python werkzeug.wrappers.request.Request.application
   */
  static application<R extends Request>(this: new (environ: Environ) => R, view: View<R>): BlockingApp {
    if (typeof (view as unknown) !== 'function') {
      throw new MisuseError(`view: ${shortRepr(view)} is not a function that takes a request and answers a response`);
    }
    const holder = new Application(this, view);
    const app = blocking((environ, startResponse) => holder.application(environ, startResponse));
    return Object.defineProperty(app, 'name', { value: view.name });
  }

  /** Whether the body is parsed as a form. @python werkzeug.wrappers.request.Request.want_form_data_parsed */
  get wantFormDataParsed(): boolean {
    return (environText(this.environ, 'CONTENT_TYPE') ?? '') !== '';
  }

  /** @python werkzeug.wrappers.request.Request.make_form_data_parser */
  makeFormDataParser(): FormDataParser {
    return new this.formDataParserClass({
      maxFormMemorySize: this.maxFormMemorySize,
      maxContentLength: this.maxContentLength,
      maxFormParts: this.maxFormParts,
      cls: this.parameterStorageClass,
    });
  }

  /** Parses the form, once. @python werkzeug.wrappers.request.Request._load_form_data @internal */
  *_loadFormData(): Sys<void> {
    if (this._loaded !== undefined) return;
    const cls = this.parameterStorageClass;
    if (!this.wantFormDataParsed) {
      this._loaded = { stream: this.stream, form: new cls(), files: new cls() };
      return;
    }
    const parser = this.makeFormDataParser();
    const [stream, form, files] = yield* parser.parse(this._getStreamForParsing(), {
      mimetype: this.mimetype,
      contentLength: this.contentLength,
      options: this.mimetypeParams,
    });
    this._stream = stream;
    this._loaded = { stream, form, files };
  }

  /**
   * The source of the form: data that was read and kept, or else the stream.
   * @python werkzeug.wrappers.request.Request._get_stream_for_parsing
   * @internal
   */
  _getStreamForParsing(): InputStream {
    return this._cachedData === undefined ? this.stream : new BytesIO(this._cachedData);
  }

  /** Closes the files of the request. @python werkzeug.wrappers.request.Request.close */
  close(): void {
    for (const [, file] of this._loaded?.files.items(true) ?? []) file.close();
  }

  /** `with request: …` closes its files at the end. @python werkzeug.wrappers.request.Request.__enter__ */
  __enter__(): this {
    return this;
  }

  /** @python werkzeug.wrappers.request.Request.__exit__ */
  *__exit__(): Sys<void> {
    this.close();
  }

  /**
   * The body; it can be read once. Raises RuntimeError for a shallow request.
   * @python werkzeug.wrappers.request.Request.stream
   */
  get stream(): InputStream {
    if (this._stream === undefined) {
      if (this.shallow) {
        throw new RuntimeError(
          "This request was created with 'shallow=True', reading from the input stream is disabled.",
        );
      }
      this._stream = getInputStream(this.environ, { maxContentLength: this.maxContentLength });
    }
    return this._stream;
  }

  /** Replaces the stream, for example by one that counts or decodes: form, data and JSON are read from it. */
  set stream(stream: InputStream) {
    this._stream = stream;
  }

  /** `wsgi.input` itself. @python werkzeug.wrappers.request.Request.input_stream */
  get inputStream(): InputStream {
    return this.environ['wsgi.input'] as InputStream;
  }

  /** The body, unless it is a form. @python werkzeug.wrappers.request.Request.data */
  *data(): Sys<Uint8Array> {
    return yield* this.getData({ parseFormData: true });
  }

  /** The body. @python werkzeug.wrappers.request.Request.get_data */
  *getData(options: DataOptions = {}): Sys<Uint8Array> {
    checkKeywords(options, ['cache', 'parseFormData'], 'write yield* request.getData({ cache: false })');
    if (this._cachedData !== undefined) return this._cachedData;
    if (options.parseFormData === true) yield* this._loadFormData();
    const data = (yield* runIfCoroutine(this.stream.read())) ?? EMPTY;
    if (options.cache !== false) this._cachedData = data;
    return data;
  }

  /**
   * `get_data(as_text=True)`.
   * @python werkzeug.wrappers.request.Request.get_data
   * @differs a method of its own for text
   */
  getText(options: DataOptions = {}): Sys<string> {
    return trackCoroutine(this._text(options), {
      calledAs: 'getText',
      pythonName: 'werkzeug.wrappers.request.Request.get_data',
    });
  }

  private *_text(options: DataOptions): Sys<string> {
    return decodeUtf8(yield* this.getData(options), 'replace');
  }

  /** The fields of the form. @python werkzeug.wrappers.request.Request.form */
  *form(): Sys<MultiDict> {
    yield* this._loadFormData();
    return (this._loaded as Loaded).form;
  }

  /**
   * Query string and form together; for a GET request only the query string.
   * @python werkzeug.wrappers.request.Request.values
   */
  *values(): Sys<CombinedMultiDict> {
    const sources = [this.args];
    if (this.method !== 'GET') sources.push(yield* this.form());
    return new CombinedMultiDict(sources);
  }

  /** The files of the form. @python werkzeug.wrappers.request.Request.files */
  *files(): Sys<MultiDict<string, FileStorage>> {
    yield* this._loadFormData();
    return (this._loaded as Loaded).files;
  }

  /** @python werkzeug.wrappers.request.Request.script_root */
  get scriptRoot(): string {
    return this.rootPath;
  }

  /** @python werkzeug.wrappers.request.Request.url_root */
  get urlRoot(): string {
    return this.rootUrl;
  }

  /** @python werkzeug.wrappers.request.Request.remote_user */
  get remoteUser(): string | undefined {
    return environText(this.environ, 'REMOTE_USER');
  }

  /** @python werkzeug.wrappers.request.Request.is_multithread */
  get isMultithread(): boolean | undefined {
    return this.environ['wsgi.multithread'] as boolean | undefined;
  }

  /** @python werkzeug.wrappers.request.Request.is_multiprocess */
  get isMultiprocess(): boolean | undefined {
    return this.environ['wsgi.multiprocess'] as boolean | undefined;
  }

  /** @python werkzeug.wrappers.request.Request.is_run_once */
  get isRunOnce(): boolean | undefined {
    return this.environ['wsgi.run_once'] as boolean | undefined;
  }

  /**
   * The body as JSON. Raises UnsupportedMediaType for another type, BadRequest for what is not JSON.
   * @python werkzeug.wrappers.request.Request.json
   */
  *json(): Sys<unknown> {
    return yield* this.getJson();
  }

  /** The body as JSON, with options for errors. @python werkzeug.wrappers.request.Request.get_json */
  *getJson(options: JsonOptions = {}): Sys<unknown> {
    checkKeywords(options, ['force', 'silent', 'cache'], 'write yield* request.getJson({ silent: true })');
    const { force = false, silent = false, cache = true } = options;
    if (cache && this._cachedJson?.has(silent) === true) return this._cachedJson.get(silent);
    if (!force && !this.isJson) return silent ? undefined : this.onJsonLoadingFailed(undefined);
    const data = yield* this.getData({ cache });
    let value: unknown;
    try {
      value = loads(data);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      value = silent ? undefined : handlingSync(error, () => this.onJsonLoadingFailed(error));
      if (cache) (this._cachedJson ??= new Map()).set(silent, value);
      return value;
    }
    if (cache) (this._cachedJson ??= new Map()).set(false, value).set(true, value);
    return value;
  }

  /**
   * Called for a body that is not JSON, or, without an error, for a body of another type; its result is the JSON.
   * @python werkzeug.wrappers.request.Request.on_json_loading_failed
   */
  onJsonLoadingFailed(error: ValueError | undefined): unknown {
    if (error !== undefined) throw new BadRequest(`Failed to decode JSON object: ${error.text}`);
    throw new UnsupportedMediaType(
      "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
    );
  }

  static override readonly name: string = registerClass('werkzeug.wrappers.request', 'Request', Request, {
    own: ['inputStream', 'remoteUser', 'isMultithread', 'isMultiprocess', 'isRunOnce', 'getText', '_text'] as never[],
  });
}

function checkEnviron(environ: unknown): void {
  if (typeof environ === 'object' && environ !== null && tryOr(() => !Array.isArray(environ), false)) return;
  throw new MisuseError(`environ: ${shortRepr(environ)} is not an environ, the object that an app is called with`);
}

/** The closure of `Request.application`. */
class Application<R extends Request> {
  private readonly _Class: new (environ: Environ) => R;
  private readonly _view: View<R>;

  constructor(Class: new (environ: Environ) => R, view: View<R>) {
    this._Class = Class;
    this._view = view;
  }

  /**
   * Calls the view with a request, and its result as an app.
   * @python werkzeug.wrappers.request.Request.application.<locals>.application
   */
  *application(environ: Environ, startResponse: StartResponse): Sys<SysIterable<Uint8Array>> {
    const request = new this._Class(environ);
    try {
      let answer: unknown;
      try {
        const given: unknown = this._view(request);
        answer = isCoroutine(given) ? yield* given : given;
      } catch (thrown) {
        const error = asPythonError(thrown);
        if (!(error instanceof HTTPException)) {
          error.hint ??= tryOr(() => engineSlip(error, request), undefined);
          throw error;
        }
        answer = handlingSync(error, () => error.getResponse(environ));
      }
      if (answer instanceof Object && 'then' in answer && typeof answer.then === 'function') {
        throw new PyTypeError('the view returned a promise: views must not be async; use function* and yield*');
      }
      if (!isApp(answer)) throw notCallable(answer, viewAnswered(answer));
      return (yield* callApp(answer, environ, startResponse)) as SysIterable<Uint8Array>;
    } finally {
      request.close();
    }
  }

  static readonly name: string = registerClass('werkzeug.wrappers.request', 'Application', Application, {
    qualname: 'Request.application.<locals>',
  });
}
