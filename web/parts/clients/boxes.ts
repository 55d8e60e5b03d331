/** The boxes of all clients: one in sight at a time, or all of them side by side. */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { Client } from '../../session/clients/client.ts';
import type { Clients } from '../../session/clients/clients.ts';
import { ClientBox } from './box.ts';
import type { MakeTerminal } from './client-terminal.ts';

export class Boxes {
  readonly element = document.createElement('div');
  /** Terminals open only on the page. */
  isOnPage = false;
  private readonly _boxes = new Map<Client, ClientBox>();
  private readonly _more = document.createElement('button');
  private readonly _face: Face;
  private readonly _clients: Clients;
  private readonly _makeTerminal: MakeTerminal;
  private readonly _select: (client: Client) => void;

  /** @param select makes a client the active one, and gives its terminal the focus. */
  constructor(face: Face, clients: Clients, makeTerminal: MakeTerminal, select: (client: Client) => void) {
    this._face = face;
    this._clients = clients;
    this._makeTerminal = makeTerminal;
    this._select = select;
    this.element.className = 'screens';
    this._more.className = 'more-client';
    this._more.addEventListener('click', () => select(clients.add()));
    face.onTexts((texts) => render(html`${icon('plus')}${texts.say('clients.oneMore')}`, this._more));
    for (const client of clients.all) this._add(client);
    clients.events.on('added', (client) => this._add(client), face.scope);
    clients.events.on('removed', (client) => this._remove(client), face.scope);
  }

  of(client: Client): ClientBox | undefined {
    return this._boxes.get(client);
  }

  update(isSide: boolean): void {
    const { all, active } = this._clients;
    this.element.classList.toggle('is-side', isSide);
    for (const [client, box] of this._boxes) {
      box.update({ isActive: client === active, isSide, isOnly: all.length === 1 });
    }
    // Two stand side by side. The place that an odd number leaves empty offers one more client.
    if (isSide && all.length % 2 === 1) this.element.append(this._more);
    else this._more.remove();
    if (this.isOnPage) this._boxes.get(active)?.terminal.open();
  }

  private _add(client: Client): void {
    const face = this._face.child();
    const terminal = this._makeTerminal(face, client);
    const box = new ClientBox(face, client, terminal, {
      select: (how) => (how === 'focused' ? this._clients.activate(client) : this._select(client)),
      close: () => {
        this._clients.close(client);
        this._select(this._clients.active);
      },
      seen: () => {
        if (this.isOnPage) terminal.open();
      },
    });
    this._boxes.set(client, box);
    this.element.append(box.element);
  }

  private _remove(client: Client): void {
    this._boxes.get(client)?.remove();
    this._boxes.delete(client);
  }
}
