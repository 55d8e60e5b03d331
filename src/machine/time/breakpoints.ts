/**
 * Breakpoints: predicates that are tested after each step while the machine records. Without breakpoints, nothing is
 * tested.
 */
import type { SyscallName } from '../../kernel/sys.ts';
import type { MomentRules } from '../../explain/moments/moment-rules.ts';
import { SYSCALLS } from '../../kernel/syscalls/table.ts';
import type { Tid } from '../../kernel/types.ts';
import { encodeLatin1 } from '../../python/bytes.ts';
import { mirroredNames } from '../../python/classes.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { LaneWatch, LOOK_BACK } from './lane-watch.ts';
import { clientOfStep, isState } from './protocol-states.ts';
import type { Probe } from './probe.ts';
import { BREAKPOINT_KINDS, LANES, PROTOCOL_STATES } from '../../vocabulary.ts';
import type { LaneName, ProtocolState } from '../../vocabulary.ts';
import { integer, reject, list, oneOf, record, SchemaError, text, booleanValue } from '../scenario/schema.ts';
import type { Reader } from '../scenario/schema.ts';

/**
 * Where to stop. Exactly one of `call`, `leave`, `syscall`, `wait`, `bytes`, `pattern`, `state`, `moment`; the other
 * members narrow it down.
 */
export interface BreakpointSpec {
  /**
   * A mirrored method or function is entered: its Python name, or the end of it
   * (`BaseHTTPRequestHandler.parse_request`).
   */
  readonly call?: string;
  /** … is left, by return or exception. */
  readonly leave?: string;
  /** A system call has returned. */
  readonly syscall?: SyscallName;
  /** A system call has to wait. */
  readonly wait?: SyscallName;
  /** These bytes have come into a lane: values, or latin-1 text; at most 4096. */
  readonly bytes?: string | readonly number[];
  /**
   * Bytes that match this regular expression, as latin-1 text, have come into a lane; it has at most 4096 characters.
   */
  readonly pattern?: string;
  /** For `bytes` and `pattern`: which lane; any by default. */
  readonly lane?: LaneName;
  readonly state?: ProtocolState;
  /**
   * A moment comes, `make_environ` for one: the machine stops at the step that shows it. What finds moments must be
   * there: `watchMoments(machine)` of `glaswerk/explain` brings it.
   */
  readonly moment?: string;
  /** Only in this thread, by number or name. */
  readonly thread?: number | string;
  /** Only on the connection of this client. */
  readonly client?: number;
  /** True: the breakpoint is removed after its first hit. */
  readonly once?: boolean;
}

/** A breakpoint in place. */
export interface Breakpoint {
  readonly id: number;
  readonly spec: BreakpointSpec;
  /** How often the machine has stopped at it. */
  readonly hits: number;
}

type Test = (event: TraceEvent, probe: Probe, length: number) => boolean;

interface Entry {
  readonly id: number;
  readonly spec: BreakpointSpec;
  readonly test: Test;
  /** For `bytes` and `pattern`. */
  readonly watch: LaneWatch | undefined;
  hits: number;
}

const qualifiedName: Reader<string> = (value, path) => {
  if (typeof value !== 'string' || !/^[\w<>]+(\.[\w<>]+)*$/.test(value)) {
    return reject(path, value, "a Python name, such as 'parse_request'");
  }
  if (mirroredNames().some((name) => isNamed(name, value))) return value;
  return reject(path, value, 'the name of a mirrored method, or the end of one; mirroredNames() lists them');
};

const syscallName: Reader<SyscallName> = (value, path) =>
  typeof value === 'string' && Object.hasOwn(SYSCALLS, value)
    ? (value as SyscallName)
    : reject(path, value, `a system call; there are ${Object.keys(SYSCALLS).join(', ')}`);

