/** The module `http.server`: an HTTP server and its handler, which parses requests and writes responses. */
import type { Sys } from '../../kernel/sys.ts';
import { encodeLatin1, encodeUtf8, decodeLatin1 } from '../../python/bytes.ts';
import { classAttribute, registerClass } from '../../python/classes.ts';
import { AttributeError, TimeoutError } from '../../python/errors.ts';
import { formatPercent } from '../../python/format.ts';
import { isInstance } from '../../python/foreign.ts';
import { handling, handlingSync } from '../../python/handling.ts';
import { writeStderr } from '../../python/libc.ts';
import { repr, str, typeName } from '../../python/repr.ts';
import { rstrip, split } from '../../python/text.ts';
import type { Message } from '../email/message.ts';
import { DAYS, formatdate } from '../email/utils.ts';
import { escape } from '../html.ts';
import { getfqdn } from '../socket.ts';
import { StreamRequestHandler } from '../socketserver/handlers.ts';
import { ThreadingMixIn } from '../socketserver/mixins.ts';
import { TCPServer } from '../socketserver/tcp-server.ts';
import { version } from '../sys.ts';
import { time } from '../time.ts';
import { HTTPException, HTTPMessage, LineTooLong, parseHeaders } from './client.ts';
import {
  escapeControls,
  logDate,
  lower,
  methodName,
  MONTHS_FROM_1,
  usualLogDate,
  versionNumber,
} from './handler-texts.ts';
import { DEFAULT_ERROR_CONTENT_TYPE, DEFAULT_ERROR_MESSAGE } from './error-page.ts';
import { RESPONSES } from './status.ts';
import { versionProblem } from './version-problem.ts';

export { DEFAULT_ERROR_CONTENT_TYPE, DEFAULT_ERROR_MESSAGE };

/** A TCP server that knows its name. Attributes: `serverName`, `serverPort`. @python http.server.HTTPServer */
export class HTTPServer extends TCPServer {
  override allowReuseAddress: boolean | number = 1;
  serverName!: string;
  serverPort!: number | string;

  /** @python http.server.HTTPServer.server_bind */
  override *serverBind(): Sys<void> {
    yield* super.serverBind();
    const [host = '', port = 0] = this.serverAddress;
    this.serverName = getfqdn(String(host));
    this.serverPort = port;
  }

  static override readonly name: string = registerClass('http.server', 'HTTPServer', HTTPServer);
}

/** @python http.server.ThreadingHTTPServer */
export class ThreadingHTTPServer extends ThreadingMixIn(HTTPServer) {
  override daemonThreads = true;

  static override readonly name: string = registerClass('http.server', 'ThreadingHTTPServer', ThreadingHTTPServer);
}

/** What a server sends by itself, as `HTTPStatus` names it: programs that import no names of others leave them out. */
const STATUS = {
  CONTINUE: 100,
  BAD_REQUEST: 400,
  REQUEST_URI_TOO_LONG: 414,
  REQUEST_HEADER_FIELDS_TOO_LARGE: 431,
  NOT_IMPLEMENTED: 501,
  HTTP_VERSION_NOT_SUPPORTED: 505,
} as const;

/** A status code; one beyond JavaScript's safe integers is a bigint. */
export type StatusCode = number | bigint;

const LONGEST_LINE = 65536;
const SYS_VERSION = `Python/${version}`;
const BEYOND_LATIN1 = /[^\0-\xff]/;

/**
 * Handles the HTTP requests of one connection, one after the other while it is kept alive. Subclasses have a method
 * `do_GET` for the method GET, and so on.
 * Class attributes: `protocolVersion` (static: servers write it), `serverVersion` (an accessor), `sysVersion`,
 * `errorMessageFormat`, `errorContentType`, `defaultRequestVersion`, `MessageClass`, `responses`. Attributes of a
 * request: `command`, `path`, `requestVersion`, `requestline`, `headers`, `closeConnection`. Those that are declared
 * without a value are absent, as in Python, until a request sets them.
 * @python http.server.BaseHTTPRequestHandler
 */
export class BaseHTTPRequestHandler extends StreamRequestHandler {
  /** HTTP/1.1 keeps connections open. @python http.server.BaseHTTPRequestHandler.protocol_version */
  static protocolVersion = 'HTTP/1.0';

