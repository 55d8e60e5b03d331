/** Work on an element once the page is laid out, before it is painted: to ask where something is, or to scroll, has nothing laid out anew. */
export class AfterLayout {
  private _work: (() => void) | undefined;
  private readonly _element: Element;
  private readonly _observer = new ResizeObserver(() => {
    this._observer.disconnect();
    const work = this._work;
    this._work = undefined;
    work?.();
  });

  constructor(element: Element) {
    this._element = element;
  }

  /** Does `work` in this frame, instead of what was to be done so far. */
  do(work: () => void): void {
    this._work = work;
    // Who begins to look is told of the size, also when it is the same.
    this._observer.disconnect();
    this._observer.observe(this._element);
  }
}
