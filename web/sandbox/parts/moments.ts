/** The part of the worker's program that finds moments, for breakpoints that stop at them. */
import { watchMoments } from '../../../src/explain.ts';
import type { Program } from '../program.ts';

export function install({ host }: Program): void {
  if (host !== undefined) host.watchMoments = watchMoments;
}
