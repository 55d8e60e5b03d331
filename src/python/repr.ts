/**
 * `repr()`, `str()` and type names, for the values that Python code meets here. Numbers that are integers are ints,
 * others floats (`Float` marks a whole float); arrays are lists (`tuple()` makes tuples); plain objects and Maps are
 * dicts; null and undefined are None. An object may define `__repr__` and `__str__`. Every object is shown at the same
 * address, since real addresses change from run to run.
 */
import { decodeLatin1 } from './bytes.ts';
import { fullClassName } from './classes.ts';
import { BaseException, escapeCode, KeyError, OSError, plainText, RecursionError, ValueError } from './errors.ts';
import { isRevoked } from './revoked.ts';
import { Float, Tuple } from './tuple.ts';
import { isPrintable } from './unicode.ts';

/** The address that `repr()` shows for every object. @differs Python shows the address in memory. */
export const ADDRESS = '0x7f0000000000';

/** `<module.Class object at 0x…>`: the default repr of an object. */
export const objectRepr = (value: object): string => `<${fullTypeName(value)} object at ${ADDRESS}>`;

/** The full name of an object's class: `threading.Event`. Generators are built in, and have no module. */
export function fullTypeName(value: object): string {
  const name = typeName(value);
  return GENERATORS.has(tagOf(value)) ? name : fullClassName(Object.getPrototypeOf(value) as object, name);
}

/**
 * `type(value).__name__`. Numbers that are integers are ints; arrays are lists, plain objects dicts. A value that hides
 * its class is an object.
 */
export function typeName(value: unknown): string {
  try {
    return nameOfType(value);
  } catch {
    // A revoked proxy, or a getter that throws: the name is usually part of an error message, so this must not throw.
    return 'object';
  }
}

function nameOfType(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'function') return isClass(value) ? 'type' : 'function';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Tuple) return 'tuple';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'dict';
  if (value instanceof Set) return 'set';
  const className: unknown = value instanceof BaseException ? value.className : undefined;
  if (typeof className === 'string') return className;
  const { constructor } = value as { constructor?: { name?: unknown } | null };
  if (constructor === undefined || (constructor as unknown) === Object) return 'dict';
  const name = constructor?.name;
  if (typeof name !== 'string') return 'object';
  return name === '' ? nameOfNameless(value) : name;
}

const GENERATORS: ReadonlyMap<string, string> = new Map([
  ['[object Generator]', 'generator'],
  ['[object AsyncGenerator]', 'async_generator'],
]);

const tagOf = (value: object): string => Object.prototype.toString.call(value);

/** Generators have a constructor without a name, and so do anonymous classes. */
const nameOfNameless = (value: object): string => GENERATORS.get(tagOf(value)) ?? 'object';

/** The name of a function, if it is text: a class can have a static member `name`. */
const functionName = (value: Function): string => (typeof value.name === 'string' ? value.name : '?');

/** How deep a value may be nested; CPython counts its own frames. */
const MOST_LEVELS = 978;
/** The most values that one repr shows: a shared value is shown each time, and shared values can nest without end. */
const MOST_VALUES = 1_000_000;

/** The state of one `repr`. */
interface Walk {
  /** The containers that are being shown. */
  readonly open: Set<object>;
  /** How many more values may be shown. */
  left: number;
}

const newWalk = (): Walk => ({ open: new Set(), left: MOST_VALUES });

/**
 * `repr(value)`. A container within itself is `[...]` or `{...}`. Raises RecursionError for a value that is nested too
 * deep. A value with very many parts ends with `…`; CPython shows them all, as far as memory allows.
 */
export function repr(value: unknown): string {
  return typeof value === 'object' && value !== null ? reprObject(value, newWalk()) : reprPlain(value);
}

function reprWithin(value: unknown, walk: Walk): string {
  if (walk.left <= 0) return '…';
  walk.left -= 1;
  return typeof value === 'object' && value !== null ? reprObject(value, walk) : reprPlain(value);
}

function reprPlain(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return reprText(value);
    case 'number':
      return Number.isInteger(value) ? reprInteger(value) : reprFloat(value);
    case 'bigint':
      return reprBigint(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'function':
      return isClass(value) ? reprClass(value) : `<function ${functionName(value)} at ${ADDRESS}>`;
    case 'symbol':
      return value.toString();
    case 'undefined':
    case 'object':
    default:
      return 'None';
  }
}

/** `str(value)`. */
export function str(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof BaseException) return strException(value);
  if (typeof value === 'object' && value !== null && '__str__' in value && typeof value.__str__ === 'function') {
    return (value.__str__ as () => string)();
  }
  return repr(value);
}

/** `ascii(value)`: `repr`, with everything beyond ASCII escaped. */
export const ascii = (value: unknown): string =>
  repr(value).replace(/[^\0-\x7f]/gu, (character) => escapeCode(character.codePointAt(0) ?? 0));

/** `str(exception)`: its one argument, all of them as a tuple, or the text of its class. */
function strException(error: BaseException): string {
  const { text, args } = error;
  if (error instanceof KeyError && args.length === 1) return repr(args[0]);
  if (error instanceof OSError && error.hasErrno) return strOSError(error);
  if (args.length === 1 && text === plainText(args[0])) return str(args[0]);
  return text === '' && args.length > 1 ? reprTuple(args, newWalk()) : text;
}

