/**
 * For tests whose assertions run inside a machine: there a failure is an error of an app, which a server reports and
 * survives.
 */
import type { Kernel } from '../../src/kernel/kernel.ts';
import { AppError } from '../../src/python/foreign.ts';

/** Throws the first error that is not a Python exception, so that no failed assertion inside a machine is missed. */
export function checkForeignErrors({ foreignErrors }: Pick<Kernel, 'foreignErrors'>): void {
  const [first] = foreignErrors;
  if (first instanceof AppError) throw first.thrown;
}
