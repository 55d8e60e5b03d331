/** SocketIO: the raw file below the files that `makefile` returns. */
import type { Sys } from '../kernel/sys.ts';
import { methodOf, registerClass } from '../python/classes.ts';
import { BlockingIOError, OSError, TimeoutError, UnsupportedOperation, ValueError } from '../python/errors.ts';
import { repr } from '../python/repr.ts';
import { RawIOBase } from './io.ts';

/** The methods that it needs of its socket. */
export interface FileSocket {
  fileno(): number;
  recvChunk(size: number): Sys<Uint8Array>;
  send(data: Uint8Array): Sys<number>;
  /** @internal */
  _decrefSocketios(): Sys<void>;
}

/** The modes that a file can be opened with, and what `mode` then says. */
const MODES: ReadonlyMap<string, string> = new Map([
  ['r', 'rb'],
  ['w', 'wb'],
  ['rw', 'rwb'],
  ['rb', 'rb'],
  ['wb', 'wb'],
  ['rwb', 'rwb'],
]);

/**
 * A raw stream over a socket. After a timeout it cannot be read any more, since part of a response may be lost.
 * @python socket.SocketIO
 */
export class SocketIO extends RawIOBase {
  /** @internal */
  _sock: FileSocket | undefined;
  /** @internal */
  _mode = 'rb';
  /** @internal */
  _timeoutOccurred = false;

  /** @python socket.SocketIO.__init__ */
  init(sock: FileSocket, mode: string): void {
    const binary = MODES.get(mode);
    if (binary === undefined) throw new ValueError(`invalid mode: ${repr(mode)}`);
    this._sock = sock;
    this._mode = binary;
  }

  /** @python socket.SocketIO.mode */
  get mode(): string {
    return this._mode;
  }

  /** The descriptor; -1 when closed. @python socket.SocketIO.name */
  get name(): number {
    return this.closed ? -1 : this.fileno();
  }

  /** @python socket.SocketIO.readable */
  override readable(): boolean {
    this._checkClosed('I/O operation on closed socket.');
    return this._mode.includes('r');
  }

  /** @python socket.SocketIO.writable */
  override writable(): boolean {
    this._checkClosed('I/O operation on closed socket.');
    return this._mode.includes('w');
  }

  /** @python socket.SocketIO.seekable */
  override seekable(): boolean {
    this._checkClosed('I/O operation on closed socket.');
    return false;
  }

  /** @python socket.SocketIO.fileno */
  override fileno(): number {
    return this._open.fileno();
  }

  /** @python socket.SocketIO.readinto */
  override *readinto(buffer: Uint8Array): Sys<number | undefined> {
    const chunk = yield* readChunk.call(this, buffer.length);
    if (chunk === undefined) return undefined;
    buffer.set(chunk);
    return chunk.length;
  }

  /** `readinto` without a copy. */
  override *readChunk(size: number): Sys<Uint8Array | undefined> {
    const sock = this._open;
    if (!this._mode.includes('r')) throw new UnsupportedOperation('File or stream is not readable.');
    if (this._timeoutOccurred) throw new OSError('cannot read from timed out object');
    try {
      return yield* sock.recvChunk(size);
    } catch (error) {
      if (error instanceof BlockingIOError) return undefined;
      if (error instanceof TimeoutError) this._timeoutOccurred = true;
      throw error;
    }
  }

  /** Writes as much as there is room for; undefined when there is none. @python socket.SocketIO.write */
  override *write(data: Uint8Array): Sys<number | undefined> {
    const sock = this._open;
    if (!this._mode.includes('w')) throw new UnsupportedOperation('File or stream is not writable.');
    try {
      return yield* sock.send(data);
    } catch (error) {
      if (!(error instanceof BlockingIOError)) throw error;
      return undefined;
    }
  }

  /** Closes the file, and the socket if that waits for it. @python socket.SocketIO.close */
  override *close(): Sys<void> {
    if (this.closed) return;
    yield* super.close();
    const sock = this._sock;
    this._sock = undefined;
    if (sock !== undefined) yield* sock._decrefSocketios();
  }

  /** @internal */
  get _open(): FileSocket {
    this._checkClosed();
    return this._sock as FileSocket;
  }

  static override readonly name: string = registerClass('socket', 'SocketIO', SocketIO, {
    names: { readChunk: 'readinto' },
    own: ['_open'],
  });
}

/** For `readinto`, which is one step of the log, not two. */
const readChunk = /*#__PURE__*/ methodOf(SocketIO, 'readChunk');
