/**
 * What all sockets have in common: a number, options, a pending error, who waits, and the list of calls that they answer.
 * Each kind of socket overrides the calls that it supports.
 */
import type { ErrnoName } from '../errno.ts';
import type { Observer } from '../observer.ts';
import type { OpenFile } from '../files/open-file.ts';
import { fail, OK } from '../sys.ts';
import type { Fail, Outcome, Received } from '../sys.ts';
import type { Family, ShutdownHow, SocketAddress, SocketType } from '../types.ts';
import { WaitQueue } from '../sched/wait-queue.ts';
import type { Network } from './network.ts';

/** Which directions are shut down, as bits. */
export const RECEIVE_SHUT = 1;
export const SEND_SHUT = 2;
export const BOTH_SHUT = 3;

/** The buffers of a socket that has no protocol of its own for them (net.core.rmem_default, wmem_default). */
const DEFAULT_BUFFER = 212_992;

/** Which bits a shutdown(2) sets. */
export const shutdownBits = (how: ShutdownHow): number =>
  how === 'SHUT_RD' ? RECEIVE_SHUT : how === 'SHUT_WR' ? SEND_SHUT : BOTH_SHUT;

/** How far a call has got that finishes in parts. */
export interface Progress {
  progress: number;
}

/** A socket as plain values: one line of ss(8), with what is in its queues. */
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

/** The open file description of a socket. */
export abstract class SocketFile implements OpenFile {
  readonly network: Network;
  /** The socket's number in the machine. */
  readonly id: number;
  references = 0;
  isNonBlocking = false;
  /** Which directions are shut down: RECEIVE_SHUT, SEND_SHUT. */
  shut = 0;
  /** The last descriptor is gone. */
  isReleased = false;
  /** An error that the next call reports (SO_ERROR). */
  error: ErrnoName | undefined;
  /** Values of the options that were set, by name. */
  options: Map<string, number> | undefined;
  private _changed: WaitQueue | undefined;
  private _readable: WaitQueue | undefined;
  private _writable: WaitQueue | undefined;

  constructor(network: Network) {
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

  /** True when listen(2) has been called on it. */
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

  /** The value of a set option; 0 when it was not set. */
  option(name: string): number {
    return this.options?.get(name) ?? 0;
  }

  /** Bytes that it keeps for its reader. */
  get receiveBuffer(): number {
    return this.options?.get('SO_RCVBUF') ?? DEFAULT_BUFFER;
  }

  /** Bytes that it keeps until there is room for them elsewhere. */
  get sendBuffer(): number {
    return this.options?.get('SO_SNDBUF') ?? DEFAULT_BUFFER;
  }

  /** Its receive buffer is about to get another size. */
  freezeWindow(): void {
    // Only TCP has told its peer how much it takes.
  }

  get changed(): WaitQueue {
    return (this._changed ??= new WaitQueue());
  }

  /** Woken when a read or accept may get on. */
  get readable(): WaitQueue {
    return (this._readable ??= new WaitQueue());
  }

  /** Woken when a write or connect may get on. */
  get writable(): WaitQueue {
    return (this._writable ??= new WaitQueue());
  }

  protected get observer(): Observer | undefined {
    return this.network.observer;
  }

  /** The pending error, which is gone then. */
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

  /** The oldest connection that waits to be accepted, and its peer's address. */
  accept(): Outcome<readonly [SocketFile, SocketAddress]> {
    return fail('EOPNOTSUPP');
  }

  connect(_address: SocketAddress): Outcome<0> {
    return fail('EOPNOTSUPP');
  }

  abstract receiveFrom(size: number): Outcome<Received>;

  /** Sends; `call` keeps how many bytes are done while it waits for room. */
  abstract sendTo(data: Uint8Array, address: SocketAddress | undefined, call: Progress): Outcome<number>;

  abstract shutDown(how: ShutdownHow): Outcome<0>;
  abstract getsockname(): SocketAddress;
  abstract getpeername(): SocketAddress | Fail;

  /** FIONBIO. */
  setNonBlocking(isNonBlocking: boolean): Outcome<0> {
    this.isNonBlocking = isNonBlocking;
    return OK;
  }

  protected observeArrival(data: Uint8Array, sender?: number): void {
    this.observer?.queueChanged({ socket: this.id, queue: 'receive', bytes: data.length, data, sender });
  }

  protected observeQueue(queue: 'receive' | 'send', bytes: number, sender?: number): void {
    this.observer?.queueChanged({ socket: this.id, queue, bytes, sender });
  }
}
