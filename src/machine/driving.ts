/**
 * Which apps have the processor right now. An app that reaches its own machine, or another one that lives the same, must not make it go on:
 * what it would get then depends on who looks. The state is of the module, because a machine that shows another one's past runs the same app.
 */

const NONE: ReadonlySet<unknown> = new Set();

let driving = NONE;

/** Does work in which `program` has the processor. */
export function driven<T>(program: unknown, work: () => T): T {
  const before = driving;
  driving = new Set([...before, program]);
  try {
    return work();
  } finally {
    driving = before;
  }
}

/** Asks something of the reader's while a machine runs: it is no part of an app, and may run other machines. */
export function outsideOfApps<T>(ask: () => T): T {
  const before = driving;
  driving = NONE;
  try {
    return ask();
  } finally {
    driving = before;
  }
}

/** Throws Error when `program` has the processor. */
export function checkNotInside(program: unknown, name: string): void {
  if (driving.has(program)) throw new Error(`this machine is running: ${name}() cannot be called from its own app`);
}

/** A predicate of the reader's. The first time that it throws counts as a hit, so that the machine stops there; it is not asked again. */
export class Asking<A extends readonly unknown[]> {
  private readonly _ask: (...args: A) => unknown;
  private _thrown: { readonly error: unknown } | undefined;

  constructor(ask: (...args: A) => unknown) {
    this._ask = ask;
  }

  readonly holds = (...args: A): boolean => {
    if (this._thrown !== undefined) return true;
    try {
      return Boolean(outsideOfApps(() => this._ask(...args)));
    } catch (error) {
      this._thrown = { error };
      return true;
    }
  };

  /** Throws what the predicate has thrown, as it is. */
  check(): void {
    if (this._thrown !== undefined) throw this._thrown.error;
  }
}
