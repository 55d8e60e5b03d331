/**
 * The test language of the kernel: code that makes system calls, run in a machine of its own until nothing is left to
 * do. Everything is synchronous.
 */
import type { ErrnoName } from '../../src/kernel/errno.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { KernelOptions } from '../../src/kernel/kernel.ts';
import type { StopReason } from '../../src/kernel/run-limits.ts';
import type { Sys, SyscallArguments, SyscallName, SyscallResult, ThreadMain } from '../../src/kernel/sys.ts';
import type { Address, Fd, Micros } from '../../src/kernel/types.ts';
import { OSError } from '../../src/python/errors.ts';
import { call } from '../../src/python/libc.ts';

export { call };

/** Bytes of a latin-1 text. */
export const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The latin-1 text of bytes. */
export const text = (data: Uint8Array): string => Array.from(data, (byte) => String.fromCharCode(byte)).join('');

export const micros = (count: number): Micros => count as Micros;
export const seconds = (count: number): Micros => (count * 1_000_000) as Micros;

/**
 * Runs `main` as the only process of a machine, and answers what it returned. Throws what it threw; fails when it did
 * not end.
 */
export function drive<T>(main: () => Sys<T>, options: KernelOptions = {}): T {
  const { result, why } = driveAll(main, [], options);
  if (!('value' in result)) throw new Error(`the test's main thread did not end: ${why}`);
  return result.value;
}

/**
 * Runs `main` beside other processes; also answers the kernel and why it stopped. `value` is missing when `main` did
 * not end.
 */
export function driveAll<T>(
  main: () => Sys<T>,
  others: readonly ThreadMain[] = [],
  options: KernelOptions = {},
): { readonly result: { readonly value?: T }; readonly why: StopReason; readonly kernel: Kernel } {
  const kernel = new Kernel(options);
  let result: { readonly value?: T } = {};
  kernel.spawn({
    name: 'test',
    *main() {
      result = { value: yield* main() };
    },
  });
  for (const [index, other] of others.entries()) kernel.spawn({ name: `other-${index + 1}`, main: other });
  const why = kernel.run();
  return { result, why, kernel };
}

/** A call whose failure is looked for: its result, or the name of its errno. */
export function* attempt<N extends SyscallName>(
  name: N,
  ...args: SyscallArguments<N>
): Sys<SyscallResult<N> | ErrnoName> {
  try {
    return yield* call(name, ...args);
  } catch (error) {
    if (!(error instanceof OSError) || error.errnoName === undefined) throw error;
    return error.errnoName;
  }
}

/** Sleeps until a time in seconds since the start; returns at once if it has passed. */
export function* at(second: number): Sys<void> {
  const now = yield* call('clock_gettime', 'CLOCK_MONOTONIC');
  if (now < seconds(second)) yield* call('nanosleep', (seconds(second) - now) as Micros);
}

/** A listening TCP socket, and where it listens. */
export function* listening(backlog = 5): Sys<{ readonly fd: Fd; readonly address: Address }> {
  const fd = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
  yield* call('bind', fd, ['127.0.0.1', 0]);
  yield* call('listen', fd, backlog);
  const address = (yield* call('getsockname', fd)) as Address;
  return { fd, address };
}

/** Both ends of a TCP connection. */
export function* connected(): Sys<{ readonly client: Fd; readonly server: Fd }> {
  const listener = yield* listening();
  const client = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
  yield* call('connect', client, listener.address);
  const [server] = yield* call('accept4', listener.fd);
  yield* call('close', listener.fd);
  return { client, server };
}

/** A new TCP socket. */
export function* tcp(): Sys<Fd> {
  return yield* call('socket', 'AF_INET', 'SOCK_STREAM');
}

/** Sends text, and answers how much was taken or the errno. */
export function* send(fd: Fd, data: string): Sys<number | ErrnoName> {
  return yield* attempt('sendto', fd, bytes(data));
}

/** Receives up to `size` bytes as text; answers `errno:NAME` when that failed. */
export function* receive(fd: Fd, size = 65536): Sys<string> {
  const received = yield* attempt('recvfrom', fd, size);
  return typeof received === 'string' ? `errno:${received}` : text(received.data);
}

/** Reads to the end of the stream. */
export function* receiveAll(fd: Fd, size = 65536): Sys<string> {
  let all = '';
  for (;;) {
    const { data } = yield* call('recvfrom', fd, size);
    if (data.length === 0) return all;
    all += text(data);
  }
}

/** Closes so that the peer is reset (SO_LINGER with no time). */
export function* resetClose(fd: Fd): Sys<void> {
  yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_LINGER', [1, 0]);
  yield* call('close', fd);
}

const BITS = [
  ['IN', 0x1],
  ['OUT', 0x4],
  ['ERR', 0x8],
  ['HUP', 0x10],
  ['NVAL', 0x20],
  ['RDHUP', 0x2000],
] as const;

/** A readiness mask by names: `IN|OUT`. */
export const maskNames = (mask: number): string =>
  BITS.filter(([, bit]) => (mask & bit) !== 0)
    .map(([name]) => name)
    .join('|');

/** What poll(2) says about a descriptor that is asked for everything. */
export function* readiness(fd: Fd): Sys<string> {
  const [entry] = yield* call('poll', [{ fd, events: 0x2005 }], micros(0));
  return maskNames(entry?.events ?? 0);
}
