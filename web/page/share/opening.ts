/**
 * From a link to the first picture of its machine: whatever goes wrong on that way is told, and ends in a fresh
 * machine. A worker that fails is replaced. Where the page itself has thrown, nobody knows what it has drawn by half:
 * it is loaded again, without the link.
 */
import type { Release, Scope } from '../../kit/scope.ts';

/** So long after its machine has caught up, what the page throws is taken for the link's fault. */
const SETTLE_MS = 1_000;
/** Under this name the page keeps what it has to say after it was loaded again. */
const FAULT = 'glaswerkLinkFault';

export class Opening {
  private readonly _scope: Scope;
  private readonly _giveUp: (message: string) => void;
  private _isReplaying = false;
  private _isWatching = false;
  private _hasCode = false;
  private _settling: Release | undefined;

  /** @param giveUp puts a fresh machine in the place of the one that did not come. */
  constructor(scope: Scope, giveUp: (message: string) => void) {
    this._scope = scope;
    this._giveUp = giveUp;
    scope.listen(window, 'error', (event: ErrorEvent) => this._thrown(event, event.error));
    scope.listen(window, 'unhandledrejection', (event: PromiseRejectionEvent) => this._thrown(event, event.reason));
  }

  /** A machine of a link is to be made. @param hasCode the link has brought its app, and the reader has let it run. */
  begin(hasCode: boolean): void {
    this._settling?.();
    this._isReplaying = true;
    this._isWatching = true;
    this._hasCode = hasCode;
  }

  /** The machine has replayed what the link holds; it is drawn next. */
  replayed(): void {
    if (!this._isReplaying) return;
    this._isReplaying = false;
    this._settling = this._scope.timeout(() => this.end(), SETTLE_MS);
  }

  /** There is another machine, or none of the link any more. */
  end(): void {
    this._settling?.();
    this._isReplaying = false;
    this._isWatching = false;
  }

  /**
   * The worker has ended. Answers whether that is dealt with here. An app that a reader has let run, and that is at
   * fault, is left to the banner: from there it can be edited.
   */
  failed(message: string): boolean {
    if (!this._isReplaying || this._hasCode) return false;
    this.end();
    this._giveUp(message);
    return true;
  }

  /** What this page said before it was loaded again; undefined when it did not. */
  takeFault(): string | undefined {
    const state: unknown = history.state;
    if (typeof state !== 'object' || state === null || !(FAULT in state)) return undefined;
    history.replaceState(null, '');
    return String(state[FAULT]);
  }

  private _thrown(event: Event, error: unknown): void {
    // What has no error object is a note of the browser, or comes from an extension.
    if (!this._isWatching || !(error instanceof Error)) return;
    event.preventDefault();
    this.end();
    history.replaceState(
      { [FAULT]: `${error.name}: ${error.message}`.slice(0, 500) },
      '',
      location.pathname + location.search,
    );
    location.reload();
  }
}
