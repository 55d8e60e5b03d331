/** A snapshot, seen by which ends belong together: which client is behind a descriptor, which thread serves it. */
import type {
  ConnectionSnapshot,
  DescriptorSnapshot,
  ProcessSnapshot,
  Snapshot,
  SocketSnapshot,
  ThreadSnapshot,
} from '../../trace/snapshot.ts';
import { clientOfName } from './history.ts';
import type { WaitHistory } from './history.ts';

/** An address on one line: `127.0.0.1:5000`, or a path. */
export function addressText(address: SocketSnapshot['local']): string {
  if (address === undefined || address === '') return '';
  return typeof address === 'string' ? address : address.join(':');
}

/** A system call as a snapshot has it, in parts. */
export interface WaitingCall {
  readonly name: string;
  readonly args: string;
  /** The descriptors that it waits for. */
  readonly fds: readonly number[];
  /** Its timeout in seconds; undefined waits forever. */
  readonly timeout: number | undefined;
}

/** The argument of a method that is the address of a client. */
const ADDRESS_ARGUMENT = /^\('([^']*)', (\d+)\)$/;
/** Methods that work on one connection. */
const SERVES = new Set(['finish_request', 'process_request_thread', 'process_request', 'shutdown_request']);

const ACCEPTS = new Set(['serve_forever', 'handle_request', 'get_request', 'accept']);

/** The name of a method without its module and class. */
export const methodOf = (qualified: string): string => qualified.slice(qualified.lastIndexOf('.') + 1);

export class Scene {
  readonly snapshot: Snapshot;
  readonly history: WaitHistory;
  private readonly _processes: ReadonlyMap<number, ProcessSnapshot>;
  private readonly _sockets: ReadonlyMap<number, SocketSnapshot>;
  private readonly _threads: ReadonlyMap<number, ThreadSnapshot>;
  /** Sockets of TCP connections, by their two addresses. */
  private readonly _ends = new Map<string, SocketSnapshot>();
  private readonly _clientOfSocket = new Map<number, number>();
  private readonly _clientOfAddress = new Map<string, number>();

  constructor(snapshot: Snapshot, history: WaitHistory) {
    this.snapshot = snapshot;
    this.history = history;
    this._processes = new Map(snapshot.processes.map((process) => [process.pid, process]));
    this._sockets = new Map(snapshot.sockets.map((socket) => [socket.id, socket]));
    this._threads = new Map(snapshot.threads.map((thread) => [thread.tid, thread]));
    for (const socket of snapshot.sockets) this._ends.set(endKey(socket.local, socket.remote), socket);
    for (const process of snapshot.processes) this._learnClient(process);
    for (const { client, socket, clientSocket } of snapshot.connections) {
      for (const id of [socket, clientSocket]) if (id !== undefined) this._clientOfSocket.set(id, client);
    }
  }

  process(pid: number): ProcessSnapshot | undefined {
    return this._processes.get(pid);
  }

  thread(tid: number | undefined): ThreadSnapshot | undefined {
    return tid === undefined ? undefined : this._threads.get(tid);
  }

  /** A thread in sentences: without the name of its target; the main thread of a child is called by its process. */
  nameOf({ name, pid }: ThreadSnapshot): string {
    const process = this.process(pid);
    const isChild = process?.parent !== undefined && name === 'MainThread';
    return isChild ? `${process.name} ${pid}` : name.replace(/ \(.*\)$/, '');
  }

  socket(id: number | undefined): SocketSnapshot | undefined {
    return id === undefined ? undefined : this._sockets.get(id);
  }

  /** Number of the client that a process is; undefined for the server and its children. */
  clientOfProcess(pid: number): number | undefined {
    return clientOfName(this.process(pid)?.name ?? '');
  }

  descriptor(pid: number, fd: number): DescriptorSnapshot | undefined {
    return this.process(pid)?.descriptors.find((descriptor) => descriptor.fd === fd);
  }

  /** The socket behind a descriptor. */
  socketAt(pid: number, fd: number | undefined): SocketSnapshot | undefined {
    return fd === undefined ? undefined : this.socket(this.descriptor(pid, fd)?.socket);
  }

  /** The other end of a connection over TCP or a Unix socket. */
  peerOf(socket: SocketSnapshot): SocketSnapshot | undefined {
    if (socket.family === 'AF_UNIX') {
      const pair = this.snapshot.connections.find(
        ({ socket: one, clientSocket: other }) => one === socket.id || other === socket.id,
      );
      return this.socket(pair?.socket === socket.id ? pair.clientSocket : pair?.socket);
    }
    return socket.remote === undefined ? undefined : this._ends.get(endKey(socket.remote, socket.local));
  }

  /** The client at either end of a connection. */
  clientOf(socket: SocketSnapshot | undefined): number | undefined {
    if (socket === undefined) return undefined;
    const { step } = this.snapshot;
    return (
      this._clientOfSocket.get(socket.id) ??
      this.clientAt(addressText(socket.remote)) ??
      this.history.clientAt(addressText(socket.local), step)
    );
  }

  /** The client with that address. */
  clientAt(address: string): number | undefined {
    return this._clientOfAddress.get(address) ?? this.history.clientAt(address, this.snapshot.step);
  }

