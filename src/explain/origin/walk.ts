/** Walks a connection's graph: from a span back to its origin, or on to its fate, as a tree of links. */
import type { Graph, Group, Span } from './graph.ts';
import type { LinkBytes, OriginLink, What } from './link.ts';
import { headerOfPlace, keyOfPlace, streamOf } from './places.ts';

export type Way = 'origin' | 'fate';

/** How long a chain may be, and how many links one of its links may have; both are far more than there are. */
const LONGEST = 40;
const WIDEST = 12;

/** What may have happened to the bytes piece by piece. */
const IN_PARTS = new Set([
  'typed',
  'sent',
  'arrived',
  'queued',
  'received',
  'sendto',
  'queued.client',
  'received.client',
]);

/** What a face needs to light a span. */
export function lightOf(client: number, span: Span | undefined): Pick<OriginLink, 'bytes' | 'lane' | 'key' | 'header'> {
  if (span === undefined) return { bytes: undefined, lane: undefined, key: undefined, header: undefined };
  const stream = streamOf(span.place);
  const key = keyOfPlace(span.place);
  return {
    bytes: stream === undefined ? undefined : { client, direction: stream.direction, from: span.from, to: span.to },
    lane: stream?.lane,
    key: key === undefined ? undefined : { ...key, at: span.from, end: span.to },
    header: headerOfPlace(span.place),
  };
}

const bytesOf = (client: number, span: Span | undefined): LinkBytes | undefined => lightOf(client, span).bytes;

/** A link of its own. */
export const linkOf = (
  client: number,
  what: What,
  span: Span | undefined,
  rest: { readonly step?: number | undefined; readonly next: readonly OriginLink[] },
): OriginLink => ({ what, step: rest.step, ...lightOf(client, span), whole: undefined, next: rest.next });

export class Walk {
  private readonly _graph: Graph;
  private readonly _client: number;

  constructor(graph: Graph, client: number) {
    this._graph = graph;
    this._client = client;
  }

  /** What a span was made of, or what became of it. */
  links(way: Way, span: Span, left = LONGEST): OriginLink[] {
    if (left === 0) return [];
    const groups = way === 'origin' ? this._graph.into(span) : this._graph.outOf(span);
    return groups.slice(0, WIDEST).map((group) => this._link(way, group, span, left));
  }

  /** Back from a hop: the link shows what came to its target; on from it: what it became. */
  private _link(way: Way, group: Group, span: Span, left: number): OriginLink {
    const { hop, part, whole, count, step } = group;
    const isInParts = count > 1 && IN_PARTS.has(hop.code);
    const code = isInParts ? `${hop.code}.parts` : hop.code;
    const what = { code, values: { ...hop.values, ...(isInParts ? { parts: count } : {}) } };
    const next = part === undefined ? [] : this.links(way, part, left - 1);
    const here = way === 'origin' ? this._within(hop.target, span, count) : part;
    const all = way === 'origin' ? (count > 1 ? span : hop.target) : whole;
    // What ends is shown where it ended.
    const shown = here ?? span;
    return { what, step, ...lightOf(this._client, shown), whole: bytesOf(this._client, all ?? shown), next };
  }

  private _within(target: Span | undefined, span: Span, count: number): Span | undefined {
    if (target === undefined || count > 1) return span;
    return { place: target.place, from: Math.max(target.from, span.from), to: Math.min(target.to, span.to) };
  }
}
