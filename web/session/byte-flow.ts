/**
 * How the bytes of one connection were read and written, step by step. It is worked out from the log, which is read
 * only once.
 */
import type { Step } from '../../src/index.ts';
import type { Rows } from './log/moves.ts';

/** How many bytes had been read, or written, when a step had happened. */
interface Mark {
  readonly step: number;
  readonly bytes: number;
}

/** One write: where it begins and ends in the response, and in what went through `_headers_buffer`. */
export interface Write extends Mark {
  readonly from: number;
  readonly headersFrom: number;
  readonly headers: number;
}

/** The two sockets of a connection, and the thread that handles it. */
export interface Ends {
  readonly socket: number | undefined;
  readonly clientSocket: number | undefined;
  readonly tid: number | undefined;
}

const FLUSHER = 'http.server.BaseHTTPRequestHandler.flush_headers';
const QUEUE = /^socket (\d+): ([+-]?\d+)$/;

export class ByteFlow {
  /** How far the handler had read. */
  readonly reads: Mark[] = [];
  readonly writes: Write[] = [];
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

  /** Whether the rows that were read are still the first ones of this log. */
  isOf(rows: Rows): boolean {
    return this._length <= rows.length && this._last === lastOf(rows, this._length);
  }

  /** Reads the rows that are new. */
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
    // Only after a call of the reader has returned do its end and its position belong together.
    else if (kind === 'return' && this._received > 0 && name.startsWith('io.BufferedReader.')) {
      const bytes = this._received - this._end + this._position;
      if (bytes > (this.reads.at(-1)?.bytes ?? 0)) this.reads.push({ step: number, bytes });
    }
    return undefined;
  }

  private _queue(number: number, { tid, detail }: Step): void {
    const [, socket, count] = QUEUE.exec(detail) ?? [];
    const bytes = Number(count);
    if (Number(socket) === this._ends.socket && bytes < 0) this._received -= bytes;
    if (Number(socket) !== this._ends.clientSocket || bytes <= 0) return;
    const { bytes: from = 0, headers: headersFrom = 0 } = this.writes.at(-1) ?? {};
    const headers = headersFrom + (this._isFlushing && tid === this._ends.tid ? bytes : 0);
    this.writes.push({ step: number, from, bytes: from + bytes, headersFrom, headers });
  }
}

/** Identifies the last of the first `length` rows. */
function lastOf(rows: Rows, length: number): string {
  const { name, time, tid } = rows.at(length - 1) ?? {};
  return `${name} ${time} ${tid}`;
}
