/**
 * The moments of a session's log, found as it grows. The finder is loaded when the moments are first wanted, and reads
 * a long log in portions.
 */
import type { MomentFinder } from '../../src/explain/moments/find-moments.ts';
import type { Moment } from '../../src/explain/moments/moment.ts';
import { Events } from '../kit/events.ts';
import { lazily } from '../kit/lazy.ts';
import type { Scope } from '../kit/scope.ts';
import { Causes } from './causes.ts';
import type { StepLog } from './log/step-log.ts';

export const loadFinder = lazily(() => import('../../src/explain/moments/find-moments.ts'));

/** How many rows are read at a time; the rest waits for the next frame. */
const PORTION = 20_000;

export class Moments {
  readonly events = new Events<{ changed: undefined }>();
  readonly causes = new Causes();
  private readonly _log: StepLog;
  private readonly _scope: Scope;
  private _finder: MomentFinder | undefined;
  private _make: (() => MomentFinder) | undefined;
  private _version = 0;
  private _isWaiting = false;

  constructor(log: StepLog, scope: Scope) {
    this._log = log;
    this._scope = scope;
    log.find = (pattern, from) => this._find(pattern, from);
    this.causes.events.on('changed', () => this._changed(0), scope);
  }

  /** All that were found so far, by step. */
  get list(): readonly Moment[] {
    return this._finder?.moments ?? [];
  }

  /** Those that are not hidden. */
  get shown(): readonly Moment[] {
    const { shown, length } = this._log;
    return shown === length ? this.list : this.list.slice(0, this._placeOf(shown));
  }

  /** Those of one connection, by the number of its client from 0; undefined for those of no connection. */
  of(client: number | undefined): readonly Moment[] {
    return this.shown.filter((moment) => moment.client === client);
  }

  /** The last one that has happened where the log has `cursor` steps. */
  at(cursor: number): Moment | undefined {
    return this.list.findLast(({ step }) => step < cursor);
  }

  /** Those that are seen best at a step. */
  ofStep(number: number): readonly Moment[] {
    const { list } = this;
    const found: Moment[] = [];
    for (let place = this._placeOf(number); list[place]?.step === number; place += 1) found.push(list[place] as Moment);
    return found;
  }

  /** Loads the finder. Until then there are no moments. */
  async load(): Promise<void> {
    const { MomentFinder } = await loadFinder();
    this._make = () => new MomentFinder();
    this.update();
  }

  /** The log has changed: reads what is new. */
  update(): void {
    if (this._make === undefined) return;
    const log = this._log;
    const before = this._finder?.length;
    if (this._finder === undefined || log.version > this._version + 1) this._finder = this._make();
    else if (log.version === this._version + 1) this._finder.truncate(log.cut);
    const hasForgotten = log.version !== this._version;
    this._version = log.version;
    const until = Math.min(log.length, this._finder.length + PORTION);
    for (let number = this._finder.length; number < until; number += 1) {
      const row = log.at(number);
      if (row !== undefined) this._finder.add(row);
    }
    if (until < log.length) this._goOn();
    if (hasForgotten || before !== until) this._changed(hasForgotten ? 0 : (before ?? 0));
  }

  /** There are other moments from a step on, or they are called otherwise. */
  private _changed(from: number): void {
    this._log.searchFrom(from);
    this.events.emit('changed', undefined);
  }

  /** The steps from `from` on of moments with that in their name, or in the sentence that says why they come. */
  private _find(pattern: RegExp, from: number): readonly number[] {
    const later = this.list.slice(this._placeOf(from));
    return later.filter((moment) => this._isFound(moment, pattern)).map(({ step }) => step);
  }

  /** A name of a method alone is looked for in the log: sentences name methods that come later, or not at all. */
  private _isFound(moment: Moment, pattern: RegExp): boolean {
    const sentence = this.causes.of(moment) ?? '';
    const said = /\s/.test(pattern.source) ? sentence.replaceAll('`', '') : sentence.replaceAll(/`[^`]*`/g, '…');
    return moment.name.search(pattern) >= 0 || said.search(pattern) >= 0;
  }

  /** The place of the first moment at a step or later. */
  private _placeOf(step: number): number {
    const { list } = this;
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.step ?? 0) < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private _goOn(): void {
    if (this._isWaiting) return;
    this._isWaiting = true;
    this._scope.frame(() => {
      this._isWaiting = false;
      this.update();
    });
  }
}
