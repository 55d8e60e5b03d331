/**
 * What waits need of the past: when each thread began to wait, when bytes last came, which addresses clients had. It
 * reads each row of a log once, and answers for any step that it has read.
 */
import { DescriptorHistory } from '../descriptors/history.ts';
import type { MomentRow } from '../moments/moment.ts';

/** Rows of a log: `StepLog` of the page, or a trace. */
export interface Rows {
  readonly length: number;
  at(number: number): MomentRow | undefined;
}

/** Where a thread began to wait. */
export interface Begin {
  readonly step: number;
  readonly time: number;
  /** Step and time of its last system call that waits: later ones where it polls again and again. */
  readonly callStep: number;
  readonly callTime: number;
}

interface Entry {
  readonly step: number;
}
interface BeginEntry extends Entry {
  readonly begin: Begin;
}
interface NewsEntry extends Entry {
  readonly time: number;
  readonly isBytes: boolean;
}
interface BufferEntry extends Entry {
  readonly position: number;
  readonly end: number;
}
interface CountEntry extends Entry {
  readonly bytes: number;
}
interface ClientEntry extends Entry {
  readonly client: number;
}
interface ErrorEntry extends Entry {
  readonly time: number;
  readonly errno: string;
  readonly address: string;
}

/** What a thread waits in, and whether it has done more than poll since. */
interface Polling {
  readonly call: string;
  readonly begin: Begin;
  hasWorked: boolean;
}

const CLIENT_NAME = /^(?:client-(\d+)|connection (\d+))$/;

/** Calls that a server makes between two polls without having got anything. */
const BETWEEN_POLLS: ReadonlySet<string> = new Set(['waitpid', 'clock_gettime', 'getpid']);
/** The results of polls whose time was up. */
const TIMED_OUT = /= (?:0 \(timeout\)|\{read: \(\), write: \(\), except: \(\)\})$/;
const POLLS: ReadonlySet<string> = new Set(['poll', 'epoll_wait', 'select']);

/** Number of the client whose thread or process has that name; undefined for others. */
export function clientOfName(name: string): number | undefined {
  const [, ofMachine, ofPage] = CLIENT_NAME.exec(name) ?? [];
  if (ofMachine !== undefined) return Number(ofMachine);
  return ofPage === undefined ? undefined : Number(ofPage) - 1;
}

export class WaitHistory {
  /** What descriptors are open on. */
  readonly descriptors: DescriptorHistory;
  private _length = 0;
  private readonly _polling = new Map<number, Polling>();
  private readonly _begins = new Map<number, BeginEntry[]>();
  /** When bytes came into the queue of a socket, and when it opened. */
  private readonly _news = new Map<number, NewsEntry[]>();
  private readonly _received = new Map<number, CountEntry[]>();
  private readonly _sent = new Map<number, Entry[]>();
  private readonly _buffers = new Map<number, BufferEntry[]>();
  private readonly _clientTids = new Map<number, number>();
  private readonly _addresses = new Map<string, ClientEntry[]>();
  private readonly _failed = new Map<number, ErrorEntry[]>();

  /** @param descriptors that of another reader of the same log, so that it is read once. */
  constructor(descriptors = new DescriptorHistory()) {
    this.descriptors = descriptors;
  }

  /** Reads the rows that are new. */
  read(rows: Rows): void {
    this.descriptors.read(rows);
    for (; this._length < rows.length; this._length += 1) {
      const row = rows.at(this._length);
      if (row !== undefined) this._add(row);
    }
  }

  /** Where the wait began in which thread `tid` is before step `step`. */
  beginOf(tid: number, step: number): Begin | undefined {
    return lastBefore(this._begins.get(tid), step)?.begin;
  }

  /** When bytes last came to a socket, or it opened. */
  lastNews(socket: number, step: number): number | undefined {
    return lastBefore(this._news.get(socket), step)?.time;
  }

  /** Whether bytes have ever come to a socket. */
  hasReceived(socket: number, step: number): boolean {
    const first = this._news.get(socket)?.find(({ isBytes }) => isBytes);
    return first !== undefined && first.step < step;
  }

  /** How many bytes the `rfile` of a thread's handler held when step `step` came. */
  bufferedAt(tid: number, step: number): number {
    const { position = 0, end = 0 } = lastBefore(this._buffers.get(tid), step) ?? {};
    return end - position;
  }

