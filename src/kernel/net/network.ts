/** The network of one machine: owns the socket numbers, the port tables, the paths of AF_UNIX sockets, and the link. */
import type { Clock } from '../sched/clock.ts';
import type { Limits } from '../limits.ts';
import type { Address } from '../types.ts';
import { ANY_HOST, sameAddress } from './address.ts';
import { DatagramPath } from './link/datagram-path.ts';
import { Lingering } from './tcp/lingering.ts';
import { isPerfect, LinkConditions } from './link/link-conditions.ts';
import type { LinkSettings } from './link/link-conditions.ts';
import { SegmentRouter } from './link/segments.ts';
import type { Segment } from './link/segments.ts';
import { PortTable } from './ports.ts';
import type { NetworkObserver } from './network-observer.ts';
import type { SocketFile, SocketView } from './socket-file.ts';
import { TcpEndpoint } from './tcp/tcp.ts';
import type { TcpNetwork } from './tcp/tcp.ts';
import { UdpSocket } from './udp/udp-socket.ts';
import type { UdpNetwork } from './udp/udp-socket.ts';
import type { UnixNetwork } from './unix/unix-path.ts';
import { Wire } from './link/wire.ts';

/** What the network needs of its kernel. */
export interface NetworkKernel {
  readonly limits: Limits;
  readonly clock: Clock;
  /** Is notified of what happens, if set. */
  readonly observer: NetworkObserver | undefined;
}

export class Network implements TcpNetwork, UdpNetwork, UnixNetwork {
  readonly kernel: NetworkKernel;
  /** Every socket that ss(8) would show, by number. */
  readonly sockets = new Map<number, SocketFile>();
  readonly tcpPorts = new PortTable<TcpEndpoint>();
  readonly udpPorts = new PortTable<UdpSocket>();
  /** Sockets that have a path. */
  readonly paths = new Map<string, SocketFile>();
  readonly link = new SegmentRouter<TcpEndpoint>();
  readonly lingering: Lingering;
  /**
   * Whether a process of this computer has ever listened, and then accepted a connection. A socket bound for datagrams
   * counts as reached.
   */
  served: 'never' | 'offered' | 'reached' = 'never';
  private readonly _listeners = new Map<number, TcpEndpoint[]>();
  /** Undefined while the link is perfect. */
  private readonly _conditions: LinkConditions | undefined;
  private _nextId = 1;

  /** @param seed for the random numbers of the link. */
  constructor(kernel: NetworkKernel, link: LinkSettings, seed: number) {
    this.kernel = kernel;
    this.lingering = new Lingering(kernel.clock);
    if (!isPerfect(link)) this._conditions = new LinkConditions(link, seed, kernel.clock, () => kernel.observer);
  }

  get limits(): Limits {
    return this.kernel.limits;
  }

  get observer(): NetworkObserver | undefined {
    return this.kernel.observer;
  }

  /** Gives a new socket its number. */
  enter(socket: SocketFile): number {
    const id = this._nextId++;
    this.sockets.set(id, socket);
    return id;
  }

  /** Connects a socket of a remote process to its peers over the link. Unix sockets stay inside one computer. */
  attachToLink(socket: SocketFile): void {
    if (this._conditions === undefined) return;
    if (socket instanceof TcpEndpoint) socket.wire = new Wire(socket, this._conditions);
    else if (socket instanceof UdpSocket) socket.path = new DatagramPath(socket.id, this._conditions);
  }

  /** Forgets a socket that is closed and has no descriptor. */
  forget(socket: SocketFile): void {
    this.sockets.delete(socket.id);
  }

  /** Opens an endpoint's port to connections. */
  addListener(listener: TcpEndpoint): void {
    const port = listener.local?.[1] ?? 0;
    this._listeners.set(port, [...(this._listeners.get(port) ?? []), listener]);
  }

  removeListener(listener: TcpEndpoint): void {
    const port = listener.local?.[1] ?? 0;
    const others = (this._listeners.get(port) ?? []).filter((other) => other !== listener);
    if (others.length === 0) this._listeners.delete(port);
    else this._listeners.set(port, others);
  }

  /** Handles a segment to an address: a SYN finds its listener, or is answered with a reset. */
  receive(segment: Segment<TcpEndpoint>): void {
    if (segment.kind !== 'syn') return;
    const { from, to } = segment;
    if (from.wire === undefined && from.local !== undefined && sameAddress(from.local, to))
      return from.openSimultaneously(from);
    const listener = this._listener(segment.to, segment.from);
    const partner = listener === undefined ? this._partner(to, from) : undefined;
    if (listener !== undefined) listener.receive(segment);
    else if (partner !== undefined) from.openSimultaneously(partner);
    else this.link.carry(from, { kind: 'rst', from });
  }

  /** A socket whose SYN to this client crosses the client's own (simultaneous open). Only inside the machine. */
  private _partner(to: Address, client: TcpEndpoint): TcpEndpoint | undefined {
    for (const user of this.tcpPorts.users(to[1])) {
      const { state, local, remote, wire } = user;
      if (state !== 'syn-sent' || wire !== undefined || client.wire !== undefined) continue;
      if (local === undefined || remote === undefined || client.local === undefined) continue;
      if (sameAddress(local, to) && sameAddress(remote, client.local)) return user;
    }
    return undefined;
  }

  /**
   * The listener for an address. One bound to the exact host comes before one bound to all; SO_REUSEPORT shares by the
   * client's port.
   */
  private _listener([host, port]: Address, client: TcpEndpoint): TcpEndpoint | undefined {
    const listeners = this._listeners.get(port) ?? [];
    const exact = listeners.filter((listener) => listener.local?.[0] === host);
    const candidates = exact.length > 0 ? exact : listeners.filter((listener) => listener.local?.[0] === ANY_HOST);
    return candidates[(client.local?.[1] ?? 0) % Math.max(1, candidates.length)];
  }
}

/** All sockets as ss(8) would list them, in the order of their numbers. */
export const viewSockets = (network: Network): readonly SocketView[] =>
  [...network.sockets.values()].map((socket) => socket.view());
