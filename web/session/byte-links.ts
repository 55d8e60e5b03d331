/**
 * What belongs to a byte: for one of a request its line, the step that read it and its key in the environ; for one of a
 * response the call that wrote it.
 */
import type { ConnectionSnapshot, Step } from '../../src/index.ts';
import { ByteFlow } from './byte-flow.ts';
import type { Write } from './byte-flow.ts';
import type { Rows } from './log/moves.ts';
import { requestLines } from './request-lines.ts';
import type { KeyBytes, LineKind, RequestLine } from './request-lines.ts';

/**
 * Bytes that are counted together: those of the request, of the response, and those that went through
 * `_headers_buffer`.
 */
export type Stream = 'request' | 'response' | 'headers';

export interface ByteLink {
  readonly direction: 'request' | 'response';
  /** The bytes, counted from the first one of the connection in that direction. */
  readonly from: number;
  readonly to: number;
  /**
   * Where they stood in `_headers_buffer`, counted from the first byte that was ever in it; undefined for bytes that
   * were not.
   */
  readonly buffered: { readonly from: number; readonly to: number } | undefined;
  /** Number of the step that read or wrote them, if it has happened. */
  readonly step: number | undefined;
  /** Python's name of the call that did. */
  readonly call: string | undefined;
  /** What they are. */
  readonly what: LineKind | { readonly is: 'written'; readonly count: number };
  /** The keys of the environ that are made of them. */
  readonly environKeys: readonly string[];
}

const WRITERS = /\.(?:_SocketWriter|BufferedWriter)\.write$/;

/** Datagrams have no request lines, and no buffer for headers. */
const isOfDatagrams = ({ lanes }: ConnectionSnapshot): boolean =>
  lanes.some(({ name }) => name === 'rfile') && lanes.every(({ name }) => name !== 'headers buffer');

export class ByteLinks {
  private readonly _rows: Rows;
  private _key = '';
  private _flow = new ByteFlow({ socket: undefined, clientSocket: undefined, tid: undefined });

  constructor(rows: Rows) {
    this._rows = rows;
  }

  /** The line of the request that holds byte `offset`. */
  request(connection: ConnectionSnapshot, offset: number): ByteLink | undefined {
    if (isOfDatagrams(connection)) return undefined;
    const line = requestLines(connection).find(({ from, to }) => from <= offset && offset < to);
    return line === undefined ? undefined : this._ofLine(connection, line);
  }

  /** The bytes that a key of the environ was made from: a header line, or a part of the request line. */
  environ(connection: ConnectionSnapshot, key: string): ByteLink | undefined {
    const isIt = (one: KeyBytes): boolean => one.key === key;
    const line = requestLines(connection).findLast(({ keys }) => keys.some(isIt));
    const bytes = line?.keys.find(isIt);
    if (line === undefined || bytes === undefined) return undefined;
    return { ...this._ofLine(connection, line), from: bytes.from, to: bytes.to, environKeys: [key] };
  }

  /** The write that byte `offset` of the response was a part of. */
  response(connection: ConnectionSnapshot, offset: number): ByteLink | undefined {
    return this._ofWrite(connection, ({ bytes }) => bytes > offset);
  }

  /** The write that byte `offset` of those in `_headers_buffer` was a part of. */
  headers(connection: ConnectionSnapshot, offset: number): ByteLink | undefined {
    return this._ofWrite(connection, ({ headers }) => headers > offset);
  }

  /** The first write that `isIt` holds for. */
  private _ofWrite(connection: ConnectionSnapshot, isIt: (write: Write) => boolean): ByteLink | undefined {
    const write = this._flowOf(connection).writes.find(isIt);
    if (write === undefined) return undefined;
    const { step, from, bytes, headersFrom, headers } = write;
    const call = this._writer(step);
    return {
      direction: 'response',
      from,
      to: bytes,
      buffered: headers === headersFrom ? undefined : { from: headersFrom, to: headers },
      step: call?.number ?? step,
      call: call?.name,
      what: { is: 'written', count: bytes - from },
      environKeys: [],
    };
  }

  private _ofLine(connection: ConnectionSnapshot, { from, to, what, keys }: RequestLine): ByteLink {
    const step = this._flowOf(connection).reads.find(({ bytes }) => bytes >= to)?.step;
    const reader = step === undefined ? undefined : this._caller(step);
    const environKeys = keys.map(({ key }) => key);
    return { direction: 'request', from, to, buffered: undefined, step, call: reader?.name, what, environKeys };
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

  /**
   * The flow of the connection, up to the end of the log. That of the last connection is kept, and continued while it
   * still fits the log.
   */
  private _flowOf({ client, socket, clientSocket, handler }: ConnectionSnapshot): ByteFlow {
    const ends = { socket, clientSocket, tid: handler?.tid };
    const key = [client, socket, clientSocket, ends.tid].join(' ');
    if (key !== this._key || !this._flow.isOf(this._rows)) {
      this._key = key;
      this._flow = new ByteFlow(ends);
    }
    this._flow.read(this._rows);
    return this._flow;
  }
}
