/** The machines that readers work with: one per session, side by side. */
import type { Machine } from '../index.ts';
import { handle } from './handlers.ts';
import { MachineSession } from './machine-session.ts';
import { boot } from './opening.ts';
import type { Extension, OtherRequest } from './play-host.ts';
import type { Host } from './session-host.ts';

export class Sessions implements Extension {
  private readonly _sessions = new Map<number, MachineSession>();
  /** Those that have ended since they lacked something, with the machines that they had. */
  private readonly _lacking = new Map<number, Machine | undefined>();
  private readonly _host: Host;

  constructor(host: Host) {
    this._host = host;
  }

  receive(message: OtherRequest): void {
    this._guard(message.session, () => {
      if (message.type === 'boot') return this._boot(message);
      const session = this._sessions.get(message.session);
      session?.noteInputs();
      session?.guard(() => handle(session, message.type, message));
      return session?.countRequest(message.type);
    });
  }

  end(session: number): void {
    const ended = this._sessions.get(session);
    this._sessions.delete(session);
    try {
      ended?.end();
    } catch (error) {
      // What it cannot end goes with it.
      if (this._host.takeAbsent() === undefined) throw error;
    }
  }

  private _boot(message: Extract<OtherRequest, { type: 'boot' }>): void {
    this.end(message.session);
    const before = message.known && this._lacking.get(message.session);
    this._lacking.delete(message.session);
    const session = new MachineSession(message.session, this._hostOf(message.session));
    this._sessions.set(message.session, session);
    session.guard(() => boot(session, message, { loadApp: this._host.loadApp, before }));
  }

  /** The host for one session: nothing that it does goes unnoticed, and nothing is told of what does not count. */
  private _hostOf(session: number): Host {
    const { clock, post } = this._host;
    return {
      ...this._host,
      clock: {
        now: () => clock.now(),
        later: (work, millis) => clock.later(() => this._guard(session, work), millis),
        cancel: (timer) => clock.cancel(timer),
      },
      post: (message) => {
        if (!this._isLacking(session)) post(message);
      },
    };
  }

  /** Does work of a session. If it used what this host does not have yet, the session ends: its face makes it again. */
  private _guard(session: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!this._isLacking(session)) throw error;
    }
    this._isLacking(session);
  }

  /** Whether a session has used what is not there: it has ended then, and says so once. */
  private _isLacking(session: number): boolean {
    const name = this._host.takeAbsent();
    if (name === undefined) return this._lacking.has(session);
    if (!this._lacking.has(session)) {
      const { machine, requests = 0, inputsBefore = 0 } = this._sessions.get(session) ?? {};
      this._lacking.set(session, machine);
      // The one that is under way counts with its input.
      const included = machine && requests + (machine.inputs.length > inputsBefore ? 1 : 0);
      this._host.post({ type: 'absent', session, name, requests: included });
    }
    this.end(session);
    return true;
  }
}
