/**
 * Follows bytes through a log, row by row: who typed, sent, queued, read, wrote and received which. It goes on where it
 * stopped when the log has grown.
 */
import { HandlerFollower } from './follow-handler.ts';
import { moveOn } from './record.ts';
import type { ClientRecord, Descriptor, Handling, Logged, Row, Rows, Travel } from './record.ts';

const CLIENT = /^(?:client-(\d+)|connection (\d+))(?: (\S+))?$/;
const QUEUE = /^socket (\d+): ([+-]?\d+)$/;
const SEGMENT = /^(?:socket (\d+) → server|server → socket (\d+)): (\d+) bytes?$/;
const RESULT = / = (\d+)$/;
const RECEIVED = /^[^=]*? = (\d+)/;
const ACCEPTED = / = (\d+) from (.*)$/;
/** Calls that make descriptors: one, or the two ends of a pipe. */
const OPENS = /^(socket|epoll_create1|accept4|dup|pipe) .*?= \(?(\d+)(?:, (\d+)\)| from .*)?$/;
const HANDLER_INIT = 'socketserver.BaseRequestHandler.__init__';

/** A call that a thread is in. */
export interface OpenCall {
  readonly step: number;
  readonly name: string;
  readonly detail: string;
}

/** What is known of one thread. */
export interface ThreadState {
  readonly tid: number;
  readonly pid: number;
  readonly calls: OpenCall[];
  accepted: { readonly step: number; readonly fd: number; readonly peer: string } | undefined;
  handler: HandlerFollower | undefined;
  /** The log row whose bytes have not been counted yet. */
  logging: Logged | undefined;
}

const newTravel = (): Travel => ({ queued: [], taken: [], sent: [], arrived: [], lost: [] });

export class Follower {
  readonly clients = new Map<number, ClientRecord>();
  readonly handlings: Handling[] = [];
  readonly logged: Logged[] = [];
  readonly descriptors: Descriptor[] = [];
  /** The steps at which the server's address was bound, and its name found. */
  bound: number | undefined;
  named: number | undefined;
  readonly threads = new Map<number, ThreadState>();
  /** By the socket that receives: its queue. */
  private readonly _queues = new Map<number, Travel>();
  /** By the client's socket: the wire in each direction. */
  private readonly _wires = new Map<string, Travel>();
  private readonly _byTid = new Map<number, ClientRecord>();
  private _length = 0;
  private _last = '';
  private _previousTid = 0;
  /** By the address of the peer: what was accepted. Peers over a Unix socket have none. */
  private readonly _accepts = new Map<string, ThreadState['accepted']>();
  private _lastAccept: ThreadState['accepted'];

  /** How many rows were read. */
  get length(): number {
    return this._length;
  }

  /** Whether the rows that were read are still the first ones of this log. */
  isOf(rows: Rows): boolean {
    return this._length <= rows.length && this._last === lastOf(rows, this._length);
  }

  /** Reads the rows that are new. */
  read(rows: Rows): void {
    for (; this._length < rows.length; this._length += 1) {
      const row = rows.at(this._length);
      if (row !== undefined) this._add(row, this._length);
    }
    this._last = lastOf(rows, this._length);
  }

  /** The queue of a socket; empty before anything came. */
  queue(socket: number | undefined): Travel {
    return (socket === undefined ? undefined : this._queues.get(socket)) ?? newTravel();
  }

  /** The wire of a client's socket in one direction; undefined while the link is perfect. */
  wire(clientSocket: number | undefined, toward: 'server' | 'client'): Travel | undefined {
    return this._wires.get(`${toward} ${clientSocket}`);
  }

  private _add(row: Row, step: number): void {
    const thread = this.threads.get(row.tid);
    if (row.kind === 'thread') this._onThread(row, step);
    else if (row.kind === 'input') this._onInput(row, step);
    else if (row.kind === 'queue') this._onQueue(row, step, thread);
    else if (row.kind === 'segment') this._onSegment(row, step);
    else if (row.kind === 'syscall') this._onSyscall(row, step, thread);
    else if (thread !== undefined) this._onServer(row, step, thread);
    if (row.tid !== 0) this._previousTid = row.tid;
  }

