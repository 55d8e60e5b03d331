/**
 * What each descriptor of each process was open on, at every step of a log: numbers are used again after `close`, and
 * `fork` copies them. It reads each row once, and answers for any step that it has read.
 */
import { descriptorOf, lastResultOf, numberAt, resultOf } from '../moments/details.ts';
import { Journal } from '../moments/journal.ts';
import type { MomentRow } from '../moments/moment.ts';
import { World } from '../moments/world.ts';
import type { DescriptorMention, DescriptorName } from './descriptor.ts';
import { placesIn, placesInCall } from './places.ts';
import type { Place } from './places.ts';

/** What a descriptor is open on from a step on; undefined once it is closed. */
interface Entry {
  readonly step: number;
  readonly name: DescriptorName | undefined;
}

type Files = Map<number, Entry[]>;

/** Rows of a log, as they are read: the details of most are not wanted. */
export interface DescriptorRows {
  readonly length: number;
  at(number: number): MomentRow | undefined;
}

/** Which connection a socket belongs to is what the finder of moments knows; here nothing is taken back. */
class NoJournal extends Journal {
  override set<T extends object, K extends keyof T>(target: T, key: K, value: T[K]): void {
    target[key] = value;
  }

  override put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}

const plain = (kind: DescriptorName['kind']): DescriptorName => ({ kind, client: undefined });
const OPEN_ON: Readonly<Record<string, DescriptorName>> = {
  socket: plain('socket'),
  datagram: plain('datagrams'),
  listener: plain('listener'),
};
const TERMINAL = plain('terminal');
const KEYBOARD = plain('keyboard');
const LOG = plain('log');
const EPOLL = plain('epoll');
const [READ_END, WRITE_END] = [plain('pipe.read'), plain('pipe.write')];

/** Kinds of rows that say what descriptors are. */
const READ = new Set(['thread', 'switch', 'socket', 'segment', 'syscall']);
const CALLS = new Set(['call', 'return', 'raise']);

export class DescriptorHistory {
  private _length = 0;
  private readonly _world = new World(new NoJournal());
  private readonly _files = new Map<number, Files>();

  /** How many rows were read. */
  get length(): number {
    return this._length;
  }

  /** Reads the rows that are new, up to `end` of them. */
  read(rows: DescriptorRows, end = rows.length): void {
    for (; this._length < end; this._length += 1) {
      const row = rows.at(this._length);
      if (row !== undefined) this._add(row);
    }
  }

  /** What a descriptor of a process is open on when `step` steps have happened; undefined if it is not open. */
  at(pid: number, fd: number, step: number): DescriptorName | undefined {
    return this._files
      .get(pid)
      ?.get(fd)
      ?.findLast((entry) => entry.step <= step)?.name;
  }

  /** The descriptors in a step of the log: its arguments as they were before it, its result as it is after it. */
  inRow({ number, kind, name, detail, tid }: MomentRow): DescriptorMention[] {
    const pid = this._world.threads.get(tid)?.process.pid;
    if (pid === undefined || (kind !== 'syscall' && kind !== 'block')) return [];
    return this._named(placesIn(kind, name, detail), pid, number);
  }

  /** The descriptors in a call that a thread waits in, when `step` steps have happened. */
  inCall(call: string, pid: number, step: number): DescriptorMention[] {
    return this._named(placesInCall(call), pid, step);
  }

  private _named(places: readonly Place[], pid: number, step: number): DescriptorMention[] {
    return places.flatMap(({ fd, from, to, isResult }) => {
      const name = this.at(pid, fd, isResult ? step + 1 : step);
      return name === undefined ? [] : [{ fd, from, to, name }];
    });
  }

  private _add(row: MomentRow): void {
    const { kind, name } = row;
    if (!READ.has(kind) && !(CALLS.has(kind) && name.endsWith('.fork'))) return;
    const parent = this._world.threads.get(this._world.running)?.process.pid;
    this._world.read(row);
    if (kind === 'thread') this._thread(row, parent);
    else if (kind === 'syscall') this._syscall(row);
  }

  private _thread({ number, tid, detail }: MomentRow, parent: number | undefined): void {
    const process = this._world.threads.get(tid)?.process;
    if (detail === 'ended' || process === undefined || this._files.has(process.pid)) return;
    const { pid, client, isServer, isChild } = process;
    const files: Files = new Map();
    this._files.set(pid, files);
    const step = number + 1;
    if (isChild) {
      for (const [fd, entries] of this._files.get(parent ?? 0) ?? []) {
        const name = entries.at(-1)?.name;
        if (name !== undefined) files.set(fd, [{ step, name }]);
      }
      return;
    }
    const first = client !== undefined ? [KEYBOARD] : isServer ? [TERMINAL, TERMINAL, LOG] : [TERMINAL];
    for (const [fd, name] of first.entries()) files.set(fd, [{ step, name }]);
  }

  private _syscall({ number, tid, name, detail }: MomentRow): void {
    const process = this._world.threads.get(tid)?.process;
    if (process === undefined) return;
    const open = (fd: number | undefined, what: DescriptorName | undefined): void => {
      if (fd !== undefined && !Number.isNaN(fd)) this._open(process.pid, fd, { step: number + 1, name: what });
    };
    switch (name) {
      case 'socket':
      case 'accept4': {
        const fd = numberAt(resultOf(detail));
        return open(fd, fd === undefined ? undefined : this._known(process.files.get(fd)));
      }
      case 'listen':
      case 'connect':
        if (lastResultOf(detail) !== '0' && lastResultOf(detail) !== 'EINPROGRESS') return;
        return open(descriptorOf(detail), this._known(process.files.get(descriptorOf(detail))));
      case 'dup':
        return open(numberAt(resultOf(detail)), this.at(process.pid, descriptorOf(detail), number));
      case 'epoll_create1':
        return open(numberAt(resultOf(detail)), EPOLL);
      case 'pipe': {
        const [, read, write] = /= \((\d+), (\d+)\)$/.exec(detail) ?? [];
        open(Number(read), READ_END);
        return open(Number(write), WRITE_END);
      }
      case 'close':
        if (lastResultOf(detail) === '0') open(descriptorOf(detail), undefined);
        return;
      default:
    }
  }

  private _known(file: { readonly kind: string; readonly connection?: { client: number } | undefined } | undefined) {
    if (file?.connection !== undefined) return { kind: 'connection', client: file.connection.client } as const;
    return OPEN_ON[file?.kind ?? 'socket'] ?? OPEN_ON['socket'];
  }

  private _open(pid: number, fd: number, entry: Entry): void {
    const files = this._files.get(pid);
    const entries = files?.get(fd);
    if (entries === undefined) files?.set(fd, [entry]);
    else entries.push(entry);
  }
}
