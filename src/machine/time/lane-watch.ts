/** Searches for bytes that come into the lanes of connections. */
import { decodeLatin1 } from '../../python/bytes.ts';
import type { Lane } from '../../trace/snapshot.ts';
import { ByteLog } from '../watch/byte-log.ts';
import type { Lanes, WireLane } from '../watch/lanes.ts';
import type { LaneName } from '../../vocabulary.ts';

/** How many bytes before the new ones a match may begin, and so the longest match. */
export const LOOK_BACK = 4096;

export class LaneWatch {
  private readonly _matcher: RegExp;
  private readonly _names: readonly LaneName[];
  private readonly _client: number | undefined;
  /** How many bytes of each lane have been searched, by client and lane. */
  private readonly _seen = new Map<string, number>();

  /** @param matcher a global expression over latin-1 text. */
  constructor(matcher: RegExp, names: readonly LaneName[], client: number | undefined) {
    this._matcher = matcher;
    this._names = names;
    this._client = client;
  }

  /** Marks all bytes that have come so far as searched, on all connections. */
  learn(lanes: Lanes): void {
    for (const entry of lanes.clients) this._looksAt(entry, lanes, false);
  }

  /** Whether bytes that have come to a client's connection since the last search complete a match. */
  sees(client: number | undefined, lanes: Lanes): boolean {
    const entry = client === undefined ? undefined : lanes.clients[client];
    if (entry === undefined || (this._client !== undefined && this._client !== client)) return false;
    return this._looksAt(entry, lanes, true);
  }

  private _looksAt(entry: Entry, lanes: Lanes, isAsked: boolean): boolean {
    let isSeen = false;
    for (const name of this._names) {
      const key = `${entry.client.number} ${name}`;
      const length = lengthOf(name, entry, lanes);
      const seen = this._seen.get(key) ?? 0;
      if (length === seen) continue;
      this._seen.set(key, length);
      if (isAsked && length > seen && this._matches(laneOf(name, entry, lanes), seen)) isSeen = true;
    }
    return isSeen;
  }

  private _matches({ bytes, dropped }: Lane, seen: number): boolean {
    const from = Math.max(0, seen - dropped - LOOK_BACK);
    const old = seen - dropped - from;
    for (const match of decodeLatin1(bytes.subarray(from)).matchAll(this._matcher)) {
      if (match.index + match[0].length > old) return true;
    }
    return false;
  }
}

type Entry = Lanes['clients'][number];

function flowOf(entry: Entry, lanes: Lanes): ReturnType<Lanes['flow']> | undefined {
  const flow = lanes.sockets.get(entry.process)?.flow;
  return flow === undefined ? undefined : lanes.flows.get(flow);
}

const isWire = (name: LaneName): name is WireLane => name === 'wire to server' || name === 'wire to client';

function lengthOf(name: LaneName, entry: Entry, lanes: Lanes): number {
  if (name === 'client out') return lanes.clientOut.get(entry.process)?.length ?? 0;
  if (name === 'client in') return entry.client.receivedLength;
  if (isWire(name)) return lanes.wire(entry.process, name)?.length ?? 0;
  return flowOf(entry, lanes)?.lengthOf(name) ?? 0;
}

function laneOf(name: LaneName, entry: Entry, lanes: Lanes): Lane {
  if (isWire(name)) return (lanes.wire(entry.process, name) ?? new ByteLog()).lane(name, 0);
  const flow = flowOf(entry, lanes);
  if (name !== 'client out' && name !== 'client in' && flow !== undefined) return flow.lane(name);
  if (name === 'client out') return (lanes.clientOut.get(entry.process) ?? new ByteLog()).lane(name, 0);
  const received = new ByteLog();
  received.append(entry.client.receivedBytes);
  return received.lane(name, received.length);
}
