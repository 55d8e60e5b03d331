/**
 * Which client has which connection in each branch of the machine: back in a branch, each client gets its own
 * connections again.
 */
import type { HistoryEntry } from '../../../src/host/protocol.ts';
import type { Client } from './client.ts';

export class Seats {
  /** Clients by connection, by the number of the branch. */
  private readonly _branches = new Map<number, Map<number, Client>>();
  private _branch = 1;

  /** Forgets all branches: the machine was replaced. */
  clear(): void {
    this._branches.clear();
    this._branch = 1;
  }

  /**
   * Goes to a branch, and divides its history among the clients. A connection that no client has had there goes to the
   * client that has it now, else to one whose last connection has ended by then, else to a new one.
   */
  enter(
    branch: number,
    entries: readonly HistoryEntry[],
    clients: readonly Client[],
    add: () => Client,
  ): Map<Client, HistoryEntry[]> {
    this._branches.set(this._branch, seatsOf(clients));
    this._branch = branch;
    const seats = this._branches.get(branch);
    const parts = new Map<Client, HistoryEntry[]>(clients.map((client) => [client, []]));
    const clientOf = new Map<number, Client>();
    const addOne = (): Client => {
      const client = add();
      if (!parts.has(client)) parts.set(client, []);
      return client;
    };
    const isFree = (client: Client): boolean => {
      const last = parts.get(client)?.at(-1)?.did;
      return last === undefined || last === 'close' || last === 'reset';
    };
    for (const entry of entries) {
      const { client: connection, did } = entry;
      if (did === 'connect') {
        const own = seats?.get(connection);
        const known = own !== undefined && parts.has(own) ? own : clients.find((client) => client.owns(connection));
        clientOf.set(connection, known ?? [...parts.keys()].find(isFree) ?? addOne());
      }
      const client = clientOf.get(connection);
      if (client !== undefined) parts.get(client)?.push(entry);
    }
    return parts;
  }
}

const seatsOf = (clients: readonly Client[]): Map<number, Client> =>
  new Map(clients.flatMap((client) => client.connections.map((connection) => [connection, client] as const)));
