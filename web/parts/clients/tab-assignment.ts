/** Which terminal has which connection, in each future of the machine: going back to one, everybody finds their own place again. */
import type { HistoryEntry } from '../../../src/host/protocol.ts';
import type { ClientTab } from '../terminal/client-tab.ts';

export class TabAssignment {
  /** Terminals by connection, by the number of the future. */
  private readonly _seats = new Map<number, Map<number, ClientTab>>();
  private _future = 1;

  /** Another machine has other futures. */
  forget(): void {
    this._seats.clear();
    this._future = 1;
  }

  /**
   * Another future: deals out what was done there to the terminals that did it. Those of connections that nobody has had there belong to
   * the terminal that has them now, else to one that is free by then, else to a new one.
   */
  enter(
    future: number,
    entries: readonly HistoryEntry[],
    tabs: readonly ClientTab[],
    add: () => ClientTab,
  ): Map<ClientTab, HistoryEntry[]> {
    this._seats.set(this._future, seatsOf(tabs));
    this._future = future;
    const seats = this._seats.get(future);
    const parts = new Map<ClientTab, HistoryEntry[]>(tabs.map((tab) => [tab, []]));
    const tabOf = new Map<number, ClientTab>();
    const addOne = (): ClientTab => {
      const tab = add();
      if (!parts.has(tab)) parts.set(tab, []);
      return tab;
    };
    const isFree = (tab: ClientTab): boolean => {
      const last = parts.get(tab)?.at(-1)?.did;
      return last === undefined || last === 'close' || last === 'reset';
    };
    for (const entry of entries) {
      const { client, did } = entry;
      if (did === 'connect') {
        const own = seats?.get(client);
        const known = own !== undefined && parts.has(own) ? own : tabs.find((tab) => tab.owns(client));
        tabOf.set(client, known ?? [...parts.keys()].find(isFree) ?? addOne());
      }
      const tab = tabOf.get(client);
      if (tab !== undefined) parts.get(tab)?.push(entry);
    }
    return parts;
  }
}

const seatsOf = (tabs: readonly ClientTab[]): Map<number, ClientTab> =>
  new Map(tabs.flatMap((tab) => tab.connections.map((connection) => [connection, tab] as const)));
