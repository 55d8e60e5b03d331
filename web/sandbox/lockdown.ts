/**
 * Prepares the worker's realm for code that the page does not trust, before that code is loaded. It removes what
 * leads out of the realm and what brings chance and time, and freezes the objects that the language shares among all
 * code, so that nobody can intercept the machine's own calls of `Map.get` or `Array.push`. The content security
 * policy of the frame denies the network anyway; here its names are missing too.
 */

/** The language itself, and the two classes that the machine needs besides. Everything else is removed. */
const KEPT = new Set(
  [
    'globalThis self undefined NaN Infinity Object Function Array Number Boolean String Symbol BigInt Math JSON Reflect Proxy',
    'Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError',
    'Map Set WeakMap WeakSet WeakRef FinalizationRegistry Promise Iterator RegExp Date Intl',
    'ArrayBuffer SharedArrayBuffer DataView Atomics Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array',
    'Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array Float64Array',
    'parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval',
    'TextEncoder TextDecoder constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable',
    '__proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__',
  ].flatMap((names) => names.split(' ')),
);

/** Shared objects without a global name. */
function hidden(): object[] {
  const iterators = [
    [][Symbol.iterator](),
    new Map().keys(),
    new Set().keys(),
    ''[Symbol.iterator](),
    'a'.matchAll(/a/g),
  ];
  const functions = [function* () {}, async () => {}, async function* () {}];
  return [...iterators, ...functions, Object.getPrototypeOf(Int8Array.prototype)].map(
    (thing) => Object.getPrototypeOf(thing) as object,
  );
}

const refuse = (what: string, instead: string): never => {
  throw new Error(`${what} is not here, because a machine must do the same each time: ${instead}`);
};

const noClock = (): never => refuse('the current time', 'sleep() waits, and a date can be made from numbers');

/** Removes what leads out of the realm or makes two runs differ, and freezes the rest. It cannot be undone. */
export function lockDown(): void {
  removeGlobals();
  replaceChance();
  for (const thing of [
    Object,
    Function,
    Error,
    Array,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
    EvalError,
  ]) {
    allowOverriding(thing.prototype as object);
  }
  for (const thing of reachable([...globals(), ...hidden()])) Object.freeze(thing);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const property = Object.getOwnPropertyDescriptor(globalThis, name);
    if (property?.configurable === true && 'value' in property) {
      Object.defineProperty(globalThis, name, { writable: false, configurable: false });
    }
  }
}

function removeGlobals(): void {
  for (
    let holder: object | null = globalThis;
    holder !== null;
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    if (holder === Object.prototype) break;
    for (const name of Reflect.ownKeys(holder)) {
      if (typeof name === 'string' && !KEPT.has(name)) remove(holder, name);
    }
  }
}

function remove(holder: object, name: string): void {
  if (Reflect.deleteProperty(holder, name)) return;
  Reflect.defineProperty(holder, name, { value: undefined });
}

/** Replaces sources of time and chance: a machine takes both from its scenario. */
function replaceChance(): void {
  replaceDate();
  replaceFormat();
  Math.random = () => refuse('Math.random', 'count, or keep a seed in memory()');
}

/** Replaces `Date`. The real constructor is nobody's prototype or `constructor`, so that no code can reach it. */
function replaceDate(): void {
  const RealDate = Date;
  function FixedDate(...parts: readonly unknown[]): object {
    if (new.target === undefined || parts.length === 0) return noClock();
    return Reflect.construct(RealDate, parts, new.target) as object;
  }
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(RealDate))) {
    Object.defineProperty(FixedDate, name, property);
  }
  Object.defineProperty(FixedDate, 'now', { value: noClock });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: FixedDate });
  Object.defineProperty(globalThis, 'Date', { value: FixedDate });
}

/** Replaces the formatting of dates: without a date it would use the current time. */
function replaceFormat(): void {
  const { prototype } = Intl.DateTimeFormat;
  const { format, formatToParts } = Object.getOwnPropertyDescriptors(prototype);
  Object.defineProperty(prototype, 'format', {
    get(this: Intl.DateTimeFormat) {
      const real = format.get?.call(this) as (date: unknown) => string;
      return (date: unknown) => (date === undefined ? noClock() : real(date));
    },
  });
  Object.defineProperty(prototype, 'formatToParts', {
    value(this: Intl.DateTimeFormat, date: unknown) {
      return date === undefined ? noClock() : (formatToParts.value?.call(this, date as Date) as unknown);
    },
  });
}

const globals = (): unknown[] =>
  Object.getOwnPropertyNames(globalThis)
    .filter((name) => KEPT.has(name))
    .map((name) => (globalThis as Record<string, unknown>)[name])
    .filter((thing) => thing !== globalThis);

/** All objects that can be reached from these. */
function reachable(roots: readonly unknown[]): Set<object> {
  const found = new Set<object>();
  const add = (thing: unknown): void => {
    if ((typeof thing === 'object' && thing !== null) || typeof thing === 'function') {
      if (thing !== globalThis) found.add(thing);
    }
  };
  roots.forEach(add);
  for (const thing of found) {
    add(Object.getPrototypeOf(thing));
    for (const name of Reflect.ownKeys(thing)) {
      const property = Reflect.getOwnPropertyDescriptor(thing, name) ?? {};
      // The functions of an accessor are shared objects too.
      for (const part of ['value', 'get', 'set'] as const) add(property[part]);
    }
  }
  return found;
}

/**
 * An object cannot get a property by assignment if a frozen prototype has a property of that name. Members that
 * programs override by assignment (`error.name = …`, `point.toString = …`) become accessors, which define the
 * property.
 */
function allowOverriding(prototype: object): void {
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (!('value' in property) || property.configurable !== true) continue;
    const { value } = property as { value: unknown };
    Object.defineProperty(prototype, name, {
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`${name} is shared by all code and cannot be changed`);
        Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true });
      },
      enumerable: false,
      configurable: true,
    });
  }
}
