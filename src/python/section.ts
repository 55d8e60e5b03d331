/**
 * Sections of a thread's stack. A coroutine that waits deep inside of others is resumed through all of them, which
 * costs more than most of what it then does. A section is resumed by itself; its callers continue when it has ended.
 */
import type { PendingCall, StackSection, Thread } from '../kernel/process.ts';
import type { Block, Sys } from '../kernel/sys.ts';
import { currentThread } from './libc.ts';

/** `yield* section(code)` is `yield* code`, for code that waits often before it ends. */
export const section = <T>(code: Sys<T>): Sys<T> => new Section(code) as unknown as Sys<T>;

const ENDED: IteratorReturnResult<undefined> = { done: true, value: undefined };

class Section implements StackSection, Iterator<Block, unknown, void> {
  static readonly name: string = 'Section';
  outer: StackSection | undefined;
  waitsIn: PendingCall | undefined;
  private readonly _code: Sys<unknown>;
  private _thread: Thread | undefined;
  /** How it has ended, until its caller continues. */
  private _result: IteratorReturnResult<unknown> | undefined;
  private _error: { readonly thrown: unknown } | undefined;

  constructor(code: Sys<unknown>) {
    this._code = code;
  }

  get [Symbol.toStringTag](): string {
    return 'Generator';
  }

  [Symbol.iterator](): this {
    return this;
  }

  /** Its caller begins it, or continues after it has ended, or resumes it, having been resumed. */
  next(): IteratorResult<Block, unknown> {
    if (this._error !== undefined) throw this._error.thrown;
    if (this._result !== undefined) return this._result;
    if (this._thread === undefined) this._begin();
    try {
      return this._passed(this._code.next());
    } catch (error) {
      this._leave();
      throw error;
    }
  }

  throw(error: unknown): IteratorResult<Block, unknown> {
    try {
      return this._passed(this._code.throw(error));
    } catch (raised) {
      this._leave();
      throw raised;
    }
  }

  return(value: unknown): IteratorResult<Block, unknown> {
    this._leave();
    return this._code.return(value);
  }

  resume(error: Error | undefined): IteratorResult<Block, unknown> {
    try {
      const step = this._passed(error === undefined ? this._code.next() : this._code.throw(error));
      if (step.done === true) this._result = step;
      return step;
    } catch (thrown) {
      this._leave();
      this._error = { thrown };
      return ENDED;
    }
  }

  private _begin(): void {
    const thread = currentThread();
    this._thread = thread;
    this.outer = thread.section;
    thread.section = this;
  }

  private _passed(step: IteratorResult<Block, unknown>): IteratorResult<Block, unknown> {
    if (step.done === true) this._leave();
    else this.waitsIn = this._thread?.call;
    return step;
  }

  /** Sections inside of it, which code that drives coroutines by hand has abandoned, leave with it. */
  private _leave(): void {
    const thread = this._thread;
    let at = thread?.section;
    while (at !== undefined && at !== this) at = at.outer;
    if (thread !== undefined && at === this) thread.section = this.outer;
  }
}
