/** AF_INET addresses of a machine that has the loopback interface and no other. */
import type { ErrnoName } from '../errno.ts';
import type { Address, SocketAddress } from '../types.ts';

/** Every address of the machine. */
export const ANY_HOST = '0.0.0.0';
export const LOOPBACK_HOST = '127.0.0.1';
/** What getsockname(2) shows for an AF_INET socket without an address. */
export const NO_ADDRESS: Address = [ANY_HOST, 0];

const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Paths below this length make an address shorter than one of AF_INET (16 bytes: a family, the path, a zero byte). */
const SHORT_PATH = 13;

/** The address, if it is a dotted host and a port; otherwise the errno of the call that it was given to. */
export function inetAddress(address: SocketAddress): Address | ErrnoName {
  // Linux checks the length before the family, and a short path makes a short address.
  if (typeof address === 'string') return address.length < SHORT_PATH ? 'EINVAL' : 'EAFNOSUPPORT';
  const [host, port] = address;
  const match = DOTTED.exec(host);
  if (match === null || match.slice(1).some((part) => Number(part) > 255)) return 'EINVAL';
  return Number.isInteger(port) && port >= 0 && port <= 65535 ? address : 'EINVAL';
}

/** Whether a host is an address of this machine: 127.0.0.0/8 is. */
export const isLoopback = (host: string): boolean => host.startsWith('127.');

/** Whether two local hosts overlap: they are equal, or one of them stands for all. */
export const hostsOverlap = (one: string, other: string): boolean =>
  one === other || one === ANY_HOST || other === ANY_HOST;

export const sameAddress = (one: Address, other: Address): boolean => one[0] === other[0] && one[1] === other[1];

/**
 * The address that connect(2) or sendto(2) reaches: 0.0.0.0 means the sender's own host, which is the loopback address
 * unless the sender is bound to another.
 */
export function effectiveAddress([host, port]: Address, local: Address | undefined): Address {
  if (host !== ANY_HOST) return [host, port];
  return [local === undefined || local[0] === ANY_HOST ? LOOPBACK_HOST : local[0], port];
}
