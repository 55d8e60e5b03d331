/** What the fields of the form suggest. No DOM. */
import { connectionOf } from '../../../src/host/thread-names.ts';
import type { BreakpointKind } from '../../../src/vocabulary.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { matchingNames } from './names.ts';
import { MOMENT_NAMES, syscallsFor } from './spec.ts';

/** Kinds of breakpoints whose values are of one sort: changing between them keeps what was typed. */
export const SORTS = {
  call: 'method',
  leave: 'method',
  syscall: 'syscall',
  wait: 'syscall',
  bytes: 'bytes',
  pattern: 'pattern',
  state: 'state',
  moment: 'moment',
} as const satisfies Readonly<Record<BreakpointKind, string>>;

/**
 * Names that match what was typed.
 * @param names of all mirrored methods; while they are unknown, those in the log are suggested.
 */
export function suggestedValues(
  kind: BreakpointKind,
  text: string,
  names: readonly string[] | undefined,
  log: StepLog,
): readonly string[] {
  const matching = matchingNames(namesOf(kind, names, log), text);
  return matching.length === 1 && matching[0] === text ? [] : matching;
}

function namesOf(kind: BreakpointKind, methods: readonly string[] | undefined, log: StepLog): readonly string[] {
  const sort = SORTS[kind];
  if (sort === 'method') return methods ?? calledNames(log);
  if (sort === 'syscall') return syscallsFor(kind);
  return sort === 'moment' ? MOMENT_NAMES : [];
}

/** Names and numbers of the threads of a log. */
export const suggestedThreads = ({ track }: StepLog): readonly string[] =>
  track.lanes.flatMap(({ tid, name }) => (tid === 0 ? [] : [name, String(tid)]));

/** Numbers of the connections of a log, from 1. */
export const suggestedClients = ({ track }: StepLog): readonly string[] =>
  track.lanes.flatMap(({ name }) => {
    const connection = connectionOf(name);
    return connection === undefined ? [] : [String(connection + 1)];
  });

/** The methods that a log shows as called. */
function calledNames(log: StepLog): readonly string[] {
  const names = new Set<string>();
  for (let number = 0; number < log.length; number += 1) {
    const step = log.at(number);
    if (step?.kind === 'call') names.add(step.name);
  }
  return [...names].toSorted();
}
