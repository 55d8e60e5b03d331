/** The handler that turns HTTP requests into calls of a WSGI app. Mirrors `werkzeug.serving.WSGIRequestHandler`. */
import type { Sys } from '../../kernel/sys.ts';
import { encodeAscii } from '../../python/bytes.ts';
import { methodOf, registerClass } from '../../python/classes.ts';
import { AttributeError, ConnectionError, Exception, TimeoutError } from '../../python/errors.ts';
import type { BaseException } from '../../python/errors.ts';
import { complainOf } from '../../python/complaint.ts';
import { asPythonError, isInstance } from '../../python/foreign.ts';
import { releaseException } from '../../python/finalize.ts';
import { handling, handlingSync } from '../../python/handling.ts';
import { isWatched } from '../../python/libc.ts';
import { remember } from '../../python/remember.ts';
import { strip } from '../../python/text.ts';
import { isTrue } from '../../python/truth.ts';
import { tuple } from '../../python/tuple.ts';
import { escapeControls } from '../../stdlib/http/handler-texts.ts';
import { BaseHTTPRequestHandler } from '../../stdlib/http/server.ts';
import type { StatusCode } from '../../stdlib/http/server.ts';
import type { LogLevel } from '../../stdlib/logging.ts';
import { stderr } from '../../stdlib/sys.ts';
import { formatException } from '../../python/exception-text.ts';
import { unquote, urlsplit } from '../../stdlib/urllib/parse.ts';
import { _log, _wsgiEncodingDance } from '../_internal.ts';
import { announceResponseClass, InternalServerError } from '../exceptions.ts';
import { Response } from '../wrappers/response-class.ts';
import { parseListHeader } from '../http/parameters.ts';
import { uriToIri } from '../urls.ts';
import type { Environ } from '../wsgi-types.ts';
import { DechunkedInput } from './dechunked-input.ts';
import { _ansiStyle } from './log-style.ts';
import { RunWsgi } from './run-wsgi.ts';
import type { WsgiServer } from './wsgi-server.ts';

// Exceptions create their pages with it.
announceResponseClass(Response);

const WSGI_VERSION = /*#__PURE__*/ tuple(1, 0);
const CONTINUE = encodeAscii('HTTP/1.1 100 Continue\r\n\r\n');

/**
 * Serves each request with the server's app, whatever its method. Attributes: `environ`, once it is made.
 * @python werkzeug.serving.WSGIRequestHandler
 */
export class WSGIRequestHandler extends BaseHTTPRequestHandler {
  declare server: WsgiServer;
  declare environ: Environ;

  /** @python werkzeug.serving.WSGIRequestHandler.server_version */
  override get serverVersion(): string {
    return this.server._serverVersion;
  }

  /**
   * The environ for the app. Headers with an underscore in their name are omitted; repeated headers, except
   * Content-Type and Content-Length, are joined with commas. Raises ValueError for a path that is not a valid URL.
   * @python werkzeug.serving.WSGIRequestHandler.make_environ
   */
  makeEnviron(): Environ {
    const requestUrl = urlsplit(this.path);
    if (this.clientAddress.length === 0) this.clientAddress = tuple('<local>', 0);
    else if (typeof this.clientAddress === 'string') this.clientAddress = tuple(this.clientAddress, 0);
    // A path that starts with two slashes is not a host.
    const isPathOnly = requestUrl.scheme === '' && requestUrl.netloc !== '';
    const pathInfo = unquote(isPathOnly ? `/${requestUrl.netloc}${requestUrl.path}` : requestUrl.path);
    const environ: Environ = {
      'wsgi.version': WSGI_VERSION,
      'wsgi.url_scheme': this.server.sslContext === undefined ? 'http' : 'https',
      'wsgi.input': this.rfile,
      'wsgi.errors': stderr,
      'wsgi.multithread': this.server.multithread,
      'wsgi.multiprocess': this.server.multiprocess,
      'wsgi.run_once': false,
      'werkzeug.socket': this.connection,
      SERVER_SOFTWARE: this.serverVersion,
      REQUEST_METHOD: this.command,
      SCRIPT_NAME: '',
      PATH_INFO: _wsgiEncodingDance(pathInfo),
      QUERY_STRING: _wsgiEncodingDance(requestUrl.query),
      REQUEST_URI: _wsgiEncodingDance(this.path),
      RAW_URI: _wsgiEncodingDance(this.path),
      REMOTE_ADDR: this.addressString(),
      REMOTE_PORT: this.portInteger(),
      SERVER_NAME: this.server.serverAddress[0],
      SERVER_PORT: String(this.server.serverAddress[1]),
      SERVER_PROTOCOL: this.requestVersion,
    };
    this._addHeaders(environ);
    if (isChunked(environ)) {
      environ['wsgi.input_terminated'] = true;
      const input = new DechunkedInput();
      input.init(this.rfile);
      environ['wsgi.input'] = input;
    }
    // An absolute URL names the host: RFC 9112, section 3.2.2.
    if (requestUrl.scheme !== '' && requestUrl.netloc !== '') environ['HTTP_HOST'] = requestUrl.netloc;
    return environ;
  }

