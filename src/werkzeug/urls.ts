/** Converts IRIs (readable) and URIs (as sent). */
import { decodeLatin1 } from '../python/bytes.ts';
import { UnicodeDecodeError } from '../python/errors.ts';
import { remember } from '../python/remember.ts';
import { str } from '../python/repr.ts';
import { isascii } from '../python/text.ts';
import { decodeIdna, encodeIdna } from '../stdlib/encodings/idna.ts';
import { quote, unquote, urlencode, urlsplit, urlunsplit } from '../stdlib/urllib/parse.ts';
import type { SplitResult } from '../stdlib/urllib/parse.ts';
import { iterMultiItems } from './datastructures/mapping.ts';
import type { MultiSource } from './datastructures/mapping.ts';

/** Quotes bytes that are not UTF-8 again when a URI is made readable. @python werkzeug.urls._codec_error_url_quote */
export const urlQuoteErrors = (bad: Uint8Array): string => quote(bad, '');

type Unquoter = (value: string) => string;

const quoteUser: Unquoter = (text) => quote(text, "%!$&'()*+,;=");

/** Unquotes everything but the given characters. @python werkzeug.urls._make_unquote_part */
function makeUnquotePart(characters: string): Unquoter {
  const codes = Array.from(characters, (character) => character.charCodeAt(0).toString(16).padStart(2, '0'));
  const kept = new RegExp(`((?:%(?:${codes.join('|')}))+)`, 'i');
  return (value) =>
    value
      .split(kept)
      .map((part, index) => (index % 2 === 0 ? unquote(part, 'utf-8', urlQuoteErrors) : part))
      .join('');
}

/** Controls, space, `%` and delete stay quoted everywhere. */
const ALWAYS_UNSAFE = `${String.fromCharCode(...Array.from({ length: 0x21 }, (_, code) => code))}%\x7f`;
const unquoteFragment = /*#__PURE__*/ makeUnquotePart(ALWAYS_UNSAFE);
const unquoteQuery = /*#__PURE__*/ makeUnquotePart(`${ALWAYS_UNSAFE}&=+#`);
const unquotePath = /*#__PURE__*/ makeUnquotePart(`${ALWAYS_UNSAFE}/?#`);
const unquoteUser = /*#__PURE__*/ makeUnquotePart(`${ALWAYS_UNSAFE}:@/?#`);

/**
 * Makes a URI readable: unquotes as much as possible without changing its meaning. Raises ValueError for a URL that
 * cannot be split.
 * @python werkzeug.urls.uri_to_iri
 */
export const uriToIri = /*#__PURE__*/ remember((uri: string): string => {
  const parts = urlsplit(uri);
  const path = unquotePath(parts.path);
  const query = unquoteQuery(parts.query);
  const fragment = unquoteFragment(parts.fragment);
  const host = parts.hostname === undefined ? '' : decodeHost(parts.hostname);
  return urlunsplit([parts.scheme, joinNetloc(parts, host, unquoteUser), path, query, fragment]);
});

/**
 * Converts an IRI to a URI: quotes characters that are not ASCII, and unsafe ones. Raises ValueError for a URL that
 * cannot be split.
 * @python werkzeug.urls.iri_to_uri
 */
export function iriToUri(iri: string): string {
  const parts = urlsplit(iri);
  const path = quote(parts.path, "%!$&'()*+,/:;=@");
  const query = quote(parts.query, "%!$&'()*+,/:;=?@");
  const fragment = quote(parts.fragment, "%!#$&'()*+,/:;=?@");
  const host = parts.hostname === undefined ? '' : decodeLatin1(encodeIdna(parts.hostname));
  return urlunsplit([parts.scheme, joinNetloc(parts, host, quoteUser), path, query, fragment]);
}

function joinNetloc(parts: SplitResult, host: string, convert: Unquoter): string {
  let netloc = host.includes(':') ? `[${host}]` : host;
  const { port, username, password } = parts;
  if (port !== undefined && port !== 0) netloc = `${netloc}:${port}`;
  if (username === undefined || username === '') return netloc;
  const user = convert(username);
  const auth = password === undefined || password === '' ? user : `${user}:${convert(password)}`;
  return `${auth}@${netloc}`;
}

/** A host name with its labels decoded; one that is not ASCII stays as it is. @python werkzeug.urls._decode_idna */
function decodeHost(domain: string): string {
  if (!isascii(domain)) return domain;
  try {
    return decodeIdna(domain);
  } catch (error) {
    if (!(error instanceof UnicodeDecodeError)) throw error;
    return domain;
  }
}

/** A query string; undefined values are omitted. @python werkzeug.urls._urlencode */
export function encodeQuery(query: MultiSource<string, unknown>): string {
  const pairs = Array.from(iterMultiItems(query)).filter(([, value]) => value !== undefined && value !== null);
  return urlencode(
    pairs.map(([key, value]) => [key, str(value)] as const),
    "!$'()*,/:;?@",
  );
}
