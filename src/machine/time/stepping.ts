/** Where a debugger's steps end: by thread and depth of its calls. */
import type { TraceEvent } from '../../trace/event.ts';
import type { CallMove } from '../../vocabulary.ts';

/** A predicate on a step and its number. */
export type StepTest = (event: TraceEvent, number: number) => boolean;

/** The test for a move from the step `at`, in its thread or another one whose last step `at` is; from a step of no thread, any next step will do. */
export function testOfMove(move: CallMove, at: TraceEvent | undefined): StepTest {
  if (at === undefined || at.tid === 0) return () => true;
  const { tid, depth, kind } = at;
  if (move === 'into') return (event) => event.tid === tid;
  // After a `call` the thread is inside: that call ends at its own depth. Otherwise the call around it does, one less deep.
  const target = move === 'over' ? depth : depth - (kind === 'call' ? 0 : 1);
  const isEnd = ({ kind: of }: TraceEvent): boolean => move === 'over' || of === 'return' || of === 'raise';
  return (event) => event.tid === tid && (hasEnded(event) || (event.depth <= target && isEnd(event)));
}

/** A thread's end ends all its calls. */
const hasEnded = ({ kind, a }: TraceEvent): boolean => kind === 'thread' && a === undefined;
