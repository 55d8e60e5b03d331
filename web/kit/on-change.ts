/** Hears about one part of a state, when that has changed. */

/**
 * A listener to a whole state that calls `show` with what `pick` takes of it: the first time, and each time that has
 * changed. An array has changed when one of its values has.
 */
export function onChange<S, T>(pick: (state: S) => T, show: (value: T) => unknown): (state: S) => void {
  let last: { readonly value: T } | undefined;
  return (state) => {
    const value = pick(state);
    if (last !== undefined && isSame(last.value, value)) return;
    last = { value };
    show(value);
  };
}

const isSame = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) ||
  (Array.isArray(one) &&
    Array.isArray(other) &&
    one.length === other.length &&
    one.every((value, at) => Object.is(value, other[at])));