const bytes: Reader<string | readonly number[]> = (value, path) => {
  const read = typeof value === 'string' ? value : list(integer(0, 255), LOOK_BACK)(value, path);
  if (read.length === 0) reject(path, value, 'at least one byte');
  if (read.length > LOOK_BACK) reject(path, value, `a text of at most ${LOOK_BACK} bytes`);
  if (typeof read === 'string' && /[^\0-\xff]/.test(read))
    reject(path, value, 'latin-1 text, of which each character is a byte');
  return read;
};

const pattern: Reader<string> = (value, path) => {
  const source = text(value, path);
  if (source === '') reject(path, value, 'a regular expression');
  if (source.length > LOOK_BACK) reject(path, value, `a regular expression of at most ${LOOK_BACK} characters`);
  try {
    return new RegExp(source, 's').source;
  } catch (error) {
    if (error instanceof SyntaxError) throw new SchemaError(path, error.message, 'a regular expression');
    throw error;
  }
};

const thread: Reader<number | string> = (value, path) =>
  typeof value === 'string' && value !== '' ? value : integer(1, Number.MAX_SAFE_INTEGER)(value, path);

const fields = record(
  {},
  {
    call: qualifiedName,
    leave: qualifiedName,
    syscall: syscallName,
    wait: syscallName,
    bytes,
    pattern,
    lane: oneOf(...LANES),
    state: oneOf(...PROTOCOL_STATES),
    moment: text,
    thread,
    client: integer(0, Number.MAX_SAFE_INTEGER),
    once: booleanValue,
  },
);

/** Reads a breakpoint. Throws SchemaError with the key, the value and the expected value. */
export function readBreakpoint(value: unknown, path = 'breakpoint'): BreakpointSpec {
  const spec: BreakpointSpec = fields(value, path);
  const kinds = BREAKPOINT_KINDS.filter((kind) => spec[kind] !== undefined);
  if (kinds.length !== 1) {
    const has = kinds.length === 0 ? 'none of them' : kinds.join(' and ');
    throw new SchemaError(path, `needs exactly one of ${BREAKPOINT_KINDS.join(', ')}; it has ${has}`, 'one of them');
  }
  if (spec.lane !== undefined && spec.bytes === undefined && spec.pattern === undefined) {
    reject(`${path}.lane`, spec.lane, `allowed beside ${kinds.join('')}; it is for bytes and pattern`);
  }
  return spec;
}

/** The breakpoints of one machine. */
export class Breakpoints {
  /** What finds moments; without it no breakpoint stops at one. @internal */
  moments: MomentRules | undefined;
  private _entries: Entry[] = [];
  private _nextId = 1;
  private _version = 0;

  /** Changes whenever a breakpoint is added or removed. @internal */
  get version(): number {
    return this._version;
  }

  get size(): number {
    return this._entries.length;
  }

  list(): Breakpoint[] {
    return this._entries.map(({ id, spec, hits }) => ({ id, spec, hits }));
  }

  /** Adds a breakpoint; returns its number. Throws SchemaError for a bad breakpoint. */
  add(spec: BreakpointSpec): number {
    const read = readBreakpoint(spec);
    if (read.moment !== undefined) checkMoment(read.moment, this.moments);
    const id = this._nextId++;
    this._entries.push({ id, spec: read, hits: 0, ...asked(read, this.moments) });
    this._version += 1;
    return id;
  }

  /** Removes a breakpoint; returns false when there is none with that number. */
  remove(id: number): boolean {
    const before = this._entries.length;
    this._entries = this._entries.filter((entry) => entry.id !== id);
    this._version += 1;
    return this._entries.length < before;
  }

  clear(): void {
    this._entries = [];
    this._version += 1;
  }

  /** Marks bytes that have come already as seen, so that breakpoints on bytes do not stop at them. @internal */
  learn({ lanes }: Probe): void {
    for (const { watch } of this._entries) watch?.learn(lanes);
  }

