/**
 * What all sockets share: a number, options, a pending error, wait queues, and the calls that they answer. Each kind of
 * socket overrides the calls that it supports.
 */
import type { ErrnoName } from '../errno.ts';
import type { Limits } from '../limits.ts';
import type { OpenFile } from '../files/open-file.ts';
import { fail, OK } from '../sys.ts';
import type { Fail, Outcome, Received } from '../sys.ts';
import type { Family, ShutdownHow, SocketAddress, SocketType } from '../types.ts';
import { WaitQueue } from '../sched/wait-queue.ts';
import type { NetworkObserver } from './network-observer.ts';

/** Which directions are shut down, as bits. */
export const RECEIVE_SHUT = 1;
export const SEND_SHUT = 2;
export const BOTH_SHUT = 3;

/** Buffer sizes of a socket whose protocol sets none (net.core.rmem_default, wmem_default). */
const DEFAULT_BUFFER = 212_992;

/** The bits that a shutdown(2) sets. */
export const shutdownBits = (how: ShutdownHow): number =>
  how === 'SHUT_RD' ? RECEIVE_SHUT : how === 'SHUT_WR' ? SEND_SHUT : BOTH_SHUT;

/** An option that was set, and the options that were set before it. */
export interface SetOption {
  readonly name: string;
  readonly value: number;
  readonly before: SetOption | undefined;
}

/** The progress of a call that finishes in parts. */
export interface Progress {
  progress: number;
}

/** A socket as plain values: one line of ss(8), with the contents of its queues. */
export interface SocketView {
  readonly id: number;
  readonly family: Family;
  readonly type: SocketType;
  readonly state: string;
  readonly local: SocketAddress | undefined;
  readonly remote: SocketAddress | undefined;
  readonly receiveQueue: Uint8Array;
  readonly sendQueue: Uint8Array;
  readonly backlog: readonly number[];
  readonly backlogLimit: number;
}

/** What every socket needs of its network. */
export interface SocketNetwork {
  readonly limits: Limits;
  /** Is notified of what happens, if set. */
  readonly observer: NetworkObserver | undefined;
  /** Gives a new socket its number. */
  enter(socket: SocketFile): number;
  /** Forgets a socket that is closed and has no descriptor. */
  forget(socket: SocketFile): void;
}

/** The open file description of a socket. `N`: what its kind of socket needs of its network. */
export abstract class SocketFile<N extends SocketNetwork = SocketNetwork> implements OpenFile {
  readonly network: N;
  /** The socket's number in the machine. */
  readonly id: number;
  references = 0;
  isNonBlocking = false;
  /** Which directions are shut down: RECEIVE_SHUT, SEND_SHUT. */
  shut = 0;
  /** True once the last descriptor is closed. */
  isReleased = false;
  /** The pending error, which the next call reports (SO_ERROR). */
  error: ErrnoName | undefined;
  /** The options that were set, the last one first. The list is never changed, so accepted sockets can share it. */
  options: SetOption | undefined;
  private _changed: WaitQueue | undefined;
  private _readable: WaitQueue | undefined;
  private _writable: WaitQueue | undefined;

  constructor(network: N) {
    this.network = network;
    this.id = network.enter(this);
  }

  get kind(): 'socket' {
    return 'socket';
  }

  abstract get family(): Family;
  abstract get type(): SocketType;
  abstract get isIdle(): boolean;
  abstract readiness(): number;
  abstract release(): void;
  abstract view(): SocketView;

  /** True once listen(2) has been called on it. */
  get isListening(): boolean {
    return false;
  }

  get isReusingAddress(): boolean {
    return this.option('SO_REUSEADDR') !== 0;
  }

  get isReusingPort(): boolean {
    return this.option('SO_REUSEPORT') !== 0;
  }

  /** The number of the socket at the other end of its connection, while there is one. */
  get peerNumber(): number | undefined {
    return undefined;
  }

