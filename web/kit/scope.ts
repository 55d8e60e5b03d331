/**
 * Who owns what must end: listeners, observers, timers, frames, subscriptions and workers are taken through a scope,
 * and end with it. A face of Glaswerk has one scope; each of its parts has a child of it.
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
    const timer = setInterval(work, millis);
    const stop = (): void => clearInterval(timer);
    const forget = this.onEnd(stop);
    return () => {
      forget();
      stop();
    };
  }

  /** A scope that ends with this one, or before it. */
  child(): Scope {
    const child = new Scope();
    child.onEnd(this.onEnd(() => child.end()));
    return child;
  }

  /** Releases everything, what was taken last first. Ending it again does nothing. */
  end(): void {
    if (this.hasEnded) return;
    this._controller.abort();
    const releases = [...this._releases].toReversed();
    this._releases.clear();
    for (const release of releases) release();
  }

  private _later<T>(start: (done: () => void) => T, cancel: (handle: T) => void, work: () => void): Release {
    if (this.hasEnded) return NOTHING;
    const taken: { forget: Release } = { forget: NOTHING };
    const handle = start(() => {
      taken.forget();
      work();
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
