/** A part of a pane that is loaded when there is something for it to show. */

export class LazyPart<T> {
  private _part: T | undefined;
  private _use: (part: T) => void = () => undefined;
  private _isLoading = false;
  private _isTold = false;
  private readonly _load: () => Promise<T>;
  private readonly _unable: () => void;

  /** @param unable told the first time that it cannot be loaded; with the next news it is tried again. */
  constructor(load: () => Promise<T>, unable: () => void) {
    this._load = load;
    this._unable = unable;
  }

  /** Shows the newest news, once it is there; those that are not `enough` for it to come only when it has come. */
  show(use: (part: T) => void, isEnough: boolean): void {
    this._use = use;
    if (this._part !== undefined) return use(this._part);
    if (!isEnough || this._isLoading) return;
    this._isLoading = true;
    void this._load().then(
      (part) => {
        this._part = part;
        this._use(part);
      },
      () => {
        this._isLoading = false;
        if (!this._isTold) this._unable();
        this._isTold = true;
      },
    );
  }
}
