/**
 * The terminals of the clients: one in sight, and a button for each where there are several. Each is text until the
 * reader wants to be in it: only then its code is loaded, which weighs as much as the machine.
 */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import type { Terminal } from '../../parts/terminal/index.ts';
import { StillTerminal } from '../../parts/terminal/still.ts';
import type { Client } from '../../session/clients/client.ts';
import type { Clients } from '../../session/clients/clients.ts';

const loadTerminal = lazily(() => import('../../parts/terminal/index.ts'));

interface Seat {
  shown: StillTerminal | Terminal;
  face: Face;
  isWanted: boolean;
}

export class TerminalPane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('div'));
  private readonly _frame = this.element.appendChild(document.createElement('div'));
  private readonly _seats = new Map<Client, Seat>();
  private readonly _face: Face;
  private readonly _clients: Clients;
  private readonly _isReadonly: boolean;

  constructor(face: Face, clients: Clients, isReadonly: boolean) {
    this._face = face;
    this._clients = clients;
    this._isReadonly = isReadonly;
    this.element.className = 'pane terminal';
    this._head.className = 'pane-head';
    this._frame.className = 'screen-frame';
    // The wheel scrolls the page, but for the reader who is in the terminal.
    face.scope.listen(
      this._frame,
      'wheel',
      (event: WheelEvent) => {
        if (!this._frame.contains(face.activeElement)) event.stopPropagation();
      },
      { capture: true, passive: true },
    );
    for (const client of clients.all) this._add(client);
    clients.events.on('added', (client) => this._add(client), face.scope);
    clients.events.on('removed', (client) => this._remove(client), face.scope);
    clients.events.on('changed', () => this._update(), face.scope);
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('stage.pane.terminal'));
      this._update();
    });
  }

  /** Opens the terminal in sight, once the pane is on the page. */
  open(): void {
    const shown = this._seats.get(this._clients.active)?.shown;
    if (shown instanceof StillTerminal) shown.draw();
    else shown?.open();
  }

  focus(): void {
    const shown = this._seats.get(this._clients.active)?.shown;
    if (shown instanceof StillTerminal) shown.element.focus();
    else shown?.focus();
  }

  private _add(client: Client): void {
    const face = this._face.child();
    const wanted = (): void => this._wake(client);
    const shown = new StillTerminal(face, client, { isReadonly: this._isReadonly, wanted });
    this._seats.set(client, { shown, face, isWanted: false });
    this._frame.append(shown.element);
  }

  /** Loads the terminal itself. One that does not come is said, and tried again when it is wanted again. */
  private _wake(client: Client): void {
    const seat = this._seats.get(client);
    if (seat === undefined || seat.isWanted) return;
    seat.isWanted = true;
    const load = (): ReturnType<typeof loadTerminal> =>
      loadTerminal().finally(() => {
        seat.isWanted = false;
      });
    this._face.late('stage.pane.missing', load, (part) => this._replace(client, seat, part.Terminal));
  }

  /** Puts the terminal itself in the place of its text. */
  private _replace(client: Client, seat: Seat, Whole: new (face: Face, client: Client) => Terminal): void {
    const { shown: still, face: before } = seat;
    if (before.scope.hasEnded || !(still instanceof StillTerminal)) return;
    const hasFocus = still.element.contains(this._face.activeElement);
    const face = (seat.face = this._face.child());
    const terminal = (seat.shown = new Whole(face, client));
    terminal.isReadonly = this._isReadonly;
    terminal.element.addEventListener('focusin', () => this._clients.activate(client));
    this._frame.append(terminal.element);
    this._update();
    if (hasFocus) terminal.focus();
    before.scope.end();
    terminal.type(still.typed);
  }

  private _remove(client: Client): void {
    this._seats.get(client)?.face.scope.end();
    this._seats.delete(client);
  }

  private _update(): void {
    const { texts } = this._face;
    const { all, active } = this._clients;
    for (const [client, { shown }] of this._seats) shown.element.hidden = client !== active;
    if (this.element.isConnected) this.open();
    this._head.hidden = all.length < 2;
    const button = (client: Client): unknown =>
      html`<button aria-pressed=${client === active} @click=${() => this._clients.activate(client)}>
        ${texts.say('stage.client', { number: client.number })}
      </button>`;
    render(
      html`<div class="segments" role="group" aria-label=${texts.say('stage.clients')}>${all.map(button)}</div>`,
      this._head,
    );
  }
}
