/** What the rows of one machine tell of it: how much it did, and what its clients have received at any step. */
import type { Step } from '../../../src/index.ts';
import { connectionOf, pageName } from '../../../src/host/thread-names.ts';
import type { StepAt } from './lines.ts';

/** What a machine has done from its boot on. Threads and system calls are those of the server, not of its clients. */
export interface Totals {
  readonly steps: number;
  /** Alive at the same time, at most. */
  readonly threads: number;
  readonly processes: number;
  readonly syscalls: number;
  /** When a client received bytes for the last time, in seconds since boot; undefined when none did. */
  readonly answered: number | undefined;
}

/** What a client has received so far. */
export interface Received {
  readonly client: number;
  readonly bytes: number;
  /** The status line of the newest answer; empty before it. */
  readonly status: string;
  readonly end: '' | 'closed' | 'reset' | 'refused';
}

interface Reception extends Received {
  /** How many steps have happened then. */
  readonly at: number;
}

const BYTES = / = (\d+)(?: b['"](.*))?$/s;
const STATUS = /^HTTP\/[\d.]+ \d{3}[^\\]*/;

export class Side {
  readonly totals: Totals;
  private _answered: number | undefined;
  private readonly _receptions: Reception[][] = [];
  private readonly _clients = new Map<number, number>();
  private readonly _names = new Map<number, string>();
  private readonly _threads = new Map<string, number>();

  /** @param length how many rows there are. */
  constructor(at: StepAt, length: number) {
    const alive = new Set<number>();
    const processes = new Set<string>();
    let [threads, syscalls] = [0, 0];
    for (let number = 0; number < length; number += 1) {
      const step = at(number);
      if (step === undefined) continue;
      if (step.kind === 'thread') this._onThread(step);
      const client = this._clients.get(step.tid);
      if (client !== undefined) {
        this._onClient(step, client);
        continue;
      }
      if (step.kind === 'syscall') syscalls += 1;
      if (step.kind !== 'thread') continue;
      if (step.detail === 'ended') alive.delete(step.tid);
      else alive.add(step.tid);
      if (step.detail !== 'ended') processes.add(step.detail);
      threads = Math.max(threads, alive.size);
    }
    this.totals = { steps: length, threads, processes: processes.size, syscalls, answered: this._answered };
  }

  /** What each client has received when so many steps have happened. */
  received(lived: number): Received[] {
    return this._receptions.flatMap((receptions) => receptions.findLast(({ at }) => at <= lived) ?? []);
  }

  /** What a thread is, in words that mean the same on both sides. */
  nameOf(tid: number): string {
    return tid === 0 ? 'outside' : (this._names.get(tid) ?? `thread ${tid}`);
  }

  /** The thread of that name. */
  threadOf(name: string): number | undefined {
    return this._threads.get(name);
  }

  /** The names of all threads that ever were, in the order of their birth. */
  get names(): readonly string[] {
    return [...this._names.values()];
  }

  private _onThread({ tid, name, detail, number }: Step): void {
    if (detail === 'ended') return;
    const own = pageName(name);
    const client = connectionOf(own);
    const servers = this._names.size - this._clients.size;
    const known = client !== undefined ? own : servers === 0 ? 'server' : `server thread ${servers + 1}`;
    this._names.set(tid, known);
    this._threads.set(known, tid);
    if (client === undefined) return;
    this._clients.set(tid, client);
    this._receptions[client] = [{ client, bytes: 0, status: '', end: '', at: number + 1 }];
  }

  private _onClient({ kind, name, detail, number, time }: Step, client: number): void {
    if (kind !== 'syscall') return;
    const receptions = this._receptions[client];
    const last = receptions?.at(-1);
    if (receptions === undefined || last === undefined) return;
    const add = (news: Partial<Received>): void => void receptions.push({ ...last, ...news, at: number + 1 });
    if (detail.includes('ECONNREFUSED')) return add({ end: 'refused' });
    if (detail.includes('ECONNRESET') || detail.includes('EPIPE')) return add({ end: 'reset' });
    if (name !== 'recvfrom') return;
    const [, digits, text = ''] = BYTES.exec(detail) ?? [];
    if (digits === undefined) return;
    if (digits === '0') return add({ end: 'closed' });
    this._answered = time;
    add({ bytes: last.bytes + Number(digits), status: STATUS.exec(text)?.[0] ?? last.status });
  }
}
