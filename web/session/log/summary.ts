/** What happens in each block of steps, lane by lane. Zoomed far out, the timeline draws blocks instead of steps. */

const BLOCK_BITS = 6;
/** How many steps a block has. */
export const BLOCK = 1 << BLOCK_BITS;

export class Summary {
  /** For each lane of each block: its place, a bit for each mark, and the depth of its deepest call. */
  private readonly _lanes: number[] = [];
  private readonly _marks: number[] = [];
  private readonly _depths: number[] = [];
  /** Where in these lists each block begins. */
  private readonly _begins: number[] = [];

  /** @param number the step that follows the last one. */
  add(number: number, lane: number, mark: number, depth: number): void {
    if ((number & (BLOCK - 1)) === 0) this._begins.push(this._lanes.length);
    let at = this._lanes.length - 1;
    const begin = this._begins.at(-1) ?? 0;
    while (at >= begin && this._lanes[at] !== lane) at -= 1;
    if (at >= begin) {
      this._marks[at] = (this._marks[at] ?? 0) | (1 << mark);
      if (depth > (this._depths[at] ?? 0)) this._depths[at] = depth;
      return;
    }
    this._lanes.push(lane);
    this._marks.push(1 << mark);
    this._depths.push(depth);
  }

  /** Keeps only the blocks that `length` steps fill; returns how many steps these have. */
  truncate(length: number): number {
    const blocks = Math.min(this._begins.length, length >> BLOCK_BITS);
    const entries = this._begins[blocks] ?? this._lanes.length;
    this._begins.length = blocks;
    for (const column of [this._lanes, this._marks, this._depths]) column.length = entries;
    return blocks << BLOCK_BITS;
  }

  /** Calls `tell` for each lane of the blocks that steps `from` to `to` are in, with the first step of the block. */
  each(from: number, to: number, tell: (first: number, lane: number, marks: number, depth: number) => void): void {
    const last = Math.min(this._begins.length, (to + BLOCK - 1) >> BLOCK_BITS);
    for (let block = from >> BLOCK_BITS; block < last; block += 1) {
      const end = this._begins[block + 1] ?? this._lanes.length;
      for (let at = this._begins[block] as number; at < end; at += 1) {
        tell(block << BLOCK_BITS, this._lanes[at] as number, this._marks[at] as number, this._depths[at] as number);
      }
    }
  }
}
