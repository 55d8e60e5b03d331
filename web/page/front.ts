/**
 * How the page opens. A reader who comes for the first time finds one request ready, watches it on its way, and is then
 * offered what to do next. What is folded away stays as the reader left it.
 */
import type { Face } from '../kit/face.ts';
import type { Session } from '../session/session.ts';
import type { Walk } from '../session/walk/walk.ts';
import type { Door } from '../parts/walk/index.ts';
import type { ClientsPane } from './panes/clients-pane.ts';
import { keepOpen, keepVisit, readOpen, wasHere } from './preferences.ts';
import type { Fold } from './preferences.ts';

/** The request of the first walk; Enter adds the empty line. */
export const FIRST_REQUEST: readonly string[] = ['GET /hello?name=you HTTP/1.1', 'Host: localhost'];

/** How the reader has come to the page. */
export interface Arrival {
  /** Whether the document is nothing else, and in no other page. */
  readonly isWhole: boolean;
  /** Whether a link has brought a machine. */
  readonly hasLink: boolean;
}

export interface FrontPort {
  /** Boots another machine. */
  boot(change: Parameters<Session['boot']>[0]): void;
  /** Opens the editor. */
  edit(): void;
  /** Gives the terminal the focus, unless that would bring up a keyboard. */
  focus(): void;
  /** Something was folded, or opened. */
  folded(): void;
}

/** What is offered: nothing before the first walk; then the doors; one door after the second client hangs. */
type Offer = 'none' | 'doors' | 'hangs' | 'served';

export class Front {
  /** Whether the reader has not been here. */
  readonly isFirst: boolean;
  private readonly _open: Record<Fold, boolean>;
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _clients: ClientsPane;
  private readonly _port: FrontPort;
  private _walk: Walk | undefined;
  private _offer: Offer = 'none';

  constructor(
    face: Face,
    session: Session,
    { isWhole, hasLink }: Arrival,
    parts: { clients: ClientsPane; port: FrontPort },
  ) {
    this._face = face;
    this._session = session;
    this._clients = parts.clients;
    this._port = parts.port;
    this.isFirst = isWhole && !hasLink && !wasHere();
    const isAllOpen = !isWhole || hasLink;
    this._open = { lab: isAllOpen || readOpen('lab'), steps: isAllOpen || readOpen('steps') };
    session.select(
      ({ connection }) => connection !== undefined,
      (isConnected) => isConnected && isWhole && keepVisit(),
      face.scope,
    );
    // A machine that stands still is told what to do beside the list.
    session.select(
      ({ debug }) => debug.pause !== undefined || debug.isAsking !== false,
      (stands) => stands && this._unfold('steps'),
      face.scope,
    );
  }

  isOpen(fold: Fold): boolean {
    return this._open[fold];
  }

  toggle(fold: Fold): void {
    this._open[fold] = !this._open[fold];
    keepOpen(fold, this._open[fold]);
    this._port.folded();
  }

  /** The terminals are on the page: writes the first request. */
  prepare(): void {
    if (this.isFirst) this._clients.prepare(FIRST_REQUEST);
  }

  /** The walk is loaded. */
  follow(walk: Walk): void {
    this._walk = walk;
    if (this.isFirst) walk.arm();
    const { scope } = this._face;
    walk.events.on('ended', () => this._offerNext(), scope);
    walk.events.on('changed', () => this._hideFuture(), scope);
    this._face.onKey((event) => this._onKey(event));
    scope.listen(this._clients.element, 'submit', (event) => this._onSubmit(event), { capture: true });
    this._session.on('reset', () => this._withdraw(), scope);
  }

  /** Plays the request that is looked at; sends the first one if there is none. */
  watch(): void {
    const walk = this._walk;
    if (walk === undefined) return;
    const { canPlay, isPlaying } = walk.state;
    if (isPlaying) return walk.finish();
    if (canPlay) return walk.play();
    walk.arm();
    this._clients.prepare([]);
    this._clients.clients.active.sendLines([...FIRST_REQUEST, '']);
    this._port.focus();
  }

  /** The reader writes a request. */
  typeOwn(): void {
    this._walk?.finish();
    this._clients.prepare([]);
    this._port.focus();
  }

