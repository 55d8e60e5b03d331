/** Cookies and conditional requests, from header values alone. */
import { decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8 } from '../../python/bytes.ts';
import { PyTypeError } from '../../python/errors.ts';
import { strip } from '../../python/text.ts';
import { DateTime } from '../../stdlib/datetime.ts';
import type { DateLike } from '../../stdlib/datetime.ts';
import { MultiDict } from '../datastructures/structures.ts';
import { generateEtag, unquoteEtag } from '../http/etag-values.ts';
import { parseEtags, parseIfRangeHeader } from '../http/structured.ts';
import { parseDate } from '../http-date.ts';

/** The request's headers that a resource is compared with. */
export interface ConditionalHeaders {
  readonly range?: string | undefined;
  readonly ifRange?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifMatch?: string | undefined;
}

/** Properties of a resource. */
export interface ResourceOptions {
  readonly etag?: string | undefined;
  /** The resource itself, to compute an etag from; not together with `etag`. */
  readonly data?: Uint8Array | undefined;
  readonly lastModified?: DateLike | string | undefined;
  /** Whether to ignore If-Range; true by default. */
  readonly ignoreIfRange?: boolean;
}

/**
 * Whether the client's copy is out of date. Raises TypeError for `data` and `etag` together.
 * @python werkzeug.sansio.http.is_resource_modified
 */
export function isResourceModified(headers: ConditionalHeaders, options: ResourceOptions = {}): boolean {
  const { data, ignoreIfRange = true } = options;
  if (options.etag !== undefined && data !== undefined) throw new PyTypeError('both data and etag given');
  const etag = data === undefined ? options.etag : generateEtag(data);
  const lastModified = wholeSeconds(options.lastModified);
  const usesIfRange = !ignoreIfRange && headers.range !== undefined;
  const ifRange = usesIfRange ? parseIfRangeHeader(headers.ifRange) : undefined;
  const since = ifRange?.date ?? parseDate(headers.ifModifiedSince);
  let isUnmodified = since !== undefined && lastModified !== undefined && lastModified.compare(since) <= 0;
  if (etag === undefined || etag === '') return !isUnmodified;
  const [bare = ''] = unquoteEtag(etag);
  if (ifRange?.etag !== undefined) return !parseEtags(ifRange.etag).contains(bare);
  const ifNoneMatch = parseEtags(headers.ifNoneMatch);
  if (ifNoneMatch.isTrue) isUnmodified = ifNoneMatch.containsWeak(bare);
  const ifMatch = parseEtags(headers.ifMatch);
  if (ifMatch.isTrue) isUnmodified = !ifMatch.isStrong(bare);
  return !isUnmodified;
}

/** HTTP dates have no microseconds. */
function wholeSeconds(date: DateLike | string | undefined): DateTime | undefined {
  if (date === undefined) return undefined;
  const read = typeof date === 'string' ? parseDate(date) : DateTime.from(date);
  return read?.replace({ microsecond: 0 }).asUtc();
}

const SPACE = String.raw`[ \t\n\r\f\v]*`;
const COOKIE = /*#__PURE__*/ new RegExp(
  String.raw`([^=;]*)(?:${SPACE}=${SPACE}("(?:[^\\"]|\\[^\n])*"|[^\n]*?))?${SPACE};${SPACE}`,
  'g',
);

export type MultiDictClass<T extends MultiDict> = new (pairs?: Iterable<readonly [string, string]>) => T;

export function parseCookie(cookie?: string): MultiDict;
export function parseCookie<T extends MultiDict>(cookie: string | undefined, Class: MultiDictClass<T>): T;
/** The cookies of a Cookie header, in order. @python werkzeug.sansio.http.parse_cookie */
export function parseCookie(cookie?: string, Class: MultiDictClass<MultiDict> = MultiDict): MultiDict {
  if (cookie === undefined || cookie === '') return new Class();
  const pairs: [string, string][] = [];
  for (const [, rawKey = '', rawValue = ''] of `${cookie};`.matchAll(COOKIE)) {
    const key = strip(rawKey);
    const value = strip(rawValue);
    if (key !== '') pairs.push([key, unquoteCookie(value)]);
  }
  return new Class(pairs);
}

/** Removes quotes, and resolves `\ooo` and `\x` inside them. */
function unquoteCookie(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  const bytes = decodeLatin1(encodeUtf8(value.slice(1, -1)));
  const unslashed = bytes.replaceAll(/\\([0-3][0-7]{2}|[^\n])/g, (_, escaped: string) =>
    escaped.length === 1 ? escaped : String.fromCharCode(Number.parseInt(escaped, 8)),
  );
  return decodeUtf8(encodeLatin1(unslashed), 'replace');
}
