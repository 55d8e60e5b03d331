/**
 * Cache-Control headers. Directives in seconds read as undefined if they are missing or not a number; assigning
 * undefined or false deletes a directive, true sets it without a value.
 */
import { ValueError } from '../../python/errors.ts';
import { digitsOf, pyInt, toInt } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { repr, str, typeName } from '../../python/repr.ts';
import { isTrue } from '../../python/truth.ts';
import { dumpHeader } from '../http/quoting.ts';
import type { DictSource } from './mapping.ts';
import { DICT_CHANGES, makeImmutable } from './mixins.ts';
import type { OnUpdate } from './mixins.ts';
import { CallbackDict } from './structures.ts';

/**
 * What both directions share: directives and their values, undefined for those without.
 * @python werkzeug.datastructures.cache_control._CacheControl
 */
export class CacheControl extends CallbackDict<string, string | undefined> {
  static override readonly name: string = 'CacheControl';
  /** False if it was made from `null`, Python's None. */
  readonly provided: boolean;

  constructor(values: DictSource<string, string | undefined> | null = [], onUpdate?: OnUpdate<CacheControl>) {
    super(values ?? [], onUpdate);
    this.provided = values !== null;
  }

  /** @python werkzeug.datastructures.cache_control._CacheControl.no_store */
  get noStore(): boolean {
    return this._hasFlag('no-store');
  }
  set noStore(value: boolean | undefined) {
    this._setFlag('no-store', value);
  }

  /** @python werkzeug.datastructures.cache_control._CacheControl.max_age */
  get maxAge(): Int | undefined {
    return this._getInt('max-age');
  }
  set maxAge(value: Int | string | boolean | undefined) {
    this._setValue('max-age', value, true);
  }

  /** @python werkzeug.datastructures.cache_control._CacheControl.no_transform */
  get noTransform(): boolean {
    return this._hasFlag('no-transform');
  }
  set noTransform(value: boolean | undefined) {
    this._setFlag('no-transform', value);
  }

  /** @python werkzeug.datastructures.cache_control._CacheControl.stale_if_error */
  get staleIfError(): Int | undefined {
    return this._getInt('stale-if-error');
  }
  set staleIfError(value: Int | string | boolean | undefined) {
    this._setValue('stale-if-error', value, true);
  }

  /** @python werkzeug.datastructures.cache_control._CacheControl.to_header */
  toHeader(): string {
    return dumpHeader(this);
  }

  override toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  override __repr__(): string {
    const pairs = [...this.items()].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return `<${typeName(this)} ${pairs.map(([key, value]) => `${key}=${repr(value)}`).join(' ')}>`;
  }

  /** @internal */
  _hasFlag(key: string): boolean {
    return this.has(key);
  }

  /** Python checks whether the value is truthy, not whether it is True. @internal */
  _setFlag(key: string, value: unknown): void {
    if (isTrue(value)) this.setItem(key, undefined);
    else this.pop(key, undefined);
  }

  /** @internal */
  _getInt(key: string): Int | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    try {
      return pyInt(value);
    } catch (error) {
      if (error instanceof ValueError) return undefined;
      throw error;
    }
  }

  /** @internal */
  _setValue(key: string, value: string | Int | boolean | undefined, isInt: boolean): void {
    if (value === undefined || value === false) this.pop(key, undefined);
    else if (value === true) this.setItem(key, undefined);
    else this.setItem(key, isInt ? digitsOf(toInt(value)) : str(value));
  }
}

/** Cache directives of a client. Immutable. @python werkzeug.datastructures.cache_control.RequestCacheControl */
export class RequestCacheControl extends CacheControl {
  static override readonly name: string = 'RequestCacheControl';
  /** @python werkzeug.datastructures.cache_control.RequestCacheControl.no_cache */
  get noCache(): boolean {
    return this._hasFlag('no-cache');
  }
  set noCache(value: boolean | undefined) {
    this._setFlag('no-cache', value);
  }

