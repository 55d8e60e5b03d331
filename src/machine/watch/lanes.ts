/**
 * The bytes of each connection on their way through the server, collected while the machine runs: what came into the
 * kernel, what the handler's buffers took, and what went back. It listens to the recorder and never decides anything.
 */
import type { Kernel } from '../../kernel/kernel.ts';
import type { OpenFile } from '../../kernel/files/open-file.ts';
import { SocketFile } from '../../kernel/net/socket-file.ts';
import type { Process } from '../../kernel/process.ts';
import type { QueueChange, SegmentChange } from '../../kernel/net/network-observer.ts';
import type { Done, Fail, SyscallName } from '../../kernel/sys.ts';
import type { Fd, Tid } from '../../kernel/types.ts';
import type { Frame, Recorder } from '../../trace/recorder.ts';
import type { Lane } from '../../trace/snapshot.ts';
import { encodeLatin1 } from '../../python/bytes.ts';
import { bytesOf } from '../../python/foreign.ts';
import { ByteLog } from './byte-log.ts';
import type { Client } from '../clients/client.ts';
import type { LaneName } from '../../vocabulary.ts';

/**
 * The numbers of the two sockets of a connection. The server's is unknown until the connection is open, and for
 * datagrams.
 */
export interface ConnectionSockets {
  readonly clientSocket: number;
  readonly serverSocket: number | undefined;
  /**
   * The key of its bytes in `flows`: the server's socket, or the client's if the server has one socket for all clients.
   */
  readonly flow: number | undefined;
}

/** The members of a request handler that the lanes need. */
export interface HandlerLike {
  /** The connection; for a datagram, its bytes and the server's socket. */
  readonly request?: SocketLike | readonly unknown[];
  readonly clientAddress?: unknown;
  readonly rfile?: { readonly bufferedBytes?: Uint8Array; readonly position?: number; readonly streamOffset?: number };
  readonly _headersBuffer?: string | undefined;
}

interface SocketLike {
  /** Its descriptor, -1 when closed. A field, since calling `fileno()` would leave a step in the log. */
  readonly _fd?: number;
}

/** The lanes between client and server. */
export type WireLane = 'wire to server' | 'wire to client';

/** The lanes on the server's side. */
export type ServerLane = Exclude<LaneName, 'client out' | 'client in' | WireLane>;
const SERVER_LANES: readonly ServerLane[] = ['kernel receive', 'rfile', 'headers buffer', 'wfile'];

/** A datagram has no headers buffer. */
const DATAGRAM_LANES = SERVER_LANES.filter((name) => name !== 'headers buffer');

/** The bytes of one connection, seen from the server. */
export class ByteFlow {
  readonly received = new ByteLog();
  readonly headers = new ByteLog();
  readonly written = new ByteLog();
  sent = 0;
  handler: HandlerLike | undefined;
  /** The request that is being answered: an object with `environ`, `statusSet` and so on. */
  exchange: object | undefined;
  tid = 0;

  /**
   * How many of the received bytes have come into `rfile`, and how many of those the handler has read. An unbuffered
   * `rfile` holds nothing back.
   */
  private _reader(): { readonly filled: number; readonly read: number } {
    const { bufferedBytes, position = 0, streamOffset = 0 } = this.handler?.rfile ?? {};
    if (bufferedBytes === undefined) return { filled: this.received.read, read: this.received.read };
    return { filled: streamOffset + bufferedBytes.length, read: streamOffset + position };
  }

  /** A whole datagram goes from the kernel to its handler, and back. */
  lanes(isDatagram: boolean): Lane[] {
    return (isDatagram ? DATAGRAM_LANES : SERVER_LANES).map((name) => this.lane(name, isDatagram));
  }

  lane(name: ServerLane, isDatagram = false): Lane {
    const { received, headers, written } = this;
    switch (name) {
      case 'kernel receive':
        return received.lane(name, received.read);
      case 'rfile': {
        const { filled, read } = isDatagram ? { filled: received.read, read: received.read } : this._reader();
        return received.until(filled).lane(name, read);
      }
      case 'headers buffer':
        return headers.plus(encodeLatin1(this.handler?._headersBuffer ?? '')).lane(name, headers.length);
      case 'wfile':
        return written.lane(name, this.sent);
    }
  }

  /** How many bytes ever came into a lane. Cheap enough to call after each step. */
  lengthOf(name: ServerLane): number {
    if (name === 'kernel receive') return this.received.length;
    if (name === 'rfile') return Math.min(this.received.length, this._reader().filled);
    if (name === 'wfile') return this.written.length;
    return this.headers.length + (this.handler?._headersBuffer?.length ?? 0);
  }
}

