/** Formats cookies, and reads cookies and conditional requests from an environ. */
import { decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8 } from '../../python/bytes.ts';
import { ValueError } from '../../python/errors.ts';
import { toFloat, toInt, toReal } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { realtimeMicros } from '../../python/libc.ts';
import { str } from '../../python/repr.ts';
import { lstrip, partition, title } from '../../python/text.ts';
import type { Float } from '../../python/tuple.ts';
import { TimeDelta } from '../../stdlib/datetime.ts';
import type { DateLike } from '../../stdlib/datetime.ts';
import { encodeIdna } from '../../stdlib/encodings/idna.ts';
import { quote } from '../../stdlib/urllib/parse.ts';
import { MultiDict } from '../datastructures/structures.ts';
import { httpDate } from '../http-date.ts';
import { isResourceModified as isModified, parseCookie as parseCookieText } from '../sansio/http.ts';
import type { MultiDictClass, ResourceOptions } from '../sansio/http.ts';

type Environ = Readonly<Record<string, unknown>>;

export function parseCookie(header: Environ | string | undefined): MultiDict;
export function parseCookie<T extends MultiDict>(header: Environ | string | undefined, Class: MultiDictClass<T>): T;
/** The cookies of a header's value, or of an environ. @python werkzeug.http.parse_cookie */
export function parseCookie(
  header: Environ | string | undefined,
  Class: MultiDictClass<MultiDict> = MultiDict,
): MultiDict {
  const cookie = typeof header === 'object' ? (header['HTTP_COOKIE'] as string | undefined) : header;
  return parseCookieText(cookie === undefined || cookie === '' ? undefined : decodeUtf8(encodeLatin1(cookie)), Class);
}

type MaxAge = TimeDelta | Float | Int | boolean | undefined;

/** Options of a cookie. */
export interface CookieOptions {
  /** Its lifetime in seconds. */
  readonly maxAge?: MaxAge;
  readonly expires?: string | DateLike | Float | Int | boolean | undefined;
  /** `/` by default; null for none. */
  readonly path?: string | null | undefined;
  readonly domain?: string | undefined;
  readonly secure?: boolean | undefined;
  readonly httponly?: boolean | undefined;
  /** Whether `expires` follows from `maxAge`; true by default. */
  readonly syncExpires?: boolean | undefined;
  /** Python warns about longer cookies. */
  readonly maxSize?: number | undefined;
  readonly samesite?: string | undefined;
  /** A partitioned cookie is also secure. */
  readonly partitioned?: boolean | undefined;
}

const NEEDS_NO_QUOTES = /^[\w!#$%&'()*+\-./:<=>?@[\]^`{|}~]*$/;

/**
 * The value of a Set-Cookie header. Raises ValueError for an unknown `samesite`, UnicodeError for a domain that cannot
 * be encoded.
 * @differs There is no warning about a cookie that is too large.
 * @python werkzeug.http.dump_cookie
 */
export function dumpCookie(key: string, value = '', options: CookieOptions = {}): string {
  const { secure = false, httponly = false, partitioned = false } = options;
  const maxAge = options.maxAge instanceof TimeDelta ? toInt(options.maxAge.totalSeconds()) : options.maxAge;
  const parts = [`${decodeLatin1(encodeUtf8(key))}=${quoteCookie(value)}`];
  const add = (name: string, value: unknown): void => {
    if (value === true) parts.push(name);
    else if (value !== undefined && value !== false) parts.push(`${name}=${str(value)}`);
  };
  // A path of `null` is Python's None; undefined is the default.
  const path = options.path === null ? undefined : quote(options.path ?? '/', "%!$&'()*+,/:=@");
  const domain = encodeDomain(options.domain);
  const expires = expiryDate(options, maxAge);
  const samesite = checkSamesite(options.samesite);
  add('Domain', domain);
  add('Expires', expires);
  add('Max-Age', maxAge);
  if (secure || partitioned) parts.push('Secure');
  if (httponly) parts.push('HttpOnly');
  add('Path', path);
  add('SameSite', samesite);
  if (partitioned) parts.push('Partitioned');
  return parts.join('; ');
}

function encodeDomain(domain: string | undefined): string | undefined {
  if (domain === undefined || domain === '') return domain;
  return decodeLatin1(encodeIdna(lstrip(partition(domain, ':')[0], '.')));
}

function expiryDate(options: CookieOptions, maxAge: Exclude<MaxAge, TimeDelta>): string | undefined {
  const { expires, syncExpires = true } = options;
  if (expires !== undefined) return typeof expires === 'string' ? expires : httpDate(expires);
  return maxAge !== undefined && syncExpires ? httpDate(realtimeMicros() / 1e6 + toFloat(toReal(maxAge))) : undefined;
}

function checkSamesite(samesite: string | undefined): string | undefined {
  if (samesite === undefined) return undefined;
  const name = title(samesite);
  if (name !== 'Strict' && name !== 'Lax' && name !== 'None') {
    throw new ValueError("SameSite must be 'Strict', 'Lax', or 'None'.");
  }
  return name;
}

/** Quotes a value with characters that RFC 6265 does not allow; bytes that cannot be quoted become `\ooo`. */
function quoteCookie(value: string): string {
  if (NEEDS_NO_QUOTES.test(value)) return value;
  const bytes = decodeLatin1(encodeUtf8(value));
  const slashed = bytes.replaceAll(/[\x00-\x19",;\\\x7f-\xff]/g, (byte) =>
    byte === '"' || byte === '\\' ? `\\${byte}` : `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${slashed}"`;
}

/**
 * Whether the client's copy is out of date, by the headers of an environ.
 * @python werkzeug.http.is_resource_modified
 */
export function isResourceModified(environ: Environ, options: ResourceOptions = {}): boolean {
  const header = (name: string): string | undefined => environ[`HTTP_${name}`] as string | undefined;
  return isModified(
    {
      range: header('RANGE'),
      ifRange: header('IF_RANGE'),
      ifModifiedSince: header('IF_MODIFIED_SINCE'),
      ifNoneMatch: header('IF_NONE_MATCH'),
      ifMatch: header('IF_MATCH'),
    },
    options,
  );
}