function strOSError({ args: [errno, strerror], filename, filename2 }: OSError): string {
  const text = `[Errno ${str(errno)}] ${str(strerror)}`;
  if (filename === undefined) return text;
  return `${text}: ${repr(filename)}${filename2 === undefined ? '' : ` -> ${repr(filename2)}`}`;
}

function reprObject(value: object, walk: Walk): string {
  if (isRevoked(value)) return '<object object>';
  if (value instanceof Uint8Array) return reprBytes(value);
  if (Array.isArray(value)) {
    if (value instanceof Tuple) return within(value, walk, '(...)', () => reprTuple(value, walk));
    return within(value, walk, '[...]', () => `[${reprItems(value, walk)}]`);
  }
  if (value instanceof Float) return reprFloat(value.value);
  if ('__repr__' in value && typeof value.__repr__ === 'function') return (value.__repr__ as () => string)();
  if (value instanceof BaseException)
    return within(value, walk, `${value.className}(...)`, () => reprException(value, walk));
  if (value instanceof Map) return within(value, walk, '{...}', () => reprEntries([...value], walk));
  if (value instanceof Set) {
    return value.size === 0 ? 'set()' : within(value, walk, 'set(...)', () => `{${reprItems([...value], walk)}}`);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return within(value, walk, '{...}', () => reprEntries(Object.entries(value), walk));
  }
  return objectRepr(value);
}

type ClassObject = typeof BaseException;

const isClass = (value: unknown): value is ClassObject =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

function reprClass(Class: ClassObject): string {
  const name = functionName(Class);
  if (!(Class.prototype instanceof BaseException || Class === BaseException)) {
    return `<class '${fullClassName(Class.prototype, name)}'>`;
  }
  return `<class '${Class.module === '' ? name : `${Class.module}.${name}`}'>`;
}

/** The result of `show`, or `again` for a container that is being shown already. */
function within(container: object, walk: Walk, again: string, show: () => string): string {
  const { open } = walk;
  if (open.has(container)) return again;
  if (open.size >= MOST_LEVELS) {
    throw new RecursionError('maximum recursion depth exceeded while getting the repr of an object');
  }
  open.add(container);
  try {
    return show();
  } finally {
    open.delete(container);
  }
}

function reprItems(items: readonly unknown[], walk: Walk): string {
  const shown: string[] = [];
  for (let index = 0; index < items.length; index += 1) {
    shown.push(reprWithin(items[index], walk));
    if (walk.left <= 0) break;
  }
  return shown.join(', ');
}

function reprEntries(entries: readonly (readonly [unknown, unknown])[], walk: Walk): string {
  const shown: string[] = [];
  for (const [key, item] of entries) {
    shown.push(`${reprWithin(key, walk)}: ${reprWithin(item, walk)}`);
    if (walk.left <= 0) break;
  }
  return `{${shown.join(', ')}}`;
}

function reprTuple(items: readonly unknown[], walk: Walk): string {
  const inside = reprItems(items, walk);
  return items.length === 1 ? `(${inside},)` : `(${inside})`;
}

const reprException = (error: BaseException, walk: Walk): string =>
  error.className + (error.args.length === 1 ? `(${reprWithin(error.args[0], walk)})` : reprTuple(error.args, walk));

const PLAIN = /^[ !#-&(-[\]-~]*$/;

/**
 * `repr()` of a string: single quotes unless it contains single and no double ones; unprintable characters are escaped.
 */
function reprText(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inside = '';
  for (const character of text) {
    if (character === quote || character === '\\') inside += `\\${character}`;
    else inside += escapeControl(character) ?? (isPrintable(character) ? character : escapeCharacter(character));
  }
  return quote + inside + quote;
}

const escapeCharacter = (character: string): string => escapeCode(character.codePointAt(0) ?? 0);

function escapeControl(character: string): string | undefined {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  return character === '\t' ? '\\t' : undefined;
}

/** `repr()` of bytes. */
function reprBytes(bytes: Uint8Array): string {
  const text = decodeLatin1(bytes);
  if (PLAIN.test(text)) return `b'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inside = '';
  for (const character of text) {
    if (character === quote || character === '\\') inside += `\\${character}`;
    else if (character >= ' ' && character <= '~') inside += character;
    else inside += escapeControl(character) ?? escapeCharacter(character);
  }
  return `b${quote}${inside}${quote}`;
}

/** Longer decimal numbers cannot be converted (`sys.set_int_max_str_digits`, CPython 3.11). */
export const MAX_DIGITS = 4300;

function reprBigint(value: bigint): string {
  const digits = value.toString();
  if (digits.length - (value < 0n ? 1 : 0) <= MAX_DIGITS) return digits;
  throw new ValueError(
    `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
  );
}

/** All digits of an int: JavaScript rounds numbers that are too large to be exact. */
const reprInteger = (value: number): string =>
  Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : BigInt(value).toString();

/** `repr()` of a float: the shortest digits that round-trip, with an exponent below 1e-04 and from 1e+16 on. */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const sign = mantissa.startsWith('-') || Object.is(value, -0) ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits.charAt(0)}${rest}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
