/** What the descriptors of a machine are open on. */
import type { Step } from '../../trace/event.ts';
import type { DescriptorMention, DescriptorName } from './descriptor.ts';
import { DescriptorHistory } from './history.ts';

/** A machine, as far as its descriptors need it. */
interface TracedMachine {
  readonly trace: { readonly length: number; step(number: number): Step };
}

/** The descriptors of a machine, at any step of its log. */
export interface Descriptors {
  /** What a descriptor of a process is open on when `step` steps have happened; undefined if it is not open. */
  at(pid: number, fd: number, step: number): DescriptorName | undefined;
  /** The descriptors that step `number` of the log names, with their places in its detail. */
  inStep(number: number): readonly DescriptorMention[];
}

/** What has read a machine's log goes on where it stopped. */
const histories = new WeakMap<TracedMachine, DescriptorHistory>();

/**
 * What the descriptors of a machine are open on, in all that has happened in it. Throws TypeError for a machine without
 * a trace.
 */
export function descriptorsOf(machine: TracedMachine): Descriptors {
  const { trace } = machine;
  let history = histories.get(machine);
  if (history === undefined) histories.set(machine, (history = new DescriptorHistory()));
  history.read({ length: trace.length, at: (number) => trace.step(number) });
  const known = history;
  return {
    at: (pid, fd, step) => known.at(pid, fd, step),
    inStep: (number) => known.inRow(trace.step(number)),
  };
}
