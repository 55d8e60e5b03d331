/** Paths of AF_UNIX sockets. */
import { fail, OK } from '../../sys.ts';
import type { Outcome } from '../../sys.ts';
import type { SocketAddress } from '../../types.ts';
import type { SocketFile, SocketNetwork } from '../socket-file.ts';

/** What Unix sockets need of their network. */
export interface UnixNetwork extends SocketNetwork {
  /** Sockets that have a path. */
  readonly paths: Map<string, SocketFile>;
}

/** The longest path (sizeof sun_path). */
const LONGEST = 108;

/**
 * Binds a socket to a path. Errors: EADDRINUSE another socket has it; EINVAL not a path, or the socket has one already.
 * Differs: there is no unlink(2), so a path is free again as soon as its socket is closed.
 */
export function bindPath(
  socket: SocketFile<UnixNetwork> & { readonly local: string | undefined },
  address: SocketAddress,
): Outcome<0> {
  if (typeof address !== 'string' || address === '' || address.length > LONGEST) return fail('EINVAL');
  const { paths } = socket.network;
  if (paths.has(address)) return fail('EADDRINUSE');
  if (socket.local !== undefined) return fail('EINVAL');
  paths.set(address, socket);
  return OK;
}

/** Frees the path of a socket. */
export function freePath(socket: SocketFile<UnixNetwork>, path: string | undefined): void {
  if (path !== undefined && socket.network.paths.get(path) === socket) socket.network.paths.delete(path);
}
