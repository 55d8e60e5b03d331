/** Who waits for what at the moment that is shown, in words; none until the code for it is loaded. */
import { Events } from '../kit/events.ts';
import { lazily } from '../kit/lazy.ts';
import type { Language } from '../texts/texts.ts';
import type { StepLog } from './log/step-log.ts';
import type { Store } from './store.ts';
import type { WaitFinder } from './wait-finder.ts';

export const loadWaits = lazily(() => import('./wait-finder.ts'));

/** Of a client that the server has not accepted. */
const BEFORE_ACCEPT = /^client\.(travel|full|not_accepted|accepting)$/;

export class Waits {
  /** The code has come, or cannot be loaded; that is tried again by `load`, and when it is wanted the next time. */
  readonly events = new Events<{ ready: undefined; missing: undefined }>();
  private readonly _store: Store;
  private readonly _log: StepLog;
  private _finder: WaitFinder | undefined;
  private _isAsked = false;
  private _told: number | undefined;

  constructor(store: Store, log: StepLog) {
    this._store = store;
    this._log = log;
  }

  /** Why a client waits, by its number from 0; undefined when it does not. */
  ofClient(client: number, language: Language): string | undefined {
    return this._text(language, ({ who, code }) => who.client === client && code !== 'client.ended');
  }

  /** Why a client that is not accepted yet waits. */
  beforeAccept(client: number, language: Language): string | undefined {
    return this._text(language, ({ who, code }) => who.client === client && BEFORE_ACCEPT.test(code));
  }

  /** The client whose wait is told beside the walk, and needs not be told again. */
  get told(): number | undefined {
    return this._told;
  }

  set told(client: number | undefined) {
    if (client === this._told) return;
    this._told = client;
    this.events.emit('ready', undefined);
  }

  /** Why a thread waits. */
  ofThread(tid: number, language: Language): string | undefined {
    return this._text(language, ({ who }) => who.tid === tid);
  }

  private _text(language: Language, isIt: (wait: ReturnType<WaitFinder['at']>[number]) => boolean): string | undefined {
    const finder = this._finder;
    const { shown } = this._store.state;
    if (finder === undefined) this._want();
    // A snapshot that is ahead of its rows is drawn again once they are there.
    if (finder === undefined || shown === undefined || shown.step > this._log.length) return undefined;
    const wait = finder.at(shown).find(isIt);
    return wait === undefined ? undefined : finder.text(wait, language);
  }

  /** Loads the code. */
  async load(): Promise<void> {
    const { WaitFinder } = await loadWaits();
    this._finder ??= new WaitFinder(this._log);
    this.events.emit('ready', undefined);
  }

  private _want(): void {
    if (this._isAsked) return;
    this._isAsked = true;
    this.load().catch(() => {
      this._isAsked = false;
      this.events.emit('missing', undefined);
    });
  }
}
