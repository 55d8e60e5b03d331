/** The clients of a face: which there are, which one is active, and which of them each event of the machine is for. */
import { MESSAGE_LIMITS } from '../../../src/host/limits.ts';
import type { ClientAction, ClientReport, HistoryEntry, PlannedInfo, When } from '../../../src/host/protocol.ts';
import { takesDatagrams } from '../../../src/host/server-address.ts';
import { Events } from '../../kit/events.ts';
import type { Scope } from '../../kit/scope.ts';
import type { History } from '../events.ts';
import type { SessionNotice } from '../notices.ts';
import type { Session } from '../session.ts';
import type { PageState } from '../store.ts';
import { Client } from './client.ts';
import { Seats } from './seats.ts';
import type { Hiding } from './transcript.ts';

export interface ClientsEvents {
  added: Client;
  removed: Client;
  /** Clients have changed, or which one is active. `isNews`: the machine has caused it, which may happen often. */
  changed: { readonly isNews: boolean };
  planned: readonly PlannedInfo[];
  /** The machine was replaced, or has another past. */
  replaced: undefined;
}

export class Clients {
  readonly events = new Events<ClientsEvents>();
  private readonly _all: Client[] = [];
  private readonly _seats = new Seats();
  private readonly _session: Session;
  private _active: Client;
  private _added = 0;
  private _plans: readonly PlannedInfo[] = [];
  private _isDatagram = false;
  /** What had happened at the moment that is shown; undefined at the live end. */
  private _seen: Int32Array | undefined;
  private _isNews = false;

  constructor(session: Session, scope: Scope) {
    this._session = session;
    this._active = this.add();
    session.on('reset', (reason) => this._forget(reason), scope);
    session.on('reports', (reports) => this._take(reports), scope);
    session.on('past', (seen) => this._past(seen), scope);
    session.on('done', (entries) => this._did(entries), scope);
    session.on('planned', (plans) => this._planned(plans), scope);
    session.on('ready', () => this._news(() => this._each((client) => client.release())), scope);
    session.on('dropped', () => this._each((client) => client.drop()), scope);
    session.on('history', (history) => this._replay(history), scope);
    session.select(hiding, (hides) => this._hide(hides), scope);
    session.select(
      ({ address }) => address,
      (address) => this._reach(address),
      scope,
    );
  }

  get all(): readonly Client[] {
    return this._all;
  }

  get active(): Client {
    return this._active;
  }

  /** Whether the server takes datagrams: clients then have no connection to it. */
  get isDatagram(): boolean {
    return this._isDatagram;
  }

  get plans(): readonly PlannedInfo[] {
    return this._plans;
  }

  /** The client that has, or had, a connection. */
  ownerOf(connection: number): Client | undefined {
    return this._all.find((client) => client.owns(connection));
  }

  add(): Client {
    const client: Client = new Client((this._added += 1), this._session, () => this._clientChanged(client));
    client.isDatagram = this._isDatagram;
    client.hides = hiding(this._session.state);
    this._all.push(client);
    this.events.emit('added', client);
    this._changed();
    return client;
  }

  activate(client: Client): void {
    if (client === this._active) return;
    this._active = client;
    this._look();
    this._changed();
  }

  /** Removes a client, with its connection and its plans. The next one, or a new one, takes its place. */
  close(client: Client): void {
    for (const { id, client: connection } of this._plans) if (client.owns(connection)) this.cancel(id);
    client.close();
    const place = this._all.indexOf(client);
    this._all.splice(place, 1);
    this.events.emit('removed', client);
    if (client === this._active) this.activate(this._all[Math.min(place, this._all.length - 1)] ?? this.add());
    else this._changed();
  }

  /** Plans an action of the active client. */
  plan(action: ClientAction, when: When): void {
    const { connection } = this._active;
    if (connection !== undefined) this._session.plan(connection, action, when);
  }

  cancel(id: number): void {
    this._session.cancelPlan(id);
  }

  private _each(work: (client: Client) => void): void {
    for (const client of this._all) work(client);
  }

  /** Does work that the machine has caused: its changes are reported once, at the end. */
  private _news(work: () => void): void {
    this._isNews = true;
    try {
      work();
    } finally {
      this._isNews = false;
    }
    this.events.emit('changed', { isNews: true });
  }

  private _changed(): void {
    if (!this._isNews) this.events.emit('changed', { isNews: false });
  }

  private _clientChanged(client: Client): void {
    if (client === this._active) this._look();
    this._changed();
  }

  /**
   * Looks at the active client's connection: in the past at its newest one there or, if it has none yet, at the newest
   * of all.
   */
  private _look(): void {
    const { shownConnection, connection } = this._active;
    this._session.look(shownConnection ?? newestOf(this._seen), connection);
  }

  private _take(reports: readonly ClientReport[]): void {
    if (reports.length === 0) return;
    const clients = new Map(this._all.map((client) => [client.connection, client]));
    this._news(() => {
      for (const report of reports) clients.get(report.client)?.take(report);
    });
  }

  private _did(entries: readonly HistoryEntry[]): void {
    this._news(() => {
      for (const entry of entries) this._doerOf(entry)?.did(entry);
    });
  }

  private _past(seen: Int32Array | undefined): void {
    this._seen = seen;
    this._news(() => this._each((client) => client.past(seen)));
    this._look();
  }

  private _planned(plans: readonly PlannedInfo[]): void {
    this._plans = plans;
    this.events.emit('planned', plans);
  }

  private _forget(reason: SessionNotice): void {
    this._seats.clear();
    this._seen = undefined;
    this.events.emit('replaced', undefined);
    this._news(() => this._each((client) => client.forget(reason)));
  }

  private _replay({ entries, reason, branch }: History): void {
    this._seen = undefined;
    this.events.emit('replaced', undefined);
    this._news(() => {
      const parts = this._seats.enter(branch, entries, [...this._all], () => this._addOrShare());
      for (const [client, part] of parts) client.replay(part, reason);
    });
    this._look();
  }

  private _hide(hides: Hiding): void {
    this._each((client) => {
      client.hides = hides;
    });
  }

  private _reach(address: string | undefined): void {
    // A server that is being started has no address yet.
    if (address === undefined || takesDatagrams(address) === this._isDatagram) return;
    this._isDatagram = !this._isDatagram;
    this._each((client) => {
      client.isDatagram = this._isDatagram;
    });
    this._changed();
  }

  /** A client for a connection that the machine reports. Beyond the limit connections share the last client. */
  private _addOrShare(): Client {
    const last = this._all.at(-1);
    return last === undefined || this._all.length < MESSAGE_LIMITS.terminals ? this.add() : last;
  }

  /**
   * The client of a planned action. A planned connection goes to the first client that has had none, or to a new one.
   */
  private _doerOf({ client: connection, did }: HistoryEntry): Client | undefined {
    const owner = this.ownerOf(connection);
    if (owner !== undefined || did !== 'connect') return owner;
    return this._all.find(({ connections }) => connections.length === 0) ?? this._addOrShare();
  }
}

/**
 * The newest connection that had done something. @param seen two numbers for each connection; the first counts its
 * actions.
 */
const newestOf = (seen: Int32Array | undefined): number | undefined => {
  const place = seen?.findLastIndex((count, at) => at % 2 === 0 && count > 0) ?? -1;
  return place < 0 ? undefined : place / 2;
};

const hiding = ({ hidesFuture, hidesSent }: PageState): Hiding =>
  !hidesFuture ? 'nothing' : hidesSent ? 'future' : 'answers';
