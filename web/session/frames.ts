/** Frames of a call stack, as the page names them. */
import type { FrameSnapshot } from '../../src/index.ts';

/**
 * Splits a qualified name into its method and the owner of that: a class, a module, or the function that a closure is
 * in.
 */
export function splitFrameName(name: string): { owner: string; method: string } {
  const parts = name.split('.');
  return { method: parts.at(-1) ?? '', owner: parts.at(-2) ?? '' };
}

/** The arguments of a call, without `self`. */
export const frameArguments = ({ args }: FrameSnapshot): string => args.map(String).join(', ');
