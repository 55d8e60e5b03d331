/** The machines that readers work with: one per session, side by side. */
import { handle } from './handlers.ts';
import { MachineSession } from './machine-session.ts';
import { boot } from './opening.ts';
import type { Extension, OtherRequest } from './play-host.ts';
import type { Host } from './session-host.ts';

export class Sessions implements Extension {
  private readonly _sessions = new Map<number, MachineSession>();
  private readonly _host: Host;

  constructor(host: Host) {
    this._host = host;
  }

  receive(message: OtherRequest): void {
    if (message.type === 'boot') return this._boot(message);
    const session = this._sessions.get(message.session);
    session?.guard(() => handle(session, message.type, message));
    session?.countRequest(message.type);
  }

  end(session: number): void {
    this._sessions.get(session)?.end();
    this._sessions.delete(session);
  }

  private _boot(message: Extract<OtherRequest, { type: 'boot' }>): void {
    this.end(message.session);
    const session = new MachineSession(message.session, this._host);
    this._sessions.set(message.session, session);
    session.guard(() => boot(session, message, this._host.loadApp));
  }
}