  private _onThread({ tid, name, detail }: Row, step: number): void {
    const pid = /process (\d+)$/.exec(detail)?.[1];
    if (pid === undefined) return;
    const parent = this.threads.get(this._previousTid);
    this.threads.set(tid, {
      tid,
      pid: Number(pid),
      calls: [],
      accepted: parent?.accepted,
      handler: undefined,
      logging: undefined,
    });
    const [, fromZero, fromOne] = CLIENT.exec(name) ?? [];
    if (fromZero !== undefined || fromOne !== undefined) this._client(numberOf(fromZero, fromOne), tid);
    else if (parent !== undefined && parent.pid !== Number(pid)) this._inherit(parent.pid, Number(pid), step);
  }

  private _client(number: number, tid: number): void {
    const client: ClientRecord = {
      ...{ number, tid, typed: [], sends: [], receives: [] },
      ...{ connect: undefined, address: undefined },
    };
    this.clients.set(number, client);
    this._byTid.set(tid, client);
  }

  /** A forked process has the descriptors of its parent. */
  private _inherit(parent: number, pid: number, step: number): void {
    for (const from of this.descriptors.slice()) {
      if (from.pid !== parent || from.closed !== undefined) continue;
      this.descriptors.push({ ...from, pid, step, how: 'fork', from });
    }
  }

  private _onInput({ name, detail }: Row, step: number): void {
    const [, fromZero, fromOne, action] = CLIENT.exec(name) ?? [];
    if (action !== 'send') return;
    const client = this.clients.get(numberOf(fromZero, fromOne));
    if (client !== undefined) moveOn(client.typed, step, bytesIn(detail));
  }

  private _onQueue({ name, detail, tid }: Row, step: number, thread: ThreadState | undefined): void {
    const [, socket, count] = QUEUE.exec(detail) ?? [];
    if (name !== 'receive' || socket === undefined) return;
    let queue = this._queues.get(Number(socket));
    if (queue === undefined) this._queues.set(Number(socket), (queue = newTravel()));
    const bytes = Number(count);
    moveOn(bytes > 0 ? queue.queued : queue.taken, step, Math.abs(bytes));
    if (bytes < 0 && !this._byTid.has(tid)) thread?.handler?.onReceived(step, -bytes);
  }

  private _onSegment({ name, detail }: Row, step: number): void {
    const [, toServer, toClient, count] = SEGMENT.exec(detail) ?? [];
    const socket = toServer ?? toClient;
    if (socket === undefined) return;
    const key = `${toServer === undefined ? 'client' : 'server'} ${socket}`;
    let wire = this._wires.get(key);
    if (wire === undefined) this._wires.set(key, (wire = newTravel()));
    if (name === 'sent') moveOn(wire.sent, step, Number(count));
    else if (name === 'lost') wire.lost.push(step);
    else if (name === 'arrived' || name === 'dropped') {
      const from = wire.arrived.at(-1)?.to ?? 0;
      wire.arrived.push({ step, from, to: from + Number(count), isDropped: name === 'dropped' });
    }
  }

  private _onSyscall(row: Row, step: number, thread: ThreadState | undefined): void {
    const { name, detail, tid } = row;
    const client = this._byTid.get(tid);
    if (client !== undefined) return this._onClientCall(row, step, client);
    if (thread === undefined) return undefined;
    if (name === 'sendto') thread.handler?.onSent(step, Number(RESULT.exec(detail)?.[1] ?? 0));
    else if (name === 'bind') this.bound ??= step;
    else if (name === 'getsockname' && this.bound !== undefined) this.named ??= step;
    else if (name === 'write' && detail.startsWith('2, ')) countLogged(thread, Number(RESULT.exec(detail)?.[1] ?? 0));
    this._onDescriptor(row, step, thread);
    return undefined;
  }

  private _onClientCall({ name, detail }: Row, step: number, client: ClientRecord): void {
    if (name === 'sendto') moveOn(client.sends, step, Number(RESULT.exec(detail)?.[1] ?? 0));
    else if (name === 'recvfrom') moveOn(client.receives, step, Number(RECEIVED.exec(detail)?.[1] ?? 0));
    else if (name === 'connect' && client.connect === undefined) client.connect = step;
    else if (name === 'getsockname') client.address ??= / = (.+:\d+)$/.exec(detail)?.[1];
  }

