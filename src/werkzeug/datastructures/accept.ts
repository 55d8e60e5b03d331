/**
 * Accept headers: values with a quality, the best first.
 * A quality from a client is a float, so 1.0 and 0.0 are `Float`s; compare qualities with `Number(quality)`.
 */
import { ValueError } from '../../python/errors.ts';
import { repr, str, typeName } from '../../python/repr.ts';
import { WHITESPACE_CLASS } from '../../python/unicode.ts';
import type { Float } from '../../python/tuple.ts';
import { lookupName } from '../../stdlib/codecs.ts';
import { ImmutableList } from './structures.ts';

/** A client's preference, from 0 to 1. */
export type Quality = number | Float;

/** A value and its quality. */
export type AcceptItem = readonly [value: string, quality: Quality];

/** A list of values and qualities, sorted by specificity and quality. @python werkzeug.datastructures.accept.Accept */
export class Accept extends ImmutableList<AcceptItem> {
  static override readonly name: string = 'Accept';
  /** False if it was made from `null`, Python's None, as when the header is missing or empty. */
  readonly provided: boolean;

  constructor(values: Iterable<AcceptItem> | null = []) {
    super(values instanceof Accept ? values : []);
    this.provided = values instanceof Accept ? values.provided : values !== null;
    if (values === null || values instanceof Accept) return;
    const keyed = Array.from(values, (item) => ({ item, specificity: this._specificity(item[0]) }));
    keyed.sort(
      (one, other) =>
        compareSpecificity(other.specificity, one.specificity) || Number(other.item[1]) - Number(one.item[1]),
    );
    (this as { _list: readonly AcceptItem[] })._list = keyed.map(({ item }) => item);
  }

  /** @internal */
  _specificity(value: string): readonly boolean[] {
    return [value !== '*'];
  }

  /** Whether a value of the application matches an item of the client. @internal */
  _valueMatches(value: string, item: string): boolean {
    return item === '*' || item.toLowerCase() === value.toLowerCase();
  }

  /**
   * The quality of a value; 0 when the client does not accept it.
   * @python werkzeug.datastructures.accept.Accept.quality
   */
  quality(key: string): Quality {
    return this._bestSingleMatch(key)?.[1] ?? 0;
  }

  /** Whether the client lists a value, even with quality 0. @differs Python's `value in accept`. */
  override has(value: string | AcceptItem): boolean {
    return typeof value === 'string' ? this._bestSingleMatch(value) !== undefined : super.has(value);
  }

  /**
   * The index of the first item that matches. Raises ValueError.
   * @python werkzeug.datastructures.accept.Accept.index
   */
  index(key: string): number {
    const found = this._list.findIndex(([item]) => this._valueMatches(key, item));
    if (found === -1) throw new ValueError(key);
    return found;
  }

  /** Like `index`, but -1 for none. @python werkzeug.datastructures.accept.Accept.find */
  find(key: string): number {
    try {
      return this.index(key);
    } catch (error) {
      // Also for a value that cannot be matched at all.
      if (error instanceof ValueError) return -1;
      throw error;
    }
  }

  /** The values without their qualities. @python werkzeug.datastructures.accept.Accept.values */
  *values(): Generator<string, void, undefined> {
    for (const [value] of this) yield value;
  }

  /** @python werkzeug.datastructures.accept.Accept.to_header */
  toHeader(): string {
    return this._list
      .map(([value, quality]) => (Number(quality) === 1 ? value : `${value};q=${str(quality)}`))
      .join(',');
  }

  /**
   * The application's value that the client prefers; `fallback` when there is none.
   * @python werkzeug.datastructures.accept.Accept.best_match
   */
  bestMatch(matches: Iterable<string>): string | undefined;
  bestMatch(matches: Iterable<string>, fallback: string): string;
  bestMatch(matches: Iterable<string>, fallback?: string): string | undefined {
    let result = fallback;
    let bestQuality = -1;
    let bestSpecificity: readonly (number | boolean)[] = [-1];
    for (const serverItem of matches) {
      const match = this._bestSingleMatch(serverItem);
      if (match === undefined) continue;
      const quality = Number(match[1]);
      const specificity = this._specificity(match[0]);
      if (quality <= 0 || quality < bestQuality) continue;
      if (quality > bestQuality || compareSpecificity(specificity, bestSpecificity) > 0) {
        [result, bestQuality, bestSpecificity] = [serverItem, quality, specificity];
      }
    }
    return result;
  }

  /** The value that the client prefers. @python werkzeug.datastructures.accept.Accept.best */
  get best(): string | undefined {
    return this._list[0]?.[0];
  }

