/** The name that was probably meant by one that does not exist. */

/** One of four characters may be wrong. */
const CHARACTERS_PER_SLIP = 4;

/** The nearest of the names that there are; undefined when none is near. `send_file` is `sendFile`. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const wanted = plain(name);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / CHARACTERS_PER_SLIP)) + 1;
  for (const other of names) {
    const distance = other === name ? least : distanceOf(wanted, plain(other));
    if (distance >= least) continue;
    best = other;
    least = distance;
  }
  return best;
}

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** How many characters are to be added, removed or replaced, or exchanged with their neighbour. */
function distanceOf(one: string, other: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (before[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    before = last;
    last = row;
  }
  return last[other.length] ?? 0;
}
