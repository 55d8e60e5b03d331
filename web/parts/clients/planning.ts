/** Doing something later: the panel in which it is written down, and the list of what is planned. */
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import type { ClientAction, When } from '../../../src/host/protocol.ts';
import type { ClientTab } from '../terminal/client-tab.ts';
import type { LaterPlan, Moment } from './later-draft.ts';
import type { LaterPanel } from './later-panel.ts';
import { PlanList } from './plan-list.ts';

export interface PlanningPort {
  later(connection: number, action: ClientAction, when: When): void;
  cancel(id: number): void;
  /** What was asked for cannot be done. */
  unable(message: string): void;
  active(): ClientTab;
  /** The client that has, or had, a connection. */
  ownerOf(connection: number): ClientTab | undefined;
  /** The panel has come or gone; the terminal gets the focus back, if it is not the button's. */
  changed(focus: 'terminal' | 'button' | 'panel'): void;
}

export const loadLaterPanel = lazily(() => import('./later-panel.ts'));

export class Planning {
  readonly list: PlanList;
  /** Where the panel goes. */
  readonly place: HTMLElement;
  private readonly _face: Face;
  private readonly _port: PlanningPort;
  private _panel: LaterPanel | undefined;
  private _isOpen = false;
  private _moment: Omit<Moment, 'since'> = { cursor: undefined, length: 0, end: 0 };
  /** Steps of the log when a connection was opened, by its number. */
  private readonly _connectedAt = new Map<number, number>();

  constructor(face: Face, place: HTMLElement, port: PlanningPort) {
    this._face = face;
    this.place = place;
    this._port = port;
    this.list = new PlanList({
      nameOf: (connection) => {
        const tab = port.ownerOf(connection);
        return tab === undefined ? `connection ${connection + 1}` : `client ${tab.number}`;
      },
      hasEnded: (connection) => {
        const tab = port.ownerOf(connection);
        return tab !== undefined && (tab.connection !== connection || !tab.isConnected);
      },
      cancel: (id) => port.cancel(id),
    });
  }

  get isOpen(): boolean {
    return this._isOpen;
  }

  /** Where the page stands now. */
  moment({
    cursor,
    length,
    time,
  }: {
    readonly cursor: number | undefined;
    readonly length: number;
    readonly time: number;
  }): void {
    const before = this._moment;
    // In the past the time is that of the step that is shown.
    const end = cursor === undefined ? time : Math.max(before.end, time);
    if (before.cursor === cursor && before.length === length && before.end === end) return;
    this._moment = { cursor, length, end };
    this.update();
  }

  /** A client has connected, at the end of the log. */
  connected(connection: number): void {
    this._connectedAt.set(connection, this._moment.length);
  }

  /** Another machine, or another past: nobody knows when its clients have connected. */
  forget(): void {
    this._connectedAt.clear();
    // What was written stays in the panel.
    if (this._isOpen)
      this._close(this._panel?.element.contains(this._face.activeElement) === true ? 'terminal' : 'panel');
  }

  /** A client goes: it does nothing more. */
  drop(tab: ClientTab): void {
    for (const { id, client } of this.list.plans) if (tab.owns(client)) this._port.cancel(id);
  }

  toggle(): void {
    if (this._isOpen) return this._close('button');
    if (this._panel !== undefined) return this._open();
    void loadLaterPanel().then(
      ({ LaterPanel }) => {
        this._panel ??= new LaterPanel(this._face, {
          client: () => this._port.active(),
          moment: () => ({ ...this._moment, since: this._since }),
          plan: (plan) => this._plan(plan),
          connect: () => {
            this._port.active().connect();
            this.update();
            this._panel?.focus();
          },
          close: () => this._close('button'),
        });
        this._open();
      },
      () => this._port.unable('The panel for what is done later could not be loaded.'),
    );
  }

  /** Something about the clients has changed. */
  update(): void {
    this.list.refresh();
    if (this._isOpen) this._panel?.update();
  }

  private get _since(): number {
    const { connection } = this._port.active();
    return connection === undefined ? 0 : (this._connectedAt.get(connection) ?? 0);
  }

  private _open(): void {
    if (this._panel === undefined) return;
    this._isOpen = true;
    this._panel.update();
    this.place.append(this._panel.element);
    this._panel.focus();
    this._port.changed('panel');
  }

  private _close(focus: 'terminal' | 'button' | 'panel'): void {
    this._isOpen = false;
    this._panel?.element.remove();
    this._port.changed(focus);
  }

  private _plan({ action, when }: LaterPlan): void {
    const tab = this._port.active();
    const { connection } = tab;
    if (connection === undefined) return;
    this._port.later(connection, action, when);
    this._close('terminal');
  }
}
