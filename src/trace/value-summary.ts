/**
 * What the log keeps of a value: short, without live objects, and the same in every run, so nothing with an identity of
 * its own, such as a symbol. Each call summarizes several values, so this code makes few objects and shares those it
 * makes. It runs no code of an app (`inspect.ts`).
 */
import type { Done, Fail, PollEntry, Received } from '../kernel/sys.ts';
import { BaseException } from '../python/errors.ts';
import { remember } from '../python/remember.ts';
import { Tuple } from '../python/tuple.ts';
import { BytesExcerpts } from './bytes-excerpt.ts';
import type { BytesExcerpt } from './bytes-excerpt.ts';
import { exceptionText } from './exception-summary.ts';
import { isBytes, isList, itemsOf, lengthOfList, nameOfClass, nameOfFunction, prototypeOf } from './inspect.ts';

/** An object of the machine, of which the log keeps only the class. */
export interface ObjectSummary {
  readonly object: string;
}

const KEPT_ITEMS = 8;
const KEPT_TEXT = 200;
/** The depth to which nested lists are kept; a list may contain itself. */
const KEPT_LEVELS = 4;
/** The highest descriptor in a list that is shared: two descriptors with their events make one number. */
const MOST_SHARED = 2 ** 10 - 1;

const isEntries = (value: unknown): value is readonly PollEntry[] =>
  Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null && 'events' in value[0];

const KEPT_BY_CONTENTS: readonly unknown[] = [Uint8Array.prototype, Array.prototype, BaseException.prototype];

/** Whether objects with this prototype may be kept by their contents. */
function isOfContents(prototype: object | null | undefined): boolean {
  for (let at = prototype; at !== null && at !== undefined; at = prototypeOf(at))
    if (KEPT_BY_CONTENTS.includes(at)) return true;
  return false;
}

/**
 * The summary of what has a name: a log holds thousands of them. A log and its replay have the same ones, so that they
 * are compared at once.
 */
const named = /*#__PURE__*/ remember((name): ObjectSummary => ({ object: name }));

/** Summarizes values for one log. */
export class ValueSummaries {
  private readonly _classes = new Map<unknown, ObjectSummary>();
  private readonly _bytes = new BytesExcerpts();
  private readonly _entries = new Map<number, readonly PollEntry[]>();

  /** The summary of an argument or a result: primitives as they are, short lists item by item, objects by class. */
  value(value: unknown): unknown {
    if (typeof value === 'object' && value !== null)
      return this._classes.get(prototypeOf(value)) ?? this._object(value, 0);
    if (typeof value === 'string') return value.length > KEPT_TEXT ? `${value.slice(0, KEPT_TEXT)}…` : value;
    return typeof value === 'function' || typeof value === 'symbol' ? this._named(value) : value;
  }

  /**
   * The summary of an argument of a system call: apart from bytes, code and futex keys, arguments are small, plain, and
   * never changed.
   */
  operand(value: unknown): unknown {
    if (typeof value !== 'object')
      return typeof value === 'function' || typeof value === 'symbol' ? this._named(value) : value;
    if (value === null) return value;
    if (isBytes(value)) return this._bytes.note(value);
    if (isEntries(value)) return this._shared(value);
    // An address may be a list of the caller.
    if (Array.isArray(value)) return value.slice();
    return this._classes.get(prototypeOf(value)) ?? this._object(value, 0);
  }

  /** The summary of the result of a system call. Descriptors with their events, and errors, are kept whole. */
  outcome(outcome: Done<unknown> | Fail): Done<unknown> | Fail {
    if (outcome.kind === 'fail' || typeof outcome.value !== 'object') return outcome;
    if (isBytes(outcome.value)) return { kind: 'done', value: this._bytes.note(outcome.value) };
    if (isEntries(outcome.value)) return { kind: 'done', value: this._shared(outcome.value) };
    const { data, address } = outcome.value as Partial<Received>;
    return isBytes(data) ? { kind: 'done', value: { data: this._note(data), address } } : outcome;
  }

  /**
   * Bytes, lists and exceptions are kept by their contents. For other objects the class is enough, and one summary
   * serves the whole class.
   */
  private _object(value: object, level: number): unknown {
    if (isBytes(value)) return this._note(value);
    if (isList(value)) return this._list(value, level);
    if (BaseException.isMade(value)) return { object: exceptionText(value) } satisfies ObjectSummary;
    const note = named(nameOfClass(value));
    const prototype = prototypeOf(value);
    // A prototype makes no bytes, list or exception: a real one may come later, and is kept by its contents.
    if (!isOfContents(prototype)) this._classes.set(prototype, note);
    return note;
  }

  private _note(bytes: Uint8Array): BytesExcerpt {
    return this._bytes.note(bytes);
  }

  private _named(value: Function | symbol): ObjectSummary {
    const name = typeof value === 'symbol' ? value.toString() : nameOfFunction(value);
    return named(name === '' ? 'function' : name);
  }

  /** The descriptors of a poll(2), usually one or two: the same ones are polled again and again, and kept once. */
  private _shared(entries: readonly PollEntry[]): readonly PollEntry[] {
    if (entries.length > 2) return entries;
    // The length is part of the key: without it, descriptor 0 with no events would not count.
    let key = entries.length - 1;
    for (const { fd, events } of entries) {
      if (fd > MOST_SHARED) return entries;
      key = key * 2 ** 26 + fd * 2 ** 16 + events;
    }
    let shared = this._entries.get(key);
    if (shared === undefined) this._entries.set(key, (shared = entries));
    return shared;
  }

  /** A copy, since lists change, and JavaScript can change tuples too. */
  private _list(list: readonly unknown[], level: number): unknown {
    // Our tuples have no getters: `tuple()` makes them of its arguments.
    const isTuple = prototypeOf(list) === Tuple.prototype;
    const length = isTuple ? list.length : lengthOfList(list);
    if (length > KEPT_ITEMS || level >= KEPT_LEVELS) return { object: `list of ${length}` } satisfies ObjectSummary;
    const items = isTuple ? list : itemsOf(list, length);
    // Of the right length from the start: a list that grows gets room for 17 items, and the log keeps it.
    // oxlint-disable-next-line unicorn/no-new-array -- Array.from, the way around it, is slower by far
    const kept = new Array<unknown>(length);
    for (let index = 0; index < length; index += 1) kept[index] = this._item(items[index], level + 1);
    return kept;
  }

  private _item(value: unknown, level: number): unknown {
    return typeof value === 'object' && value !== null && isList(value) ? this._list(value, level) : this.value(value);
  }
}
