/** Python's module `threading`. */
export {
  Thread,
  ThreadError,
  Timer,
  activeCount,
  currentThread,
  enumerate,
  excepthook,
  getIdent,
  getNativeId,
  mainThread,
} from '../stdlib/threading.ts';
export type { ThreadOptions } from '../stdlib/threading.ts';
export { Barrier, BrokenBarrierError } from '../stdlib/threading/barrier.ts';
export { Condition } from '../stdlib/threading/condition.ts';
export { Event } from '../stdlib/threading/event.ts';
export { Lock, RLock } from '../stdlib/threading/lock.ts';
export { BoundedSemaphore, Semaphore } from '../stdlib/threading/semaphore.ts';
export { TIMEOUT_MAX } from '../stdlib/threading/timeouts.ts';
