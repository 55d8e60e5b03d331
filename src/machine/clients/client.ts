/**
 * A raw client of a stream server (TCP, or a Unix socket), like nc: it sends what it is told and keeps what comes. It is a process of the machine like any other,
 * with one thread that polls its keyboard and its socket; so its system calls are in the trace too.
 */
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from '../../kernel/files/open-file.ts';
import type { Sys } from '../../kernel/sys.ts';
import type { Address, Fd } from '../../kernel/types.ts';
import { decodeLatin1 } from '../../python/bytes.ts';
import { bytesOf as foreignBytes } from '../../python/foreign.ts';
import { OSError } from '../../python/errors.ts';
import { call } from '../../python/libc.ts';
import { Keyboard } from './keyboard.ts';
import type { Command } from './keyboard.ts';
import { show } from '../setup/options.ts';
import type { Target } from './target.ts';
import type { ClientState } from '../../vocabulary.ts';

/**
 * - `connecting`: the connection is not open yet
 * - `open`: both sides may send; `eof`: the server has closed its side
 * - `refused`: nobody listens; `reset`: the connection was reset, or did not come about in another way, as when too many wait (`error` says which)
 * - `closed`: this side closed it
 */
export type { ClientState } from '../../vocabulary.ts';

const STDIN = 0 as Fd;
export const RECEIVE_SIZE = 65536;

/** How a client hands its commands to the machine, which logs them as inputs of the scenario. */
export type Inject = (client: Client, command: Command) => void;

/** One connection to the server. Made by `machine.connect()`; what it sends is carried out when the machine runs. */
export class Client {
  /** Its number, from 0, in the order of connecting. */
  readonly number: number;
  /** @internal */
  readonly keyboard = new Keyboard();
  /** The errno name of what went wrong last, e.g. `ECONNREFUSED`. */
  error: string | undefined;
  /** The client's own address, once connected; undefined on Unix sockets, where clients have no name. */
  localAddress: Address | undefined;

  private readonly _inject: Inject;
  private readonly _chunks: Uint8Array[] = [];
  private _receivedLength = 0;
  private readonly _outbox: Uint8Array[] = [];
  private _postponed: Command | undefined;
  private _state: ClientState = 'connecting';
  private _hasShutdown = false;
  private _fd: Fd | undefined;

  constructor(number: number, inject: Inject) {
    this.number = number;
    this._inject = inject;
  }

  /** True for a client of a datagram server, a `DatagramClient`. */
  get isDatagram(): boolean {
    return false;
  }

  get state(): ClientState {
    return this._state;
  }

  /** True once this side has said that it will send no more. */
  get hasShutdownWrite(): boolean {
    return this._hasShutdown;
  }

