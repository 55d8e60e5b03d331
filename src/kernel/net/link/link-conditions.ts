/**
 * The wire: everything that one TCP endpoint says to another goes through here, and arrives in order.
 *
 * What stays inside the machine, and everything while the link is perfect, arrives before `carry` answers. What a remote process
 * says or hears goes over a `Wire` of its own otherwise (`wire.ts`), and takes its time.
 *
 * Datagrams go another way (`datagram-way.ts`), through the same weather; Unix sockets go none, since both ends are on one computer.
 */
import type { Clock } from '../../sched/clock.ts';
import type { Observer } from '../../observer.ts';
import { Random } from '../../sched/random.ts';
import type { Address } from '../../types.ts';
import { microsOf } from '../../units.ts';

/** How the network between the clients and the server is. Nothing given, all of it is perfect: what is sent is there at once. */
export interface LinkSettings {
  /** Seconds from one end to the other, for every segment, to the microsecond; 0 by default. */
  readonly latency?: number | undefined;
  /** Up to so many seconds more, evenly drawn for each segment; 0 by default. A segment that overtakes another one waits for it. */
  readonly jitter?: number | undefined;
  /** How likely it is that a segment gets lost, from 0 (the default) to 1. It is sent again after a timeout. */
  readonly loss?: number | undefined;
  /** Bytes of data a second that each connection can send in each direction; without a limit by default, or when it is 0. */
  readonly bandwidth?: number | undefined;
  /** The most bytes that one segment takes: more than that is cut, and arrives piece by piece. By default what is sent at once arrives at once. */
  readonly segment?: number | undefined;
}

/**
 * What travels. `syn` goes to an address, everything else to an endpoint.
 * - `ack` ends the handshake; `fin-ack` answers a FIN; `window` says that there is room again.
 */
export type Segment<Endpoint> =
  | { readonly kind: 'syn'; readonly from: Endpoint; readonly to: Address }
  | { readonly kind: 'data'; readonly from: Endpoint; readonly data: Uint8Array }
  | { readonly kind: 'syn-ack' | 'ack' | 'window' | 'fin' | 'fin-ack' | 'rst'; readonly from: Endpoint };

/** Somebody whom segments reach. It may answer at once, and so be called again before it has returned. */
export interface Receiver<Endpoint> {
  receive(segment: Segment<Endpoint>): void;
}

/** What one connection travels on, when that takes time. */
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

/** Makes the generator's numbers others than those that choose among threads. */
const SEED_OF_ITS_OWN = 0x6c696e6b;
/** How long TCP waits for an answer at least, beyond the time that the way takes (TCP_RTO_MIN of Linux). */
const LEAST_TIMEOUT = 200_000;

/** The network's weather: the settings, and the chance in it. Drawn from the machine's seed, but not from what chooses among threads. */
export class LinkConditions {
  /** In microseconds. */
  readonly latency: number;
  readonly segment: number;
  /** After how many microseconds a segment is sent again for the first time: the slowest way there and back, and 200 ms. */
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

  /** How long a segment is on its way once it has been sent. */
  travelTime(): number {
    return this.latency + (this._jitter === 0 ? 0 : this._random.below(this._jitter + 1));
  }

  /** Whether the next segment gets lost. */
  loses(): boolean {
    return this._loss > 0 && this._random.next() < this._loss;
  }

  /** How long sending takes. */
  sendingTime(bytes: number): number {
    return this._bandwidth === 0 ? 0 : Math.ceil((bytes * 1_000_000) / this._bandwidth);
  }
}

/** Whether nothing is lost, late, or cut. */
export function isPerfect({ latency = 0, jitter = 0, loss = 0, bandwidth = 0, segment }: LinkSettings): boolean {
  return latency === 0 && jitter === 0 && loss === 0 && bandwidth === 0 && segment === undefined;
}
