/** What the page shows, in one place: a value that is replaced, never changed, and those who want to know. */
import type { Snapshot } from '../../src/index.ts';
import { onChange } from '../kit/on-change.ts';
import type { Release, Scope } from '../kit/scope.ts';
import type { ByteLink } from './byte-links.ts';
import type { Stream } from './lanes.ts';
import { NO_DEBUG } from './debug/state.ts';
import type { DebugState } from './debug/state.ts';
import type { SessionNotice } from './notices.ts';
import type {
  BootOptions,
  BranchInfo,
  Comparison,
  PlannedInfo,
  PresetInfo,
  ServerKind,
} from '../../src/host/protocol.ts';
import type { AppProblem, ComplaintInfo } from '../../src/host/app-faults.ts';

/** `silent`: the worker has not answered for a while; `failed`: it has told why, or died. */
export type Health = 'starting' | 'running' | 'silent' | 'failed';

/** What is wrong with the reader's app, and on which line of its source. */
export interface PageProblem extends Pick<AppProblem, 'when' | 'line'> {
  readonly notice: SessionNotice;
}

/** What belongs together: bytes in each stream, and what was made of them or made them. */
export interface Marks extends Readonly<Partial<Record<Stream, { readonly from: number; readonly to: number }>>> {
  readonly environKeys: readonly string[];
  /** Names of attributes of the handler, and of headers that its app has set. */
  readonly values: readonly string[];
  /** Lines of the log, from 0. */
  readonly logLines: readonly number[];
  /** When it happened. */
  readonly step: number | undefined;
}

/** What belongs to something that is pointed at. */
export interface Marked extends Marks {
  /** The bytes of it, if there are any. */
  readonly link: ByteLink | undefined;
}

export interface PageState {
  readonly health: Health;
  readonly failure: SessionNotice | undefined;
  /** What the machine was booted with; `source` is the reader's app, if it is not a preset as it comes. */
  readonly options: BootOptions;
  /**
   * The source that a link has brought, which the reader's changes to the app are changes of; undefined for those of
   * the preset.
   */
  readonly linked: string | undefined;
  /** What is wrong with the reader's app, as far as is known. */
  readonly problem: PageProblem | undefined;
  /** What the app did wrong in requests, oldest first. */
  readonly complaints: readonly ComplaintInfo[];
  /** Whether the editor is open. */
  readonly isEditing: boolean;
  readonly presets: readonly PresetInfo[];
  /** Where the server listens, `127.0.0.1:5000`. */
  readonly address: string | undefined;
  /** How many steps the log has. */
  readonly length: number;
  /** To how many steps of a long log, the first ones, the way is short. */
  readonly ready: number;
  /** The machine at the end of its log. */
  readonly live: Snapshot | undefined;
  /** How many steps of the log have happened in what is shown; undefined follows the live end. */
  readonly cursor: number | undefined;
  /** Whether clients show what they had done by the moment that is shown, and nothing of what follows. */
  readonly hidesFuture: boolean;
  /** If they do: whether also what was sent before the next answer. */
  readonly hidesSent: boolean;
  /** How many steps are shown at most, anywhere; undefined when none is hidden. */
  readonly hiddenFrom: number | undefined;
  /** The branches of the machine; empty while it has one only. */
  readonly branches: readonly BranchInfo[];
  /** Another branch, or the machine of a link, is being replayed: typed text waits for it. */
  readonly isReplaying: boolean;
  /** Breakpoints, and why the machine stands still. */
  readonly debug: DebugState;
  /** What clients are to do later. */
  readonly planned: readonly PlannedInfo[];
  /** The server that another machine compares with this one; undefined while none does. */
  readonly compared: ServerKind | undefined;
  /** How the compared machine performed the same inputs; undefined until it has. */
  readonly comparison: Comparison | undefined;
  /** The other machine at the cursor that both share. */
  readonly otherShown: Snapshot | undefined;
  /** The machine as the panes show it. */
  readonly shown: Snapshot | undefined;
  /** What is pointed at, and what belongs to it. */
  readonly marked: Marked | undefined;
  /** What belongs to the thing whose origin is asked, where nothing is pointed at. */
  readonly asked: Marks | undefined;
  /** The connection whose bytes and handler are shown. */
  readonly connection: number | undefined;
}

