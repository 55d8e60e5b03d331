/**
 * The module `socket`: the Python side of a socket, from timeouts to `makefile`.
 * Constants are their own names, as Python shows the members of `AddressFamily` and the like. Absent on purpose: IPv6,
 * ancillary data, `recvmsg` and `sendfile`; names other than localhost do not resolve.
 */
import type { Received, Sys } from '../kernel/sys.ts';
import type { Family, Fd, Micros, ShutdownHow, SocketAddress, SocketType } from '../kernel/types.ts';
import { EMPTY } from '../python/bytes.ts';
import { create, registerClass } from '../python/classes.ts';
import {
  BlockingIOError,
  ConnectionResetError,
  NotImplementedError,
  OSError,
  osError,
  TimeoutError,
  ValueError,
} from '../python/errors.ts';
import { errnoName } from '../python/errno.ts';
import { attempt, call, callNow, monotonicMicros, PENDING, resumed } from '../python/libc.ts';
import type { Int } from '../python/integers.ts';
import { repr } from '../python/repr.ts';
import { checkClaim, wantedSize } from '../python/sizes.ts';
import { tuple } from '../python/tuple.ts';
import { resolve } from './_socket-address.ts';
import { backlogOf, howOf, optionValue } from './_socket-arguments.ts';
import { BufferedReader } from './io-buffered-reader.ts';
import { BufferedWriter } from './io-buffered-writer.ts';
import { takeBytes, DEFAULT_BUFFER_SIZE } from './io.ts';
import { SocketIO } from './socket-io.ts';
import { checkSeconds, toMicros } from './time.ts';

export const AF_INET = 'AF_INET';
export const AF_UNIX = 'AF_UNIX';
export const SOCK_STREAM = 'SOCK_STREAM';
export const SOCK_DGRAM = 'SOCK_DGRAM';
export const SOL_SOCKET = 'SOL_SOCKET';
export const IPPROTO_TCP = 'IPPROTO_TCP';
export const SO_REUSEADDR = 'SO_REUSEADDR';
export const SO_REUSEPORT = 'SO_REUSEPORT';
export const SO_LINGER = 'SO_LINGER';
export const SO_ERROR = 'SO_ERROR';
export const TCP_NODELAY = 'TCP_NODELAY';
export const SHUT_RD = 'SHUT_RD';
export const SHUT_WR = 'SHUT_WR';
export const SHUT_RDWR = 'SHUT_RDWR';
export const SOMAXCONN = 4096;

const POLLIN = 0x1;
const POLLOUT = 0x4;
const POLLERR = 0x8;
const NUMBERS: Readonly<Record<Family | SocketType, number>> = {
  AF_UNIX: 1,
  AF_INET: 2,
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
};

/**
 * A socket. After `close` its descriptor stays open until the last file from `makefile` is closed. With a timeout, each
 * operation first polls until it is possible, and raises TimeoutError when the time is up.
 * @python socket.socket
 */
export class Socket {
  family: Family = AF_INET;
  type: SocketType = SOCK_STREAM;
  /** @internal */
  _fd = -1 as Fd;
  /** Seconds; 0 does not wait, undefined waits forever. @internal */
  _timeout: number | undefined = undefined;
  /** How many open files `makefile` has returned. @internal */
  _ioRefs = 0;
  /** Whether `close` was called; files may still be open. @internal */
  _closed = false;

  /** A new socket, or one for an open descriptor. @python socket.socket.__init__ */
  *init(family: Family = AF_INET, type: SocketType = SOCK_STREAM, fileno?: Fd): Sys<void> {
    this.family = family;
    this.type = type;
    this._fd = fileno ?? (yield* call('socket', family, type));
    // CPython inspects a descriptor that it is given.
    if (fileno !== undefined && attempt('getsockname', fileno) === PENDING) yield* resumed();
  }

  /** `socket(family, type)`. */
  static *open(family: Family = AF_INET, type: SocketType = SOCK_STREAM): Sys<Socket> {
    return yield* create(Socket, family, type);
  }

  /** Waits for a connection. Returns its socket, which blocks, and the peer's address. @python socket.socket.accept */
  *accept(): Sys<readonly [Socket, SocketAddress]> {
    const [fd, address] = yield* this._accept();
    const connection = yield* create(Socket, this.family, this.type, fd);
    if (this._timeout !== undefined && this._timeout > 0) yield* connection.setblocking(true);
    return [connection, shown(address)];
  }

