/** Parses headers into objects: accept, cache control, sets, ranges, etags, policies. */
import { ValueError } from '../../python/errors.ts';
import { add, pyFloat } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { partition, split, strip } from '../../python/text.ts';
import { Float, pair } from '../../python/tuple.ts';
import { WHITESPACE_CLASS } from '../../python/unicode.ts';
import { Accept } from '../datastructures/accept.ts';
import type { AcceptItem, Quality } from '../datastructures/accept.ts';
import { RequestCacheControl } from '../datastructures/cache-control.ts';
import type { CacheControl } from '../datastructures/cache-control.ts';
import { ContentSecurityPolicy } from '../datastructures/csp.ts';
import type { DictSource } from '../datastructures/mapping.ts';
import { ETags } from '../datastructures/etag.ts';
import { HeaderSet } from '../datastructures/header-set.ts';
import type { OnUpdate } from '../datastructures/mixins.ts';
import { ContentRange, IfRange, Range } from '../datastructures/range.ts';
import type { RangeItem } from '../datastructures/range.ts';
import { parseDate } from '../http-date.ts';
import { isByteRangeValid } from './byte-range.ts';
import { unquoteEtag } from './etag-values.ts';
import { parseDictHeader, parseListHeader, parseOptionsHeader } from './parameters.ts';
import { plainInt } from './plain-int.ts';
import { dumpOptionsHeader } from './quoting.ts';

type AcceptClass<T extends Accept> = new (values?: Iterable<AcceptItem> | null) => T;

export function parseAcceptHeader(value: string | undefined): Accept;
export function parseAcceptHeader<T extends Accept>(value: string | undefined, Class: AcceptClass<T>): T;
/** Items whose quality is not a number from 0 to 1 are omitted. @python werkzeug.http.parse_accept_header */
export function parseAcceptHeader(value: string | undefined, Class: AcceptClass<Accept> = Accept): Accept {
  if (value === undefined || value === '') return new Class(null);
  const result: AcceptItem[] = [];
  for (const text of parseListHeader(value)) {
    const [name, options] = parseOptionsHeader(text);
    const quality = parseQuality(options.get('q'));
    if (quality === undefined) continue;
    options.delete('q');
    result.push(pair(options.size > 0 ? dumpOptionsHeader(name, options) : name, quality));
  }
  return new Class(result);
}

/** 1 if there is none; undefined if it is invalid. */
function parseQuality(text: string | undefined): Quality | undefined {
  if (text === undefined) return 1;
  const number = strip(text);
  if (!/^-?[0-9]+(?:\.[0-9]+)?$/.test(number)) return undefined;
  const value = pyFloat(number);
  if (value < 0 || value > 1) return undefined;
  return Number.isInteger(value) ? new Float(value) : value;
}

type CacheControlClass<T extends CacheControl> = new (
  values?: DictSource<string, string | undefined>,
  onUpdate?: OnUpdate<CacheControl>,
) => T;

export function parseCacheControlHeader(
  value: string | undefined,
  onUpdate?: OnUpdate<CacheControl>,
): RequestCacheControl;
export function parseCacheControlHeader<T extends CacheControl>(
  value: string | undefined,
  onUpdate: OnUpdate<CacheControl> | undefined,
  Class: CacheControlClass<T>,
): T;
/** @python werkzeug.http.parse_cache_control_header */
export function parseCacheControlHeader(
  value: string | undefined,
  onUpdate?: OnUpdate<CacheControl>,
  Class: CacheControlClass<CacheControl> = RequestCacheControl,
): CacheControl {
  return new Class(value === undefined || value === '' ? [] : parseDictHeader(value), onUpdate);
}

type CspClass<T extends ContentSecurityPolicy> = new (
  values?: Iterable<readonly [string, string]>,
  onUpdate?: OnUpdate<ContentSecurityPolicy>,
) => T;

export function parseCspHeader(
  value: string | undefined,
  onUpdate?: OnUpdate<ContentSecurityPolicy>,
): ContentSecurityPolicy;
export function parseCspHeader<T extends ContentSecurityPolicy>(
  value: string | undefined,
  onUpdate: OnUpdate<ContentSecurityPolicy> | undefined,
  Class: CspClass<T>,
): T;
/** Directives without a value are omitted. @python werkzeug.http.parse_csp_header */
export function parseCspHeader(
  value: string | undefined,
  onUpdate?: OnUpdate<ContentSecurityPolicy>,
  Class: CspClass<ContentSecurityPolicy> = ContentSecurityPolicy,
): ContentSecurityPolicy {
  const items: [string, string][] = [];
  for (const policy of value?.split(';') ?? []) {
    const [directive, space, rest] = partition(strip(policy), ' ');
    if (space !== '') items.push([strip(directive), strip(rest)]);
  }
  return new Class(items, onUpdate);
}

