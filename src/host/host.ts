/**
 * Runs machines for their pages: one per session, side by side. It takes requests, and posts what the machines have
 * to tell.
 */
import type { AppLoader } from './app-loading.ts';
import { handle } from './handlers.ts';
import { MachineSession } from './machine-session.ts';
import { boot } from './opening.ts';
import type { PackedMessage } from './packing.ts';
import type { ToMachine } from './protocol.ts';
import { TimeShare } from './time-share.ts';
import type { WallClock } from './wall-clock.ts';

/** What a host needs of the place where it runs. */
export interface Surroundings {
  readonly clock: WallClock;
  readonly loadApp: AppLoader;
}

export class MachineHost {
  private readonly _sessions = new Map<number, MachineSession>();
  private readonly _timeShare = new TimeShare();
  private readonly _post: (message: PackedMessage) => void;
  private readonly _surroundings: Surroundings;

  constructor(post: (message: PackedMessage) => void, surroundings: Surroundings) {
    this._post = post;
    this._surroundings = surroundings;
  }

  /** Does what a message asks for. What throws ends the machine of that session, and the page learns why. */
  receive(message: ToMachine): void {
    if (message.type === 'ping') return this._post({ type: 'pong', session: message.session });
    if (message.type === 'boot') return this._boot(message);
    if (message.type === 'end') return this._end(message.session);
    const session = this._sessions.get(message.session);
    session?.guard(() => handle(session, message.type, message));
  }

  private _boot(message: Extract<ToMachine, { type: 'boot' }>): void {
    this._end(message.session);
    const { clock, loadApp } = this._surroundings;
    const session = new MachineSession(message.session, { clock, timeShare: this._timeShare, post: this._post });
    this._sessions.set(message.session, session);
    session.guard(() => boot(session, message, loadApp));
  }

  private _end(session: number): void {
    this._sessions.get(session)?.end();
    this._sessions.delete(session);
  }
}
