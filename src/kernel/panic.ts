/**
 * Bugs of the kernel itself, which stop the machine. They are recognized by a private field: an app can give an error
 * any name, and can make one of this class too.
 */

/** An invariant of the kernel does not hold. Never the fault of a client or an app. */
export class KernelPanic extends Error {
  override readonly name = 'KernelPanic';
}

/** A panic made by the kernel: no other code has this class. */
class OwnPanic extends KernelPanic {
  readonly #isOurs = true;

  static is(value: object): boolean {
    return #isOurs in value && value.#isOurs;
  }
}

/** A panic of the kernel. */
export const panic = (message: string): KernelPanic => new OwnPanic(message);

/** Whether a value is a panic of the kernel, not an error that looks like one. */
export const isPanic = (value: unknown): value is KernelPanic =>
  typeof value === 'object' && value !== null && OwnPanic.is(value);

/** Stops the machine unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw panic(message);
}
