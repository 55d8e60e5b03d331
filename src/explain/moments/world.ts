/**
 * The machine as the log shows it: which thread is in which call, which descriptor is which connection, who waits in
 * the listen queue. Read before the rules, row by row.
 */
import type { Journal } from './journal.ts';
import type { MomentRow } from './moment.ts';
import { addressAfter, addressArgument, descriptorOf, lastResultOf, numberAt, resultOf, socketOf } from './details.ts';
import { methodOf } from './methods.ts';
import { newConnection } from './state.ts';
import type { Connection, Descriptor, Frame, Process, Thread } from './state.ts';

/** Threads of clients: by the machine's name, or by the page's. */
const CLIENT = /^(?:client-(\d+)|connection (\d+))$/;
/** A datagram that waits. */
export interface Datagram {
  readonly connection: Connection;
  readonly bytes: number;
}

const PLAIN: Descriptor = { kind: 'socket', connection: undefined, backlog: 0 };
const DATAGRAM: Descriptor = { ...PLAIN, kind: 'datagram' };

export class World {
  readonly threads = new Map<number, Thread>();
  private readonly _processes = new Map<number, Process>();
  private readonly _bySocket = new Map<number, Connection>();
  private readonly _byAddress = new Map<string, Connection>();
  private readonly _journal: Journal;
  /** Connections that wait to be accepted, the oldest first. */
  queue: readonly Connection[] = [];
  /** Datagrams that lie in the server's receive queue, as who has sent them and how long they are. */
  datagrams: readonly Datagram[] = [];
  /** How many connections have begun. */
  count = 0;
  backlog = 0;
  hasLink = false;
  running = 0;
  /** The socket of the segment that was sent last, and the bytes of a datagram whose sender is not known yet. */
  segmentSocket = -1;
  unclaimed = -1;
  /** Whether the network has lost that segment. */
  isLost = false;
  /** The connection whose SYN has just reached the server. */
  arriving: Connection | undefined = undefined;

  constructor(journal: Journal) {
    this._journal = journal;
  }

  /** Reads a row; answers the frame that it enters or leaves. */
  read(row: MomentRow): Frame | undefined {
    switch (row.kind) {
      case 'call':
        return this._enter(row);
      case 'return':
      case 'raise':
        return this._leave(row);
      case 'syscall':
        this._syscall(row);
        return undefined;
      case 'switch':
        this._journal.set(this, 'running', row.tid);
        return undefined;
      case 'thread':
        this._thread(row);
        return undefined;
      case 'socket':
        this._socket(row);
        return undefined;
      case 'segment':
        this._segment(row);
        return undefined;
      case 'queue':
        this._queue(row);
        return undefined;
      default:
        return undefined;
    }
  }

  /** The connection with that socket at either end. */
  withSocket(detail: string): Connection | undefined {
    return this._bySocket.get(socketOf(detail));
  }

  /** The connection whose client has this address. */
  withAddress(address: string | undefined): Connection | undefined {
    return address === undefined ? undefined : this._byAddress.get(address);
  }

  /** The open call of that method which is nearest to the frame. */
  static within(frame: Frame | undefined, method: string): Frame | undefined {
    let at = frame;
    while (at !== undefined && at.method !== method) at = at.parent;
    return at;
  }

  private _enter(row: MomentRow): Frame | undefined {
    const method = methodOf(row.name);
    const thread = this.threads.get(row.tid);
    if (method === undefined || thread === undefined) return undefined;
    const isOutermost = World.within(thread.frame, method) === undefined;
    const { number: step, depth, detail } = row;
    const frame: Frame = { method, step, depth, detail, parent: thread.frame, isOutermost };
    this._journal.set(thread, 'frame', frame);
    if (ADDRESSED.has(method)) {
      const connection = this.withAddress(addressArgument(detail));
      if (connection !== undefined) this._journal.set(thread, 'connection', connection);
    }
    return frame;
  }

