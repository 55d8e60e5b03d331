/**
 * The wire of one connection, over a link that is not perfect: two directions, in each of which segments arrive late
 * and in order.
 * Modelled on Linux: order is kept in each direction, so segments behind a lost one wait for it (head-of-line
 * blocking). A lost segment is sent again after the round trip and 200 ms, a SYN and its answer after 1 s; the delay
 * doubles each time, up to 120 s; TCP gives up with ETIMEDOUT after 15 retries (a SYN: 6, its answer: 5). A sender
 * knows its peer's window from the last segment that it received. A RST comes after segments that are on their way
 * already; segments lost before it are never sent again, and those that wait behind them are dropped too.
 * A handshake whose ACK finds the listen queue full does not end: the ACK is dropped, data behind it counts as lost,
 * and the SYN-ACK is sent again, until there is room or all retries are used up.
 * Absent on purpose: congestion control, fast retransmit, needless retransmission of data, and the loss of
 * acknowledgements and window updates, which any later one repairs. A lost RST is sent again too; in real TCP the other
 * end notices when it sends.
 */
import type { Timer } from '../../sched/timers.ts';
import type { SegmentChange } from '../network-observer.ts';
import type { Micros } from '../../types.ts';
import { SECOND } from '../../types.ts';
import type { LinkConditions } from './link-conditions.ts';
import type { Carrier, Receiver, Segment } from './segments.ts';

/** What a wire needs to know about the endpoints at its two ends. */
export interface WiredEndpoint<Endpoint> extends Receiver<Endpoint> {
  readonly id: number;
  readonly wire: Carrier<Endpoint> | undefined;
  readonly isClosed: boolean;
  /** True until the handshake is over. */
  readonly isOpening: boolean;
  /** True while the listen queue has no room for it, so that its handshake cannot end: all that arrives is dropped. */
  readonly isRefusing: boolean;
  /** The position in the stream up to which its peer may send. */
  readonly windowEdge: number;
  /** Called when its peer no longer answers. */
  giveUp(): void;
}

type Kind = Segment<unknown>['kind'];

/** How often a segment is sent again (net.ipv4.tcp_retries2, tcp_synack_retries), and the longest delay. */
const RETRIES = 15;
const SYN_ACK_RETRIES = 5;
const LONGEST_TIMEOUT = 120 * SECOND;

/** Names of segments for the trace. Segments without a name are not shown: they only announce room. */
const NAMES: Readonly<Record<Kind, string>> = {
  syn: 'SYN',
  'syn-ack': 'SYN-ACK',
  ack: 'ACK',
  data: '',
  window: '',
  fin: 'FIN',
  'fin-ack': 'ACK of FIN',
  rst: 'RST',
};

interface Packet<Endpoint> {
  readonly to: Receiver<Endpoint>;
  readonly segment: Segment<Endpoint>;
  /** The sender's window, as announced in this segment. */
  readonly edge: number;
  /** How often it was sent. */
  tries: number;
  state: 'on its way' | 'lost' | 'here';
  /** Its arrival, or its next retransmission. */
  timer: Timer | undefined;
}

/** One of the two directions. */
class Direction<Endpoint> {
  readonly toward: SegmentChange['toward'];
  private _queue: Packet<Endpoint>[] = [];
  /** How many packets at the start of the queue have been delivered. */
  private _done = 0;
  /** When the line is free for the next segment. */
  freeAt = 0;
  /** How many bytes of data were put on the wire, and how many were delivered. */
  sent = 0;
  delivered = 0;
  /** The position up to which the sender knows that it may send. */
  known = 0;
  /** The highest such position that the receiver has announced. */
  told = 0;

  constructor(toward: SegmentChange['toward']) {
    this.toward = toward;
  }

  add(packet: Packet<Endpoint>): void {
    this._queue.push(packet);
  }

  /** The first packet, if it has arrived. */
  get arrived(): Packet<Endpoint> | undefined {
    const first = this._queue[this._done];
    return first?.state === 'here' ? first : undefined;
  }

  /** Removes the first packet. */
  take(): void {
    this._done += 1;
    if (this._done >= 64 && this._done * 2 >= this._queue.length) {
      this._queue = this._queue.slice(this._done);
      this._done = 0;
    }
  }

  /** Removes a lost packet and all packets behind it. */
  takeLost(): readonly Packet<Endpoint>[] {
    const first = this._queue.findIndex(({ state }, at) => at >= this._done && state === 'lost');
    return first < 0 ? [] : this._queue.splice(first);
  }
}

