/** What of a machine the page has been told: rows of its log, and news of its clients. */
import type { Client, Machine, Snapshot } from '../../src/index.ts';
import type { ClientNews, FromMachine, HistoryEntry } from '../protocol.ts';
import { entryOf } from './futures.ts';

/** How many rows go in one message. */
const ROWS_PER_MESSAGE = 5_000;

/** What of a client the page has been told. */
interface Told {
  state: string;
  length: number;
}

export interface ReportOptions {
  /** False for a machine that has become too big to be shown. */
  readonly withSnapshot: boolean;
  /** False while it lives through what was done before: what its clients have seen is told at the end. */
  readonly withClients: boolean;
  /** What is shown of a snapshot. */
  readonly shown: (snapshot: Snapshot) => Snapshot;
}

export class Reporter {
  private _rows = 0;
  private _told: Told[] = [];
  /** How many of the machine's inputs the page knows of. */
  private _inputs = 0;
  private readonly _post: (message: FromMachine) => void;

  constructor(post: (message: FromMachine) => void) {
    this._post = post;
  }

  /** Of another machine the page knows the first `rows` rows. */
  restart(rows: number): void {
    this._rows = rows;
  }

  /** The page knows what the clients have seen so far, but not how they are. */
  skipClients(clients: readonly Client[]): void {
    this._told = clients.map(({ receivedLength }) => ({ state: '', length: receivedLength }));
  }

  /** What has been done so far was done by the page. */
  skipInputs({ inputs }: Machine): void {
    this._inputs = inputs.length;
  }

  /** Tells everything that is new. */
  report(machine: Machine, session: number, { withSnapshot, withClients, shown }: ReportOptions): void {
    const { trace } = machine;
    const address = machine.address?.join(':');
    do {
      const to = Math.min(trace.length, this._rows + ROWS_PER_MESSAGE);
      const steps = trace.steps(this._rows, to);
      this._rows = to;
      const isLast = to === trace.length;
      const clients = isLast && withClients ? this._clientNews(machine.clients) : [];
      const snapshot = isLast && withSnapshot ? shown(machine.snapshotAtEnd()) : undefined;
      const did = isLast && withClients ? this._didPlanned(machine) : [];
      this._post({ type: 'progress', session, steps, snapshot, clients, did, address });
    } while (this._rows < trace.length);
  }

  private _didPlanned(machine: Machine): HistoryEntry[] {
    const inputs = machine.inputs.slice(this._inputs);
    this.skipInputs(machine);
    return inputs.flatMap((input) => entryOf(input) ?? []);
  }

  private _clientNews(clients: readonly Client[]): ClientNews[] {
    const news: ClientNews[] = [];
    for (const client of clients) {
      const { number, state, receivedLength } = client;
      const told = (this._told[number] ??= { state: '', length: 0 });
      if (told.state === state && told.length === receivedLength) continue;
      const bytes = told.length === receivedLength ? new Uint8Array() : client.receivedBytes.slice(told.length);
      news.push({ client: number, state, bytes });
      told.state = state;
      told.length = receivedLength;
    }
    return news;
  }
}
