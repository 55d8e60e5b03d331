/**
 * Making values fit for the log and for snapshots: short, and free of live objects.
 */
import type { Done, Fail, Received } from '../kernel/sys.ts';
import { BaseException } from '../python/errors.ts';
import { typeName } from '../python/repr.ts';
import { Tuple } from '../python/tuple.ts';
import { BytesNote } from './bytes-note.ts';
import type { Shown } from './snapshot.ts';

/** An object of the machine, known to the log by its class alone. */
export interface Named {
  readonly object: string;
}

const KEPT_ITEMS = 8;
const KEPT_TEXT = 200;

const NO_BYTES = new BytesNote(new Uint8Array());

/** One note for each class, and one for each function's name: the log holds thousands of them. */
const classNotes = new Map<unknown, Named>();
const functionNotes = new Map<string, Named>();

/** What the log keeps of an argument or a result: primitives as they are, short lists item by item, objects by class. */
export function brief(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return classNotes.get(value.constructor) ?? briefObject(value);
  if (typeof value === 'string') return value.length > KEPT_TEXT ? `${value.slice(0, KEPT_TEXT)}…` : value;
  return typeof value === 'function' ? briefFunction(value.name) : value;
}

/** What the log keeps of an argument of a system call: all but bytes and code is small, plain, and never changed. */
export function briefOperand(value: unknown): unknown {
  if (value instanceof Uint8Array) return briefBytes(value);
  return typeof value === 'function' ? brief(value) : value;
}

/** What the log keeps of what a system call answered. Descriptors with their events, and errors, are kept whole. */
export function briefOutcome(outcome: Done<unknown> | Fail): Done<unknown> | Fail {
  if (outcome.kind === 'fail' || typeof outcome.value !== 'object') return outcome;
  if (outcome.value instanceof Uint8Array) return { kind: 'done', value: briefBytes(outcome.value) };
  const { data, address } = outcome.value as Partial<Received>;
  return data instanceof Uint8Array ? { kind: 'done', value: { data: briefBytes(data), address } } : outcome;
}

/** Bytes, lists and exceptions are kept by what they hold; of all other objects the class is enough, and one note serves all of a class. */
function briefObject(value: object): unknown {
  if (value instanceof Uint8Array) return briefBytes(value);
  if (Array.isArray(value)) return briefList(value);
  if (value instanceof BaseException) return { object: `${value.className}(${value.text})` } satisfies Named;
  const note: Named = { object: typeName(value) };
  classNotes.set(value.constructor, note);
  return note;
}

function briefFunction(name: string): Named {
  let note = functionNotes.get(name);
  if (note === undefined) functionNotes.set(name, (note = { object: name === '' ? 'function' : name }));
  return note;
}

/** A copy, for lists change; a tuple does not, and is kept itself when there is nothing in it to shorten. */
function briefList(list: readonly unknown[]): unknown {
  if (list.length > KEPT_ITEMS) return { object: `list of ${list.length}` } satisfies Named;
  return list instanceof Tuple && list.every(isBrief) ? list : list.map(brief);
}

const isBrief = (value: unknown): boolean => brief(value) === value;

/** On their way out the same bytes go through many hands one after the other: one note serves them all. */
let lastBytes: Uint8Array | undefined;
let lastNote = NO_BYTES;

function briefBytes(value: Uint8Array): BytesNote {
  if (value === lastBytes) return lastNote;
  if (value.length === 0) return NO_BYTES;
  lastBytes = value;
  lastNote = new BytesNote(value);
  return lastNote;
}

/** A value as a reader sees it, on one line. */
export function text(value: unknown): string {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return `<${typeof value}>`;
  if (value instanceof Uint8Array) return bytesText(new BytesNote(value));
  if (value instanceof BytesNote) return bytesText(value);
  if (Array.isArray(value)) return `(${value.map(text).join(', ')})`;
  if ('object' in value && typeof value.object === 'string') return `<${value.object}>`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${text(item)}`)
    .join(', ')}}`;
}

/** A value for a snapshot: no live objects, at most a few levels deep. */
export function shown(value: unknown, depth = 3): Shown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return value.slice();
  if (typeof value !== 'object') return `<${typeName(value)}>`;
  if (Array.isArray(value)) return depth === 0 ? `[${value.length}]` : value.map((item) => shown(item, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype || depth === 0) return `<${typeName(value)}>`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item, depth - 1)]));
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' };

// oxlint-disable-next-line no-control-regex -- control characters are what must not reach the reader
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f'\\]/g;

const escaped = (character: string): string =>
  ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

const quoted = (value: string): string => `'${value.replace(UNREADABLE, escaped)}'`;

function bytesText({ latin1, length }: BytesNote): string {
  const more = length > latin1.length ? `… ${length} bytes` : '';
  return `b'${latin1.replace(UNREADABLE, escaped).replace(/[\u0080-\u00ff]/g, escaped)}'${more}`;
}
