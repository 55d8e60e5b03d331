/** Values that Python distinguishes and JavaScript does not: tuples and lists, floats and ints. */

/** A Python tuple: a marked array. Make it with `tuple()`; other arrays are lists. */
export class Tuple<T = unknown> extends Array<T> {
  /** @internal */
  static override readonly name: string = 'tuple';
}

/** `(one, two, …)`: an array with these items, typed by position. */
export function tuple<const T extends readonly unknown[]>(...items: T): Readonly<T> {
  // Items are assigned one by one: `push` and `Tuple.of` are ten times slower on a subclass of Array.
  const made = new Tuple(items.length);
  for (let index = 0; index < items.length; index += 1) made[index] = items[index];
  return made as unknown as Readonly<T>;
}

/** `(key, value)`, typed as an array for users. */
export function pair<K, V>(key: K, value: V): [K, V] {
  const made = new Tuple<K | V>(2);
  made[0] = key;
  made[1] = value;
  return made as unknown as [K, V];
}

/** A Python float whose value is a whole number; other numbers show their type by their value. */
export class Float {
  /** @internal */
  static readonly name: string = 'float';

  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }
}