  /** How many bytes a thread has received from sockets, from step `from` to before `to`. */
  receivedBy(tid: number, from: number, to: number): number {
    let total = 0;
    for (const { step, bytes } of this._received.get(tid) ?? []) if (step >= from && step < to) total += bytes;
    return total;
  }

  /** Whether a thread has received bytes since it last sent some. */
  receivesSinceSending(tid: number, step: number): boolean {
    const sent = lastBefore(this._sent.get(tid), step)?.step ?? 0;
    return this.receivedBy(tid, sent, step) > 0;
  }

  /** The client that had an address, `127.0.0.1:32768`. */
  clientAt(address: string, step: number): number | undefined {
    return lastBefore(this._addresses.get(address), step)?.client;
  }

  /** Clients that could not connect, with the error. */
  *failures(step: number): Iterable<{ readonly tid: number; readonly client: number } & ErrorEntry> {
    for (const [tid, list] of this._failed) {
      const error = lastBefore(list, step);
      if (error !== undefined) yield { tid, client: this._clientTids.get(tid) ?? 0, ...error };
    }
  }

  private _add(row: MomentRow): void {
    if (row.kind === 'block') this._onBlock(row);
    else if (row.kind === 'syscall') this._onSyscall(row);
    else if (row.kind === 'queue' || row.kind === 'socket') this._onSocket(row);
    else if (row.kind === 'change') this._onChange(row);
    else if (row.kind === 'thread') {
      const client = clientOfName(row.name);
      if (client !== undefined) this._clientTids.set(row.tid, client);
    }
  }

  private _onBlock({ tid, number: step, time, name, detail }: MomentRow): void {
    const call = `${name}(${detail})`;
    const polling = this._polling.get(tid);
    const isSame = polling?.call === call && !polling.hasWorked;
    const begin: Begin = {
      ...(isSame ? polling.begin : { step, time }),
      callStep: step,
      callTime: time,
    };
    this._polling.set(tid, { call, begin, hasWorked: false });
    push(this._begins, tid, { step, begin });
  }

  private _onSyscall(row: MomentRow): void {
    const { tid, number: step, name } = row;
    const polling = this._polling.get(tid);
    if (polling !== undefined && !polling.hasWorked && !BETWEEN_POLLS.has(name)) {
      polling.hasWorked = !(POLLS.has(name) && TIMED_OUT.test(row.detail));
    }
    if (name === 'recvfrom') {
      const bytes = Number(/ = (\d+)/.exec(row.detail)?.[1] ?? 0);
      push(this._received, tid, { step, bytes });
    } else if (name === 'sendto') push(this._sent, tid, { step });
    else if (name === 'getsockname' || name === 'connect') this._onClient(row);
  }

  private _onClient({ tid, number: step, time, name, detail }: MomentRow): void {
    const client = this._clientTids.get(tid);
    if (client === undefined) return;
    const [, asked = '', result = ''] = /^\d+(?:, (.*))? = (.*)$/.exec(detail) ?? [];
    if (name === 'getsockname') push(this._addresses, result, { step, client });
    else if (/^E[A-Z]+$/.test(result) && result !== 'EINPROGRESS') {
      push(this._failed, tid, { step, time, errno: result, address: asked });
    }
  }

  private _onSocket({ kind, number: step, time, name, detail }: MomentRow): void {
    if (kind === 'queue' ? name !== 'receive' || !detail.includes('+') : name !== 'established') return;
    const socket = Number(/^socket (\d+)/.exec(detail)?.[1]);
    push(this._news, socket, { step, time, isBytes: kind === 'queue' });
  }

  private _onChange({ tid, number: step, name, detail }: MomentRow): void {
    const isEnd = name === 'rfile.end';
    if (!isEnd && name !== 'rfile.position') return;
    const { position = 0, end = 0 } = this._buffers.get(tid)?.at(-1) ?? {};
    const value = Number(detail);
    push(this._buffers, tid, isEnd ? { step, position, end: value } : { step, position: value, end });
  }
}

function push<K, E>(lists: Map<K, E[]>, key: K, entry: E): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [entry]);
  else list.push(entry);
}

/** The last entry before a step; entries ascend. */
function lastBefore<E extends Entry>(list: readonly E[] | undefined, step: number): E | undefined {
  if (list === undefined) return undefined;
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as E).step < step) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
