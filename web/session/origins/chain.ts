/**
 * Where a thing came from and where it goes, as one list in which time runs downwards. The explainer answers with two
 * trees; what two of their branches share is one link here.
 */
import type { LinkBytes, OriginLink, What } from '../../../src/explain/origin/link.ts';

/** One thing that happened to the bytes, or one place that they came to. */
export interface ChainLink extends Pick<OriginLink, 'what' | 'step' | 'whole' | 'lane' | 'key' | 'header'> {
  /** Exactly the bytes that were asked for, where they were then; in order. */
  readonly bytes: readonly LinkBytes[];
}

export interface Chain {
  /** Oldest first. */
  readonly origin: readonly ChainLink[];
  readonly thing: ChainLink;
  /** The link of another chain by which the reader came to the thing: it stands for the one of this chain. */
  readonly via: ChainLink | undefined;
  readonly fate: readonly ChainLink[];
}

export function chainOf(origin: OriginLink, fate: OriginLink, via?: ChainLink): Chain {
  const isOther = (link: ChainLink): boolean => via === undefined || identityOf(link) !== identityOf(via);
  return {
    origin: inOrder(origin, 'origin').filter(isOther),
    thing: linkOf(origin),
    via,
    fate: inOrder(fate, 'fate').filter(isOther),
  };
}

/** When a link happened; the thing itself was there once the last link of its origin had. */
export const stepOf = (link: ChainLink, { thing, via, origin }: Chain): number | undefined =>
  link === thing ? ((via ?? thing).step ?? origin.at(-1)?.step) : link.step;

/** A link, and what has to stand before it. */
interface Place {
  link: ChainLink;
  readonly before: Set<Place>;
}

function linkOf({ what, step, bytes, whole, lane, key, header }: OriginLink): ChainLink {
  return { what, step, whole, lane, key, header, bytes: bytes === undefined ? [] : [bytes] };
}

/** By step; but nothing stands before what it was made of, and what has not happened comes last. */
function inOrder(root: OriginLink, way: 'origin' | 'fate'): ChainLink[] {
  const places = new Map<string, Place>();
  const add = (link: OriginLink, from: Place | undefined): void => {
    const key = identityOf(link);
    let place = places.get(key);
    if (place === undefined) places.set(key, (place = { link: linkOf(link), before: new Set() }));
    else place.link = joined(place.link, linkOf(link));
    if (from !== undefined && way === 'origin') from.before.add(place);
    else if (from !== undefined) place.before.add(from);
    for (const next of link.next) add(next, place);
  };
  for (const next of root.next) add(next, undefined);
  const left = new Set(places.values());
  const links: ChainLink[] = [];
  while (left.size > 0) {
    const free = [...left].filter(({ before }) => [...before].every((place) => !left.has(place)));
    const first = (free.length === 0 ? [...left] : free).reduce((one, other) =>
      (other.link.step ?? Infinity) < (one.link.step ?? Infinity) ? other : one,
    );
    left.delete(first);
    links.push(first.link);
  }
  return links;
}

const isEnd = ({ code }: What): boolean => code.startsWith('end.');

/** Ends of one kind are one link, whatever they tell of. */
const identityOf = ({ what, step, lane, key, header }: OriginLink | ChainLink): string =>
  JSON.stringify([what.code, step, lane, header, ...(isEnd(what) ? [] : [what.values, key?.name])]);

function joined(one: ChainLink, other: ChainLink): ChainLink {
  return {
    ...one,
    what: { ...one.what, values: joinedValues(one.what.values, other.what.values) },
    whole: unionOf(one.whole, other.whole),
    bytes: rangesOf([...one.bytes, ...other.bytes]),
    key: one.key?.name === other.key?.name ? one.key : undefined,
  };
}

/** Values that differ are listed. */
function joinedValues(values: What['values'], others: What['values']): What['values'] {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, listed(value, others[name])]));
}

function listed(value: string | number, other: string | number | undefined): string | number {
  const known = String(value).split(', ');
  return other === undefined || known.includes(String(other)) ? value : [...known, other].join(', ');
}

function unionOf(one: LinkBytes | undefined, other: LinkBytes | undefined): LinkBytes | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { ...one, from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}

/** Ranges that touch are one. */
function rangesOf(ranges: readonly LinkBytes[]): LinkBytes[] {
  const sorted: LinkBytes[] = [];
  for (const range of ranges.toSorted((one, other) => one.from - other.from)) {
    const last = sorted.at(-1);
    if (last === undefined || range.from > last.to) sorted.push(range);
    else sorted[sorted.length - 1] = { ...last, to: Math.max(last.to, range.to) };
  }
  return sorted;
}
