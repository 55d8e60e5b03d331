/**
 * Authorization and WWW-Authenticate headers: a scheme with parameters or a token.
 *
 * Absent on purpose: Python's access to a parameter as an attribute; `get` gives it.
 */
import { decodeUtf8, encodeUtf8 } from '../../python/bytes.ts';
import { UnicodeError } from '../../python/errors.ts';
import { typeName } from '../../python/repr.ts';
import { partition, rstrip, strip, title } from '../../python/text.ts';
import { b64decode, b64encode, BinasciiError } from '../../stdlib/base64.ts';
import { parseDictHeader } from '../http/parameters.ts';
import { dumpHeader, quoteHeaderValue } from '../http/quoting.ts';
import type { OnUpdate } from './mixins.ts';
import { CallbackDict } from './structures.ts';

/** Parameters of a scheme, in order; one without a value is undefined. */
export type AuthParameters = ReadonlyMap<string, string | undefined>;

/** A client's credentials. @python werkzeug.datastructures.auth.Authorization */
export class Authorization {
  static readonly name: string = 'Authorization';
  /** The scheme in lower case. */
  readonly type: string;
  readonly parameters: AuthParameters;
  readonly token: string | undefined;

  constructor(type: string, data: AuthParameters = new Map(), token?: string) {
    this.type = type;
    this.parameters = data;
    this.token = token;
  }

  /**
   * Undefined without a header, and for a Basic token that cannot be decoded.
   * @python werkzeug.datastructures.auth.Authorization.from_header
   */
  static fromHeader(value: string | undefined): Authorization | undefined {
    if (value === undefined || value === '') return undefined;
    const [scheme, rest] = splitScheme(value);
    if (scheme === 'basic') return basicAuthorization(rest);
    if (hasParameters(rest)) return new Authorization(scheme, parseDictHeader(rest));
    return new Authorization(scheme, undefined, rest);
  }

  get username(): string | undefined {
    return this.parameters.get('username');
  }

  get password(): string | undefined {
    return this.parameters.get('password');
  }

  has(key: string): boolean {
    return this.parameters.has(key);
  }

  /** @python werkzeug.datastructures.auth.Authorization.get */
  get(key: string, fallback?: string): string | undefined {
    return this.parameters.has(key) ? this.parameters.get(key) : fallback;
  }

  /** `self == other`. @python werkzeug.datastructures.auth.Authorization.__eq__ */
  equals(other: unknown): boolean {
    if (!(other instanceof Authorization)) return false;
    return other.type === this.type && other.token === this.token && sameParameters(other.parameters, this.parameters);
  }

  /** @python werkzeug.datastructures.auth.Authorization.to_header */
  toHeader(): string {
    if (this.type === 'basic') {
      return `Basic ${b64encode(encodeUtf8(`${this.username ?? 'None'}:${this.password ?? 'None'}`))}`;
    }
    return `${title(this.type)} ${this.token ?? dumpHeader(this.parameters)}`;
  }

  toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  __repr__(): string {
    return `<${typeName(this)} ${this.toHeader()}>`;
  }
}

/**
 * A server's authentication challenge. Every change calls `_onUpdate`.
 * @python werkzeug.datastructures.auth.WWWAuthenticate
 */
export class WWWAuthenticate {
  static readonly name: string = 'WWWAuthenticate';
  /** @internal */
  _onUpdate: OnUpdate<WWWAuthenticate> | undefined = undefined;
  private _type: string;
  private _parameters: CallbackDict<string, string | undefined>;
  private _token: string | undefined;

  constructor(type: string, values?: AuthParameters | Readonly<Record<string, string | undefined>>, token?: string) {
    this._type = type.toLowerCase();
    this._parameters = this._callbackDict(values ?? new Map());
    this._token = token;
  }

  /** Undefined without a header. @python werkzeug.datastructures.auth.WWWAuthenticate.from_header */
  static fromHeader(value: string | undefined): WWWAuthenticate | undefined {
    if (value === undefined || value === '') return undefined;
    const [scheme, rest] = splitScheme(value);
    if (hasParameters(rest)) return new WWWAuthenticate(scheme, parseDictHeader(rest));
    return new WWWAuthenticate(scheme, undefined, rest);
  }