  /** @internal */
  *_accept(): Sys<readonly [Fd, SocketAddress]> {
    if (this._mustPoll) {
      const deadline = yield* this._wait(POLLIN);
      return yield* this._retry(POLLIN, deadline, () => call('accept4', this._fd));
    }
    const answer = attempt('accept4', this._fd);
    return answer === PENDING ? yield* resumed<'accept4'>() : answer;
  }

  /** @python socket.socket.bind */
  *bind(address: SocketAddress): Sys<void> {
    yield* call('bind', this._fd, resolve(this.family, address, 'bind'));
  }

  /** @python socket.socket.listen */
  *listen(backlog = 128): Sys<void> {
    yield* call('listen', this._fd, backlogOf(backlog));
  }

  /** Connects; with a timeout it waits no longer than that. @python socket.socket.connect */
  *connect(address: SocketAddress): Sys<void> {
    const target = resolve(this.family, address, 'connect');
    try {
      yield* call('connect', this._fd, target);
    } catch (error) {
      const isWaiting = error instanceof OSError && error.errnoName === 'EINPROGRESS' && (this._timeout ?? 0) > 0;
      if (!isWaiting) throw error;
      yield* this._wait(POLLOUT | POLLERR);
      const name = errnoName(yield* call('getsockopt', this._fd, SOL_SOCKET, SO_ERROR));
      if (name !== undefined && name !== 'EISCONN') throw osError(name);
    }
  }

  /** At most `size` bytes; none at the end. @python socket.socket.recv */
  *recv(size: Int): Sys<Uint8Array> {
    const wanted = wantedSize(size);
    if (wanted < 0) throw new ValueError('negative buffersize in recv');
    return yield* this.recvChunk(checkClaim(wanted));
  }

  /** Receives into a buffer; returns how many bytes. @python socket.socket.recv_into */
  *recvInto(buffer: Uint8Array): Sys<number> {
    const data = yield* this.recvChunk(buffer.length);
    buffer.set(data);
    return data.length;
  }

  /** `recv_into` for callers that do not need the bytes in their own memory. */
  *recvChunk(size: number): Sys<Uint8Array> {
    if (size === 0) return EMPTY;
    if (!this._mustPoll) {
      const answer = attempt('recvfrom', this._fd, size);
      return (answer === PENDING ? yield* resumed<'recvfrom'>() : answer).data;
    }
    return (yield* this._receivePolled(size)).data;
  }

  /** @internal */
  *_receivePolled(size: number): Sys<Received> {
    const deadline = yield* this._wait(POLLIN);
    return yield* this._retry(POLLIN, deadline, () => call('recvfrom', this._fd, size));
  }

  /** One datagram, cut to `size` bytes, and its sender. @python socket.socket.recvfrom */
  *recvfrom(bufferSize: Int): Sys<readonly [Uint8Array, SocketAddress]> {
    const size = wantedSize(bufferSize);
    if (size < 0) throw new ValueError('negative buffersize in recvfrom');
    checkClaim(size);
    const { data, address } = yield* this._receivePolled(size);
    return [data, shown(address ?? '')];
  }

  /** Sends as much as there is room for; returns how many bytes. @python socket.socket.send */
  *send(given: Uint8Array): Sys<number> {
    const data = takeBytes(given);
    if (!this._mustPoll) return yield* call('sendto', this._fd, data);
    const deadline = yield* this._wait(POLLOUT);
    return yield* this._retry(POLLOUT, deadline, () => call('sendto', this._fd, data));
  }

  /** Sends everything; the timeout is for all of it. @python socket.socket.sendall */
  *sendall(given: Uint8Array): Sys<void> {
    const data = takeBytes(given);
    const deadline = this._deadline();
    let rest = data;
    do {
      let sent: number;
      if (deadline === undefined) {
        const answer = attempt('sendto', this._fd, rest);
        sent = answer === PENDING ? yield* resumed<'sendto'>() : answer;
        if (sent === rest.length) return;
      } else {
        yield* this._wait(POLLOUT, deadline);
        const piece = rest;
        sent = yield* this._retry(POLLOUT, deadline, () => call('sendto', this._fd, piece));
      }
      rest = rest.subarray(sent);
    } while (rest.length > 0);
  }

