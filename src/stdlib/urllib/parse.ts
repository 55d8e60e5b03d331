/**
 * Splits, joins, quotes and unquotes URLs as `urllib.parse` does.
 * Absent on purpose: the variants for bytes (except `quote` and `unquoteToBytes`), and caches.
 */
import { decode, decodeUtf8, encodeUtf8 } from '../../python/bytes.ts';
import type { ErrorHandler } from '../../python/bytes.ts';
import { ValueError } from '../../python/errors.ts';
import { pyInt } from '../../python/integers.ts';
import { repr } from '../../python/repr.ts';
import { isascii, partition, rpartition } from '../../python/text.ts';
import { decodeUtf8Slowly } from '../../python/utf8.ts';
import { checkBracketedHost } from '../ipaddress.ts';

/** Schemes whose relative references can be joined. @python urllib.parse.uses_relative */
export const usesRelative: readonly string[] =
  ' ftp http gopher nntp imap wais file https shttp mms prospero rtsp rtsps rtspu sftp svn svn+ssh ws wss'.split(' ');

/** Schemes with a network location; Werkzeug adds the last one. @python urllib.parse.uses_netloc */
export const usesNetloc: readonly string[] = (
  ' ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtsps rtspu rsync svn svn+ssh ' +
  'sftp nfs git git+ssh ws wss itms-services'
).split(' ');

/** Schemes with `;parameters`. @python urllib.parse.uses_params */
export const usesParams: readonly string[] =
  ' ftp hdl prospero http imap https shttp rtsp rtsps rtspu sip sips mms sftp tel'.split(' ');

/** The five parts of a URL. @python urllib.parse.SplitResult */
export class SplitResult {
  static readonly name: string = 'SplitResult';
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;

  constructor(...[scheme, netloc, path, query, fragment]: readonly [string, string, string, string, string]) {
    this.scheme = scheme;
    this.netloc = netloc;
    this.path = path;
    this.query = query;
    this.fragment = fragment;
  }

  /** @python urllib.parse._NetlocResultMixinBase.username */
  get username(): string | undefined {
    return this._userinfo[0];
  }

  /** @python urllib.parse._NetlocResultMixinBase.password */
  get password(): string | undefined {
    return this._userinfo[1];
  }

  /**
   * In lower case, except for the zone of a scoped IPv6 address. @python urllib.parse._NetlocResultMixinBase.hostname
   */
  get hostname(): string | undefined {
    const [hostname] = this._hostinfo;
    if (hostname === '') return undefined;
    const [address, percent, zone] = partition(hostname, '%');
    return address.toLowerCase() + percent + zone;
  }

  /** Raises ValueError unless it is a number from 0 to 65535. @python urllib.parse._NetlocResultMixinBase.port */
  get port(): number | undefined {
    const [, port] = this._hostinfo;
    if (port === undefined) return undefined;
    if (!/^[0-9]+$/.test(port)) throw new ValueError(`Port could not be cast to integer value as ${repr(port)}`);
    const value = pyInt(port);
    if (value > 65535) throw new ValueError('Port out of range 0-65535');
    return Number(value);
  }

  /** @python urllib.parse.SplitResult.geturl */
  geturl(): string {
    return urlunsplit([this.scheme, this.netloc, this.path, this.query, this.fragment]);
  }

  /** Shown as the named tuple that it is in Python. */
  __repr__(): string {
    const { scheme, netloc, path, query, fragment } = this;
    const parts = Object.entries({ scheme, netloc, path, query, fragment });
    return `SplitResult(${parts.map(([name, value]) => `${name}=${repr(value)}`).join(', ')})`;
  }

  /** @internal */
  get _userinfo(): readonly [string | undefined, string | undefined] {
    const [userinfo, haveInfo] = rpartition(this.netloc, '@');
    if (haveInfo === '') return [undefined, undefined];
    const [username, havePassword, password] = partition(userinfo, ':');
    return [username, havePassword === '' ? undefined : password];
  }

  /** @internal */
  get _hostinfo(): readonly [string, string | undefined] {
    const [, , hostinfo] = rpartition(this.netloc, '@');
    const [, haveBracket, bracketed] = partition(hostinfo, '[');
    let hostname: string;
    let port: string;
    if (haveBracket === '') {
      [hostname, , port] = partition(hostinfo, ':');
    } else {
      const [inside, , after] = partition(bracketed, ']');
      hostname = inside;
      [, , port] = partition(after, ':');
    }
    return [hostname, port === '' ? undefined : port];
  }
}

const LEADING_CONTROLS = /^[\0-\x20]+/;
const TRAILING_CONTROLS = /[\0-\x20]+$/;

/**
 * Splits a URL: strips leading control characters and spaces, removes tabs and line ends everywhere, keeps `%xx`.
 * Raises ValueError for brackets without an IPv6 address, and for a host that normalizes to a text with a delimiter in
 * it.
 * @python urllib.parse.urlsplit
 */
