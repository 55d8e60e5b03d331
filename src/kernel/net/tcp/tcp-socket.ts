/** The system calls on TCP sockets. Their effects on the endpoints are in `tcp.ts`. */
import { POLLERR, POLLHUP, POLLIN, POLLOUT, POLLRDHUP } from '../../files/open-file.ts';
import { done, fail, OK, wait } from '../../sys.ts';
import type { Fail, Outcome, Received } from '../../sys.ts';
import type { Address, ShutdownHow, SocketAddress } from '../../types.ts';
import {
  ANY_HOST,
  isLoopback,
  LOOPBACK_HOST,
  inetAddress,
  NO_ADDRESS,
  hostsOverlap,
  effectiveAddress,
  sameAddress,
} from '../address.ts';
import { EMPTY } from '../../byte-queue.ts';
import { BOTH_SHUT, RECEIVE_SHUT, SEND_SHUT, SocketFile, shutdownBits } from '../socket-file.ts';
import type { Progress, SocketView } from '../socket-file.ts';
import { TcpEndpoint } from './tcp.ts';
import type { TcpNetwork } from './tcp.ts';
import { SECOND } from '../../types.ts';

/**
 * A write is taken in pieces of this size; a piece is taken whole while the send queue is below its limit (as Linux
 * fills whole buffers).
 */
const PIECE = 65536;

const NOTHING: Received = { data: EMPTY, address: undefined };

export class TcpSocket extends TcpEndpoint {
  /** The state of connect(2), which is not always that of the state machine (SS_UNCONNECTED …). */
  private _phase: 'unconnected' | 'connecting' | 'connected' | 'disconnecting' = 'unconnected';

  constructor(network: TcpNetwork, parent?: SocketFile) {
    super(network);
    this.options = parent?.options;
  }

  get isIdle(): boolean {
    return this.isListening;
  }

  protected override makeChild(): TcpEndpoint {
    const child = new TcpSocket(this.network, this);
    child._phase = 'connected';
    child.shut = this.shut;
    return child;
  }

  /** The masks of Linux's tcp_poll(). */
  readiness(): number {
    if (this.isListening) return (this.backlog?.queue.length ?? 0) > 0 ? POLLIN : 0;
    let mask = 0;
    if (this.shut === BOTH_SHUT || this.isClosed) mask |= POLLHUP;
    if ((this.shut & RECEIVE_SHUT) !== 0) mask |= POLLIN | POLLRDHUP;
    if (this.state !== 'syn-sent') {
      if (this.unreadBytes > 0) mask |= POLLIN;
      if ((this.shut & SEND_SHUT) !== 0 || this.isWritable) mask |= POLLOUT;
    }
    if (this.error !== undefined) mask |= POLLERR;
    return mask;
  }

  override bind(address: SocketAddress): Outcome<0> {
    const wanted = inetAddress(address);
    if (typeof wanted === 'string') return fail(wanted);
    const [host, port] = wanted;
    if (host !== ANY_HOST && !isLoopback(host)) return fail('EADDRNOTAVAIL');
    const isHeld = this._holdsInTimeWait([host, port]);
    this._leaveTimeWait();
    if (!this.isClosed || this.hasPort) return fail('EINVAL');
    if (isHeld || !this._takeFreePort(host, port)) {
      // Linux stores the host before it checks whether the port is free, and resets it on failure.
      if (this.local !== undefined) this.local = [ANY_HOST, this.local[1]];
      return fail('EADDRINUSE');
    }
    this.isPortFixed = port !== 0;
    this.isHostFixed = host !== ANY_HOST;
    return OK;
  }

  /** The socket has lost a port that was not named; only its ended connection still waits there. */
  private _leaveTimeWait(): void {
    if (this.state === 'time-wait' && !this.isPortFixed) this.setState('closed');
  }

  /** Whether its own connection in TIME-WAIT prevents binding it there again. */
  private _holdsInTimeWait([host, port]: Address): boolean {
    if (this.state !== 'time-wait' || this.isReusingAddress) return false;
    return this.local !== undefined && this.local[1] === port && hostsOverlap(this.local[0], host);
  }

  /** Takes a port, any free one for 0; false when it is taken. */
  private _takeFreePort(host: string, port: number): boolean {
    const { tcpPorts } = this.network;
    const chosen = port !== 0 ? port : tcpPorts.ephemeral((free) => !tcpPorts.isTaken(this, [host, free]));
    if (chosen === undefined || tcpPorts.isTaken(this, [host, chosen])) return false;
    this.takePort([host, chosen]);
    this.isBound = true;
    return true;
  }

