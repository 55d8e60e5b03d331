/**
 * The module `selectors`: waits until one of several files is readable or writable, with select, poll or epoll.
 * Absent on purpose: kqueue and /dev/poll.
 */
import type { PollEntry, Sys } from '../kernel/sys.ts';
import type { Fd } from '../kernel/types.ts';
import { create, registerClass } from '../python/classes.ts';
import { AttributeError, KeyError, OSError, PyTypeError, RuntimeError, ValueError } from '../python/errors.ts';
import type { BaseException } from '../python/errors.ts';
import { raiseFromNone } from '../python/handling.ts';
import { attempt, call, PENDING, resumed } from '../python/libc.ts';
import { repr, typeName } from '../python/repr.ts';
import { checkEvents, pollTimeout, selectTimeout } from './_selector-arguments.ts';
import { SelectorKey } from './selector-key.ts';
import type { FileLike, HasFileno } from './selector-key.ts';

export { SelectorKey } from './selector-key.ts';
export type { FileLike, HasFileno } from './selector-key.ts';

/** The events to wait for, and the events found. @python selectors.EVENT_READ */
export const EVENT_READ = 1;
/** @python selectors.EVENT_WRITE */
export const EVENT_WRITE = 2;

const POLLIN = 0x1;
const POLLOUT = 0x4;

/** A ready file, and its events. */
export type Ready = readonly [key: SelectorKey, events: number];

/**
 * The registered files; files and descriptors are keys. A view: it shows the present registrations.
 * @python selectors._SelectorMapping
 */
export class _SelectorMapping {
  private readonly _selector: _BaseSelectorImpl;

  constructor(selector: _BaseSelectorImpl) {
    this._selector = selector;
  }

  /** `len(mapping)`. @python selectors._SelectorMapping.__len__ */
  get size(): number {
    return this._selector._fdToKey.size;
  }

  /**
   * `mapping[fileobj]`. Raises KeyError for a file that is not registered.
   * @python selectors._SelectorMapping.__getitem__
   */
  item(fileobj: FileLike): SelectorKey {
    return this._selector._registered(fileobj);
  }

  get(fileobj: FileLike): SelectorKey | undefined;
  get<D>(fileobj: FileLike, fallback: D): SelectorKey | D;
  /** The key of a file, or the fallback. */
  get(fileobj: FileLike, fallback?: unknown): unknown {
    return this._selector._fdToKey.get(this._selector._fileobjLookup(fileobj)) ?? fallback;
  }

  /** `fileobj in mapping`. Raises ValueError for a value that is not a file. */
  has(fileobj: FileLike): boolean {
    return this._selector._fdToKey.has(this._selector._fileobjLookup(fileobj));
  }

  /** The descriptors, in the order of registration. */
  keys(): IterableIterator<number> {
    return this._selector._fdToKey.keys();
  }

  values(): IterableIterator<SelectorKey> {
    return this._selector._fdToKey.values();
  }

  /** Descriptors with their keys. */
  items(): IterableIterator<[fd: number, key: SelectorKey]> {
    return this._selector._fdToKey.entries();
  }

  [Symbol.iterator](): IterableIterator<number> {
    return this.keys();
  }

  static readonly name: string = registerClass('selectors', '_SelectorMapping', _SelectorMapping, {
    own: ['get', 'has', 'item', 'items', 'keys', 'size', 'values'],
  });
}

/** The interface of all selectors. Extend it to write one. @python selectors.BaseSelector */
export abstract class BaseSelector {
  /** Watches a file. */
  abstract register(fileobj: FileLike, events: number, data?: unknown): Sys<SelectorKey>;

  /** Ends the watch of a file. */
  abstract unregister(fileobj: FileLike): Sys<SelectorKey>;

  /** The files that are ready; none after `timeout` seconds. Undefined waits forever, 0 or less does not wait. */
  abstract select(timeout?: number): Sys<Ready[]>;

  /** The registered files; undefined when the selector is closed. */
  abstract getMap(): _SelectorMapping | undefined;

  /** Changes the events or the data of a file. @python selectors.BaseSelector.modify */
  *modify(fileobj: FileLike, events: number, data?: unknown): Sys<SelectorKey> {
    yield* this.unregister(fileobj);
    return yield* this.register(fileobj, events, data);
  }