  /** Everything received so far. */
  get receivedBytes(): Uint8Array {
    const bytes = new Uint8Array(this._receivedLength);
    let offset = 0;
    for (const chunk of this._chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return bytes;
  }

  /** Everything received so far, one character for each byte (latin-1). */
  get received(): string {
    return this._chunks.map(decodeLatin1).join('');
  }

  get receivedLength(): number {
    return this._receivedLength;
  }

  /**
   * Sends bytes, or text of which each character is one byte (latin-1).
   * Throws TypeError for anything else, RangeError for a character beyond U+00FF; nothing is sent then.
   */
  send(data: string | Uint8Array): void {
    this._command({ do: 'send', data: typeof data === 'string' ? bytesOf(data) : copyOf(data) });
  }

  /** Says that no more will be sent (half-close). What comes back is still received. */
  shutdownWrite(): void {
    this._command({ do: 'shutdownWrite' });
  }

  /** Closes the connection. Bytes that came and were not looked at make the kernel send a reset. */
  close(): void {
    this._command({ do: 'close' });
  }

  /** Closes the connection with a reset (SO_LINGER 0). */
  reset(): void {
    this._command({ do: 'reset' });
  }

  /** Whether the client can still be told to do something: not once it was told to close or reset its connection, even if the machine has not run since. */
  get isUsable(): boolean {
    const { ended } = this.keyboard;
    return ended !== 'close' && ended !== 'reset' && this._isOpen;
  }

  private get _isOpen(): boolean {
    return this._state === 'connecting' || this._state === 'open' || this._state === 'eof';
  }

  /** Why it never does a thing; undefined for what clients of its kind do. @internal */
  refusal(_action: string): string | undefined {
    return undefined;
  }

  private _command(command: Command): void {
    const refusal = this.refusal(command.do);
    if (refusal !== undefined) throw new Error(refusal);
    if (!this._isOpen) {
      const why = this.error === undefined ? this._state : `${this._state} (${this.error})`;
      throw new Error(`client ${this.number} cannot ${command.do}: its connection is ${why}; connect another`);
    }
    const { ended } = this.keyboard;
    if (ended === 'close' || ended === 'reset' || (ended === 'shutdownWrite' && command.do === 'send')) {
      throw new Error(`client ${this.number} cannot ${command.do} after ${ended}(); connect another`);
    }
    this._inject(this, command);
  }

  /** What its thread runs. @internal */
  *main(target: Target): Sys<void> {
    try {
      this._fd = yield* this._connect(target);
      this._state = 'open';
      while (this._fd !== undefined) yield* this._turn(this._fd);
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      this._fail(error);
    }
  }

  /** @internal */
  protected *_connect({ family, address }: Target): Sys<Fd> {
    const fd = yield* call('socket', family, 'SOCK_STREAM');
    if (family === 'AF_INET') yield* call('setsockopt', fd, 'SOL_TCP', 'TCP_NODELAY', 1);
    yield* call('connect', fd, address);
    yield* call('ioctl', fd, 'FIONBIO', 1);
    if (family === 'AF_INET') this.localAddress = (yield* call('getsockname', fd)) as Address;
    return fd;
  }

  /** Waits until there is something to do, and does it. */
  private *_turn(fd: Fd): Sys<void> {
    // A command that has to wait until everything before it is sent keeps later ones waiting too.
    const entries = this._postponed === undefined ? [{ fd: STDIN, events: POLLIN }] : [];
    const sending = this._outbox.length > 0 ? POLLOUT : 0;
    const receiving = this._state === 'open' ? POLLIN : 0;
    if ((sending | receiving) !== 0) entries.push({ fd, events: sending | receiving });
    for (const { fd: readyFd, events } of yield* call('poll', entries, undefined)) {
      if (readyFd !== STDIN && (events & (POLLIN | POLLHUP | POLLERR)) !== 0) yield* this._receive(fd);
    }
    yield* this._flush(fd);
    yield* this._obey(fd);
  }

  /** Carries out commands until none is left, or one has to wait. */
  private *_obey(fd: Fd): Sys<void> {
    for (;;) {
      const command = this._postponed ?? this.keyboard.take();
      if (command === undefined || this._fd === undefined) return;
      this._postponed =
        command.do !== 'send' && command.do !== 'reset' && this._outbox.length > 0 ? command : undefined;
      if (this._postponed !== undefined) return;
      yield* this._carryOut(fd, command);
    }
  }

  private *_carryOut(fd: Fd, command: Command): Sys<void> {
    if (command.do === 'send') {
      this._outbox.push(command.data);
      yield* this._flush(fd);
    } else if (command.do === 'shutdownWrite') {
      this._hasShutdown = true;
      yield* call('shutdown', fd, 'SHUT_WR');
    } else {
      if (command.do === 'reset') yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_LINGER', [1, 0]);
      this._fd = undefined;
      this._state = 'closed';
      yield* call('close', fd);
    }
  }

  /** @internal */
  protected *_receive(fd: Fd): Sys<void> {
    const { data } = yield* call('recvfrom', fd, RECEIVE_SIZE);
    if (data.length === 0) this._state = 'eof';
    else this._keep(data);
  }

  /** @internal */
  protected _keep(data: Uint8Array): void {
    this._chunks.push(data);
    this._receivedLength += data.length;
  }

  /** Sends as much as the kernel takes; the rest waits for room. */
  private *_flush(fd: Fd): Sys<void> {
    while (this._outbox[0] !== undefined) {
      const data = this._outbox[0];
      const sent = yield* this._sendFirst(fd, data);
      if (sent === undefined) return;
      if (sent < data.length) this._outbox[0] = data.subarray(sent);
      else this._outbox.shift();
    }
  }

  /** How much of what waits first was taken; undefined when there is no room. @internal */
  protected *_sendFirst(fd: Fd, data: Uint8Array): Sys<number | undefined> {
    try {
      return yield* call('sendto', fd, data);
    } catch (error) {
      if (error instanceof OSError && error.errnoName === 'EAGAIN') return undefined;
      throw error;
    }
  }

  private _fail(error: OSError): void {
    this.error = error.errnoName;
    if (this._state === 'closed') return;
    if (error.errnoName === 'ECONNREFUSED') this._state = 'refused';
    else if (this._state !== 'eof') this._state = 'reset';
    this._fd = undefined;
  }
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0xff) {
      const hex = code.toString(16).toUpperCase().padStart(4, '0');
      throw new RangeError(
        `data: character ${show(text.charAt(index))} (U+${hex}) at index ${index} is not a byte; ` +
          'send latin-1 text, or a Uint8Array of the encoding you mean',
      );
    }
    bytes[index] = code;
  }
  return bytes;
}

function copyOf(data: unknown): Uint8Array {
  const bytes = foreignBytes(data);
  if (bytes === undefined) throw new TypeError(`data: ${show(data)} is neither a string nor a Uint8Array`);
  return bytes;
}
