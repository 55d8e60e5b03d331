/**
 * Aligns two runs of servers of different kinds line by line: steps that correspond share a line, and a step that only
 * one run has leaves a gap on the other side. `diffTraces` compares two runs of one kind, which are equal up to a
 * point; runs of different kinds differ from the start.
 * It first compares the steps of each role: the server with the server, and the handler of a client's connection with
 * its handler in the other run. Milestones that every request has are paired first, then the steps between them. Then
 * the pairs are put in order. Where the servers do things in another order, as many pairs as possible stay together;
 * the rest get lines of their own on either side.
 */
import type { TraceEvent } from '../../trace/event.ts';
import type { Trace } from '../../trace/trace.ts';
import { Roles } from './roles.ts';
import { checkTraces } from './diff.ts';
import { atMost, record } from '../scenario/schema.ts';
import { commonPairs, longestRising } from './subsequence.ts';

/** Options of `alignTraces`. */
export interface AlignOptions {
  /** How many steps of each run to compare, from the first one; all by default. */
  readonly steps?: number;
}

/** How the steps of two runs correspond. */
export interface Alignment {
  /**
   * Two numbers for each line: the step of the left run and of the right run, -1 where a run has none. Each step is in
   * one line, and both columns ascend.
   */
  readonly lines: Int32Array;
  /**
   * For each step of the left run, the corresponding step of the right run, -1 where there is none; it may be in
   * another line.
   */
  readonly partners: Int32Array;
}

/** The steps of one role in a run, and a key for each. */
interface RoleSteps {
  readonly steps: number[];
  readonly keys: number[];
  /** Indexes of the milestones. */
  readonly moments: number[];
}

const readOptions = record({}, { steps: atMost });

/**
 * Compares two runs of the same scenario by servers of different kinds. Throws SchemaError for a bad trace or option.
 */
export function alignTraces(left: Trace, right: Trace, options: AlignOptions = {}): Alignment {
  checkTraces(left, right);
  const { steps = Infinity } = readOptions(options, 'options');
  const [one, other] = [firstEvents(left, steps), firstEvents(right, steps)];
  const words = new Map<string, number>();
  const [ours, theirs] = [stepsByRole(one, words), stepsByRole(other, words)];
  const partners = new Int32Array(one.length).fill(-1);
  for (const [role, own] of ours) {
    const partner = theirs.get(role);
    if (partner !== undefined) matchSteps(own, partner, partners);
  }
  return { lines: linesOf(one, other, partners), partners };
}

function firstEvents(trace: Trace, count: number): TraceEvent[] {
  const events: TraceEvent[] = [];
  for (let step = 0; step < Math.min(count, trace.length); step += 1) events.push(trace.event(step) as TraceEvent);
  return events;
}

function stepsByRole(events: readonly TraceEvent[], words: Map<string, number>): Map<string, RoleSteps> {
  const roles = new Roles(events);
  const byRole = new Map<string, RoleSteps>();
  for (const [step, event] of events.entries()) {
    const { role, key, isMoment } = roles.read(event);
    let own = byRole.get(role);
    if (own === undefined) byRole.set(role, (own = { steps: [], keys: [], moments: [] }));
    let word = words.get(key);
    if (word === undefined) words.set(key, (word = words.size));
    if (isMoment) own.moments.push(own.steps.length);
    own.steps.push(step);
    own.keys.push(word);
  }
  return byRole;
}

/** Pairs the steps of one role. */
function matchSteps(ours: RoleSteps, theirs: RoleSteps, partners: Int32Array): void {
  const moments = commonPairs(
    ours.moments.map((place) => ours.keys[place] as number),
    theirs.moments.map((place) => theirs.keys[place] as number),
  );
  let [from, otherFrom] = [0, 0];
  for (let at = 0; at <= moments.left.length; at += 1) {
    const to = ours.moments[moments.left[at] ?? Infinity] ?? ours.steps.length;
    const otherTo = theirs.moments[moments.right[at] ?? Infinity] ?? theirs.steps.length;
    const between = commonPairs(ours.keys.slice(from, to), theirs.keys.slice(otherFrom, otherTo));
    for (const [index, place] of between.left.entries()) {
      partners[ours.steps[from + place] as number] = theirs.steps[
        otherFrom + (between.right[index] as number)
      ] as number;
    }
    if (to < ours.steps.length) partners[ours.steps[to] as number] = theirs.steps[otherTo] as number;
    [from, otherFrom] = [to + 1, otherTo + 1];
  }
}

function linesOf(one: readonly TraceEvent[], other: readonly TraceEvent[], partners: Int32Array): Int32Array {
  const paired: number[] = [];
  for (const [step, partner] of partners.entries()) if (partner >= 0) paired.push(step);
  const lines = new Int32Array(2 * (one.length + other.length));
  let [length, left, right] = [0, 0, 0];
  const add = (step: number, otherStep: number): void => {
    lines[length] = step;
    lines[length + 1] = otherStep;
    length += 2;
  };
  /** Steps between two pairs are in the order of time. */
  const addUpTo = (leftEnd: number, rightEnd: number): void => {
    while (left < leftEnd || right < rightEnd) {
      const isLeft = right >= rightEnd || (left < leftEnd && timeOf(one, left) <= timeOf(other, right));
      if (isLeft) add(left++, -1);
      else add(-1, right++);
    }
  };
  for (const at of longestRising(paired.map((step) => partners[step] as number))) {
    const step = paired[at] as number;
    addUpTo(step, partners[step] as number);
    add(left++, right++);
  }
  addUpTo(one.length, other.length);
  return lines.slice(0, length);
}

const timeOf = (events: readonly TraceEvent[], step: number): number => events[step]?.time ?? 0;
