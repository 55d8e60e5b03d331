/** Names of the places in a connection's graph, and what a reader calls them. */
import type { LaneName } from '../../vocabulary.ts';
import type { Direction } from './connection.ts';

/** The places of a request's bytes, in the order in which they pass them; `read` is what left `rfile`. */
export const REQUEST_PLACES = ['typed', 'client out', 'wire to server', 'kernel receive', 'rfile', 'read'] as const;
/** Those of an answer's bytes. */
export const RESPONSE_PLACES = [
  'headers buffer',
  'wfile',
  'sent',
  'wire to client',
  'client queue',
  'client in',
] as const;

export type StreamPlace = (typeof REQUEST_PLACES)[number] | (typeof RESPONSE_PLACES)[number];

const LANE_OF: Readonly<Record<StreamPlace, LaneName>> = {
  typed: 'client out',
  'client out': 'client out',
  'wire to server': 'wire to server',
  'kernel receive': 'kernel receive',
  rfile: 'rfile',
  read: 'rfile',
  'headers buffer': 'headers buffer',
  wfile: 'wfile',
  sent: 'wfile',
  'wire to client': 'wire to client',
  'client queue': 'client in',
  'client in': 'client in',
};

export const streamPlaces = (direction: Direction): readonly StreamPlace[] =>
  direction === 'request' ? REQUEST_PLACES : RESPONSE_PLACES;

/** The direction and the lane of a stream; undefined for a text. */
export function streamOf(place: string): { readonly direction: Direction; readonly lane: LaneName } | undefined {
  if (!Object.hasOwn(LANE_OF, place)) return undefined;
  const name = place as StreamPlace;
  const direction = (REQUEST_PLACES as readonly string[]).includes(name) ? 'request' : 'response';
  return { direction, lane: LANE_OF[name] };
}

export const environPlace = (request: number, key: string): string => `environ ${request} ${key}`;
/** The name of a header, apart from its value. */
export const namePlace = (request: number, key: string): string => `name ${request} ${key}`;
export const attributePlace = (request: number, name: string): string => `attribute ${request} ${name}`;
/** Status, and headers by their place, of one call of `start_response`. */
export const statusPlace = (start: number): string => `status ${start}`;
export const headerPlace = (start: number, place: number, name: string): string => `header ${start} ${place} ${name}`;

/** The key of an environ's place. */
export function keyOfPlace(place: string): { readonly request: number; readonly name: string } | undefined {
  const [, request, name] = /^(?:environ|name) (\d+) (.*)$/s.exec(place) ?? [];
  return name === undefined ? undefined : { request: Number(request), name };
}

export const headerOfPlace = (place: string): string | undefined => /^header \d+ \d+ (.*)$/s.exec(place)?.[1];
