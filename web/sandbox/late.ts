/**
 * Stand-ins for functions and classes of the machine that come with a later part of the worker's program. The use of
 * one leaves a mark: what that machine did does not count, and is done again once all are there. So a machine without
 * all its functions never does anything else than one that has them.
 *
 * The build numbers modules, and in each of them what is late (test/tools/build/worker-parts.ts).
 */

type Real = (...args: readonly unknown[]) => unknown;
type Class = object & { readonly prototype: object };

/** What takes the real things of a module, each at its index. */
const takers = new Map<number, Map<number, (real: unknown) => void>>();
/** Modules that are there. */
const arrived = new Map<number, readonly unknown[]>();
let used: string | undefined;

/** What stand-ins have become. */
const reals = new WeakMap<object, Real>();

function expect(module: number, index: number, take: (real: unknown) => void): void {
  const there = arrived.get(module);
  if (there !== undefined) return take(there[index]);
  const known = takers.get(module) ?? new Map<number, (real: unknown) => void>();
  takers.set(module, known.set(index, take));
  return undefined;
}

function use(module: number, index: number): never {
  used ??= `${module}.${index}`;
  throw new Error(`${used} is not there yet`);
}

/**
 * Takes the place of a function or a class that is not there yet. Tables that were made meanwhile keep the stand-in:
 * once the real one is there, it does what that one does.
 * @param take puts the real one into the place.
 */
export function absent(module: number, index: number, take: (real: unknown) => void): unknown {
  const there = arrived.get(module);
  if (there !== undefined) return there[index];
  const real = (): Real => reals.get(standIn) ?? use(module, index);
  const standIn: object = new Proxy(function () {}, {
    get: (_target, key) => Reflect.get(real(), key) as unknown,
    has: (_target, key) => Reflect.has(real(), key),
    apply: (_target, self, args) => Reflect.apply<unknown, readonly unknown[], unknown>(real(), self, args),
    construct: (_target, args, maker) => Reflect.construct(real(), args, maker === standIn ? real() : maker) as object,
    getPrototypeOf: () => Reflect.getPrototypeOf(real()),
    ownKeys: () => Reflect.ownKeys(real()),
  });
  expect(module, index, (made) => {
    reals.set(standIn, made as Real);
    take(made);
  });
  return standIn;
}

/**
 * Takes the place of methods and accessors of a class that are not there yet. They come as members of another class.
 * @param names those of its instances, then those of itself, between spaces.
 */
export function absentMembers(Class: Class, module: number, index: number, ...names: readonly string[]): void {
  const { prototype } = Class;
  const get = (): never => use(module, index);
  for (const [at, target] of [prototype, Class].entries()) {
    for (const name of names[at]?.split(' ') ?? []) {
      Object.defineProperty(target, name, { get, set: get, configurable: true });
    }
  }
  expect(module, index, (real) => {
    const { prototype: made, name: _name, length: _length, ...own } = Object.getOwnPropertyDescriptors(real as Class);
    const { constructor: _constructor, ...members } = Object.getOwnPropertyDescriptors(made.value as object);
    Object.defineProperties(prototype, members);
    Object.defineProperties(Class, own);
  });
}

/** Modules are there: their stand-ins make way. */
export function fill(modules: readonly (readonly [module: number, reals: readonly unknown[]])[]): void {
  for (const [module, made] of modules) {
    arrived.set(module, made);
    for (const [index, take] of takers.get(module) ?? []) take(made[index]);
    takers.delete(module);
  }
}

/** Which stand-in was used since the last call; undefined if none was. */
export function takeUse(): string | undefined {
  const name = used;
  used = undefined;
  return name;
}