export function urlsplit(url: string, scheme = '', { allowFragments = true } = {}): SplitResult {
  let rest = url.replace(LEADING_CONTROLS, '').replaceAll(/[\t\r\n]/g, '');
  let parsedScheme = scheme
    .replace(LEADING_CONTROLS, '')
    .replace(TRAILING_CONTROLS, '')
    .replaceAll(/[\t\r\n]/g, '');
  const colon = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(rest);
  if (colon !== null) {
    parsedScheme = (colon[1] as string).toLowerCase();
    rest = rest.slice(colon[0].length);
  }
  let netloc = '';
  if (rest.startsWith('//')) {
    const found = rest.slice(2).search(/[/?#]/);
    const end = found === -1 ? rest.length : found + 2;
    netloc = rest.slice(2, end);
    rest = rest.slice(end);
    checkBrackets(netloc);
  }
  let fragment = '';
  let query = '';
  if (allowFragments) [rest, , fragment] = partition(rest, '#');
  [rest, , query] = partition(rest, '?');
  checkNetloc(netloc);
  return new SplitResult(parsedScheme, netloc, rest, query, fragment);
}

function checkBrackets(netloc: string): void {
  const opens = netloc.includes('[');
  if (opens !== netloc.includes(']')) throw new ValueError('Invalid IPv6 URL');
  if (opens) checkBracketedHost(partition(partition(netloc, '[')[2], ']')[0]);
}

/** Rejects a host in which a character such as U+2100 would become a delimiter. */
function checkNetloc(netloc: string): void {
  if (isascii(netloc)) return;
  const bare = netloc.replaceAll(/[@:#?]/g, '');
  const normalized = bare.normalize('NFKC');
  if (bare === normalized) return;
  if (/[/?#@:]/.test(normalized)) {
    throw new ValueError(`netloc '${netloc}' contains invalid characters under NFKC normalization`);
  }
}

/**
 * Joins the five parts; the result may differ from the text that was split, but means the same.
 * @python urllib.parse.urlunsplit
 */
export function urlunsplit(parts: readonly [string, string, string, string, string]): string {
  const [scheme, netloc, path, query, fragment] = parts;
  let url = path;
  if (netloc !== '' || (scheme !== '' && usesNetloc.includes(scheme) && !url.startsWith('//'))) {
    if (url !== '' && !url.startsWith('/')) url = `/${url}`;
    url = `//${netloc}${url}`;
  }
  if (scheme !== '') url = `${scheme}:${url}`;
  if (query !== '') url = `${url}?${query}`;
  if (fragment !== '') url = `${url}#${fragment}`;
  return url;
}

/** The absolute form of a reference found at `base`. @python urllib.parse.urljoin */
export function urljoin(base: string, url: string, { allowFragments = true } = {}): string {
  if (base === '') return url;
  if (url === '') return base;
  const from = withParams(urlsplit(base, '', { allowFragments }));
  const to = withParams(urlsplit(url, from.scheme, { allowFragments }));
  const { scheme, query, fragment } = to;
  if (scheme !== from.scheme || !usesRelative.includes(scheme)) return url;
  let { netloc } = to;
  if (usesNetloc.includes(scheme)) {
    if (netloc !== '') return unparse([scheme, netloc, to.path, query, fragment], to.params);
    netloc = from.netloc;
  }
  if (to.path === '' && to.params === '') {
    return unparse([scheme, netloc, from.path, query === '' ? from.query : query, fragment], from.params);
  }
  return unparse([scheme, netloc, joinPaths(from.path, to.path), query, fragment], to.params);
}

function joinPaths(basePath: string, path: string): string {
  const base = basePath.split('/');
  if (base.at(-1) !== '') base.pop();
  let segments = path.split('/');
  if (!path.startsWith('/')) {
    segments = [...base, ...segments];
    segments = segments.filter((segment, index) => index === 0 || index === segments.length - 1 || segment !== '');
  }
  const resolved: string[] = [];
  for (const segment of segments) {
    if (segment === '..') resolved.pop();
    else if (segment !== '.') resolved.push(segment);
  }
  if (segments.at(-1) === '.' || segments.at(-1) === '..') resolved.push('');
  return resolved.join('/') || '/';
}

interface Parsed {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly params: string;
  readonly query: string;
  readonly fragment: string;
}

/** Splits `;parameters` off the last segment, as `urlparse` does with the result of `urlsplit`. */
function withParams({ scheme, netloc, path, query, fragment }: SplitResult): Parsed {
  const found = usesParams.includes(scheme) ? path.indexOf(';', path.lastIndexOf('/') + 1) : -1;
  if (found === -1) return { scheme, netloc, path, params: '', query, fragment };
  return { scheme, netloc, path: path.slice(0, found), params: path.slice(found + 1), query, fragment };
}

function unparse(parts: readonly [string, string, string, string, string], params: string): string {
  const [scheme, netloc, path, query, fragment] = parts;
  return urlunsplit([scheme, netloc, params === '' ? path : `${path};${params}`, query, fragment]);
}

const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;

/** Bytes with `%xx` replaced; text is encoded as UTF-8. @python urllib.parse.unquote_to_bytes */
export function unquoteToBytes(source: string | Uint8Array): Uint8Array {
  const bytes = typeof source === 'string' ? encodeUtf8(source) : source;
  if (!bytes.includes(0x25)) return bytes;
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    const pair = byte === 0x25 ? String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0) : '';
    if (HEX_PAIR.test(pair)) {
      result[length++] = Number.parseInt(pair, 16);
      at += 2;
    } else result[length++] = byte;
  }
  return result.subarray(0, length);
}

/**
 * How to handle bytes that are not text: one of Python's handlers, or a function (a handler that Werkzeug registers).
 */
export type UnquoteErrors = ErrorHandler | ((bad: Uint8Array) => string);

/** Text with `%xx` replaced; characters beyond ASCII stay as they are. @python urllib.parse.unquote */
export function unquote(text: string | Uint8Array, encoding = 'utf-8', errors: UnquoteErrors = 'replace'): string {
  if (typeof text !== 'string') return decodeWith(unquoteToBytes(text), encoding, errors);
  if (!text.includes('%')) return text;
  return text.replaceAll(/[\0-\x7f]+/g, (ascii) =>
    ascii.includes('%') ? decodeWith(unquoteToBytes(ascii), encoding, errors) : ascii,
  );
}

function decodeWith(bytes: Uint8Array, encoding: string, errors: UnquoteErrors): string {
  if (typeof errors !== 'function') {
    return encoding === 'utf-8' ? decodeUtf8(bytes, errors) : decode(bytes, encoding, errors);
  }
  return decodeUtf8Slowly(bytes, (start, end) => errors(bytes.subarray(start, end)));
}

/** `unquote` after replacing `+` by a space. @python urllib.parse.unquote_plus */
export const unquotePlus = (text: string, encoding = 'utf-8', errors: UnquoteErrors = 'replace'): string =>
  unquote(text.replaceAll('+', ' '), encoding, errors);

const ALWAYS_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~';

/**
 * Text with `%XX` for every byte of its UTF-8 form that is neither unreserved nor in `safe`.
 * @python urllib.parse.quote
 */
export function quote(source: string | Uint8Array, safe = '/'): string {
  const bytes = typeof source === 'string' ? encodeUtf8(source) : source;
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    const isSafe = byte < 0x80 && (ALWAYS_SAFE.includes(character) || safe.includes(character));
    text += isSafe ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

/** `quote` with `+` for a space. @python urllib.parse.quote_plus */
export const quotePlus = (source: string | Uint8Array, safe = ''): string =>
  quote(source, `${safe} `).replaceAll(' ', '+');

/** `key=value&…` of pairs. @python urllib.parse.urlencode */
export function urlencode(
  query: Iterable<readonly [string | Uint8Array, string | Uint8Array | number | bigint]>,
  safe = '',
): string {
  const text = (value: string | Uint8Array | number | bigint): string =>
    quotePlus(value instanceof Uint8Array ? value : String(value), safe);
  return Array.from(query, ([key, value]) => `${text(key)}=${text(value)}`).join('&');
}

/** Options for reading a query string. */
export interface ParseQueryOptions {
  readonly keepBlankValues?: boolean;
  readonly strictParsing?: boolean;
  readonly encoding?: string;
  readonly errors?: UnquoteErrors;
  readonly maxNumFields?: number | undefined;
  readonly separator?: string;
}

/**
 * The pairs of a query string, in order. Raises ValueError for too many fields, and with `strictParsing` for bad ones.
 * @python urllib.parse.parse_qsl
 */
export function parseQsl(query: string, options: ParseQueryOptions = {}): [string, string][] {
  const { keepBlankValues = false, strictParsing = false, encoding = 'utf-8', errors = 'replace' } = options;
  const { maxNumFields, separator = '&' } = options;
  if (separator === '') throw new ValueError('Separator must be of type string or bytes.');
  const fields = query === '' ? [] : query.split(separator);
  if (maxNumFields !== undefined && maxNumFields < fields.length) throw new ValueError('Max number of fields exceeded');
  const pairs: [string, string][] = [];
  for (const field of fields) {
    if (field === '' && !strictParsing) continue;
    const [name, equals, value] = partition(field, '=');
    if (equals === '') {
      if (strictParsing) throw new ValueError(`bad query field: ${repr(field)}`);
      if (!keepBlankValues) continue;
    }
    if (value === '' && !keepBlankValues) continue;
    pairs.push([unquotePlus(name, encoding, errors), unquotePlus(value, encoding, errors)]);
  }
  return pairs;
}

/** `parseQsl` with the values of each name in a list. @python urllib.parse.parse_qs */
export function parseQs(query: string, options: ParseQueryOptions = {}): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const [name, value] of parseQsl(query, options)) {
    const values = result.get(name);
    if (values === undefined) result.set(name, [value]);
    else values.push(value);
  }
  return result;
}
