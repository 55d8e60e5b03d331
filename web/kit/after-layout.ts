/** Works on an element after layout and before paint: measuring or scrolling then causes no second layout. */
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

  /** Does `work` in this frame, instead of any work that is pending. */
  do(work: () => void): void {
    this._work = work;
    // A new observation reports the size, even if it is the same.
    this._observer.disconnect();
    this._observer.observe(this._element);
  }
}
