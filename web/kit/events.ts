/** Typed events: what happens and is no state. Each listener belongs to a scope, and goes with it. */
import type { Scope } from './scope.ts';

type Listener<T> = (value: T) => unknown;

/** @typeParam M the type of the value of each event, by its name. */
export class Events<M> {
  private readonly _listeners: { [K in keyof M]?: Set<Listener<M[K]>> } = {};

  /** Calls `listener` at each such event until the scope ends. */
  on<K extends keyof M>(name: K, listener: Listener<M[K]>, scope: Scope): void {
    const listeners = (this._listeners[name] ??= new Set());
    listeners.add(listener);
    scope.onEnd(() => listeners.delete(listener));
  }

  emit<K extends keyof M>(name: K, value: M[K]): void {
    for (const listener of this._listeners[name] ?? []) listener(value);
  }
}
