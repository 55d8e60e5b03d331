/**
 * What a face knows of its machine, and the requests that it can make. The state is one value in a store; what happens
 * once is an event. The work is in the slices: booting, cursor, branching, connections, comparing, debugging, pointing.
 * `receive.ts` lists what each message of the host does.
 */
import type { ConnectionSnapshot } from '../../src/index.ts';
import type { ClientAction, ServerKind, When } from '../../src/host/protocol.ts';
import type { OriginSubject } from '../../src/explain/origin/link.ts';
import { Events } from '../kit/events.ts';
import type { Scope } from '../kit/scope.ts';
import type { Boot, Opened } from './boot-options.ts';
import { Booting } from './booting.ts';
import { Branching } from './branching.ts';
import { Comparing } from './comparing.ts';
import { Connections } from './connections.ts';
import { Cursor } from './cursor.ts';
import { Debugging } from './debug/debugging.ts';
import { MethodNames } from './debug/method-names.ts';
import type { Drafts } from './drafts.ts';
import type { SessionEvents } from './events.ts';
import type { Connect, Link } from '../sandbox/link.ts';
import { Future } from './future.ts';
import { StepLog } from './log/step-log.ts';
import { Moments } from './moments.ts';
import { Notes } from './notes.ts';
import { Waits } from './waits.ts';
import { noticed } from './notices.ts';
import type { SessionNotice } from './notices.ts';
import { Pointing } from './pointing.ts';
import { receive } from './receive.ts';
import { Settling } from './settling.ts';
import type { PageState } from './store.ts';
import { START, Store } from './store.ts';

/** What a session takes from the face that it belongs to. */
export interface SessionParts {
  /** What the session owns ends with it. */
  readonly scope: Scope;
  /** The reader's versions of apps. */
  readonly drafts: Drafts;
  readonly connect: Connect;
  /** Told that the machine has ended. True when that is dealt with, and nothing else is to be done. */
  readonly takesFailure: (notice: SessionNotice) => boolean;
}

export class Session {
  readonly store: Store;
  readonly log = new StepLog();
  readonly events = new Events<SessionEvents>();
  readonly link: Link;
  readonly drafts: Drafts;
  readonly debugging: Debugging;
  /** Python's names of the mirrored methods, on which breakpoints can be set. */
  readonly methodNames: MethodNames;
  /** Waits until the machine rests. */
  readonly settling: Settling;
  /** The moments of the log; none until they are loaded. */
  readonly moments: Moments;
  /** Who waits for what at the moment that is shown. */
  readonly waits: Waits;
  /** Who hides what is still to come. */
  readonly future: Future;
  /** What is said beside the steps of the log. */
  readonly notes: Notes;
  /** Finds what belongs to a byte or a key that is pointed at. */
  readonly pointing: Pointing;
  /**
   * Shows where something came from and where it goes, over the pane of the clients or of the server; undefined for a
   * face that does not.
   */
  asks: ((subject: OriginSubject, over?: 'clients' | 'server') => void) | undefined;
  private readonly _booting: Booting;
  private readonly _branching: Branching;
  private readonly _comparing: Comparing;
  private readonly _connections: Connections;
  private readonly _cursor: Cursor;

  constructor({ scope, drafts, connect, takesFailure }: SessionParts) {
    const store = (this.store = new Store(START, scope));
    const { log, events } = this;
    const moments = (this.moments = new Moments(log, scope));
    this.waits = new Waits(store, log);
    this.notes = new Notes(log);
    store.select(
      ({ length }) => [length, log.version],
      () => moments.update(),
      scope,
    );
    const link = (this.link = connect({
      onAction: () => events.emit('changed', undefined),
      onMessage: (message) => receive(receiver, message),
      onHealth: (health, notice) => {
        if (takesFailure(notice ?? noticed('noAnswer', {}))) return;
        store.set({ health, failure: notice });
        events.emit('planned', []);
        events.emit('reset', noticed('machineStopped', {}));
        this.methodNames.arrived(undefined);
        this.settling.ended();
      },
    }));
    const core = { store, log, events, link };
    this.drafts = drafts;
    this.debugging = new Debugging(
      (request) => link.request(request),
      (debug) => store.set({ debug }),
    );
    this.methodNames = new MethodNames(() => {
      link.request({ type: 'names' });
      return link.isUp || store.state.health === 'starting';
    });
    this.settling = new Settling((id) => link.request({ type: 'settle', id }));
    const cursor = (this._cursor = new Cursor(core, this.debugging));
    const branching = (this._branching = new Branching(core, cursor));
    const comparing = (this._comparing = new Comparing(core));
    this.future = new Future(core, cursor, comparing);
    const connections = (this._connections = new Connections(core, cursor, scope));
    const slices = {
      branching,
      comparing,
      connections,
      cursor,
      debugging: this.debugging,
      methodNames: this.methodNames,
      settling: this.settling,
    };
    const receiver = { core, takesFailure, ...slices };
    this._booting = new Booting(core, drafts, slices);
    this.pointing = new Pointing(log, {
      state: () => store.state,
      later: (work) => scope.timeout(work, 0),
      mark: (marked) => store.set({ marked }),
      goTo: (step) => this.seek(step >= log.length ? undefined : step),
      failed: () => events.emit('bytesUnfindable', undefined),
    });
  }

