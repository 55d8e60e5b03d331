/**
 * Checks data from outside: small readers that return the value with its type, or throw an error with the path
 * (`$.inputs[3].client`), the value, and what was expected.
 */
import { tryOr } from '../../python/foreign.ts';
import { isList, show } from '../setup/options.ts';

/** Data with the wrong shape. The message reads `$.inputs[3].client: -1 is not an integer from 0 to 4294967295`. */
export class SchemaError extends TypeError {
  override readonly name = 'SchemaError';
  /** The place of the error, as a JSON path. */
  readonly path: string;
  /** What is expected there. */
  readonly expected: string;

  constructor(path: string, problem: string, expected: string) {
    super(`${path}: ${problem}`);
    this.path = path;
    this.expected = expected;
  }
}

/** Reads one value: returns it as T, or throws SchemaError. */
export type Reader<T> = (value: unknown, path: string) => T;

/** What a record holds: a reader for each key. */
type Fields = Readonly<Record<string, Reader<unknown>>>;
type Values<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]> };

/** Throws SchemaError: `value` is not `expected`. */
export function reject(path: string, value: unknown, expected: string): never {
  throw new SchemaError(path, `${show(value)} is not ${expected}`, expected);
}

export function integer(from: number, to: number): Reader<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value;
    return reject(path, value, `an integer from ${from} to ${to}`);
  };
}

/** A number of things, at most; Infinity for all. */
export const atMost: Reader<number> = (value, path) =>
  typeof value === 'number' && value >= 0 && (Number.isInteger(value) || value === Infinity)
    ? value
    : reject(path, value, 'an integer from 0 on, or Infinity');

export const callable: Reader<unknown> = (value, path) =>
  typeof value === 'function' ? value : reject(path, value, 'a function');

export const text: Reader<string> = (value, path) =>
  typeof value === 'string' ? value : reject(path, value, 'a text');

/** Text of at most `atMost` characters. */
export function shortText(atMost: number): Reader<string> {
  return (value, path) => {
    const given = text(value, path);
    return given.length <= atMost ? given : rejectSize(path, `${given.length} characters`, `${atMost}`);
  };
}

/** Throws SchemaError for a value that is valid but too large. `given` includes the unit: `100001 inputs`. */
export function rejectSize(path: string, given: string, atMost: string): never {
  throw new SchemaError(path, `has ${given}; at most ${atMost} are allowed`, `at most ${atMost}`);
}

export const booleanValue: Reader<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : reject(path, value, 'true or false');

/** One of a few given values. */
export function oneOf<const T extends string | number>(...values: readonly T[]): Reader<T> {
  const shown = values.map(show);
  const expected = shown.length === 1 ? shown.join() : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
  return (value, path) => (values.includes(value as T) ? (value as T) : reject(path, value, expected));
}

export function list<T>(item: Reader<T>, atMost = Infinity): Reader<readonly T[]> {
  return (value, path) => {
    if (!isList(value)) return reject(path, value, 'a list');
    if (value.length > atMost) return rejectSize(path, `${value.length} entries`, `${atMost}`);
    return value.map((entry, index) => item(entry, `${path}[${index}]`));
  };
}

/** True for a record of plain data: not a list, not null, not an instance of a class. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || isList(value)) return false;
  // A proxy may throw when it is inspected; it is not plain data.
  return tryOr(() => {
    const prototype: unknown = Object.getPrototypeOf(value);
    Object.entries(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  }, false);
}

/**
 * A record with known keys: those in `needed` must be present, those in `allowed` may be. Undefined members are left
 * out.
 */
export function record<N extends Fields, A extends Fields>(
  needed: N,
  allowed: A,
): Reader<Values<N> & Partial<Values<A>>> {
  const fields: Fields = { ...needed, ...allowed };
  return (value, path) => {
    if (!isRecord(value)) return reject(path, value, 'an object');
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      const read = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (read === undefined) {
        const known = Object.keys(fields).join(', ');
        throw new SchemaError(member(path, key), `there is no such key; known are ${known}`, `one of ${known}`);
      }
      result[key] = read(item, member(path, key));
    }
    for (const key of Object.keys(needed)) {
      if (!Object.hasOwn(result, key)) throw new SchemaError(member(path, key), 'is missing', 'a value');
    }
    return result as Values<N> & Partial<Values<A>>;
  };
}

/**
 * The most values that JSON data may hold. A shared value counts each time, since JSON writes it each time; shared
 * values can nest without end.
 */
const MOST_VALUES = 1_000_000;

/**
 * Values that survive JSON: null, booleans, finite numbers, text, and lists and records of them, at most `depth` levels
 * deep and a million in total.
 */
export function json(depth: number): Reader<unknown> {
  return (value, path) => {
    const room = { values: MOST_VALUES };
    const part =
      (left: number): Reader<unknown> =>
      (item, place) => {
        room.values -= 1;
        if (room.values < 0)
          return reject(path, value, `data of at most ${MOST_VALUES} values; shared ones count each time`);
        return jsonPart(item, place, { depth, left, part });
      };
    return part(depth)(value, path);
  };
}

interface JsonPlace {
  /** The allowed depth of the whole, and what is left of it for this part. */
  readonly depth: number;
  readonly left: number;
  readonly part: (left: number) => Reader<unknown>;
}

function jsonPart(value: unknown, path: string, { depth, left, part }: JsonPlace): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (left === 0) return reject(path, value, `data of at most ${depth} levels`);
  if (Array.isArray(value)) return list(part(left - 1))(value, path);
  if (!isRecord(value)) return reject(path, value, 'data that JSON can hold');
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, part(left - 1)(item, member(path, key))]));
}

/** The characters of a name that a message shows. */
const SHOWN_NAME = 60;

/** The path of a member: `$.options.seed`, or `$.memory["a key"]` where the name is no identifier. */
export function member(path: string, key: string): string {
  const name = key.length > SHOWN_NAME ? `${key.slice(0, SHOWN_NAME)}…` : key;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}
