/** Planning: the panel, which is loaded when it is first opened, and the focus that it gives back. */
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import type { Clients } from '../../session/clients/clients.ts';
import type { Session } from '../../session/session.ts';
import type { LaterPlan, Moment } from './later-draft.ts';
import type { LaterPanel } from './later-panel.ts';

/** What gets the focus after the panel was opened or closed. */
export type PlanningFocus = 'terminal' | 'button' | 'panel';

/** What is around the panel. */
export interface PlanningFrame {
  /** Where the panel goes. */
  readonly place: HTMLElement;
  /** The panel was opened or closed. */
  onToggle(focus: PlanningFocus): void;
}

export const loadLaterPanel = lazily(() => import('./later-panel.ts'));

export class Planning {
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _clients: Clients;
  private readonly _frame: PlanningFrame;
  private _panel: LaterPanel | undefined;
  private _isOpen = false;

  constructor(face: Face, session: Session, clients: Clients, frame: PlanningFrame) {
    this._face = face;
    this._session = session;
    this._clients = clients;
    this._frame = frame;
    clients.events.on('replaced', () => this._closeForAnother(), face.scope);
    session.select(
      ({ cursor, length }) => [cursor, length],
      () => this.update(),
      face.scope,
    );
  }

  get isOpen(): boolean {
    return this._isOpen;
  }

  toggle(): void {
    if (this._isOpen) return this._close('button');
    if (this._panel !== undefined) return this._open(this._panel);
    void loadLaterPanel().then(
      ({ LaterPanel }) => {
        if (this._face.scope.hasEnded || this._isOpen) return;
        this._panel ??= new LaterPanel(this._face, {
          client: () => this._clients.active,
          moment: () => this._moment,
          plan: (plan) => this._plan(plan),
          connect: () => this._connect(),
          close: () => this._close('button'),
        });
        this._open(this._panel);
      },
      () => this._session.events.emit('rejected', this._face.texts.say('clients.later.failed')),
    );
  }

  /** Redraws the panel: something about the clients has changed. */
  update(): void {
    if (this._isOpen) this._panel?.update();
  }

  private get _moment(): Moment {
    const { log, state } = this._session;
    const { cursor, length } = state;
    return { cursor, length, end: log.at(length - 1)?.time ?? 0, since: this._clients.active.since };
  }

  /** The panel belongs to the machine that was. What was typed stays in it. */
  private _closeForAnother(): void {
    if (!this._isOpen) return;
    const hasFocus = this._panel?.element.contains(this._face.activeElement) === true;
    this._close(hasFocus ? 'terminal' : 'panel');
  }

  private _open(panel: LaterPanel): void {
    this._isOpen = true;
    panel.update();
    this._frame.place.append(panel.element);
    panel.focus();
    this._frame.onToggle('panel');
  }

  private _close(focus: PlanningFocus): void {
    this._isOpen = false;
    this._panel?.element.remove();
    this._frame.onToggle(focus);
  }

  private _connect(): void {
    this._clients.active.connect();
    this.update();
    this._panel?.focus();
  }

  private _plan({ action, when }: LaterPlan): void {
    this._clients.plan(action, when);
    this._close('terminal');
  }
}
