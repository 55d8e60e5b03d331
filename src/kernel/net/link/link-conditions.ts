/**
 * The link: every segment that one TCP endpoint sends to another passes here, and arrives in order.
 * Segments inside the machine, and all segments while the link is perfect, arrive before `carry` returns. Otherwise the
 * segments of a remote process travel on a `Wire` of their own (`wire.ts`), which takes time.
 * Datagrams take another path (`datagram-path.ts`) under the same conditions. Unix sockets use no link, since both ends
 * are on one computer.
 */
import type { Clock } from '../../sched/clock.ts';
import type { Observer } from '../../observer.ts';
import { Random } from '../../sched/random.ts';
import type { Address } from '../../types.ts';
import { microsOf } from '../../units.ts';

/** The network between the clients and the server. By default it is perfect: everything arrives at once. */
export interface LinkSettings {
  /** Seconds from one end to the other, for each segment, to the microsecond; 0 by default. */
  readonly latency?: number | undefined;
  /**
   * The most extra seconds, drawn evenly for each segment; 0 by default. A segment that overtakes another waits for it.
   */
  readonly jitter?: number | undefined;
  /**
   * The probability that a segment is lost, from 0 (the default) to 1. A lost segment is sent again after a timeout.
   */
  readonly loss?: number | undefined;
  /** Bytes of data per second that each connection can send in each direction; no limit by default, or with 0. */
  readonly bandwidth?: number | undefined;
  /**
   * The most bytes in one segment: longer data is split and arrives in pieces. By default, data that is sent at once
   * arrives at once.
   */
  readonly segment?: number | undefined;
}

/**
 * A segment in transit. `syn` goes to an address, all others to an endpoint.
 * - `ack` ends the handshake; `fin-ack` acknowledges a FIN; `window` announces room.
 */
export type Segment<Endpoint> =
  | { readonly kind: 'syn'; readonly from: Endpoint; readonly to: Address }
  | { readonly kind: 'data'; readonly from: Endpoint; readonly data: Uint8Array }
  | { readonly kind: 'syn-ack' | 'ack' | 'window' | 'fin' | 'fin-ack' | 'rst'; readonly from: Endpoint };

/** Receives segments. It may reply at once, and so be called again before it has returned. */
export interface Receiver<Endpoint> {
  receive(segment: Segment<Endpoint>): void;
}

/** Carries the segments of one connection, if that takes time. */
export interface Carrier<Endpoint> {
  send(to: Receiver<Endpoint>, segment: Segment<Endpoint>): void;
}

export class Link<Endpoint extends { readonly wire: Carrier<Endpoint> | undefined }> {
  carry(to: Receiver<Endpoint>, segment: Segment<Endpoint>): void {
    const { wire } = segment.from;
    if (wire === undefined) to.receive(segment);
    else wire.send(to, segment);
  }
}

/** Separates these random numbers from those that choose among threads. */
const SEED_OF_ITS_OWN = 0x6c696e6b;
/** The least time that TCP waits for an answer, beyond the round trip (TCP_RTO_MIN of Linux). */
const LEAST_TIMEOUT = 200_000;

/**
 * The conditions of the network: its settings and its random numbers. These derive from the machine's seed, but are
 * independent of those that choose among threads.
 */
export class LinkConditions {
  /** In microseconds. */
  readonly latency: number;
  readonly segment: number;
  /** After how many microseconds a segment is sent again for the first time: the slowest round trip, and 200 ms. */
  readonly timeout: number;
  readonly clock: Clock;

  private readonly _jitter: number;
  private readonly _loss: number;
  private readonly _bandwidth: number;
  private readonly _random: Random;
  private readonly _observer: () => Observer | undefined;

  constructor(settings: LinkSettings, seed: number, clock: Clock, observer: () => Observer | undefined) {
    const { loss = 0, bandwidth = 0, segment = Infinity } = settings;
    const latency = microsOf(settings.latency ?? 0);
    const jitter = microsOf(settings.jitter ?? 0);
    this.latency = latency;
    this.segment = segment;
    this.timeout = 2 * (latency + jitter) + LEAST_TIMEOUT;
    this.clock = clock;
    this._jitter = jitter;
    this._loss = loss;
    this._bandwidth = bandwidth;
    this._random = new Random(seed ^ SEED_OF_ITS_OWN);
    this._observer = observer;
  }

  get observer(): Observer | undefined {
    return this._observer();
  }

  /** How long a segment travels after it has been sent. */
  travelTime(): number {
    return this.latency + (this._jitter === 0 ? 0 : this._random.below(this._jitter + 1));
  }

  /** Draws whether the next segment is lost. */
  loses(): boolean {
    return this._loss > 0 && this._random.next() < this._loss;
  }

  /** How long it takes to send `bytes`. */
  sendingTime(bytes: number): number {
    return this._bandwidth === 0 ? 0 : Math.ceil((bytes * 1_000_000) / this._bandwidth);
  }
}

/** Whether nothing is lost, delayed, or split. */
export function isPerfect({ latency = 0, jitter = 0, loss = 0, bandwidth = 0, segment }: LinkSettings): boolean {
  return latency === 0 && jitter === 0 && loss === 0 && bandwidth === 0 && segment === undefined;
}