const HANDLERS = ['socketserver.StreamRequestHandler', 'socketserver.DatagramRequestHandler'];
const RUN_WSGI = 'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>';
const FLUSH_HEADERS = 'http.server.BaseHTTPRequestHandler.flush_headers';
const WRITERS = ['socketserver._SocketWriter.write', 'io.BufferedWriter.write'];

/** How many finished connections keep their bytes. */
const KEPT_FLOWS = 64;

export class Lanes {
  /** By the number of the accepted socket, or of the socket of a datagram client. */
  readonly flows = new Map<number, ByteFlow>();
  /** Bytes put on the wire in both directions, by the number of the client's socket; none while the link is perfect. */
  private readonly _wires = new Map<number, Readonly<Record<SegmentChange['toward'], ByteLog>>>();
  /** What each client has sent so far, by its process. */
  readonly clientOut = new Map<Process, ByteLog>();
  /** The two sockets of each client's connection, by its process. */
  readonly sockets = new Map<Process, ConnectionSockets>();
  readonly clients: { readonly client: Client; readonly process: Process }[] = [];

  private readonly _clientSockets = new Set<number>();
  /** The client's number, by its process, and by either socket of its connection. */
  private readonly _numbers = new Map<Process, number>();
  private readonly _clientOf = new Map<number, number>();
  /** The sockets of datagram clients, by their address. */
  private readonly _senders = new Map<string, number>();
  private readonly _kernel: Kernel;
  private readonly _recorder: Recorder;

  constructor(kernel: Kernel, recorder: Recorder) {
    this._kernel = kernel;
    this._recorder = recorder;
    recorder.onSegment = (change) => this._onSegment(change);
    recorder.onQueue = (change) => this._onQueue(change);
    recorder.onSyscall = (thread, name, args, outcome) => this._onSyscall(thread.process, name, args, outcome);
    for (const name of HANDLERS) {
      recorder.onCall.set(`${name}.setup`, (frame) => this._onHandler(frame.self as HandlerLike));
    }
    recorder.onCall.set(`${RUN_WSGI}.execute`, (frame) => this._onExchange(frame.self));
    for (const name of WRITERS) recorder.onCall.set(name, (_, [data], parent) => this._onWrite(data, parent));
  }

  addClient(client: Client, process: Process): void {
    this.clients.push({ client, process });
    this.clientOut.set(process, new ByteLog());
    this._numbers.set(process, client.number);
  }

  flow(socket: number): ByteFlow {
    let flow = this.flows.get(socket);
    if (flow === undefined) {
      this.flows.set(socket, (flow = new ByteFlow()));
      const [oldest] = this.flows.keys();
      if (this.flows.size > KEPT_FLOWS && oldest !== undefined) this.flows.delete(oldest);
    }
    return flow;
  }

  /** The number of the client whose own thread, or whose handler's thread, is `tid`; undefined for other threads. */
  clientOfThread(tid: number): number | undefined {
    const process = this._kernel.threads.get(tid as Tid)?.process;
    const own = process === undefined ? undefined : this._numbers.get(process);
    return own ?? this.clientOfSocket(this._socketOf(tid));
  }

  /** The connection that thread `tid` handles, if any. */
  flowOfThread(tid: number): ByteFlow | undefined {
    const socket = this._socketOf(tid);
    return socket === undefined ? undefined : this.flow(socket);
  }

  /** The number of the client at either end of the socket's connection. */
  clientOfSocket(socket: number | undefined): number | undefined {
    return socket === undefined ? undefined : this._clientOf.get(socket);
  }

  /** The bytes of a client's connection on the wire; undefined while the link is perfect. */
  wire(process: Process, name: WireLane): ByteLog | undefined {
    const socket = this.sockets.get(process)?.clientSocket;
    if (socket === undefined) return undefined;
    return this._wires.get(socket)?.[name === 'wire to server' ? 'server' : 'client'];
  }

  private _onSegment({ socket, toward, change, data }: SegmentChange): void {
    let wire = this._wires.get(socket);
    if (wire === undefined) {
      this._wires.set(socket, (wire = { server: new ByteLog(), client: new ByteLog() }));
      const [oldest] = this._wires.keys();
      if (this._wires.size > KEPT_FLOWS && oldest !== undefined) this._wires.delete(oldest);
    }
    if (data === undefined) return;
    if (change === 'sent') wire[toward].append(data);
    else if (change === 'arrived' || change === 'dropped') wire[toward].read += data.length;
  }

