/**
 * From the fields of the form to a breakpoint and back. Plain functions: they return what is wrong, and with which
 * field.
 */
import type { BreakpointSpec } from '../../../src/index.ts';
import { EVENTS, WALK } from '../../../src/explain/moments/moment.ts';
import { machineName, pageName } from '../../../src/host/thread-names.ts';
import { BREAKPOINT_KINDS, PROTOCOL_STATES } from '../../../src/vocabulary.ts';
import type { BreakpointKind, LaneName, ProtocolState } from '../../../src/vocabulary.ts';
import { encodeEscapes, escapeBytes } from '../../kit/escapes.ts';
import { canWait, isSyscall, SYSCALL_NAMES } from '../../session/debug/breakpoints.ts';
import type { SyscallName } from '../../session/debug/breakpoints.ts';
import { nearNames } from './names.ts';

/** System calls that a breakpoint of a kind can stop at. */
export function syscallsFor(kind: BreakpointKind): readonly string[] {
  return kind === 'wait' ? SYSCALL_NAMES.filter((name) => isSyscall(name) && canWait(name)) : SYSCALL_NAMES;
}

/** The moments that a breakpoint can stop at: all. Each is found at the very step that shows it. */
export const MOMENT_NAMES: readonly string[] = [...WALK, ...EVENTS];

/** The form as it is filled in. */
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

/** What can be wrong with a field: `sentences.ts` says it in words. */
export type FaultCode =
  | 'duplicate'
  | 'thread'
  | 'client'
  | 'state'
  | 'noMethod'
  | 'name'
  | 'unknownMethod'
  | 'nearMethod'
  | 'noSyscall'
  | 'unknownSyscall'
  | 'nearSyscall'
  | 'neverWaits'
  | 'noMoment'
  | 'unknownMoment'
  | 'nearMoment'
  | 'noBytes'
  | 'escape'
  | 'noPattern'
  | 'wide'
  | 'pattern';

export interface Fault {
  readonly field: 'value' | 'thread' | 'client';
  readonly code: FaultCode;
  /** What was typed, as far as the sentence names it. */
  readonly value: string;
  /** Names that may have been meant. */
  readonly near: readonly string[];
}

/**
 * The breakpoint that a form describes, or what is wrong.
 * @param names of all mirrored methods; undefined while they are unknown.
 */
export function specOf(fields: Fields, names: readonly string[] | undefined): BreakpointSpec | Fault {
  const what = whatOf(fields, names);
  if (isFault(what)) return what;
  const { lane, once } = fields;
  const thread = machineName(fields.thread.trim());
  const client = fields.client.trim().replace(/^connection\s*/i, '');
  if (/^\d+$/.test(thread) && Number(thread) < 1) return fault('thread', 'thread');
  if (client !== '' && !/^[1-9]\d{0,8}$/.test(client)) return fault('client', 'client');
  return {
    ...what,
    ...(lane !== '' && (fields.kind === 'bytes' || fields.kind === 'pattern') ? { lane: lane as LaneName } : {}),
    ...(thread === '' ? {} : { thread: /^\d+$/.test(thread) ? Number(thread) : thread }),
    ...(client === '' ? {} : { client: Number(client) - 1 }),
    ...(once ? { once } : {}),
  };
}

/** Whether something is wrong with a form. */
export function isFault(value: BreakpointSpec | Fault): value is Fault {
  return 'code' in value;
}

/** The form that describes a breakpoint. */
export function fieldsOf(spec: BreakpointSpec): Fields {
  const kind = BREAKPOINT_KINDS.find((kind) => spec[kind] !== undefined) ?? 'call';
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

/** @param rest the value that the sentence names, and names that may have been meant. */
const fault = (field: Fault['field'], code: FaultCode, { value = '', near = [] }: Partial<Fault> = {}): Fault => ({
  field,
  code,
  value,
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
        ? { state: text as ProtocolState }
        : fault('value', 'state');
    case 'moment':
      return momentFault(text) ?? { moment: text };
  }
}

function methodFault(name: string, names: readonly string[] | undefined): Fault | undefined {
  if (name === '') return fault('value', 'noMethod');
  if (!/^[\w<>]+(\.[\w<>]+)*$/.test(name)) return fault('value', 'name');
  if (names === undefined || names.some((known) => known === name || known.endsWith(`.${name}`))) return undefined;
  const near = nearNames(names, name);
  return fault('value', near.length === 0 ? 'unknownMethod' : 'nearMethod', { value: name, near });
}

function syscallFault(kind: 'syscall' | 'wait', name: string): Fault | undefined {
  if (name === '') return fault('value', 'noSyscall');
  if (!isSyscall(name)) {
    const near = nearNames(syscallsFor(kind), name);
    return fault('value', near.length === 0 ? 'unknownSyscall' : 'nearSyscall', { value: name, near });
  }
  return kind === 'wait' && !canWait(name) ? fault('value', 'neverWaits', { value: name }) : undefined;
}

function momentFault(name: string): Fault | undefined {
  if (name === '') return fault('value', 'noMoment');
  if (MOMENT_NAMES.includes(name)) return undefined;
  const near = nearNames(MOMENT_NAMES, name);
  return fault('value', near.length === 0 ? 'unknownMoment' : 'nearMoment', { value: name, near });
}

function bytesOf(text: string): BreakpointSpec | Fault {
  if (text === '') return fault('value', 'noBytes');
  const wrong = /\\(?!x[0-9a-fA-F]{2}|[rnt0\\])(x?.{0,2})/.exec(text.replaceAll(/\\\\/g, '  '))?.[0];
  if (wrong !== undefined) return fault('value', 'escape', { value: wrong });
  return { bytes: String.fromCharCode(...encodeEscapes(text)) };
}

function patternFault(source: string): Fault | undefined {
  if (source === '') return fault('value', 'noPattern');
  if (/[^\0-\xff]/.test(source)) return fault('value', 'wide');
  try {
    return void new RegExp(source, 's');
  } catch (error) {
    return fault('value', 'pattern', { value: error instanceof Error ? error.message : String(error) });
  }
}
