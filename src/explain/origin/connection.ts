/** One connection of a snapshot beside what the log says of it: its client, its handler, and the bytes themselves. */
import type { ConnectionSnapshot } from '../../trace/snapshot.ts';
import type { LaneName } from '../../vocabulary.ts';
import type { Follower } from './follow.ts';
import { readHead } from './request-head.ts';
import type { Head, Part } from './request-head.ts';
import type { ClientRecord, Handling, RequestRecord } from './record.ts';

export type Direction = 'request' | 'response';

/** The bytes of one direction, from the first one that is still kept. */
export interface StreamText {
  readonly from: number;
  /** One character for each byte. */
  readonly text: string;
}

/** How many characters are made of bytes at a time: an engine takes only a few thousand arguments. */
const PORTION = 4096;

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PORTION) {
    text += String.fromCharCode(...bytes.subarray(at, at + PORTION));
  }
  return text;
}

/** The lanes that hold all bytes of a direction, the fullest of which is read. */
const LANES: Readonly<Record<Direction, readonly LaneName[]>> = {
  request: ['client out'],
  response: ['wfile', 'client in'],
};

export function streamText({ lanes }: ConnectionSnapshot, direction: Direction): StreamText {
  const found = lanes
    .filter(({ name }) => LANES[direction].includes(name))
    .toSorted((one, other) => other.dropped + other.bytes.length - one.dropped - one.bytes.length)[0];
  return { from: found?.dropped ?? 0, text: latin1(found?.bytes ?? new Uint8Array()) };
}

/** A part of a stream; undefined when its beginning is not kept any more. */
export function partOf({ from: start, text }: StreamText, from: number, to: number): Part | undefined {
  return from < start || to > start + text.length ? undefined : { text: text.slice(from - start, to - start), from };
}

/** What the log says about a connection. */
export interface Found {
  readonly client: ClientRecord | undefined;
  readonly handling: Handling | undefined;
}

export function findConnection(follower: Follower, connection: ConnectionSnapshot): Found {
  const client = follower.clients.get(connection.client);
  return { client, handling: findHandling(follower, connection, client) };
}

function findHandling(
  follower: Follower,
  { handler }: ConnectionSnapshot,
  client: ClientRecord | undefined,
): Handling | undefined {
  const { handlings } = follower;
  if (client?.address !== undefined) {
    const found = handlings.find(({ address }) => address === client.address);
    if (found !== undefined) return found;
  }
  // Clients of a Unix socket have no address. A thread that serves all of them does so in the order in which they came.
  const unnamed = handlings.filter(({ address }) => address === undefined);
  const own = unnamed.filter(({ tid }) => handler === undefined || tid === handler.tid);
  if (own.length <= 1) return own[0];
  const connected = client?.connect ?? Infinity;
  const before = [...follower.clients.values()].filter(({ connect = Infinity }) => connect < connected);
  return own[before.length] ?? own.at(-1);
}

/** The head of a request, if its bytes are kept. */
export function headOf({ line, headers }: RequestRecord, stream: StreamText): Head | undefined {
  const lineText = partOf(stream, line.from, line.to);
  const first = headers[0]?.from ?? line.to;
  const block = partOf(stream, first, headers.at(-1)?.to ?? first);
  return lineText === undefined || block === undefined ? undefined : readHead(lineText, block);
}