/** @python werkzeug.http.parse_set_header */
export const parseSetHeader = (value: string | undefined, onUpdate?: OnUpdate<HeaderSet>): HeaderSet =>
  new HeaderSet(value === undefined || value === '' ? [] : parseListHeader(value), onUpdate);

/** A date if the value is one, an etag otherwise. @python werkzeug.http.parse_if_range_header */
export function parseIfRangeHeader(value: string | undefined): IfRange {
  if (value === undefined || value === '') return new IfRange();
  const date = parseDate(value);
  return date === undefined ? new IfRange(unquoteEtag(value)[0]) : new IfRange(undefined, date);
}

/**
 * Undefined for a header that is missing or invalid: ranges must be in order and must not overlap.
 * @python werkzeug.http.parse_range_header
 */
export function parseRangeHeader(value: string | undefined): Range | undefined {
  if (value === undefined || !value.includes('=')) return undefined;
  const [units, , list] = partition(value, '=');
  const ranges: RangeItem[] = [];
  let lastEnd: Int = 0;
  for (const part of list.split(',')) {
    const range = parseRange(strip(part), lastEnd);
    if (range === undefined) return undefined;
    lastEnd = range[1] ?? -1;
    ranges.push(range);
  }
  return new Range(strip(units).toLowerCase(), ranges);
}

/** One range; undefined if it is invalid after one that ended at `lastEnd` (-1: at the end of the data). */
function parseRange(item: string, lastEnd: Int): RangeItem | undefined {
  if (!item.includes('-') || lastEnd < 0) return undefined;
  if (item.startsWith('-')) {
    const begin = tryPlainInt(item);
    return begin === undefined ? undefined : pair(begin, undefined);
  }
  const [beginText, , endText] = partition(item, '-');
  const begin = tryPlainInt(beginText);
  if (begin === undefined || begin < lastEnd) return undefined;
  if (strip(endText) === '') return pair(begin, undefined);
  const end = tryPlainInt(endText);
  if (end === undefined) return undefined;
  const stop = add(end, 1);
  return begin >= stop ? undefined : pair(begin, stop);
}

/** Undefined for a header that is missing or invalid. @python werkzeug.http.parse_content_range_header */
export function parseContentRangeHeader(
  value: string | undefined,
  onUpdate?: OnUpdate<ContentRange>,
): ContentRange | undefined {
  const [units, definition] = split(strip(value ?? ''), undefined, 1);
  if (units === undefined || definition === undefined || !definition.includes('/')) return undefined;
  const [range, , lengthText] = partition(definition, '/');
  const length = lengthText === '*' ? undefined : tryPlainInt(lengthText);
  if (length === undefined && lengthText !== '*') return undefined;
  if (range === '*') {
    if (!isByteRangeValid(undefined, undefined, length)) return undefined;
    return new ContentRange(units, undefined, undefined, { length, onUpdate });
  }
  const [startText, dash, stopText] = partition(range, '-');
  const [start, last] = dash === '' ? [] : [tryPlainInt(startText), tryPlainInt(stopText)];
  if (start === undefined || last === undefined) return undefined;
  const stop = add(last, 1);
  return isByteRangeValid(start, stop, length) ? new ContentRange(units, start, stop, { length, onUpdate }) : undefined;
}

function tryPlainInt(text: string): Int | undefined {
  try {
    return plainInt(text);
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}

const ETAG = /*#__PURE__*/ new RegExp(
  `([Ww]/)?(?:"([^\\n]*?)"|([^\\n]*?))(?:[${WHITESPACE_CLASS}]*,[${WHITESPACE_CLASS}]*|(?=\\n?$(?![^])))`,
  'y',
);

/** @python werkzeug.http.parse_etags */
export function parseEtags(value: string | undefined): ETags {
  if (value === undefined || value === '') return new ETags();
  const strong: (string | undefined)[] = [];
  const weak: (string | undefined)[] = [];
  let position = 0;
  while (position < value.length) {
    ETAG.lastIndex = position;
    const match = ETAG.exec(value);
    if (match === null) break;
    const [, isWeak, quoted, raw] = match;
    if (raw === '*') return new ETags([], [], true);
    const etag = quoted === undefined || quoted === '' ? raw : quoted;
    (isWeak === undefined ? strong : weak).push(etag);
    // An empty match at the final line end would repeat forever.
    if (ETAG.lastIndex === position) break;
    position = ETAG.lastIndex;
  }
  return new ETags(strong, weak);
}
