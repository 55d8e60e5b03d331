/** Paths of AF_UNIX sockets. */
import { fail, OK } from '../../sys.ts';
import type { Outcome } from '../../sys.ts';
import type { SocketAddress } from '../../types.ts';
import type { SocketFile } from '../socket-file.ts';

/** The longest path (sizeof sun_path). */
const LONGEST = 108;

/**
 * Binds a socket to a path. Errors: EADDRINUSE another socket has it; EINVAL not a path, or the socket has one already.
 * Differs: there is no unlink(2), so a path is free again as soon as its socket is closed.
 */
export function bindPath(
  socket: SocketFile & { readonly local: string | undefined },
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
export function freePath(socket: SocketFile, path: string | undefined): void {
  if (path !== undefined && socket.network.paths.get(path) === socket) socket.network.paths.delete(path);
}
