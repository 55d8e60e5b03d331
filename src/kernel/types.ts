/**
 * Basic types of the kernel: branded numbers and addresses.
 * Absent on purpose: anything that does something. These are names for plain values.
 */

declare const brand: unique symbol;

/** A file descriptor: an index into one process's table, never a kernel object. */
export type Fd = number & { readonly [brand]: 'Fd' };
/** A thread's number, unique in the machine. */
export type Tid = number & { readonly [brand]: 'Tid' };
/** A process's number, unique in the machine. */
export type Pid = number & { readonly [brand]: 'Pid' };
/** Virtual time, or a span of it, as an integer count of microseconds. */
export type Micros = number & { readonly [brand]: 'Micros' };

/** An AF_INET address: dotted host and port. */
export type Address = readonly [host: string, port: number];
/** What bind(2) takes: an AF_INET address, or an AF_UNIX path. */
export type SocketAddress = Address | string;

export type Family = 'AF_INET' | 'AF_UNIX';
export type SocketType = 'SOCK_STREAM' | 'SOCK_DGRAM';
export type ShutdownHow = 'SHUT_RD' | 'SHUT_WR' | 'SHUT_RDWR';
export type ClockName = 'CLOCK_REALTIME' | 'CLOCK_MONOTONIC';
export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'SIGCHLD';

/** Microseconds in a millisecond. */
export const MILLISECOND = 1_000 as Micros;
/** Microseconds in a second. */
export const SECOND = 1_000_000 as Micros;