  private _leave(row: MomentRow): Frame | undefined {
    const thread = this.threads.get(row.tid);
    if (thread === undefined) return undefined;
    // Calls through which an exception has passed unseen are deeper than what returns now.
    let { frame } = thread;
    while (frame !== undefined && frame.depth > row.depth) frame = frame.parent;
    const isIt = frame !== undefined && frame.depth === row.depth;
    this._journal.set(thread, 'frame', isIt ? frame?.parent : frame);
    return isIt ? frame : undefined;
  }

  private _thread({ tid, name, detail }: MomentRow): void {
    if (detail === 'ended') return;
    const pid = Number(detail.slice(detail.lastIndexOf(' ') + 1));
    const parent = this.threads.get(this.running);
    let process = this._processes.get(pid);
    if (process === undefined) {
      process = this._newProcess(pid, name, parent);
      this._journal.put(this._processes, pid, process);
    }
    const isOfServer = process.isServer && parent?.process.isServer === true;
    const connection = isOfServer ? parent?.connection : undefined;
    const datagram = isOfServer ? parent?.datagram : undefined;
    this._journal.put(this.threads, tid, { tid, name, process, frame: undefined, connection, datagram, answered: 0 });
  }

  private _newProcess(pid: number, name: string, parent: Thread | undefined): Process {
    const [, machine, page] = CLIENT.exec(name) ?? [];
    const number = machine ?? page;
    if (number !== undefined) {
      const client = machine === undefined ? Number(page) - 1 : Number(machine);
      return { pid, client, isServer: false, isChild: false, files: new Map() };
    }
    const isFork = World.within(parent?.frame, 'fork') !== undefined;
    const files = isFork ? new Map(parent?.process.files) : new Map<number, Descriptor>();
    return { pid, client: undefined, isServer: this._processes.size === 0 || isFork, isChild: isFork, files };
  }

  private _syscall(row: MomentRow): void {
    const thread = this.threads.get(row.tid);
    if (thread === undefined) return;
    const { detail } = row;
    const { files, isServer } = thread.process;
    this._journal.set(thread, 'answered', row.number);
    switch (row.name) {
      case 'socket': {
        const fd = numberAt(resultOf(detail));
        if (fd !== undefined) this._journal.put(files, fd, detail.includes('SOCK_DGRAM') ? DATAGRAM : PLAIN);
        return;
      }
      case 'listen': {
        const backlog = Number(/, (-?\d+) =/.exec(detail)?.[1] ?? 0);
        this._journal.put(files, descriptorOf(detail), { kind: 'listener', connection: undefined, backlog });
        this._journal.set(this, 'backlog', backlog);
        return;
      }
      case 'dup': {
        const fd = numberAt(resultOf(detail));
        if (fd !== undefined) this._journal.put(files, fd, files.get(descriptorOf(detail)));
        return;
      }
      case 'accept4':
        return this._accept(thread, detail);
      case 'connect':
        return this._connect(thread, detail);
      case 'getsockname':
        if (!isServer) this._name(files.get(descriptorOf(detail))?.connection, resultOf(detail));
        return;
      case 'recvfrom':
        return this._receive(thread, detail);
      case 'sendto':
        return this._send(thread, detail);
      default:
    }
  }

  /** The descriptor that a system call is about. */
  fileOf(thread: Thread, detail: string): Descriptor | undefined {
    return thread.process.files.get(descriptorOf(detail));
  }

  /** Forgets a descriptor that was closed. */
  forget(thread: Thread, detail: string): void {
    this._journal.put(thread.process.files, descriptorOf(detail), undefined);
  }

  /** Whether a process has the connection open, under any descriptor. */
  static holds({ files }: Process, connection: Connection): boolean {
    return [...files.values()].some((file) => file.connection === connection);
  }

  /** Takes a connection out of the listen queue. */
  leave(connection: Connection): void {
    this._journal.set(
      this,
      'queue',
      this.queue.filter((waiting) => waiting !== connection),
    );
  }

  /** The connections that a process of the server serves and has not closed. */
  openOf({ pid, files }: Process): readonly Connection[] {
    const open = [...files.values()].flatMap(({ connection }) =>
      connection?.state === 'accepted' && connection.pid === pid && !connection.isDatagram ? [connection] : [],
    );
    return [...new Set(open)].toSorted((one, other) => one.client - other.client);
  }

