/** AF_UNIX datagram sockets: nothing is lost; a sender waits for room. */
import { POLLOUT } from '../../files/open-file.ts';
import { done, fail, OK, wait } from '../../sys.ts';
import type { Fail, Outcome } from '../../sys.ts';
import type { Family, ShutdownHow, SocketAddress } from '../../types.ts';
import { DatagramSocket } from '../datagrams.ts';
import { BOTH_SHUT, RECEIVE_SHUT, SEND_SHUT, shutdownBits } from '../socket-file.ts';
import { bindPath, freePath } from './unix-path.ts';
import type { UnixNetwork } from './unix-path.ts';

/** Messages that a socket keeps before its senders wait (net.unix.max_dgram_qlen, 10; one more fits). */
const MOST_WAITING = 11;
/** What a message takes from the send buffer in addition to its bytes. */
const OVERHEAD = 32;

export class UnixDatagramSocket extends DatagramSocket<UnixNetwork> {
  declare local: string | undefined;
  declare remote: string | undefined;
  private _peer: UnixDatagramSocket | undefined;
  /** Sockets that are connected to this one. */
  private readonly _senders = new Set<UnixDatagramSocket>();

  override get family(): Family {
    return 'AF_UNIX';
  }

  override bind(address: SocketAddress): Outcome<0> {
    const outcome = bindPath(this, address);
    if (outcome.kind === 'done') this.local = address as string;
    return outcome;
  }

  override connect(address: SocketAddress): Outcome<0> {
    const peer = this._lookUp(address);
    if (!(peer instanceof UnixDatagramSocket)) return peer;
    if (!peer._hears(this)) return fail('EPERM');
    const before = this._peer;
    before?._senders.delete(this);
    this._peer = peer;
    this.remote = peer.local;
    peer._senders.add(this);
    if (before !== undefined && before !== peer) this._disconnectFrom(before);
    return OK;
  }

  /** Whether it receives from `sender`: a connected socket receives only from its peer. */
  private _hears(sender: UnixDatagramSocket): boolean {
    return this._peer === undefined || this._peer === sender;
  }

  /** Messages of the previous peer are lost; if that peer is connected to this socket, it gets an error. */
  private _disconnectFrom(before: UnixDatagramSocket): void {
    if (this.waitingDatagrams === 0) return;
    this.dropDatagrams();
    this.wakeWriters();
    if (before.isReleased || before._peer !== this) return;
    before.error = 'ECONNRESET';
    before.wakeAll();
  }

  private get _isFull(): boolean {
    return this.waitingDatagrams >= MOST_WAITING;
  }

  /** While the queue of its peer is full, a connected socket is not writable, unless the two are each other's peers. */
  override readiness(): number {
    const peer = this._peer;
    const isBlocked = peer !== undefined && !peer.isReleased && peer._peer !== this && peer._isFull;
    return isBlocked ? super.readiness() & ~POLLOUT : super.readiness();
  }

  private _lookUp(address: SocketAddress): UnixDatagramSocket | Fail {
    if (typeof address !== 'string') return fail('EINVAL');
    const found = this.network.paths.get(address);
    if (found === undefined) return fail('ENOENT');
    return found instanceof UnixDatagramSocket ? found : fail('EPROTOTYPE');
  }

  override sendTo(data: Uint8Array, address: SocketAddress | undefined): Outcome<number> {
    if (address !== undefined && typeof address !== 'string') return fail('EINVAL');
    if (data.length > this.sendBuffer - OVERHEAD) return fail('EMSGSIZE');
    const error = this.takeError();
    if (error !== undefined) return fail(error);
    if ((this.shut & SEND_SHUT) !== 0) return fail('EPIPE');
    const target = address === undefined ? this._peer : this._lookUp(address);
    if (target === undefined) return fail('ENOTCONN');
    if (!(target instanceof UnixDatagramSocket)) return target;
    if (!target._hears(this)) return fail('EPERM');
    if (target.isReleased) {
      this._peer = this.remote = undefined;
      this._disconnectFrom(target);
      return fail('ECONNREFUSED');
    }
    if ((target.shut & RECEIVE_SHUT) !== 0) return fail('EPIPE');
    if (target !== this && target._peer !== this && target._isFull) {
      return this.isNonBlocking ? fail('EAGAIN') : wait([target.writable]);
    }
    target.deliver({ data, from: () => this.local, sender: this.id });
    return done(data.length);
  }

  /** Senders that wait for room are in the queue of the receiver. */
  protected override onDatagramTaken(): void {
    this.wakeForRoom();
    for (const sender of this._senders) sender.wakeWriters();
  }

  override shutDown(how: ShutdownHow): Outcome<0> {
    this.shut |= shutdownBits(how);
    // Linux does not wake senders that wait for room.
    this.wakeReaders();
    return OK;
  }

  override getsockname(): SocketAddress {
    return this.local ?? '';
  }

  override getpeername(): SocketAddress | Fail {
    return this.remote ?? fail('ENOTCONN');
  }

  override release(): void {
    this.isReleased = true;
    this._peer?._senders.delete(this);
    this._peer = undefined;
    this.shut = BOTH_SHUT;
    this.dropDatagrams();
    freePath(this, this.local);
    this.network.forget(this);
    this.wakeAll();
  }
}
