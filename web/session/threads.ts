/**
 * The threads between the bytes that a handler has read and the keys of its environ, as a face draws them. Loaded with
 * the stage that draws them.
 */
import { Follower } from '../../src/explain/origin/follow.ts';
import { threadsOf } from '../../src/explain/origin/threads.ts';
import type { Thread } from '../../src/explain/origin/threads.ts';
import type { Session } from './session.ts';

export type { Thread } from '../../src/explain/origin/threads.ts';

/** So long a log is followed; of a longer one no threads are drawn. */
const MOST_ROWS = 20_000;

export class Threads {
  private readonly _session: Session;
  private _follower = new Follower();
  private _version = 0;

  constructor(session: Session) {
    this._session = session;
  }

  /** The threads of the connection that is shown, at the moment that is shown. */
  now(): readonly Thread[] {
    const { log, state } = this._session;
    const { shown, connection } = state;
    if (shown === undefined || connection === undefined || log.length > MOST_ROWS) return [];
    if (this._version !== log.version) this._follower = new Follower();
    this._version = log.version;
    return threadsOf(shown, log, { client: connection, follower: this._follower });
  }
}
