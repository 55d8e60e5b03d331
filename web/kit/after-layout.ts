/**
 * Work on an element after the page is laid out and before it is painted: reading places or scrolling then forces no
 * second layout.
 */
import type { Scope } from './scope.ts';

export class AfterLayout {
  private _work: (() => void) | undefined;
  private readonly _element: Element;
  private readonly _observer = new ResizeObserver(() => {
    this._observer.disconnect();
    const work = this._work;
    this._work = undefined;
    work?.();
  });

  constructor(element: Element, scope: Scope) {
    this._element = element;
    scope.observe(this._observer);
    scope.onEnd(() => {
      this._work = undefined;
    });
  }

  /** Does `work` in this frame, in place of work that is still pending. */
  do(work: () => void): void {
    this._work = work;
    // An observer that begins to observe is called with the size, changed or not.
    this._observer.disconnect();
    this._observer.observe(this._element);
  }
}