  private _onDescriptor({ name, detail }: Row, step: number, thread: ThreadState): void {
    const { pid } = thread;
    const made = OPENS.exec(`${name} ${detail}`)?.slice(2) ?? [];
    for (const fd of made) {
      if (fd !== undefined) this.descriptors.push({ pid, fd: Number(fd), step, how: name, detail, closed: undefined });
    }
    if (name === 'close') {
      const fd = Number(/^(\d+) = 0$/.exec(detail)?.[1] ?? -1);
      const open = this.descriptors.findLast((one) => one.pid === pid && one.fd === fd && one.closed === undefined);
      if (open !== undefined) open.closed = step;
      thread.handler?.onClosed(step, fd);
    }
    const accepted = name === 'accept4' ? ACCEPTED.exec(detail) : null;
    if (accepted === null) return;
    thread.accepted = { step, fd: Number(accepted[1]), peer: accepted[2] ?? '' };
    this._accepts.set(thread.accepted.peer, thread.accepted);
    this._lastAccept = thread.accepted;
  }

  /** A call, return, raise, change or log of a thread. */
  private _onServer(row: Row, step: number, thread: ThreadState): void {
    const { kind, name, detail } = row;
    if (kind === 'call') {
      if (name === HANDLER_INIT) this._begin(detail, step, thread);
      thread.handler?.onCall(row, step, thread.calls);
      thread.calls.push({ step, name, detail });
    } else if (kind === 'return' || kind === 'raise') {
      const call = thread.calls.pop();
      thread.handler?.onEnd(row, step, thread.calls, call);
      if (name === HANDLER_INIT) this._end(step, thread);
    } else if (kind === 'change') thread.handler?.onChange(name, detail, step);
    else if (kind === 'log') this._onLog(step, thread);
  }

  private _begin(detail: string, step: number, thread: ThreadState): void {
    const found = /\('([^']*)', (\d+)\)/.exec(detail);
    const address = found === null ? undefined : `${found[1]}:${found[2]}`;
    const unnamed = thread.accepted ?? this._lastAccept;
    const accepted = address === undefined ? unnamed : this._accepts.get(address);
    thread.handler = new HandlerFollower({ tid: thread.tid, step, address, accept: accepted?.step, fd: accepted?.fd });
    this.handlings.push(thread.handler.handling);
  }

  private _end(step: number, thread: ThreadState): void {
    if (thread.handler !== undefined) thread.handler.handling.end = step;
  }

  private _onLog(step: number, thread: ThreadState): void {
    const from = this.logged.at(-1)?.to ?? 0;
    const isOver = thread.handler?.handling.end !== undefined;
    const handling = isOver ? undefined : thread.handler?.handling;
    const calls = thread.calls.map(({ step, name }) => ({ step, name }));
    const logged: Logged = { step, from, to: from, handling, request: handling?.requests.at(-1), calls };
    this.logged.push(logged);
    thread.logging = logged;
  }
}

/** The bytes of a log row are counted by the write(2) that follows. */
function countLogged(thread: ThreadState, count: number): void {
  if (thread.logging !== undefined) thread.logging.to = thread.logging.from + count;
  thread.logging = undefined;
}

/** The number of a client, from the machine's name, which counts from 0, or the page's, which counts from 1. */
const numberOf = (fromZero: string | undefined, fromOne: string | undefined): number =>
  fromZero === undefined ? Number(fromOne) - 1 : Number(fromZero);

/** How many bytes an input has. */
function bytesIn(detail: string): number {
  const more = /'… (\d+) bytes$/.exec(detail);
  if (more !== null) return Number(more[1]);
  return detail.slice(2, -1).replace(/\\x[0-9a-f]{2}|\\./g, '.').length;
}

/** Identifies the last of the first `length` rows. */
function lastOf(rows: Rows, length: number): string {
  const { name, time, tid, detail } = rows.at(length - 1) ?? {};
  return `${name} ${time} ${tid} ${detail}`;
}