  private _accept(thread: Thread, detail: string): void {
    const result = resultOf(detail);
    const fd = numberAt(result);
    if (fd === undefined) return;
    const address = addressAfter(result, ' from ');
    const named = this.queue.find((waiting) => waiting.address === address);
    const connection = named ?? this.queue.find((waiting) => waiting.address === '') ?? this.queue[0];
    if (connection === undefined) return;
    this.leave(connection);
    this._journal.set(connection, 'state', 'accepted');
    this._journal.set(connection, 'fd', fd);
    this._journal.set(connection, 'pid', thread.process.pid);
    if (address !== '') this._name(connection, address);
    this._journal.put(thread.process.files, fd, { kind: 'connection', connection, backlog: 0 });
    this._journal.set(thread, 'connection', connection);
  }

  private _name(connection: Connection | undefined, address: string): void {
    if (connection === undefined) return;
    this._journal.set(connection, 'address', address);
    this._journal.put(this._byAddress, address, connection);
  }

  /** A connect of a client that has ended, well or not. */
  private _connect(thread: Thread, detail: string): void {
    if (thread.process.isServer) return;
    const fd = descriptorOf(detail);
    const file = thread.process.files.get(fd);
    const connection = file?.connection ?? thread.connection ?? this._begin(thread, -1, file?.kind === 'datagram');
    this._journal.put(thread.process.files, fd, { kind: 'connection', connection, backlog: 0 });
    this._journal.set(thread, 'connection', undefined);
    const isOpen = lastResultOf(detail) === '0';
    if (!isOpen) this._journal.set(connection, 'state', 'closed');
    else if (connection.isDatagram) this._journal.set(connection, 'state', 'accepted');
    else if (connection.clientSocket < 0) this._join(connection);
  }

  private _begin(thread: Thread, socket: number, isDatagram: boolean): Connection {
    const connection = newConnection(thread.process.client ?? this.count, socket, isDatagram);
    this._journal.set(this, 'count', this.count + 1);
    return connection;
  }

  /** Puts a connection at the end of the listen queue. */
  private _join(connection: Connection): void {
    if (connection.state !== 'connecting') return;
    this._journal.set(connection, 'state', 'queued');
    this._journal.set(this, 'queue', [...this.queue, connection]);
  }

  private _socket(row: MomentRow): void {
    const { name, detail } = row;
    const socket = socketOf(detail);
    if (name === 'syn-sent') {
      const thread = this.threads.get(row.tid);
      if (thread === undefined || thread.process.isServer) return;
      const connection = this._begin(thread, socket, false);
      this._journal.put(this._bySocket, socket, connection);
      this._journal.set(thread, 'connection', connection);
      this._journal.set(this, 'arriving', connection);
    } else if (name === 'syn-received') this._meet(this.arriving, socket);
    else if (name === 'established') {
      const connection = this._bySocket.get(socket);
      if (connection?.serverSocket === socket) this._join(connection);
      else if (detail.includes('closed →')) this._establishedUnix(row, socket);
    }
  }

  private _meet(connection: Connection | undefined, socket: number): void {
    if (connection === undefined) return;
    this._journal.put(this._bySocket, socket, connection);
    this._journal.set(connection, 'serverSocket', socket);
  }

  /** Both ends of a connection over a Unix socket are made at once: the server's first. */
  private _establishedUnix(row: MomentRow, socket: number): void {
    const thread = this.threads.get(row.tid);
    if (thread === undefined || thread.process.isServer) return;
    if (thread.connection === undefined) {
      const connection = this._begin(thread, -1, false);
      this._meet(connection, socket);
      this._journal.set(thread, 'connection', connection);
    } else this._journal.put(this._bySocket, socket, thread.connection);
  }

  private _segment({ name, detail }: MomentRow): void {
    this._journal.set(this, 'hasLink', true);
    if (name === 'sent' || name === 'lost') {
      this._journal.set(this, 'segmentSocket', socketOf(detail));
      this._journal.set(this, 'isLost', name === 'lost');
    }
    if (name !== 'arrived' || !/server: (?:SYN|\d+ bytes?)$/.test(detail)) return;
    this._journal.set(this, 'arriving', this._bySocket.get(socketOf(detail)));
  }

