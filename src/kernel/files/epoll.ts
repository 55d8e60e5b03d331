/**
 * epoll(7), level-triggered. A file whose readiness may have changed puts its item on the ready list. Only that list is
 * checked, so that waiting costs as much as the ready files, not as much as all watched ones.
 * Absent on purpose: EPOLLET, EPOLLONESHOT, EPOLLEXCLUSIVE.
 */
import type { OpenFile } from './open-file.ts';
import { POLLERR, POLLHUP, POLLIN } from './open-file.ts';
import type { PollEntry } from '../sys.ts';
import type { Fd } from '../types.ts';
import type { Waiter } from '../sched/wait-queue.ts';
import { WaitQueue } from '../sched/wait-queue.ts';
import { Few } from '../few.ts';

/** How deep epoll instances may watch each other (EP_MAX_NESTS). */
const MOST_NESTED = 4;

/** One watched descriptor. */
class EpollItem implements Waiter {
  readonly epoll: Epoll;
  readonly fd: Fd;
  readonly file: OpenFile;
  events: number;

  constructor(epoll: Epoll, fd: Fd, file: OpenFile, events: number) {
    this.epoll = epoll;
    this.fd = fd;
    this.file = file;
    this.events = events;
    file.changed.add(this);
  }

  /** Errors and hang-ups are always reported. */
  get ready(): number {
    return this.file.readiness() & (this.events | POLLERR | POLLHUP);
  }

  wake(): void {
    this.epoll.mayBeReady(this);
  }
}

export class Epoll implements OpenFile {
  readonly kind = 'epoll';
  readonly changed = new WaitQueue();
  references = 0;
  isNonBlocking = false;
  private readonly _items = new Few<EpollItem>();
  private readonly _ready = new Few<EpollItem>();

  /** True when it watches something, and only events from outside the machine can make any of it ready. */
  get isIdle(): boolean {
    for (const { file } of this._items.members()) if (!file.isIdle) return false;
    return this._items.size > 0;
  }

  /** True when an event from outside the machine can make some of it ready. */
  get isPartlyIdle(): boolean {
    for (const { file } of this._items.members()) if (file.isIdle) return true;
    return false;
  }

  readiness(): number {
    for (const item of this._ready.members()) {
      if (item.ready !== 0) return POLLIN;
      this._ready.delete(item);
    }
    return 0;
  }

  /** The registered descriptors, and which of their events are ready now. */
  registrations(): readonly { readonly fd: Fd; readonly events: number; readonly ready: number }[] {
    return [...this._items.members()].map(({ fd, events, ready }) => ({ fd, events, ready }));
  }

  has(fd: Fd, file: OpenFile): boolean {
    return this._find(fd, file) !== undefined;
  }

  /** A file has few waiters, while an instance may watch many files. */
  private _find(fd: Fd, file: OpenFile): EpollItem | undefined {
    for (const waiter of file.changed.members()) {
      if (waiter instanceof EpollItem && waiter.epoll === this && waiter.fd === fd) return waiter;
    }
    return undefined;
  }

  /** Starts to watch a descriptor that is not watched yet. */
  add(fd: Fd, file: OpenFile, events: number): void {
    const item = new EpollItem(this, fd, file, events);
    this._items.add(item);
    this.mayBeReady(item);
  }

  modify(fd: Fd, file: OpenFile, events: number): void {
    const item = this._find(fd, file);
    if (item === undefined) return;
    item.events = events;
    this.mayBeReady(item);
  }

  delete(fd: Fd, file: OpenFile): void {
    const item = this._find(fd, file);
    if (item !== undefined) this._drop(item);
  }

  private _drop(item: EpollItem): void {
    item.file.changed.delete(item);
    this._ready.delete(item);
    this._items.delete(item);
  }

  /** Called when a watched file may have become ready, or when it has been closed, which ends the watch. */
  mayBeReady(item: EpollItem): void {
    if (item.file.references === 0) return this._drop(item);
    if (item.ready === 0) return;
    this._ready.add(item);
    this.changed.wake();
  }

  /** At most `most` ready entries. A reported entry goes to the end of the list, so that none starves. */
  take(most: number): readonly PollEntry[] {
    const entries: PollEntry[] = [];
    if (this._ready.size === 0) return entries;
    for (const item of [...this._ready.members()]) {
      if (entries.length === most) break;
      this._ready.delete(item);
      const events = item.ready;
      if (events === 0) continue;
      entries.push({ fd: item.fd, events });
      this._ready.add(item);
    }
    return entries;
  }

  /** Whether watching `other` would make a cycle, or too long a chain, of epoll instances. */
  wouldLoop(other: Epoll): boolean {
    const watched = ({ _items }: Epoll): unknown[] => [..._items.members()].map(({ file }) => file);
    const watching = ({ changed }: Epoll): unknown[] =>
      [...changed.members()].map((waiter) => waiter instanceof EpollItem && waiter.epoll);
    return longest(other, watched, this) + 1 + longest(this, watching) > MOST_NESTED;
  }

  release(): void {
    for (const item of [...this._items.members()]) this._drop(item);
    this.changed.wake();
  }
}

/** How many instances follow one another from this one on, at most; Infinity if `end` is among them. */
function longest(from: Epoll, next: (epoll: Epoll) => readonly unknown[], end?: Epoll): number {
  if (from === end) return Infinity;
  let most = 0;
  for (const epoll of next(from)) if (epoll instanceof Epoll) most = Math.max(most, 1 + longest(epoll, next, end));
  return most;
}
