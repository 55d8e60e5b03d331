/** The page's panes around one machine: news go from the worker to the panes, wishes from the panes to the worker. */
import type { ConnectionSnapshot, Scenario } from '../src/index.ts';
import { readDraft } from './editor/drafts.ts';
import type { EditorPane } from './editor/editor-pane.ts';
import type { ByteLink } from './byte-links.ts';
import { ByteLinks } from './byte-links.ts';
import type { AppCode, FromMachine, PresetInfo } from './protocol.ts';
import { MachineLink } from './machine/link.ts';
import { BuffersPane } from './panes/buffers.ts';
import { ClientsPane } from './panes/clients.ts';
import { ServerPane } from './panes/server.ts';
import { StatusBanner } from './panes/status-banner.ts';
import { TimePane } from './panes/time.ts';
import { TopBar } from './panes/top-bar.ts';
import { StepLog } from './step-log.ts';
import { Sharing } from './share/sharing.ts';
import type { PageState } from './store.ts';
import { Store } from './store.ts';
import { applyTheme, readTheme } from './theme.ts';

/** Shown in the list of apps until the worker has told which there are. */
const FIRST_PRESET: PresetInfo = { name: 'hello', title: 'Hello (JSON)', note: '' };

const START: PageState = {
  health: 'starting',
  failure: '',
  options: { server: 'base', app: FIRST_PRESET.name, seed: 0, isListening: true },
  problem: undefined,
  isEditing: false,
  presets: [FIRST_PRESET],
  address: undefined,
  length: 0,
  live: undefined,
  cursor: undefined,
  branches: [],
  isReliving: false,
  shown: undefined,
  connection: undefined,
};

/** How much of the log of a server is shown before that of the next one. */
const KEPT_LOG = 8_000;

interface Boot {
  /** What standard error has shown before, where the server is started again by a change of its app. */
  readonly logBefore?: string;
  /** What the machine is to live through first. */
  readonly scenario?: unknown;
}

type Progress = Extract<FromMachine, { type: 'progress' }>;

export class Workbench {
  private readonly _store = new Store(START);
  private readonly _log = new StepLog();
  private readonly _link = new MachineLink({
    onMessage: (message) => this._hear(message),
    onHealth: (health, failure) => this._store.set({ health, failure }),
  });
  private readonly _clients: ClientsPane;
  private readonly _links = new ByteLinks(this._log);
  private readonly _buffers = new BuffersPane({
    point: (direction, offset) =>
      this._point((connection) => (offset === undefined ? undefined : this._links[direction](connection, offset))),
    pick: () => this._pick(),
  });
  private readonly _server = new ServerPane(
    (tid) => this._log.colourOf(tid),
    (key) => this._point((connection) => (key === undefined ? undefined : this._links.environ(connection, key))),
  );
  private readonly _time = new TimePane(this._log, {
    seek: (cursor) => this._seek(cursor),
    goToBranch: (id) => this._goToBranch(id),
    nameBranch: (id, name) => this._link.nameBranch(id, name),
  });
  private readonly _sharing = new Sharing({
    open: (change, scenario, cursor) => this._open(change, scenario, cursor),
  });
  private readonly _bar: TopBar;
  private readonly _banner = new StatusBanner(() => this._boot({}));
  private readonly _quarters = document.createElement('div');
  /** What belongs to what is pointed at. */
  private _pointed: ByteLink | undefined;
  private _editor: EditorPane | undefined;
  /** The newest wish to boot: an app takes a moment to be compiled. */
  private _bootWish = 0;
  private _connections = 0;
  /** Why the terminals show another past. */
  private _reason = '';
  /** The step that a link points at. */
  private _wanted: number | undefined;
  private readonly _announce: (text: string) => void;
  /** Start of an answer that is not yet told to a screen reader, by connection. */
  private readonly _heard = new Map<number, string>();

  /** @param root where the page goes. @param announce tells a screen reader. */
  constructor(root: HTMLElement, announce: (text: string) => void) {
    this._announce = announce;
    const theme = readTheme();
    applyTheme(theme);
    this._clients = new ClientsPane(this._clientsPort());
    this._bar = new TopBar({
      boot: (change) => this._boot(change),
      theme: (theme) => {
        applyTheme(theme);
        this._clients.retheme();
      },
      edit: () => this._toggleEditor(),
      share: () => this._link.export(),
    });
    this._bar.theme(theme);
    const quarters = this._quarters;
    quarters.className = 'quarters';
    quarters.append(this._clients.element, this._buffers.element, this._server.element, this._time.element);
    root.replaceChildren(
      this._bar.element,
      this._banner.element,
      this._sharing.notice.element,
      quarters,
      this._phoneTabs(quarters),
    );
    this._store.subscribe((state) => this._show(state));
  }

