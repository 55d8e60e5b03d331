/**
 * Parts that come without a press of the reader's. Those that cannot be loaded are named together, in one place, with
 * one offer to try again.
 */
import type { TextKey } from '../texts/sentences.ts';
import type { Scope } from './scope.ts';

/** Shows these sentences, with a button that calls `again`; hides them where there are none. */
export type TellMissing = (missing: readonly TextKey[], again: () => void) => void;

export class LateParts {
  /** What tells the reader. */
  tell: TellMissing = () => undefined;
  private readonly _missing = new Map<TextKey, () => void>();

  /**
   * Loads a part, and uses it once it is there.
   * @param name the sentence that says what is missing.
   */
  load<T>(scope: Scope, name: TextKey, load: () => Promise<T>, use: (part: T) => unknown = () => undefined): void {
    void load().then(
      (part) => {
        if (scope.hasEnded) return;
        if (this._missing.delete(name)) this._tell();
        scope.guard(() => use(part));
      },
      () => {
        // It is told once, until it has been tried again.
        if (scope.hasEnded || this._missing.has(name)) return;
        this._missing.set(name, () => this.load(scope, name, load, use));
        this._tell();
      },
    );
  }

  private _tell(): void {
    this.tell([...this._missing.keys()], () => this._again());
  }

  private _again(): void {
    const missing = [...this._missing.values()];
    this._missing.clear();
    this._tell();
    for (const again of missing) again();
  }
}