  override listen(backlog: number): Outcome<0> {
    const limit = backlog < 0 ? this.network.limits.backlog : Math.min(backlog, this.network.limits.backlog);
    if (this.isListening && this.backlog !== undefined) {
      this.backlog.limit = limit;
      return OK;
    }
    if (!this.isClosed || this._phase !== 'unconnected') return fail('EINVAL');
    this._leaveTimeWait();
    const [host, port] = this.local ?? NO_ADDRESS;
    // Its own end of a connection to itself may be in TIME-WAIT on the port.
    if (this.state === 'time-wait' && !this.isReusingAddress) return fail('EADDRINUSE');
    if (!this._takeFreePort(host, this.hasPort ? port : 0)) return fail('EADDRINUSE');
    this.backlog = { queue: [], limit };
    this.setState('listen');
    this.changed.wake();
    return OK;
  }

  override accept(): Outcome<readonly [SocketFile, SocketAddress]> {
    if (!this.isListening || this.backlog === undefined) return fail('EINVAL');
    const connection = this.backlog.queue.shift();
    if (connection !== undefined) return done([connection, connection.remote ?? NO_ADDRESS] as const);
    return this.isNonBlocking ? fail('EAGAIN') : wait([this.readable], undefined, true);
  }

  override connect(address: SocketAddress): Outcome<0> {
    if (this._phase === 'connected' || this.isListening) return fail('EISCONN');
    if (this._phase === 'disconnecting') return fail('EINVAL');
    if (this._phase === 'connecting') return this._finishConnect();
    const wanted = inetAddress(address);
    if (typeof wanted === 'string') return fail(wanted);
    if (!this.isClosed) return fail('EISCONN');
    this._leaveTimeWait();
    const remote = effectiveAddress(wanted, this.local);
    if (!isLoopback(remote[0])) return fail('ENETUNREACH');
    if (!this._chooseLocal(remote)) return fail('EADDRNOTAVAIL');
    this.remote = remote;
    this._phase = 'connecting';
    // Clears the result of an earlier attempt.
    this.error = undefined;
    this.sendSyn(remote);
    return this.isNonBlocking ? fail('EINPROGRESS') : this._finishConnect();
  }

  private _finishConnect(): Outcome<0> {
    if (this.state === 'syn-sent') return this.isNonBlocking ? fail('EALREADY') : wait([this.writable]);
    if (!this.isClosed) {
      this._phase = 'connected';
      return OK;
    }
    const error = this.takeError() ?? 'ECONNABORTED';
    this._disconnect();
    return fail(error);
  }

  /** Resets the socket, except for what bind(2) set. */
  private _disconnect(): void {
    this._phase = 'unconnected';
    this.forgetConnection();
  }

  /** Chooses the local address for a connection to `remote`; false when none is left. */
  private _chooseLocal(remote: Address): boolean {
    const { tcpPorts } = this.network;
    const [host, port] = this.local ?? NO_ADDRESS;
    const ownHost = host === ANY_HOST ? LOOPBACK_HOST : host;
    if (this.hasPort) {
      if (!this._isFree([ownHost, port], remote)) return false;
      this.takePort([ownHost, port]);
    } else {
      const chosen = tcpPorts.ephemeral((candidate) => {
        for (const user of tcpPorts.users(candidate)) if (user.isBound) return false;
        return this._isFree([ownHost, candidate], remote);
      });
      if (chosen === undefined) return false;
      this.takePort([ownHost, chosen]);
    }
    return true;
  }

  /**
   * Whether no other connection goes from `local` to `remote`. One in TIME-WAIT yields after a second
   * (net.ipv4.tcp_tw_reuse on loopback).
   */
  private _isFree(local: Address, remote: Address): boolean {
    for (const user of this.network.tcpPorts.users(local[1])) {
      if (user === this || user.state === 'closed' || user.local === undefined || user.remote === undefined) continue;
      if (!sameAddress(user.local, local) || !sameAddress(user.remote, remote)) continue;
      const { lingering } = user;
      if (user.state !== 'time-wait' || lingering === undefined) return false;
      if (this.network.lingering.age(lingering) < SECOND) return false;
      user.expire();
    }
    return true;
  }

  /** Data comes first, then the end of the stream, then an error, once. Stream sockets report no sender address. */
  override receiveFrom(size: number): Outcome<Received> {
    if (this.isListening) return fail('ENOTCONN');
    if (this.unreadBytes > 0)
      return size === 0 ? done(NOTHING) : done({ data: this.takeReceived(size), address: undefined });
    if (this.isFinReceived) return done(NOTHING);
    const error = this.takeError();
    if (error !== undefined) return fail(error);
    if ((this.shut & RECEIVE_SHUT) !== 0) return done(NOTHING);
    if (this.isClosed) return fail('ENOTCONN');
    return this.isNonBlocking ? fail('EAGAIN') : wait([this.readable]);
  }

