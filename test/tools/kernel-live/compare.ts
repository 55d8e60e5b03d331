/** Finds where Linux and the kernel part, and makes the sequence that shows it small. */
import { reasonFor } from './known.ts';
import type { Operation, Outcome, Sequence, Value } from './operations.ts';
import { lineOf, thingIn } from './operations.ts';

/** The first operation that comes out differently. */
export interface Difference {
  readonly at: number;
  /** What differs, short: operation, thing, both outcomes. Differences of one kind have one signature. */
  readonly signature: string;
  readonly linux: string;
  readonly ours: string;
}

const FIRST_EPHEMERAL = 32_768;

/** Ephemeral ports become numbers in the order in which they appear: Linux draws them. UDP has its own. */
export function normalised(operations: readonly Operation[], outcomes: readonly Outcome[]): Outcome[] {
  const ports = new Map<string, string>();
  const walk = (value: Value, protocol: string): Value => {
    if (!Array.isArray(value)) return value;
    const [host, port] = value as readonly Value[];
    if (value.length !== 2 || typeof host !== 'string' || typeof port !== 'number' || port < FIRST_EPHEMERAL) {
      return (value as readonly Value[]).map((item) => walk(item, protocol));
    }
    const key = `${protocol} ${port}`;
    const name = ports.get(key) ?? `ephemeral ${ports.size + 1}`;
    ports.set(key, name);
    return [host, name];
  };
  return outcomes.map(({ value, masks }, at) => {
    const operation = operations[at];
    const isUdp = operation !== undefined && 'on' in operation && thingIn(operation.on, operations) === 'udp';
    return { value: walk(value, isUdp ? 'udp' : 'tcp'), masks };
  });
}

/** The first difference that has no reason that is written down; `known` counts those that have one. */
export function firstDifference(
  operations: readonly Operation[],
  linux: readonly Outcome[],
  ours: readonly Outcome[],
  known?: Map<string, number>,
): Difference | undefined {
  const [one, other] = [normalised(operations, linux), normalised(operations, ours)];
  for (const [at, operation] of operations.entries()) {
    const [left, right] = [one[at], other[at]];
    if (left === undefined || right === undefined) {
      return { at, signature: `stops: ${JSON.stringify(other.at(-1)?.value)}`, linux: 'goes on', ours: 'stops' };
    }
    const found = differenceAt(operations, at, left, right);
    if (found === undefined) continue;
    const reason = reasonFor({ operation, operations: operations.slice(0, at + 1), linux: left, ours: right });
    if (reason === undefined) return found;
    known?.set(reason.why, (known.get(reason.why) ?? 0) + 1);
    if (reason.ends) return undefined;
  }
  return undefined;
}

function differenceAt(
  operations: readonly Operation[],
  at: number,
  left: Outcome,
  right: Outcome,
): Difference | undefined {
  const operation = operations[at] as Operation;
  const thing = 'on' in operation ? thingIn(operation.on, operations) : '';
  const option = 'option' in operation ? ` ${operation.option}` : '';
  const [linux, ours] = [JSON.stringify(left.value), JSON.stringify(right.value)];
  if (linux !== ours) {
    const signature = `${operation.do}${option} ${thing}: ${briefly(left.value)}, not ${briefly(right.value)}`;
    return { at, signature, linux, ours };
  }
  const slots = new Set([...Object.keys(left.masks), ...Object.keys(right.masks)]);
  for (const slot of slots) {
    const [mask, our] = [left.masks[slot], right.masks[slot]];
    if (mask === our) continue;
    const self = 'on' in operation && operation.on === slot ? ' itself' : '';
    const texts = { linux: `${slot} is ${maskText(mask)}`, ours: `${slot} is ${maskText(our)}` };
    const signature = `${operation.do} ${thing}: ${thingIn(slot, operations)}${self} is ${maskText(mask)}, not ${maskText(our)}`;
    return { at, signature, ...texts };
  }
  return undefined;
}

const briefly = (value: Value): string =>
  typeof value === 'string'
    ? /^(E:|err:|stopped)/.test(value)
      ? value
      : 'text'
    : Array.isArray(value)
      ? 'a list'
      : String(value);

const BITS = { 0x1: 'IN', 0x2: 'PRI', 0x4: 'OUT', 0x8: 'ERR', 0x10: 'HUP', 0x20: 'NVAL', 0x2000: 'RDHUP' };

function maskText(mask: number | undefined): string {
  if (mask === undefined) return 'closed';
  const names = Object.entries(BITS).filter(([bit]) => (mask & Number(bit)) !== 0);
  return names.length === 0 ? '0' : names.map(([, name]) => name).join('|');
}

/** Plays operations on both sides. */
export type Play = (operations: readonly Operation[]) => Promise<Difference | undefined>;

/** Leaves out operations one by one while the last one still differs in the same way. */
export async function minimise(operations: readonly Operation[], found: Difference, play: Play): Promise<Operation[]> {
  let small = operations.slice(0, found.at + 1);
  for (let at = small.length - 2, left = 80; at >= 0 && left > 0; at -= 1, left -= 1) {
    const trial = small.filter((_, place) => place !== at);
    // oxlint-disable-next-line no-await-in-loop
    const again = await play(trial);
    if (again?.at === trial.length - 1 && again.signature === found.signature) small = trial;
  }
  return small;
}

/** A difference as a script, with what it came to on both sides. */
export function scriptOf({ operations }: Pick<Sequence, 'operations'>, found: Difference): string {
  const lines = operations.slice(0, found.at + 1).map((operation) => `  ${lineOf(operation)}`);
  return [...lines, `  Linux:    ${found.linux}`, `  Glaswerk: ${found.ours}`].join('\n');
}
