/** The log for a reader: steps as readable rows, and a hash that tells whether two logs are equal. */
import type { Done, Fail, SyscallName } from '../kernel/sys.ts';
import { microsOf } from '../kernel/units.ts';
import type { Step, TraceEvent } from './event.ts';
import { isInstance } from '../python/foreign.ts';
import { shortRepr } from '../python/misuse.ts';
import { text } from './show.ts';
import { StepLog } from './step-log.ts';
import { syscallArguments, syscallResult } from './syscall-text.ts';

/**
 * The message for a trace that was not kept. An empty trace would be mistaken for a result: two empty traces have equal
 * hashes, whatever their machines have done.
 */
export const noTraceMessage = (what: string): string =>
  `${what}: with options.trace false the machine keeps no trace; make it with trace: true`;

/** The log of a machine. Every member throws TypeError when no trace is kept. */
export class Trace {
  private readonly _kept: StepLog | undefined;
  private readonly _events: TraceEvent[] = [];

  /** @param log undefined when no trace is kept. */
  constructor(log: StepLog | undefined) {
    if (log !== undefined && !isInstance(log, StepLog)) {
      throw new TypeError(`log: ${shortRepr(log)} is not the log of a machine; machine.trace has one`);
    }
    this._kept = log;
  }

  /** Whether a trace is kept: false with the option `trace: false`. */
  get isKept(): boolean {
    return this._kept !== undefined;
  }

  get length(): number {
    return this._logFor('length').length;
  }

  /** The steps as they were recorded. Created on first use. */
  get events(): readonly TraceEvent[] {
    const log = this._logFor('events');
    for (let number = this._events.length; number < log.length; number += 1) {
      this._events.push(log.at(number) as TraceEvent);
    }
    return this._events;
  }

  /**
   * Step `number` as it was recorded; undefined when there is no such step. Throws TypeError for a number that is not
   * whole.
   */
  event(number: number): TraceEvent | undefined {
    const log = this._logFor('event()');
    checkWhole('number', number);
    return log.at(number);
  }

  /** Step `number`, from 0. Throws RangeError when there is no such step, TypeError for a number that is not whole. */
  step(number: number): Step {
    const log = this._logFor('step()');
    checkWhole('number', number);
    const event = log.at(number);
    if (event === undefined) {
      throw new RangeError(`number: ${number} is not a step of this trace, which has ${this.length}`);
    }
    const { kind, time, tid, depth, name } = event;
    return { number, kind, time, tid, depth, name, detail: detail(event) };
  }

  /**
   * Steps from `from` (0) up to and without `to` (the end); `to` may be beyond the end. Throws RangeError for a
   * negative number, TypeError for a number that is not whole.
   */
  steps(from = 0, to = Infinity): Step[] {
    const { length } = this._logFor('steps()');
    checkPlace('from', from);
    if (to !== Infinity) checkPlace('to', to);
    const rows: Step[] = [];
    for (let number = from; number < Math.min(to, length); number += 1) rows.push(this.step(number));
    return rows;
  }

  /** 32 bits (FNV-1a, as eight hexadecimal digits) over all steps: equal traces have equal hashes. */
  hash(): string {
    const { length } = this._logFor('hash()');
    let hash = 0x811c9dc5;
    for (let number = 0; number < length; number += 1) {
      const { kind, time, tid, depth, name, detail: words } = this.step(number);
      const line = `${kind} ${microsOf(time)} ${tid} ${depth} ${name} ${words}\n`;
      for (let index = 0; index < line.length; index += 1) {
        hash = Math.imul(hash ^ line.charCodeAt(index), 0x01000193);
      }
    }
    return (hash >>> 0).toString(16).padStart(8, '0');
  }

  private _logFor(member: string): StepLog {
    if (this._kept === undefined) throw new TypeError(noTraceMessage(`trace.${member}`));
    return this._kept;
  }
}

function checkWhole(name: string, value: unknown): void {
  if (!Number.isInteger(value))
    throw new TypeError(`${name}: ${shortRepr(value)} is not the number of a step, an integer`);
}

function checkPlace(name: string, value: number): void {
  checkWhole(name, value);
  if (value < 0) throw new RangeError(`${name}: ${value} is not the number of a step; they count from 0`);
}

/** The detail of a step, beside its name. */
function detail({ kind, name, a, b }: TraceEvent): string {
  switch (kind) {
    case 'call':
      return (a as readonly unknown[]).map(text).join(', ');
    case 'block':
      return syscallArguments(name as SyscallName, a as readonly unknown[]);
    case 'syscall':
      return `${syscallArguments(name as SyscallName, a as readonly unknown[])} = ${syscallResult(name as SyscallName, b as Done<unknown> | Fail)}`;
    case 'return':
    case 'raise':
    case 'change':
      return text(a);
    case 'thread':
      return a === undefined ? 'ended' : `started in process ${(a as { pid: number }).pid}`;
    case 'exit':
      return `status ${text((a as { status: unknown }).status)}`;
    case 'queue': {
      const { socket, bytes } = a as { socket: number; bytes: number };
      return `socket ${socket}: ${bytes > 0 ? '+' : ''}${bytes}`;
    }
    case 'socket': {
      const { socket, from, to } = a as { socket: number; from: string; to: string };
      return `socket ${socket}: ${from} → ${to}`;
    }
    case 'segment': {
      const { socket, toward, segment } = a as { socket: number; toward: string; segment: string | number };
      const what = typeof segment === 'string' ? segment : `${segment} ${segment === 1 ? 'byte' : 'bytes'}`;
      return toward === 'server' ? `socket ${socket} → server: ${what}` : `server → socket ${socket}: ${what}`;
    }
    case 'log':
    case 'input':
      return a === undefined ? '' : text(a);
    case 'switch':
      return '';
  }
}
