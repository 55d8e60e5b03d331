/** One run of a WSGI app for one request: the closures of `WSGIRequestHandler.run_wsgi`. */
import type { Sys } from '../../kernel/sys.ts';
import { encodeAscii, EMPTY, decodeLatin1, encodeLatin1 } from '../../python/bytes.ts';
import { create, registerClass } from '../../python/classes.ts';
import { AssertionError, AttributeError, BaseException, KeyError } from '../../python/errors.ts';
import { holdInFrames, leaveAsGarbage } from '../../python/finalize.ts';
import { addHint, withHint } from '../../python/misuse.ts';
import { asPythonError, lengthOf, tryOr } from '../../python/foreign.ts';
import { withFinally } from '../../python/handling.ts';
import { pyInt } from '../../python/integers.ts';
import { isGenerator } from '../../python/iterate.ts';
import { remember } from '../../python/remember.ts';
import { typeName } from '../../python/repr.ts';
import { split } from '../../python/text.ts';
import { isTrue } from '../../python/truth.ts';
import { items, unpackPair } from '../../python/unpack.ts';
import { lower } from '../../stdlib/http/handler-texts.ts';
import type { BaseHTTPRequestHandler, StatusCode } from '../../stdlib/http/server.ts';
import { DefaultSelector, EVENT_READ } from '../../stdlib/selectors.ts';
import type { ExcInfo } from '../../stdlib/sys.ts';
import { notStarted, wroteNoBytes, wrongHeaders, wrongStatus } from '../app-hints.ts';
import { appIterator, callApp, closeAnswer } from '../app.ts';
import type { Environ, StartResponse, Write } from '../wsgi-types.ts';

const CRLF = encodeAscii('\r\n');
const LAST_CHUNK = encodeAscii('0\r\n\r\n');

/** The drain reads this many bytes at a time, … */
const DRAIN_SIZE = 10_000_000;
/** … at most this many in total, … */
const DRAIN_LIMIT = 10_000_000_000;
/** … and at most this often. */
const DRAIN_READS = 1000;

/**
 * The variables of one `run_wsgi` and the functions that share them. Values of the app are kept as they are; only data
 * that is sent is checked.
 * @python werkzeug.serving.WSGIRequestHandler.run_wsgi
 */
export class RunWsgi {
  readonly handler: BaseHTTPRequestHandler;
  readonly environ: Environ;
  /** The function that the app gets. */
  readonly startResponseFunction: StartResponse;

  statusSet: unknown = undefined;
  headersSet: unknown = undefined;
  statusSent: unknown = undefined;
  headersSent: unknown = undefined;
  chunkResponse = false;
  private _app: unknown = undefined;

  constructor(handler: BaseHTTPRequestHandler, environ: Environ) {
    this.handler = handler;
    this.environ = environ;
    const write: Write = (data) => this.write(data);
    this.startResponseFunction = (status, headers, excInfo) => {
      this.startResponse(status, headers, excInfo);
      return write;
    };
  }

  /**
   * Sends the headers, unless they are sent already, then the data. Raises AssertionError before `startResponse`, and
   * for data that is not bytes.
   * @python werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write
   */
  *write(data: unknown): Sys<void> {
    if (isNone(this.statusSet)) throw this._tooEarly();
    if (isNone(this.headersSet)) throw this._tooEarly();
    if (isNone(this.statusSent)) {
      this.statusSent = this.statusSet;
      this.headersSent = this.headersSet;
      yield* this._sendHeaders();
    }
    const length = lengthOf(data);
    if (length === undefined) throw addHint(new AssertionError('applications must write bytes'), wroteNoBytes(data));
    const { wfile } = this.handler;
    if (length > 0) {
      if (this.chunkResponse) {
        yield* wfile.write(encodeAscii(length.toString(16)));
        yield* wfile.write(CRLF);
      }
      yield* wfile.write(data as Uint8Array);
      if (this.chunkResponse) yield* wfile.write(CRLF);
    }
    yield* wfile.flush();
  }

  _tooEarly(): AssertionError {
    return addHint(new AssertionError('write() before start_response'), notStarted(this._app, this.statusSet));
  }

  /**
   * Status line and headers. Chunked if HTTP/1.1 may have a body whose length the app does not state. The connection is
   * always to be closed.
   */
  *_sendHeaders(): Sys<void> {
    const { handler } = this;
    const [code, reason] = withHint(
      () => wrongStatus(this.statusSent),
      () => parseStatus(this.statusSent),
    );
    handler.sendResponse(code, reason);
    let hasLength = false;
    for (const header of headersOf(this.headersSent)) {
      const [name, value] = headerPair(header, this.headersSent);
      handler.sendHeader(name as string, value as string);
      if (lower(name) === 'content-length') hasLength = true;
    }
    const hasBody = (): boolean =>
      !(this._method === 'HEAD' || (code >= 100 && code < 200) || code === 204 || code === 304);
    if (!hasLength && hasBody() && handler.protocolVersion >= 'HTTP/1.1') {
      this.chunkResponse = true;
      handler.sendHeader('Transfer-Encoding', 'chunked');
    }
    handler.sendHeader('Connection', 'close');
    yield* handler.endHeaders();
  }

  get _method(): unknown {
    if (!Object.hasOwn(this.environ, 'REQUEST_METHOD')) throw new KeyError('REQUEST_METHOD');
    return this.environ['REQUEST_METHOD'];
  }

