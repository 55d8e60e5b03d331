/**
 * What the rows of one machine say about it: how much it did, what its threads are for, and what its clients have
 * received at any step.
 */
import type { Step } from '../../../src/index.ts';
import { connectionOf, pageName } from '../../../src/host/thread-names.ts';
import type { StepAt } from './lines.ts';

/** What a machine has done since its boot. Threads and system calls are those of the server, not of its clients. */
export interface Totals {
  readonly steps: number;
  /** The most that were alive at once. */
  readonly threads: number;
  readonly processes: number;
  readonly syscalls: number;
  /** When a client last received bytes, in seconds since boot; undefined where none did. */
  readonly answered: number | undefined;
}

/** What a client has received so far. */
export interface Received {
  readonly client: number;
  readonly bytes: number;
  /** The status line of the newest response; empty before it. */
  readonly status: string;
  readonly end: '' | 'closed' | 'reset' | 'refused';
}

interface Reception extends Received {
  /** How many steps have happened then. */
  readonly at: number;
}

/**
 * What a thread is for. Threads of two machines have different numbers and names, but the same roles.
 * - `server`: the main thread; `worker`: a later thread of the server or its children, counted from 2
 * - `connection`: the client's end, counted from 1; `input`: no thread, an input; `unknown`: not seen in the rows
 */
export interface Role {
  readonly is: 'server' | 'worker' | 'connection' | 'input' | 'unknown';
  readonly number: number;
}

const SERVER: Role = { is: 'server', number: 1 };
const INPUT: Role = { is: 'input', number: 0 };

const BYTES = / = (\d+)(?: b['"](.*))?$/s;
const STATUS = /^HTTP\/[\d.]+ \d{3}[^\\]*/;

export class Side {
  readonly totals: Totals;
  /** The roles of all threads, in the order in which these were started. */
  readonly roles: readonly Role[];
  private _answered: number | undefined;
  private readonly _receptions: Reception[][] = [];
  private readonly _clients = new Map<number, number>();
  private readonly _roles = new Map<number, Role>();
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
    this.roles = [...this._roles.values()];
  }

  /** What each client has received after the given number of steps. */
  received(cursor: number): Received[] {
    return this._receptions.flatMap((receptions) => receptions.findLast(({ at }) => at <= cursor) ?? []);
  }

  roleOf(tid: number): Role {
    return tid === 0 ? INPUT : (this._roles.get(tid) ?? { is: 'unknown', number: tid });
  }

  /** The thread that has a role. */
  threadOf(role: Role): number | undefined {
    return this._threads.get(roleKey(role));
  }

  private _onThread({ tid, name, detail, number }: Step): void {
    if (detail === 'ended') return;
    const client = connectionOf(pageName(name));
    const servers = this._roles.size - this._clients.size;
    const worker: Role = servers === 0 ? SERVER : { is: 'worker', number: servers + 1 };
    const role: Role = client === undefined ? worker : { is: 'connection', number: client + 1 };
    this._roles.set(tid, role);
    this._threads.set(roleKey(role), tid);
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

/** Equal for equal roles. */
export const roleKey = ({ is, number }: Role): string => `${is} ${number}`;
