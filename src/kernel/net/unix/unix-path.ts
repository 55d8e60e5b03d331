/** Names of AF_UNIX sockets. */
import { fail, OK } from '../../sys.ts';
import type { Outcome } from '../../sys.ts';
import type { SocketAddress } from '../../types.ts';
import type { SocketFile } from '../socket-file.ts';

/** The longest name (sizeof sun_path). */
const LONGEST = 108;

/**
 * Gives a socket a name. Errors: EADDRINUSE another has it; EINVAL not a name, or it has one already.
 * Differs: there is no unlink(2), so a name is free again as soon as its socket is closed.
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

/** Frees the name of a socket. */
export function freePath(socket: SocketFile, path: string | undefined): void {
  if (path !== undefined && socket.network.paths.get(path) === socket) socket.network.paths.delete(path);
}