  /** The request's headers as `HTTP_…` keys. */
  _addHeaders(environ: Environ): void {
    for (const [name, raw] of this.headers.items()) {
      if (name.includes('_')) continue;
      const key = environKey(name);
      let value = raw.includes('\r') ? raw.replaceAll('\r\n', '') : raw;
      if (key.startsWith('HTTP_') && Object.hasOwn(environ, key)) value = `${environ[key] as string},${value}`;
      environ[key] = value;
    }
  }

  /**
   * Runs the app for this request. An exception is logged and, if nothing has been sent yet, answered with a 500; a
   * lost connection is not an error; with `passthroughErrors` the exception is raised again.
   * @python werkzeug.serving.WSGIRequestHandler.run_wsgi
   */
  *runWsgi(): Sys<void> {
    if (strip(this.headers.get('Expect', '').toLowerCase()) === '100-continue') yield* this.wfile.write(CONTINUE);
    this.environ = this.makeEnviron();
    const run = new RunWsgi(this, this.environ);
    try {
      yield* run.execute(this.server.app);
    } catch (thrown) {
      const error = asPythonError(thrown);
      if (!(error instanceof Exception)) throw error;
      yield* handling(error, this._afterError(error, run));
      yield* releaseException(error);
    }
  }

  *_afterError(error: Exception, run: RunWsgi): Sys<void> {
    if (isDropped(error)) return this.connectionDropped(error, run.environ);
    if (this.server.passthroughErrors) throw error;
    const isSent = run.statusSent !== undefined;
    if (isSent && run.chunkResponse) this.closeConnection = true;
    try {
      if (!isSent) {
        run.statusSet = undefined;
        run.headersSet = undefined;
      }
      yield* run.execute(new InternalServerError());
    } catch (thrown) {
      const second = asPythonError(thrown);
      if (!(second instanceof Exception)) throw second;
    }
    complainOf(error);
    this.server.log('error', `Error on request:\n${formatException(error)}`);
  }

  /** @python werkzeug.serving.WSGIRequestHandler.handle */
  override *handle(): Sys<void> {
    try {
      yield* super.handle();
    } catch (error) {
      if (!isDropped(error)) throw error;
      this._dropped(error);
    }
  }

  /** @internal */
  _dropped(error: BaseException): void {
    handlingSync(error, () => this.connectionDropped(error));
  }

  /**
   * Called when the client has disconnected; does nothing.
   * @python werkzeug.serving.WSGIRequestHandler.connection_dropped
   */
  connectionDropped(_error: BaseException, _environ?: Environ): void {}

  /**
   * Every `do_…` is `runWsgi`; there are no other attributes.
   * @python werkzeug.serving.WSGIRequestHandler.__getattr__
   */
  override __getattr__(name: string): unknown {
    if (name.startsWith('do_')) return () => this.runWsgi();
    throw new AttributeError(`'super' object has no attribute '${name}'`);
  }

