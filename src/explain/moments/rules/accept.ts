/** From the listen queue to a handler: accept, and the thread or process that serves. */
import { addressAfter, exceptionName, lastResultOf, numberAt, resultOf } from '../details.ts';
import { cause, datagramOf, isWithin, shownNumber } from '../rule.ts';
import type { Found, Rule, Scene } from '../rule.ts';
import { World } from '../world.ts';

/** A connection or a datagram that `get_request` has returned. */
function taken(scene: Scene): Found | undefined {
  const { connection, frame, world } = scene;
  if (connection === undefined || frame?.isOutermost !== true) return undefined;
  const { fd, isDatagram, unread } = connection;
  if (isDatagram) {
    return {
      name: 'get_request',
      light: { lanes: ['kernel receive'], tab: 'sockets' },
      request: datagramOf(scene),
      cause: cause('get_request.datagram', { connection: shownNumber(connection) }),
    };
  }
  return {
    name: 'get_request',
    light: { lanes: ['kernel receive'], tab: 'sockets' },
    request: null,
    cause:
      unread > 0
        ? cause('get_request.bytes', { fd, bytes: unread })
        : cause('get_request', { fd, waiting: world.queue.length }),
  };
}

const PROCESSING = {
  ThreadingMixIn: 'process_request.threading',
  ForkingMixIn: 'process_request.forking',
} as const;

function processed(scene: Scene): Found | undefined {
  const { row, frame, connection } = scene;
  if (frame?.isOutermost !== true || connection === undefined) return undefined;
  const mixin = Object.entries(PROCESSING).find(([name]) => row.name.includes(name))?.[1];
  return {
    name: 'process_request',
    light: { tab: 'ladders' },
    request: connection.isDatagram ? datagramOf(scene) : null,
    cause: mixin === undefined ? cause('process_request', {}) : cause(mixin, {}),
  };
}

/** The address of the peer in the row that accepted nothing. */
const isFailed = (detail: string): boolean => numberAt(resultOf(detail)) === undefined;

export const ACCEPT: readonly Rule[] = [
  { on: 'return get_request', find: taken },
  {
    // A program that accepts by itself.
    on: 'syscall accept4',
    find(scene) {
      const { row, connection } = scene;
      if (isWithin(scene, 'get_request')) return undefined;
      if (connection === undefined || isFailed(row.detail) || scene.thread?.process.isServer !== true) return undefined;
      const from = addressAfter(resultOf(row.detail), ' from ');
      const values = { fd: connection.fd, address: from === '' ? '(no address)' : from };
      return {
        name: 'get_request',
        request: null,
        light: { tab: 'sockets' },
        cause: cause('get_request.program', values),
      };
    },
  },
  {
    on: 'raise get_request',
    find({ row, frame, world }) {
      const [first] = world.queue;
      if (frame?.isOutermost !== true) return undefined;
      return {
        name: 'accept failed',
        connection: first ?? null,
        request: null,
        light: { tab: 'sockets' },
        cause: cause('accept failed', { error: exceptionName(row.detail) }),
      };
    },
  },
  {
    on: 'return verify_request',
    find({ row, frame, connection }) {
      if (frame?.isOutermost !== true || row.detail !== 'False' || connection === undefined) return undefined;
      return { name: 'rejected', request: null, cause: cause('rejected', { connection: shownNumber(connection) }) };
    },
  },
  { on: 'call process_request', find: processed },
  {
    on: 'return process_request',
    find({ journal, thread, frame }) {
      // From here on the thread serves nobody: another one does, or it is done.
      if (frame?.isOutermost === true && thread !== undefined) journal.set(thread, 'connection', undefined);
      return undefined;
    },
  },
  {
    on: 'call process_request_thread',
    find(scene) {
      const { thread, connection, frame } = scene;
      if (connection === undefined || thread === undefined || frame?.isOutermost !== true) return undefined;
      return {
        name: 'thread',
        light: { tab: 'threads' },
        request: connection.isDatagram ? datagramOf(scene) : null,
        cause: cause('thread', { connection: shownNumber(connection), thread: thread.name }),
      };
    },
  },
  {
    on: 'syscall fork',
    find(scene) {
      const { row, connection, thread } = scene;
      const pid = numberAt(lastResultOf(row.detail));
      if (pid === undefined || connection === undefined || thread?.process.isServer !== true) return undefined;
      const light = { tab: 'threads' } as const;
      const from = World.within(thread.frame, 'fork')?.step ?? row.number;
      return {
        name: 'fork',
        from,
        light,
        request: connection.isDatagram ? datagramOf(scene) : null,
        cause: connection.isDatagram ? cause('fork.datagram', { pid }) : cause('fork', { pid, fd: connection.fd }),
      };
    },
  },
  {
    on: 'return waitpid',
    find({ row }) {
      const pid = Number(/^\((-?\d+),/.exec(row.detail)?.[1] ?? '0');
      if (pid <= 0) return undefined;
      return { name: 'reap', connection: null, light: { tab: 'threads' }, cause: cause('reap', { pid }) };
    },
  },
  {
    on: 'call finish_request',
    find(scene) {
      const { journal, thread, frame, connection } = scene;
      if (frame?.isOutermost !== true || connection === undefined || thread === undefined) return undefined;
      journal.set(connection, 'pid', thread.process.pid);
      journal.set(connection, 'isServed', true);
      return {
        name: 'finish_request',
        light: { tab: 'ladders' },
        request: connection.isDatagram ? datagramOf(scene) : null,
        cause: cause('finish_request', {}),
      };
    },
  },
];
