/** A seeded random number generator, so that randomness is part of the scenario. */

/** Mulberry32: one 32-bit word of state. Good enough to choose threads; not for secrets. */
export class Random {
  private _state: number;

  /** @param seed an integer; the same seed gives the same numbers on every engine. */
  constructor(seed: number) {
    this._state = seed >>> 0;
  }

  /** The next number: at least 0, below 1. */
  next(): number {
    this._state = (this._state + 0x6d2b79f5) >>> 0;
    let word = this._state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  }

  /** The next integer: at least 0, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
}
