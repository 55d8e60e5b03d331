/** Follows one request handler: what it received, read, put into its buffers and wrote, and for which request. */
import { countOfBytes, literals } from './literals.ts';
import { moveOn } from './record.ts';
import type {
  Execute,
  Handling,
  HeadLine,
  Read,
  ReadRole,
  RequestRecord,
  Row,
  Start,
  Write,
  WriteRole,
} from './record.ts';

interface Call {
  readonly step: number;
  readonly name: string;
  readonly detail: string;
}

const READER = 'io.BufferedReader.';
const FILES = /^(?:io|socket)\./;
const WRITERS = /^(?:socketserver\._SocketWriter|io\.BufferedWriter)\.write$/;
const HANDLER = 'http.server.BaseHTTPRequestHandler.';
const WSGI = 'werkzeug.serving.WSGIRequestHandler.';
const LOCALS = `${WSGI}run_wsgi.<locals>.`;
/** The drain of `run_wsgi` reads this many bytes at a time, and no other code does. */
const DRAIN = '10000000';
const NO_HEADERS = new Set(['None', "''"]);

const ATTRIBUTES = new Set(['command', 'path', 'request_version']);

export class HandlerFollower {
  readonly handling: Handling;
  private _received = 0;
  private _end: number | undefined;
  private _position = 0;
  private _lines: HeadLine[] = [];
  private _ended = 0;
  /** The calls of `send_header` that are running, and what each call has sent. */
  private readonly _sending: HeadLine[] = [];
  private readonly _sentBy = new Map<number, number>();

  constructor(begin: Pick<Handling, 'tid' | 'step' | 'address' | 'accept' | 'fd'>) {
    this.handling = {
      ...begin,
      ...{ end: undefined, rfile: undefined, closed: undefined },
      ...{ received: [], reads: [], writes: [], sends: [], requests: [] },
    };
  }

  onReceived(step: number, count: number): void {
    if (this.handling.end !== undefined) return;
    this._received += count;
    moveOn(this.handling.received, step, count);
  }

  onSent(step: number, count: number): void {
    if (this.handling.end === undefined) moveOn(this.handling.sends, step, count);
  }

  onClosed(step: number, fd: number): void {
    if (fd === this.handling.fd && this.handling.end !== undefined) this.handling.closed ??= step;
  }

  onChange(name: string, detail: string, step: number): void {
    if (this.handling.end !== undefined) return;
    if (name === 'rfile.end') this._end = Number(detail);
    else if (name === 'rfile.position') this._position = Number(detail);
    else if (name === '_headers_buffer') this._onBuffer(detail);
    else if (ATTRIBUTES.has(name) && detail !== 'None') this._request?.attributes.set(name, step);
  }

  onCall({ name, detail }: Row, step: number, calls: readonly Call[]): void {
    const { handling } = this;
    if (handling.end !== undefined) return;
    if (name === 'io.BufferedReader.__init__') handling.rfile ??= step;
    else if (name === `${HANDLER}send_header` || name === `${HANDLER}send_response_only`) {
      this._onLine(name, detail, step, calls);
    } else if (name === `${HANDLER}end_headers`) this._ended = step;
    else if (WRITERS.test(name)) this._onWrite(detail, step, calls);
    else if (name === `${LOCALS}execute`) this._onExecute(step);
    else if (name === `${LOCALS}start_response`) this._onStart(detail, step, calls);
    else if (name === 'werkzeug.wrappers.response.Response.set_data') {
      const execute = this._execute;
      if (execute !== undefined && execute.end === undefined) execute.counted = step;
    }
  }

  /** A call has returned or raised; `calls` are those around it. */
  onEnd({ kind, name, detail }: Row, step: number, calls: readonly Call[], call: Call | undefined): void {
    if (this.handling.end !== undefined) return;
    if (kind === 'raise') this._onRaise(detail, step);
    if (name.startsWith(READER) && this._end !== undefined && this._received > 0) {
      // Within another method of the reader, what was taken so far is not yet what is read.
      if (calls.at(-1)?.name.startsWith(READER) !== true) {
        this._onRead(step, this._received - this._end + this._position, calls, call);
      }
    } else if (name === 'socket.socket.recv_into' && this._end === undefined) {
      this._onRead(step, this._received, calls, call);
    } else if (name === `${HANDLER}send_header` || name === `${HANDLER}send_response_only`) this._sending.pop();
    else if (name === `${HANDLER}parse_request`) this._setParsed(step);
    else if (name === `${WSGI}make_environ` && kind === 'return' && this._request !== undefined) {
      this._request.environ = step;
    } else if (name === `${LOCALS}execute`) {
      const execute = this._execute;
      if (execute !== undefined) execute.end = step;
      if (execute !== undefined && kind === 'return') execute.failed = undefined;
    }
  }

  private get _request(): RequestRecord | undefined {
    return this.handling.requests.at(-1);
  }

  private get _execute(): Execute | undefined {
    return this._request?.executes.at(-1);
  }

  private _setParsed(step: number): void {
    if (this._request !== undefined) this._request.parsed ??= step;
  }

  private _onRaise(text: string, step: number): void {
    const execute = this._execute;
    if (execute !== undefined && execute.end === undefined) execute.failed = { step, text };
  }

