/** The conditions of the network between the clients and the server: delays, losses and limits, drawn from the seed. */
import type { Clock } from '../../sched/clock.ts';
import type { NetworkObserver } from '../network-observer.ts';
import { Random } from '../../sched/random.ts';
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
  private readonly _observer: () => NetworkObserver | undefined;

  constructor(settings: LinkSettings, seed: number, clock: Clock, observer: () => NetworkObserver | undefined) {
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

  get observer(): NetworkObserver | undefined {
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
