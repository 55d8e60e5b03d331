/** System calls on sockets. The sockets themselves implement them, one class for each kind, in `net/`. */
import { getOption, setOption } from '../net/options.ts';
import { SocketFile } from '../net/socket-file.ts';
import { TcpSocket } from '../net/tcp/tcp-socket.ts';
import { UdpSocket } from '../net/udp/udp-socket.ts';
import { UnixDatagramSocket } from '../net/unix/unix-datagram.ts';
import { UnixStreamSocket } from '../net/unix/unix-stream.ts';
import { done, fail } from '../sys.ts';
import type { Fail, Outcome, Received, SyscallArguments } from '../sys.ts';
import type { Thread } from '../process.ts';
import type { Family, Fd, ShutdownHow, SocketAddress, SocketType } from '../types.ts';

const CLASSES = {
  AF_INET: { SOCK_STREAM: TcpSocket, SOCK_DGRAM: UdpSocket },
  AF_UNIX: { SOCK_STREAM: UnixStreamSocket, SOCK_DGRAM: UnixDatagramSocket },
} as const;

function socketOf(thread: Thread, fd: Fd): SocketFile | Fail {
  const file = thread.process.fds.get(fd);
  if (file === undefined) return fail('EBADF');
  return file instanceof SocketFile ? file : fail('ENOTSOCK');
}

/** socket(2). Errors: EAFNOSUPPORT, EPROTOTYPE an unknown family or type; EMFILE no free descriptor. */
export function socket(thread: Thread, family: Family, type: SocketType): Outcome<Fd> {
  if (!Object.hasOwn(CLASSES, family)) return fail('EAFNOSUPPORT');
  if (!Object.hasOwn(CLASSES[family], type)) return fail('EPROTOTYPE');
  const { fds } = thread.process;
  if (fds.isFull) return fail('EMFILE');
  const { network } = thread.kernel;
  const file = new CLASSES[family][type](network);
  if (thread.process.isRemote) network.attachToLink(file);
  return done(fds.install(file));
}

/**
 * bind(2): gives the socket an address; port 0 stands for any free one. Errors: EADDRINUSE taken; EADDRNOTAVAIL not an
 * address of this machine; EINVAL already bound; EBADF; ENOTSOCK.
 */
export function bind(thread: Thread, fd: Fd, address: SocketAddress): Outcome<0> {
  const file = socketOf(thread, fd);
  if (file.kind === 'fail') return file;
  const outcome = file.bind(address);
  if (file.type === 'SOCK_DGRAM') noteServing(thread, outcome, 'reached');
  return outcome;
}

/**
 * listen(2): opens the socket to connections, `backlog` + 1 of which may wait. Errors: EADDRINUSE; EINVAL connected;
 * EOPNOTSUPP a datagram socket; EBADF; ENOTSOCK.
 */
export function listen(thread: Thread, fd: Fd, backlog: number): Outcome<0> {
  const file = socketOf(thread, fd);
  if (file.kind === 'fail') return file;
  const outcome = file.listen(backlog);
  noteServing(thread, outcome, 'offered');
  return outcome;
}

function noteServing({ process, kernel }: Thread, outcome: Outcome<unknown>, how: 'offered' | 'reached'): void {
  const { network } = kernel;
  if (outcome.kind === 'done' && !process.isRemote && network.served !== 'reached') network.served = how;
}

/**
 * accept4(2): takes the oldest complete connection off the backlog; waits while there is none. Returns [fd, peer].
 * Errors: EMFILE no free descriptor (the connection stays in the backlog); EINVAL not listening; EAGAIN; EBADF;
 * ENOTSOCK; EOPNOTSUPP.
 */
export function accept4(thread: Thread, fd: Fd): Outcome<readonly [Fd, SocketAddress]> {
  const file = socketOf(thread, fd);
  if (file.kind === 'fail') return file;
  const { fds } = thread.process;
  if (fds.isFull) return fail('EMFILE');
  const outcome = file.accept();
  if (outcome.kind !== 'done') return outcome;
  noteServing(thread, outcome, 'reached');
  const [connection, peer] = outcome.value;
  return done([fds.install(connection), peer] as const);
}

/**
 * connect(2). Errors: ECONNREFUSED no listener; ETIMEDOUT no answer; EINPROGRESS, EALREADY non-blocking; EISCONN;
 * EADDRNOTAVAIL no free port; ENETUNREACH; EBADF; ENOTSOCK.
 */
export function connect(thread: Thread, fd: Fd, address: SocketAddress): Outcome<0> {
  const file = socketOf(thread, fd);
  return file.kind === 'fail' ? file : file.connect(address);
}

/**
 * recvfrom(2): available bytes, at most `size`; no bytes at the end of a stream. Errors: ECONNRESET; ECONNREFUSED;
 * ENOTCONN; EAGAIN; EBADF; ENOTSOCK.
 */
export function recvfrom(thread: Thread, fd: Fd, size: number): Outcome<Received> {
  const file = socketOf(thread, fd);
  return file.kind === 'fail' ? file : file.receiveFrom(size);
}

/**
 * sendto(2): a blocking stream socket waits until it has taken everything; a non-blocking one returns how much it took.
 * Errors: EPIPE; ECONNRESET; EDESTADDRREQ, EMSGSIZE datagram sockets; EAGAIN; EBADF; ENOTSOCK.
 */
export function sendto(thread: Thread, fd: Fd, data: Uint8Array, address?: SocketAddress): Outcome<number> {
  const file = socketOf(thread, fd);
  return file.kind === 'fail' ? file : file.sendTo(data, address, thread.call ?? { progress: 0 });
}

/** shutdown(2). Errors: ENOTCONN; EBADF; ENOTSOCK. */
export function shutdown(thread: Thread, fd: Fd, how: ShutdownHow): Outcome<0> {
  const file = socketOf(thread, fd);
  return file.kind === 'fail' ? file : file.shutDown(how);
}

/** getsockname(2): the socket's own address. Errors: EBADF; ENOTSOCK. */
export function getsockname(thread: Thread, fd: Fd): Outcome<SocketAddress> {
  const file = socketOf(thread, fd);
  return file.kind === 'fail' ? file : done(file.getsockname());
}

/** getpeername(2): the address of the other end. Errors: ENOTCONN; EBADF; ENOTSOCK. */
export function getpeername(thread: Thread, fd: Fd): Outcome<SocketAddress> {
  const file = socketOf(thread, fd);
  if (file.kind === 'fail') return file;
  const peer = file.getpeername();
  return typeof peer === 'object' && 'kind' in peer ? peer : done(peer);
}

/**
 * setsockopt(2); see `net/options.ts` for what each option does. Errors: ENOPROTOOPT not an option; EINVAL; EOPNOTSUPP;
 * EBADF; ENOTSOCK.
 */
export function setsockopt(thread: Thread, ...[fd, level, name, value]: SyscallArguments<'setsockopt'>): Outcome<0> {
  const file = socketOf(thread, fd);
  return file.kind === 'fail' ? file : setOption(file, level, name, value);
}

/** getsockopt(2). Errors: ENOPROTOOPT not an option; EOPNOTSUPP; EBADF; ENOTSOCK. */
export function getsockopt(thread: Thread, fd: Fd, level: string, name: string): Outcome<number> {
  const file = socketOf(thread, fd);
  return file.kind === 'fail' ? file : getOption(file, level, name);
}