  sysVersion = SYS_VERSION;
  errorMessageFormat = DEFAULT_ERROR_MESSAGE;
  errorContentType = DEFAULT_ERROR_CONTENT_TYPE;
  defaultRequestVersion = 'HTTP/0.9';
  MessageClass: new () => Message = HTTPMessage;
  /** Names of days, from Monday. */
  readonly weekdayname: readonly string[] = DAYS;
  /** Names of months, from 1. */
  readonly monthname: readonly string[] = MONTHS_FROM_1;
  responses: ReadonlyMap<StatusCode, readonly [string, string]> = RESPONSES;

  command: string | undefined = undefined;
  requestVersion = '';
  requestline = '';
  closeConnection = true;
  rawRequestline!: Uint8Array;
  declare path: string;
  declare headers: Message;
  /**
   * Header lines that are not sent yet, as latin-1 text. @differs Python keeps a list of bytes and joins it when it
   * sends.
   */
  declare _headersBuffer: string;

  /** Python's fallback for a missing attribute; subclasses may define it. */
  __getattr__?(name: string): unknown;

  /**
   * @python http.server.BaseHTTPRequestHandler.server_version
   * @differs an accessor, since a subclass asks its server for it
   */
  get serverVersion(): string {
    return 'BaseHTTP/0.6';
  }

  get protocolVersion(): string {
    return classAttribute(this.constructor as typeof BaseHTTPRequestHandler, 'protocolVersion') as string;
  }

  /**
   * Parses the request line and the headers. False when there is nothing to serve: an error was sent, or the line was
   * blank. White space of latin-1 separates words, including 0x85 and 0xA0.
   * @python http.server.BaseHTTPRequestHandler.parse_request
   */
  *parseRequest(): Sys<boolean> {
    this.command = undefined;
    this.requestVersion = this.defaultRequestVersion;
    this.closeConnection = true;
    this.requestline = rstrip(decodeLatin1(this.rawRequestline), '\r\n');
    const words = split(this.requestline);
    if (words.length === 0) return false;
    if (words.length >= 3 && !(yield* this._parseVersion(words.at(-1) ?? ''))) return false;
    const [command = '', path = ''] = words;
    if (words.length < 2 || words.length > 3) {
      yield* this.sendError(STATUS.BAD_REQUEST, `Bad request syntax (${repr(this.requestline)})`);
      return false;
    }
    if (words.length === 2) {
      this.closeConnection = true;
      if (command !== 'GET') {
        yield* this.sendError(STATUS.BAD_REQUEST, `Bad HTTP/0.9 request type (${repr(command)})`);
        return false;
      }
    }
    this.command = command;
    // Clients take //host/path for another host: responses must not lead them there.
    this.path = path.replace(/^\/{2,}/, '/');
    return (yield* this._readHeaders()) && (yield* this._obeyHeaders());
  }

  /**
   * The third word of the request line: decides on the version and whether the connection stays open. False when it was
   * rejected.
   */
  *_parseVersion(version: string): Sys<boolean> {
    const { number, parts, major, minor } = versionNumber(version);
    const problem = versionProblem(version, parts);
    if (problem !== undefined) {
      const message = `Bad request version (${repr(version)})`;
      yield* handling(problem, this.sendError(STATUS.BAD_REQUEST, message));
      return false;
    }
    if ((major > 1 || (major === 1 && minor >= 1)) && this.protocolVersion >= 'HTTP/1.1') this.closeConnection = false;
    if (major >= 2) {
      yield* this.sendError(STATUS.HTTP_VERSION_NOT_SUPPORTED, `Invalid HTTP version (${number})`);
      return false;
    }
    this.requestVersion = version;
    return true;
  }

  /** Reads the header block. False when it was too long and rejected. */
  *_readHeaders(): Sys<boolean> {
    try {
      this.headers = yield* parseHeaders(this.rfile, this.MessageClass);
      return true;
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error;
      const message = error instanceof LineTooLong ? 'Line too long' : 'Too many headers';
      const answer = this.sendError(STATUS.REQUEST_HEADER_FIELDS_TOO_LARGE, message, str(error));
      yield* handling(error, answer);
      return false;
    }
  }

  /** Follows the headers Connection and Expect. False when an expectation was rejected. */
  *_obeyHeaders(): Sys<boolean> {
    const connection = this.headers.get('Connection', '').toLowerCase();
    if (connection === 'close') this.closeConnection = true;
    else if (connection === 'keep-alive' && this.protocolVersion >= 'HTTP/1.1') this.closeConnection = false;
    const expectsContinue = this.headers.get('Expect', '').toLowerCase() === '100-continue';
    if (expectsContinue && this.protocolVersion >= 'HTTP/1.1' && this.requestVersion >= 'HTTP/1.1') {
      return yield* this.handleExpect100();
    }
    return true;
  }

