/** Counting semaphores. Mirrors `threading.Semaphore` and `threading.BoundedSemaphore`. */
import type { Sys } from '../../kernel/sys.ts';
import { registerClass } from '../../python/classes.ts';
import { PyTypeError, ValueError } from '../../python/errors.ts';
import { ADDRESS, fullTypeName, typeName } from '../../python/repr.ts';
import { withManager } from '../../python/with.ts';
import { monotonic } from '../time.ts';
import { Condition } from './condition.ts';
import { Lock } from './lock.ts';

/** A counter that `acquire` decrements, and waits for while it is 0. @python threading.Semaphore */
export class Semaphore {
  /** @internal */
  readonly _cond = new Condition(new Lock());
  /** @internal */
  _value: number;

  /** Raises ValueError for a number below 0. */
  constructor(value = 1) {
    if (typeof (value as unknown) !== 'number') {
      throw new PyTypeError(`'<' not supported between instances of '${typeName(value)}' and 'int'`);
    }
    if (value < 0) throw new ValueError('semaphore initial value must be >= 0');
    this._value = value;
  }

  __repr__(): string {
    return `<${fullTypeName(this)} at ${ADDRESS}: value=${this._valueText}>`;
  }

  get _valueText(): string {
    return String(this._value);
  }

  /**
   * Decrements the counter; waits while it is 0, unless told otherwise. Returns whether it did. Raises ValueError for a
   * timeout without waiting.
   * @python threading.Semaphore.acquire @differs a timeout of NaN raises ValueError; Python then polls forever without
   * a pause
   */
  *acquire(blocking = true, timeout?: number): Sys<boolean> {
    if (!blocking && timeout !== undefined) throw new ValueError("can't specify timeout for non-blocking acquire");
    if (Number.isNaN(timeout)) throw new ValueError('Invalid value NaN (not a number)');
    return yield* withManager(this._cond, () => this._take(blocking, timeout));
  }

  *_take(blocking: boolean, timeout: number | undefined): Sys<boolean> {
    const deadline = timeout === undefined ? undefined : monotonic() + timeout;
    for (let left = timeout; this._value === 0;) {
      if (!blocking) return false;
      yield* this._cond.wait(left);
      if (this._value > 0 || deadline === undefined) continue;
      left = deadline - monotonic();
      if (left <= 0) return false;
    }
    this._value -= 1;
    return true;
  }

  /** Adds `n` to the counter. Raises ValueError for less than 1. @python threading.Semaphore.release */
  *release(n = 1): Sys<void> {
    if (n < 1) throw new ValueError('n must be one or more');
    yield* withManager(this._cond, () => this._give(n));
  }

  *_give(n: number): Sys<void> {
    this._value += n;
    for (let i = 0; i < n; i += 1) yield* this._cond.notify();
  }

  /** `with semaphore:` decrements it. @python threading.Semaphore.__enter__ */
  *__enter__(): Sys<boolean> {
    return yield* this.acquire();
  }

  /** @python threading.Semaphore.__exit__ */
  *__exit__(): Sys<void> {
    yield* this.release();
  }

  static readonly name: string = registerClass('threading', 'Semaphore', Semaphore, {
    own: ['_take', '_give', '_valueText'],
  });
}

/** A semaphore whose counter never exceeds its initial value. @python threading.BoundedSemaphore */
export class BoundedSemaphore extends Semaphore {
  /** @internal */
  readonly _initialValue: number;

  constructor(value = 1) {
    super(value);
    this._initialValue = value;
  }

  /** Raises ValueError if the counter would exceed its initial value. @python threading.BoundedSemaphore.release */
  override *release(n = 1): Sys<void> {
    yield* super.release(n);
  }

  override get _valueText(): string {
    return `${this._value}/${this._initialValue}`;
  }

  override *_give(n: number): Sys<void> {
    if (this._value + n > this._initialValue) throw new ValueError('Semaphore released too many times');
    yield* super._give(n);
  }

  static override readonly name: string = registerClass('threading', 'BoundedSemaphore', BoundedSemaphore, {
    own: ['_give', '_valueText'],
  });
}