  private _queue({ detail, tid }: MomentRow): void {
    const socket = socketOf(detail);
    const connection = this._bySocket.get(socket);
    const count = Number(detail.slice(detail.indexOf(': ') + 2));
    if (connection === undefined && count >= 0) return this._datagram(this.threads.get(tid), count);
    if (connection?.serverSocket !== socket) return;
    this._journal.set(connection, 'unread', connection.unread + count);
  }

  /** A datagram has come into the queue of a socket that has no connections: from the network, or in a `sendto`. */
  private _datagram(thread: Thread | undefined, bytes: number): void {
    if (thread?.process.isServer === true) return;
    if (thread !== undefined) return this._journal.set(this, 'unclaimed', bytes);
    if (this.arriving?.isDatagram === true) this._arrive({ connection: this.arriving, bytes });
  }

  private _arrive(datagram: Datagram): void {
    this._journal.set(this, 'datagrams', [...this.datagrams, datagram]);
  }

  private _receive(thread: Thread, detail: string): void {
    const file = this.fileOf(thread, detail);
    const result = resultOf(detail);
    const count = numberAt(result);
    if (thread.process.isServer && file?.kind === 'datagram' && count !== undefined) {
      const connection = this.withAddress(addressAfter(result, ' from '));
      if (connection !== undefined) {
        this._journal.set(thread, 'connection', connection);
        this._journal.set(thread, 'datagram', connection.requests);
        this._journal.set(connection, 'requests', connection.requests + 1);
      }
      this._journal.set(this, 'datagrams', this.datagrams.slice(1));
    }
    const connection = file?.connection ?? (file?.kind === 'datagram' ? thread.connection : undefined);
    if (connection === undefined) return;
    if (!thread.process.isServer) {
      // An empty one that the client takes out of its own queue looks like one that comes.
      this._journal.set(this, 'unclaimed', -1);
      return this._journal.set(connection, 'gotTotal', connection.gotTotal + (count ?? 0));
    }
    this._journal.set(thread, 'connection', connection);
    this._journal.set(connection, 'readTotal', connection.readTotal + (count ?? 0));
    // Where nothing tells requests apart, what is read after an answer is the next one.
    if (connection.exchange === undefined && count !== undefined) this._journal.set(connection, 'isAnswering', false);
  }

  /** Says whose datagram the last rows were about. Those that were lost are not counted. */
  private _claim(thread: Thread, connection: Connection): void {
    const number = connection.toldHead + 1;
    this._journal.set(thread, 'datagram', this.isLost ? undefined : number);
    if (!this.isLost) this._journal.set(connection, 'toldHead', number);
    this._journal.set(this, 'isLost', false);
    if (this.unclaimed >= 0) this._arrive({ connection, bytes: this.unclaimed });
    if (this.segmentSocket >= 0) this._journal.put(this._bySocket, this.segmentSocket, connection);
    this._journal.set(this, 'unclaimed', -1);
    this._journal.set(this, 'segmentSocket', -1);
  }

  private _send(thread: Thread, detail: string): void {
    const file = this.fileOf(thread, detail);
    const connection = file?.connection ?? (file?.kind === 'datagram' ? thread.connection : undefined);
    if (connection === undefined) return;
    const count = numberAt(lastResultOf(detail));
    if (!thread.process.isServer) {
      if (connection.isDatagram && count !== undefined) this._claim(thread, connection);
      return;
    }
    this._journal.set(thread, 'connection', connection);
    if (count === undefined) return;
    if (!connection.isAnswering || connection.isDatagram) {
      const request = thread.datagram ?? connection.exchange?.number ?? connection.answers.length;
      this._journal.set(connection, 'answers', [...connection.answers, { request, from: connection.sentTotal }]);
      this._journal.set(connection, 'isAnswering', true);
    }
    this._journal.set(connection, 'sentTotal', connection.sentTotal + count);
  }
}

/** Methods whose arguments name the client. */
const ADDRESSED: ReadonlySet<string> = new Set([
  ...['verify_request', 'process_request', 'process_request_thread', 'finish_request', 'handle_error'],
]);
