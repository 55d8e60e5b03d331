/**
 * The address on which a server listens, and how it is shown. Mirrors `select_address_family`, `get_sockaddr` and
 * `get_interface_ip` of `werkzeug.serving`.
 */
import type { Sys } from '../../kernel/sys.ts';
import type { Family, SocketAddress } from '../../kernel/types.ts';
import { OSError } from '../../python/errors.ts';
import { withFinally } from '../../python/handling.ts';
import { partition } from '../../python/text.ts';
import { tuple } from '../../python/tuple.ts';
import { getaddrinfo, Socket } from '../../stdlib/socket.ts';

const UNIX = 'unix://';

/**
 * The family of a host: AF_UNIX for `unix://…`. An IPv6 host has a family that the kernel rejects.
 * @python werkzeug.serving.select_address_family
 */
export function selectAddressFamily(host: string, _port: number): Family {
  if (host.startsWith(UNIX)) return 'AF_UNIX';
  return host.includes(':') ? ('AF_INET6' as Family) : 'AF_INET';
}

/** The address to bind to: the path after `unix://`, or the host's IP address. @python werkzeug.serving.get_sockaddr */
export function getSockaddr(host: string, port: number, family: Family): SocketAddress {
  if (family === 'AF_UNIX') return absolute(partition(host, '://')[2]);
  try {
    return getaddrinfo(host, port)[0]?.[4] ?? tuple(host, port);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    return tuple(host, port);
  }
}

/**
 * The address of the interface of the default route, 127.0.0.1 if there is none. Nothing is sent.
 * @python werkzeug.serving.get_interface_ip
 */
export function* getInterfaceIp(family: Family): Sys<string> {
  const probe = yield* Socket.open(family, 'SOCK_DGRAM');
  return yield* withFinally(addressTowards(probe), () => probe.close());
}

function* addressTowards(probe: Socket): Sys<string> {
  try {
    yield* probe.connect(['10.253.155.219', 58_162]);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    return '127.0.0.1';
  }
  return (yield* probe.getsockname())[0] ?? '';
}

/** An absolute path; the only working directory is the root. */
function absolute(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
