/** Connections without an owner that disappear after a minute: TIME-WAIT, and FIN-WAIT-2 without an owner. */
import type { Clock } from '../../sched/clock.ts';
import { SECOND } from '../../types.ts';
import type { Micros } from '../../types.ts';

/** How long they linger (TCP_TIMEWAIT_LEN, net.ipv4.tcp_fin_timeout). */
const LINGER_TIME = (60 * SECOND) as Micros;
/** The most that may linger; beyond that the oldest expire early (as net.ipv4.tcp_max_tw_buckets bounds them). */
const MOST = 4096;

/** A connection that lingers. */
export interface Lingerer {
  /** The entry that counts for it; a newer entry replaces an older one. */
  lingering: LingerEntry | undefined;
  /** Called when its time is up. */
  expire(): void;
}

export interface LingerEntry {
  readonly connection: Lingerer;
  readonly until: Micros;
}

/** All lingering connections, in the order in which they expire. */
export class Lingering {
  private _entries: LingerEntry[] = [];
  private _isArmed = false;

  private readonly _clock: Clock;

  constructor(clock: Clock) {
    this._clock = clock;
  }

  /** Lets a connection linger from now on. */
  add(connection: Lingerer): void {
    const entry: LingerEntry = { connection, until: (this._clock.now + LINGER_TIME) as Micros };
    connection.lingering = entry;
    this._entries.push(entry);
    if (this._entries.length > MOST) this._expire(this._entries.splice(0, MOST >> 1));
    this._arm();
  }

  /** How long a connection has been lingering. */
  age(entry: LingerEntry): Micros {
    return (this._clock.now - (entry.until - LINGER_TIME)) as Micros;
  }

  private _arm(): void {
    const first = this._entries[0];
    if (this._isArmed || first === undefined) return;
    this._isArmed = true;
    this._clock.after((first.until - this._clock.now) as Micros, false, () => {
      this._isArmed = false;
      const isDue = (entry: LingerEntry): boolean => entry.until <= this._clock.now;
      const due = this._entries.filter(isDue);
      this._entries = this._entries.slice(due.length);
      this._expire(due);
      this._arm();
    });
  }

  private _expire(entries: readonly LingerEntry[]): void {
    for (const entry of entries) {
      if (entry.connection.lingering !== entry) continue;
      entry.connection.lingering = undefined;
      entry.connection.expire();
    }
  }
}
