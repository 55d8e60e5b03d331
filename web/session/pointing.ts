/**
 * What the reader points at in one pane is marked in all of them, with what it was made of and what became of it. The
 * code that finds that is loaded when the pointer or the focus comes near.
 */
import { lazily } from '../kit/lazy.ts';
import type { Release } from '../kit/scope.ts';
import type { StepLog } from './log/step-log.ts';
import type { Pointed, PointedFinder } from './origins/pointed.ts';
import type { Marked, PageState } from './store.ts';

export interface PointingOptions {
  readonly state: () => PageState;
  /** Marks what belongs together; undefined removes the marks. */
  mark(marked: Marked | undefined): void;
  /** Goes to the moment after a step. */
  goTo(cursor: number): void;
  /** Calls `work` once what has happened so far has had its effect. */
  readonly later: (work: () => void) => Release;
  /** The step of a byte that was picked cannot be found, because the code for it could not be loaded. */
  failed(): void;
}

export const loadPointed = lazily(() => import('./origins/pointed.ts'));

export class Pointing {
  private _marked: Marked | undefined;
  private _finder: PointedFinder | undefined;
  private _leaving: Release | undefined;
  private _isLoading = false;
  /** What the reader points at, and while the code is loading whether it was picked. */
  private _pointed: Pointed | undefined;
  private _isPicked = false;
  private readonly _log: StepLog;
  private readonly _options: PointingOptions;

  constructor(log: StepLog, options: PointingOptions) {
    this._log = log;
    this._options = options;
  }

  /** The reader may point at something next: loads what that needs. */
  prepare(): void {
    if (this._finder !== undefined || this._isLoading) return;
    this._isLoading = true;
    void loadPointed().then(
      ({ PointedFinder }) => {
        this._finder = new PointedFinder(this._log, this._options.state);
        this._point(this._pointed);
        if (this._isPicked) this.pick();
      },
      () => {
        this._isLoading = false;
        if (this._isPicked) this._options.failed();
        this._isPicked = false;
      },
    );
  }

  /**
   * Marks what the reader points at; undefined for nothing. Marks go only after what the pointer has reached has had
   * its turn: at once, they would redraw it, and it would never hear of the pointer.
   */
  point(pointed: Pointed | undefined): void {
    this._leaving?.();
    this._leaving = pointed === undefined ? this._options.later(() => this._point(undefined)) : undefined;
    if (pointed !== undefined) this._point(pointed);
  }

  private _point(pointed: Pointed | undefined): void {
    const finder = this._finder;
    if (finder === undefined) {
      // After a tap the finger leaves: what was picked stays pending.
      if (pointed !== undefined || !this._isPicked) this._pointed = pointed;
      return;
    }
    const marked = pointed && finder.find(pointed);
    if (marked === undefined && this._marked === undefined) return;
    this._marked = marked;
    this._options.mark(marked);
  }

  /** Goes to the step that belongs to what the reader points at. */
  pick(): void {
    if (this._finder === undefined) {
      this._isPicked = this._pointed !== undefined;
      this.prepare();
    }
    const step = this._marked?.step;
    if (step !== undefined) this._options.goTo(step + 1);
  }
}
