/** Python's names of all mirrored methods. The machine is asked for them once, when the first part needs them. */

type Listener = (names: readonly string[] | undefined) => void;

export class MethodNames {
  private _names: readonly string[] | undefined;
  private _waiting: Listener[] = [];
  private readonly _ask: () => boolean;

  /** @param ask asks the machine; returns false if there is no machine to ask. */
  constructor(ask: () => boolean) {
    this._ask = ask;
  }

  /**
   * Calls `listener` with the names, once they are known; before that with undefined if the machine cannot send them
   * now.
   */
  get(listener: Listener): void {
    if (this._names !== undefined) return listener(this._names);
    this._waiting.push(listener);
    if (!this._ask()) listener(undefined);
  }

  /** The machine has sent the names; undefined when it has ended. */
  arrived(names: readonly string[] | undefined): void {
    this._names ??= names;
    for (const listener of this._waiting) listener(names);
    if (names !== undefined) this._waiting = [];
  }

  /** Another machine runs: it does not know what the previous one was asked. */
  booted(): void {
    if (this._waiting.length > 0) this._ask();
  }
}