  override toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  override __repr__(): string {
    return `${typeName(this)}([${this._list.map(([value, quality]) => `(${repr(value)}, ${str(quality)})`).join(', ')}])`;
  }

  /** @internal */
  _bestSingleMatch(match: string): AcceptItem | undefined {
    return this._list.find(([item]) => this._valueMatches(match, item));
  }
}

/** Compares tuples, as Python does. */
function compareSpecificity(one: readonly (number | boolean)[], other: readonly (number | boolean)[]): number {
  for (let index = 0; index < Math.min(one.length, other.length); index += 1) {
    const difference = Number(one[index]) - Number(other[index]);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

const MIME_SPLIT = /*#__PURE__*/ new RegExp(`/|(?:[${WHITESPACE_CLASS}]*;[${WHITESPACE_CLASS}]*)`);

interface Mime {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: string;
}

function normalizeMime(value: string): Mime {
  const [type = '', subtype = '', ...parameters] = value.toLowerCase().split(MIME_SPLIT);
  return {
    type,
    subtype,
    parameters: parameters
      .toSorted()
      .map((parameter) => `;${parameter}`)
      .join(''),
  };
}

/** Mimetypes, where `*` stands for any type or subtype. @python werkzeug.datastructures.accept.MIMEAccept */
export class MIMEAccept extends Accept {
  static override readonly name: string = 'MIMEAccept';
  override _specificity(value: string): readonly boolean[] {
    return value.split(MIME_SPLIT).map((part) => part !== '*');
  }

  /** Raises ValueError when the application's value is not a mimetype. */
  override _valueMatches(value: string, item: string): boolean {
    if (!item.includes('/')) return false;
    if (!value.includes('/')) throw new ValueError(`invalid mimetype ${repr(value)}`);
    const ours = normalizeMime(value);
    if (ours.type === '*' && ours.subtype !== '*') throw new ValueError(`invalid mimetype ${repr(value)}`);
    const theirs = normalizeMime(item);
    if (theirs.type === '*' && theirs.subtype !== '*') return false;
    if (theirs.type === '*' || ours.type === '*') return true;
    if (theirs.type !== ours.type) return false;
    if (theirs.subtype === '*' || ours.subtype === '*') return true;
    return theirs.subtype === ours.subtype && theirs.parameters === ours.parameters;
  }

  /** @python werkzeug.datastructures.accept.MIMEAccept.accept_html */
  get acceptHtml(): boolean {
    return this.has('text/html') || this.acceptXhtml;
  }

  /** @python werkzeug.datastructures.accept.MIMEAccept.accept_xhtml */
  get acceptXhtml(): boolean {
    return this.has('application/xhtml+xml') || this.has('application/xml');
  }

  /** @python werkzeug.datastructures.accept.MIMEAccept.accept_json */
  get acceptJson(): boolean {
    return this.has('application/json');
  }
}

const normalizeLanguage = (value: string): string => value.toLowerCase().replaceAll('_', '-');
const primaryTag = (value: string): string => value.split(/[_-]/, 1)[0] ?? '';

/** Languages, whose parts may be joined by `-` or `_`. @python werkzeug.datastructures.accept.LanguageAccept */
export class LanguageAccept extends Accept {
  static override readonly name: string = 'LanguageAccept';
  override _valueMatches(value: string, item: string): boolean {
    return item === '*' || normalizeLanguage(value) === normalizeLanguage(item);
  }

  override bestMatch(matches: Iterable<string>): string | undefined;
  override bestMatch(matches: Iterable<string>, fallback: string): string;
  /**
   * Exact matches first; then the client's primary languages, then the application's.
   * @python werkzeug.datastructures.accept.LanguageAccept.best_match
   */
  override bestMatch(matches: Iterable<string>, fallback?: string): string | undefined {
    const offered = [...matches];
    const exact = super.bestMatch(offered);
    if (exact !== undefined) return exact;
    const primary = new Accept(this._list.map(([value, quality]) => [primaryTag(value), quality] as const));
    const byClient = primary.bestMatch(offered);
    if (byClient !== undefined) return byClient;
    const byServer = super.bestMatch(offered.map(primaryTag));
    return byServer === undefined ? fallback : offered.find((item) => item.startsWith(byServer));
  }
}

const normalizeCharset = (name: string): string => lookupName(name) ?? name.toLowerCase();

/** Charsets, by any of their names. @python werkzeug.datastructures.accept.CharsetAccept */
export class CharsetAccept extends Accept {
  static override readonly name: string = 'CharsetAccept';
  override _valueMatches(value: string, item: string): boolean {
    return item === '*' || normalizeCharset(value) === normalizeCharset(item);
  }
}