  /** @python selectors.BaseSelector.close */
  *close(): Sys<void> {}

  /**
   * The key of a file. Raises KeyError when it is not registered, RuntimeError when the selector is closed.
   * @python selectors.BaseSelector.get_key
   */
  getKey(fileobj: FileLike): SelectorKey {
    const mapping = this.getMap();
    if (mapping === undefined) throw new RuntimeError('Selector is closed');
    return mapping.item(fileobj);
  }

  /** `with selector: …` closes it at the end. @python selectors.BaseSelector.__enter__ */
  __enter__(): this {
    return this;
  }

  /** @python selectors.BaseSelector.__exit__ */
  *__exit__(): Sys<void> {
    yield* this.close();
  }

  static readonly name: string = registerClass('selectors', 'BaseSelector', BaseSelector);
}

/** What all selectors share: the table of registrations. @python selectors._BaseSelectorImpl */
export abstract class _BaseSelectorImpl extends BaseSelector {
  /** @internal */
  readonly _fdToKey = new Map<number, SelectorKey>();
  /** @internal */
  _map: _SelectorMapping | undefined = new _SelectorMapping(this);

  /** @python selectors._BaseSelectorImpl.__init__ */
  *init(): Sys<void> {}

  /**
   * Watches a file. Raises ValueError for bad events or a bad file, KeyError when it is registered already.
   * @python selectors._BaseSelectorImpl.register
   */
  override *register(fileobj: FileLike, events: number, data?: unknown): Sys<SelectorKey> {
    checkEvents(events);
    const key = new SelectorKey<unknown>(fileobj, this._fileobjLookup(fileobj), events, data);
    if (this._fdToKey.has(key.fd)) {
      throw new KeyError(`${repr(fileobj)} (FD ${key.fd}) is already registered`);
    }
    this._fdToKey.set(key.fd, key);
    return key;
  }

  /**
   * Ends the watch of a file. Raises KeyError when it is not registered. @python selectors._BaseSelectorImpl.unregister
   */
  override *unregister(fileobj: FileLike): Sys<SelectorKey> {
    const fd = this._fileobjLookup(fileobj);
    const key = this._fdToKey.get(fd);
    if (key === undefined)
      throw raiseFromNone(new KeyError(`${repr(fileobj)} is not registered`), new KeyError(fileobj));
    this._fdToKey.delete(fd);
    return key;
  }

  /** Changes the events or the data of a file. @python selectors._BaseSelectorImpl.modify */
  override *modify(fileobj: FileLike, events: number, data?: unknown): Sys<SelectorKey> {
    const key = this._registered(fileobj);
    if (events !== key.events) {
      yield* this.unregister(fileobj);
      return yield* this.register(fileobj, events, data);
    }
    if (data === key.data) return key;
    return this._changed(key, events, data);
  }

  /** @python selectors._BaseSelectorImpl.close */
  override *close(): Sys<void> {
    this._fdToKey.clear();
    this._map = undefined;
  }

  /** The registered files; undefined when the selector is closed. @python selectors._BaseSelectorImpl.get_map */
  override getMap(): _SelectorMapping | undefined {
    return this._map;
  }

  /**
   * The descriptor of a file; for a closed file, the one it was registered with.
   * @python selectors._BaseSelectorImpl._fileobj_lookup
   * @internal
   */
  _fileobjLookup(fileobj: FileLike): number {
    try {
      return fileobjToFd(fileobj);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      for (const key of this._fdToKey.values()) if (key.fileobj === fileobj) return key.fd;
      throw error;
    }
  }

  /** @internal */
  _registered(fileobj: FileLike): SelectorKey {
    const key = this._fdToKey.get(this._fileobjLookup(fileobj));
    if (key === undefined)
      throw raiseFromNone(new KeyError(`${repr(fileobj)} is not registered`), new KeyError(fileobj));
    return key;
  }

  /** The key, changed in place. @internal */
  _changed(key: SelectorKey, events: number, data: unknown): SelectorKey {
    const changed = new SelectorKey(key.fileobj, key.fd, events, data);
    this._fdToKey.set(key.fd, changed);
    return changed;
  }

