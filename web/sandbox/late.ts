/**
 * Stand-ins for modules of the machine that come with a later part of the worker's program. The use of one leaves a
 * mark: what that machine did does not count, and is done again once the module is there. So a machine without all its
 * modules never does anything else than one that has them.
 */

type Module = Readonly<Record<string, unknown>>;

const fillers = new Map<string, (real: Module) => void>();
let used: string | undefined;

/** Takes the place of a function or a class that is not there yet. */
export function absent(name: string): unknown {
  const use = (): never => {
    used ??= name;
    throw new Error(`${name} is not there yet`);
  };
  return new Proxy(function () {}, {
    get: use,
    apply: use,
    construct: use,
    has: use,
    getPrototypeOf: use,
    ownKeys: use,
  });
}

/** Takes the place of a function that may do nothing until it is there. */
export const quiet =
  (_name: string): unknown =>
  () =>
    undefined;

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
