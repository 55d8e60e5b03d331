/**
 * Plays scenarios for pages, and answers whether it still runs. That is the core of a host: `extend` adds the sessions
 * of machines that a reader works with.
 */
import type { AppLoader } from './app-loading.ts';
import type { PackedMessage } from './packing.ts';
import { Playing } from './playing.ts';
import type { ToMachine } from './protocol.ts';
import type { Host } from './session-host.ts';
import { TimeShare } from './time-share.ts';
import type { WallClock } from './wall-clock.ts';

/** What a host needs of the place where it runs. */
export interface Surroundings {
  readonly clock: WallClock;
  readonly loadApp?: AppLoader;
  readonly takeAbsent?: () => string | undefined;
}

/** Requests that do not concern plays. */
export type OtherRequest = Exclude<ToMachine, { type: 'ping' | 'play' | 'end' }>;

/** What a host can be extended by. */
export interface Extension {
  receive(message: OtherRequest): void;
  end(session: number): void;
}

export class PlayHost {
  /** Loads apps from now on. */
  loadApp: AppLoader;
  /** Lets breakpoints stop at moments from now on. */
  watchMoments: Host['watchMoments'] = () => undefined;
  private readonly _plays = new Map<number, Playing>();
  private readonly _host: Host;
  private _extension: Extension | undefined;
  /** The session whose app ran last. */
  private _entered: number | undefined;

  constructor(post: (message: PackedMessage) => void, { clock, loadApp, takeAbsent }: Surroundings) {
    this.loadApp = loadApp ?? (() => Promise.reject(new Error('this host cannot load apps')));
    this._host = {
      clock,
      timeShare: new TimeShare(),
      post,
      entered: (session) => this._enter(session),
      loadApp: (code, enter) => this.loadApp(code, enter),
      watchMoments: (machine) => this.watchMoments(machine),
      takeAbsent: takeAbsent ?? (() => undefined),
    };
  }

  extend(make: (host: Host) => Extension): void {
    this._extension = make(this._host);
  }

  /** Does what a message asks for. What throws ends the machine of that session, and the page learns why. */
  receive(message: ToMachine): void {
    if (message.type === 'ping') return this._host.post({ type: 'pong', session: message.session });
    if (message.type === 'play') return this._play(message);
    if (message.type === 'end') return this._end(message.session);
    return this._extension?.receive(message);
  }

  private _play(message: Extract<ToMachine, { type: 'play' }>): void {
    this._end(message.session);
    const playing = new Playing(message, this._host);
    this._plays.set(message.session, playing);
    playing.start();
  }

  private _end(session: number): void {
    this._plays.get(session)?.end();
    this._plays.delete(session);
    this._extension?.end(session);
  }

  /**
   * Tells whose app is about to run. Should it never return, the page knows which one to end: what is posted leaves
   * the worker at once.
   */
  private _enter(session: number): void {
    if (session === this._entered) return;
    this._entered = session;
    this._host.post({ type: 'entered', session });
  }
}
