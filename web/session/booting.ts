/** Booting machines: of a preset, of the reader's app, of a share link. */
import type { AppCode } from '../../src/host/protocol.ts';
import { lazily } from '../kit/lazy.ts';
import type { Boot, Opened } from './boot-options.ts';
import type { Branching } from './branching.ts';
import type { Comparing } from './comparing.ts';
import type { Connections } from './connections.ts';
import type { Core } from './core.ts';
import type { Cursor } from './cursor.ts';
import type { Debugging } from './debug/debugging.ts';
import type { Drafts } from './drafts.ts';
import { noticed } from './notices.ts';
import type { Settling } from './settling.ts';
import { FIRST_APP, START } from './store.ts';
import type { PageState } from './store.ts';

/** How many characters of a server's log are shown before the log of the next one. */
const KEPT_LOG = 8_000;

export const loadCompiler = lazily(() => import('./compile.ts'));

/** The slices that a new machine concerns. */
export interface Booted {
  readonly branching: Branching;
  readonly comparing: Comparing;
  readonly connections: Connections;
  readonly cursor: Cursor;
  readonly debugging: Debugging;
  readonly settling: Settling;
}

export class Booting {
  private readonly _core: Core;
  private readonly _drafts: Drafts;
  private readonly _slices: Booted;
  /** Numbers the requests: compiling takes a while, and only the newest one counts. */
  private _request = 0;

  constructor(core: Core, drafts: Drafts, slices: Booted) {
    this._core = core;
    this._drafts = drafts;
    this._slices = slices;
  }

  /**
   * Boots a machine with these options changed. Another app comes with the reader's changes to it, if there are any.
   */
  boot(change: Partial<PageState['options']> = { app: FIRST_APP }, boot: Boot = {}): void {
    const request = (this._request += 1);
    const { store } = this._core;
    this._slices.settling.booting();
    const own = change.app !== undefined && !('source' in change) ? { source: this._drafts.read(change.app) } : {};
    const options = { ...store.state.options, ...own, ...change };
    const { source } = options;
    const { logBefore = '', scenario, isOwn = false } = boot;
    // A link's app is not the reader's version of the preset.
    if (change.app !== undefined) store.set({ linked: scenario === undefined || isOwn ? undefined : source });
    if (source === undefined) return this._start(options, { code: undefined, logBefore }, boot);
    void loadCompiler()
      .then(({ compile }) => {
        const compiled = compile(source);
        if (request !== this._request) return;
        if (typeof compiled === 'string') return this._start(options, { code: compiled, logBefore }, boot);
        // The server that runs goes on.
        const { when, line, message } = compiled;
        const problem = { when, line, notice: { code: 'error', values: { message } } } as const;
        store.set({ problem, options: { ...options, source: store.state.options.source ?? source } });
        if (store.state.health === 'starting') {
          store.set({ health: 'failed', failure: noticed('appNotCompiled', { message }) });
        }
        this._slices.settling.ended();
      })
      .catch(() => {
        store.set({ health: 'failed', failure: noticed('compilerMissing', {}) });
        this._slices.settling.ended();
      });
  }

  /** Boots the machine of a share link, which replays the scenario first. */
  open(change: Partial<PageState['options']>, opened: Opened): void {
    const { scenario, cursor, held, breakpoints, isAsking, isOwn, isExample = false } = opened;
    this._slices.branching.open(isExample);
    this._slices.cursor.linked = cursor === held?.step ? undefined : cursor;
    this._slices.debugging.adopt(breakpoints, isAsking);
    this.boot(change, { scenario, held, isOwn });
  }

  /** The app has changed: the server starts again with it, like Werkzeug's reloader. */
  serve(source: string | undefined): void {
    this._core.events.emit('changed', undefined);
    const { options, live } = this._core.store.state;
    const lines = ` * Detected change in '${options.app}.ts', reloading\n * Restarting with stat\n`;
    this.boot({ source }, { logBefore: (live?.log ?? '').slice(-KEPT_LOG) + lines });
  }

  private _start(options: PageState['options'], app: AppCode, { scenario, held }: Boot): void {
    const { store, log, events, link } = this._core;
    const { connections, cursor, debugging, comparing, settling } = this._slices;
    connections.reset(0);
    cursor.reset();
    log.clear();
    const { presets, isEditing, linked, compared, hidesFuture, hidesSent, hiddenFrom } = store.state;
    const { specs: breakpoints, state: debug } = debugging.restart();
    const isReplaying = scenario !== undefined;
    const hidden = { hidesFuture, hidesSent, hiddenFrom };
    store.set({ ...START, presets, isEditing, linked, options, debug, isReplaying, ...hidden });
    events.emit('planned', []);
    events.emit('reset', noticed('machineReplaced', {}));
    link.boot({ options, app, scenario, pauseAt: held, breakpoints, isAsking: debug.isAsking });
    settling.booted();
    if (compared !== undefined) comparing.restart(compared, options.server);
  }
}
