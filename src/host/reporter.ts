/** Reports news of a machine to its page: rows of its log, clients, and what its app did wrong. */
import { speaksDatagrams } from '../tooling.ts';
import type { Client, Machine, Snapshot } from '../index.ts';
import type { LoadedModule } from './app-loading.ts';
import type { ClientReport, FromMachine, HistoryEntry, KnownClient, WithoutSession } from './protocol.ts';
import { rowsOf } from './step-rows.ts';
import { placeText } from './server-address.ts';
import { Complaints } from './complaints.ts';
import { entryOf } from './client-history.ts';
import type { Timer, WallClock } from './wall-clock.ts';

/** Rows in one message. */
const ROWS_PER_MESSAGE = 10_000;
/** Shortest time between two reports to a page that does not draw, or is busy. */
const NEWS_MS = 12;

/** What the page has been told of a client. */
interface Told {
  state: string;
  length: number;
}

/** There will be no more news of a client in such a state. */
const OVER: ReadonlySet<string> = new Set(['closed', 'reset', 'refused']);

export interface ReportOptions {
  /** The messages that follow make sense only to a page that knows everything. */
  readonly isUrgent: boolean;
  /** False for a machine that is too big to be shown. */
  readonly withSnapshot: boolean;
  /** False during a replay: the history of the clients is told at its end. */
  readonly withClients: boolean;
  /** Makes a snapshot of the machine ready for the page. */
  readonly shown: (snapshot: Snapshot) => Snapshot;
}

export class Reporter {
  /** The module of the app. */
  appModule: LoadedModule | undefined;
  private _rows = 0;
  private readonly _complaints = new Complaints();
  private _told: Told[] = [];
  /** There will be no news of the first so many clients. */
  private _over = 0;
  /** Whether the page has drawn the last report, and whether there is more to report once it has. */
  private _isDrawn = true;
  private _holdsBack = false;
  /** When the last report went out, and the timer of the next one about clients. */
  private _toldAt = -Infinity;
  private _timer: Timer | undefined;
  /** How many inputs the page knows of. */
  private _inputs = 0;
  private readonly _tell: (message: WithoutSession<FromMachine>) => void;
  private readonly _clock: WallClock;

  constructor(tell: (message: WithoutSession<FromMachine>) => void, clock: WallClock) {
    this._tell = tell;
    this._clock = clock;
  }

  /** Begins with another machine, of which the page knows the first `rows` rows. */
  restart(rows: number): void {
    this._cancel();
    this._rows = rows;
    this._complaints.restart(rows);
  }

  /** The page knows this of clients. */
  skipClients(known: readonly (KnownClient | undefined)[]): void {
    this._over = 0;
    this._told = known.map((client) => ({ state: '', length: 0, ...client }));
  }

  /** The page knows of all inputs so far. */
  skipInputs({ inputs }: Machine): void {
    this._inputs = inputs.length;
  }

  /** The page has drawn the last report; returns whether there is more to report. */
  acknowledge(): boolean {
    this._isDrawn = true;
    return this._holdsBack;
  }

  /** Stops reports that are to come. */
  end(): void {
    this._cancel();
  }

  /**
   * Reports everything that is new, if the page has drawn the last report. Otherwise news of clients go out once in a
   * while, with the rows that led to them, so that a reader who sees bytes can go back from them. The rest waits: a
   * snapshot that nobody sees is not taken.
   */
  report(machine: Machine, options: ReportOptions): void {
    const { trace } = machine;
    const complaints = this._complaints.news(machine, this.appModule);
    if (complaints.length > 0) this._tell({ type: 'complaints', complaints });
    const did = options.withClients ? this._performedPlans(machine) : [];
    this._holdsBack = !this._isDrawn && !options.isUrgent;
    const now = this._clock.now();
    const wait = this._toldAt + NEWS_MS - now;
    if (this._holdsBack && did.length === 0 && wait > 0) {
      this._timer ??= this._clock.later(() => {
        this._cancel();
        this.report(machine, options);
      }, wait);
      return;
    }
    this._cancel();
    this._toldAt = now;
    const news = {
      type: 'progress' as const,
      address: placeText(machine.address ?? machine.path, speaksDatagrams(machine)),
      clients: options.withClients ? this._clientReports(machine.clients) : [],
      did,
    };
    if (this._holdsBack && news.clients.length + news.did.length === 0) return;
    const withSnapshot = options.withSnapshot && !this._holdsBack;
    this._isDrawn = false;
    for (let isLast = false; !isLast;) {
      // During a replay the page may know more rows than there are yet.
      const to = Math.max(this._rows, Math.min(trace.length, this._rows + ROWS_PER_MESSAGE));
      const steps = rowsOf(trace.steps(this._rows, to));
      this._rows = to;
      isLast = to >= trace.length;
      const snapshot = isLast && withSnapshot ? options.shown(machine.snapshotAtEnd()) : undefined;
      this._tell({ ...news, ...(isLast ? {} : { clients: [], did: [] }), steps, snapshot });
    }
  }

  private _cancel(): void {
    this._clock.cancel(this._timer);
    this._timer = undefined;
  }

  private _performedPlans(machine: Machine): HistoryEntry[] {
    const inputs = machine.inputs.slice(this._inputs);
    this.skipInputs(machine);
    return inputs.flatMap((input) => entryOf(input) ?? []);
  }

  private _clientReports(clients: readonly Client[]): ClientReport[] {
    const news: ClientReport[] = [];
    for (let number = this._over; number < clients.length; number += 1) {
      const client = clients[number] as Client;
      const { state, receivedLength } = client;
      const told = (this._told[number] ??= { state: '', length: 0 });
      if (told.state === state && told.length === receivedLength) {
        if (number === this._over && OVER.has(state)) this._over += 1;
        continue;
      }
      const bytes = told.length === receivedLength ? new Uint8Array() : client.receivedFrom(told.length);
      news.push({ client: number, state, bytes });
      told.state = state;
      told.length = receivedLength;
    }
    return news;
  }
}
