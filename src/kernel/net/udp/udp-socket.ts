/** UDP sockets on the loopback interface. */
import { done, fail, OK } from '../../sys.ts';
import type { Fail, Outcome } from '../../sys.ts';
import type { Address, Family, ShutdownHow, SocketAddress } from '../../types.ts';
import {
  ANY_HOST,
  isLoopback,
  LOOPBACK_HOST,
  inetAddress,
  NO_ADDRESS,
  hostsOverlap,
  effectiveAddress,
} from '../address.ts';
import type { DatagramPath } from '../link/datagram-path.ts';
import { DatagramSocket } from '../datagrams.ts';
import type { PortTable } from '../ports.ts';
import { BOTH_SHUT, SEND_SHUT, shutdownBits } from '../socket-file.ts';
import type { SocketNetwork } from '../socket-file.ts';

/** The longest message: 65535 minus the IP and UDP headers. */
const LONGEST = 65507;
/** Longer messages fail before anything else is checked. */
const LONGEST_OF_ALL = 65535;

/** Whether a message from an address reaches a socket connected to `remote`; port 0 stands for all ports. */
const isFrom = (remote: Address, from: Address): boolean =>
  remote[0] === from[0] && (remote[1] === 0 || remote[1] === from[1]);

/** What UDP needs of its network. */
export interface UdpNetwork extends SocketNetwork {
  readonly udpPorts: PortTable<UdpSocket>;
}

export class UdpSocket extends DatagramSocket<UdpNetwork> {
  declare local: Address | undefined;
  declare remote: Address | undefined;
  /** The path of its datagrams, for a socket of a remote process; undefined where they arrive at once. */
  path: DatagramPath | undefined;

  override get family(): Family {
    return 'AF_INET';
  }

  override bind(address: SocketAddress): Outcome<0> {
    const wanted = inetAddress(address);
    if (typeof wanted === 'string') return fail(wanted);
    const [host, port] = wanted;
    if (host !== ANY_HOST && !isLoopback(host)) return fail('EADDRNOTAVAIL');
    if (this.local !== undefined) return fail('EINVAL');
    const { udpPorts } = this.network;
    const chosen = port !== 0 ? port : udpPorts.ephemeral((free) => !udpPorts.isTaken(this, [host, free]));
    if (chosen === undefined || udpPorts.isTaken(this, [host, chosen])) return fail('EADDRINUSE');
    this.local = [host, chosen];
    udpPorts.add(this);
    return OK;
  }

  /** Sets the address to send to and to receive from; may be called again. */
  override connect(address: SocketAddress): Outcome<0> {
    const local = this._anyPort();
    if (local === undefined) return fail('EAGAIN');
    const wanted = inetAddress(address);
    if (typeof wanted === 'string') return fail(wanted);
    const remote = effectiveAddress(wanted, local);
    if (!isLoopback(remote[0])) return fail('ENETUNREACH');
    if (local[0] === ANY_HOST) this.local = [LOOPBACK_HOST, local[1]];
    this.remote = remote;
    return OK;
  }

  /** Its address; connect(2) and every send assign one first, even if they fail later. */
  private _anyPort(): Address | undefined {
    if (this.local === undefined) this.bind(NO_ADDRESS);
    return this.local;
  }

  override sendTo(data: Uint8Array, address: SocketAddress | undefined): Outcome<number> {
    const local = this._anyPort();
    if (local === undefined) return fail('EAGAIN');
    if (data.length > LONGEST_OF_ALL) return fail('EMSGSIZE');
    const to = address === undefined ? this.remote : inetAddress(address);
    if (to === undefined) return fail('EDESTADDRREQ');
    if (typeof to === 'string') return fail(to);
    if (address !== undefined && to[1] === 0) return fail('EINVAL');
    const target = effectiveAddress(to, local);
    if (!isLoopback(target[0])) return fail('ENETUNREACH');
    if (data.length > LONGEST) return fail('EMSGSIZE');
    const error = this.takeError();
    if (error !== undefined) return fail(error);
    if ((this.shut & SEND_SHUT) !== 0) return fail('EPIPE');
    const host = local[0] === ANY_HOST ? LOOPBACK_HOST : local[0];
    this._carry(data, target, [host, local[1]]);
    return done(data.length);
  }

  /** Over the link if one of both ends is remote, otherwise at once. */
  private _carry(data: Uint8Array, to: Address, from: Address): void {
    const path = this.path ?? this._receiver(to, from)?.path;
    if (path === undefined) return this._arrive(data, to, from);
    return path.send(this.path === undefined ? 'client' : 'server', data, () => this._arrive(data, to, from));
  }

  /** A datagram to a port without a socket is answered with an ICMP message. */
  private _arrive(data: Uint8Array, to: Address, from: Address): void {
    const receiver = this._receiver(to, from);
    if (receiver !== undefined) {
      if (receiver.waitingDatagrams < this.network.limits.datagrams)
        receiver.deliver({ data, from: () => from, sender: this.id });
    } else if (this.path === undefined) this._onPortUnreachable(to);
    else this.path.after(() => this._onPortUnreachable(to));
  }

  /** Only a sender that is connected to that address gets the error. */
  private _onPortUnreachable(to: Address): void {
    if (this.isReleased || this.remote === undefined || !isFrom(this.remote, to)) return;
    this.error = 'ECONNREFUSED';
    this.wakeAll();
  }

  /**
   * The receiver of a message: first a socket connected to its sender, then one bound to the exact host, then one bound
   * to all.
   */
  private _receiver(to: Address, from: Address): UdpSocket | undefined {
    let best: UdpSocket | undefined;
    let bestScore = -1;
    for (const socket of this.network.udpPorts.users(to[1])) {
      if (socket.local === undefined || !hostsOverlap(socket.local[0], to[0])) continue;
      if (socket.remote !== undefined && !isFrom(socket.remote, from)) continue;
      const score = (socket.remote === undefined ? 0 : 2) + (socket.local[0] === ANY_HOST ? 0 : 1);
      // Among equals the newest, as in Linux.
      if (score >= bestScore) {
        best = socket;
        bestScore = score;
      }
    }
    return best;
  }

  override shutDown(how: ShutdownHow): Outcome<0> {
    this.shut |= shutdownBits(how);
    this.wakeAll();
    return this.remote === undefined ? fail('ENOTCONN') : OK;
  }

  override getsockname(): SocketAddress {
    return this.local ?? NO_ADDRESS;
  }

  override getpeername(): SocketAddress | Fail {
    return this.remote === undefined || this.remote[1] === 0 ? fail('ENOTCONN') : this.remote;
  }

  override release(): void {
    this.isReleased = true;
    this.shut = BOTH_SHUT;
    this.dropDatagrams();
    this.network.udpPorts.delete(this);
    this.network.forget(this);
    this.wakeAll();
  }
}
