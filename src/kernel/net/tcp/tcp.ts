/**
 * The TCP state machine of one endpoint: what each segment does in each state, and what is sent in reply.
 * Segments carry whole chunks and arrive in order, so there are no sequence numbers. Absent on purpose: urgent data and
 * window probes. A SYN is retransmitted here, everything else by the wire, where segments can be lost.
 */
import type { Clock } from '../../sched/clock.ts';
import type { Timer } from '../../sched/timers.ts';
import type { ErrnoName } from '../../errno.ts';
import { SECOND } from '../../types.ts';
import type { Address, Micros } from '../../types.ts';
import { ANY_HOST, NO_ADDRESS } from '../address.ts';
import type { LingerEntry, Lingerer, Lingering } from './lingering.ts';
import type { Receiver, Segment, SegmentRouter } from '../link/segments.ts';
import type { PortTable } from '../ports.ts';
import { BOTH_SHUT, RECEIVE_SHUT, SEND_SHUT } from '../socket-file.ts';
import type { SocketNetwork } from '../socket-file.ts';
import { TcpQueues } from './tcp-queues.ts';
import type { Wire, WiredEndpoint } from '../link/wire.ts';

/** The states of RFC 9293. */
export type TcpState =
  | 'closed'
  | 'listen'
  | 'syn-sent'
  | 'syn-received'
  | 'established'
  | 'fin-wait-1'
  | 'fin-wait-2'
  | 'close-wait'
  | 'closing'
  | 'last-ack'
  | 'time-wait';

/**
 * How often a SYN is sent again before connect(2) gives up (net.ipv4.tcp_syn_retries): after 1, 3, 7 … 63 seconds;
 * ETIMEDOUT at 127.
 */
const SYN_RETRIES = 6;

/** Complete connections that wait to be accepted. */
export interface Backlog {
  readonly queue: TcpEndpoint[];
  /** The backlog of listen(2). The queue holds one more, as in Linux. */
  limit: number;
}

const isFull = (backlog: Backlog | undefined): boolean => backlog !== undefined && backlog.queue.length > backlog.limit;

/** What TCP needs of its network, to which a segment without a receiver goes. */
export interface TcpNetwork extends SocketNetwork, Receiver<TcpEndpoint> {
  readonly kernel: { readonly clock: Clock };
  readonly link: SegmentRouter<TcpEndpoint>;
  readonly lingering: Lingering;
  readonly tcpPorts: PortTable<TcpEndpoint>;
  /** Opens an endpoint's port to connections. */
  addListener(listener: TcpEndpoint): void;
  removeListener(listener: TcpEndpoint): void;
}

