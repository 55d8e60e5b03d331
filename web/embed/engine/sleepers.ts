/** Lets machines sleep while their elements are out of sight, and wakes them a little before they are seen. */
import type { Scope } from '../../kit/scope.ts';

export interface Sleeper {
  sleep(): void;
  wake(): void;
}

/** How long an element may be out of sight until its machine sleeps: scrolling past wakes and ends nothing. */
const PATIENCE_MS = 2_000;
/** How far from the part of the document that is seen. */
const MARGIN = '200px';

export class Sleepers {
  private readonly _sleepers = new Map<Element, Set<Sleeper>>();
  private readonly _hidden = new Set<Element>();
  private readonly _observer: IntersectionObserver;

  constructor(scope: Scope) {
    this._observer = scope.observe(
      new IntersectionObserver((entries) => entries.forEach((entry) => this._note(entry)), { rootMargin: MARGIN }),
    );
    // One that is busy does not sleep yet: it is asked again.
    scope.interval(() => this._sleepersOf(this._hidden).forEach((sleeper) => sleeper.sleep()), PATIENCE_MS);
  }

  add(element: Element, sleeper: Sleeper, scope: Scope): void {
    const all = this._sleepers.get(element) ?? new Set();
    this._sleepers.set(element, all.add(sleeper));
    this._observer.observe(element);
    scope.onEnd(() => {
      all.delete(sleeper);
      if (all.size > 0) return;
      this._sleepers.delete(element);
      this._hidden.delete(element);
      this._observer.unobserve(element);
    });
  }

  private _note({ target, isIntersecting }: IntersectionObserverEntry): void {
    if (!this._sleepers.has(target)) return;
    if (!isIntersecting) return void this._hidden.add(target);
    this._hidden.delete(target);
    for (const sleeper of this._sleepersOf([target])) sleeper.wake();
  }

  private _sleepersOf(elements: Iterable<Element>): Sleeper[] {
    return [...elements].flatMap((element) => [...(this._sleepers.get(element) ?? [])]);
  }
}
