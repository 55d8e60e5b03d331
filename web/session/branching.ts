/** Branches: input in the past makes a new one, and the reader goes from one to another. */
import type { ClientAction, FromMachine, When } from '../../src/host/protocol.ts';
import type { Core } from './core.ts';
import type { Cursor } from './cursor.ts';
import { noticed } from './notices.ts';
import type { SessionNotice } from './notices.ts';

export class Branching {
  private readonly _core: Core;
  private readonly _cursor: Cursor;
  /** Why the clients have another past. */
  private _reason: SessionNotice | undefined = noticed('branchFromLink', {});

  constructor(core: Core, cursor: Cursor) {
    this._core = core;
    this._cursor = cursor;
  }

  /** A machine with a past is booted: that of a share link, or of an example, which needs no remark. */
  open(isExample: boolean): void {
    this._reason = isExample ? undefined : noticed('branchFromLink', {});
  }

  /**
   * Asked before input: `now` when it can be given, `later` while there is no machine, `soon` when it has to wait for a
   * branch: in the past one is made first.
   */
  enter(): 'now' | 'soon' | 'later' {
    const { health, cursor, isReplaying } = this._core.store.state;
    if (health !== 'running') return 'later';
    if (isReplaying) return 'soon';
    if (cursor === undefined) return 'now';
    if (this._cursor.isPausedAt(cursor)) {
      // The input comes next.
      this._cursor.seek(undefined);
      return 'now';
    }
    this._branch(cursor);
    return 'soon';
  }

  /** Plans an input. For a step in the past it is given in a new branch that begins there. */
  plan(client: number, action: ClientAction, when: When): void {
    if (when.step !== undefined && when.step < this._core.log.length) this._branch(when.step);
    this._core.link.request({ type: 'plan', client, action, when });
  }

  /** Ctrl+C in the terminal of the server. */
  interrupt(): void {
    const { cursor } = this._core.store.state;
    if (cursor !== undefined && !this._cursor.isPausedAt(cursor)) this._branch(cursor);
    this._core.link.request({ type: 'interrupt' });
  }

  goToBranch(id: number): void {
    const { store, link } = this._core;
    const { branches, isReplaying } = store.state;
    const branch = branches.find((branch) => branch.id === id);
    if (branch === undefined || branch.isCurrent || isReplaying) return;
    this._reason = noticed('branchEntered', { name: branch.name });
    store.set({ isReplaying: true });
    link.request({ type: 'goToBranch', id });
  }

  nameBranch(id: number, name: string): void {
    this._core.link.request({ type: 'nameBranch', id, name });
  }

  /** The machine has left its log at a step. `isSame`: the log goes on as it did. */
  branched({ from, isSame }: Extract<FromMachine, { type: 'branched' }>): void {
    const { store, log, events } = this._core;
    log.truncate(from);
    store.set({ complaints: store.state.complaints.filter(({ step }) => step <= from) });
    if (isSame) return;
    store.set({ cursor: undefined, length: from, isReplaying: true });
    events.emit('past', undefined);
  }

  /** The machine is on another branch: its clients have this history. */
  entered({ entries }: Extract<FromMachine, { type: 'history' }>): void {
    const { store, events } = this._core;
    store.set({ isReplaying: false });
    const { id } = store.state.branches.find(({ isCurrent }) => isCurrent) ?? { id: 1 };
    events.emit('history', { entries, reason: this._reason, branch: id });
    events.emit('ready', undefined);
    this._cursor.goToLinked();
  }

  /** The branch cannot be made, or entered. */
  refused(): void {
    this._core.store.set({ isReplaying: false });
    this._core.events.emit('dropped', undefined);
  }

  private _branch(step: number): void {
    this._reason = noticed('branchMade', { step });
    this._core.store.set({ isReplaying: true });
    this._core.link.request({ type: 'branch', step });
  }
}
