/**
 * How bytes and texts of one connection came from place to place. A place is a stream (`client out`, `rfile`) or a text
 * (a key of the environ, a header), and a hop is one move of a range between two places.
 */

/** Some of what is at a place. */
export interface Span {
  readonly place: string;
  readonly from: number;
  readonly to: number;
}

export interface Hop {
  /** What happened. */
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly step: number | undefined;
  /** Undefined for what was made there. With as many characters as the target, each one is made of one. */
  readonly source?: Span;
  /** Undefined for what ends there. */
  readonly target?: Span;
}

/** Hops that are one link: they did the same to ranges that follow each other. */
export interface Group {
  readonly hop: Hop;
  /** The part that was asked for, at the other end of the hops; undefined where there is none. */
  readonly part: Span | undefined;
  /** All that moved. */
  readonly whole: Span | undefined;
  /** How many hops. */
  readonly count: number;
  /** The step of the last one. */
  readonly step: number | undefined;
}

const isIn = (span: Span, from: number, to: number): boolean =>
  from === to ? span.from <= from && from <= span.to : span.from < to && span.to > from;

/** The part of `other` that belongs to a part of `span`. */
function across(span: Span, other: Span, from: number, to: number): Span {
  const isCopy = span.to - span.from === other.to - other.from;
  if (!isCopy) return other;
  const shift = other.from - span.from;
  return { place: other.place, from: Math.max(span.from, from) + shift, to: Math.min(span.to, to) + shift };
}

export class Graph {
  private readonly _arrivals = new Map<string, Hop[]>();
  private readonly _departures = new Map<string, Hop[]>();
  private readonly _texts = new Map<string, string>();

  /** Notes what is at a place. */
  setText(place: string, value: string): void {
    this._texts.set(place, value);
  }

  /** The texts at the places whose names begin so. */
  texts(prefix: string): { readonly place: string; readonly value: string }[] {
    return [...this._texts].filter(([place]) => place.startsWith(prefix)).map(([place, value]) => ({ place, value }));
  }

  add(hop: Hop): void {
    if (hop.target !== undefined) listed(this._arrivals, hop.target.place).push(hop);
    if (hop.source !== undefined) listed(this._departures, hop.source.place).push(hop);
  }

  has(place: string): boolean {
    return this._arrivals.has(place) || this._departures.has(place);
  }

  /** All places that something came to. */
  places(): string[] {
    return [...this._arrivals.keys()];
  }

  arrivals(place: string): readonly Hop[] {
    return this._arrivals.get(place) ?? [];
  }

  departures(place: string): readonly Hop[] {
    return this._departures.get(place) ?? [];
  }

  /** How far a stream has come at a place. */
  endOf(place: string): number {
    return this.arrivals(place).reduce((end, { target }) => Math.max(end, target?.to ?? 0), 0);
  }

  /** All hops at one step. */
  at(isIt: (step: number) => boolean): readonly Hop[] {
    const hops = new Set([...this._arrivals.values(), ...this._departures.values()].flat());
    return [...hops].filter(({ step }) => step !== undefined && isIt(step));
  }

  /** What brought a span to its place. */
  into({ place, from, to }: Span): Group[] {
    const hops = (this._arrivals.get(place) ?? []).filter(
      ({ target }) => target !== undefined && isIn(target, from, to),
    );
    return grouped(hops, (hop) => ({ here: hop.target as Span, there: hop.source }), from, to);
  }

  /** What became of a span. */
  outOf({ place, from, to }: Span): Group[] {
    const hops = (this._departures.get(place) ?? []).filter(
      ({ source }) => source !== undefined && isIn(source, from, to),
    );
    return grouped(hops, (hop) => ({ here: hop.source as Span, there: hop.target }), from, to);
  }
}

function listed(map: Map<string, Hop[]>, place: string): Hop[] {
  let hops = map.get(place);
  if (hops === undefined) map.set(place, (hops = []));
  return hops;
}

interface Ends {
  readonly here: Span;
  readonly there: Span | undefined;
}

/** What hops of one link have in common; how many bytes each of them moved is no difference. */
const keyOf = ({ code, values }: Hop, there: Span | undefined): string =>
  JSON.stringify([code, { ...values, count: 0 }, there?.place ?? '']);

function grouped(hops: readonly Hop[], ends: (hop: Hop) => Ends, from: number, to: number): Group[] {
  const groups: Group[] = [];
  const last = new Map<string, number>();
  for (const hop of hops) {
    const { here, there } = ends(hop);
    const part = there === undefined ? undefined : across(here, there, from, to);
    const key = keyOf(hop, there);
    const place = last.get(key);
    const before = place === undefined ? undefined : groups[place];
    if (place !== undefined && before !== undefined && follows(before.part, part)) {
      groups[place] = {
        hop,
        part: union(before.part, part),
        whole: union(before.whole, there),
        count: before.count + 1,
        step: hop.step,
      };
    } else {
      last.set(key, groups.length);
      groups.push({ hop, part, whole: there, count: 1, step: hop.step });
    }
  }
  return groups;
}

const follows = (before: Span | undefined, next: Span | undefined): boolean =>
  before === undefined || next === undefined ? before === next : before.to === next.from;

function union(before: Span | undefined, next: Span | undefined): Span | undefined {
  if (before === undefined || next === undefined) return next;
  return { place: next.place, from: Math.min(before.from, next.from), to: Math.max(before.to, next.to) };
}
