/** Seeded choices. */
import { Random } from '../../../src/kernel/sched/random.ts';

export class Chance {
  private readonly _random: Random;

  /** The same seed and number give the same choices. */
  constructor(seed: number, number: number) {
    this._random = new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
    this._random.next();
  }

  /** An integer: at least 0, below `limit`. */
  below(limit: number): number {
    return this._random.below(limit);
  }

  /** True in `share` percent of the cases. */
  percent(share: number): boolean {
    return this._random.next() * 100 < share;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to choose from');
    return list[this.below(list.length)] as T;
  }

  /** A choice among values with weights. */
  weighted<T>(list: readonly (readonly [weight: number, value: T])[]): T {
    let rest = this._random.next() * list.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of list) {
      rest -= weight;
      if (rest < 0) return value;
    }
    return (list.at(-1) as readonly [number, T])[1];
  }
}
