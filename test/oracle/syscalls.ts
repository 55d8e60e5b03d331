/**
 * A trace as the recordings' `syscalls`: calls on the listener, on accepted sockets and on epoll instances, by role.
 */
import type { Outcome, PollEntry, Received } from '../../src/kernel/sys.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { Labels, sortedByLabel } from './labels.ts';
import type { ThreadLabel } from './labels.ts';
import type { Labelled, SyscallEntry } from './recording.ts';

type Args = readonly unknown[];
type Roles = Map<number, string | undefined>;
type Entry = [name: string, role: string | null, ...rest: (string | number | null)[]];

const BITS: readonly (readonly [bit: number, name: string])[] = [
  [0x1, 'IN'],
  [0x2, 'PRI'],
  [0x4, 'OUT'],
  [0x2000, 'RDHUP'],
  [0x8, 'ERR'],
  [0x10, 'HUP'],
  [0x20, 'NVAL'],
];

/** A mask as strace writes it: `POLLIN|POLLHUP`. */
export function maskText(mask: number, prefix: 'POLL' | 'EPOLL'): string {
  const names = BITS.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => prefix + name);
  return names.length === 0 ? '0' : names.join('|');
}

/** A timeout as poll(2) takes it: whole milliseconds, -1 for none. */
export const milliseconds = (timeout: number | undefined): number =>
  timeout === undefined ? -1 : Math.ceil(timeout / 1000);

/** The system calls of a trace, one list for each thread of the server. */
export function syscallsOf(events: readonly TraceEvent[], server: string): Labelled<SyscallEntry> {
  const reader = new Reader(server);
  for (const event of events) {
    if (event.kind === 'thread') reader.thread(event);
    else if (event.kind === 'syscall') reader.syscall(event);
  }
  return reader.result();
}

class Reader {
  private readonly _labels: Labels;
  private readonly _lists = new Map<string, Entry[]>();
  private readonly _roles = new Map<number, Roles>();
  /** Entries of sockets of which it is not known yet whose they are. */
  private readonly _sockets = new Map<number, Entry>();
  private _accepted = 0;
  /** What the clone or fork that is being made started. */
  private _started: string | undefined;

  constructor(server: string) {
    this._labels = new Labels(server);
  }

  thread(event: TraceEvent): void {
    const entry = this._labels.add(event);
    if (entry === undefined) return;
    this._started = entry.label;
    if (!this._roles.has(entry.pid)) this._roles.set(entry.pid, new Map(this._roles.get(entry.parent ?? -1)));
  }

  syscall(event: TraceEvent): void {
    const thread = this._labels.of(event.tid);
    if (thread === undefined || thread.label === 'control') return;
    // The recordings leave out calls that a signal has ended: strace shows no result for them.
    if ((event.b as Outcome<unknown>).kind === 'fail' && (event.b as { errno?: string }).errno === 'EINTR') return;
    const entry = this._describe(event, thread);
    if (entry === undefined) return;
    const list = this._lists.get(thread.label);
    if (list === undefined) this._lists.set(thread.label, [entry]);
    else list.push(entry);
  }

  result(): Labelled<SyscallEntry> {
    const lists = new Map<string, SyscallEntry[]>();
    for (const [label, entries] of this._lists) {
      // What comes before the listening socket is not the server's.
      const start = entries.findIndex(([name, role]) => name === 'socket' && role === 'listener');
      lists.set(
        label,
        entries.slice(Math.max(start, 0)).filter(([, role]) => role !== null),
      );
    }
    return sortedByLabel(lists);
  }

  /** One entry, or undefined for what the recordings do not show. */
  private _describe({ name, a, b }: TraceEvent, thread: ThreadLabel): Entry | undefined {
    const args = a as Args;
    const outcome = b as Outcome<unknown>;
    const roles = this._roles.get(thread.pid) as Roles;
    // strace shows no result of a call that a signal ended, and the recordings leave those out.
    if (outcome.kind === 'fail' && outcome.errno === 'EINTR') return undefined;
    if (name === 'clone' || name === 'fork') return this._startOf(name, outcome);
    if (name === 'socket') return this._socket(args, outcome, roles);
    if (name === 'epoll_create1' && outcome.kind === 'done') {
      roles.set(outcome.value as number, 'epoll');
      return ['epoll_create1', 'epoll'];
    }
    if (name === 'poll') return poll(args, outcome, roles);
    if (name === 'bind') return this._bind(args, outcome, roles);
    if (name === 'close') return closed(args, outcome, roles);
    const fd = args[0] as number;
    const isEarly = name === 'setsockopt' && String(args[2]).startsWith('SO_REUSE') && !roles.get(fd);
    const role = isEarly ? 'listener' : roles.get(fd);
    if (role === undefined) return undefined;
    if (name === 'accept4') return this._accept(role, outcome, roles);
    return onRole(name, role, { args, outcome, roles });
  }

