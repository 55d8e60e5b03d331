/**
 * Sequences with what Linux made of them, so that the kernel can be compared with it where there is no Linux:
 * `npm run kernel:live -- --record` writes them, and test/kernel/linux.test.ts plays them.
 */
import { normalised } from './compare.ts';
import type { Operation, Outcome, Sequence, Value } from './operations.ts';
import { thingIn } from './operations.ts';

/** Where they are. */
export const RECORDED = 'test/kernel/linux.json';

/** How many new things a sequence has to show. */
const LEAST_NEW = 5;

/** The masks of poll(2) stand only where they are others than after the operation before. */
type Told = readonly [value: Value] | readonly [value: Value, masks: Outcome['masks']];

export interface Recorded extends Sequence {
  readonly outcomes: readonly Told[];
}

/** Outcomes as they are recorded. */
export function told(operations: readonly Operation[], outcomes: readonly Outcome[]): Told[] {
  let before = '{}';
  return normalised(operations, outcomes).map(({ value, masks }) => {
    const now = JSON.stringify(masks);
    const isSame = now === before;
    before = now;
    return isSame ? [value] : [value, masks];
  });
}

/** One sequence a line. */
export const recordedText = (all: readonly Recorded[]): string =>
  `[\n${all.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`;

/** Chooses sequences that show something that none before has shown: an outcome of an operation on a thing. */
export class Novelty {
  private readonly _seen = new Set<string>();

  /** Whether a sequence shows enough that is new; then it is old from now on. */
  takes(operations: readonly Operation[], outcomes: readonly Outcome[]): boolean {
    const shown = new Set(operations.map((operation, at) => this._shown(operation, operations, outcomes[at])));
    const fresh = [...shown].filter((each) => !this._seen.has(each));
    if (fresh.length < LEAST_NEW) return false;
    for (const each of fresh) this._seen.add(each);
    return true;
  }

  private _shown(operation: Operation, operations: readonly Operation[], outcome: Outcome | undefined): string {
    const on = 'on' in operation ? operation.on : '';
    const option = 'option' in operation ? operation.option : '';
    const value = outcome?.value;
    const result = typeof value === 'string' && value.startsWith('E:') ? value : typeof value;
    return [operation.do, option, thingIn(on, operations), result, outcome?.masks[on] ?? ''].join(' ');
  }
}