  /** What the snapshot shows of a client's connection. */
  connection(client: number | undefined): ConnectionSnapshot | undefined {
    return this.snapshot.connections.find((connection) => connection.client === client);
  }

  /** The system call that a thread waits in. */
  callOf({ waitsIn }: ThreadSnapshot): WaitingCall | undefined {
    const [, name, args = ''] = /^(\w+)\((.*)\)$/s.exec(waitsIn ?? '') ?? [];
    if (name === undefined) return undefined;
    const [, amount, unit] = /([\d.]+) (ms|s)$/.exec(args) ?? [];
    const timeout = amount === undefined ? undefined : Number(amount) / (unit === 'ms' ? 1000 : 1);
    return { name, args, fds: fdsOf(name, args), timeout };
  }

  /** The address of the client whose connection or datagram a thread works on, by the innermost call that has one. */
  servedAddress({ stack }: ThreadSnapshot): string | undefined {
    for (const { name, args } of stack.toReversed()) {
      if (!SERVES.has(methodOf(name))) continue;
      for (const argument of args) {
        const [, host, port] = (typeof argument === 'string' && ADDRESS_ARGUMENT.exec(argument)) || [];
        if (host !== undefined) return `${host}:${port}`;
      }
    }
    return undefined;
  }

  /** The client that a thread serves. */
  servedClient(thread: ThreadSnapshot): number | undefined {
    const address = this.servedAddress(thread);
    if (address !== undefined) return this.clientAt(address);
    return this.snapshot.connections.find(
      ({ handler }) => handler?.tid === thread.tid && thread.stack.some(({ name }) => SERVES.has(methodOf(name))),
    )?.client;
  }

  /** The thread of the server that serves a client. */
  servingThread(client: number, socket: SocketSnapshot | undefined): ThreadSnapshot | undefined {
    const served = this.serverThreads.filter((thread) => this.servedClient(thread) === client);
    // A threaded server hands the request on: the thread that finishes it serves it.
    const finishing = served.find(({ stack }) => stack.some(({ name }) => methodOf(name) === 'finish_request'));
    if (finishing !== undefined || served.length > 0) return finishing ?? served[0];
    if (socket === undefined) return undefined;
    const owners = this.serverThreads.filter(({ pid }) => this._holds(pid, socket.id));
    const waiting = owners.find((thread) =>
      this.callOf(thread)?.fds.some((fd) => this.socketAt(thread.pid, fd)?.id === socket.id),
    );
    return waiting ?? (owners.length === 1 ? owners[0] : undefined);
  }

  /** The thread that takes connections from a listener, or datagrams from a socket. */
  acceptingThread(listener: SocketSnapshot): ThreadSnapshot | undefined {
    const owners = this.serverThreads.filter(({ pid }) => this._holds(pid, listener.id));
    return owners.find(({ stack }) => stack.some(({ name }) => ACCEPTS.has(methodOf(name)))) ?? owners[0];
  }

  /** The listener, or the socket for datagrams, at an address. */
  listenerAt(address: SocketSnapshot['local']): SocketSnapshot | undefined {
    const text = addressText(address);
    const port = text.slice(text.lastIndexOf(':'));
    const candidates = this.snapshot.sockets.filter(({ state, type }) => state === 'listen' || type === 'SOCK_DGRAM');
    return (
      candidates.find(({ local }) => addressText(local) === text) ??
      candidates.find(({ local }) => addressText(local) === `0.0.0.0${port}`)
    );
  }

  /** Threads of the server, its children and programs. A snapshot has none that have ended. */
  get serverThreads(): readonly ThreadSnapshot[] {
    return this.snapshot.threads.filter(({ pid }) => this.clientOfProcess(pid) === undefined);
  }

  /** The other threads of a process. */
  others({ tid, pid }: ThreadSnapshot): readonly ThreadSnapshot[] {
    return this.snapshot.threads.filter((other) => other.pid === pid && other.tid !== tid);
  }

  private _holds(pid: number, socket: number): boolean {
    return this.process(pid)?.descriptors.some((descriptor) => descriptor.socket === socket) === true;
  }

  private _learnClient({ name, descriptors }: ProcessSnapshot): void {
    const client = clientOfName(name);
    if (client === undefined) return;
    for (const { socket: id } of descriptors) {
      const socket = this.socket(id);
      if (socket === undefined) continue;
      this._clientOfSocket.set(socket.id, client);
      this._clientOfAddress.set(addressText(socket.local), client);
    }
  }
}

const endKey = (one: SocketSnapshot['local'], other: SocketSnapshot['local']): string =>
  `${addressText(one)} ${addressText(other)}`;

/** The descriptors that a call waits for. */
function fdsOf(name: string, args: string): number[] {
  if (name === 'poll') return [...args.matchAll(/(\d+): /g)].map(([, fd]) => Number(fd));
  if (name === 'select') return [...args.replace(/, [^)]*$/, '').matchAll(/\d+/g)].map(([fd]) => Number(fd));
  if (name === 'futex_wait' || name === 'nanosleep' || name === 'waitpid' || name === 'sched_yield') return [];
  const [fd] = /^\d+/.exec(args) ?? [];
  return fd === undefined ? [] : [Number(fd)];
}
