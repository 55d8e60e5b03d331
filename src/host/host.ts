/**
 * Runs machines for their pages: one per session, side by side. It takes requests, and posts what the machines have
 * to tell.
 */
import type { AppLoader } from './app-loading.ts';
import { handle } from './handlers.ts';
import { MachineSession } from './machine-session.ts';
import type { Host } from './machine-session.ts';
import { boot } from './opening.ts';
import type { PackedMessage } from './packing.ts';
import { Playing } from './playing.ts';
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
  private readonly _plays = new Map<number, Playing>();
  /** The session whose app ran last. */
  private _entered: number | undefined;
  private readonly _post: (message: PackedMessage) => void;
  private readonly _loadApp: AppLoader;
  /** What each session takes from here. */
  private readonly _host: Host;

  constructor(post: (message: PackedMessage) => void, { clock, loadApp }: Surroundings) {
    this._post = post;
    this._loadApp = loadApp;
    this._host = { clock, timeShare: new TimeShare(), post, entered: (session) => this._enter(session) };
  }

  /** Does what a message asks for. What throws ends the machine of that session, and the page learns why. */
  receive(message: ToMachine): void {
    if (message.type === 'ping') return this._post({ type: 'pong', session: message.session });
    if (message.type === 'boot') return this._boot(message);
    if (message.type === 'play') return this._play(message);
    if (message.type === 'end') return this._end(message.session);
    const session = this._sessions.get(message.session);
    session?.guard(() => handle(session, message.type, message));
    session?.countRequest(message.type);
  }

  private _boot(message: Extract<ToMachine, { type: 'boot' }>): void {
    this._end(message.session);
    const session = new MachineSession(message.session, this._host);
    this._sessions.set(message.session, session);
    session.guard(() => boot(session, message, this._loadApp));
  }

  private _play(message: Extract<ToMachine, { type: 'play' }>): void {
    this._end(message.session);
    const playing = new Playing(message, this._host);
    this._plays.set(message.session, playing);
    playing.start(this._loadApp);
  }

  private _end(session: number): void {
    this._sessions.get(session)?.end();
    this._sessions.delete(session);
    this._plays.get(session)?.end();
    this._plays.delete(session);
  }

  /**
   * Tells whose app is about to run. Should it never return, the page knows which one to end: what is posted leaves
   * the worker at once.
   */
  private _enter(session: number): void {
    if (session === this._entered) return;
    this._entered = session;
    this._post({ type: 'entered', session });
  }
}
