/** Values that Python tells apart and JavaScript does not: tuples and lists, floats and ints. */

/** A Python tuple: an array that says so. Make it with `tuple()`; arrays that are not tuples are lists. */
export class Tuple<T = unknown> extends Array<T> {
  /** @internal */
  static readonly pythonName = 'tuple';
}

/** `(one, two, …)`. It is an array with these items, typed by position. */
export function tuple<const T extends readonly unknown[]>(...items: T): Readonly<T> {
  // Each place is filled by itself: `push` and `Tuple.of` are ten times slower on a class of our own.
  const made = new Tuple(items.length);
  for (let index = 0; index < items.length; index += 1) made[index] = items[index];
  return made as unknown as Readonly<T>;
}

/** `(key, value)`, typed as the array that users take it for. */
export function pair<K, V>(key: K, value: V): [K, V] {
  const made = new Tuple<K | V>(2);
  made[0] = key;
  made[1] = value;
  return made as unknown as [K, V];
}

/** A Python float whose value happens to be a whole number; other numbers show by their value which they are. */
export class Float {
  /** @internal */
  static readonly pythonName = 'float';

  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }
}
