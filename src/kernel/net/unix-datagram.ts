/** AF_UNIX datagram sockets: nothing is lost, a sender waits for room. */
import { done, fail, OK, wait } from '../sys.ts';
import type { Fail, Outcome } from '../sys.ts';
import type { Family, ShutdownHow, SocketAddress } from '../types.ts';
import { DatagramSocket } from './datagrams.ts';
import { BOTH_SHUT, RECEIVE_SHUT, SEND_SHUT, shutdownBits } from './socket-file.ts';
import { bindPath, freePath } from './unix-path.ts';

/** Messages that a socket keeps before its senders wait (net.unix.max_dgram_qlen, 10; one more fits). */
const MOST_WAITING = 11;

export class UnixDatagramSocket extends DatagramSocket {
  declare local: string | undefined;
  declare remote: string | undefined;
  private _peer: UnixDatagramSocket | undefined;

  override get family(): Family {
    return 'AF_UNIX';
  }

  override bind(address: SocketAddress): Outcome<0> {
    if (this.local !== undefined) return fail('EINVAL');
    const outcome = bindPath(this, address);
    if (outcome.kind === 'done') this.local = address as string;
    return outcome;
  }

  override connect(address: SocketAddress): Outcome<0> {
    const peer = this._lookUp(address);
    if (!(peer instanceof UnixDatagramSocket)) return peer;
    this._peer = peer;
    this.remote = peer.local;
    return OK;
  }

  private _lookUp(address: SocketAddress): UnixDatagramSocket | Fail {
    if (typeof address !== 'string') return fail('EINVAL');
    const found = this.network.paths.get(address);
    if (found === undefined) return fail('ENOENT');
    return found instanceof UnixDatagramSocket ? found : fail('EPROTOTYPE');
  }

  override sendTo(data: Uint8Array, address: SocketAddress | undefined): Outcome<number> {
    const target = address === undefined ? this._peer : this._lookUp(address);
    if (target === undefined) return fail('ENOTCONN');
    if (!(target instanceof UnixDatagramSocket)) return target;
    if (data.length > this.sendBuffer) return fail('EMSGSIZE');
    if (target.isReleased) {
      if (address === undefined) this._peer = this.remote = undefined;
      return fail('ECONNREFUSED');
    }
    if ((this.shut & SEND_SHUT) !== 0 || (target.shut & RECEIVE_SHUT) !== 0) return fail('EPIPE');
    if (target.waitingDatagrams >= MOST_WAITING) return this.isNonBlocking ? fail('EAGAIN') : wait([target.writable]);
    target.deliver({ data, from: this.local, sender: this.id });
    return done(data.length);
  }

  /** Senders that wait for room stand in the queue of the receiver. */
  protected override tookDatagram(): void {
    this.wakeWriters();
  }

  override shutDown(how: ShutdownHow): Outcome<0> {
    this.shut |= shutdownBits(how);
    this.wakeAll();
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
    this.shut = BOTH_SHUT;
    this.dropDatagrams();
    freePath(this, this.local);
    this.network.forget(this);
    this.wakeAll();
  }
}
