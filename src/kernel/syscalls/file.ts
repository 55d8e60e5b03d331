/** System calls on descriptors of any kind. */
import { EMPTY } from '../byte-queue.ts';
import { SocketFile } from '../net/socket-file.ts';
import { PipeEnd } from '../files/pipe.ts';
import { done, fail, OK } from '../sys.ts';
import type { Outcome } from '../sys.ts';
import { Terminal } from '../files/terminal.ts';
import type { Thread } from '../process.ts';
import type { Fd } from '../types.ts';

/** close(2): frees a descriptor; the open file ends with its last descriptor. Errors: EBADF not open. */
export function close(thread: Thread, fd: Fd): Outcome<0> {
  return thread.process.fds.close(fd) ? OK : fail('EBADF');
}

/** dup(2): a second descriptor for the same open file. Errors: EBADF not open; EMFILE no free descriptor. */
export function dup(thread: Thread, fd: Fd): Outcome<Fd> {
  const { fds } = thread.process;
  const file = fds.get(fd);
  if (file === undefined) return fail('EBADF');
  return fds.isFull ? fail('EMFILE') : done(fds.install(file));
}

/** pipe(2): answers the reading and the writing end. Errors: EMFILE fewer than two free descriptors. */
export function pipe(thread: Thread): Outcome<readonly [read: Fd, write: Fd]> {
  const { fds } = thread.process;
  if (fds.size + 2 > fds.limit) return fail('EMFILE');
  const [read, write] = PipeEnd.pair(thread.kernel.limits.pipeBuffer);
  return done([fds.install(read), fds.install(write)] as const);
}

/**
 * read(2): on a socket, like recvfrom without the address. Errors: EBADF not open or not readable; EINVAL an epoll
 * instance.
 */
export function read(thread: Thread, fd: Fd, size: number): Outcome<Uint8Array> {
  const file = thread.process.fds.get(fd);
  if (file === undefined) return fail('EBADF');
  if (file instanceof PipeEnd) return file.read(size);
  if (file instanceof SocketFile) {
    if (size === 0) return done(EMPTY);
    const outcome = file.receiveFrom(size);
    return outcome.kind === 'done' ? done(outcome.value.data) : outcome;
  }
  return file instanceof Terminal ? done(EMPTY) : fail('EINVAL');
}

/**
 * write(2): on a socket, like sendto without an address. Errors: EBADF not open or not writable; EPIPE no reader;
 * EINVAL an epoll instance.
 */
export function write(thread: Thread, fd: Fd, data: Uint8Array): Outcome<number> {
  const file = thread.process.fds.get(fd);
  if (file === undefined) return fail('EBADF');
  const call = thread.call ?? { progress: 0 };
  if (file instanceof PipeEnd) return file.write(data, call);
  if (file instanceof SocketFile) return file.sendTo(data, undefined, call);
  if (!(file instanceof Terminal)) return fail('EINVAL');
  file.write(data);
  return done(data.length);
}

/** ioctl(2) FIONBIO: whether calls that would wait fail with EAGAIN instead. Errors: EBADF not open. */
export function ioctl(thread: Thread, fd: Fd, _request: 'FIONBIO', value: 0 | 1): Outcome<0> {
  const file = thread.process.fds.get(fd);
  if (file === undefined) return fail('EBADF');
  file.isNonBlocking = value !== 0;
  return OK;
}