  /** Sends a datagram. @python socket.socket.sendto */
  *sendto(given: Uint8Array, address: SocketAddress): Sys<number> {
    const data = takeBytes(given);
    const target = resolve(this.family, address, 'sendto');
    const deadline = yield* this._wait(POLLOUT);
    return yield* this._retry(POLLOUT, deadline, () => call('sendto', this._fd, data, target));
  }

  /** @python socket.socket.shutdown */
  *shutdown(how: ShutdownHow): Sys<void> {
    if (attempt('shutdown', this._fd, howOf(how)) === PENDING) yield* resumed();
  }

  /** Closes it, once its files are closed too. @python socket.socket.close */
  *close(): Sys<void> {
    this._closed = true;
    if (this._ioRefs <= 0) yield* this._realClose();
  }

  /** @python socket.socket._real_close @internal */
  *_realClose(): Sys<void> {
    const fd = this.detach();
    if (fd === -1) return;
    try {
      if (attempt('close', fd) === PENDING) yield* resumed();
    } catch (error) {
      if (!(error instanceof ConnectionResetError)) throw error;
    }
  }

  /** Called when a file of `makefile` was closed. @python socket.socket._decref_socketios @internal */
  *_decrefSocketios(): Sys<void> {
    if (this._ioRefs > 0) this._ioRefs -= 1;
    if (this._closed) yield* this.close();
  }

  /** Detaches the descriptor, which stays open. @python socket.socket.detach */
  detach(): Fd {
    const fd = this._fd;
    this._closed = true;
    this._fd = -1 as Fd;
    return fd;
  }

  /** Another socket for the same connection. @python socket.socket.dup */
  *dup(): Sys<Socket> {
    const copy = yield* create(Socket, this.family, this.type, yield* call('dup', this._fd));
    yield* copy.settimeout(this._timeout);
    return copy;
  }

  /** The descriptor; -1 when closed. @python socket.socket.fileno */
  fileno(): Fd {
    return this._fd;
  }

  /** Its own address, a tuple. @python socket.socket.getsockname */
  *getsockname(): Sys<SocketAddress> {
    return shown(yield* call('getsockname', this._fd));
  }

  /** The peer's address, a tuple. @python socket.socket.getpeername */
  *getpeername(): Sys<SocketAddress> {
    return shown(yield* call('getpeername', this._fd));
  }

  /** @python socket.socket.setsockopt @differs SO_LINGER takes [onoff, seconds] instead of a packed structure */
  *setsockopt(level: string, name: string, value: number | boolean | readonly [number, number]): Sys<void> {
    yield* call('setsockopt', this._fd, level, name, optionValue(value));
  }

  /** @python socket.socket.getsockopt */
  *getsockopt(level: string, name: string): Sys<number> {
    return yield* call('getsockopt', this._fd, level, name);
  }

  /** Seconds to wait in each operation; 0 never waits, undefined waits forever. @python socket.socket.settimeout */
  *settimeout(seconds: number | null | undefined): Sys<void> {
    const timeout = seconds === null || seconds === undefined ? undefined : checkSeconds(seconds);
    if (timeout !== undefined && timeout < 0) throw new ValueError('Timeout value out of range');
    this._timeout = timeout;
    yield* call('ioctl', this._fd, 'FIONBIO', this._timeout === undefined ? 0 : 1);
  }

  /** Seconds; undefined waits forever. @python socket.socket.gettimeout */
  gettimeout(): number | undefined {
    return this._timeout;
  }

  /** @python socket.socket.setblocking */
  *setblocking(isBlocking: boolean): Sys<void> {
    yield* this.settimeout(isBlocking ? undefined : 0);
  }

  /** @python socket.socket.getblocking */
  getblocking(): boolean {
    return this._timeout !== 0;
  }

  /** Whether an exec'd program inherits it: nothing is ever exec'd here. @python socket.socket.set_inheritable */
  setInheritable(_inheritable: boolean): void {}

