/** The steps of the log. A step is one thing that happened. */
import type { StepKind } from '../vocabulary.ts';

/**
 * One step as it is recorded. What `a` and `b` hold depends on the kind:
 * - `call`: a = arguments; `return`: a = result; `raise`: a = the exception. Objects are kept by class name only.
 * - `syscall`: a = arguments, b = outcome; `block`: a = arguments. As the kernel has them: a timeout is in microseconds
 * - `thread`: a = { tid, pid, process, parent }, recorded in the new thread; a is undefined when the thread ended
 * - `exit`: a = { pid, status }; `switch`: nothing, the step's thread is the one that got the processor
 * - `queue`: a = { socket, queue, bytes }; `socket`: a = { socket, from, to }
 * - `segment`: a = { socket, toward, segment }, where `segment` is its name, or the number of its bytes
 * - `change`: a = the new value; `log`: a = text; `input`: a = the bytes of the input
 */
export interface TraceEvent {
  readonly kind: StepKind;
  /** Virtual time in seconds since boot. */
  readonly time: number;
  /** The thread in which it happened; 0 outside all threads. */
  readonly tid: number;
  /** How many mirrored calls deep the thread was. */
  readonly depth: number;
  /** Python's qualified name, the system call's name, the watched value's name … */
  readonly name: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** One step as readable text, ready to be shown or posted. */
export interface Step {
  /** Its number, from 0. */
  readonly number: number;
  readonly kind: StepKind;
  /** Virtual time in seconds since boot. */
  readonly time: number;
  readonly tid: number;
  readonly depth: number;
  readonly name: string;
  /** Arguments and result, short and readable. */
  readonly detail: string;
}
