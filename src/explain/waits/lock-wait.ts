/** What a thread waits for that waits for another one: a lock, an event, a condition, the end of a thread. */
import type { ThreadSnapshot } from '../../trace/snapshot.ts';
import { atTime } from './reason.ts';
import type { Reason, Waiter } from './reason.ts';
import { methodOf } from './scene.ts';
import type { Scene } from './scene.ts';
import type { Ender } from './wait.ts';

/** A thread in futex(2). */
export function lockWait(waiter: Waiter): Reason {
  const { stack } = waiter.thread;
  const within = (...names: readonly string[]): boolean => stack.some(({ name }) => names.includes(tailOf(name)));
  const innermost = methodOf(stack.at(-1)?.name ?? '');
  // `acquire` of the lock itself, or when a condition takes its lock again.
  if (innermost === 'acquire' || innermost === '__enter__' || innermost === '_acquire_restore') {
    return within('Semaphore.acquire', 'BoundedSemaphore.acquire') ? shared(waiter, 'semaphore') : lock(waiter);
  }
  if (innermost === 'join') return join(waiter);
  if (within('Thread.start')) return shared(waiter, 'start');
  if (within('Barrier.wait')) return shared(waiter, 'barrier');
  if (within('Semaphore.acquire')) return shared(waiter, 'semaphore');
  if (within('Condition.wait')) return alone(waiter, 'condition');
  return alone(waiter, 'event');
}

/** `Thread.start` of `threading.Thread.start`. */
const tailOf = (name: string): string => name.split('.').slice(-2).join('.');

/** The thread that the awaited object names: the holder of a lock, the thread to join. */
const awaited = ({ scene, thread }: Waiter): ThreadSnapshot | undefined => scene.thread(thread.waitsFor[0]);

function lock(waiter: Waiter): Reason {
  const { scene, thread, until, waitOf } = waiter;
  const holder = awaited(waiter);
  if (holder === undefined) return { code: 'lock.nobody', endedBy: atTime(until) };
  const values = { holder: scene.nameOf(holder) };
  if (isInRing(scene, thread)) return { code: 'lock.deadlock', values };
  return { code: 'lock', values, endedBy: endings(holder, until), because: waitOf(holder) };
}

function join(waiter: Waiter): Reason {
  const { scene, thread, until, waitOf } = waiter;
  const joined = awaited(waiter);
  const values = { joined: joined === undefined ? '' : scene.nameOf(joined) };
  if (joined === undefined) return { code: 'join', values, endedBy: atTime(until) };
  if (isInRing(scene, thread)) return { code: 'join.deadlock', values };
  return { code: 'join', values, endedBy: endings(joined, until), because: waitOf(joined) };
}

const endings = ({ tid }: ThreadSnapshot, until: number | undefined): Ender[] => [
  { kind: 'thread', tid },
  ...atTime(until),
];

/** Whether threads that wait for each other without an end lead back to this one: a deadlock. */
function isInRing(scene: Scene, thread: ThreadSnapshot): boolean {
  const seen = new Set<number>();
  for (let at: ThreadSnapshot | undefined = thread; at !== undefined && !seen.has(at.tid);) {
    if (at.waitsIn !== 'futex_wait()') return false;
    seen.add(at.tid);
    at = scene.thread(at.waitsFor[0]);
    if (at?.tid === thread.tid) return true;
  }
  return false;
}

function shared({ scene, thread, until }: Waiter, code: 'semaphore' | 'start' | 'barrier'): Reason {
  const others = scene.others(thread).map(({ tid }): Ender => ({ kind: 'thread', tid }));
  return { code, endedBy: [...others, ...atTime(until)] };
}

/** Any other thread of the process could end it; if there is none, nobody can. */
function alone({ scene, thread, until }: Waiter, code: 'event' | 'condition'): Reason {
  const others = scene.others(thread).map(({ tid }): Ender => ({ kind: 'thread', tid }));
  const isStuck = others.length === 0 && until === undefined;
  return { code: isStuck ? `${code}.nobody` : code, endedBy: [...others, ...atTime(until)] };
}
