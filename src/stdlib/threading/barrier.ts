/** A point where threads wait until all of them have arrived. Mirrors `threading.Barrier`. */
import type { Sys } from '../../kernel/sys.ts';
import { registerClass } from '../../python/classes.ts';
import { RuntimeError } from '../../python/errors.ts';
import { isGenerator } from '../../python/iterate.ts';
import { ADDRESS, fullTypeName } from '../../python/repr.ts';
import { withManager } from '../../python/with.ts';
import { Condition } from './condition.ts';
import { Lock } from './lock.ts';

/** Raised when a barrier is broken, or breaks. @python threading.BrokenBarrierError */
export class BrokenBarrierError extends RuntimeError {
  static override readonly name: string = 'BrokenBarrierError';
  static override readonly module: string = 'threading';
}

type State = 'filling' | 'draining' | 'resetting' | 'broken';

/** Releases threads only when `parties` of them wait; reusable. @python threading.Barrier */
export class Barrier {
  /** @internal */
  readonly _cond = new Condition(new Lock());
  /** @internal */
  _state: State = 'filling';
  /** @internal */
  _count = 0;
  private readonly _parties: number;
  private readonly _action: (() => void | Sys<void>) | undefined;
  private readonly _timeout: number | undefined;

  /** The last thread to arrive runs `action`; `timeout` is the default limit of `wait`, in seconds. */
  constructor(parties: number, action?: () => void | Sys<void>, timeout?: number) {
    this._parties = parties;
    this._action = action;
    this._timeout = timeout;
  }

  __repr__(): string {
    const state = this.broken ? 'broken' : `waiters=${this.nWaiting}/${this._parties}`;
    return `<${fullTypeName(this)} at ${ADDRESS}: ${state}>`;
  }

  /** How many threads it needs. @python threading.Barrier.parties */
  get parties(): number {
    return this._parties;
  }

  /** How many threads wait. @python threading.Barrier.n_waiting */
  get nWaiting(): number {
    return this._state === 'filling' ? this._count : 0;
  }

  /**
   * Waits for the others; returns the caller's index, from 0. Raises BrokenBarrierError when the time is up or the
   * barrier is broken or reset. @python threading.Barrier.broken
   */
  get broken(): boolean {
    return this._state === 'broken';
  }

  /**
   * Waits for the others; answers the caller's place, from 0. Raises BrokenBarrierError when the time is up or the
   * barrier is broken or reset.
   * @python threading.Barrier.wait
   */
  *wait(timeout?: number): Sys<number> {
    return yield* withManager(this._cond, () => this._pass(timeout ?? this._timeout));
  }

  *_pass(timeout: number | undefined): Sys<number> {
    while (this._isEmptying()) yield* this._cond.wait();
    if (this.broken) throw new BrokenBarrierError();
    const place = this._count;
    this._count += 1;
    try {
      if (this._count === this._parties) yield* this._open();
      else yield* this._await(timeout);
      return place;
    } finally {
      this._count -= 1;
      if (this._count === 0 && this._isEmptying()) {
        this._state = 'filling';
        yield* this._cond.notifyAll();
      }
    }
  }

  /** Whether released threads are still leaving, so that no other may enter. */
  _isEmptying(): boolean {
    return this._state === 'draining' || this._state === 'resetting';
  }

  *_open(): Sys<void> {
    try {
      const acting = this._action?.();
      if (isGenerator(acting)) yield* acting;
      this._state = 'draining';
      yield* this._cond.notifyAll();
    } catch (error) {
      yield* this._break();
      throw error;
    }
  }

  *_await(timeout: number | undefined): Sys<void> {
    if (!(yield* this._cond.waitFor(() => this._state !== 'filling', timeout))) {
      yield* this._break();
      throw new BrokenBarrierError();
    }
    if (this._state !== 'draining') throw new BrokenBarrierError();
  }

  /** Empties it; waiting threads get a BrokenBarrierError. @python threading.Barrier.reset */
  *reset(): Sys<void> {
    yield* withManager(this._cond, () => this._empty());
  }

  *_empty(): Sys<void> {
    if (this._count === 0) this._state = 'filling';
    else if (this._state !== 'draining') this._state = 'resetting';
    yield* this._cond.notifyAll();
  }

  /** Breaks it: threads that wait, or arrive later, get a BrokenBarrierError. @python threading.Barrier.abort */
  *abort(): Sys<void> {
    yield* withManager(this._cond, () => this._break());
  }

  *_break(): Sys<void> {
    this._state = 'broken';
    yield* this._cond.notifyAll();
  }

  static readonly name: string = registerClass('threading', 'Barrier', Barrier, {
    own: ['_pass', '_isEmptying', '_open', '_await', '_empty', '_break'],
  });
}
