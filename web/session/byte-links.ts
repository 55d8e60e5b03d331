/**
 * What belongs to a byte: the line of the request it is in, the step that read that line and its key in the environ; or the call that
 * wrote it. Worked out from the rows of the log: what came into a queue says where each byte of a connection was at which step.
 */
import type { ConnectionSnapshot, Step } from '../../src/index.ts';
import { decodeLatin1 } from '../kit/bytes-text.ts';
import type { Rows } from './log/moves.ts';

/** Bytes that are counted alike: those of the request, of the answer, and those that went through `_headers_buffer`. */
export type Stream = 'request' | 'response' | 'headers';

/** A byte's belongings. */
export interface ByteLink {
  readonly direction: 'request' | 'response';
  /** The bytes, counted from the first one of the connection in that direction. */
  readonly from: number;
  readonly to: number;
  /** Where they stood in `_headers_buffer`, counted from the first byte that ever came into it; undefined for what was not in it. */
  readonly buffered: { readonly from: number; readonly to: number } | undefined;
  /** Number of the step that read or wrote them, if it has happened. */
  readonly step: number | undefined;
  /** The call that did: Python's name. */
  readonly call: string | undefined;
  /** What they are: the name of a header, `request line`, … */
  readonly what: string;
  /** Where the header is in the environ. */
  readonly environKey: string | undefined;
}

/** So far had something come or gone when a step had happened. */
interface Mark {
  readonly step: number;
  readonly bytes: number;
}

/** What was written at once: where it begins, and where it ends in what has been written, and in what went through `_headers_buffer`. */
interface Written extends Mark {
  readonly from: number;
  readonly headersFrom: number;
  readonly headers: number;
}

/** The two ends of a connection, and the thread that handles it. */
interface Ends {
  readonly socket: number | undefined;
  readonly clientSocket: number | undefined;
  readonly tid: number | undefined;
}

const LF = 0x0a;
const WRITERS = /\.(?:_SocketWriter|BufferedWriter)\.write$/;
const FLUSHER = 'http.server.BaseHTTPRequestHandler.flush_headers';
const QUEUE = /^socket (\d+): ([+-]?\d+)$/;

/** Datagrams are no lines of a request, and nothing buffers headers for them. */
const isOfDatagrams = ({ lanes }: ConnectionSnapshot): boolean =>
  lanes.some(({ name }) => name === 'rfile') && lanes.every(({ name }) => name !== 'headers buffer');

export class ByteLinks {
  private readonly _rows: Rows;
  private _key = '';
  private _execution = new Execution({ socket: undefined, clientSocket: undefined, tid: undefined });

  constructor(rows: Rows) {
    this._rows = rows;
  }

  /** The line of the request that has byte `offset` in it. */
  request(connection: ConnectionSnapshot, offset: number): ByteLink | undefined {
    if (isOfDatagrams(connection)) return undefined;
    const line = requestLines(connection).find(({ from, to }) => from <= offset && offset < to);
    return line === undefined ? undefined : this._ofLine(connection, line);
  }

  /** The header line behind a key of the environ. */
  environ(connection: ConnectionSnapshot, key: string): ByteLink | undefined {
    const line = requestLines(connection).findLast(({ environKey }) => environKey === key);
    return line === undefined ? undefined : this._ofLine(connection, line);
  }

  /** What was written together with byte `offset` of the answer. */
  response(connection: ConnectionSnapshot, offset: number): ByteLink | undefined {
    return this._written(connection, ({ bytes }) => bytes > offset);
  }

  /** What was written together with byte `offset` of those that went through `_headers_buffer`. */
  headers(connection: ConnectionSnapshot, offset: number): ByteLink | undefined {
    return this._written(connection, ({ headers }) => headers > offset);
  }

  /** The first of the writes for which that holds. */
  private _written(connection: ConnectionSnapshot, isIt: (written: Written) => boolean): ByteLink | undefined {
    const written = this._courseOf(connection).written.find(isIt);
    if (written === undefined) return undefined;
    const { step, from, bytes, headersFrom, headers } = written;
    const call = this._writer(step);
    return {
      direction: 'response',
      from,
      to: bytes,
      buffered: headers === headersFrom ? undefined : { from: headersFrom, to: headers },
      step: call?.number ?? step,
      call: call?.name,
      what: `${bytes - from} bytes`,
      environKey: undefined,
    };
  }

  private _ofLine(connection: ConnectionSnapshot, line: Line): ByteLink {
    const { from, to, what, environKey } = line;
    const step = this._courseOf(connection).taken.find(({ bytes }) => bytes >= to)?.step;
    const reader = step === undefined ? undefined : this._caller(step);
    return { direction: 'request', from, to, buffered: undefined, step, call: reader?.name, what, environKey };
  }

