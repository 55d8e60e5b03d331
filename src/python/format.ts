/** `format % args`: Python's printf-style formatting of text. */
import { KeyError, OverflowError, PyTypeError, ValueError } from './errors.ts';
import { ascii, repr, reprFloat, str, typeName } from './repr.ts';
import { Float } from './tuple.ts';

/** The values to format: a tuple's items, or a mapping for `%(name)s`. */
export type FormatArguments = readonly unknown[] | Readonly<Record<string, unknown>>;

interface Specification {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
  /** Index of the conversion's character, for messages. */
  readonly index: number;
}

const SPECIFICATION = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?/y;

/**
 * `format % args`: conversions d i u o x X e E f F g G c r s a %, with flags, width, precision and `*`. Raises
 * TypeError for too few, too many or unsuitable arguments, ValueError for an incomplete or unknown conversion.
 */
export function formatPercent(format: string, args: FormatArguments): string {
  const source = new ArgumentSource(args);
  let text = '';
  let from = 0;
  for (let at = format.indexOf('%'); at >= 0; at = format.indexOf('%', from)) {
    text += format.slice(from, at);
    if (format.charAt(at + 1) === '%') {
      text += '%';
      from = at + 2;
      continue;
    }
    if (format.charAt(at + 1) === 's') {
      text += str(source.next());
      from = at + 2;
      continue;
    }
    SPECIFICATION.lastIndex = at;
    const [, key, flags = '', width = '', precision] = SPECIFICATION.exec(format) ?? [];
    const index = SPECIFICATION.lastIndex;
    if (index >= format.length) throw new ValueError('incomplete format');
    const conversion = format.charAt(index);
    from = index + 1;
    if (key !== undefined) source.choose(key);
    const size = width === '*' ? Number(source.next()) : Number(width);
    const digits = precision === '*' ? Number(source.next()) : Number(precision ?? 0);
    const specification = {
      flags: size < 0 ? `${flags}-` : flags,
      width: Math.abs(size),
      precision: precision === undefined ? undefined : digits,
      conversion,
      index,
    };
    text += convert(specification, source);
  }
  source.finish();
  return text + format.slice(from);
}

/** Supplies the arguments in turn, or those of a mapping by name. */
class ArgumentSource {
  static readonly name: string = 'ArgumentSource';
  private readonly _items: readonly unknown[];
  private readonly _mapping: Readonly<Record<string, unknown>> | undefined;
  private _position = 0;
  private _chosen: { readonly value: unknown } | undefined;

  constructor(args: FormatArguments) {
    this._items = Array.isArray(args) ? (args as readonly unknown[]) : [args];
    this._mapping = Array.isArray(args) ? undefined : (args as Readonly<Record<string, unknown>>);
  }

  choose(key: string): void {
    if (this._mapping === undefined) throw new PyTypeError('format requires a mapping');
    if (!Object.hasOwn(this._mapping, key)) throw new KeyError(key);
    this._chosen = { value: this._mapping[key] };
  }

  next(): unknown {
    if (this._chosen !== undefined) {
      const { value } = this._chosen;
      this._chosen = undefined;
      return value;
    }
    if (this._position >= this._items.length) throw new PyTypeError('not enough arguments for format string');
    return this._items[this._position++];
  }

  finish(): void {
    if (this._mapping === undefined && this._position < this._items.length) {
      throw new PyTypeError('not all arguments converted during string formatting');
    }
  }
}

function convert(specification: Specification, source: ArgumentSource): string {
  const { conversion, precision, index } = specification;
  if ('diuoxX'.includes(conversion)) return integer(specification, source.next());
  if ('eEfFgG'.includes(conversion)) return float(specification, source.next());
  const value = source.next();
  if (conversion === 'c') return pad(character(value), specification);
  if ('sra'.includes(conversion)) {
    const text = conversion === 's' ? str(value) : conversion === 'r' ? repr(value) : ascii(value);
    return pad(precision === undefined ? text : Array.from(text).slice(0, precision).join(''), specification);
  }
  const code = conversion.charCodeAt(0).toString(16);
  throw new ValueError(`unsupported format character '${conversion}' (0x${code}) at index ${index}`);
}

function pad(text: string, { flags, width }: Specification): string {
  const blanks = ' '.repeat(Math.max(0, width - Array.from(text).length));
  return flags.includes('-') ? text + blanks : blanks + text;
}

function character(value: unknown): string {
  if (typeof value === 'string' && Array.from(value).length === 1) return value;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new PyTypeError('%c requires int or char');
  if (value < 0 || value > 0x10ffff) throw new OverflowError('%c arg not in range(0x110000)');
  return String.fromCodePoint(value);
}

const RADIX: Readonly<Record<string, number>> = { o: 8, x: 16, X: 16 };

