/** Tests whose assertions stand inside a machine: there they are errors of an app, which a server tells of and survives. */
import type { Kernel } from '../../src/kernel/kernel.ts';
import { AppError } from '../../src/python/foreign.ts';

/** Throws the first error that is none of Python's, so that no assertion inside a machine goes unnoticed. */
export function checkForeignErrors({ foreignErrors }: Pick<Kernel, 'foreignErrors'>): void {
  const [first] = foreignErrors;
  if (first instanceof AppError) throw first.thrown;
}