  /** Converts results of poll or epoll to events of the registered files. @internal */
  _readyOf(entries: readonly PollEntry[]): Ready[] {
    const ready: Ready[] = [];
    for (const { fd, events } of entries) {
      const key = this._fdToKey.get(fd);
      if (key === undefined) continue;
      // Errors and hang-ups count as both: the next read or write will report them.
      const found = ((events & ~POLLIN) !== 0 ? EVENT_WRITE : 0) | ((events & ~POLLOUT) !== 0 ? EVENT_READ : 0);
      ready.push([key, found & key.events]);
    }
    return ready;
  }

  static override readonly name: string = registerClass('selectors', '_BaseSelectorImpl', _BaseSelectorImpl, {
    own: ['_registered', '_readyOf', '_changed'],
  });
}

function fileobjToFd(fileobj: FileLike): number {
  const fd = typeof fileobj === 'number' && Number.isInteger(fileobj) ? fileobj : fdOf(fileobj as HasFileno);
  if (fd < 0) throw new ValueError(`Invalid file descriptor: ${fd}`);
  return fd;
}

function fdOf(fileobj: HasFileno): number {
  let handled: BaseException = new AttributeError(`'${typeName(fileobj)}' object has no attribute 'fileno'`);
  try {
    const fd = typeof (fileobj as Partial<HasFileno> | undefined)?.fileno === 'function' ? fileobj.fileno() : undefined;
    if (typeof fd === 'number' && Number.isInteger(fd)) return fd;
  } catch (error) {
    if (!(error instanceof AttributeError || error instanceof PyTypeError || error instanceof ValueError)) throw error;
    handled = error;
  }
  throw raiseFromNone(new ValueError(`Invalid file object: ${repr(fileobj)}`), handled);
}

const pollMask = (events: number): number =>
  ((events & EVENT_READ) !== 0 ? POLLIN : 0) | ((events & EVENT_WRITE) !== 0 ? POLLOUT : 0);

/** The message for a timeout that C cannot count. */
const POLL_OVERFLOW = 'timestamp too large to convert to C _PyTime_t';
const EPOLL_OVERFLOW = 'timestamp out of range for platform time_t';

/** Uses select(2), which checks all files each time. @python selectors.SelectSelector */
export class SelectSelector extends _BaseSelectorImpl {
  /** @internal */
  readonly _readers = new Set<number>();
  /** @internal */
  readonly _writers = new Set<number>();

  /** @python selectors.SelectSelector.register */
  override *register(fileobj: FileLike, events: number, data?: unknown): Sys<SelectorKey> {
    const key = yield* super.register(fileobj, events, data);
    if ((events & EVENT_READ) !== 0) this._readers.add(key.fd);
    if ((events & EVENT_WRITE) !== 0) this._writers.add(key.fd);
    return key;
  }

  /** @python selectors.SelectSelector.unregister */
  override *unregister(fileobj: FileLike): Sys<SelectorKey> {
    const key = yield* super.unregister(fileobj);
    this._readers.delete(key.fd);
    this._writers.delete(key.fd);
    return key;
  }

  /** @python selectors.SelectSelector.select */
  override *select(timeout?: number): Sys<Ready[]> {
    const wait = selectTimeout(timeout);
    const found = yield* call('select', [...this._readers] as Fd[], [...this._writers] as Fd[], wait);
    const ready: Ready[] = [];
    const fds = [...new Set<number>([...found.read, ...found.write])];
    for (const fd of fds.toSorted((one, other) => one - other)) {
      const key = this._fdToKey.get(fd);
      const read = found.read.includes(fd as Fd) ? EVENT_READ : 0;
      const write = found.write.includes(fd as Fd) ? EVENT_WRITE : 0;
      if (key !== undefined) ready.push([key, (read | write) & key.events]);
    }
    return ready;
  }

  static override readonly name: string = registerClass('selectors', 'SelectSelector', SelectSelector);
}

/** Uses poll(2), which checks all files each time; registering makes no system call. @python selectors.PollSelector */
export class PollSelector extends _BaseSelectorImpl {
  /** A file keeps its place in the order, and the events are not checked. @python selectors._PollLikeSelector.modify */
  override *modify(fileobj: FileLike, events: number, data?: unknown): Sys<SelectorKey> {
    const key = this._registered(fileobj);
    return events === key.events && data === key.data ? key : this._changed(key, events, data);
  }

