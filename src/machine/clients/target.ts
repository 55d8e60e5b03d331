/** Where clients reach the server: its listening socket, or its datagram socket. */
import { Kernel } from '../../kernel/kernel.ts';
import { SocketFile } from '../../kernel/net/socket-file.ts';
import type { Address, Family, SocketAddress, SocketType } from '../../kernel/types.ts';
import { isInstance, tryOr } from '../../python/foreign.ts';
import { getSockaddr, selectAddressFamily } from '../../werkzeug/serving.ts';
import { show } from '../setup/options.ts';

/** The address that a client connects to, and the kind of socket that it needs. */
export interface Target {
  readonly family: Family;
  readonly type: SocketType;
  readonly address: SocketAddress;
}

const NAMES = {
  AF_INET: { SOCK_STREAM: 'TCP', SOCK_DGRAM: 'UDP' },
  AF_UNIX: { SOCK_STREAM: 'Unix streams', SOCK_DGRAM: 'Unix datagrams' },
} as const;

const METHODS = { SOCK_STREAM: 'machine.connect()', SOCK_DGRAM: 'machine.datagrams()' } as const;

/** The address that the machine's own processes offer to clients; undefined while they offer none of that type. */
export function targetOf(kernel: Kernel, type: SocketType): Target | undefined {
  const socket = type === 'SOCK_STREAM' ? listener(kernel) : datagramSocket(kernel);
  return socket === undefined ? undefined : { family: socket.family, type, address: socket.getsockname() };
}

/** The address of the server, whatever its type. */
export const placeOf = (kernel: Kernel): SocketAddress | undefined =>
  (targetOf(kernel, 'SOCK_STREAM') ?? targetOf(kernel, 'SOCK_DGRAM'))?.address;

export function addressOf(kernel: Kernel): Address | undefined {
  const place = placeOf(kernel);
  return typeof place === 'object' ? place : undefined;
}

export function pathOf(kernel: Kernel): string | undefined {
  const place = placeOf(kernel);
  return typeof place === 'string' ? place : undefined;
}

/**
 * Whether the server takes datagrams instead of connections: then `datagrams()` reaches it and `connect()` does not.
 * Throws TypeError if the argument is not a machine.
 */
export function speaksDatagrams(machine: { readonly kernel: Kernel }): boolean {
  const kernel: unknown = tryOr(() => machine.kernel, undefined);
  if (!isInstance(kernel, Kernel)) throw new TypeError(`machine: ${show(machine)} is not a Machine`);
  return targetOf(kernel, 'SOCK_STREAM') === undefined && targetOf(kernel, 'SOCK_DGRAM') !== undefined;
}

/** The address that the server will have, according to the machine's options. */
export function expectedTarget(host: string, port: number, type: SocketType): Target {
  const family = selectAddressFamily(host, port);
  return { family, type, address: getSockaddr(host, port, family) };
}

/** Throws Error when the server offers only the other type of socket. */
export function checkTarget(kernel: Kernel, type: SocketType): void {
  const other = type === 'SOCK_STREAM' ? 'SOCK_DGRAM' : 'SOCK_STREAM';
  if (targetOf(kernel, type) !== undefined) return;
  const offered = targetOf(kernel, other);
  if (offered === undefined) return;
  const place = typeof offered.address === 'string' ? offered.address : offered.address.join(':');
  throw new Error(`this server uses ${NAMES[offered.family][other]} at ${place}: use ${METHODS[other]}`);
}

function listener(kernel: Kernel): SocketFile | undefined {
  for (const socket of kernel.network.sockets.values()) if (socket.isListening) return socket;
  return undefined;
}

/** The first bound datagram socket that is not connected and does not belong to a client. */
function datagramSocket(kernel: Kernel): SocketFile | undefined {
  for (const process of kernel.processes.values()) {
    if (process.isRemote) continue;
    for (const [, file] of process.fds.entries()) {
      if (file instanceof SocketFile && file.type === 'SOCK_DGRAM' && receivesFromAll(file)) return file;
    }
  }
  return undefined;
}

function receivesFromAll(socket: SocketFile): boolean {
  const name = socket.getsockname();
  const isBound = typeof name === 'string' ? name !== '' : name[1] !== 0;
  const peer = socket.getpeername();
  return isBound && typeof peer === 'object' && 'kind' in peer;
}
