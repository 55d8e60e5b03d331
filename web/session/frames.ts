/** Frames of a call stack, as the page names them. */
import type { FrameSnapshot, ThreadSnapshot } from '../../src/index.ts';
import type { StepLog } from './log/step-log.ts';

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

/** The innermost call of a thread in which a step of the past happened; undefined for a step of another thread. */
export const frameOf = ({ tid, stack }: ThreadSnapshot, log: StepLog, step: number): FrameSnapshot | undefined =>
  log.at(step)?.tid === tid ? stack.findLast((frame) => frame.step <= step) : undefined;