  /**
   * Tells the client to send the body; a subclass may send an error and return false.
   * @python http.server.BaseHTTPRequestHandler.handle_expect_100
   */
  *handleExpect100(): Sys<boolean> {
    this.sendResponseOnly(STATUS.CONTINUE);
    yield* this.endHeaders();
    return true;
  }

  /**
   * Reads one request and calls its method. A timeout ends the connection.
   * @python http.server.BaseHTTPRequestHandler.handle_one_request
   */
  *handleOneRequest(): Sys<void> {
    try {
      this.rawRequestline = yield* this.rfile.readline(LONGEST_LINE + 1);
      if (this.rawRequestline.length > LONGEST_LINE) {
        this.requestline = '';
        this.requestVersion = '';
        this.command = '';
        return yield* this.sendError(STATUS.REQUEST_URI_TOO_LONG);
      }
      if (this.rawRequestline.length === 0) {
        this.closeConnection = true;
        return;
      }
      if (!(yield* this.parseRequest())) return;
      const name = methodName(this.command ?? '');
      if (!this._hasAttribute(name, name)) {
        return yield* this.sendError(STATUS.NOT_IMPLEMENTED, `Unsupported method (${repr(this.command)})`);
      }
      const method = this._getAttribute(name, name) as () => Sys<void>;
      yield* method.call(this);
      yield* this.wfile.flush();
    } catch (error) {
      if (!isInstance(error, TimeoutError)) throw error;
      this._logTimeout(error);
      this.closeConnection = true;
    }
  }

  /** @internal */
  _logTimeout(error: TimeoutError): void {
    handlingSync(error, () => this.logError('Request timed out: %r', error));
  }

  /** Handles requests until the connection is to be closed. @python http.server.BaseHTTPRequestHandler.handle */
  override *handle(): Sys<void> {
    this.closeConnection = true;
    yield* this.handleOneRequest();
    while (!this.closeConnection) yield* this.handleOneRequest();
  }

  /**
   * Logs and sends an error, with a page unless the code or the method forbids a body. `message` and `explain` are the
   * code's own by default.
   * @python http.server.BaseHTTPRequestHandler.send_error
   */
  *sendError(code: number, message?: string, explain?: string): Sys<void> {
    const [phrase, description] = this.responses.get(code) ?? ['???', '???'];
    const reason = message ?? phrase;
    this.logError('code %d, message %s', code, reason);
    this.sendResponse(code, reason);
    this.sendHeader('Connection', 'close');
    let body: Uint8Array | undefined;
    if (code >= 200 && code !== 204 && code !== 205 && code !== 304) {
      const content = formatPercent(this.errorMessageFormat, {
        code,
        message: escape(reason, { quote: false }),
        explain: escape(explain ?? description, { quote: false }),
      });
      body = encodeUtf8(content, 'replace');
      this.sendHeader('Content-Type', this.errorContentType);
      this.sendHeader('Content-Length', String(body.length));
    }
    yield* this.endHeaders();
    if (this.command !== 'HEAD' && body !== undefined && body.length > 0) yield* this.wfile.write(body);
  }

  /**
   * Logs the request and buffers the status line, Server and Date.
   * @python http.server.BaseHTTPRequestHandler.send_response
   */
  sendResponse(code: StatusCode, message?: unknown): void {
    this.logRequest(code);
    this.sendResponseOnly(code, message);
    this.sendHeader('Server', this.versionString());
    this.sendHeader('Date', this.dateTimeString());
  }

  /** Buffers the status line; HTTP/0.9 has none. @python http.server.BaseHTTPRequestHandler.send_response_only */
  sendResponseOnly(code: StatusCode, message?: unknown): void {
    if (this.requestVersion === 'HTTP/0.9') return;
    const reason = message ?? this.responses.get(code)?.[0] ?? '';
    if (!this._hasAttribute('_headersBuffer', '_headers_buffer')) this._headersBuffer = '';
    this._bufferLine(`${this.protocolVersion} ${String(code)} ${str(reason)}\r\n`);
  }

  /**
   * Buffers a header. The header Connection also decides whether the connection is closed.
   * @python http.server.BaseHTTPRequestHandler.send_header
   */
  sendHeader(keyword: string, value: string): void {
    if (this.requestVersion !== 'HTTP/0.9') {
      if (!this._hasAttribute('_headersBuffer', '_headers_buffer')) this._headersBuffer = '';
      this._bufferLine(`${str(keyword)}: ${str(value)}\r\n`);
    }
    if (lower(keyword) !== 'connection') return;
    const token = lower(value);
    if (token === 'close') this.closeConnection = true;
    else if (token === 'keep-alive') this.closeConnection = false;
  }