  override sendTo(data: Uint8Array, _address: SocketAddress | undefined, call: Progress): Outcome<number> {
    if (this.state === 'syn-sent') return this.isNonBlocking ? fail('EAGAIN') : wait([this.writable]);
    const isOpen = (this.state === 'established' || this.state === 'close-wait') && (this.shut & SEND_SHUT) === 0;
    if (!isOpen || this.error !== undefined) {
      return call.progress > 0 ? done(call.progress) : fail(this.takeError() ?? 'EPIPE');
    }
    let sent = call.progress;
    if (sent === 0 && this.sendAtOnce(data)) return done(data.length);
    while (sent < data.length && this.unsentBytes < this.sendBuffer && !this.isClosed) {
      sent = this._fillSendQueue(data, sent);
      this.push();
    }
    // Bytes taken before a reset arrived count as sent.
    if (sent === data.length || (this.isClosed && sent > 0)) return done(sent);
    if (this.isNonBlocking) return sent > 0 ? done(sent) : fail('EAGAIN');
    call.progress = sent;
    return wait([this.writable]);
  }

  /** Fills the send queue with `data` from `start`, as far as there is room; returns the end of what it took. */
  private _fillSendQueue(data: Uint8Array, start: number): number {
    let sent = start;
    while (sent < data.length && this.unsentBytes < this.sendBuffer) {
      const end = Math.min(sent + PIECE, data.length);
      this.enqueue(sent === 0 && end === data.length ? data : data.subarray(sent, end));
      sent = end;
    }
    return sent;
  }

  override shutDown(how: ShutdownHow): Outcome<0> {
    const bits = shutdownBits(how);
    if (this._phase === 'connecting') {
      this._phase = this.state === 'syn-sent' || this.isClosed ? 'disconnecting' : 'connected';
    }
    if (this.isListening) {
      if ((bits & RECEIVE_SHUT) !== 0) this._stopListening();
      return OK;
    }
    if (this.state === 'syn-sent') {
      this._giveUp();
      return OK;
    }
    const wasClosed = this.isClosed;
    this.shut |= bits;
    if (!wasClosed && (bits & SEND_SHUT) !== 0) this.finish();
    this.wakeAll();
    return wasClosed ? fail('ENOTCONN') : OK;
  }

  private _stopListening(): void {
    const waiting = this.backlog?.queue ?? [];
    this.backlog = undefined;
    this.setState('closed');
    if (!this.isReleased) this._disconnect();
    for (const connection of waiting) {
      connection.isReleased = true;
      if (connection.isClosed) connection.release();
      else connection.reset();
    }
    this.wakeAll();
  }

  /** Cancels a connect; the next call reports it. */
  private _giveUp(): void {
    this.fail('ECONNRESET');
    this._disconnect();
    this.wakeAll();
  }

  override release(): void {
    this.isReleased = true;
    this.shut = BOTH_SHUT;
    if (this.isListening) this._stopListening();
    else if (this.isClosed) this._releaseClosed();
    else if (this.state === 'syn-sent') this.fail('ECONNRESET');
    else if (this.unreadBytes > 0 || this._isLingerZero) {
      this.dropReceived();
      this.reset();
    } else {
      if (this.state === 'fin-wait-2') this.network.lingering.add(this);
      this.finish();
    }
    this.wakeAll();
  }

  private _releaseClosed(): void {
    this.dropReceived();
    if (this.state === 'time-wait') return this.forgetQueues();
    this.givePortBack();
    return this.network.forget(this);
  }

  /** SO_LINGER is on with a time of zero. */
  private get _isLingerZero(): boolean {
    return this.option('SO_LINGER') === 1 && this.option('SO_LINGER seconds') === 0;
  }

  override getsockname(): SocketAddress {
    return this.local ?? NO_ADDRESS;
  }

  override getpeername(): SocketAddress | Fail {
    if (this.remote === undefined || this.isClosed || this.state === 'syn-sent') return fail('ENOTCONN');
    return this.remote;
  }

  override view(): SocketView {
    const { id, family, type, state, local, remote } = this;
    return {
      id,
      family,
      type,
      state,
      local,
      remote,
      receiveQueue: this.receiveQueueBytes,
      sendQueue: this.sendQueueBytes,
      backlog: this.backlog?.queue.map((connection) => connection.id) ?? [],
      backlogLimit: this.backlog?.limit ?? 0,
    };
  }
}
