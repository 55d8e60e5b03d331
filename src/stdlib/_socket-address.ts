/**
 * Names and addresses of the virtual network, which has one name: localhost. Mirrors the lookups of the module
 * `socket`.
 */
import type { Address, Family, SocketAddress, SocketType } from '../kernel/types.ts';
import { OSError, OverflowError, PyTypeError } from '../python/errors.ts';
import { typeName } from '../python/repr.ts';
import { tuple } from '../python/tuple.ts';
import { portOf } from './_socket-arguments.ts';

/** A name that does not resolve. @python socket.gaierror */
export class gaierror extends OSError {
  static override readonly name: string = 'gaierror';
  static override readonly module = 'socket';
}

/** The name of the machine. @python socket.gethostname */
export const gethostname = (): string => 'localhost';

/** The full name of a host; an unknown name is returned as it is. @python socket.getfqdn */
export function getfqdn(name = ''): string {
  const host = name.trim();
  return host === '' || host === '0.0.0.0' || host === '::' || host.startsWith('127.') ? gethostname() : host;
}

const DOTTED = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

/** The dotted address of a host. Raises gaierror for an unknown name. @python socket.gethostbyname */
export function gethostbyname(host: string): string {
  if (host === '') return '0.0.0.0';
  if (host === 'localhost') return '127.0.0.1';
  if (DOTTED.test(host)) return host;
  throw new gaierror(-2, 'Name or service not known');
}

/** The addresses for a host and port. @python socket.getaddrinfo */
export function getaddrinfo(
  host: string,
  port: number,
): readonly (readonly [Family, SocketType, number, string, Address])[] {
  return [tuple('AF_INET', 'SOCK_STREAM', 6, '', tuple(gethostbyname(host), port))];
}

/** Converts an address for the kernel. Raises Python's errors for one that does not fit the family. */
export function resolve(family: Family, address: SocketAddress, caller: string): SocketAddress {
  if (family === 'AF_UNIX') {
    if (typeof address !== 'string') {
      throw new PyTypeError(`a bytes-like object is required, not '${typeName(address)}'`);
    }
    return address;
  }
  if (!Array.isArray(address)) {
    throw new PyTypeError(`${caller}(): AF_INET address must be tuple, not ${typeName(address)}`);
  }
  if (address.length !== 2) throw new PyTypeError('AF_INET address must be a pair (host, port)');
  const [host, port] = address as unknown as readonly [unknown, unknown];
  if (typeof host !== 'string') {
    throw new PyTypeError(`str, bytes or bytearray expected, not ${typeName(host)}`);
  }
  const number = portOf(port);
  const dotted = gethostbyname(host);
  if (number < 0 || number > 65_535) throw new OverflowError(`${caller}(): port must be 0-65535.`);
  return [dotted, number];
}
