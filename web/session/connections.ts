/** Connections of clients: their numbers, and what is done on them. */
import type { ClientAction, FromMachine } from '../../src/host/protocol.ts';
import type { Core } from './core.ts';
import type { Cursor } from './cursor.ts';
import { noticed } from './notices.ts';

export class Connections {
  private readonly _core: Core;
  private readonly _cursor: Cursor;
  /** How many have been opened. */
  private _count = 0;

  constructor(core: Core, cursor: Cursor) {
    this._core = core;
    this._cursor = cursor;
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
    const live = snapshot ?? store.state.live;
    const isLive = store.state.cursor === undefined;
    const news = { address, length: log.length, live, ...(isLive ? { shown: live } : {}) };
    if (isFirst) store.set(news);
    else store.follow(news);
    this._count += did.filter(({ did }) => did === 'connect').length;
    if (did.length > 0) events.emit('done', did);
    events.emit('reports', clients);
    if (isFirst) events.emit('ready', undefined);
    this._cursor.goToLinked();
  }
}
