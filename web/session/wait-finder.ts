/** Finds the waits at a moment that is shown, and says them. Loaded when waits are first wanted. */
import type { Snapshot } from '../../src/index.ts';
import { findWaits } from '../../src/explain/waits/find-waits.ts';
import { WaitHistory } from '../../src/explain/waits/history.ts';
import { WAITS_EN } from '../../src/explain/waits/sentences/en.ts';
import { WAITS_ZH } from '../../src/explain/waits/sentences/zh.ts';
import { waitText } from '../../src/explain/waits/text.ts';
import type { Wait } from '../../src/explain/waits/wait.ts';
import type { Language } from '../texts/texts.ts';
import { descriptorsOfLog } from './log-descriptors.ts';
import type { StepLog } from './log/step-log.ts';

export class WaitFinder {
  private readonly _log: StepLog;
  private _history: WaitHistory;
  private _version: number;
  private _found: { readonly snapshot: Snapshot; readonly waits: readonly Wait[] } | undefined;

  constructor(log: StepLog) {
    this._log = log;
    this._version = log.version;
    this._history = new WaitHistory(descriptorsOfLog(log));
  }

  /** All waits at a snapshot whose steps are in the log. */
  at(snapshot: Snapshot): readonly Wait[] {
    if (this._log.version !== this._version) {
      this._version = this._log.version;
      this._history = new WaitHistory(descriptorsOfLog(this._log));
      this._found = undefined;
    }
    if (this._found?.snapshot === snapshot) return this._found.waits;
    this._history.read(this._log);
    const waits = findWaits(snapshot, this._history);
    this._found = { snapshot, waits };
    return waits;
  }

  text(wait: Wait, language: Language): string {
    return waitText(wait, language === 'zh' ? WAITS_ZH : WAITS_EN);
  }
}
