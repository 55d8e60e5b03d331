/**
 * A raw client of a stream server (TCP, or a Unix socket), like nc: it sends what it is given and keeps what it
 * receives. It is a process of the machine with one thread that polls its keyboard and its socket, so its system calls
 * are in the trace too.
 */
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from '../../kernel/files/open-file.ts';
import type { PollEntry, Sys } from '../../kernel/sys.ts';
import type { Address, Fd } from '../../kernel/types.ts';
import { decodeLatin1 } from '../../python/bytes.ts';
import { bytesOf as foreignBytes } from '../../python/foreign.ts';
import { OSError } from '../../python/errors.ts';
import { attempt, call, PENDING, resumed } from '../../python/libc.ts';
import { rememberLast } from '../../python/remember.ts';
import { Keyboard } from './keyboard.ts';
import type { Command } from './keyboard.ts';
import { show } from '../setup/options.ts';
import type { Target } from './target.ts';
import type { ClientState } from '../../vocabulary.ts';

/**
 * - `connecting`: the connection is not open yet
 * - `open`: both sides may send; `eof`: the server has closed its side
 * - `refused`: no server listens; `reset`: the connection was reset, or could not be opened for another reason, such as
 *   a full backlog (`error` says which)
 * - `closed`: this side closed it
 */
export type { ClientState } from '../../vocabulary.ts';

const STDIN = 0 as Fd;
const FROM_KEYBOARD = { fd: STDIN, events: POLLIN };
const KEYBOARD_ONLY = [FROM_KEYBOARD];
/** What an open client that has sent everything waits for. Clients share it: their sockets have the same descriptor. */
const usuallyWanted = /*#__PURE__*/ rememberLast((fd: Fd): readonly PollEntry[] => [
  FROM_KEYBOARD,
  { fd, events: POLLIN },
]);
export const RECEIVE_SIZE = 65536;

/** Hands a client's command to the machine, which records it as an input of the scenario. */
export type Inject = (client: Client, command: Command) => void;

/** One connection to the server, made by `machine.connect()`. Commands take effect when the machine runs. */
export class Client {
  /** Its number, from 0, in the order in which clients connect. */
  readonly number: number;
  /** @internal */
  readonly keyboard = new Keyboard();
  /** The errno name of the last error, e.g. `ECONNREFUSED`. */
  error: string | undefined;
  /** The client's own address, once connected; undefined on Unix sockets, where clients have no name. */
  localAddress: Address | undefined;

  private readonly _inject: Inject;
  private readonly _chunks: Uint8Array[] = [];
  private _receivedLength = 0;
  /** The text of the first `_decoded` chunks: who looks often pays for each byte once. */
  private _text = '';
  private _decoded = 0;
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

  /** True once this side has shut down its sending direction. */
  get hasShutdownWrite(): boolean {
    return this._hasShutdown;
  }

  /** Everything received so far. */
  get receivedBytes(): Uint8Array {
    return this.receivedFrom(0);
  }