  /** The call that wrote: the innermost writer around a step, or the innermost call. */
  private _writer(step: number): Step | undefined {
    let innermost: Step | undefined;
    for (let call = this._caller(step); call !== undefined; call = this._caller(call.number)) {
      if (WRITERS.test(call.name)) return call;
      innermost ??= call;
    }
    return innermost;
  }

  /** The call that a step was made in. */
  private _caller(number: number): Step | undefined {
    const step = this._rows.at(number);
    if (step === undefined) return undefined;
    for (let at = number - 1; at >= 0; at -= 1) {
      const row = this._rows.at(at);
      if (row?.kind === 'call' && row.tid === step.tid && row.depth < step.depth) return row;
    }
    return undefined;
  }

  /** One pass over the log for each connection; what has been read of it is not read again. */
  private _courseOf({ client, socket, clientSocket, handler }: ConnectionSnapshot): Execution {
    const ends = { socket, clientSocket, tid: handler?.tid };
    const key = [client, socket, clientSocket, ends.tid].join(' ');
    if (key !== this._key || !this._execution.isOf(this._rows)) {
      this._key = key;
      this._execution = new Execution(ends);
    }
    this._execution.read(this._rows);
    return this._execution;
  }
}

/** What came and went on one connection, as the log has it. */
class Execution {
  /** So far had the handler read. */
  readonly taken: Mark[] = [];
  readonly written: Written[] = [];
  private readonly _ends: Ends;
  /** How many rows have been read, and the last one of them. */
  private _length = 0;
  private _last = '';
  private _received = 0;
  private _end = 0;
  private _position = 0;
  private _isFlushing = false;

  constructor(ends: Ends) {
    this._ends = ends;
  }

  /** Whether what has been read is what these rows begin with. */
  isOf(rows: Rows): boolean {
    return this._length <= rows.length && this._last === lastOf(rows, this._length);
  }

  read(rows: Rows): void {
    for (; this._length < rows.length; this._length += 1) this._add(this._length, rows.at(this._length) as Step);
    this._last = lastOf(rows, this._length);
  }

  private _add(number: number, step: Step): void {
    const { kind, name, tid } = step;
    if (kind === 'queue' && name === 'receive') return this._queue(number, step);
    if (tid !== this._ends.tid) return undefined;
    if (kind === 'change' && name === 'rfile.end') this._end = Number(step.detail);
    else if (kind === 'change' && name === 'rfile.position') this._position = Number(step.detail);
    else if (name === FLUSHER) this._isFlushing = kind === 'call';
    // What is in the buffer is known again once a call of it has returned.
    else if (kind === 'return' && this._received > 0 && name.startsWith('io.BufferedReader.')) {
      const bytes = this._received - this._end + this._position;
      if (bytes > (this.taken.at(-1)?.bytes ?? 0)) this.taken.push({ step: number, bytes });
    }
    return undefined;
  }

  private _queue(number: number, { tid, detail }: Step): void {
    const [, socket, count] = QUEUE.exec(detail) ?? [];
    const bytes = Number(count);
    if (Number(socket) === this._ends.socket && bytes < 0) this._received -= bytes;
    if (Number(socket) !== this._ends.clientSocket || bytes <= 0) return;
    const { bytes: from = 0, headers: headersFrom = 0 } = this.written.at(-1) ?? {};
    const headers = headersFrom + (this._isFlushing && tid === this._ends.tid ? bytes : 0);
    this.written.push({ step: number, from, bytes: from + bytes, headersFrom, headers });
  }
}

function lastOf(rows: Rows, length: number): string {
  const { name, time, tid } = rows.at(length - 1) ?? {};
  return `${name} ${time} ${tid}`;
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly what: string;
  readonly environKey: string | undefined;
}

/** The lines of all that the client has sent, each with what it is. Bodies are not told from heads but by their lines. */
function requestLines({ lanes }: ConnectionSnapshot): Line[] {
  const lane = lanes.find(({ name }) => name === 'client out');
  if (lane === undefined) return [];
  const { bytes, dropped } = lane;
  const lines: Line[] = [];
  let isHead = false;
  for (let from = 0; from < bytes.length;) {
    const feed = bytes.indexOf(LF, from);
    const to = feed === -1 ? bytes.length : feed + 1;
    const text = decodeLatin1(bytes.subarray(from, Math.min(to, from + 300))).trimEnd();
    const isStart = /^[A-Z]+ \S/.test(text);
    const header = isHead ? /^([^\s:]+):/.exec(text)?.[1] : undefined;
    const what = header ?? (isStart ? 'request line' : text === '' && isHead ? 'end of the headers' : 'body');
    lines.push({
      from: from + dropped,
      to: to + dropped,
      what,
      environKey: header === undefined ? undefined : environKey(header),
    });
    if (isStart) isHead = true;
    else if (text === '') isHead = false;
    from = to;
  }
  return lines;
}

/** As `make_environ` names a header. */
export function environKey(header: string): string {
  const key = header.toUpperCase().replaceAll('-', '_');
  return key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH' ? key : `HTTP_${key}`;
}
