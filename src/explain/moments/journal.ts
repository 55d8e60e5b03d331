/**
 * What the finder has changed, row by row, so that it can be taken back exactly: everything that the finder remembers
 * is written through a journal.
 */

/** Numbers of an entry: its row, what was changed, under which key, and the value before. */
const WIDTH = 4;

export class Journal {
  /** The row that is being read. */
  row = 0;
  private readonly _entries: unknown[] = [];

  /** Sets a member of an object. */
  set<T extends object, K extends keyof T>(target: T, key: K, value: T[K]): void {
    const before = target[key];
    if (before === value) return;
    this._entries.push(this.row, target, key, before);
    target[key] = value;
  }

  /** Sets an entry of a map, or removes it when the value is undefined. Maps that are kept so have no order. */
  put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    this._entries.push(this.row, map, key, map.get(key));
    restore(map, key, value);
  }

  /** Takes back what rows from `length` on have changed. */
  undoFrom(length: number): void {
    const entries = this._entries;
    while (entries.length > 0 && (entries[entries.length - WIDTH] as number) >= length) {
      const [, target, key, before] = entries.splice(-WIDTH);
      if (target instanceof Map) restore(target, key, before);
      else Reflect.set(target as object, key as PropertyKey, before);
    }
  }
}

function restore(map: Map<unknown, unknown>, key: unknown, value: unknown): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
