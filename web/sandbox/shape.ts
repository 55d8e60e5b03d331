/** Checks of values from code that the page does not trust: their types, lengths and depths. */

/** Returns what is wrong with a value, or undefined. */
export type Check = (value: unknown) => string | undefined;

/** A check for each field of a type; the compiler demands all of them. */
type Fields<T> = { readonly [K in keyof T]-?: Check };

const wanted = (what: string, value: unknown): string => `${value === null ? 'null' : typeof value} is not ${what}`;

/** Like `wanted`, with the value of a number. */
const wantedNumber = (what: string, value: unknown): string =>
  typeof value === 'number' ? `${value} is not ${what}` : wanted(what, value);

/** A whole number, of any sign. */
export const integer: Check = (value) =>
  Number.isSafeInteger(value) ? undefined : wantedNumber('a whole number', value);

/** A time: a finite number from 0. */
export const time: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? undefined : wantedNumber('a time', value);

/** A whole number from 0. */
export const count: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? undefined : wantedNumber('a count', value);

export const boolean: Check = (value) => (typeof value === 'boolean' ? undefined : wanted('true or false', value));

export const text =
  (limit: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= limit ? undefined : wanted(`text of up to ${limit} characters`, value);

export const bytes =
  (limit: number): Check =>
  (value) =>
    value instanceof Uint8Array && value.length <= limit ? undefined : wanted(`up to ${limit} bytes`, value);

/** Integers of 32 bits within a range. */
export const integers =
  (limit: number, from = 0, to = Infinity): Check =>
  (value) => {
    if (!(value instanceof Int32Array) || value.length > limit) return wanted(`up to ${limit} integers`, value);
    for (const number of value)
      if (number < from || number > to) return wantedNumber(`an integer from ${from} to ${to}`, number);
    return undefined;
  };

export const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

export const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value) ? undefined : wanted(`one of ${values.join(', ')}`, value);

export const list =
  (limit: number, item: Check): Check =>
  (value) => {
    if (!Array.isArray(value) || value.length > limit) return wanted(`a list of up to ${limit}`, value);
    for (let at = 0; at < value.length; at += 1) {
      const wrong = item(value[at]);
      if (wrong !== undefined) return `[${at}]: ${wrong}`;
    }
    return undefined;
  };

/** A list of two, each with a check of its own. */
export const pair =
  (first: Check, second: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length === 2 ? (first(value[0]) ?? second(value[1])) : wanted('a pair', value);

/** Several checks in order: later ones may rely on earlier ones. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value) => {
    for (const check of checks) {
      const wrong = check(value);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };

/** Either of two checks. */
export const either =
  (one: Check, other: Check): Check =>
  (value) => {
    const wrong = one(value);
    return wrong === undefined || other(value) === undefined ? undefined : wrong;
  };

/** An object with these fields. Other fields are ignored. */
export const fields =
  <T>(checks: Fields<T>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wanted('an object', value);
    for (const name in checks) {
      const wrong = checks[name]((value as Record<string, unknown>)[name]);
      if (wrong !== undefined) return `.${name}: ${wrong}`;
    }
    return undefined;
  };

/** An object whose fields have any names, and all pass one check. */
export const record =
  (limit: number, item: Check): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wanted('an object', value);
    const entries = Object.entries(value);
    if (entries.length > limit) return wanted(`an object of up to ${limit} fields`, value);
    for (const [name, field] of entries) {
      const wrong = item(field);
      if (wrong !== undefined) return `.${name}: ${wrong}`;
    }
    return undefined;
  };

/** Plain data of any shape, up to a depth and a size. */
export function plain(depth: number, limit: number): Check {
  return (value) => {
    let left = limit;
    const look = (value: unknown, depth: number): string | undefined => {
      left -= 1;
      if (typeof value === 'string') left -= value.length / 8;
      else if (value instanceof Uint8Array) left -= value.length / 8;
      else if (typeof value === 'object' && value !== null) {
        if (depth === 0) return 'too deep';
        // A list may be long and empty.
        if (Array.isArray(value)) left -= value.length;
        if (left < 0) return 'too much';
        const proto: unknown = Object.getPrototypeOf(value);
        if (proto !== Object.prototype && proto !== Array.prototype) return wanted('plain data', value);
        for (const item of Object.values(value)) {
          const wrong = look(item, depth - 1);
          if (wrong !== undefined) return wrong;
        }
      }
      return left < 0 ? 'too much' : undefined;
    };
    return look(value, depth);
  };
}
