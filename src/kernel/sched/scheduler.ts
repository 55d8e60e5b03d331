/**
 * Chooses which thread runs next. Threads keep the processor until they block; with an order other than round-robin
 * they may also lose it after a system call. Ties are broken by arrival.
 * Absent on purpose: time slices. Between two system calls no other thread runs, as under CPython's lock, only
 * stricter.
 */
import type { Clock } from './clock.ts';
import { assert } from '../panic.ts';
import type { Random } from './random.ts';
import type { Wait } from '../sys.ts';
import type { Thread } from '../process.ts';
import type { Order } from '../../vocabulary.ts';

/**
 * Chooses among at least two threads that can run: returns an index in `ready`, or -1 to stop the machine until the
 * user has chosen. The thread that has just made a system call and can continue comes first, then the others in the
 * order of their arrival.
 */
export type Chooser = (ready: readonly Thread[]) => number;

export class Scheduler {
  private readonly _ready: Thread[] = [];
  /**
   * The thread that was stopped while it had the processor: it continues first, whatever the order, so that stopping
   * changes nothing.
   */
  private _stopped: Thread | undefined;
  /** Waiting threads are a linked list, since each of them comes and goes several times for one request. */
  private _firstWaiting: Thread | undefined;
  private _lastWaiting: Thread | undefined;
  /** Called when the order is `chosen`. */
  chooser: Chooser | undefined;

  private readonly _clock: Clock;
  private readonly _random: Random;
  readonly order: Order;

  constructor(clock: Clock, random: Random, order: Order) {
    this._clock = clock;
    this._random = random;
    this.order = order;
  }

  get hasReady(): boolean {
    return this._ready.length > 0 || this._stopped !== undefined;
  }

  /** Whether a thread waits for an event from outside. */
  get hasIdle(): boolean {
    let thread = this._firstWaiting;
    while (thread !== undefined && thread.waiting?.idle !== true) thread = thread.waitsBefore;
    return thread !== undefined;
  }

  /** Puts a thread at the end of the line. */
  add(thread: Thread): void {
    thread.state = 'ready';
    this._ready.push(thread);
  }

  /** Puts a stopped thread back: it is the next to run. */
  putBack(thread: Thread): void {
    thread.state = 'ready';
    this._stopped = thread;
  }

  /** Handles a thread that gives up the processor but can continue. */
  yielded(thread: Thread): void {
    if (this.order !== 'chosen') return this.add(thread);
    thread.state = 'ready';
    this._ready.unshift(thread);
    return undefined;
  }

  /** Takes the next thread out of the line; undefined when there is none, or when the user has not chosen yet. */
  next(): Thread | undefined {
    const stopped = this._stopped;
    if (stopped !== undefined) {
      this._stopped = undefined;
      return stopped;
    }
    if (this.order === 'random' && this._ready.length > 1) {
      return this._ready.splice(this._random.below(this._ready.length), 1)[0];
    }
    if (this.order === 'chosen' && this._ready.length > 1) return this._chosen();
    return this._ready.shift();
  }

  private _chosen(): Thread | undefined {
    const place = this.chooser?.(this._ready) ?? 0;
    if (place < 0) return undefined;
    assert(place < this._ready.length, `thread number ${place} of ${this._ready.length} was chosen`);
    return this._ready.splice(place, 1)[0];
  }

  /** Whether a thread that just finished a system call loses the processor. */
  mustYield(): boolean {
    if (this.order === 'round-robin' || this._ready.length === 0) return false;
    return this.order !== 'random' || this._random.next() < 0.5;
  }

  /** Parks a thread in all queues of `wait`, with its timeout. */
  park(thread: Thread, wait: Wait): void {
    const call = thread.call;
    assert(call !== undefined, `thread ${thread.name} waits outside a system call`);
    thread.state = 'waiting';
    thread.waiting = wait;
    this._addWaiting(thread);
    for (const queue of wait.on) queue.add(thread);
    if (wait.timeout === undefined || call.timer !== undefined) return;
    call.timer = this._clock.after(wait.timeout, !wait.idle, () => {
      call.timedOut = true;
      this.wake(thread);
    });
  }

  /** Removes a thread from all queues and puts it in line; does nothing unless it waits. */
  wake(thread: Thread): void {
    if (thread.state !== 'waiting') return;
    this._leaveQueues(thread);
    this.add(thread);
  }

  /** Forgets a thread whose process has ended. */
  remove(thread: Thread): void {
    this._leaveQueues(thread);
    if (this._stopped === thread) this._stopped = undefined;
    const position = this._ready.indexOf(thread);
    if (position >= 0) this._ready.splice(position, 1);
    if (thread.call?.timer !== undefined) this._clock.cancel(thread.call.timer);
    thread.state = 'ended';
    thread.generator = thread.section = undefined;
  }

  private _leaveQueues(thread: Thread): void {
    if (thread.state === 'waiting') this._removeWaiting(thread);
    if (thread.waiting !== undefined) for (const queue of thread.waiting.on) queue.delete(thread);
    thread.waiting = undefined;
  }

  private _addWaiting(thread: Thread): void {
    thread.waitsAfter = this._lastWaiting;
    if (this._lastWaiting === undefined) this._firstWaiting = thread;
    else this._lastWaiting.waitsBefore = thread;
    this._lastWaiting = thread;
  }

  private _removeWaiting(thread: Thread): void {
    const { waitsAfter: previous, waitsBefore: next } = thread;
    if (previous === undefined) this._firstWaiting = next;
    else previous.waitsBefore = next;
    if (next === undefined) this._lastWaiting = previous;
    else next.waitsAfter = previous;
    thread.waitsAfter = thread.waitsBefore = undefined;
  }
}
