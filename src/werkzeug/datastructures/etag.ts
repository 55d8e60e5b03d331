import { PyTypeError } from '../../python/errors.ts';
import { repr, typeName } from '../../python/repr.ts';
import { generateEtag, unquoteEtag } from '../http/etag-values.ts';

/** What `matches` compares: an etag, or data to compute one from. */
export interface EtagMatchOptions {
  readonly data?: Uint8Array;
  readonly includeWeak?: boolean;
}

/**
 * Sets of strong and weak etags, or `*`. Etags are kept in order of appearance; Python's order is that of a set.
 * @python werkzeug.datastructures.etag.ETags
 */
export class ETags {
  static readonly name: string = 'ETags';
  /** Whether it stands for all etags. */
  readonly starTag: boolean;
  /** @internal */
  readonly _strong: ReadonlySet<string | undefined>;
  /** @internal */
  readonly _weak: ReadonlySet<string | undefined>;

  /** An undefined etag, which equals no etag, stands for an empty one. */
  constructor(
    strongEtags: Iterable<string | undefined> = [],
    weakEtags: Iterable<string | undefined> = [],
    starTag = false,
  ) {
    this._strong = new Set(starTag ? [] : strongEtags);
    this._weak = new Set(weakEtags);
    this.starTag = starTag;
  }

  /** The number of strong etags. */
  get length(): number {
    return this._strong.size;
  }

  /** `bool(self)`. */
  get isTrue(): boolean {
    return this.starTag || this._strong.size > 0 || this._weak.size > 0;
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.asSet().values();
  }

  /** `etag in self`. */
  has(etag: string): boolean {
    return this.contains(etag);
  }

  /** @python werkzeug.datastructures.etag.ETags.as_set */
  asSet(includeWeak = false): Set<string> {
    const all = [...this._strong, ...(includeWeak ? this._weak : [])];
    return new Set(all.filter((etag) => etag !== undefined));
  }

  /** @python werkzeug.datastructures.etag.ETags.is_weak */
  isWeak(etag: string): boolean {
    return this._weak.has(etag);
  }

  /** @python werkzeug.datastructures.etag.ETags.is_strong */
  isStrong(etag: string): boolean {
    return this._strong.has(etag);
  }

  /** @python werkzeug.datastructures.etag.ETags.contains_weak */
  containsWeak(etag: string): boolean {
    return this.isWeak(etag) || this.contains(etag);
  }

  /** @python werkzeug.datastructures.etag.ETags.contains */
  contains(etag: string): boolean {
    return this.starTag || this.isStrong(etag);
  }

  /** Like `contains`, of a quoted etag. @python werkzeug.datastructures.etag.ETags.contains_raw */
  containsRaw(quoted: string): boolean {
    const [etag = '', weak] = unquoteEtag(quoted);
    return weak === true ? this.containsWeak(etag) : this.contains(etag);
  }

  /**
   * Whether the etag (or that of the data) is among them. Raises TypeError when neither is given.
   * @differs Python calls the object.
   * @python werkzeug.datastructures.etag.ETags.__call__
   */
  matches(etag: string | undefined, { data, includeWeak = false }: EtagMatchOptions = {}): boolean {
    if (etag === undefined && data === undefined) throw new PyTypeError("'data' is required when 'etag' is not given.");
    const wanted = etag ?? generateEtag(data as Uint8Array);
    return (includeWeak && this._weak.has(wanted)) || this._strong.has(wanted);
  }

  /** @python werkzeug.datastructures.etag.ETags.to_header */
  toHeader(): string {
    if (this.starTag) return '*';
    const strong = Array.from(this._strong, (etag) => `"${etag ?? 'None'}"`);
    const weak = Array.from(this._weak, (etag) => `W/"${etag ?? 'None'}"`);
    return [...strong, ...weak].join(', ');
  }

  toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  __repr__(): string {
    return `<${typeName(this)} ${repr(this.toHeader())}>`;
  }
}
