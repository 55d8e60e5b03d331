/** Which socket has which port. One table for TCP, one for UDP. */
import { EPHEMERAL_PORTS } from '../limits.ts';
import { Few } from '../few.ts';
import type { Address } from '../types.ts';
import { hostsOverlap } from './address.ts';

/** A socket that has a port. */
export interface PortUser {
  readonly local: Address | undefined;
  readonly isReusingAddress: boolean;
  readonly isReusingPort: boolean;
  readonly isListening: boolean;
  /** True for a connection whose handshake is not over: its port is taken by its listener alone. */
  readonly isOpening?: boolean;
}

/** Ports and their users, and the order in which ephemeral ports are assigned. */
export class PortTable<User extends PortUser> {
  private readonly _users = new Map<number, Few<User>>();
  private _next: number = EPHEMERAL_PORTS[0];

  /** Adds a user under the port of its local address. */
  add(user: User): void {
    if (user.local === undefined) return;
    const port = user.local[1];
    let users = this._users.get(port);
    if (users === undefined) this._users.set(port, (users = new Few()));
    users.add(user);
  }

  delete(user: User): void {
    if (user.local === undefined) return;
    const port = user.local[1];
    const users = this._users.get(port);
    if (users?.delete(user) === true && users.size === 0) this._users.delete(port);
  }

  /** The users of a port, in the order in which they got it. */
  users(port: number): Iterable<User> {
    return this._users.get(port)?.members() ?? [];
  }

  /**
   * Whether bind(2) of `user` to an address must fail with EADDRINUSE. Two sockets may share a port with SO_REUSEADDR
   * on both while neither listens, or with SO_REUSEPORT on both.
   */
  isTaken(user: User, [host, port]: Address): boolean {
    for (const other of this.users(port)) {
      if (other === user || other.isOpening === true) continue;
      if (other.local === undefined || !hostsOverlap(host, other.local[0])) continue;
      if (user.isReusingAddress && other.isReusingAddress && !other.isListening) continue;
      if (user.isReusingPort && other.isReusingPort) continue;
      return true;
    }
    return false;
  }

  /**
   * The next ephemeral port that `isUsable` accepts; undefined when all are taken. Ports are assigned in ascending
   * order, and come again only after all others. Differs: Linux chooses by a hash, so that its order cannot be
   * predicted.
   */
  ephemeral(isUsable: (port: number) => boolean): number | undefined {
    const [first, last] = EPHEMERAL_PORTS;
    for (let tries = first; tries <= last; tries += 1) {
      const port = this._next;
      this._next = port === last ? first : port + 1;
      if (isUsable(port)) return port;
    }
    return undefined;
  }
}
