/** The threads between the bytes in `rfile` and the keys of the environ that were made of them, for a face to draw. */
import type { Snapshot } from '../../trace/snapshot.ts';
import { findConnection, headOf, streamText } from './connection.ts';
import { Follower } from './follow.ts';
import type { KeySource } from './request-head.ts';
import type { Rows } from './record.ts';

/** One thread: some bytes, and the part of a key's value that was made of them. */
export interface Thread {
  /** The key of the environ. */
  readonly key: string;
  /** The bytes, counted from the first one that the client sent. */
  readonly from: number;
  readonly to: number;
  /** The characters of the value; as many as bytes, unless they were decoded. */
  readonly at: number;
  readonly end: number;
  /** What they are: a face has a colour for each. */
  readonly is: KeySource['is'];
}

export interface ThreadsOptions {
  /** Number of the client, from 0; without it the first one that is being handled. */
  readonly client?: number;
  /** Number of the request on that connection, from 0; without it the last one. */
  readonly request?: number;
  /** What has read the rows already, so that they need not be read again. @internal */
  readonly follower?: Follower;
}

/**
 * The threads of a request. Without an environ, before `make_environ` has returned, there are none. Keys that were made
 * of no byte (`SERVER_NAME`, `wsgi.input`) have none.
 */
export function threadsOf(snapshot: Snapshot, rows: Rows, options: ThreadsOptions = {}): readonly Thread[] {
  const { client, request: number, follower = new Follower() } = options;
  const connection =
    client === undefined
      ? snapshot.connections.find(({ handler }) => handler !== undefined)
      : snapshot.connections.find((one) => one.client === client);
  if (connection === undefined) return [];
  follower.read(rows);
  const { handling } = findConnection(follower, connection);
  const request = number === undefined ? handling?.requests.at(-1) : handling?.requests[number];
  if (request?.environ === undefined || request.environ >= snapshot.step) return [];
  const keys = headOf(request, streamText(connection, 'request'))?.keys ?? [];
  return keys.flatMap(({ key, is, pieces }) => pieces.map((piece): Thread => ({ key, is, ...piece })));
}