  /** Unless the question is seen, it is answered without the exception, which takes longer than the request. */
  override _hasAttribute(member: string, name: string): boolean {
    if (this.__getattr__ !== WSGIRequestHandler._ownGetattr || isWatched()) return super._hasAttribute(member, name);
    return this._ownAttribute(member) !== undefined || name.startsWith('do_');
  }

  /**
   * The client's host; REMOTE_ADDR once the environ is made.
   * @python werkzeug.serving.WSGIRequestHandler.address_string
   */
  override addressString(): string {
    if (this._hasAttribute('environ', 'environ') && isTrue(this.environ)) return this.environ['REMOTE_ADDR'] as string;
    return this.clientAddress.length === 0 ? '<local>' : (this.clientAddress[0] ?? '');
  }

  /** The client's port. @python werkzeug.serving.WSGIRequestHandler.port_integer */
  portInteger(): number {
    return this.clientAddress[1] as number;
  }

  /** Logs the request line, coloured by the code. @python werkzeug.serving.WSGIRequestHandler.log_request */
  override logRequest(code: StatusCode | string = '-', size: number | string = '-'): void {
    const text = String(code);
    this.log('info', '"%s" %s %s', style(escapeControls(this._requestText), text), text, size);
  }

  /** The request for log lines; only the request line if it could not be parsed. */
  get _requestText(): string {
    try {
      const path = uriToIri(this._getAttribute('path', 'path') as string);
      return `${this.command ?? 'None'} ${path} ${this.requestVersion}`;
    } catch (error) {
      if (!isInstance(error, AttributeError)) throw error;
      return this.requestline;
    }
  }

  /** @python werkzeug.serving.WSGIRequestHandler.log_error */
  override logError(format: string, ...args: readonly unknown[]): void {
    this.log('error', format, ...args);
  }

  /** @python werkzeug.serving.WSGIRequestHandler.log_message */
  override logMessage(format: string, ...args: readonly unknown[]): void {
    this.log('info', format, ...args);
  }

  /** Logs with the client's address and the time. @python werkzeug.serving.WSGIRequestHandler.log */
  log(level: LogLevel, message: string, ...args: readonly unknown[]): void {
    const address = this.addressString().replaceAll('%', '%%');
    _log(level, `${address} - - [${this.logDateTimeString()}] ${message}\n`, ...args);
  }

  /** @internal */
  static readonly _ownGetattr: unknown = methodOf(WSGIRequestHandler, '__getattr__');

  static override readonly name: string = registerClass('werkzeug.serving', 'WSGIRequestHandler', WSGIRequestHandler, {
    own: ['_addHeaders', '_afterError', '_dropped', '_hasAttribute', '_requestText'],
    watch: [['environ', (handler) => handler.environ]],
  });
}

const environKey = /*#__PURE__*/ remember((name) => {
  const key = name.toUpperCase().replaceAll('-', '_');
  return key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH' ? key : `HTTP_${key}`;
});

/** The errors that mean that the client has disconnected. @python werkzeug.serving.connection_dropped_errors */
export const connectionDroppedErrors = [ConnectionError, TimeoutError] as const;

const isDropped = (error: unknown): error is ConnectionError | TimeoutError =>
  connectionDroppedErrors.some((Class) => isInstance(error, Class));

/** Colours by the kind of status; an unusual status looks like a server error. */
function style(message: string, code: string): string {
  if (code.startsWith('1')) return _ansiStyle(message, 'bold');
  if (code === '200') return message;
  if (code === '304') return _ansiStyle(message, 'cyan');
  if (code.startsWith('3')) return _ansiStyle(message, 'green');
  if (code === '404') return _ansiStyle(message, 'yellow');
  if (code.startsWith('4')) return _ansiStyle(message, 'bold', 'red');
  return _ansiStyle(message, 'bold', 'magenta');
}

/** `'chunked' in parse_set_header(…)`, without the set. */
function isChunked(environ: Environ): boolean {
  const header = environ['HTTP_TRANSFER_ENCODING'] as string | undefined;
  if (header === undefined) return false;
  const encodings = parseListHeader(header);
  return encodings.some((encoding) => encoding.toLowerCase() === 'chunked');
}
