/** What of a machine the page has been told: rows of its log, and news of its clients. */
import { speaksDatagrams } from '../index.ts';
import type { Client, Machine, Snapshot } from '../index.ts';
import type { ClientReport, FromMachine, HistoryEntry } from './protocol.ts';
import { rowsOf } from './step-rows.ts';
import { placeText } from './server-address.ts';
import { Complaints } from './complaints.ts';
import { entryOf } from './futures.ts';
import type { Timer, WallClock } from './wall-clock.ts';

/** How many rows go in one message. */
const ROWS_PER_MESSAGE = 10_000;
/** While it does not draw, the page is told no oftener of the clients. */
const NEWS_MS = 12;

/** What of a client the page has been told. */
interface Told {
  state: string;
  length: number;
}

/** Of a client in such a state there will be no news. */
const OVER: ReadonlySet<string> = new Set(['closed', 'reset', 'refused']);

export interface ReportOptions {
  /** True when what is told next makes sense only to a page that knows everything. */
  readonly isUrgent: boolean;
  /** False for a machine that has become too big to be shown. */
  readonly withSnapshot: boolean;
  /** False while it lives through what was done before: what its clients have seen is told at the end. */
  readonly withClients: boolean;
  /** What is shown of a snapshot. */
  readonly shown: (snapshot: Snapshot) => Snapshot;
}

export class Reporter {
  /** Of the reader's app: by it its frames are known in stacks. */
  appAddress: string | undefined;
  private _rows = 0;
  private readonly _complaints = new Complaints();
  private _told: Told[] = [];
  /** Of how many clients, the first ones, there will be no news. */
  private _over = 0;
  /** Whether the page has drawn what it was told last; and whether it has to be told more when it has. */
  private _isDrawn = true;
  private _holdsBack = false;
  /** When it was told last, and when it is to be told of the clients again. */
  private _toldAt = -Infinity;
  private _timer: Timer | undefined;
  /** How many of the machine's inputs the page knows of. */
  private _inputs = 0;
  private readonly _post: (message: FromMachine) => void;
  private readonly _clock: WallClock;

  constructor(post: (message: FromMachine) => void, clock: WallClock) {
    this._post = post;
    this._clock = clock;
  }

  /** Of another machine the page knows the first `rows` rows. */
  restart(rows: number): void {
    this._cancel();
    this._rows = rows;
    this._complaints.restart(rows);
  }

  /** The page knows what the clients have seen so far, but not how they are. */
  skipClients(clients: readonly Client[]): void {
    this._over = 0;
    this._told = clients.map(({ receivedLength }) => ({ state: '', length: receivedLength }));
  }

  /** What has been done so far was done by the page. */
  skipInputs({ inputs }: Machine): void {
    this._inputs = inputs.length;
  }

  /** The page has drawn what it was told last; answers whether there is more to tell. */
  drawn(): boolean {
    this._isDrawn = true;
    return this._holdsBack;
  }

  /**
   * Tells everything that is new: at once, if the page has drawn what it was told before. Else only of the clients, and of them once in a
   * while, for the rest waits until it has: it is not told oftener than it draws, and a snapshot that nobody sees is not taken.
   */
  report(machine: Machine, session: number, options: ReportOptions): void {
    const { trace } = machine;
    const complaints = this._complaints.news(machine, this.appAddress);
    if (complaints.length > 0) this._post({ type: 'complaints', session, complaints });
    const did = options.withClients ? this._didPlanned(machine) : [];
    this._holdsBack = !this._isDrawn && !options.isUrgent;
    const now = this._clock.now();
    const wait = this._toldAt + NEWS_MS - now;
    if (this._holdsBack && did.length === 0 && wait > 0) {
      this._timer ??= this._clock.later(() => {
        this._cancel();
        this.report(machine, session, options);
      }, wait);
      return;
    }
    this._cancel();
    this._toldAt = now;
    const news = {
      type: 'progress' as const,
      session,
      address: placeText(machine.address ?? machine.path, speaksDatagrams(machine)),
      clients: options.withClients ? this._clientReports(machine.clients) : [],
      did,
    };
    if (this._holdsBack) {
      if (news.clients.length + news.did.length > 0) this._post({ ...news, steps: undefined, snapshot: undefined });
      return;
    }
    this._isDrawn = false;
    for (let isLast = false; !isLast;) {
      // What it knows may be more than a machine has lived yet that lives the same again.
      const to = Math.max(this._rows, Math.min(trace.length, this._rows + ROWS_PER_MESSAGE));
      const steps = rowsOf(trace.steps(this._rows, to));
      this._rows = to;
      isLast = to >= trace.length;
      const snapshot = isLast && options.withSnapshot ? options.shown(machine.snapshotAtEnd()) : undefined;
      this._post({ ...news, ...(isLast ? {} : { clients: [], did: [] }), steps, snapshot });
    }
  }

  private _cancel(): void {
    this._clock.cancel(this._timer);
    this._timer = undefined;
  }

  private _didPlanned(machine: Machine): HistoryEntry[] {
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
      const bytes = told.length === receivedLength ? new Uint8Array() : client.receivedBytes.slice(told.length);
      news.push({ client: number, state, bytes });
      told.state = state;
      told.length = receivedLength;
    }
    return news;
  }
}