  /** What was received after the first `start` bytes. Takes time for these bytes only. @internal */
  receivedFrom(start: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, this._receivedLength - start));
    for (let index = this._chunks.length - 1, end = bytes.length; end > 0; index -= 1) {
      const chunk = this._chunks[index] as Uint8Array;
      const kept = chunk.length <= end ? chunk : chunk.subarray(chunk.length - end);
      end -= kept.length;
      bytes.set(kept, end);
    }
    return bytes;
  }

  /** Everything received so far, one character for each byte (latin-1). */
  get received(): string {
    for (; this._decoded < this._chunks.length; this._decoded += 1) {
      this._text += decodeLatin1(this._chunks[this._decoded] as Uint8Array);
    }
    return this._text;
  }

  get receivedLength(): number {
    return this._receivedLength;
  }

  /**
   * Sends bytes, or text whose characters each stand for one byte (latin-1). Throws TypeError for any other type and
   * RangeError for a character beyond U+00FF; it then sends nothing.
   */
  send(data: string | Uint8Array): void {
    this._command({ do: 'send', data: typeof data === 'string' ? bytesOf(data) : copyOf(data) });
  }

  /** Shuts down the sending direction (half-close). The client still receives. */
  shutdownWrite(): void {
    this._command({ do: 'shutdownWrite' });
  }

  /** Closes the connection. If bytes were received but not read, the kernel sends a reset. */
  close(): void {
    this._command({ do: 'close' });
  }

  /** Closes the connection with a reset (SO_LINGER 0). */
  reset(): void {
    this._command({ do: 'reset' });
  }

  /**
   * Whether the client accepts commands. False from the moment it was told to close or reset, even before the machine
   * runs, and once an error has ended it.
   */
  get isUsable(): boolean {
    const { ended } = this.keyboard;
    return ended !== 'close' && ended !== 'reset' && this._isOpen;
  }

  private get _isOpen(): boolean {
    if (this._state === 'connecting') return true;
    // After the end of the stream, an error of a later write ends the client too.
    return (this._state === 'open' || this._state === 'eof') && this._fd !== undefined;
  }

  /** Why clients of this kind cannot carry out an action; undefined if they can. @internal */
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

  /** The main function of its thread. @internal */
  *main(target: Target): Sys<void> {
    try {
      this._fd = yield* this._connect(target);
      this._state = 'open';
      while (this._fd !== undefined) {
        // It waits here, not in a coroutine of its own: most clients wait most of the time.
        const answer = attempt('poll', this._wanted(this._fd), undefined);
        yield* this._react(this._fd, answer === PENDING ? yield* resumed<'poll'>() : answer);
      }
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      this._fail(error);
    }
  }

  /** @internal */
  protected *_connect({ family, address }: Target): Sys<Fd> {
    const made = attempt('socket', family, 'SOCK_STREAM');
    const fd = made === PENDING ? yield* resumed<'socket'>() : made;
    const isInet = family === 'AF_INET';
    if (isInet && attempt('setsockopt', fd, 'SOL_TCP', 'TCP_NODELAY', 1) === PENDING) yield* resumed();
    const host = hostOf(this.number);
    if (isInet && host !== undefined && attempt('bind', fd, [host, 0]) === PENDING) yield* resumed();
    if (attempt('connect', fd, address) === PENDING) yield* resumed();
    if (attempt('ioctl', fd, 'FIONBIO', 1) === PENDING) yield* resumed();
    if (!isInet) return fd;
    const name = attempt('getsockname', fd);
    this.localAddress = (name === PENDING ? yield* resumed<'getsockname'>() : name) as Address;
    return fd;
  }

  /** Does what can be done now. */
  private *_react(fd: Fd, ready: readonly PollEntry[]): Sys<void> {
    for (const { fd: readyFd, events } of ready) {
      if (readyFd !== STDIN && (events & (POLLIN | POLLHUP | POLLERR)) !== 0) yield* this._receive(fd);
    }
    if (this._outbox.length > 0) yield* this._flush(fd);
    if (this._postponed !== undefined || this.keyboard.readiness() !== 0) yield* this._obey(fd);
  }

  private _wanted(fd: Fd): readonly PollEntry[] {
    const events = (this._outbox.length > 0 ? POLLOUT : 0) | (this._state === 'open' ? POLLIN : 0);
    // While a command waits for earlier bytes to be sent, later commands wait too.
    if (this._postponed !== undefined) return events === 0 ? [] : [{ fd, events }];
    if (events === 0) return KEYBOARD_ONLY;
    return events === POLLIN ? usuallyWanted(fd) : [FROM_KEYBOARD, { fd, events }];
  }

  /** Carries out commands until none is left, or until one has to wait. */
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
      if (attempt('close', fd) === PENDING) yield* resumed();
    }
  }

  /** @internal */
  protected *_receive(fd: Fd): Sys<void> {
    const answer = attempt('recvfrom', fd, RECEIVE_SIZE);
    const { data } = answer === PENDING ? yield* resumed<'recvfrom'>() : answer;
    if (data.length === 0) this._state = 'eof';
    else this._keep(data);
  }

  /** @internal */
  protected _keep(data: Uint8Array): void {
    this._chunks.push(data);
    this._receivedLength += data.length;
  }

  /** Sends as much as the kernel accepts; the rest waits for room. */
  private *_flush(fd: Fd): Sys<void> {
    while (this._outbox[0] !== undefined) {
      const data = this._outbox[0];
      const sent = yield* this._sendFirst(fd, data);
      if (sent === undefined) return;
      if (sent < data.length) this._outbox[0] = data.subarray(sent);
      else this._outbox.shift();
    }
  }

  /** How many bytes of the first chunk were sent; undefined when there is no room. @internal */
  protected *_sendFirst(fd: Fd, data: Uint8Array): Sys<number | undefined> {
    try {
      const answer = attempt('sendto', fd, data);
      return answer === PENDING ? yield* resumed<'sendto'>() : answer;
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

/** How many clients share an address: a host has 28,232 ports to connect from. */
const CLIENTS_OF_A_HOST = 28_000;

/** The loopback address that a client binds to before it connects; undefined for those that need no address. */
export function hostOf(number: number): string | undefined {
  const host = 1 + Math.floor(number / CLIENTS_OF_A_HOST);
  return host === 1 ? undefined : `127.0.${host >> 8}.${host & 0xff}`;
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
