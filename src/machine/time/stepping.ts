/** Where a debugger's moves end: by thread and call depth. */
import type { TraceEvent } from '../../trace/event.ts';
import type { CallMove } from '../../vocabulary.ts';

/** A predicate on a step and its number. */
export type StepTest = (event: TraceEvent, number: number) => boolean;

/**
 * The test for a move from the step `at`, in its thread, or in the thread whose last step `at` is; from a step outside
 * all threads, any next step will do.
 */
export function testOfMove(move: CallMove, at: TraceEvent | undefined): StepTest {
  if (at === undefined || at.tid === 0) return () => true;
  const { tid, depth, kind } = at;
  if (move === 'into') return (event) => event.tid === tid;
  // After a `call`, the thread is inside that call, which ends at its own depth. Otherwise the call around it ends, at
  // one level less.
  const target = move === 'over' ? depth : depth - (kind === 'call' ? 0 : 1);
  const isEnd = ({ kind: of }: TraceEvent): boolean => move === 'over' || of === 'return' || of === 'raise';
  return (event) => event.tid === tid && (hasEnded(event) || (event.depth <= target && isEnd(event)));
}

/** A thread's end ends all its calls. */
const hasEnded = ({ kind, a }: TraceEvent): boolean => kind === 'thread' && a === undefined;
