/** Asking the reader's predicates while a machine runs. */
import { setRunning } from '../../kernel/running.ts';

/**
 * A predicate of the reader's. The first time that it throws counts as a hit, so that the machine stops there; it is not asked again.
 * It is no part of an app: while it is asked no machine has the processor, so that it may run others.
 */
export class Predicate<A extends readonly unknown[]> {
  private readonly _ask: (...args: A) => unknown;
  private _thrown: { readonly error: unknown } | undefined;

  constructor(ask: (...args: A) => unknown) {
    this._ask = ask;
  }

  readonly holds = (...args: A): boolean => {
    if (this._thrown !== undefined) return true;
    const before = setRunning(undefined);
    try {
      return Boolean(this._ask(...args));
    } catch (error) {
      this._thrown = { error };
      return true;
    } finally {
      setRunning(before);
    }
  };

  /** Throws what the predicate has thrown, as it is. */
  check(): void {
    if (this._thrown !== undefined) throw this._thrown.error;
  }
}
