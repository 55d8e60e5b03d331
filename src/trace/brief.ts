/**
 * What the log keeps of a value: short, and free of live objects. It is asked several times at each call, so it makes as few
 * objects as it can, and shares those it makes.
 */
import type { Done, Fail, PollEntry, Received } from '../kernel/sys.ts';
import { runningKernelOrNone } from '../kernel/running.ts';
import { BaseException } from '../python/errors.ts';
import { typeName } from '../python/repr.ts';
import { Tuple } from '../python/tuple.ts';
import { BytesNotes } from './bytes-note.ts';
import type { BytesNote } from './bytes-note.ts';

/** An object of the machine, known to the log by its class alone. */
export interface Named {
  readonly object: string;
}

/** What cannot be looked at: a revoked proxy, a getter that throws. */
const UNREADABLE: Named = { object: 'object' };

const KEPT_ITEMS = 8;
const KEPT_TEXT = 200;
/** The highest descriptor in a list that is kept once for all: two of them, with their events, make one number. */
const MOST_SHARED = 2 ** 10 - 1;

const isEntries = (value: unknown): value is readonly PollEntry[] =>
  Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null && 'events' in value[0];

const isPlain = (value: object): boolean => Array.isArray(value) || value.constructor === Object;

/** An exception says what it is by methods that are traced themselves: no steps may be made of that. */
const textOf = (error: BaseException): string => runningKernelOrNone()?.unobserved(() => error.text) ?? error.text;

/** A class may have a static member `name` of any kind, and a proxy of a function may throw. */
function nameOf(value: Function): string {
  try {
    const name: unknown = value.name;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

/** Shortens values for one log. */
export class Briefs {
  /** One note for each class, and one for each function's name: the log holds thousands of them. */
  private readonly _classes = new Map<unknown, Named>();
  private readonly _functions = new Map<string, Named>();
  private readonly _bytes = new BytesNotes();
  private readonly _entries = new Map<number, readonly PollEntry[]>();

  /** What the log keeps of an argument or a result: primitives as they are, short lists item by item, objects by class. */
  value(value: unknown): unknown {
    if (typeof value === 'object' && value !== null) return this._any(value);
    if (typeof value === 'string') return value.length > KEPT_TEXT ? `${value.slice(0, KEPT_TEXT)}…` : value;
    // A symbol is made anew when the same is lived again, and is another one then.
    if (typeof value === 'symbol') return { object: String(value) } satisfies Named;
    return typeof value === 'function' ? this._function(value) : value;
  }

  /** What the log keeps of an argument of a system call: all but bytes, code and what a futex stands for is small, plain, and never changed. */
  operand(value: unknown): unknown {
    if (typeof value !== 'object') return typeof value === 'function' ? this._function(value) : value;
    if (value instanceof Uint8Array) return this._bytes.note(value);
    if (isEntries(value)) return this._shared(value);
    return value === null || isPlain(value) ? value : (this._classes.get(value.constructor) ?? this._object(value));
  }

  /** What the log keeps of what a system call answered. Descriptors with their events, and errors, are kept whole. */
  outcome(outcome: Done<unknown> | Fail): Done<unknown> | Fail {
    if (outcome.kind === 'fail' || typeof outcome.value !== 'object') return outcome;
    if (outcome.value instanceof Uint8Array) return { kind: 'done', value: this._bytes.note(outcome.value) };
    if (isEntries(outcome.value)) return { kind: 'done', value: this._shared(outcome.value) };
    const { data, address } = outcome.value as Partial<Received>;
    return data instanceof Uint8Array ? { kind: 'done', value: { data: this._note(data), address } } : outcome;
  }

  /** An object may be an app's, and throw when it is looked at. */
  private _any(value: object): unknown {
    try {
      return this._classes.get(value.constructor) ?? this._object(value);
    } catch {
      return UNREADABLE;
    }
  }

  /** Bytes, lists and exceptions are kept by what they hold; of all other objects the class is enough, and one note serves all of a class. */
  private _object(value: object): unknown {
    if (value instanceof Uint8Array) return this._note(value);
    if (Array.isArray(value)) return this._list(value);
    if (value instanceof BaseException) return { object: `${value.className}(${textOf(value)})` } satisfies Named;
    const note: Named = { object: typeName(value) };
    this._classes.set(value.constructor, note);
    return note;
  }

  private _note(bytes: Uint8Array): BytesNote {
    return this._bytes.note(bytes);
  }

  private _function(value: Function): Named {
    const name = nameOf(value);
    let note = this._functions.get(name);
    if (note === undefined) this._functions.set(name, (note = { object: name === '' ? 'function' : name }));
    return note;
  }

  /** The descriptors of a poll(2), one or two as a rule: the same ones are asked for again and again, and kept once. */
  private _shared(entries: readonly PollEntry[]): readonly PollEntry[] {
    if (entries.length > 2) return entries;
    let key = 0;
    for (const { fd, events } of entries) {
      if (fd > MOST_SHARED) return entries;
      key = key * 2 ** 26 + fd * 2 ** 16 + events;
    }
    let shared = this._entries.get(key);
    if (shared === undefined) this._entries.set(key, (shared = entries));
    return shared;
  }

  /** A copy, for lists change; a tuple does not, and is kept itself when there is nothing in it to shorten. */
  private _list(list: readonly unknown[]): unknown {
    if (list.length > KEPT_ITEMS) return { object: `list of ${list.length}` } satisfies Named;
    if (list instanceof Tuple && this._isBrief(list)) return list;
    const kept = list.slice();
    for (let index = 0; index < kept.length; index += 1) kept[index] = this.value(kept[index]);
    return kept;
  }

  private _isBrief(list: readonly unknown[]): boolean {
    for (const item of list) if (this.value(item) !== item) return false;
    return true;
  }
}