  /**
   * A binary file that reads (`'rb'`) or writes (`'wb'`) through the socket; `buffering` in bytes, -1 for the default,
   * 0 for none.
   * @python socket.socket.makefile
   * @differs no text files, no files for both directions
   */
  makefile(mode: 'rb', buffering?: number): BufferedReader;
  makefile(mode: 'wb', buffering?: number): BufferedWriter;
  makefile(mode: string, buffering = -1): BufferedReader | BufferedWriter {
    if (/[^rwb]/.test(mode)) throw new ValueError(`invalid mode ${repr(mode)} (only r, w, b allowed)`);
    if (!/^(rb?|wb?|br|bw)$/.test(mode) || !mode.includes('b')) {
      throw new NotImplementedError(`only binary files for one direction can be made, not ${repr(mode)}`);
    }
    const raw = new SocketIO();
    raw.init(this, mode.includes('w') ? 'w' : 'r');
    this._ioRefs += 1;
    // Without a buffer, the raw file itself is returned: it has the methods of both kinds.
    if (buffering === 0) return raw as unknown as BufferedReader;
    const file = mode.includes('w') ? new BufferedWriter() : new BufferedReader();
    file.init(raw, buffering < 0 ? DEFAULT_BUFFER_SIZE : buffering);
    return file;
  }

  /**
   * What CPython does with an open socket whose last reference is gone: it looks up both of its names, for a warning
   * that is not shown, and closes it.
   */
  *finalize(): Sys<void> {
    if (this._fd < 0) return;
    for (const name of ['getsockname', 'getpeername'] as const) {
      try {
        yield* call(name, this._fd);
      } catch (error) {
        if (!(error instanceof OSError)) throw error;
      }
    }
    yield* this._realClose();
  }

  /** The socket for a forked child: the same descriptor, closed and configured on its own. */
  copyForFork(): Socket {
    return Object.assign(Object.create(Object.getPrototypeOf(this) as object) as Socket, this);
  }

  __repr__(): string {
    const { family, type } = this;
    const state = this._closed ? ' [closed]' : '';
    const numbers = `family=${NUMBERS[family]}, type=${NUMBERS[type]}, proto=0`;
    const local = this._closed ? '' : this._address('getsockname', 'laddr');
    const remote = this._closed ? '' : this._address('getpeername', 'raddr');
    return `<socket.socket${state} fd=${this._fd}, ${numbers}${local}${remote}>`;
  }

  /** @internal */
  _address(name: 'getsockname' | 'getpeername', label: string): string {
    try {
      const address = shown(callNow(name, this._fd));
      return address === '' ? '' : `, ${label}=${repr(address)}`;
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      return '';
    }
  }

  /** @internal */
  get _mustPoll(): boolean {
    return this._timeout !== undefined && this._timeout > 0;
  }

  /** The time limit of an operation that begins now; undefined if there is none. @internal */
  _deadline(): number | undefined {
    return this._timeout === undefined || this._timeout === 0 ? undefined : monotonicMicros() + toMicros(this._timeout);
  }

  /** With a timeout, waits for one of `events`; returns the deadline. @internal */
  *_wait(events: number, deadline = this._deadline()): Sys<number | undefined> {
    if (deadline === undefined || this._fd < 0) return deadline;
    const left = deadline - monotonicMicros();
    if (left >= 0) {
      const timeout = (Math.ceil(left / 1000) * 1000) as Micros;
      const ready = yield* call('poll', [{ fd: this._fd, events }], timeout);
      if (ready.length > 0) return deadline;
    }
    throw new TimeoutError('timed out');
  }

  /** Attempts an operation after poll has reported it as possible; if it would still block, waits again. @internal */
  *_retry<T>(events: number, deadline: number | undefined, attempt: () => Sys<T>): Sys<T> {
    for (;;) {
      try {
        return yield* attempt();
      } catch (error) {
        if (deadline === undefined || !(error instanceof BlockingIOError)) throw error;
      }
      yield* this._wait(events, deadline);
    }
  }

  static readonly name: string = registerClass('socket', 'socket', Socket, {
    names: { recvChunk: 'recv_into' },
    own: [
      'copyForFork',
      'finalize',
      '_accept',
      '_address',
      '_mustPoll',
      '_deadline',
      '_wait',
      '_retry',
      '_receivePolled',
    ],
  });
}

/** An address as Python shows it: a tuple, or the path of a Unix socket. */
const shown = (address: SocketAddress): SocketAddress =>
  typeof address === 'string' ? address : tuple(address[0], address[1]);

/** A socket for a copy of an open descriptor. @python socket.fromfd */
export function* fromfd(fd: Fd, family: Family, type: SocketType): Sys<Socket> {
  return yield* create(Socket, family, type, yield* call('dup', fd));
}

export { gaierror, getaddrinfo, getfqdn, gethostname } from './_socket-address.ts';
