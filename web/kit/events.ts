/**
 * Typed events: what happens and is no state. Each listener belongs to a scope, and goes with it; where one fails, the
 * others still hear.
 */
import type { Scope } from './scope.ts';

type Listener<T> = (value: T) => void;

/** @typeParam M the type of the value of each event, by its name. */
export class Events<M> {
  private readonly _listeners: { [K in keyof M]?: Set<Listener<M[K]>> } = {};

  /** Calls `listener` at each such event until the scope ends. */
  on<K extends keyof M>(name: K, listener: (value: M[K]) => unknown, scope: Scope): void {
    const listeners = (this._listeners[name] ??= new Set());
    const tell = (value: M[K]): void => scope.guard(() => listener(value));
    listeners.add(tell);
    scope.onEnd(() => listeners.delete(tell));
  }

  emit<K extends keyof M>(name: K, value: M[K]): void {
    for (const listener of this._listeners[name] ?? []) listener(value);
  }
}
