/**
 * Who owns what must end: listeners, observers, timers, frames, subscriptions and workers are taken through a scope,
 * and end with it. A face of Glaswerk has one scope; each of its parts has a child of it. What fails in the work of a
 * scope is the fault of that scope alone: its caller goes on.
 */

/** Something to be released once. */
export type Release = () => unknown;

/** What observes elements: ResizeObserver, MutationObserver, IntersectionObserver. */
interface Observer {
  disconnect(): void;
}

type KnownEvents = WindowEventMap & DocumentEventMap;

export class Scope {
  private readonly _controller = new AbortController();
  private readonly _releases = new Set<Release>();
  private readonly _parent: Scope | undefined;
  private _takesFault: ((error: unknown) => void) | undefined;
  /** Faults that were reported: what is drawn again and again fails again and again. */
  private readonly _reported = new Set<string>();

  constructor(parent?: Scope) {
    this._parent = parent;
  }

  /** Aborted when the scope ends: `addEventListener(type, listener, { signal })`. */
  get signal(): AbortSignal {
    return this._controller.signal;
  }

  get hasEnded(): boolean {
    return this.signal.aborted;
  }

  /** Calls `release` when the scope ends; at once if it has ended. The result takes it back without calling it. */
  onEnd(release: Release): Release {
    if (this.hasEnded) release();
    else this._releases.add(release);
    return () => void this._releases.delete(release);
  }

  /** Calls `take` with what is thrown in the work of this scope, or of one below it that takes no faults itself. */
  onFault(take: (error: unknown) => void): void {
    this._takesFault = take;
  }

  /** Does work of this scope. What it throws is reported, and does not reach the caller. */
  guard(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Reports what was thrown in the work of this scope, once, and tells who takes its faults. */
  fail(error: unknown): void {
    this._report(error);
    this._hand(error);
  }

  /** Listens to an event of an element, a document, a window, a media query or a port. */
  listen<K extends keyof KnownEvents>(
    target: EventTarget,
    type: K,
    listener: (event: KnownEvents[K]) => unknown,
    options: Omit<AddEventListenerOptions, 'signal'> = {},
  ): void {
    target.addEventListener(type, listener as (event: Event) => void, { ...options, signal: this.signal });
  }

  /** Disconnects an observer at the end. */
  observe<O extends Observer>(observer: O): O {
    this.onEnd(() => observer.disconnect());
    return observer;
  }

  /** Calls `work` after `millis` milliseconds. The result cancels it. */
  timeout(work: () => void, millis: number): Release {
    return this._later(
      (done) => setTimeout(done, millis),
      (timer) => clearTimeout(timer),
      work,
    );
  }

  /** Calls `work` with the next frame. The result cancels it. */
  frame(work: (now: number) => void): Release {
    let time = 0;
    return this._later(
      (done) =>
        requestAnimationFrame((now) => {
          time = now;
          done();
        }),
      (frame) => cancelAnimationFrame(frame),
      () => work(time),
    );
  }

  /** Calls `work` every `millis` milliseconds. The result ends it. */
  interval(work: () => void, millis: number): Release {
    if (this.hasEnded) return NOTHING;
    const timer = setInterval(() => this.guard(work), millis);
    const stop = (): void => clearInterval(timer);
    const forget = this.onEnd(stop);
    return () => {
      forget();
      stop();
    };
  }

  /** A scope that ends with this one, or before it. */
  child(): Scope {
    const child = new Scope(this);
    child.onEnd(this.onEnd(() => child.end()));
    return child;
  }

  /** Releases everything, what was taken last first. Ending it again does nothing. */
  end(): void {
    if (this.hasEnded) return;
    this._controller.abort();
    const releases = [...this._releases].toReversed();
    this._releases.clear();
    for (const release of releases) this.guard(release);
  }

  private _hand(error: unknown): void {
    if (this._takesFault === undefined) this._parent?._hand(error);
    else this._takesFault(error);
  }

  private _report(error: unknown): void {
    if (this._parent !== undefined) return this._parent._report(error);
    const place = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (this._reported.has(place)) return;
    this._reported.add(place);
    reportError(error);
  }

  private _later<T>(start: (done: () => void) => T, cancel: (handle: T) => void, work: () => void): Release {
    if (this.hasEnded) return NOTHING;
    const taken: { forget: Release } = { forget: NOTHING };
    const handle = start(() => {
      taken.forget();
      this.guard(work);
    });
    const stop = (): void => cancel(handle);
    taken.forget = this.onEnd(stop);
    return () => {
      taken.forget();
      stop();
    };
  }
}

const NOTHING: Release = () => undefined;