  /** Ends the headers with a blank line and sends them. @python http.server.BaseHTTPRequestHandler.end_headers */
  *endHeaders(): Sys<void> {
    if (this.requestVersion === 'HTTP/0.9') return;
    this._headersBuffer = `${this._getAttribute('_headersBuffer', '_headers_buffer') as string}\r\n`;
    yield* this.flushHeaders();
  }

  /** Sends the buffered headers. @python http.server.BaseHTTPRequestHandler.flush_headers */
  *flushHeaders(): Sys<void> {
    if (!this._hasAttribute('_headersBuffer', '_headers_buffer')) return;
    yield* this.wfile.write(encodeLatin1(this._headersBuffer));
    this._headersBuffer = '';
  }

  /** Logs an answered request. @python http.server.BaseHTTPRequestHandler.log_request */
  logRequest(code: StatusCode | string = '-', size: number | string = '-'): void {
    this.logMessage('"%s" %s %s', this.requestline, String(code), String(size));
  }

  /** Logs an error. @python http.server.BaseHTTPRequestHandler.log_error */
  logError(format: string, ...args: readonly unknown[]): void {
    this.logMessage(format, ...args);
  }

  /**
   * Writes a line to standard error, control characters escaped.
   * @python http.server.BaseHTTPRequestHandler.log_message
   */
  logMessage(format: string, ...args: readonly unknown[]): void {
    const message = formatPercent(format, args);
    writeStderr(`${this.addressString()} - - [${this.logDateTimeString()}] ${escapeControls(message)}\n`);
  }

  /** The value of the header Server. @python http.server.BaseHTTPRequestHandler.version_string */
  versionString(): string {
    return `${this.serverVersion} ${this.sysVersion}`;
  }

  /**
   * A date for a header: of `timestamp` in seconds since 1970, or now.
   * @python http.server.BaseHTTPRequestHandler.date_time_string
   */
  dateTimeString(timestamp: number = time()): string {
    return formatdate(timestamp);
  }

  /**
   * The time in the format of logs. Time zones are absent: local time is UTC.
   * @python http.server.BaseHTTPRequestHandler.log_date_time_string
   */
  logDateTimeString(): string {
    const second = Math.floor(time());
    return this.monthname === MONTHS_FROM_1 ? usualLogDate(second) : logDate(second, this.monthname);
  }

  /** The client's host. @python http.server.BaseHTTPRequestHandler.address_string */
  addressString(): string {
    return this.clientAddress[0] ?? '';
  }

  /** Appends a line to the header buffer. Raises UnicodeEncodeError for characters outside latin-1. */
  _bufferLine(line: string): void {
    if (BEYOND_LATIN1.test(line)) encodeLatin1(line);
    this._headersBuffer += line;
  }

  /** `hasattr(self, name)`, which also calls `__getattr__`. */
  _hasAttribute(member: string, name: string): boolean {
    if (this._ownAttribute(member) !== undefined) return true;
    if (this.__getattr__ === undefined) return false;
    try {
      this.__getattr__(name);
      return true;
    } catch (error) {
      if (!isInstance(error, AttributeError)) throw error;
      return false;
    }
  }

  /** `getattr(self, name)`. Raises AttributeError. */
  _getAttribute(member: string, name: string): unknown {
    const value = this._ownAttribute(member);
    if (value !== undefined) return value;
    if (this.__getattr__ !== undefined) return this.__getattr__(name);
    throw new AttributeError(`'${typeName(this)}' object has no attribute '${name}'`);
  }

  _ownAttribute(member: string): unknown {
    return (this as unknown as Readonly<Record<string, unknown>>)[member];
  }

  static override readonly name: string = registerClass(
    'http.server',
    'BaseHTTPRequestHandler',
    BaseHTTPRequestHandler,
    {
      own: [
        '_bufferLine',
        '_getAttribute',
        '_hasAttribute',
        '_logTimeout',
        '_obeyHeaders',
        '_ownAttribute',
        '_parseVersion',
        '_readHeaders',
        'protocolVersion',
        'serverVersion',
      ],
      names: { handleExpect100: 'handle_expect_100' },
      watch: [
        ['_headers_buffer', (handler) => handler._headersBuffer],
        ['command', (handler) => handler.command],
        ['path', (handler) => handler.path],
        ['request_version', (handler) => handler.requestVersion],
        ['requestline', (handler) => handler.requestline],
        ['close_connection', (handler) => handler.closeConnection],
      ],
    },
  );
}
