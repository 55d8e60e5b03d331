/** The page: panes around the machine of one session. */
import type { ConnectionSnapshot } from '../../src/index.ts';
import type { ComparePane } from '../parts/compare/compare-pane.ts';
import type { EditorPane } from '../parts/editor/editor-pane.ts';
import { Keys } from './keys.ts';
import { lazy } from '../kit/lazy.ts';
import { BuffersPane } from '../parts/buffers/buffers.ts';
import { ClientsPane } from '../parts/clients/clients-pane.ts';
import { PhoneTabs } from './phone-tabs.ts';
import { ServerPane } from '../parts/ladder/server.ts';
import { StatusBanner } from './status-banner.ts';
import { TimePane } from '../parts/steps/time.ts';
import type { TimePort } from '../parts/steps/time.ts';
import { TopBar } from './top-bar.ts';
import { Pointing } from './pointing.ts';
import { ResponseAnnouncer } from './response-announcer.ts';
import { Session, otherThan } from '../session/session.ts';
import type { SessionPort } from '../session/session-port.ts';
import { outgrowAddress } from '../session/address.ts';
import { Sharing } from './share/sharing.ts';
import type { PageState } from '../session/store.ts';
import { applyTheme, readTheme } from './theme.ts';
import { takesDatagrams } from '../../src/host/place.ts';
import { turns } from '../kit/turns.ts';

/** One request and its answer are new less often than so many times, each in less than so long a time after another. */
const RUSH = 5;
const CALM_MS = 100;

export class Workbench {
  private readonly _session: Session;
  private readonly _clients: ClientsPane;
  private readonly _buffers: BuffersPane;
  private readonly _server: ServerPane;
  private readonly _time: TimePane;
  private readonly _bar: TopBar;
  private readonly _banner: StatusBanner;
  private readonly _sharing: Sharing;
  private readonly _announcer: ResponseAnnouncer;
  private readonly _quarters = document.createElement('div');
  private _tabs: PhoneTabs | undefined;
  private _keys: Keys | undefined;
  private _editor: EditorPane | undefined;
  /** When something was new, and how often it was in short time. */
  private _shownAt = -Infinity;
  private _rush = 0;
  /** What the time pane shows. */
  private _moment: readonly unknown[] = [];
  private _comparison: ComparePane | undefined;

  /** @param root where the page goes. @param announce tells a screen reader. */
  constructor(root: HTMLElement, announce: (text: string) => void) {
    const theme = readTheme();
    applyTheme(theme);
    this._announcer = new ResponseAnnouncer(announce);
    const session = (this._session = new Session(this._sessionPort()));
    this._sharing = new Sharing({
      boot: () => session.boot(),
      open: (change, opened) => {
        this._sharing.opening.begin(change.source !== undefined);
        session.open(change, opened);
      },
    });
    this._clients = new ClientsPane({
      enter: () => session.enter(),
      mayConnect: () => session.mayConnect(),
      connect: () => session.connect(),
      act: (connection, action) => session.link.client(connection, action),
      later: (connection, action, when) => session.plan(connection, action, when),
      cancel: (id) => session.link.request({ type: 'cancel', id }),
      select: (connection, newest) => session.select(connection, newest),
      unable: (message) => this._unable(message),
    });
    const pointing = this._makePointing();
    this._buffers = new BuffersPane({
      point: (direction, offset) =>
        pointing.point(offset === undefined ? undefined : (links, connection) => links[direction](connection, offset)),
      pick: () => pointing.pick(),
    });
    this._server = new ServerPane(
      (tid) => session.log.colourOf(tid),
      (key) => pointing.point(key === undefined ? undefined : (links, connection) => links.environ(connection, key)),
    );
    for (const { element } of [this._buffers, this._server]) {
      for (const near of ['pointerenter', 'focusin']) element.addEventListener(near, () => pointing.prepare());
    }
    this._time = new TimePane(session.log, { ...timePort(session), unable: (message) => this._unable(message) });
    const boot = (change: Parameters<typeof session.boot>[0]): void => {
      this._bootAnother(change);
      // The button goes; on a touch screen the focus would bring up the keyboard.
      if (!matchMedia('(pointer: coarse)').matches) this._clients.focus();
    };
    this._banner = new StatusBanner({
      restart: () => boot({}),
      edit: () => this._toggleEditor(),
      servePreset: () => boot({ app: session.store.state.options.app, source: undefined }),
    });
    this._bar = this._makeBar();
    this._bar.theme(theme);
    this._place(root);
    this._keys = new Keys(root, (message) => this._unable(message));
    session.store.subscribe((state) => this._show(state));
  }

  /** Opens the terminal, and the machine. */
  start(): void {
    this._clients.open();
    void this._sharing.openAddress().then((isOpen) => {
      if (!isOpen) this._session.boot();
    });
    if (!matchMedia('(pointer: coarse)').matches) this._clients.focus();
  }