  /** Why the second client hangs, and on another server does not: what a reader who has opened it is here to learn. */
  get hangs(): string | undefined {
    if (this._walk?.state.isLive !== true) return undefined;
    const { texts } = this._face;
    const [first] = this._clients.clients.all;
    const { connection } = this._clients.clients.active;
    if (this._offer === 'served') return this._hasAnswer(connection) ? texts.say('walk.served') : undefined;
    if (this._offer !== 'hangs') return undefined;
    const reason = connection === undefined ? undefined : this._session.waits.ofClient(connection, texts.language);
    if (reason === undefined || connection === first?.connection) return reason;
    return texts.say('walk.hangs', { reason, connection: (first?.connection ?? 0) + 1 });
  }

  /** Whether something of an answer has come to a client. */
  private _hasAnswer(connection: number | undefined): boolean {
    const { options, shown } = this._session.state;
    const lanes = shown?.connections.find(({ client }) => client === connection)?.lanes ?? [];
    return options.server === 'threaded' && lanes.some(({ name, bytes }) => name === 'client in' && bytes.length > 0);
  }

  /** What is offered beside the cause of the moment. */
  get doors(): readonly Door[] {
    if (this._walk?.state.isLive !== true) return [];
    const { server } = this._session.state.options;
    switch (this._offer) {
      case 'none':
        return [];
      case 'doors':
        return [
          { name: 'walk.door.back', open: () => this._walk?.previous() },
          ...(server === 'base' ? [{ name: 'walk.door.hang', open: () => this._hang() } as const] : []),
          { name: 'walk.door.app', open: () => this._edit() },
        ];
      case 'hangs':
        return [{ name: 'walk.door.threaded', open: () => this._onThreaded() }];
      case 'served':
        return [{ name: 'walk.door.app', open: () => this._edit() }];
    }
  }

  private _onKey(event: KeyboardEvent): void {
    const { target, key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (key !== 'Enter' || shiftKey || ctrlKey || altKey || metaKey || event.isComposing) return;
    if (target instanceof Element && target.closest('.screen') !== null) this._goOn(event);
  }

  /** Enter in the field, or Send beside it. */
  private _onSubmit(event: Event): void {
    const field = event.target instanceof Element ? event.target.querySelector('.plain-input > input') : null;
    if (field instanceof HTMLInputElement && field.value === '') this._goOn(event);
  }

  /** With nothing written goes on with the walk: at once to its end while it plays, else to the next moment. */
  private _goOn(event: Event): void {
    const { isPlaying, isWalking } = this._walk?.state ?? { isPlaying: false, isWalking: false };
    if ((!isPlaying && !isWalking) || this._clients.hasText) return;
    event.preventDefault();
    event.stopPropagation();
    if (isPlaying) this._walk?.finish();
    else this._walk?.next();
  }

  private _offerNext(): void {
    if (this._offer === 'none') this._offer = 'doors';
    this._walk?.events.emit('changed', undefined);
  }

  private _withdraw(): void {
    if (this._offer === 'hangs') this._offer = 'none';
  }

  /** The client that is there connects and sends nothing; a second one sends a request, and nobody takes it. */
  private _hang(): void {
    const { clients } = this._clients;
    clients.active.connect();
    const second = clients.add();
    clients.activate(second);
    second.sendLines([...FIRST_REQUEST, '']);
    this._offer = 'hangs';
    this._port.focus();
  }

  /** The same on a server with a thread for each connection. */
  private _onThreaded(): void {
    const { clients } = this._clients;
    const once = this._face.scope.child();
    const [first, second] = clients.all;
    this._port.boot({ server: 'threaded' });
    this._session.on(
      'ready',
      () => {
        once.end();
        first?.connect();
        if (second === undefined) return;
        clients.activate(second);
        second.sendLines([...FIRST_REQUEST, '']);
        this._offer = 'served';
      },
      once,
    );
  }

  private _edit(): void {
    this._unfold('lab');
    this._port.edit();
  }

  private _unfold(fold: Fold): void {
    if (!this._open[fold]) this.toggle(fold);
  }

  /** While the walk leads through the past, the terminals show what there was, and what will be sent. */
  private _hideFuture(): void {
    const state = this._walk?.state;
    const hidesFuture = state !== undefined && (state.isPlaying || state.isWalking);
    this._session.future.claim('walk', hidesFuture ? 'answers' : undefined);
    // What is sent while it plays is sent at the live end.
    this._clients.element.classList.toggle('is-played', state?.isPlaying === true);
  }
}