function integer(specification: Specification, value: unknown): string {
  const { conversion, precision = 0, flags } = specification;
  const whole = toInteger(value, conversion);
  const radix = RADIX[conversion] ?? 10;
  const magnitude = whole < 0n ? -whole : whole;
  const plain = radix === 10 ? repr(magnitude) : magnitude.toString(radix);
  let digits = plain.padStart(precision, '0');
  if (conversion === 'X') digits = digits.toUpperCase();
  const prefix = flags.includes('#') && radix !== 10 ? `0${conversion}` : '';
  return signed(specification, { isNegative: whole < 0n, prefix, digits });
}

function toInteger(value: unknown, conversion: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  const number = value instanceof Float ? value.value : value;
  const isHex = conversion in RADIX;
  if (typeof number !== 'number' || (isHex && (value instanceof Float || !Number.isInteger(number)))) {
    const wanted = isHex ? 'an integer' : 'a real number';
    throw new PyTypeError(`%${conversion} format: ${wanted} is required, not ${typeName(value)}`);
  }
  if (Number.isNaN(number)) throw new ValueError('cannot convert float NaN to integer');
  if (!Number.isFinite(number)) throw new OverflowError('cannot convert float infinity to integer');
  return BigInt(Math.trunc(number));
}

function float(specification: Specification, value: unknown): string {
  const number = value instanceof Float ? value.value : value;
  if (typeof number !== 'number' && typeof number !== 'bigint' && typeof number !== 'boolean') {
    throw new PyTypeError(`must be real number, not ${typeName(value)}`);
  }
  const real = Number(number);
  const isNegative = real < 0 || Object.is(real, -0);
  const digits = Number.isFinite(real) ? layOut(Math.abs(real), specification) : reprFloat(Math.abs(real));
  const isUpper = specification.conversion === specification.conversion.toUpperCase();
  return signed(specification, { isNegative, prefix: '', digits: isUpper ? digits.toUpperCase() : digits });
}

/** A number as whole units of ten to the power of `-places`: each double is that exactly. */
interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

function decimalOf(value: number): Decimal {
  let whole = value;
  let places = 0;
  for (; !Number.isInteger(whole); whole *= 2) places += 1;
  return { units: BigInt(whole) * 5n ** BigInt(places), places };
}

/** The digits without the last `count`, or with as many zeros more. Exactly between two it is the even one, as in C. */
function withoutLast(units: bigint, count: number): string {
  if (count <= 0) return `${units}${'0'.repeat(-count)}`;
  const unit = 10n ** BigInt(count);
  const whole = units / unit;
  const twice = (units % unit) * 2n;
  return String(twice > unit || (twice === unit && whole % 2n === 1n) ? whole + 1n : whole);
}

function fixed({ units, places }: Decimal, digits: number): string {
  const text = withoutLast(units, places - digits).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function scientific({ units, places }: Decimal, digits: number): { readonly text: string; readonly exponent: number } {
  const length = String(units).length;
  const kept = withoutLast(units, length - 1 - digits);
  // Nines may have become a digit more.
  const exponent = length - 1 - places + (kept.length > digits + 1 ? 1 : 0);
  const mantissa = digits === 0 ? kept.charAt(0) : `${kept.charAt(0)}.${kept.slice(1, digits + 1)}`;
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return { text: `${mantissa}e${power}`, exponent };
}

/** Digits in printf's e, f and g formats. With `#` there is always a point, and g keeps its zeros. */
function layOut(value: number, { conversion, precision = 6, flags }: Specification): string {
  const kind = conversion.toLowerCase();
  const isAlternate = flags.includes('#');
  const decimal = decimalOf(value);
  const pointed = (text: string): string => (isAlternate && !text.includes('.') ? text.replace(/(?=e|$)/, '.') : text);
  if (kind === 'f') return pointed(fixed(decimal, precision));
  if (kind === 'e') return pointed(scientific(decimal, precision).text);
  const significant = Math.max(precision, 1);
  const { text, exponent } = scientific(decimal, significant - 1);
  const isScientific = exponent < -4 || exponent >= significant;
  const written = isScientific ? text : fixed(decimal, significant - 1 - exponent);
  if (isAlternate) return pointed(written);
  return written.includes('.') ? written.replace(/\.?0+(?=e|$)/, '') : written;
}

/** Sign, prefix and digits, padded with zeros or spaces. */
function signed(
  specification: Specification,
  number: { readonly isNegative: boolean; readonly prefix: string; readonly digits: string },
): string {
  const { flags, width } = specification;
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const start = (number.isNegative ? '-' : plus) + number.prefix;
  if (!flags.includes('0') || flags.includes('-')) return pad(start + number.digits, specification);
  return start + number.digits.padStart(width - start.length, '0');
}
