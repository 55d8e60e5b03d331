/** What a thread waits for that reads from a connection: how far the request has come, and what is missing. */
import type { FrameSnapshot, SocketSnapshot } from '../../trace/snapshot.ts';
import { atTime, byClient, connectionNumber, rounded } from './reason.ts';
import type { Reason, Waiter } from './reason.ts';
import { addressText, methodOf } from './scene.ts';
import type { WaitCode } from './wait.ts';

/** A thread that receives from `socket`. */
export function receiveWait(waiter: Waiter, socket: SocketSnapshot): Reason {
  const { scene, until } = waiter;
  if (socket.type === 'SOCK_DGRAM') {
    return { code: 'recv.datagram', endedBy: [{ kind: 'anyone' }, ...atTime(until)] };
  }
  const client = scene.clientOf(socket);
  const { snapshot, history } = scene;
  const news = history.lastNews(socket.id, snapshot.step);
  const values = {
    connection: connectionNumber(client),
    seconds: news === undefined ? 0 : rounded(snapshot.time - news),
  };
  const { code, more } = progress(waiter, socket, client);
  return { code, values: { ...values, ...more }, endedBy: [...byClient(client), ...atTime(until)] };
}

interface Progress {
  readonly code: WaitCode;
  readonly more?: Readonly<Record<string, number>>;
}

function progress(waiter: Waiter, socket: SocketSnapshot, client: number | undefined): Progress {
  const { stack } = waiter.thread;
  const frame = (method: string): FrameSnapshot | undefined => stack.findLast(({ name }) => methodOf(name) === method);
  // An app may read from a socket of its own.
  const served = waiter.scene.servedAddress(waiter.thread) ?? addressText(socket.remote);
  if (served !== addressText(socket.remote)) return { code: 'recv.plain' };
  const wsgi = frame('run_wsgi');
  if (wsgi !== undefined) return bodyProgress(waiter, wsgi, client);
  if (frame('parse_request') !== undefined) return { code: 'recv.headers' };
  const handling = frame('handle_one_request');
  const line = frame('readline');
  if (handling === undefined || line === undefined) return { code: 'recv.plain' };
  const bytes = arrivedSince(waiter, line.step);
  if (bytes > 0) return { code: 'recv.line', more: { bytes } };
  const { history, snapshot } = waiter.scene;
  return { code: history.hasReceived(socket.id, snapshot.step) ? 'recv.next' : 'recv.nothing' };
}

function bodyProgress(waiter: Waiter, { step }: FrameSnapshot, client: number | undefined): Progress {
  const { stack } = waiter.thread;
  if (stack.some(({ self }) => self === 'DechunkedInput')) return { code: 'recv.chunk' };
  const handler = waiter.scene.connection(client)?.handler;
  const header = handler?.headers?.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  const length = Number(header ?? Number.NaN);
  if (!Number.isSafeInteger(length)) return { code: 'recv.body' };
  return { code: 'recv.body', more: { length, missing: Math.max(0, length - arrivedSince(waiter, step)) } };
}

/** How many bytes a thread has got since a call began: in its buffer then, or received since. */
function arrivedSince({ scene, thread }: Waiter, step: number): number {
  const { history, snapshot } = scene;
  return history.bufferedAt(thread.tid, step) + history.receivedBy(thread.tid, step, snapshot.step);
}
