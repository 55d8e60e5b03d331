/** The first byte at which the answers of two runs differ, and the step of each run that wrote it. */
import type { ConnectionSnapshot, Snapshot } from '../../trace/snapshot.ts';
import { findConnection, streamText } from './connection.ts';
import { Follower } from './follow.ts';
import type { Rows } from './record.ts';

/** A byte of an answer: which one, from 0, and of which client, from 0. */
export interface AnswerByte {
  readonly client: number;
  readonly byte: number;
}

/**
 * The first byte that a client of two machines has received differently, or from one of them only: client by client.
 * Undefined where all of it is equal. What is not kept any more is not compared.
 */
export function differingByte(left: Snapshot, right: Snapshot): AnswerByte | undefined {
  for (const connection of left.connections) {
    const { client } = connection;
    const its = connectionOf(right, client);
    if (its === undefined) continue;
    const [one, other] = [streamText(connection, 'response'), streamText(its, 'response')];
    let byte = Math.max(one.from, other.from);
    const end = Math.max(one.from + one.text.length, other.from + other.text.length);
    while (byte < end && one.text[byte - one.from] === other.text[byte - other.from]) byte += 1;
    if (byte < end) return { client, byte };
  }
  return undefined;
}

/** Number of the step that wrote a byte of an answer; undefined for a byte that was not written. */
export function writerOf(rows: Rows, snapshot: Snapshot, { client, byte }: AnswerByte): number | undefined {
  const connection = connectionOf(snapshot, client);
  if (connection === undefined) return undefined;
  const follower = new Follower();
  follower.read(rows);
  const { writes = [], sends = [] } = findConnection(follower, connection).handling ?? {};
  return [...writes, ...sends].find(({ from, to }) => from <= byte && byte < to)?.step;
}

const connectionOf = ({ connections }: Snapshot, client: number): ConnectionSnapshot | undefined =>
  connections.find((one) => one.client === client);
