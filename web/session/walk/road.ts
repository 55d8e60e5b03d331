/**
 * The walk of one request as stops: what has happened, what is happening, and what is still to come. Where a request
 * ends early its fault takes the place of what does not come. Plain functions on moments.
 */
import { WALK, isWalkName } from '../../../src/explain/moments/moment.ts';
import type { Moment, MomentName, WalkName } from '../../../src/explain/moments/moment.ts';

/** The request that is looked at: both count from 0. A client that has no connection yet is undefined. */
export interface Subject {
  readonly client: number | undefined;
  readonly request: number;
}

export interface Stop {
  readonly name: MomentName;
  readonly isFault: boolean;
  /** Undefined for what is still to come. */
  readonly moment: Moment | undefined;
}

/** What a server does before it has a connection. */
const STARTUP = 4;
/** What ends a request early, or gives it another answer. */
const FAULTS: ReadonlySet<string> = new Set([
  ...['error', 'exception', 'handle_error', 'empty request', 'dropped', 'reset', 'timeout', 'rejected', 'refused'],
]);

const bySteps = (one: Moment, other: Moment): number => one.step - other.step;

/**
 * The moments of a request in order: first those in which the server has started and found the connection, then its
 * own.
 */
export function roadOf(moments: readonly Moment[], { client, request }: Subject): readonly Moment[] {
  const own = moments.filter((moment) => client !== undefined && isOf(moment, client, request)).toSorted(bySteps);
  const begin = own.find(({ name }) => name === 'get_request')?.step ?? Infinity;
  const known = new Set(own.map(({ name }) => name));
  const startup = WALK.slice(0, STARTUP).flatMap((name) =>
    known.has(name)
      ? []
      : (moments.findLast((moment) => moment.name === name && moment.client === undefined && moment.step < begin) ??
        []),
  );
  return [...startup, ...own].toSorted(bySteps);
}

/** A request's own, and those of its connection that belong to no request: of its beginning and of its end. */
const isOf = (moment: Moment, client: number, request: number): boolean =>
  moment.client === client && (moment.request ?? request) === request;

/** The stops of a request: what has a moment, then what is expected to come. */
export function stopsOf(road: readonly Moment[]): readonly Stop[] {
  const stops: Stop[] = [];
  const seen = new Set<MomentName>();
  for (const moment of road) {
    const { name } = moment;
    if (seen.has(name) || (!isWalkName(name) && !FAULTS.has(name))) continue;
    seen.add(name);
    stops.push({ name, moment, isFault: FAULTS.has(name) });
  }
  const isFaulty = stops.some(({ isFault }) => isFault);
  return [...stops, ...restOf(seen, isFaulty).map((name) => ({ name, moment: undefined, isFault: false }))];
}

/** What is still to come after these: of a request that has failed, its end alone. */
function restOf(seen: ReadonlySet<MomentName>, isFaulty: boolean): readonly WalkName[] {
  if (seen.has('close')) return [];
  if (isFaulty) return ['close'];
  const last = WALK.findLastIndex((name) => seen.has(name));
  return WALK.slice(last + 1);
}

/** How many requests of a connection have moments; 0 if none has. */
export function requestsOf(moments: readonly Moment[], client: number | undefined): number {
  if (client === undefined) return 0;
  return moments.reduce(
    (most, { client: own, request }) => (own === client ? Math.max(most, (request ?? 0) + 1) : most),
    0,
  );
}