  private _onQueue({ socket, queue, bytes, data, sender }: QueueChange): void {
    if (queue !== 'receive' || this._clientSockets.has(socket)) return;
    // The single socket of a datagram server counts as the socket of the client whose datagram moves.
    if (sender !== undefined) this._clientOf.set(socket, this._clientOf.get(sender) ?? -1);
    const { received } = this.flow(sender ?? socket);
    if (bytes < 0) received.read -= bytes;
    else if (data !== undefined) received.append(data);
  }

  private _onSyscall(
    process: Process,
    name: SyscallName,
    args: readonly unknown[],
    outcome: Done<unknown> | Fail,
  ): void {
    const fd = args[0] as Fd;
    if (name === 'connect') this._onConnect(process, fd);
    else if (name === 'sendto' && outcome.kind === 'done') {
      this._onSent(process, fd, (args[1] as Uint8Array).subarray(0, outcome.value as number), args[2]);
    }
  }

  private _onConnect(process: Process, fd: Fd): void {
    const file = process.fds.get(fd);
    if (!this.clientOut.has(process) || !(file instanceof SocketFile)) return;
    this._clientSockets.add(file.id);
    const serverSocket = file.peerNumber;
    const isDatagram = file.type === 'SOCK_DGRAM';
    if (isDatagram) this._senders.set(String(file.getsockname()), file.id);
    this.sockets.set(process, { clientSocket: file.id, serverSocket, flow: isDatagram ? file.id : serverSocket });
    const number = this._numbers.get(process) as number;
    this._clientOf.set(file.id, number);
    if (serverSocket !== undefined) this._clientOf.set(serverSocket, number);
  }

  private _onSent(process: Process, fd: Fd, data: Uint8Array, to: unknown): void {
    const clientOut = this.clientOut.get(process);
    if (clientOut !== undefined) return clientOut.append(data);
    const file = process.fds.get(fd);
    if (!(file instanceof SocketFile)) return undefined;
    const isDatagram = file.type === 'SOCK_DGRAM';
    const socket = isDatagram ? this._senders.get(String(to)) : file.id;
    if (socket === undefined) return undefined;
    const flow = this.flow(socket);
    // A whole response leaves `wfile` as soon as it is written.
    if (isDatagram) flow.written.append(data);
    flow.sent += data.length;
    return undefined;
  }

  private _onExchange(exchange: object | undefined): void {
    const flow = this._flowOfThread();
    if (flow !== undefined) flow.exchange = exchange;
  }

  private _onWrite(data: unknown, parent: Frame | undefined): void {
    const flow = this._flowOfThread();
    const bytes = flow === undefined ? undefined : bytesOf(data);
    if (flow === undefined || bytes === undefined) return;
    flow.written.append(bytes);
    if (parent?.traced.name === FLUSH_HEADERS) flow.headers.append(bytes);
  }

  private _onHandler(handler: HandlerLike): void {
    const { tid } = this._kernel.current;
    const socket = this._socketOfHandler(handler, tid);
    if (socket === undefined) return;
    const flow = this.flow(socket);
    flow.handler = handler;
    flow.tid = tid;
  }

  /** The connection that the running thread handles. */
  private _flowOfThread(): ByteFlow | undefined {
    return this.flowOfThread(this._kernel.current.tid);
  }

  /** The key of the flow that a thread handles: that of the innermost handler on its stack. */
  private _socketOf(tid: number): number | undefined {
    const stack = this._recorder.stackOf(tid);
    for (let index = stack.length - 1; index >= 0; index -= 1) {
      const self: HandlerLike | undefined = stack[index]?.self;
      if (self?.request !== undefined) return this._socketOfHandler(self, tid);
    }
    return undefined;
  }

  private _socketOfHandler({ request, clientAddress }: HandlerLike, tid: number): number | undefined {
    if (request !== undefined && 'length' in request) return this._senders.get(String(clientAddress));
    const fd = request?._fd;
    if (fd === undefined || fd < 0) return undefined;
    return socketNumber(this._kernel.threads.get(tid as Tid)?.process.fds.get(fd as Fd));
  }
}

/** The number of the socket behind an open file, if it is one. */
export function socketNumber(file: OpenFile | undefined): number | undefined {
  return file?.kind === 'socket' ? (file as OpenFile & { readonly id: number }).id : undefined;
}
