/** The clients pane: the clients of a session, each with a terminal. */
import type { Face } from '../../kit/face.ts';
import { ClientsView } from '../../parts/clients/index.ts';
import { Terminal } from '../../parts/terminal/index.ts';
import { Clients } from '../../session/clients/clients.ts';
import type { Session } from '../../session/session.ts';

export class ClientsPane {
  private readonly _view: ClientsView;
  private readonly _clients: Clients;

  constructor(face: Face, session: Session) {
    this._clients = new Clients(session, face.scope);
    this._view = new ClientsView(face, session, this._clients, (own, client) => new Terminal(own, client));
  }

  get element(): HTMLElement {
    return this._view.element;
  }

  /** Opens the terminals, once the pane is on the page. */
  open(): void {
    this._view.open();
  }

  /** Shows the client that has, or had, a connection. */
  look(connection: number): void {
    const client = this._clients.ownerOf(connection);
    if (client !== undefined) this._clients.activate(client);
  }

  focus(): void {
    this._view.focus();
  }
}