/** One end of a connection, or a listener. */
export abstract class TcpEndpoint
  extends TcpQueues<TcpNetwork>
  implements Receiver<TcpEndpoint>, WiredEndpoint<TcpEndpoint>, Lingerer
{
  private _state: TcpState = 'closed';
  local: Address | undefined;
  remote: Address | undefined;
  peer: TcpEndpoint | undefined;
  /** For a listener. */
  backlog: Backlog | undefined;
  /** For a connection that is not complete yet: the listener that created it. */
  listener: TcpEndpoint | undefined;
  /** True once the peer's FIN has arrived: from then on reading finds the end, whatever else happens (SOCK_DONE). */
  isFinReceived = false;
  /** Whether the port was set by bind(2) or listen(2), not by connect(2). */
  isBound = false;
  /**
   * Whether the port, or the host, was named by the program: then the socket keeps it. A port that the kernel chose is
   * free again when the connection ends.
   */
  isPortFixed = false;
  isHostFixed = false;
  /** Whether the socket owns the port of `local`. */
  hasPort = false;
  lingering: LingerEntry | undefined;
  /** The wire of its connection; undefined where segments arrive at once. */
  wire: Wire<TcpEndpoint> | undefined;
  private _mustSendFin = false;
  private _retry: Timer | undefined;

  get state(): TcpState {
    return this._state;
  }

  /** True without a connection: calls see `closed` and `time-wait` alike. */
  get isClosed(): boolean {
    return this._state === 'closed' || this._state === 'time-wait';
  }

  /** True for an endpoint that has answered a SYN, until the ACK comes. */
  get isOpening(): boolean {
    return this._state === 'syn-received';
  }

  /** Whether the listen queue has no room for this endpoint. */
  get isRefusing(): boolean {
    return this.isOpening && isFull(this.listener?.backlog);
  }

  override get isListening(): boolean {
    return this._state === 'listen';
  }

  override get peerNumber(): number | undefined {
    return this.peer?.id;
  }

  /** An endpoint for an incoming connection, with the options of this one. */
  protected abstract makeChild(): TcpEndpoint;

  /** The only way to change the state. */
  setState(state: TcpState): void {
    const before = this._state;
    if (before === state) return;
    this._state = state;
    if (before === 'listen') this.network.removeListener(this);
    if (state === 'listen') this.network.addListener(this);
    this.observer?.socketStateChanged(this.id, before, state);
    if (state === 'closed') this._leave();
  }

  /** Sends a SYN, and again until it is answered. */
  protected sendSyn(to: Address): void {
    // Segments of an earlier attempt that are still in transit do not belong to this one.
    this.wire = this.wire?.renewed();
    this.setState('syn-sent');
    this._sendSyn(to, 0);
  }

  private _sendSyn(to: Address, tries: number): void {
    this._retry = this.network.kernel.clock.after((SECOND * 2 ** tries) as Micros, true, () => {
      if (tries === SYN_RETRIES) this.fail('ETIMEDOUT');
      else this._sendSyn(to, tries + 1);
    });
    this.network.link.carry(this.network, { kind: 'syn', from: this, to });
  }

  private _stopRetrying(): void {
    if (this._retry !== undefined) this.network.kernel.clock.cancel(this._retry);
    this._retry = undefined;
  }

  receive(segment: Segment<TcpEndpoint>): void {
    switch (segment.kind) {
      case 'syn':
        return this._receiveSyn(segment.from, segment.to);
      case 'syn-ack':
        return this._receiveSynAck(segment.from);
      case 'ack':
        return this._receiveAck();
      case 'data':
        this._receiveAck();
        return this._receiveData(segment.from, segment.data);
      case 'window':
        return this.push();
      case 'fin':
        this._receiveAck();
        return this._receiveFin(segment.from);
      case 'fin-ack':
        return this._receiveFinAck();
      case 'rst':
        return this._receiveReset();
    }
  }

  private _receiveSyn(client: TcpEndpoint, local: Address): void {
    const { backlog } = this;
    // A retransmitted SYN whose first copy has arrived: the answer is on its way.
    if (client.wire?.server?.isClosed === false) return;
    // A full queue drops the SYN; the client sends it again.
    if (backlog === undefined || isFull(backlog)) return;
    const child = this.makeChild();
    child.remote = client.local;
    child.peer = client;
    child.listener = this;
    child.wire = client.wire;
    if (child.wire !== undefined) child.wire.server = child;
    child.isBound = this.isBound;
    child.isHostFixed = this.isHostFixed;
    child.takePort(local);
    child.setState('syn-received');
    this.network.link.carry(client, { kind: 'syn-ack', from: child });
  }

  private _receiveSynAck(from: TcpEndpoint): void {
    // Sent again, since the ACK was dropped.
    if (this.peer === from) return this.network.link.carry(from, { kind: 'ack', from: this });
    if (this._state !== 'syn-sent') return this.network.link.carry(from, { kind: 'rst', from: this });
    this._stopRetrying();
    this.peer = from;
    this.setState('established');
    this.network.link.carry(from, { kind: 'ack', from: this });
    this.wakeWriters();
  }

  /** The end of the handshake. Whatever follows the ACK ends it as well, if the ACK itself was dropped. */
  private _receiveAck(): void {
    if (this._state !== 'syn-received') return;
    const { listener } = this;
    this.listener = undefined;
    if (listener?.backlog === undefined) {
      this.isReleased = true;
      return this.reset();
    }
    this.setState('established');
    listener.backlog.queue.push(this);
    listener.wakeReaders();
    // The listener was shut down for writing before it listened.
    if ((this.shut & SEND_SHUT) !== 0) this.finish();
  }

  private _receiveData(from: TcpEndpoint, data: Uint8Array): void {
    const isUnwanted = this.isReleased || (this._state.startsWith('fin-wait') && (this.shut & RECEIVE_SHUT) !== 0);
    if (this.isClosed || isUnwanted) {
      // The data can never be read: both ends give up.
      const wasOpen = !this.isClosed;
      this.network.link.carry(from, { kind: 'rst', from: this });
      if (wasOpen) this.fail('ECONNRESET');
      return;
    }
    this.keepReceived(data);
    this.wakeReaders();
  }

  private _receiveFin(from: TcpEndpoint): void {
    if (this.isClosed) return this.network.link.carry(from, { kind: 'rst', from: this });
    this.isFinReceived = true;
    this.shut |= RECEIVE_SHUT;
    if (this._state === 'established') this.setState('close-wait');
    else if (this._state === 'fin-wait-1') this.setState('closing');
    // Its own readers wake before the peer receives the acknowledgement.
    this.wakeAll();
    this.network.link.carry(from, { kind: 'fin-ack', from: this });
    if (this._state === 'fin-wait-2') this._enterTimeWait();
  }

  private _receiveFinAck(): void {
    if (this._state === 'last-ack') this._finish();
    else if (this._state === 'closing') this._enterTimeWait();
    else if (this._state === 'fin-wait-1') {
      this.setState('fin-wait-2');
      if (this.isReleased) this.network.lingering.add(this);
      this.wakeWriters();
    }
  }

  private _receiveReset(): void {
    if (this._state === 'time-wait') return this.setState('closed');
    if (this._state === 'closed' || this._state === 'listen') return;
    const refused = this._state === 'syn-sent';
    this.fail(refused ? 'ECONNREFUSED' : this._state === 'close-wait' ? 'EPIPE' : 'ECONNRESET');
  }

  /** Ends the connection with an error for its owner. Received data stays readable. */
  protected fail(error: ErrnoName): void {
    this.error = error;
    // It was never accepted, and never will be.
    if (this.listener !== undefined) this.isReleased = true;
    this._finish();
  }

  giveUp(): void {
    if (!this.isClosed) this.fail('ETIMEDOUT');
  }

  /** Ends the connection and sends a reset. */
  reset(): void {
    const { peer } = this;
    this._finish();
    if (peer !== undefined) this.network.link.carry(peer, { kind: 'rst', from: this });
  }

  private _enterTimeWait(): void {
    this._end('time-wait');
    this.network.lingering.add(this);
    if (this.isReleased) this.forgetQueues();
  }

  private _finish(): void {
    this._end('closed');
  }

  private _end(state: 'closed' | 'time-wait'): void {
    this._stopRetrying();
    this.dropUnsent();
    this._mustSendFin = false;
    this.shut = BOTH_SHUT;
    this.setState(state);
    this.peer = undefined;
    this.wakeAll();
  }

  /** Called when the time in TIME-WAIT, or in FIN-WAIT-2 without an owner, is up. */
  expire(): void {
    this._finish();
  }

  private _leave(): void {
    this.lingering = undefined;
    if (!this.isPortFixed || this.isReleased) this.givePortBack();
    if (this.isReleased) this.network.forget(this);
  }

  /** Takes the port of `local`. */
  protected takePort(local: Address): void {
    this.network.tcpPorts.delete(this);
    this.local = local;
    this.hasPort = true;
    this.network.tcpPorts.add(this);
  }

  /** Frees the port. getsockname(2) still shows it. */
  protected givePortBack(): void {
    this.network.tcpPorts.delete(this);
    this.hasPort = false;
    this.isBound = false;
  }

  /**
   * Opens a connection whose SYNs have crossed, or that connects a socket to its own address: both ends are
   * established.
   */
  openSimultaneously(partner: TcpEndpoint): void {
    const ends = partner === this ? [this] : [this, partner];
    for (const end of ends) {
      end._stopRetrying();
      end.peer = end === this ? partner : this;
      end.setState('established');
      end.wakeWriters();
    }
    for (const end of ends) if ((end.shut & SEND_SHUT) !== 0) end.finish();
  }

  /** Forgets the last connection, including unread bytes. */
  protected forgetConnection(): void {
    this.forgetReceived();
    this.remote = undefined;
    this.isFinReceived = false;
    this.shut = 0;
    const [host, port] = this.local ?? NO_ADDRESS;
    this.local = [this.isHostFixed ? host : ANY_HOST, port];
  }

  /**
   * Sends a chunk at once; returns false when it must be queued, because there is no room or because other bytes wait
   * before it.
   */
  protected sendAtOnce(data: Uint8Array): boolean {
    const { peer } = this;
    if (peer === undefined || this.unsentBytes > 0 || data.length > this._roomAt(peer)) return false;
    // Empty data makes no segment.
    if (data.length === 0) return true;
    this.network.link.carry(peer, { kind: 'data', from: this, data });
    return true;
  }

  /** How many bytes it takes from its peer now. An endpoint that will answer with a reset takes all. */
  get room(): number {
    return this.isReleased || this.isClosed ? Infinity : this.receiveWindow.room;
  }

  /** How many bytes it may send to its peer, as far as it knows. */
  private _roomAt(peer: TcpEndpoint): number {
    return this.wire === undefined ? peer.room : this.wire.roomFor(this);
  }

  get windowEdge(): number {
    return this.receiveWindow.edge;
  }

  /** A window that the peer was told stays valid. */
  override freezeWindow(): void {
    if (!this.isClosed && !this.isListening) void this.receiveWindow;
  }

  /** Sends queued bytes as far as there is room, then a FIN that waits behind them. */
  protected push(): void {
    const hadUnsent = this.unsentBytes > 0;
    for (let { peer } = this; peer !== undefined && this.unsentBytes > 0; { peer } = this) {
      const data = this.unqueueUnsent(this._roomAt(peer));
      if (data.length === 0) break;
      this.network.link.carry(peer, { kind: 'data', from: this, data });
    }
    if (this.unsentBytes === 0) this._sendFin();
    if (hadUnsent && this.isWritable) this.wakeWriters();
  }

  private _sendFin(): void {
    if (!this._mustSendFin || this.peer === undefined) return;
    this._mustSendFin = false;
    this.network.link.carry(this.peer, { kind: 'fin', from: this });
  }

  /** Shuts down the sending side: the FIN follows all bytes sent before. */
  protected finish(): void {
    if (this._state === 'established' || this._state === 'syn-received') this.setState('fin-wait-1');
    else if (this._state === 'close-wait') this.setState('last-ack');
    else return;
    this.shut |= SEND_SHUT;
    this._mustSendFin = true;
    if (this.unsentBytes === 0) this._sendFin();
  }

  /** Takes up to `size` bytes for a reader, and announces a wider window. */
  protected takeReceived(size: number): Uint8Array {
    const [data, isWider] = this.unqueueReceived(size);
    if (isWider && this.peer !== undefined) this.network.link.carry(this.peer, { kind: 'window', from: this });
    return data;
  }
}
