/** The kernel's own bugs, which stop the machine. They are known by identity: an app can name an error as it likes, and make one of this class too. */

/** The machine itself is broken: an invariant of the kernel does not hold. Never the fault of a client or an app. */
export class KernelPanic extends Error {
  override readonly name = 'KernelPanic';
}

/** One that the kernel has made: nobody else has this class. */
class OwnPanic extends KernelPanic {
  readonly #isOurs = true;

  static is(value: object): boolean {
    return #isOurs in value && value.#isOurs;
  }
}

/** A panic of the kernel. */
export const panic = (message: string): KernelPanic => new OwnPanic(message);

/** Whether it is a panic of the kernel, and not an error that looks like one. */
export const isPanic = (value: unknown): value is KernelPanic =>
  typeof value === 'object' && value !== null && OwnPanic.is(value);

/** Stops the machine when `condition` does not hold. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw panic(message);
}
