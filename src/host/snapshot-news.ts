/**
 * Snapshots on their way to the page, as what is new since the last one. The log of the server, the bytes of lanes and
 * those in the queues of sockets would make each report as long as everything that ever happened.
 */
import type { ConnectionSnapshot, Lane, Snapshot, SocketSnapshot } from '../index.ts';
import { bytesNews, isNews, readBytes, readText, textNews } from './byte-news.ts';
import type { BytesNews, Section, TextNews } from './byte-news.ts';

export interface LaneNews extends Omit<Lane, 'bytes'> {
  readonly bytes: BytesNews;
}

export interface ConnectionNews extends Omit<ConnectionSnapshot, 'lanes'> {
  readonly lanes: readonly LaneNews[];
}

export interface SocketNews extends Omit<SocketSnapshot, 'receiveQueue' | 'sendQueue'> {
  readonly receiveQueue: BytesNews;
  readonly sendQueue: BytesNews;
}

export interface SnapshotNews extends Omit<Snapshot, 'connections' | 'sockets' | 'log'> {
  readonly connections: readonly ConnectionNews[];
  readonly sockets: readonly SocketNews[];
  readonly log: TextNews;
}

const laneKey = (client: number, lane: string): string => `${client} ${lane}`;
const queueKey = (socket: number, queue: 'receive' | 'send'): string => `${queue} ${socket}`;

/** Bytes that both ends keep for later snapshots, beside those of the last one. */
const MOST_KEPT_BYTES = 8 * 1024 * 1024;

/** The bases of one stream of snapshots: the longest section of each name so far, and the longest log. */
class Bases {
  log = '';
  private _sections = new Map<string, Section>();
  /** Those of the snapshot that is being sent, or read. */
  private _present = new Map<string, Section>();

  get(key: string): Section | undefined {
    return this._sections.get(key);
  }

  keep(key: string, section: Section, news: BytesNews): void {
    const old = this._sections.get(key);
    const next = old === undefined || isNews(news) ? section : old;
    if (next.bytes.length > 0) this._present.set(key, next);
  }

  /** The snapshot is done. Sections that it did not have are forgotten if they take too much room. */
  turn(): void {
    const all = new Map([...this._sections, ...this._present]);
    let total = 0;
    for (const { bytes } of all.values()) total += bytes.length;
    this._sections = total <= MOST_KEPT_BYTES ? all : this._present;
    this._present = new Map();
  }
}

export class SnapshotSender {
  private readonly _bases = new Bases();

  newsOf(snapshot: Snapshot): SnapshotNews {
    const log = textNews(snapshot.log, this._bases.log);
    if (isNews(log)) this._bases.log = snapshot.log;
    const connections = snapshot.connections.map((connection) => ({
      ...connection,
      lanes: connection.lanes.map((lane) => ({
        ...lane,
        bytes: this._news(laneKey(connection.client, lane.name), lane),
      })),
    }));
    const sockets = snapshot.sockets.map((socket) => ({
      ...socket,
      receiveQueue: this._news(queueKey(socket.id, 'receive'), { dropped: 0, bytes: socket.receiveQueue }),
      sendQueue: this._news(queueKey(socket.id, 'send'), { dropped: 0, bytes: socket.sendQueue }),
    }));
    this._bases.turn();
    return { ...snapshot, connections, sockets, log };
  }

  private _news(key: string, section: Section): BytesNews {
    const news = bytesNews(section, this._bases.get(key));
    this._bases.keep(key, section, news);
    return news;
  }
}

/** The news do not fit what was sent before: they come from other code than ours. */
class MisfitError extends Error {}

export class SnapshotReceiver {
  private readonly _bases = new Bases();

  /** The snapshot that news tell of; undefined if they do not fit what was sent before. */
  read(news: SnapshotNews): Snapshot | undefined {
    try {
      return this._read(news);
    } catch (error) {
      if (error instanceof MisfitError) return undefined;
      throw error;
    }
  }

  private _read(news: SnapshotNews): Snapshot {
    const log = readText(news.log, this._bases.log);
    if (log === undefined) throw new MisfitError('log');
    if (isNews(news.log)) this._bases.log = log;
    const connections = news.connections.map((connection) => ({
      ...connection,
      lanes: connection.lanes.map((lane) => ({
        ...lane,
        bytes: this._bytes(laneKey(connection.client, lane.name), lane.bytes, lane.dropped),
      })),
    }));
    const sockets = news.sockets.map((socket) => ({
      ...socket,
      receiveQueue: this._bytes(queueKey(socket.id, 'receive'), socket.receiveQueue, 0),
      sendQueue: this._bytes(queueKey(socket.id, 'send'), socket.sendQueue, 0),
    }));
    this._bases.turn();
    return { ...news, connections, sockets, log };
  }

  private _bytes(key: string, news: BytesNews, dropped: number): Uint8Array {
    const bytes = readBytes(news, this._bases.get(key));
    if (bytes === undefined) throw new MisfitError(key);
    this._bases.keep(key, { dropped, bytes }, news);
    return bytes;
  }
}
