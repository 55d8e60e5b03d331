/**
 * Stand-ins for modules of the machine that come with a later part of the worker's program. The use of one leaves a
 * mark: what that machine did does not count, and is done again once the module is there. So a machine without all its
 * modules never does anything else than one that has them.
 */

type Module = Readonly<Record<string, unknown>>;

const fillers = new Map<string, (real: Module) => void>();
let used: string | undefined;

type Real = (...args: readonly unknown[]) => unknown;

/** What stand-ins have become. */
const reals = new WeakMap<object, Real>();

/**
 * Takes the place of a function or a class that is not there yet. Tables that were made meanwhile keep the stand-in:
 * from `become` on it does what its function does.
 */
export function absent(name: string): unknown {
  const real = (): Real => {
    const known = reals.get(standIn);
    if (known !== undefined) return known;
    used ??= name;
    throw new Error(`${name} is not there yet`);
  };
  const standIn: object = new Proxy(function () {}, {
    get: (_target, key) => Reflect.get(real(), key) as unknown,
    has: (_target, key) => Reflect.has(real(), key),
    apply: (_target, self, args) => Reflect.apply<unknown, readonly unknown[], unknown>(real(), self, args),
    construct: (_target, args, maker) => Reflect.construct(real(), args, maker === standIn ? real() : maker) as object,
    getPrototypeOf: () => Reflect.getPrototypeOf(real()),
    ownKeys: () => Reflect.ownKeys(real()),
  });
  return standIn;
}

/** The function of a stand-in is there: returns it. */
export function become(standIn: object, real: unknown): unknown {
  reals.set(standIn, real as Real);
  return real;
}

/** A stand-in says how it makes way for its module. */
export function late(name: string, filler: (real: Module) => void): void {
  fillers.set(name, filler);
}

/** The module is there: its stand-in makes way for it. */
export function fill(name: string, real: Module): void {
  fillers.get(name)?.(real);
  fillers.delete(name);
}

/** Which stand-in was used since the last call; undefined if none was. */
export function takeUse(): string | undefined {
  const name = used;
  used = undefined;
  return name;
}
