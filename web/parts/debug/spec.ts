/** From the fields of a form to a breakpoint and back. Plain functions: what is wrong is said of the field. */
import type { BreakpointSpec } from '../../../src/index.ts';
import { encodeEscapes } from '../../kit/escapes.ts';
import { machineName, pageName } from '../../../src/host/thread-names.ts';
import { nearNames } from './names.ts';
import { escapeBytes } from '../../session/debug/texts.ts';
import { PROTOCOL_STATES } from '../../../src/vocabulary.ts';
import type { BreakpointKind } from '../../../src/vocabulary.ts';

type SyscallName = NonNullable<BreakpointSpec['syscall']>;
type LaneName = NonNullable<BreakpointSpec['lane']>;
type State = NonNullable<BreakpointSpec['state']>;

export type { BreakpointKind } from '../../../src/vocabulary.ts';

export const KINDS: readonly (readonly [kind: BreakpointKind, title: string])[] = [
  ['call', 'Method entered'],
  ['leave', 'Method left'],
  ['syscall', 'System call answered'],
  ['wait', 'System call waits'],
  ['bytes', 'Bytes'],
  ['pattern', 'Bytes like (regex)'],
  ['state', 'State of a request'],
];

/** All system calls, and whether they can have to wait. */
const CAN_WAIT: Readonly<Record<SyscallName, boolean>> = {
  accept4: true,
  bind: false,
  clock_gettime: false,
  clone: false,
  close: false,
  connect: true,
  dup: false,
  epoll_create1: false,
  epoll_ctl: false,
  epoll_wait: true,
  exit_group: false,
  fork: false,
  futex_wait: true,
  futex_wake: false,
  getpeername: false,
  getpid: false,
  getsockname: false,
  getsockopt: false,
  ioctl: false,
  kill: false,
  listen: false,
  nanosleep: true,
  pipe: false,
  poll: true,
  read: true,
  recvfrom: true,
  sched_yield: true,
  select: true,
  sendto: true,
  setsockopt: false,
  shutdown: false,
  socket: false,
  waitpid: true,
  write: true,
};

/** System calls that a breakpoint of a kind can stop at. */
export function syscallsFor(kind: BreakpointKind): readonly string[] {
  return Object.entries(CAN_WAIT).flatMap(([name, canWait]) => (kind === 'wait' && !canWait ? [] : [name]));
}

/** A form as it is filled in. */
export interface Fields {
  readonly kind: BreakpointKind;
  readonly value: string;
  /** Empty for any. */
  readonly lane: string;
  readonly thread: string;
  /** As the page numbers them, from 1. */
  readonly client: string;
  readonly once: boolean;
}

export const EMPTY: Fields = { kind: 'call', value: '', lane: '', thread: '', client: '', once: false };

/** What is wrong with a form. */
export interface Fault {
  readonly field: 'value' | 'thread' | 'client';
  readonly message: string;
  /** What was perhaps meant. */
  readonly near: readonly string[];
}

/** The breakpoint that a form describes, or what is wrong. @param names of all mirrored methods; undefined while nobody knows. */
export function specOf(fields: Fields, names: readonly string[] | undefined): BreakpointSpec | Fault {
  const what = whatOf(fields, names);
  if (isFault(what)) return what;
  const { lane, once } = fields;
  const thread = machineName(fields.thread.trim());
  const client = fields.client.trim().replace(/^connection\s*/i, '');
  if (/^\d+$/.test(thread) && Number(thread) < 1) return fault('thread', 'Threads are numbered from 1.');
  if (client !== '' && !/^[1-9]\d{0,8}$/.test(client)) return fault('client', 'The number of a connection, from 1.');
  return {
    ...what,
    ...(lane !== '' && (fields.kind === 'bytes' || fields.kind === 'pattern') ? { lane: lane as LaneName } : {}),
    ...(thread === '' ? {} : { thread: /^\d+$/.test(thread) ? Number(thread) : thread }),
    ...(client === '' ? {} : { client: Number(client) - 1 }),
    ...(once ? { once } : {}),
  };
}

/** Whether a form has been found wrong. */
export function isFault(value: BreakpointSpec | Fault): value is Fault {
  return 'message' in value;
}

/** The form that describes a breakpoint. */
export function fieldsOf(spec: BreakpointSpec): Fields {
  const kind = KINDS.find(([kind]) => spec[kind] !== undefined)?.[0] ?? 'call';
  const { lane = '', thread = '', client, once = false } = spec;
  const value = kind === 'bytes' ? escapeBytes(spec.bytes ?? '') : (spec[kind] ?? '');
  return {
    kind,
    value,
    lane,
    thread: pageName(String(thread)),
    client: client === undefined ? '' : String(client + 1),
    once,
  };
}

const fault = (field: Fault['field'], message: string, near: readonly string[] = []): Fault => ({
  field,
  message,
  near,
});

function whatOf({ kind, value }: Fields, names: readonly string[] | undefined): BreakpointSpec | Fault {
  const text = value.trim();
  switch (kind) {
    case 'call':
    case 'leave':
      return methodFault(text, names) ?? { [kind]: text };
    case 'syscall':
    case 'wait':
      return syscallFault(kind, text) ?? { [kind]: text as SyscallName };
    case 'bytes':
      return bytesOf(value);
    case 'pattern':
      return patternFault(value) ?? { pattern: value };
    case 'state':
      return PROTOCOL_STATES.some((state) => state === text)
        ? { state: text as State }
        : fault('value', 'Choose one of the states.');
  }
}

function methodFault(name: string, names: readonly string[] | undefined): Fault | undefined {
  if (name === '') return fault('value', 'Which method? Its Python name, such as parse_request.');
  if (!/^[\w<>]+(\.[\w<>]+)*$/.test(name)) return fault('value', 'A Python name has letters, digits, _ and dots only.');
  if (names === undefined || names.some((known) => known === name || known.endsWith(`.${name}`))) return undefined;
  const near = nearNames(names, name);
  return fault('value', `No mirrored method is called ${name}${near.length === 0 ? '.' : ': did you mean …'}`, near);
}

function syscallFault(kind: 'syscall' | 'wait', name: string): Fault | undefined {
  if (name === '') return fault('value', 'Which system call?');
  const canWait = Object.hasOwn(CAN_WAIT, name) ? CAN_WAIT[name as SyscallName] : undefined;
  if (canWait === undefined) {
    const near = nearNames(syscallsFor(kind), name);
    return fault('value', `No system call is called ${name}${near.length === 0 ? '.' : ': did you mean …'}`, near);
  }
  return kind === 'wait' && !canWait ? fault('value', `${name} never waits: nothing would stop here.`) : undefined;
}

function bytesOf(text: string): BreakpointSpec | Fault {
  if (text === '') return fault('value', String.raw`Which bytes? Text, with \r, \n, \t, \xNN for others.`);
  const wrong = /\\(?!x[0-9a-fA-F]{2}|[rnt0\\])(x?.{0,2})/.exec(text.replaceAll(/\\\\/g, '  '))?.[0];
  if (wrong !== undefined) return fault('value', String.raw`${wrong} stands for no byte. A backslash itself is \\.`);
  return { bytes: String.fromCharCode(...encodeEscapes(text)) };
}

function patternFault(source: string): Fault | undefined {
  if (source === '') return fault('value', String.raw`Which bytes? A regular expression, such as HTTP/\d.`);
  if (/[^\0-\xff]/.test(source)) return fault('value', String.raw`Each character is one byte: write others as \xNN.`);
  try {
    return void new RegExp(source, 's');
  } catch (error) {
    return fault('value', error instanceof Error ? error.message : String(error));
  }
}
