/** Which of the names that breakpoints can be set on match a typed text, or may have been meant by it. */

/**
 * Names with `text` in them, the best first: where the last part begins with it, then where it has it, then the others.
 */
export function matchingNames(names: readonly string[], text: string, most = Infinity): readonly string[] {
  const wanted = text.trim().toLowerCase();
  const ranked = names.flatMap((name) => {
    const rank = rankOf(name.toLowerCase(), wanted);
    return rank === undefined ? [] : [{ name, rank }];
  });
  return ranked
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ name }) => name);
}

function rankOf(name: string, wanted: string): number | undefined {
  const last = lastPart(name);
  if (name === wanted || last === wanted) return 0;
  if (last.startsWith(wanted)) return 1;
  if (last.includes(wanted)) return 2;
  return name.includes(wanted) ? 3 : undefined;
}

/** At most three names that are close to `text`: it may be a typing error. */
export function nearNames(names: readonly string[], text: string): readonly string[] {
  const wanted = lastPart(text).toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const near = names.flatMap((name) => {
    const last = lastPart(name).toLowerCase();
    const distance = last.includes(wanted) && wanted.length > 2 ? 0.5 : editDistance(wanted, last, most);
    return distance > most ? [] : [{ name, distance: distance + (sharesOwner(name, text) ? -0.6 : 0) }];
  });
  return near
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const sharesOwner = (name: string, text: string): boolean =>
  text.includes('.') && name.split('.').at(-2) === text.split('.').at(-2);

/** How many letters have to be added, left out or changed. Above `most` the result is only a lower bound. */
function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const change = (before[at - 1] ?? 0) + Number(one[row - 1] !== other[at - 1]);
      next.push(Math.min(change, (before[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    before = next;
  }
  return before.at(-1) ?? 0;
}