  get state(): PageState {
    return this.store.state;
  }

  /** Calls `show` with what `pick` takes of the state: now, and whenever that has changed; see Store.select. */
  select<T>(pick: (state: PageState) => T, show: (value: T) => unknown, scope: Scope): void {
    this.store.select(pick, show, scope);
  }

  /** Calls `listener` at each event of that name. */
  on<K extends keyof SessionEvents>(name: K, listener: (value: SessionEvents[K]) => unknown, scope: Scope): void {
    this.events.on(name, listener, scope);
  }

  /** Boots a machine with these options changed. */
  boot(change?: Partial<PageState['options']>, boot?: Boot): void {
    this._booting.boot(change, boot);
  }

  /** Boots the machine of a share link. */
  open(change: Partial<PageState['options']>, opened: Opened): void {
    this._booting.open(change, opened);
  }

  /** Restarts the server with this source of the app; undefined is the preset. */
  serve(source: string | undefined): void {
    this._booting.serve(source);
  }

  /** Asks for everything that a share link needs; the event `exported` brings it. */
  share(): void {
    this.link.request({ type: 'export' });
  }

  /** Asks for the same, to be kept; a machine that is too large for a link is passed over. */
  keep(): void {
    this.link.request({ type: 'export', isQuiet: true });
  }

  /** Ctrl+C in the terminal of the server. */
  interrupt(): void {
    this._branching.interrupt();
  }

  /** Asked before input; see Branching.enter. */
  enter(): 'now' | 'soon' | 'later' {
    this.events.emit('entering', undefined);
    return this._branching.enter();
  }

  plan(client: number, action: ClientAction, when: When): void {
    this._branching.plan(client, action, when);
  }

  cancelPlan(id: number): void {
    this.link.request({ type: 'cancelPlan', id });
  }

  goToBranch(id: number): void {
    this._branching.goToBranch(id);
  }

  nameBranch(id: number, name: string): void {
    this._branching.nameBranch(id, name);
  }

  /** Whether a connection can be opened now; tells the reader why not. */
  mayConnect(): boolean {
    return this._connections.mayConnect();
  }

  /** Opens a connection; returns its number, from 0. */
  connect(): number {
    return this._connections.connect();
  }

  act(connection: number, action: ClientAction): void {
    this._connections.act(connection, action);
  }

  /** Shows a connection; see Cursor.look. */
  look(connection: number | undefined, newest = connection): void {
    this._cursor.look(connection, newest);
  }

  /** Shows the machine after `cursor` steps; undefined follows the live end. */
  seek(cursor: number | undefined): void {
    this._cursor.seek(cursor);
  }

  /** Moves the cursor that this machine shares with the compared one. */
  seekBoth(cursor: number | undefined, other: number): void {
    this._cursor.seekBoth(cursor, other);
  }

  /** Replays the inputs on that server too; undefined ends the comparison. */
  compare(server: ServerKind | undefined): void {
    if (server === undefined || this.state.hiddenFrom === undefined) return this._comparing.compare(server);
    this.events.emit('rejected', noticed('comparesAhead', {}));
  }
}

/** The connection that is shown, as it is at the moment that is shown. */
export const connectionOf = ({ shown, connection }: PageState): ConnectionSnapshot | undefined =>
  shown?.connections.find(({ client }) => client === connection);

/** Whether the face shows the live end, so that news may be drawn a little later. */
export const isLive = ({ cursor, debug }: PageState): boolean => cursor === undefined && debug.pause === undefined;

export { otherThan } from './comparing.ts';