  /** Opens the terminal, and the machine. */
  start(): void {
    this._clients.open();
    void this._sharing.openAddress().then((isOpen) => {
      if (!isOpen) this._boot({ app: FIRST_PRESET.name });
    });
    if (!matchMedia('(pointer: coarse)').matches) this._clients.focus();
  }

  private _clientsPort(): ConstructorParameters<typeof ClientsPane>[0] {
    const store = this._store;
    return {
      enter: () => this._enter(),
      connect: () => {
        const number = this._connections++;
        this._link.client(number, { act: 'connect' });
        return number;
      },
      act: (connection, action) => {
        this._link.client(connection, action);
      },
      select: (connection) => {
        const { connection: before, cursor } = store.state;
        if (connection === before) return;
        store.set({ connection });
        this._link.look(connection);
        if (cursor !== undefined) this._link.seek(cursor);
      },
    };
  }

  /** Something is to be done: in the past another future is made first. */
  private _enter(): 'now' | 'soon' | 'later' {
    const { health, cursor, isReliving, options } = this._store.state;
    if (health !== 'running') return 'later';
    if (isReliving) return 'soon';
    if (cursor === undefined) return 'now';
    if (!options.isListening) {
      // Nothing serves: there is no future to make.
      this._seek(undefined);
      return 'now';
    }
    this._reason = `another future from step ${cursor.toLocaleString('en')}`;
    this._store.set({ isReliving: true });
    this._link.branch(cursor);
    return 'soon';
  }

  /** A machine of a link: it lives the scenario first. */
  private _open(change: Partial<PageState['options']>, scenario: unknown, cursor: number | undefined): void {
    this._reason = 'from a link';
    this._wanted = cursor;
    this._boot(Object.keys(change).length === 0 ? { app: FIRST_PRESET.name } : change, { scenario });
  }

  private _goToBranch(id: number): void {
    const { branches, isReliving } = this._store.state;
    const branch = branches.find((branch) => branch.id === id);
    if (branch === undefined || branch.isCurrent || isReliving) return;
    this._reason = branch.name;
    this._store.set({ isReliving: true });
    this._link.goToBranch(id);
  }

  private _boot(change: Partial<PageState['options']>, { logBefore = '', scenario }: Boot = {}): void {
    const wish = (this._bootWish += 1);
    // Another app: with the reader's changes to it, if there are any.
    const own = change.app !== undefined && !('source' in change) ? { source: readDraft(change.app) } : {};
    const options = { ...this._store.state.options, ...own, ...change };
    const { source } = options;
    if (source === undefined) return this._start(options, { code: undefined, logBefore }, scenario);
    void import('./editor/compile.ts')
      .then(({ compile }) => {
        const compiled = compile(source);
        if (wish !== this._bootWish) return;
        if (typeof compiled === 'string') return this._start(options, { code: compiled, logBefore }, scenario);
        // The server that runs goes on.
        this._store.set({
          problem: compiled,
          options: { ...options, source: this._store.state.options.source ?? source },
        });
        if (this._store.state.health !== 'starting') return;
        this._store.set({ health: 'failed', failure: `The app could not be compiled: ${compiled.message}` });
      })
      .catch(() => this._store.set({ health: 'failed', failure: 'The compiler could not be loaded' }));
  }

  private _start(options: PageState['options'], app: AppCode, scenario: unknown): void {
    this._connections = 0;
    this._heard.clear();
    this._log.clear();
    const { presets, isEditing } = this._store.state;
    this._store.set({ ...START, presets, isEditing, options, isReliving: scenario !== undefined });
    this._clients.forget('the machine was started anew');
    this._link.boot(options, app, scenario);
  }

  private _share(scenario: Scenario): void {
    const { options, cursor } = this._store.state;
    void this._sharing.share({ app: options.app, scenario, cursor }, options.source);
  }

  private _toggleEditor(): void {
    const isEditing = !this._store.state.isEditing;
    this._store.set({ isEditing });
    if (!isEditing || this._editor !== undefined) return;
    void import('./editor/editor-pane.ts').then(({ EditorPane }) => {
      if (this._editor !== undefined) return;
      this._editor = new EditorPane({
        change: (source) => this._serve(source),
        close: () => this._store.set({ isEditing: false }),
      });
      this._quarters.append(this._editor.element);
      this._show(this._store.state);
      if (!matchMedia('(pointer: coarse)').matches) this._editor.focus();
    });
  }

  /** The app has changed: the server starts again with it, as under Werkzeug's reloader. */
  private _serve(source: string | undefined): void {
    const { options, live } = this._store.state;
    const lines = ` * Detected change in '${options.app}.ts', reloading\n * Restarting with stat\n`;
    this._boot({ source }, { logBefore: (live?.log ?? '').slice(-KEPT_LOG) + lines });
  }