  private _sessionPort(): SessionPort {
    const clients = (): ClientsPane => this._clients;
    return {
      forget: (reason) => {
        this._announcer.clear();
        this._sharing.notice.outdate();
        clients().forget(reason);
      },
      hear: (news) => {
        clients().hear(news);
        for (const { client, bytes } of news) this._announcer.hear(client, bytes);
      },
      past: (seen) => clients().past(seen),
      did: (entries) => clients().did(entries),
      planned: (inputs) => clients().planned(inputs),
      release: () => clients().release(),
      drop: () => clients().drop(),
      relive: (entries, reason, future) => {
        this._announcer.clear();
        clients().relive(entries, reason, future);
        this._sharing.opening.lived();
      },
      ended: (message) => this._sharing.opening.failed(message),
      share: (shared, source) => void this._sharing.share(shared, source),
      refused: (message) => this._sharing.refused(message),
      unable: (message) => this._unable(message),
      note: (message) => this._sharing.notice.say(message, 'good'),
    };
  }

  /** The reader wants another machine. */
  private _bootAnother(change: Parameters<Session['boot']>[0]): void {
    outgrowAddress();
    this._sharing.opening.end();
    this._session.boot(change);
  }

  private _unable(message: string): void {
    this._sharing.notice.say(message, 'bad');
  }

  private _makePointing(): Pointing {
    const session = this._session;
    return new Pointing(session.log, {
      connection: () => this._connection,
      mark: (link) => {
        this._buffers.mark(link);
        this._server.mark(link?.environKey);
        this._time.link(link?.step);
      },
      goTo: (cursor) => session.seek(cursor >= session.log.length ? undefined : cursor),
      unable: (message) => this._unable(message),
    });
  }

  private _makeBar(): TopBar {
    return new TopBar({
      boot: (change) => this._bootAnother(change),
      interrupt: () => this._session.interrupt(),
      theme: (theme) => {
        applyTheme(theme);
        this._clients.retheme();
      },
      edit: () => this._toggleEditor(),
      compare: () => this._toggleComparison(),
      share: () => {
        this._sharing.prepare();
        this._session.share();
      },
      keys: () => this._keys?.help(),
    });
  }

  private _place(root: HTMLElement): void {
    const quarters = this._quarters;
    const panes = [this._clients, this._buffers, this._server, this._time];
    quarters.className = 'quarters';
    quarters.append(...panes.map(({ element }) => element));
    // The editor and the comparison lie over the panes.
    const session = this._session;
    this._tabs = new PhoneTabs(quarters, panes, {
      chosen: () => {
        session.store.set({ isEditing: false });
        if (session.store.state.compared !== undefined) session.compare(undefined);
      },
      resume: () => {
        session.seek(undefined);
        session.debugging.resume();
      },
    });
    root.replaceChildren(
      this._bar.element,
      this._banner.element,
      this._sharing.notice.element,
      quarters,
      this._tabs.element,
    );
  }

  private _toggleEditor(): void {
    const { store } = this._session;
    const isEditing = !store.state.isEditing;
    store.set({ isEditing });
    if (!isEditing || this._editor !== undefined) return;
    void lazy.editor().then(
      ({ EditorPane }) => {
        if (this._editor !== undefined) return;
        this._editor = new EditorPane({
          change: (source) => this._session.serve(source),
          close: () => store.set({ isEditing: false }),
        });
        this._quarters.append(this._editor.element);
        this._show(store.state);
        if (!matchMedia('(pointer: coarse)').matches) this._editor.focus();
      },
      () => {
        store.set({ isEditing: false });
        this._unable('The editor could not be loaded.');
      },
    );
  }

  private _toggleComparison(): void {
    const session = this._session;
    const { compared, options } = session.store.state;
    session.compare(compared === undefined ? otherThan(options.server) : undefined);
    // There is room for one of them.
    if (compared === undefined && matchMedia('(max-width: 860px)').matches) session.store.set({ isEditing: false });
    if (compared !== undefined) return;
    if (this._comparison !== undefined) return this._comparison.focus();
    void lazy.comparison().then(
      ({ ComparePane }) => {
        if (this._comparison !== undefined) return;
        this._comparison = new ComparePane({
          close: () => session.compare(undefined),
          choose: (server) => session.compare(server),
          seek: (cursor, other) => session.seekBoth(cursor, other),
        });
        this._quarters.append(this._comparison.element);
        this._comparison.focus();
        this._show(session.store.state);
      },
      () => {
        session.compare(undefined);
        this._unable('The comparison could not be loaded.');
      },
    );
  }