export class Wire<Endpoint extends WiredEndpoint<Endpoint>> implements Carrier<Endpoint> {
  /** The endpoint that answers, once it has received a SYN. */
  server: Endpoint | undefined;

  private readonly _client: Endpoint;
  private readonly _conditions: LinkConditions;
  private readonly _toServer = new Direction<Endpoint>('server');
  private readonly _toClient = new Direction<Endpoint>('client');
  private _syns = 0;
  private _answers = 0;

  constructor(client: Endpoint, conditions: LinkConditions) {
    this._client = client;
    this._conditions = conditions;
  }

  /** A wire for the next connection of the same endpoint. */
  renewed(): Wire<Endpoint> {
    return new Wire(this._client, this._conditions);
  }

  /** How many bytes an endpoint may send, as far as it knows. */
  roomFor(from: Endpoint): number {
    const { known, sent } = this._from(from);
    return known - sent;
  }

  send(to: Receiver<Endpoint>, segment: Segment<Endpoint>): void {
    const direction = to === this._client ? this._toClient : this._toServer;
    const { segment: most } = this._conditions;
    if (segment.kind === 'rst') this._forgetLost(direction);
    this._tell(this._isRepeated(segment) ? 'sent again' : 'sent', direction, segment);
    if (segment.kind !== 'data' || segment.data.length <= most) return this._enqueue(direction, to, segment);
    const { from, data } = segment;
    for (let at = 0; at < data.length; at += most) {
      this._enqueue(direction, to, { kind: 'data', from, data: data.subarray(at, at + most) });
    }
    return undefined;
  }

  /** Counts SYNs and their answers. */
  private _isRepeated({ kind }: Segment<Endpoint>): boolean {
    if (kind === 'syn') return (this._syns += 1) > 1;
    return kind === 'syn-ack' && (this._answers += 1) > 1;
  }

  private _from(from: Endpoint): Direction<Endpoint> {
    return from === this._client ? this._toServer : this._toClient;
  }

  private _enqueue(direction: Direction<Endpoint>, to: Receiver<Endpoint>, segment: Segment<Endpoint>): void {
    const { kind, from } = segment;
    const tellsWindow = kind !== 'rst' && kind !== 'syn';
    const edge = tellsWindow ? from.windowEdge : 0;
    const back = direction === this._toServer ? this._toClient : this._toServer;
    if (tellsWindow) back.told = Math.max(back.told, edge);
    if (kind === 'data') direction.sent += segment.data.length;
    this._transmit(direction, { to, segment, edge, tries: 0, state: 'on its way', timer: undefined });
  }

  /** Sends a packet, or sends it again. */
  private _transmit(direction: Direction<Endpoint>, packet: Packet<Endpoint>): void {
    const { clock } = this._conditions;
    const { segment } = packet;
    const isFirst = packet.tries === 0;
    packet.tries += 1;
    const begin = Math.max(clock.now, direction.freeAt);
    const length = segment.kind === 'data' ? segment.data.length : 0;
    const end = begin + this._conditions.sendingTime(length);
    // No two data segments arrive at the same instant: a reader could not tell them apart.
    direction.freeAt = length > 0 ? Math.max(end, begin + 1) : end;
    const isLost = CAN_BE_LOST[segment.kind] && this._conditions.loses();
    packet.state = isLost ? 'lost' : 'on its way';
    if (isLost) this._tell('lost', direction, segment);
    // Nothing waits behind a lost SYN: its sender has a timer of its own, since a full backlog drops a SYN too.
    if (isLost && segment.kind === 'syn') return;
    if (isFirst) direction.add(packet);
    const delay = end - clock.now + (isLost ? this._timeout(packet) : this._conditions.travelTime());
    packet.timer = clock.after(delay as Micros, true, () => {
      if (isLost) this._again(direction, packet);
      else this._arrive(direction, packet);
    });
  }

  private _timeout({ segment, tries }: Packet<Endpoint>): number {
    const first = segment.kind === 'syn-ack' ? SECOND : this._conditions.timeout;
    return Math.min(first * 2 ** (tries - 1), LONGEST_TIMEOUT);
  }

  private _again(direction: Direction<Endpoint>, packet: Packet<Endpoint>): void {
    const { segment } = packet;
    if (packet.tries <= (segment.kind === 'syn-ack' ? SYN_ACK_RETRIES : RETRIES)) {
      this._tell('sent again', direction, segment);
      return this._transmit(direction, packet);
    }
    this._forgetLost(direction);
    return segment.from.giveUp();
  }