  /** @python selectors._PollLikeSelector.select */
  override *select(timeout?: number): Sys<Ready[]> {
    const entries: PollEntry[] = [];
    for (const { fd, events } of this._fdToKey.values()) entries.push({ fd: fd as Fd, events: pollMask(events) });
    const answer = attempt('poll', entries, pollTimeout(timeout, POLL_OVERFLOW));
    return this._readyOf(answer === PENDING ? yield* resumed<'poll'>() : answer);
  }

  static override readonly name: string = registerClass('selectors', 'PollSelector', PollSelector);
}

/**
 * Uses epoll(7), which keeps the watched files in the kernel. Make it with `create`, and close it: it has a descriptor.
 * @python selectors.EpollSelector
 */
export class EpollSelector extends _BaseSelectorImpl {
  /** @internal */
  _epoll = -1 as Fd;

  /** `EpollSelector()`. */
  static *open(): Sys<EpollSelector> {
    return yield* create(EpollSelector);
  }

  /** @python selectors._PollLikeSelector.__init__ */
  override *init(): Sys<void> {
    const answer = attempt('epoll_create1');
    this._epoll = answer === PENDING ? yield* resumed<'epoll_create1'>() : answer;
  }

  /** @python selectors.EpollSelector.fileno */
  fileno(): Fd {
    return this._epoll;
  }

  /** @python selectors._PollLikeSelector.register */
  override *register(fileobj: FileLike, events: number, data?: unknown): Sys<SelectorKey> {
    const key = yield* super.register(fileobj, events, data);
    try {
      const answer = attempt('epoll_ctl', this._epoll, 'EPOLL_CTL_ADD', key.fd as Fd, pollMask(events));
      if (answer === PENDING) yield* resumed();
    } catch (error) {
      yield* super.unregister(fileobj);
      throw error;
    }
    return key;
  }

  /** @python selectors._PollLikeSelector.unregister */
  override *unregister(fileobj: FileLike): Sys<SelectorKey> {
    const key = yield* super.unregister(fileobj);
    try {
      yield* call('epoll_ctl', this._epoll, 'EPOLL_CTL_DEL', key.fd as Fd, 0);
    } catch (error) {
      // It may have been closed meanwhile, and has then left the set.
      if (!(error instanceof OSError)) throw error;
    }
    return key;
  }

  /** @python selectors._PollLikeSelector.modify */
  override *modify(fileobj: FileLike, events: number, data?: unknown): Sys<SelectorKey> {
    const key = this._registered(fileobj);
    if (events !== key.events) {
      try {
        yield* call('epoll_ctl', this._epoll, 'EPOLL_CTL_MOD', key.fd as Fd, pollMask(events));
      } catch (error) {
        yield* super.unregister(fileobj);
        throw error;
      }
    } else if (data === key.data) return key;
    return this._changed(key, events, data);
  }

  /** @python selectors.EpollSelector.select */
  override *select(timeout?: number): Sys<Ready[]> {
    if (this._epoll < 0) throw new ValueError('I/O operation on closed epoll object');
    const most = Math.max(this._fdToKey.size, 1);
    const answer = attempt('epoll_wait', this._epoll, most, pollTimeout(timeout, EPOLL_OVERFLOW));
    return this._readyOf(answer === PENDING ? yield* resumed<'epoll_wait'>() : answer);
  }

  /** @python selectors.EpollSelector.close */
  override *close(): Sys<void> {
    yield* this.finalize();
    yield* super.close();
  }

  /** What CPython does with an epoll instance whose last reference is gone. @internal */
  *finalize(): Sys<void> {
    const epoll = this._epoll;
    this._epoll = -1 as Fd;
    if (epoll >= 0 && attempt('close', epoll) === PENDING) yield* resumed();
  }

  static override readonly name: string = registerClass('selectors', 'EpollSelector', EpollSelector, {
    own: ['finalize'],
  });
}

/** The most efficient selector of this machine: epoll. @python selectors.DefaultSelector */
export const DefaultSelector = EpollSelector;