  private _showComparison(state: PageState): void {
    const { compared, comparison, options, shown, otherShown, cursor } = state;
    const isComparing = compared !== undefined && this._comparison !== undefined;
    this._quarters.classList.toggle('is-comparing', isComparing);
    if (!isComparing) return;
    const { log } = this._session;
    const isBusy = comparison === undefined || (comparison.length < log.length && comparison.note === '');
    this._comparison?.update({
      left: options.server,
      log,
      leftShown: shown,
      comparison,
      otherShown,
      cursor,
      isBusy,
    });
  }

  private get _connection(): ConnectionSnapshot | undefined {
    const { shown, connection } = this._session.store.state;
    return shown?.connections.find(({ client }) => client === connection);
  }

  private _show(state: PageState): void {
    const { options, cursor } = state;
    this._bar.update(state);
    const app = state.presets.find(({ name }) => name === options.app)?.title ?? options.app;
    this._banner.update(state, app);
    this._editor?.update(state);
    this._tabs?.update(state.debug.pause);
    this._quarters.classList.toggle('is-editing', state.isEditing && this._editor !== undefined);
    const isRushed = this._isRushed() && cursor === undefined && state.debug.pause === undefined;
    for (const draw of this._parts) {
      if (isRushed) turns.ask(draw);
      else {
        turns.drop(draw);
        draw();
      }
    }
    this._quarters.dataset['ready'] = String(state.ready);
    this._clients.notice(noticeOf(state));
    this._showComparison(state);
  }

  /** Whether there is something new oftener than it can be read. */
  private _isRushed(): boolean {
    const now = performance.now();
    this._rush = now - this._shownAt < CALM_MS ? this._rush + 1 : 0;
    this._shownAt = now;
    return this._rush >= RUSH;
  }

  /** What follows the machine: drawn at once, but in turn when that would be all the time. */
  private readonly _parts: readonly (() => void)[] = [
    () => {
      const { cursor, length, branches, debug, address } = this._session.store.state;
      const { log } = this._session;
      const end = endOf(this._session.store.state);
      const moment = [cursor, length, branches, debug, log.version, end, address];
      if (moment.every((part, place) => part === this._moment[place])) return;
      this._moment = moment;
      const time = log.at((cursor ?? length) - 1)?.time ?? 0;
      this._time.update({ cursor, time, end }, branches, debug);
      this._clients.moment({ cursor, length, time });
      if (address === undefined) return;
      this._clients.takeDatagrams(takesDatagrams(address));
      this._server.takeDatagrams(takesDatagrams(address));
    },
    () => this._buffers.update(this._connection),
    () => {
      const { options, shown, connection, health, failure, cursor, complaints } = this._session.store.state;
      const end = health === 'failed' ? failure : health === 'silent' ? 'It does not answer.' : '';
      this._server.complain(complaints, options.app);
      this._server.update(options.server, shown, connection, cursor === undefined ? end : '');
      this._quarters.dataset['step'] = String(shown?.step ?? 0);
    },
  ];
}

/** What the time pane asks for is the session's, or its debugger's. */
function timePort(session: Session): Omit<TimePort, 'unable'> {
  const { debugging } = session;
  return {
    seek: (cursor) => session.seek(cursor),
    goToBranch: (id) => session.goToBranch(id),
    nameBranch: (id, name) => session.link.request({ type: 'nameBranch', id, name }),
    addBreakpoint: (spec) => debugging.addBreakpoint(spec),
    changeBreakpoint: (id, change) => debugging.changeBreakpoint(id, change),
    removeBreakpoint: (id) => debugging.removeBreakpoint(id),
    pause: () => debugging.pause(),
    resume: () => debugging.resume(),
    step: (move) => debugging.step(move),
    ask: (isAsking) => debugging.ask(isAsking),
    choose: (tid) => debugging.choose(tid),
    names: (tell) => debugging.names(tell),
  };
}

/** How a machine stands that goes no further, or whose server does not; empty for one that lives. */
function endOf({ health, live }: PageState): '' | 'ended' | 'stopped' {
  if (health === 'failed' || health === 'silent') return 'ended';
  return live === undefined || live.processes.some(({ name }) => name === 'server') ? '' : 'stopped';
}

/** What is said of the moment that the panes show, where it is not the live end. */
function noticeOf({ cursor, compared, debug: { pause } }: PageState): string {
  if (pause !== undefined && (cursor === undefined || cursor === pause.step)) {
    // What says so elsewhere, and asks, is under the comparison.
    if (compared === undefined) return 'The machine is paused. What you send waits until it goes on.';
    return pause.choice === undefined
      ? 'The machine is paused: F8 lets it go on. What you send waits.'
      : 'The machine asks who runs next: close the comparison to say so, or F8 for the usual rule.';
  }
  if (cursor === undefined) return '';
  return `The panes show step ${cursor.toLocaleString('en')}. What you send now begins another future there.`;
}
