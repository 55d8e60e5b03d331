/** The steps of the log. A step is one thing that happened; the log is a plain array of them. */

/**
 * - `call`, `return`, `raise`: a mirrored method was entered, left, left by an exception
 * - `syscall`: a system call answered; `block`: it has to wait, and its thread gives up the processor
 * - `switch`: another thread got the processor
 * - `thread`, `exit`: a thread began or ended, a process ended
 * - `queue`: bytes came into or left a kernel queue; `socket`: a socket changed its state
 * - `segment`: a segment was sent, lost, sent again, dropped, or has arrived, on a link that is not perfect
 * - `change`: a watched value of an object changed (`rfile.position`, `headers_set`)
 * - `log`: a process wrote to its standard error
 * - `input`: somebody outside the machine did something (a client's command)
 */
export type StepKind =
  | 'call'
  | 'return'
  | 'raise'
  | 'syscall'
  | 'block'
  | 'switch'
  | 'thread'
  | 'exit'
  | 'queue'
  | 'socket'
  | 'segment'
  | 'change'
  | 'log'
  | 'input';

/**
 * One step as it is recorded. What `a` and `b` hold depends on the kind:
 * - `call`: a = arguments; `return`: a = result; `raise`: a = the exception. Objects are kept by class name only.
 * - `syscall`: a = arguments, b = outcome; `block`: a = arguments
 * - `thread`: a = { tid, pid, process, parent }, recorded in the new thread; a is undefined when the thread ended
 * - `exit`: a = { pid, status }; `switch`: nothing, the step's thread is the one that got the processor
 * - `queue`: a = { socket, queue, bytes }; `socket`: a = { socket, from, to }
 * - `segment`: a = { socket, toward, segment }, of which the last is its name, or how many bytes it has
 * - `change`: a = the new value; `log`: a = text; `input`: a = what was done
 */
export interface TraceEvent {
  readonly kind: StepKind;
  /** Virtual time in microseconds since boot. */
  readonly time: number;
  /** The thread it happened in; 0 for what happened outside all threads. */
  readonly tid: number;
  /** How many mirrored calls deep the thread was. */
  readonly depth: number;
  /** Python's qualified name, the system call's name, the watched value's name … */
  readonly name: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** One step, ready to be shown or posted. */
export interface Step {
  /** Its number, from 0. */
  readonly number: number;
  readonly kind: StepKind;
  readonly time: number;
  readonly tid: number;
  readonly depth: number;
  readonly name: string;
  /** Arguments and result, short and readable. */
  readonly detail: string;
}
