/**
 * The scripted client: plays a case's steps with system calls, in one process beside the server, on virtual time. It
 * does what the recording client does: nothing is read but by `recv_all` and `recv_for`, and closed connections are
 * skipped.
 */
import type { ErrnoName } from '../../src/kernel/errno.ts';
import { POLLIN, POLLOUT } from '../../src/kernel/files/open-file.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import type { Address, Fd, Micros } from '../../src/kernel/types.ts';
import { OSError } from '../../src/python/errors.ts';
import { call, monotonicMicros } from '../../src/python/libc.ts';
import { bytesOf, expand, textOf } from './recording.ts';
import type { Data, End, Mark, Step } from './recording.ts';

const MILLI = 1000;
const RECV_SIZE = 65536;
/** Milliseconds of quiet that end `recv_all`, and between the pieces of a split `send`. */
const DEFAULT_IDLE = 1000;
const DEFAULT_GAP = 20;
/** Microseconds after which the recording client gives up a send that nobody takes. */
const SEND_TIMEOUT = 10_000_000 as Micros;

/** One connection of the script. */
export class Connection {
  fd: Fd | undefined;
  state: End = 'open';
  port: number | undefined;
  length = 0;
  readonly datagrams: string[] = [];
  private readonly _pieces: string[] = [];

  /** Everything received, as latin-1 text. */
  get received(): string {
    return this._pieces.join('');
  }

  take(data: Uint8Array): void {
    this._pieces.push(textOf(data));
    this.length += data.length;
  }
}

/** How to reach the server. */
export interface Target {
  readonly address: Address;
  readonly isDatagram: boolean;
}

export class Player {
  readonly connections = new Map<number, Connection>();
  readonly marks: Mark[] = [];
  private _target: Target = { address: ['127.0.0.1', 0], isDatagram: false };

  *play(steps: readonly Step[], target: Target): Sys<void> {
    this._target = target;
    for (const [index, step] of steps.entries()) yield* this._play(index, step);
  }

  /** Closes what is still open, without a look at what has come. */
  *close(): Sys<void> {
    for (const connection of this.connections.values()) {
      if (connection.fd === undefined) continue;
      yield* call('close', connection.fd);
      connection.fd = undefined;
    }
  }

  private *_play(index: number, step: Step): Sys<void> {
    if (step.do === 'pause') return yield* pause(step.ms ?? 0);
    const number = step.conn ?? 0;
    if (step.do === 'connect') return yield* this._connect(number);
    const connection = this.connections.get(number);
    if (connection === undefined) throw new TypeError(`step ${index} is for connection ${number}, which was not made`);
    const { fd } = connection;
    if (fd === undefined) return;
    switch (step.do) {
      case 'send':
        return yield* this._send(index, step, fd);
      case 'recv_all':
        yield* this._pump(connection, fd, { idle: (step.ms ?? DEFAULT_IDLE) * MILLI });
        return this._mark(index, number, {});
      case 'recv_for':
        yield* this._pump(connection, fd, { until: monotonicMicros() + (step.ms ?? 0) * MILLI });
        return this._mark(index, number, {});
      case 'shutdown_write':
        return yield* this._shutdown(index, number, fd);
      case 'close':
      case 'reset':
        return yield* this._end(connection, fd, step.do === 'reset');
      default:
        throw new TypeError(`step ${index}: there is no step ${String(step.do)}`);
    }
  }

  private *_connect(number: number): Sys<void> {
    const { address, isDatagram } = this._target;
    const connection = new Connection();
    this.connections.set(number, connection);
    const fd = yield* call('socket', 'AF_INET', isDatagram ? 'SOCK_DGRAM' : 'SOCK_STREAM');
    if (!isDatagram) yield* call('setsockopt', fd, 'SOL_TCP', 'TCP_NODELAY', 1);
    try {
      yield* call('connect', fd, address);
    } catch (error) {
      if (errnoOf(error) !== 'ECONNREFUSED') throw error;
      connection.state = 'refused';
      return yield* ignore(call('close', fd));
    }
    connection.fd = fd;
    const [, port] = (yield* call('getsockname', fd)) as Address;
    connection.port = port;
    yield* ignore(call('ioctl', fd, 'FIONBIO', 1));
  }

  private *_send(index: number, step: Step, fd: Fd): Sys<void> {
    const data = bytesOf(expand(step.data as Data));
    const size = step.split ?? data.length;
    let from = 0;
    do {
      if (from > 0) yield* pause(step.gap ?? DEFAULT_GAP);
      const error = yield* sendAll(fd, data.subarray(from, from + size));
      if (error !== undefined) return this._mark(index, step.conn ?? 0, { error });
      from += size;
    } while (from < data.length);
  }

  /** Reads to the end, to the deadline, or until nothing came for the idle time. */
  private *_pump(
    connection: Connection,
    fd: Fd,
    limit: { readonly until?: number; readonly idle?: number },
  ): Sys<void> {
    while (connection.state === 'open') {
      const timeout = limit.until === undefined ? (limit.idle ?? 0) : limit.until - monotonicMicros();
      if (limit.until !== undefined && timeout <= 0) return;
      const ready = yield* call('poll', [{ fd, events: POLLIN }], timeout as Micros);
      if (ready.length === 0) return;
      try {
        const { data } = yield* call('recvfrom', fd, RECV_SIZE);
        if (this._target.isDatagram) connection.datagrams.push(textOf(data));
        else if (data.length === 0) connection.state = 'eof';
        connection.take(data);
      } catch (error) {
        const errno = errnoOf(error);
        if (errno === 'ECONNRESET') connection.state = 'reset';
        else if (errno === 'ECONNREFUSED') connection.state = 'refused';
        else throw error;
      }
    }
  }

  private *_shutdown(index: number, number: number, fd: Fd): Sys<void> {
    try {
      yield* call('shutdown', fd, 'SHUT_WR');
    } catch (error) {
      this._mark(index, number, { error: errnoOf(error) });
    }
  }

  private *_end(connection: Connection, fd: Fd, isReset: boolean): Sys<void> {
    if (isReset) yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_LINGER', [1, 0]);
    yield* call('close', fd);
    connection.fd = undefined;
    if (connection.state === 'open') connection.state = 'closed';
  }

  private _mark(step: number, conn: number, { error }: { readonly error?: string }): void {
    const { length, state } = this.connections.get(conn) as Connection;
    this.marks.push(error === undefined ? { step, conn, bytes: length, state } : { step, conn, bytes: length, error });
  }
}

/** Sleeps for a number of milliseconds. */
export function* pause(ms: number): Sys<void> {
  yield* call('nanosleep', Math.round(ms * MILLI) as Micros);
}

/** Sends all of it; answers the name of the error that stopped it. */
function* sendAll(fd: Fd, data: Uint8Array): Sys<string | undefined> {
  let sent = 0;
  do {
    try {
      sent += yield* call('sendto', fd, data.subarray(sent));
    } catch (error) {
      const errno = errnoOf(error);
      if (errno !== 'EAGAIN') return errno;
      const ready = yield* call('poll', [{ fd, events: POLLOUT }], SEND_TIMEOUT);
      if (ready.length === 0) return 'TimeoutError';
    }
  } while (sent < data.length);
  return undefined;
}

function* ignore(calling: Sys<unknown>): Sys<void> {
  yield* calling;
}

/** The errno name of an OSError; anything else is thrown on. */
function errnoOf(error: unknown): ErrnoName {
  if (!(error instanceof OSError) || error.errnoName === undefined) throw error;
  return error.errnoName;
}