  private _hear(message: FromMachine): void {
    switch (message.type) {
      case 'booted':
        return this._store.set({ health: 'running', presets: message.presets });
      case 'progress':
        return this._progress(message);
      case 'snapshot':
        // A late answer: the cursor is at the end again.
        if (this._store.state.cursor === undefined) return;
        return this._store.set({ shown: message.snapshot });
      case 'branched':
        this._log.truncate(message.from);
        return this._store.set({ cursor: undefined, length: message.from, isReliving: true });
      case 'branches':
        return this._store.set({ branches: message.branches });
      case 'history':
        return this._relive(message);
      case 'exported':
        return this._share(message.scenario);
      case 'refused':
        this._store.set({ isReliving: false });
        return this._sharing.refused(message.message);
      case 'problem':
        return this._store.set({ problem: message.problem });
      case 'failed':
        return this._store.set({ health: 'failed', failure: message.message });
      case 'pong':
    }
  }

  private _progress({ steps, snapshot, clients, address }: Progress): void {
    const isFirst = this._log.length === 0;
    this._log.append(steps);
    const live = snapshot ?? this._store.state.live;
    const isLive = this._store.state.cursor === undefined;
    this._store.set({ address, length: this._log.length, live, ...(isLive ? { shown: live } : {}) });
    this._clients.hear(clients);
    for (const { client, bytes } of clients) this._tell(client, bytes);
    if (isFirst) this._clients.release();
  }

  /** The clients have done other things than those seen so far. */
  private _relive({ connections, entries }: Extract<FromMachine, { type: 'history' }>): void {
    this._connections = connections;
    this._heard.clear();
    this._store.set({ isReliving: false });
    this._clients.relive(entries, this._reason);
    this._clients.release();
    if (this._wanted !== undefined && this._wanted < this._log.length) this._seek(this._wanted);
    this._wanted = undefined;
  }

  /** Tells a screen reader the status line of an answer. */
  private _tell(client: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const text = (this._heard.get(client) ?? '') + String.fromCharCode(...bytes.subarray(0, 200));
    const status = /^HTTP\/[\d.]+ (\d{3} [^\r\n]*)\r?\n/.exec(text)?.[1];
    if (status !== undefined) this._announce(`Response: ${status}`);
    this._heard.set(client, status === undefined ? text.slice(0, 400) : '\n');
  }

  private _seek(cursor: number | undefined): void {
    const { live, cursor: before } = this._store.state;
    if (cursor === before) return;
    if (cursor === undefined) return this._store.set({ cursor, shown: live });
    this._store.set({ cursor });
    this._link.seek(cursor);
  }

  private get _connection(): ConnectionSnapshot | undefined {
    const { shown, connection } = this._store.state;
    return shown?.connections.find(({ client }) => client === connection);
  }

  /** Bytes or a key are pointed at: what belongs to them is marked in every pane. */
  private _point(find: (connection: ConnectionSnapshot) => ByteLink | undefined): void {
    const connection = this._connection;
    const link = connection === undefined ? undefined : find(connection);
    if (link === undefined && this._pointed === undefined) return;
    this._pointed = link;
    this._buffers.mark(this._pointed);
    this._server.mark(this._pointed?.environKey);
    this._time.link(this._pointed?.step);
  }

  /** Goes to the step that belongs to what is pointed at. */
  private _pick(): void {
    const step = this._pointed?.step;
    if (step !== undefined) this._seek(step + 1 >= this._log.length ? undefined : step + 1);
  }

  private _show(state: PageState): void {
    const { options, shown, connection, cursor, length } = state;
    this._bar.update(state);
    const app = state.presets.find(({ name }) => name === options.app)?.title ?? options.app;
    this._banner.update(state.health, state.failure, app);
    this._editor?.update(state);
    this._quarters.classList.toggle('is-editing', state.isEditing && this._editor !== undefined);
    this._buffers.update(this._connection);
    this._server.update(options.server, shown, connection);
    this._time.update(cursor, this._log.at((cursor ?? length) - 1)?.time ?? 0, state.branches);
    this._quarters.dataset['step'] = String(shown?.step ?? 0);
    const past = `The panes show step ${(cursor ?? 0).toLocaleString('en')}. What you send now begins another future there.`;
    this._clients.notice(cursor === undefined ? '' : past);
  }

  /** On a phone one pane is seen at a time. */
  private _phoneTabs(quarters: HTMLElement): HTMLElement {
    const nav = document.createElement('nav');
    nav.className = 'phone-tabs';
    nav.setAttribute('aria-label', 'Panes');
    const panes = [this._clients, this._buffers, this._server, this._time];
    const buttons = panes.map(({ element }, at) => {
      const button = document.createElement('button');
      button.textContent = element.getAttribute('aria-label');
      button.addEventListener('click', () => {
        select(at);
        // The editor lies over the panes.
        this._store.set({ isEditing: false });
      });
      return button;
    });
    const select = (chosen: number): void => {
      quarters.dataset['pane'] = String(chosen);
      for (const [at, button] of buttons.entries()) button.setAttribute('aria-pressed', String(at === chosen));
    };
    nav.append(...buttons);
    select(0);
    return nav;
  }
}
