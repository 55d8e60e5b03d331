/** Which steps are shown: by kind, thread and class. */
import type { Step, StepKind } from '../../../src/index.ts';

/** Kinds of steps that are shown or hidden together. */
export const GROUPS = ['calls', 'syscalls', 'buffers', 'threads', 'log'] as const;
export type StepGroup = (typeof GROUPS)[number];

const GROUP_OF: Readonly<Record<StepKind, StepGroup>> = {
  call: 'calls',
  return: 'calls',
  raise: 'calls',
  syscall: 'syscalls',
  block: 'syscalls',
  queue: 'buffers',
  socket: 'buffers',
  segment: 'buffers',
  change: 'buffers',
  switch: 'threads',
  thread: 'threads',
  exit: 'threads',
  log: 'log',
  input: 'log',
};

/** The group a kind of step belongs to. */
export function groupOf(kind: StepKind): StepGroup {
  return GROUP_OF[kind];
}

export interface StepFilter {
  readonly hidden: ReadonlySet<StepGroup>;
  /** Only this thread. */
  readonly tid: number | undefined;
  /** Only calls of this class or module. */
  readonly owner: string | undefined;
}

export const EVERYTHING: StepFilter = { hidden: new Set(), tid: undefined, owner: undefined };

const owners = new Map<string, string>();

/**
 * The class that a call's name belongs to, with its module; only the module for a plain function; undefined for a step
 * that is no call.
 */
export function ownerOf({ kind, name }: Pick<Step, 'kind' | 'name'>): string | undefined {
  if (GROUP_OF[kind] !== 'calls') return undefined;
  let owner = owners.get(name);
  if (owner === undefined) owners.set(name, (owner = cutOwner(name)));
  return owner;
}

function cutOwner(name: string): string {
  const parts = name.split('.');
  const at = parts.findIndex((part) => /^_*[A-Z]/.test(part));
  if (at >= 0) return parts.slice(0, at + 1).join('.');
  const local = parts.indexOf('<locals>');
  return parts.slice(0, local > 0 ? local - 1 : -1).join('.');
}

/** Whether a step is shown. */
export function passes(step: Pick<Step, 'kind' | 'name' | 'tid'>, { hidden, tid, owner }: StepFilter): boolean {
  if (hidden.has(GROUP_OF[step.kind])) return false;
  if (tid !== undefined && step.tid !== tid) return false;
  return owner === undefined || ownerOf(step) === owner;
}
