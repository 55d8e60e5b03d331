/** The path of datagrams between one remote socket and the rest of the machine, while the link is not perfect. */
import type { Micros } from '../../types.ts';
import type { LinkConditions } from './link-conditions.ts';
import type { TravelDirection } from '../../../vocabulary.ts';

/**
 * Each datagram travels on its own: it may be lost, and is then not sent again; it may overtake another; it is never
 * split.
 */
export class DatagramPath {
  /** Until when each direction is busy with earlier datagrams. */
  private readonly _busyUntil = { server: 0, client: 0 };
  private readonly _socket: number;
  private readonly _conditions: LinkConditions;

  /** @param socket the number of the remote socket. */
  constructor(socket: number, conditions: LinkConditions) {
    this._socket = socket;
    this._conditions = conditions;
  }

  /** Sends a datagram; `arrive` is called when it arrives, unless it is lost. */
  send(toward: TravelDirection, data: Uint8Array, arrive: () => void): void {
    const { clock } = this._conditions;
    this._tell(toward, 'sent', data);
    const left = Math.max(clock.now, this._busyUntil[toward]) + this._conditions.sendingTime(data.length);
    this._busyUntil[toward] = left;
    if (this._conditions.loses()) {
      this._tell(toward, 'lost', data);
      return this._tell(toward, 'dropped', data);
    }
    clock.after((left + this._conditions.travelTime() - clock.now) as Micros, true, () => {
      this._tell(toward, 'arrived', data);
      arrive();
    });
    return undefined;
  }

  /**
   * Delivers a message of the network itself, such as a port that is unreachable: it takes as long, and is not a
   * datagram.
   */
  after(tell: () => void): void {
    this._conditions.clock.after(this._conditions.travelTime() as Micros, true, tell);
  }

  private _tell(toward: TravelDirection, change: 'sent' | 'lost' | 'dropped' | 'arrived', data: Uint8Array): void {
    this._conditions.observer?.segmentChanged({ socket: this._socket, toward, change, name: '', data });
  }
}