  /** @python werkzeug.datastructures.auth.WWWAuthenticate.type */
  get type(): string {
    return this._type;
  }
  set type(value: string) {
    this._type = value;
    this._triggerOnUpdate();
  }

  /** @python werkzeug.datastructures.auth.WWWAuthenticate.parameters */
  get parameters(): CallbackDict<string, string | undefined> {
    return this._parameters;
  }
  set parameters(value: CallbackDict<string, string | undefined> | AuthParameters) {
    this._parameters = this._callbackDict(value);
    this._triggerOnUpdate();
  }

  /** @python werkzeug.datastructures.auth.WWWAuthenticate.token */
  get token(): string | undefined {
    return this._token;
  }
  set token(value: string | undefined) {
    this._token = value;
    this._triggerOnUpdate();
  }

  has(key: string): boolean {
    return this._parameters.has(key);
  }

  /** @python werkzeug.datastructures.auth.WWWAuthenticate.get */
  get(key: string, fallback?: string): string | undefined {
    return this._parameters.get(key, fallback);
  }

  /** Undefined deletes. @python werkzeug.datastructures.auth.WWWAuthenticate.__setitem__ */
  setItem(key: string, value: string | undefined): void {
    if (value !== undefined) this._parameters.setItem(key, value);
    else if (this.has(key)) this._parameters.delItem(key);
    this._triggerOnUpdate();
  }

  /** @python werkzeug.datastructures.auth.WWWAuthenticate.__delitem__ */
  delItem(key: string): void {
    if (!this.has(key)) return;
    this._parameters.delItem(key);
    this._triggerOnUpdate();
  }

  /** `self == other`. @python werkzeug.datastructures.auth.WWWAuthenticate.__eq__ */
  equals(other: unknown): boolean {
    if (!(other instanceof WWWAuthenticate) || other.type !== this.type || other.token !== this.token) return false;
    return sameParameters(new Map(other.parameters.items()), new Map(this.parameters.items()));
  }

  /** @python werkzeug.datastructures.auth.WWWAuthenticate.to_header */
  toHeader(): string {
    const scheme = title(this._type);
    if (this._token !== undefined) return `${scheme} ${this._token}`;
    if (!this._parameters.isTrue) return scheme;
    if (this._type !== 'digest') return `${scheme} ${dumpHeader(this._parameters)}`;
    const items = Array.from(
      this._parameters.items(),
      // For a parameter without a value, Python writes None.
      ([key, value]) => `${key}=${quoteHeaderValue(value, { allowToken: !ALWAYS_QUOTED.has(key) })}`,
    );
    return `Digest ${items.join(', ')}`;
  }

  toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  __repr__(): string {
    return `<${typeName(this)} ${this.toHeader()}>`;
  }

  /** @internal */
  _triggerOnUpdate(): void {
    this._onUpdate?.(this);
  }

  /** @internal */
  _callbackDict(
    values: CallbackDict<string, string | undefined> | AuthParameters | Readonly<Record<string, string | undefined>>,
  ): CallbackDict<string, string | undefined> {
    return new CallbackDict<string, string | undefined>(values, () => this._triggerOnUpdate());
  }
}

/** Parameters of Digest that are quoted even when they are tokens. */
const ALWAYS_QUOTED: ReadonlySet<string> = new Set(['realm', 'domain', 'nonce', 'opaque', 'qop']);

function splitScheme(value: string): readonly [scheme: string, rest: string] {
  const [scheme, , rest] = partition(value, ' ');
  return [scheme.toLowerCase(), strip(rest)];
}

/** A token may end in `=`, but contains none elsewhere. */
const hasParameters = (rest: string): boolean => rstrip(rest, '=').includes('=');

function basicAuthorization(token: string): Authorization | undefined {
  let text: string;
  try {
    text = decodeUtf8(b64decode(token));
  } catch (error) {
    if (error instanceof UnicodeError || error instanceof BinasciiError) return undefined;
    throw error;
  }
  const [username, , password] = partition(text, ':');
  return new Authorization(
    'basic',
    new Map([
      ['username', username],
      ['password', password],
    ]),
  );
}

function sameParameters(one: AuthParameters, other: AuthParameters): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.has(key) && other.get(key) === value);
}