  /** A packet has arrived; packets that waited for it are delivered with it. */
  private _arrive(direction: Direction<Endpoint>, packet: Packet<Endpoint>): void {
    packet.state = 'here';
    for (let first = direction.arrived; first !== undefined; first = direction.arrived) {
      if (this._isRefused(first)) {
        this._refuse(direction, first);
      } else {
        direction.take();
        this._deliver(direction, first);
      }
    }
  }

  private _isRefused({ to, segment }: Packet<Endpoint>): boolean {
    return to === this.server && this.server.isRefusing && segment.kind !== 'rst';
  }

  /** Drops a packet that came while the listen queue was full. What cannot be lost is not sent again by itself. */
  private _refuse(direction: Direction<Endpoint>, packet: Packet<Endpoint>): void {
    const { segment } = packet;
    if (CAN_BE_LOST[segment.kind]) {
      packet.state = 'lost';
      this._tell('lost', direction, segment);
      const again = (): void => this._again(direction, packet);
      packet.timer = this._conditions.clock.after(this._timeout(packet) as Micros, true, again);
      return;
    }
    direction.take();
    this._tell('dropped', direction, segment);
    if (segment.kind === 'ack') this._answerAgain();
  }

  /** Sends the SYN-ACK again, since its ACK was dropped; the next ACK may find room, and so may data before it. */
  private _answerAgain(): void {
    const { server, _answers } = this;
    const delay = (SECOND * 2 ** (_answers - 1)) as Micros;
    this._conditions.clock.after(delay, true, () => {
      if (server?.isOpening !== true) return;
      if (_answers > SYN_ACK_RETRIES) server.giveUp();
      else this.send(this._client, { kind: 'syn-ack', from: server });
    });
  }

  private _deliver(direction: Direction<Endpoint>, { to, segment, edge }: Packet<Endpoint>): void {
    this._tell('arrived', direction, segment);
    const back = direction === this._toServer ? this._toClient : this._toServer;
    const tellsOfRoom = edge > back.known;
    if (tellsOfRoom) back.known = edge;
    if (segment.kind === 'data') direction.delivered += segment.data.length;
    // The client has moved on to another connection.
    if (this._client.wire !== this) {
      if (segment.kind === 'syn-ack') this.send(segment.from, { kind: 'rst', from: this._client });
      if (direction === this._toClient || segment.kind === 'syn') return;
    }
    if (segment.kind === 'rst') this._forgetLost(back);
    to.receive(segment);
    if (segment.kind === 'data') this._acknowledge(direction, to as Endpoint, segment);
    // The window grew, whatever segment announced it: wake what waits for room.
    if (tellsOfRoom && segment.kind !== 'window') to.receive({ kind: 'window', from: segment.from });
  }

  /** Announces more room once the window is twice what the sender knows; otherwise the sender could stall. */
  private _acknowledge(direction: Direction<Endpoint>, to: Endpoint, { from }: Segment<Endpoint>): void {
    if (to.isClosed) return;
    const { windowEdge } = to;
    const { told, delivered } = direction;
    if (windowEdge <= told || (told - delivered) * 2 > windowEdge - delivered) return;
    this.send(from, { kind: 'window', from: to });
  }

  /**
   * Drops lost segments, since one end no longer knows the connection; segments that wait behind them are dropped too.
   */
  private _forgetLost(direction: Direction<Endpoint>): void {
    for (const { timer, segment } of direction.takeLost()) {
      if (timer !== undefined) this._conditions.clock.cancel(timer);
      this._tell('dropped', direction, segment);
    }
  }

  private _tell(change: SegmentChange['change'], { toward }: Direction<Endpoint>, segment: Segment<Endpoint>): void {
    const { observer } = this._conditions;
    if (observer === undefined || segment.kind === 'window') return;
    const data = segment.kind === 'data' ? segment.data : undefined;
    observer.segmentChanged({ socket: this._client.id, toward, change, name: NAMES[segment.kind], data });
  }
}

/** Acknowledgements are repaired by any later one. */
const CAN_BE_LOST: Readonly<Record<Kind, boolean>> = {
  syn: true,
  'syn-ack': true,
  ack: false,
  data: true,
  window: false,
  fin: true,
  'fin-ack': false,
  rst: true,
};
