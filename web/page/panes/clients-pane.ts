/** The clients pane: the clients of a session, each with a terminal. */
import type { Face } from '../../kit/face.ts';
import { ClientsView } from '../../parts/clients/index.ts';
import { Terminal } from '../../parts/terminal/index.ts';
import { Clients } from '../../session/clients/clients.ts';
import type { Session } from '../../session/session.ts';

export class ClientsPane {
  readonly clients: Clients;
  private readonly _view: ClientsView;

  constructor(face: Face, session: Session) {
    const clients = (this.clients = new Clients(session, face.scope));
    this._view = new ClientsView(face, session, clients, (own, client) => new Terminal(own, client));
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
    const client = this.clients.ownerOf(connection);
    if (client !== undefined) this.clients.activate(client);
  }

  focus(): void {
    this._view.focus();
  }

  /** Whether something is written in the terminal of the active client that was not sent. */
  get hasText(): boolean {
    return this._view.hasText;
  }

  /** Writes lines that Enter sends at once; none clears what is written. */
  prepare(lines: readonly string[]): void {
    this._view.prepare(lines);
  }
}