  private _startOf(name: string, outcome: Outcome<unknown>): Entry | undefined {
    const label = this._started;
    this._started = undefined;
    if (outcome.kind !== 'done' || label === undefined || label === 'control') return undefined;
    return [name === 'fork' ? 'fork' : 'thread', label];
  }

  private _socket(args: Args, outcome: Outcome<unknown>, roles: Roles): Entry | undefined {
    if (outcome.kind !== 'done') return undefined;
    const fd = outcome.value as number;
    const entry: Entry = ['socket', null, args[0] as string, `${String(args[1])}|SOCK_CLOEXEC`];
    roles.set(fd, undefined);
    this._sockets.set(fd, entry);
    return entry;
  }

  private _bind(args: Args, outcome: Outcome<unknown>, roles: Roles): Entry | undefined {
    const fd = args[0] as number;
    const socket = this._sockets.get(fd);
    if (roles.get(fd) !== undefined || socket === undefined || typeof args[1] === 'string') return undefined;
    roles.set(fd, 'listener');
    socket[1] = 'listener';
    return ['bind', 'listener', resultOf(outcome)];
  }

  private _accept(role: string, outcome: Outcome<unknown>, roles: Roles): Entry {
    if (outcome.kind !== 'done') return ['accept4', role, 'SOCK_CLOEXEC', resultOf(outcome)];
    this._accepted += 1;
    const made = `conn${this._accepted}`;
    roles.set((outcome.value as readonly [number, unknown])[0], made);
    return ['accept4', role, 'SOCK_CLOEXEC', made];
  }
}

/** A result as the recordings have it: a number, or the name of an errno. */
function resultOf(outcome: Outcome<unknown>): number | string {
  if (outcome.kind === 'fail') return outcome.errno;
  return outcome.kind === 'done' && typeof outcome.value === 'number' ? outcome.value : 0;
}

function poll(args: Args, outcome: Outcome<unknown>, roles: Roles): Entry | undefined {
  const entries = args[0] as readonly PollEntry[];
  const [first] = entries;
  const role = first !== undefined && entries.length === 1 ? roles.get(first.fd) : undefined;
  if (first === undefined || role === undefined) return undefined;
  const ready = outcome.kind === 'done' ? (outcome.value as readonly PollEntry[]) : [];
  const result = outcome.kind === 'fail' ? outcome.errno : ready.length;
  if (role === 'listener' && result === 0) return undefined;
  const entry: Entry = [
    'poll',
    role,
    maskText(first.events, 'POLL'),
    milliseconds(args[1] as number | undefined),
    result,
  ];
  if (ready[0] !== undefined) entry.push(maskText(ready[0].events, 'POLL'));
  return entry;
}

function closed(args: Args, outcome: Outcome<unknown>, roles: Roles): Entry | undefined {
  const fd = args[0] as number;
  const role = roles.get(fd);
  roles.delete(fd);
  return role === undefined ? undefined : ['close', role, resultOf(outcome)];
}

interface CallOnRole {
  readonly args: Args;
  readonly outcome: Outcome<unknown>;
  readonly roles: Roles;
}

function onRole(name: string, role: string, { args, outcome, roles }: CallOnRole): Entry | undefined {
  const result = resultOf(outcome);
  switch (name) {
    case 'setsockopt': {
      const level = String(args[1]);
      return [name, role, level === 'IPPROTO_TCP' ? 'SOL_TCP' : level, args[2] as string, Number(args[3]), result];
    }
    case 'listen':
      return [name, role, args[1] as number, result];
    case 'getsockname':
    case 'getpeername':
      return [name, role, result];
    case 'recvfrom':
      return [
        name,
        role,
        args[1] as number,
        outcome.kind === 'done' ? (outcome.value as Received).data.length : result,
      ];
    case 'sendto':
      return [name, role, (args[1] as Uint8Array).length, result];
    case 'shutdown':
      return [name, role, args[1] as string, result];
    case 'ioctl':
      return [name, role, 'FIONBIO', Number(args[2]), result];
    case 'epoll_ctl': {
      const events = args[3] === undefined ? null : maskText(args[3] as number, 'EPOLL');
      return [name, role, args[1] as string, roles.get(args[2] as number) ?? 'other', events, result];
    }
    case 'epoll_wait': {
      const ready = outcome.kind === 'done' ? (outcome.value as readonly PollEntry[]) : [];
      const count = outcome.kind === 'fail' ? outcome.errno : ready.length;
      const entry: Entry = [name, role, args[1] as number, milliseconds(args[2] as number | undefined), count];
      if (ready[0] !== undefined) entry.push(maskText(ready[0].events, 'EPOLL'));
      return entry;
    }
    default:
      return undefined;
  }
}