  /** The numbers of the breakpoints that hold after step `length`. All are tested, since some keep state. @internal */
  holding(probe: Probe, length: number): readonly number[] {
    const event = probe.log.at(length - 1);
    if (event === undefined) return [];
    return this._entries.filter(({ test }) => test(event, probe, length)).map(({ id }) => id);
  }

  /** The same breakpoints for another machine, without their state. @internal */
  fresh(): Breakpoints {
    const copy = new Breakpoints();
    copy.moments = this.moments;
    copy._entries = this._entries.map((entry) => ({ ...entry, ...asked(entry.spec, this.moments) }));
    return copy;
  }

  /** Counts a hit of these breakpoints; returns them. @internal */
  hit(ids: readonly number[]): Breakpoint[] {
    const stopped = this._entries.filter(({ id }) => ids.includes(id));
    for (const entry of stopped) entry.hits += 1;
    const result = stopped.map(({ id, spec, hits }) => ({ id, spec, hits }));
    for (const { id, spec } of stopped) if (spec.once === true) this.remove(id);
    return result;
  }
}

function checkMoment(name: string, rules: MomentRules | undefined): void {
  const path = 'breakpoint.moment';
  if (rules === undefined) {
    throw new SchemaError(
      path,
      'nothing finds moments here; call watchMoments(machine) of glaswerk/explain first',
      'none',
    );
  }
  oneOf(...rules.names)(name, path);
}

/** The predicate of a breakpoint, and, for bytes, the watch that keeps what it has seen. */
function asked(spec: BreakpointSpec, rules: MomentRules | undefined): Pick<Entry, 'test' | 'watch'> {
  const { bytes: wantedBytes, pattern: source, lane, thread: wanted, client } = spec;
  const isOnBytes = wantedBytes !== undefined || source !== undefined;
  const watch = isOnBytes ? new LaneWatch(matcherOf(spec), lane === undefined ? LANES : [lane], client) : undefined;
  const isThere =
    watch === undefined
      ? kindTest(spec, rules)
      : (event: TraceEvent, probe: Probe) => watch.sees(clientOfStep(event, probe), probe.lanes);
  const test: Test = (event, probe, length) => {
    if (!isThere(event, probe, length)) return false;
    if (wanted !== undefined && event.tid !== wanted) {
      if (typeof wanted === 'number' || probe.kernel.threads.get(event.tid as Tid)?.name !== wanted) return false;
    }
    // A moment knows best whose it is.
    return client === undefined || spec.moment !== undefined || clientOfStep(event, probe) === client;
  };
  return { test, watch };
}

function kindTest(spec: BreakpointSpec, rules: MomentRules | undefined): Test {
  const { call, leave, syscall, wait, state, moment, client } = spec;
  if (call !== undefined) return ({ kind, name }) => kind === 'call' && isNamed(name, call);
  if (leave !== undefined) return ({ kind, name }) => (kind === 'return' || kind === 'raise') && isNamed(name, leave);
  if (syscall !== undefined) return ({ kind, name }) => kind === 'syscall' && name === syscall;
  if (wait !== undefined) return ({ kind, name }) => kind === 'block' && name === wait;
  if (moment !== undefined) {
    const momentsAt = rules?.start();
    return (_event, _probe, length) =>
      momentsAt?.(length).some((one) => one.name === moment && (client === undefined || one.client === client)) ===
      true;
  }
  return (event, probe) => state !== undefined && isState(state, event, probe);
}

const isNamed = (name: string, wanted: string): boolean =>
  name.endsWith(wanted) && (name.length === wanted.length || name.at(-wanted.length - 1) === '.');

/** The expression that the text of a lane is searched with. */
function matcherOf({ bytes: wanted = [], pattern: source }: BreakpointSpec): RegExp {
  if (source !== undefined) return new RegExp(source, 'gs');
  const values = typeof wanted === 'string' ? [...encodeLatin1(wanted)] : wanted;
  return new RegExp(values.map((value) => `\\x${value.toString(16).padStart(2, '0')}`).join(''), 'gs');
}
