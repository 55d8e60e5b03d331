/** The machine itself is broken: an invariant of the kernel does not hold. Never the fault of a client or an app. */
export class KernelPanic extends Error {
  override readonly name = 'KernelPanic';
}

/** Stops the machine when `condition` does not hold. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new KernelPanic(message);
}