/** The app of the first machine; shown alone in the list of apps until the host has told which there are. */
export const FIRST_APP = 'hello';
const FIRST_PRESET: PresetInfo = { name: FIRST_APP, title: 'Hello (JSON)', note: '' };

/** Before the first machine. */
export const START: PageState = {
  health: 'starting',
  failure: undefined,
  options: { server: 'base', app: FIRST_APP, seed: 0 },
  linked: undefined,
  problem: undefined,
  complaints: [],
  isEditing: false,
  presets: [FIRST_PRESET],
  address: undefined,
  length: 0,
  ready: 0,
  live: undefined,
  cursor: undefined,
  hidesFuture: false,
  hidesSent: false,
  hiddenFrom: undefined,
  branches: [],
  isReplaying: false,
  debug: NO_DEBUG,
  planned: [],
  compared: undefined,
  comparison: undefined,
  otherShown: undefined,
  shown: undefined,
  marked: undefined,
  asked: undefined,
  connection: undefined,
};

/** How long what is held waits for its answer. */
const PATIENCE_MS = 12;

/**
 * Holds the state and tells subscribers, however often it was set: at the end of the task at first, then at most once
 * in each frame. A page that draws more often than it is painted has no time left. Where a subscriber fails, the others
 * are still told.
 */
export class Store {
  private _state: PageState;
  private readonly _listeners = new Set<(state: PageState) => void>();
  private _isScheduled = false;
  /** Something has been told since the last frame. */
  private _hasTold = false;
  /** Takes back that what is held is told alone. */
  private _held: Release | undefined;
  private readonly _scope: Scope;

  constructor(state: PageState, scope: Scope) {
    this._state = state;
    this._scope = scope;
  }

  get state(): PageState {
    return this._state;
  }

  /**
   * @param isAwaited true for what the reader waits for: it is told at once, also when there was something in this
   * frame.
   */
  set(change: Partial<PageState>, isAwaited = false): void {
    this._state = { ...this._state, ...change };
    if (this._isScheduled && !isAwaited) return;
    this._isScheduled = true;
    if (!this._hasTold || isAwaited) queueMicrotask(() => this._tell());
  }

  /**
   * Sets what an answer is on its way for, which takes a millisecond or two as a rule: it is told with the answer, or
   * alone when that takes longer. Drawn at once, it would be drawn twice; and what comes from a worker waits for a
   * frame that a key has made necessary.
   */
  hold(change: Partial<PageState>): void {
    this._state = { ...this._state, ...change };
    this._held ??= this._scope.timeout(() => this.set({}), PATIENCE_MS);
  }

  /**
   * Sets what the machine has done by itself: it is told with what else is told, or after the next frame. That frame is
   * for what a reader waits for, the keys that were typed and the bytes that came.
   */
  follow(change: Partial<PageState>): void {
    this._state = { ...this._state, ...change };
    this._held ??= this._scope.frame(() => {
      // A task of its own: in the frame's it would come before what is painted.
      this._held = this._scope.timeout(() => this.set({}), 0);
    });
  }

  /**
   * Calls `show` with what `pick` takes of the state: now, and whenever that has changed. An array has changed when one
   * of its values has.
   */
  select<T>(pick: (state: PageState) => T, show: (value: T) => unknown, scope: Scope): void {
    const listener = onChange(pick, show);
    const tell = (state: PageState): void => scope.guard(() => listener(state));
    this._listeners.add(tell);
    scope.onEnd(() => this._listeners.delete(tell));
    listener(this._state);
  }

  private _tell(): void {
    if (!this._isScheduled || this._scope.hasEnded) return;
    this._isScheduled = false;
    this._hasTold = true;
    this._held?.();
    this._held = undefined;
    for (const listener of this._listeners) listener(this._state);
    this._scope.frame(() => {
      this._hasTold = false;
      this._tell();
    });
  }
}