  private _onRead(step: number, to: number, calls: readonly Call[], call: Call | undefined): void {
    const { reads } = this.handling;
    const from = reads.at(-1)?.to ?? 0;
    if (to <= from) return;
    const around = calls.findLast(({ name }) => !FILES.test(name));
    const role = readRole(around?.name ?? '', calls, call);
    const read: Read = { step, from, to, role, by: around?.name ?? '' };
    reads.push(read);
    if (role === 'request line') {
      const rest = { parsed: undefined, environ: undefined, executes: [], headers: [] };
      this.handling.requests.push({ line: read, attributes: new Map(), ...rest });
    } else if (role === 'header') this._request?.headers.push(read);
  }

  private _onLine(name: string, detail: string, step: number, calls: readonly Call[]): void {
    const around = calls.at(-1);
    const group = around?.step ?? step;
    const is = name.endsWith('only') ? 'status' : 'header';
    const place = this._sentBy.get(group) ?? 0;
    if (is === 'header') this._sentBy.set(group, place + 1);
    const line: HeadLine = {
      ...{ step, is, args: literals(detail), by: lineAuthor(calls, is), place, group },
      ...{ isBuffered: false, length: undefined },
    };
    this._sending.push(line);
    this._lines.push(line);
  }

  /** The buffer has changed: the line of the innermost call is in it. */
  private _onBuffer(detail: string): void {
    const line = this._sending.at(-1);
    if (line === undefined || NO_HEADERS.has(detail)) return;
    line.isBuffered = true;
    const [buffer] = literals(detail);
    const [first, second] = line.args;
    const before = this._lines.filter((one) => one.isBuffered && one !== line);
    const known = before.reduce<number | undefined>(
      (sum, { length }) => (sum === undefined || length === undefined ? undefined : sum + length),
      0,
    );
    if (buffer?.length !== undefined && known !== undefined) line.length = buffer.length - known;
    else if (line.is === 'header' && first?.length !== undefined && second?.length !== undefined) {
      line.length = first.length + second.length + ': \r\n'.length;
    }
  }

  private _onWrite(detail: string, step: number, calls: readonly Call[]): void {
    const { writes } = this.handling;
    const count = countOfBytes(detail);
    if (count === 0) return;
    const from = writes.at(-1)?.to ?? 0;
    const around = calls.at(-1);
    const role = writeRole(around?.name ?? '');
    const lines = role === 'head' ? this._takeLines(count) : [];
    const write: Write = {
      step,
      from,
      to: from + count,
      role,
      group: around?.step ?? step,
      by: around?.name ?? '',
      lines,
    };
    writes.push(write);
  }

  /** The lines that are in a buffer of `count` bytes; a single unknown length follows from the others. */
  private _takeLines(count: number): HeadLine[] {
    const lines = this._lines.filter(({ isBuffered }) => isBuffered);
    this._lines = [];
    const unknown = lines.filter(({ length }) => length === undefined);
    const known = lines.reduce((sum, { length }) => sum + (length ?? 0), this._ended > 0 ? 2 : 0);
    this._ended = 0;
    if (unknown.length === 1 && unknown[0] !== undefined) unknown[0].length = count - known;
    return lines;
  }

  private _onExecute(step: number): void {
    this._request?.executes.push({ step, end: undefined, starts: [], failed: undefined, counted: undefined });
  }

  private _onStart(detail: string, step: number, calls: readonly Call[]): void {
    const around = calls.at(-1);
    const start: Start = { step, args: literals(detail), by: around?.name ?? '', byStep: around?.step ?? step };
    this._execute?.starts.push(start);
  }
}

function readRole(around: string, calls: readonly Call[], call: Call | undefined): ReadRole {
  if (around === `${HANDLER}handle_one_request`) return 'request line';
  if (around === `${HANDLER}parse_request`) return 'header';
  if (around.endsWith('DechunkedInput.read_chunk_len')) return 'chunk size';
  const reader = calls.findLast(({ name }) => name.startsWith(READER)) ?? call;
  if (around.endsWith('DechunkedInput.readinto')) return reader?.name === `${READER}readline` ? 'chunk end' : 'body';
  return around === `${LOCALS}execute` && reader?.detail === DRAIN ? 'drained' : 'body';
}

function writeRole(around: string): WriteRole {
  if (around === `${HANDLER}flush_headers`) return 'head';
  if (around === `${LOCALS}write`) return 'app';
  if (around === `${LOCALS}execute`) return 'last chunk';
  if (around === `${WSGI}run_wsgi`) return 'continue';
  return around === `${HANDLER}send_error` ? 'error page' : 'other';
}

/** Who has a line sent: the app's headers are sent by `write`, the server's own by `send_response`. */
function lineAuthor(calls: readonly Call[], is: HeadLine['is']): HeadLine['by'] {
  const around = calls.at(-1)?.name;
  const names = calls.map(({ name }) => name);
  if (names.includes(`${HANDLER}send_error`)) return 'error';
  if (around === `${LOCALS}write`) return 'app';
  if (around === `${HANDLER}handle_expect_100`) return 'server';
  if (around !== `${HANDLER}send_response`) return 'other';
  if (is === 'header') return 'server';
  return names.at(-2) === `${LOCALS}write` ? 'app' : 'other';
}
