/** Connections of clients: their numbers, and what is done on them. */
import type { ClientAction, FromMachine } from '../../src/host/protocol.ts';
import type { Release, Scope } from '../kit/scope.ts';
import type { Core } from './core.ts';
import type { Cursor } from './cursor.ts';
import { noticed } from './notices.ts';

/** How long it takes at most, as a rule, until the host tells the machine as well. */
const SOON_MS = 100;

export class Connections {
  private readonly _core: Core;
  private readonly _cursor: Cursor;
  /** How many have been opened. */
  private _count = 0;
  private readonly _scope: Scope;
  /** Takes back that the face is told of rows alone. */
  private _toldAlone: Release | undefined;

  constructor(core: Core, cursor: Cursor, scope: Scope) {
    this._core = core;
    this._cursor = cursor;
    this._scope = scope;
  }

  /** Another machine, or another branch: so many connections were opened on it. */
  reset(count: number): void {
    this._count = count;
  }

  /**
   * Connections are numbered in order: while one of the scenario's is pending no other one can be opened, and the
   * reader is told so.
   */
  mayConnect(): boolean {
    const { store, events } = this._core;
    const next = store.state.planned.find(({ action }) => action.act === 'connect');
    if (next === undefined) return true;
    events.emit('rejected', noticed('connectMustWait', { connection: next.client + 1 }));
    return false;
  }

  /** Opens a connection; returns its number, from 0. */
  connect(): number {
    const number = this._count;
    this._count += 1;
    this._core.link.client(number, { act: 'connect' });
    return number;
  }

  act(connection: number, action: ClientAction): void {
    this._core.link.client(connection, action);
  }

  /** The machine has gone on. */
  progress({ steps, snapshot, clients, did, address }: Extract<FromMachine, { type: 'progress' }>): void {
    const { store, log, events } = this._core;
    const isFirst = log.length === 0;
    log.append(steps);
    if (snapshot === undefined && clients.length + did.length > 0) this._tellSoon();
    else {
      this._dropTelling();
      const live = snapshot ?? store.state.live;
      const isLive = store.state.cursor === undefined;
      const news = { address, length: log.length, live, ...(isLive ? { shown: live } : {}) };
      if (isFirst) store.set(news);
      else store.follow(news);
    }
    this._count += did.filter(({ did }) => did === 'connect').length;
    if (did.length > 0) events.emit('done', did);
    events.emit('reports', clients);
    if (isFirst) events.emit('ready', undefined);
    this._cursor.goToLinked();
  }

  /**
   * Rows that came with bytes while the last news were drawn: the reader can go back from them, but they are drawn with
   * the machine, which follows. Without it they are drawn alone.
   */
  private _tellSoon(): void {
    const { store, log } = this._core;
    this._toldAlone ??= this._scope.timeout(() => {
      this._toldAlone = undefined;
      store.follow({ length: log.length });
    }, SOON_MS);
  }

  private _dropTelling(): void {
    this._toldAlone?.();
    this._toldAlone = undefined;
  }
}
