/** Calls predicates of the user while a machine runs. */
import { setRunning } from '../../kernel/running.ts';

/**
 * A predicate of the user. The first time it throws counts as a hit, so that the machine stops there; it is not called
 * again. It is not part of an app: no machine counts as running while it is called, so that it may run other machines.
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

  /** Rethrows the error of the predicate, if it threw. */
  check(): void {
    if (this._thrown !== undefined) throw this._thrown.error;
  }
}
