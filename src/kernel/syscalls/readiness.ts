/**
 * System calls that wait for several descriptors at once. All timeouts are in microseconds: 0 only polls, undefined
 * waits forever.
 */
import { Epoll } from '../files/epoll.ts';
import { POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLPRI } from '../files/open-file.ts';
import type { OpenFile } from '../files/open-file.ts';
import { done, fail, OK, wait } from '../sys.ts';
import type { EpollOperation, Outcome, PollEntry, Selected } from '../sys.ts';
import type { Thread } from '../process.ts';
import type { Fd, Micros } from '../types.ts';

/** Whether a call must return now, ready or not. */
const mustAnswer = (thread: Thread, timeout: Micros | undefined): boolean =>
  thread.call?.timedOut === true || (timeout !== undefined && timeout <= 0);

/**
 * A wait for any of some files. With a timeout, it does not count as work when only events from outside can make all of
 * them ready; without one, when an event from outside can make any of them ready.
 */
function waitForAny(files: readonly OpenFile[], timeout: Micros | undefined): Outcome<never> {
  let external = 0;
  for (const file of files) if (file.isIdle) external += 1;
  // `map` makes an array that is as long as it must be; thousands of clients wait here.
  const queues = files.map((file) => file.changed);
  return wait(queues, timeout, external > 0 && (timeout === undefined || external === files.length));
}

/**
 * poll(2): returns the descriptors that are ready, with their events. A descriptor that is not open is ready with
 * POLLNVAL.
 */
export function poll(
  thread: Thread,
  entries: readonly PollEntry[],
  timeout: Micros | undefined,
): Outcome<readonly PollEntry[]> {
  const { fds } = thread.process;
  const ready: PollEntry[] = [];
  for (const { fd, events } of entries) {
    const mask = (fds.get(fd)?.readiness() ?? POLLNVAL) & (events | POLLERR | POLLHUP | POLLNVAL);
    if (mask !== 0) ready.push({ fd, events: mask });
  }
  if (ready.length > 0 || mustAnswer(thread, timeout)) return done(ready);
  const files: OpenFile[] = [];
  // All of them are open: any other one would be ready.
  for (const { fd } of entries) files.push(fds.get(fd) as OpenFile);
  return waitForAny(files, timeout);
}

/** The bits that select(2) treats as readable, and as writable (POLLIN_SET, POLLOUT_SET of Linux). */
const READABLE = POLLIN | POLLHUP | POLLERR;
const WRITABLE = POLLOUT | POLLERR;

/** select(2): which descriptors can be read, written, or have urgent data. Errors: EBADF one is not open. */
export function select(
  thread: Thread,
  ...[read, write, timeout]: [readonly Fd[], readonly Fd[], Micros | undefined]
): Outcome<Selected> {
  const { fds } = thread.process;
  const files = new Set<OpenFile>();
  for (const fd of [...read, ...write]) {
    const file = fds.get(fd);
    if (file === undefined) return fail('EBADF');
    files.add(file);
  }
  const having = (descriptors: readonly Fd[], mask: number): Fd[] =>
    descriptors.filter((fd) => ((fds.get(fd)?.readiness() ?? 0) & mask) !== 0);
  const selected = { read: having(read, READABLE), write: having(write, WRITABLE), except: having(read, POLLPRI) };
  const count = selected.read.length + selected.write.length + selected.except.length;
  return count > 0 || mustAnswer(thread, timeout) ? done(selected) : waitForAny([...files], timeout);
}

/** epoll_create1(2): a new epoll instance that watches nothing. Errors: EMFILE no free descriptor. */
export function epoll_create1(thread: Thread): Outcome<Fd> {
  const { fds } = thread.process;
  return fds.isFull ? fail('EMFILE') : done(fds.install(new Epoll()));
}

/**
 * epoll_ctl(2): starts, changes or ends the watch of a descriptor. Errors: EEXIST, ENOENT watched already, or not;
 * EINVAL not an epoll instance, or the same one; ELOOP instances that watch each other; EBADF.
 */
export function epoll_ctl(
  thread: Thread,
  ...[epoll, operation, fd, events]: [Fd, EpollOperation, Fd, number]
): Outcome<0> {
  const instance = thread.process.fds.get(epoll);
  const file = thread.process.fds.get(fd);
  if (instance === undefined || file === undefined) return fail('EBADF');
  if (!(instance instanceof Epoll) || instance === file) return fail('EINVAL');
  const isWatched = instance.has(fd, file);
  if (operation === 'EPOLL_CTL_ADD') {
    if (file instanceof Epoll && instance.wouldLoop(file)) return fail('ELOOP');
    if (isWatched) return fail('EEXIST');
    instance.add(fd, file, events);
    return OK;
  }
  if (!isWatched) return fail('ENOENT');
  if (operation === 'EPOLL_CTL_MOD') instance.modify(fd, file, events);
  else instance.delete(fd, file);
  return OK;
}

/**
 * epoll_wait(2): at most `maxEvents` of the watched descriptors that are ready. Errors: EINVAL not an epoll instance,
 * or maxEvents below 1; EBADF.
 */
export function epoll_wait(
  thread: Thread,
  ...[epoll, maxEvents, timeout]: [Fd, number, Micros | undefined]
): Outcome<readonly PollEntry[]> {
  const instance = thread.process.fds.get(epoll);
  if (instance === undefined) return fail('EBADF');
  if (!(instance instanceof Epoll) || maxEvents < 1) return fail('EINVAL');
  const ready = instance.take(maxEvents);
  if (ready.length > 0 || mustAnswer(thread, timeout)) return done(ready);
  return wait([instance.changed], timeout, timeout === undefined ? instance.isPartlyIdle : instance.isIdle);
}