  /**
   * True if the client accepts responses of any age.
   * @python werkzeug.datastructures.cache_control.RequestCacheControl.max_stale
   */
  get maxStale(): Int | true | undefined {
    return this.has('max-stale') && this.item('max-stale') === undefined ? true : this._getInt('max-stale');
  }
  set maxStale(value: Int | string | boolean | undefined) {
    this._setValue('max-stale', value, true);
  }

  /** @python werkzeug.datastructures.cache_control.RequestCacheControl.min_fresh */
  get minFresh(): Int | undefined {
    return this._getInt('min-fresh');
  }
  set minFresh(value: Int | string | boolean | undefined) {
    this._setValue('min-fresh', value, true);
  }

  /** @python werkzeug.datastructures.cache_control.RequestCacheControl.only_if_cached */
  get onlyIfCached(): boolean {
    return this._hasFlag('only-if-cached');
  }
  set onlyIfCached(value: boolean | undefined) {
    this._setFlag('only-if-cached', value);
  }

  static readonly isImmutable: boolean = makeImmutable(RequestCacheControl, DICT_CHANGES);
}

/** Cache directives of a server. @python werkzeug.datastructures.cache_control.ResponseCacheControl */
export class ResponseCacheControl extends CacheControl {
  static override readonly name: string = 'ResponseCacheControl';
  /**
   * The names of headers, or true for all.
   * @python werkzeug.datastructures.cache_control.ResponseCacheControl.no_cache
   */
  get noCache(): string | true | undefined {
    return this.has('no-cache') ? (this.item('no-cache') ?? true) : undefined;
  }
  set noCache(value: string | boolean | undefined) {
    this._setValue('no-cache', value, false);
  }

  /** @python werkzeug.datastructures.cache_control.ResponseCacheControl.public */
  get public(): boolean {
    return this._hasFlag('public');
  }
  set public(value: boolean | undefined) {
    this._setFlag('public', value);
  }

  /**
   * The names of headers, or true for all.
   * @python werkzeug.datastructures.cache_control.ResponseCacheControl.private
   */
  get private(): string | true | undefined {
    return this.has('private') ? (this.item('private') ?? true) : undefined;
  }
  set private(value: string | boolean | undefined) {
    this._setValue('private', value, false);
  }

  /** @python werkzeug.datastructures.cache_control.ResponseCacheControl.must_revalidate */
  get mustRevalidate(): boolean {
    return this._hasFlag('must-revalidate');
  }
  set mustRevalidate(value: boolean | undefined) {
    this._setFlag('must-revalidate', value);
  }

  /** @python werkzeug.datastructures.cache_control.ResponseCacheControl.proxy_revalidate */
  get proxyRevalidate(): boolean {
    return this._hasFlag('proxy-revalidate');
  }
  set proxyRevalidate(value: boolean | undefined) {
    this._setFlag('proxy-revalidate', value);
  }

  /** @python werkzeug.datastructures.cache_control.ResponseCacheControl.s_maxage */
  get sMaxage(): Int | undefined {
    return this._getInt('s-maxage');
  }
  set sMaxage(value: Int | string | boolean | undefined) {
    this._setValue('s-maxage', value, true);
  }

  /** @python werkzeug.datastructures.cache_control.ResponseCacheControl.immutable */
  get immutable(): boolean {
    return this._hasFlag('immutable');
  }
  set immutable(value: boolean | undefined) {
    this._setFlag('immutable', value);
  }

  /** @python werkzeug.datastructures.cache_control.ResponseCacheControl.must_understand */
  get mustUnderstand(): boolean {
    return this._hasFlag('must-understand');
  }
  set mustUnderstand(value: boolean | undefined) {
    this._setFlag('must-understand', value);
  }

  /** @python werkzeug.datastructures.cache_control.ResponseCacheControl.stale_while_revalidate */
  get staleWhileRevalidate(): Int | undefined {
    return this._getInt('stale-while-revalidate');
  }
  set staleWhileRevalidate(value: Int | string | boolean | undefined) {
    this._setValue('stale-while-revalidate', value, true);
  }
}
