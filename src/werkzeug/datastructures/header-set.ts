import { IndexError, KeyError } from '../../python/errors.ts';
import { repr, typeName } from '../../python/repr.ts';
import { quoteHeaderValue } from '../http/quoting.ts';
import type { OnUpdate } from './mixins.ts';

/**
 * A set of header values that ignores case and keeps order: Vary, Allow, Content-Language.
 * @python werkzeug.datastructures.structures.HeaderSet
 */
export class HeaderSet {
  static readonly name: string = 'HeaderSet';
  onUpdate: OnUpdate<HeaderSet> | undefined;
  /** @internal */
  readonly _headers: string[];
  /** @internal */
  readonly _set: Set<string>;

  constructor(headers: Iterable<string> = [], onUpdate?: OnUpdate<HeaderSet>) {
    this._headers = [...headers];
    this._set = new Set(this._headers.map((header) => header.toLowerCase()));
    this.onUpdate = onUpdate;
  }

  get length(): number {
    return this._set.size;
  }

  /** `bool(self)`. */
  get isTrue(): boolean {
    return this._set.size > 0;
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this._headers.values();
  }

  has(header: string): boolean {
    return this._set.has(header.toLowerCase());
  }

  /** @python werkzeug.datastructures.structures.HeaderSet.add */
  add(header: string): void {
    this.update([header]);
  }

  /**
   * Raises KeyError for a header that is not in the set. As in Werkzeug, a header that is not given in lower case stays
   * in the list.
   * @python werkzeug.datastructures.structures.HeaderSet.remove
   */
  remove(header: string): void {
    if (!this._set.delete(header.toLowerCase())) throw new KeyError(header);
    const index = this._headers.findIndex((item) => item.toLowerCase() === header);
    if (index !== -1) this._headers.splice(index, 1);
    this.onUpdate?.(this);
  }

  /** @python werkzeug.datastructures.structures.HeaderSet.update */
  update(headers: Iterable<string>): void {
    let hasNew = false;
    for (const header of headers) {
      if (this.has(header)) continue;
      this._headers.push(header);
      this._set.add(header.toLowerCase());
      hasNew = true;
    }
    if (hasNew) this.onUpdate?.(this);
  }

  /** @python werkzeug.datastructures.structures.HeaderSet.discard */
  discard(header: string): void {
    if (this.has(header)) this.remove(header);
  }

  /** The index of a header, or -1. @python werkzeug.datastructures.structures.HeaderSet.find */
  find(header: string): number {
    const key = header.toLowerCase();
    return this._headers.findIndex((item) => item.toLowerCase() === key);
  }

  /** The index of a header. Raises IndexError. @python werkzeug.datastructures.structures.HeaderSet.index */
  index(header: string): number {
    const found = this.find(header);
    if (found < 0) throw new IndexError(header);
    return found;
  }

  /** @python werkzeug.datastructures.structures.HeaderSet.clear */
  clear(): void {
    this._set.clear();
    this._headers.length = 0;
    this.onUpdate?.(this);
  }

  /** In lower case, unless `preserveCasing`. @python werkzeug.datastructures.structures.HeaderSet.as_set */
  asSet(preserveCasing = false): Set<string> {
    return new Set(preserveCasing ? this._headers : this._set);
  }

  /** @python werkzeug.datastructures.structures.HeaderSet.to_header */
  toHeader(): string {
    return this._headers.map((header) => quoteHeaderValue(header)).join(', ');
  }

  /** `self[index]`. Raises IndexError. */
  item(index: number): string {
    const header = this._headers.at(index);
    if (header === undefined) throw new IndexError('list index out of range');
    return header;
  }

  /** `self[index] = value`. Raises IndexError, and KeyError for an item that `remove` left in the list. */
  setItem(index: number, value: string): void {
    this._forget(this.item(index));
    this._headers.splice(index, 1, value);
    this._set.add(value.toLowerCase());
    this.onUpdate?.(this);
  }

  /** `del self[index]`. Raises IndexError, and KeyError for an item that `remove` left in the list. */
  delItem(index: number): void {
    if (this._headers.length === 0) throw new IndexError('pop from empty list');
    const removed = this._headers.at(index);
    if (removed === undefined) throw new IndexError('pop index out of range');
    this._headers.splice(index, 1);
    this._forget(removed);
    this.onUpdate?.(this);
  }

  toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  __repr__(): string {
    return `${typeName(this)}(${repr(this._headers)})`;
  }

  /** @internal */
  _forget(header: string): void {
    const key = header.toLowerCase();
    if (!this._set.delete(key)) throw new KeyError(key);
  }
}