  /** The value of an option; undefined when it was not set. */
  setOption(name: string): number | undefined {
    for (let { options } = this; options !== undefined; options = options.before) {
      if (options.name === name) return options.value;
    }
    return undefined;
  }

  /** The value of a set option; 0 when it was not set. */
  option(name: string): number {
    return this.setOption(name) ?? 0;
  }

  /** How many bytes it keeps for its reader. */
  get receiveBuffer(): number {
    return this.setOption('SO_RCVBUF') ?? DEFAULT_BUFFER;
  }

  /** How many bytes it keeps until its peer has room. */
  get sendBuffer(): number {
    return this.setOption('SO_SNDBUF') ?? DEFAULT_BUFFER;
  }

  /** Called before its receive buffer changes its size. */
  freezeWindow(): void {
    // Only TCP has announced a window to its peer.
  }

  get changed(): WaitQueue {
    return (this._changed ??= new WaitQueue());
  }

  /** Woken when a read or accept may continue. */
  get readable(): WaitQueue {
    return (this._readable ??= new WaitQueue());
  }

  /** Woken when a write or connect may continue. */
  get writable(): WaitQueue {
    return (this._writable ??= new WaitQueue());
  }

  protected get observer(): NetworkObserver | undefined {
    return this.network.observer;
  }

  /** Takes the pending error and clears it. */
  takeError(): ErrnoName | undefined {
    const { error } = this;
    this.error = undefined;
    return error;
  }

  wakeReaders(): void {
    this._readable?.wake();
    this._changed?.wake();
  }

  wakeWriters(): void {
    this._writable?.wake();
    this._changed?.wake();
  }

  /**
   * Tells who waits for room that some has come. All are told, and look again; but once nobody may come in any more,
   * only the first one is, as on Linux, where each piece of room wakes one waiter.
   */
  protected wakeForRoom(): void {
    if ((this.shut & RECEIVE_SHUT) === 0) return this.wakeWriters();
    this._writable?.wake(1);
    this._changed?.wake();
  }

  wakeAll(): void {
    this._readable?.wake();
    this._writable?.wake();
    this._changed?.wake();
  }

  bind(_address: SocketAddress): Outcome<0> {
    return fail('EOPNOTSUPP');
  }

  listen(_backlog: number): Outcome<0> {
    return fail('EOPNOTSUPP');
  }

  /** The oldest connection in the backlog, and its peer's address. */
  accept(): Outcome<readonly [SocketFile, SocketAddress]> {
    return fail('EOPNOTSUPP');
  }

  connect(_address: SocketAddress): Outcome<0> {
    return fail('EOPNOTSUPP');
  }

  abstract receiveFrom(size: number): Outcome<Received>;

  /** Sends; `call` keeps the progress while it waits for room. */
  abstract sendTo(data: Uint8Array, address: SocketAddress | undefined, call: Progress): Outcome<number>;

  abstract shutDown(how: ShutdownHow): Outcome<0>;
  abstract getsockname(): SocketAddress;
  abstract getpeername(): SocketAddress | Fail;

  /** FIONBIO. */
  setNonBlocking(isNonBlocking: boolean): Outcome<0> {
    this.isNonBlocking = isNonBlocking;
    return OK;
  }

  /**
   * Called when nobody can wait for it any more: a connection that lingers keeps what tells it apart, and no more. An
   * epoll(7) that watches it learns here that no descriptor is left.
   */
  protected forgetWaiters(): void {
    this.wakeAll();
    this._changed = undefined;
    this._readable = undefined;
    this._writable = undefined;
  }

  protected observeArrival(data: Uint8Array, sender?: number): void {
    this.observer?.queueChanged({ socket: this.id, queue: 'receive', bytes: data.length, data, sender });
  }

  protected observeQueue(queue: 'receive' | 'send', bytes: number, sender?: number): void {
    this.observer?.queueChanged({ socket: this.id, queue, bytes, sender });
  }
}
