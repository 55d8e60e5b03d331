/**
 * Finds what two lists of numbers have in common, in order. Absent on purpose: an exact answer for lists that have
 * little in common.
 */

/** Pairs of indexes, ascending: in `left` those of the first list, in `right` those of the second. */
export interface Pairs {
  readonly left: number[];
  readonly right: number[];
}

/** With more differences than this, the search gives up: its cost grows with their square. */
const MOST_DIFFERENCES = 400;

/**
 * The indexes at which two lists hold the same values, in order: as many as possible, by Myers' algorithm (E. Myers, An
 * O(ND) Difference Algorithm and Its Variations, 1986). Lists that differ in hundreds of places get a good answer
 * instead of the best.
 */
export function commonPairs(left: readonly number[], right: readonly number[]): Pairs {
  const pairs: Pairs = { left: [], right: [] };
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  for (let place = 0; place < start; place += 1) addPair(pairs, place, place);
  const [one, other] = [left.slice(start, leftEnd), right.slice(start, rightEnd)];
  const inner = shortestScript(one, other) ?? sameOccurrences(one, other);
  for (const [at, place] of inner.left.entries()) addPair(pairs, start + place, start + (inner.right[at] as number));
  for (let place = leftEnd; place < left.length; place += 1) addPair(pairs, place, place - leftEnd + rightEnd);
  return pairs;
}

/** Indexes of a longest ascending subsequence. */
export function longestRising(values: readonly number[]): number[] {
  /** For each length, the index at which the best subsequence ends; its last value is the smallest possible. */
  const ends: number[] = [];
  const before = new Int32Array(values.length);
  for (const [place, value] of values.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    before[place] = ends[low - 1] ?? -1;
    ends[low] = place;
  }
  const places: number[] = [];
  for (let place = ends.at(-1) ?? -1; place >= 0; place = before[place] as number) places.push(place);
  return places.toReversed();
}

function addPair(pairs: Pairs, left: number, right: number): void {
  pairs.left.push(left);
  pairs.right.push(right);
}

/** Myers' search. Undefined when the lists differ in too many places. */
function shortestScript(left: readonly number[], right: readonly number[]): Pairs | undefined {
  const most = Math.min(left.length + right.length, MOST_DIFFERENCES);
  /** How far each diagonal reached, after each number of differences. */
  const history: Int32Array[] = [];
  let reach = new Int32Array([0]);
  for (let differences = 0; differences <= most; differences += 1) {
    const next = new Int32Array(2 * differences + 1);
    for (let at = 0; at <= 2 * differences; at += 2) {
      const diagonal = at - differences;
      let x = differences === 0 ? 0 : farthest(reach, differences, diagonal);
      let y = x - diagonal;
      while (x < left.length && y < right.length && left[x] === right[y]) {
        x += 1;
        y += 1;
      }
      next[at] = x;
      if (x < left.length || y < right.length) continue;
      return walkBack(history, left.length, right.length);
    }
    history.push(next);
    reach = next;
  }
  return undefined;
}

/**
 * Where a diagonal begins with one more difference: at the neighbour that reached further. `reach` belongs to one
 * difference less.
 */
function farthest(reach: Int32Array, differences: number, diagonal: number): number {
  const isDown = diagonal === -differences || (diagonal !== differences && below(reach, differences, diagonal));
  const from = isDown ? diagonal + 1 : diagonal - 1;
  const x = reach[from + differences - 1] as number;
  return isDown ? x : x + 1;
}

const below = (reach: Int32Array, differences: number, diagonal: number): boolean =>
  (reach[diagonal + differences - 2] as number) < (reach[diagonal + differences] as number);

/** The path by which Myers' search reached the end. */
function walkBack(history: readonly Int32Array[], leftLength: number, rightLength: number): Pairs {
  const pairs: Pairs = { left: [], right: [] };
  let [x, y] = [leftLength, rightLength];
  for (let differences = history.length; differences >= 0; differences -= 1) {
    const diagonal = x - y;
    const reach = history[differences - 1];
    const start = reach === undefined ? 0 : farthest(reach, differences, diagonal);
    for (; x > start; x -= 1, y -= 1) addPair(pairs, x - 1, y - 1);
    if (reach === undefined) break;
    const isDown = diagonal === -differences || (diagonal !== differences && below(reach, differences, diagonal));
    if (isDown) y -= 1;
    else x -= 1;
  }
  pairs.left.reverse();
  pairs.right.reverse();
  return pairs;
}

/**
 * Pairs the first occurrence of a value with its first occurrence in the other list, the second with the second, as far
 * as the order allows.
 */
function sameOccurrences(left: readonly number[], right: readonly number[]): Pairs {
  const waiting = new Map<number, number[]>();
  for (const [place, value] of right.entries()) {
    const places = waiting.get(value);
    if (places === undefined) waiting.set(value, [place]);
    else places.push(place);
  }
  const taken = new Map<number, number>();
  const found: Pairs = { left: [], right: [] };
  for (const [place, value] of left.entries()) {
    const nth = taken.get(value) ?? 0;
    const partner = waiting.get(value)?.[nth];
    if (partner === undefined) continue;
    taken.set(value, nth + 1);
    addPair(found, place, partner);
  }
  const kept = longestRising(found.right);
  return {
    left: kept.map((at) => found.left[at] as number),
    right: kept.map((at) => found.right[at] as number),
  };
}
