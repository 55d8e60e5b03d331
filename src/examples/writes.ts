/** Which step of a machine wrote which bytes of an answer: found in its log, by the descriptors of connections. */
import type { Machine, TraceEvent } from '../index.ts';

/** A successful sendto(2) of the server. */
export interface Write {
  /** How many steps have happened once it is done: `machine.seek(step)` shows the bytes written. */
  readonly step: number;
  /** The bytes of the answer that it wrote: from `from` up to and without `to`. */
  readonly from: number;
  readonly to: number;
}

/** The writes of each client's answer. Empty for datagrams, and where no trace is kept. */
export function writesOf(machine: Machine): Write[][] {
  const finder = new WriteFinder(machine);
  if (machine.trace.isKept) machine.trace.events.forEach((event, step) => finder.look(event, step + 1));
  return finder.writes;
}

interface ThreadStart {
  readonly tid: number;
  readonly pid: number;
  readonly parent: number;
}

class WriteFinder {
  readonly writes: Write[][];
  /** The process of each thread. */
  private readonly _pids = new Map<number, number>();
  /** By process: the client that is connected to a descriptor. */
  private readonly _clients = new Map<number, Map<number, number>>();
  private readonly _byPort = new Map<number, number>();
  private _accepted = 0;

  constructor({ clients }: Machine) {
    this.writes = clients.map(() => []);
    for (const { number, localAddress } of clients)
      if (localAddress !== undefined) this._byPort.set(localAddress[1], number);
  }

  look({ kind, name, tid, a, b }: TraceEvent, step: number): void {
    if (kind === 'thread' && a !== undefined) return this._start(a as ThreadStart);
    if (kind !== 'syscall' || (b as { kind: string }).kind !== 'done') return undefined;
    const { value } = b as { value: unknown };
    const [fd, data] = a as readonly [number, unknown];
    const descriptors = this._of(tid);
    if (name === 'accept4') {
      const [accepted, peer] = value as readonly [number, unknown];
      descriptors.set(accepted, this._clientAt(peer));
    } else if (name === 'close') descriptors.delete(fd);
    else if (name === 'dup') this._copy(descriptors, fd, value as number);
    else if (name === 'sendto' && data !== undefined) this._write(descriptors.get(fd), value as number, step);
    return undefined;
  }

  /** A forked process has the descriptors of its parent. */
  private _start({ tid, pid, parent }: ThreadStart): void {
    this._pids.set(tid, pid);
    if (!this._clients.has(pid)) this._clients.set(pid, new Map(this._clients.get(parent)));
  }

  private _of(tid: number): Map<number, number> {
    const pid = this._pids.get(tid) ?? tid;
    let descriptors = this._clients.get(pid);
    if (descriptors === undefined) this._clients.set(pid, (descriptors = new Map()));
    return descriptors;
  }

  /** Clients on a Unix socket have no name; they are accepted in the order in which they connect. */
  private _clientAt(peer: unknown): number {
    const known = Array.isArray(peer) ? this._byPort.get(peer[1] as number) : undefined;
    this._accepted += 1;
    return known ?? this._accepted - 1;
  }

  private _copy(descriptors: Map<number, number>, from: number, to: number): void {
    const client = descriptors.get(from);
    if (client !== undefined) descriptors.set(to, client);
  }

  private _write(client: number | undefined, length: number, step: number): void {
    const writes = client === undefined ? undefined : this.writes[client];
    const from = writes?.at(-1)?.to ?? 0;
    writes?.push({ step, from, to: from + length });
  }
}
