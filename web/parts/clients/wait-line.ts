/**
 * Says what the active client waits for, since when, and because of what. Its room stays while it waits for
 * nothing: nothing above it moves.
 */
import type { Face } from '../../kit/face.ts';
import { isLive } from '../../session/session.ts';
import type { Session } from '../../session/session.ts';
import type { Clients } from '../../session/clients/clients.ts';

export class WaitLine {
  readonly element = document.createElement('p');
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _clients: Clients;

  constructor(face: Face, session: Session, clients: Clients) {
    this._face = face;
    this._session = session;
    this._clients = clients;
    this.element.className = 'client-wait';
    const draw = face.paced(
      () => this.update(),
      () => isLive(session.state),
    );
    session.select(({ shown }) => shown, draw, face.scope);
    session.waits.events.on('ready', draw, face.scope);
    face.onTexts(draw);
  }

  update(): void {
    const { connection } = this._clients.active;
    const { language } = this._face.texts;
    const { waits } = this._session;
    // What is told beside the walk is not told twice.
    const isTold = connection === undefined || connection === waits.told;
    const text = isTold ? undefined : waits.ofClient(connection, language);
    if (this.element.textContent === (text ?? '')) return;
    this.element.textContent = text ?? '';
    // A long sentence is cut where there is no room for it.
    this.element.title = text ?? '';
  }
}