  /**
   * Keeps status and headers until the first `write`. With an exception they replace the previous ones; if those are
   * sent already, the exception is raised.
   * @python werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.start_response
   */
  startResponse(status: unknown, headers: unknown, excInfo?: ExcInfo): void {
    if (isTrue(excInfo)) {
      // An app gives what it caught, which may be no Python exception: the boundary makes one of it.
      // oxlint-disable-next-line typescript/only-throw-error
      if (isTrue(this.headersSent)) throw excInfo?.[1];
    } else if (isTrue(this.headersSet)) throw new AssertionError('Headers already set');
    this.statusSet = status;
    this.headersSet = headers;
  }

  /**
   * Runs an app and sends its response; then, whatever happened, discards what the client still sends, and closes the
   * app's iterable.
   * @python werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.execute
   */
  *execute(app: unknown): Sys<void> {
    this._app = app;
    const answer = yield* callApp(app, this.environ, this.startResponseFunction);
    yield* withFinally(this._send(answer), () => this._afterAnswer(answer));
  }

  *_send(answer: unknown): Sys<void> {
    const iterator = appIterator(answer, this._app);
    for (let step = yield* iterator.next(); step.done !== true; step = yield* iterator.next()) {
      yield* this.write(step.value);
    }
    if (!isTrue(this.headersSent)) yield* this.write(EMPTY);
    if (this.chunkResponse) yield* this.handler.wfile.write(LAST_CHUNK);
  }

  *_afterAnswer(answer: unknown): Sys<void> {
    yield* this._drainBefore(answer);
    yield* closeAnswer(answer);
  }

  /**
   * If the drain fails, Werkzeug does not close the app's iterable; CPython then closes a generator when its last
   * reference is gone.
   */
  *_drainBefore(answer: unknown): Sys<void> {
    try {
      yield* this._drain();
    } catch (error) {
      if (tryOr(() => isGenerator(answer), false)) holdInFrames(error, { finalize: () => finalizeGenerator(answer) });
      throw error;
    }
  }

  /**
   * Reads what the client sends until nothing arrives for 10 ms, so that closing does not reset the connection before
   * the response is read. The selector sees only the kernel's queue: bytes in `rfile`'s buffer do not make it ready.
   */
  *_drain(): Sys<void> {
    const { connection, rfile } = this.handler;
    const selector = yield* create(DefaultSelector);
    yield* selector.register(connection, EVENT_READ);
    let size = 0;
    let reads = 0;
    try {
      while ((yield* selector.select(0.01)).length > 0) {
        const data = yield* rfile.read(DRAIN_SIZE);
        size += data.length;
        reads += 1;
        if (data.length === 0 || size >= DRAIN_LIMIT || reads > DRAIN_READS) break;
      }
    } catch (error) {
      // A selector and its map refer to each other.
      yield* leaveAsGarbage(selector);
      throw error;
    }
    yield* selector.close();
  }

  static readonly name: string = registerClass('werkzeug.serving', 'RunWsgi', RunWsgi, {
    qualname: 'WSGIRequestHandler.run_wsgi.<locals>',
    own: ['_afterAnswer', '_drain', '_drainBefore', '_method', '_send', '_sendHeaders', '_tooEarly'],
    watch: [
      ['status_set', (run) => run.statusSet],
      ['headers_set', (run) => run.headersSet],
      ['status_sent', (run) => run.statusSent],
      ['headers_sent', (run) => run.headersSent],
      ['chunk_response', (run) => run.chunkResponse],
    ],
  });
}

/** Closes a generator whose last reference is gone; exceptions are ignored. */
function* finalizeGenerator(generator: unknown): Sys<void> {
  try {
    yield* closeAnswer(generator);
  } catch (error) {
    asPythonError(error);
  }
}

/** The items of the headers, as Python would iterate them. */
const headersOf = (headers: unknown): readonly unknown[] =>
  withHint(
    () => wrongHeaders(headers),
    () => items(headers),
  );

/** Name and value of a header. Called for each header, so it creates no closures if all is well. */
function headerPair(header: unknown, headers: unknown): readonly [unknown, unknown] {
  try {
    return unpackPair(header);
  } catch (error) {
    if (error instanceof BaseException) error.hint ??= wrongHeaders(headers);
    throw error;
  }
}

const parseStatusText = /*#__PURE__*/ remember((status): readonly [StatusCode, string] => {
  const [code = '', reason] = split(status, undefined, 1);
  return reason === undefined ? [pyInt(status), ''] : [pyInt(code), reason];
});

const isNone = (value: unknown): boolean => value === undefined || value === null;

/**
 * Code and reason of a status: text, or bytes, which Python also accepts. Raises ValueError for a code that is not an
 * int, AttributeError for other types.
 */
function parseStatus(status: unknown): readonly [StatusCode, unknown] {
  if (typeof status === 'string') return parseStatusText(status);
  if (status instanceof Uint8Array) {
    const [, code = '', reason = ''] = /^[ \t-\r]*([^ \t-\r]+)[ \t-\r]+(.*)$/s.exec(decodeLatin1(status)) ?? [];
    return reason === '' ? [pyInt(status), ''] : [pyInt(encodeLatin1(code)), encodeLatin1(reason)];
  }
  throw new AttributeError(`'${typeName(status)}' object has no attribute 'split'`);
}
