/** Checks of values that come from code nobody trusts: what they are, how long, how deep. */

/** Answers what is wrong with a value, or undefined. */
export type Check = (value: unknown) => string | undefined;

/** Fields that a type has, each with its check: the compiler asks for all of them. */
type Fields<T> = { readonly [K in keyof T]-?: Check };

const wanted = (what: string, value: unknown): string => `${value === null ? 'null' : typeof value} is not ${what}`;

/** Any number but NaN. */
export const number: Check = (value) =>
  typeof value === 'number' && !Number.isNaN(value) ? undefined : wanted('a number', value);

/** A whole number from 0. */
export const count: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? undefined : wanted('a count', value);

export const boolean: Check = (value) => (typeof value === 'boolean' ? undefined : wanted('true or false', value));

export const text =
  (limit: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= limit ? undefined : wanted(`text of up to ${limit} characters`, value);

export const bytes =
  (limit: number): Check =>
  (value) =>
    value instanceof Uint8Array && value.length <= limit ? undefined : wanted(`up to ${limit} bytes`, value);

/** Numbers of 32 bits. */
export const integers =
  (limit: number): Check =>
  (value) =>
    value instanceof Int32Array && value.length <= limit ? undefined : wanted(`up to ${limit} integers`, value);

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

/** A list of two, each with its own check. */
export const pair =
  (first: Check, second: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length === 2 ? (first(value[0]) ?? second(value[1])) : wanted('a pair', value);

/** An object with these fields; what else it has is not looked at. */
export const fields =
  <T>(checks: Fields<T>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null) return wanted('an object', value);
    for (const name in checks) {
      const wrong = checks[name]((value as Record<string, unknown>)[name]);
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
