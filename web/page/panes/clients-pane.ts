/** The clients pane: the clients of a session, each with a terminal. */
import type { Face } from '../../kit/face.ts';
import { ClientsView } from '../../parts/clients/index.ts';
import { Terminal } from '../../parts/terminal/index.ts';
import type { Asking } from '../../parts/terminal/index.ts';
import { Clients } from '../../session/clients/clients.ts';
import type { Session } from '../../session/session.ts';
import { PanePlace } from './pane-place.ts';

export class ClientsPane {
  readonly clients: Clients;
  private readonly _place: PanePlace<ClientsView>;

  constructor(face: Face, session: Session) {
    const clients = (this.clients = new Clients(session, face.scope));
    const asking: Asking = {
      ask: (bytes) => {
        // Of a connection that is not shown the page has no bytes.
        if (bytes.client !== session.state.connection) session.look(bytes.client);
        session.asks?.(bytes, 'server');
      },
      point: (bytes) => {
        session.pointing.prepare();
        session.pointing.point(bytes);
      },
      follow: (mark, scope) =>
        session.select(
          ({ marked, asked, connection }) => [connection, marked ?? asked] as const,
          ([client, marks]) => mark(client === undefined || marks === undefined ? undefined : { client, marks }),
          scope,
        ),
    };
    const make = (own: Face): ClientsView =>
      new ClientsView(own, session, clients, (face, client) => new Terminal(face, client, asking));
    this._place = new PanePlace(face, 'clients', make, { renewed: (view) => view.open() });
  }

  get element(): HTMLElement {
    return this._place.element;
  }

  /** Opens the terminals, once the pane is on the page. */
  open(): void {
    this._place.pane?.open();
  }

  /** Shows the client that has, or had, a connection. */
  look(connection: number): void {
    const client = this.clients.ownerOf(connection);
    if (client !== undefined) this.clients.activate(client);
  }

  focus(): void {
    this._place.pane?.focus();
  }

  /** Whether something is written in the terminal of the active client that was not sent. */
  get hasText(): boolean {
    return this._place.pane?.hasText === true;
  }

  /** Writes lines that Enter sends at once; none clears what is written. */
  prepare(lines: readonly string[]): void {
    this._place.pane?.prepare(lines);
  }
}
