/** The cursor: which moment of the machine the face shows. */
import type { Snapshot } from '../../src/index.ts';
import type { Asking, Pause } from '../../src/host/protocol.ts';
import type { Core } from './core.ts';
import type { Debugging } from './debug/debugging.ts';

/** Within this many steps of the step that is shown, the host answers a seek before anything could be painted. */
const NEAR = 64;

export class Cursor {
  private readonly _core: Core;
  private readonly _debugging: Debugging;
  /** The connection that is shown, and the one to be shown at the live end. */
  private _shown: readonly (number | undefined)[] = [];
  /** The step that a share link points at: it is shown as soon as the log has it. */
  private _linked: number | undefined;

  constructor(core: Core, debugging: Debugging) {
    this._core = core;
    this._debugging = debugging;
  }

  /** Another machine is booted. */
  reset(): void {
    this._shown = [];
  }

  /** A share link points at this step; undefined when it points at none. */
  set linked(step: number | undefined) {
    this._linked = step;
  }

  /** Shows the machine after `wanted` steps; undefined follows the live end. What is hidden is not gone to. */
  seek(wanted: number | undefined): void {
    const { store, log, events, link } = this._core;
    const { live, cursor: before, hiddenFrom = Infinity } = store.state;
    const cursor = (wanted ?? log.length) > hiddenFrom ? hiddenFrom : wanted;
    if (cursor === before) return;
    if (cursor === undefined) {
      store.set({ cursor, shown: live });
      return events.emit('past', undefined);
    }
    if (before !== undefined && Math.abs(cursor - before) <= NEAR) store.hold({ cursor });
    else store.set({ cursor });
    link.seek(cursor);
  }

  /** Moves the cursor that this machine shares with the compared one. */
  seekBoth(cursor: number | undefined, other: number): void {
    this.seek(cursor);
    this._core.link.seekCompared(other);
  }

  /** Whether the machine is paused at exactly that step. */
  isPausedAt(cursor: number): boolean {
    return this._core.store.state.debug.pause?.step === cursor;
  }

  /**
   * Shows a connection. @param newest the one to be shown at the live end: the host sends its bytes too, so that they
   * are there when the reader goes back.
   */
  look(connection: number | undefined, newest = connection): void {
    const { store, link } = this._core;
    const [before, newestBefore] = this._shown;
    if (connection === before && newest === newestBefore) return;
    this._shown = [connection, newest];
    link.request({ type: 'showClients', clients: this._shown.filter((client) => client !== undefined) });
    const { cursor } = store.state;
    if (cursor === undefined) store.set({ connection });
    // In the past it is shown once its bytes are there.
    else if (connection !== before) link.seek(cursor);
  }

  /** The host has answered a seek. Undefined: the step does not exist any more. */
  arrived(snapshot: Snapshot | undefined, seen: Int32Array | undefined): void {
    const { store, events, link } = this._core;
    // A late answer: the cursor is at the end again.
    if (store.state.cursor === undefined) return;
    if (snapshot === undefined) return this.seek(undefined);
    events.emit('past', seen);
    const [connection] = this._shown;
    const isThere = connection === undefined || snapshot.connections.some(({ client }) => client === connection);
    // Unless the next answer, which has the connection, is already requested.
    if (isThere || !link.isSeeking) store.set({ shown: snapshot, connection }, true);
  }

  /** Goes to the step that a share link points at, once the log has it. */
  goToLinked(): void {
    const { store, log } = this._core;
    if (store.state.isReplaying || this._linked === undefined || this._linked >= log.length) return;
    this.seek(this._linked);
    this._linked = undefined;
  }

  /** The machine is paused, or continues: the cursor goes where it is. */
  paused(pause: Pause | undefined, isAsking: Asking): void {
    const { store, log } = this._core;
    const { pause: before } = this._debugging.state;
    this._debugging.paused(pause, isAsking);
    if (pause === undefined || (pause.why === before?.why && pause.step === before.step)) return;
    // Input to a paused machine moves its pause. A reader who has gone back meanwhile stays there.
    const { cursor } = store.state;
    if (pause.why === before?.why && cursor !== undefined && cursor !== before.step) return;
    // A link may point at an earlier moment.
    if (pause.why === 'link' && store.state.cursor !== undefined) return;
    this.seek(pause.step < log.length ? pause.step : undefined);
  }
}
