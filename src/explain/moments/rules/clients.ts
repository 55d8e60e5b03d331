/** What clients do, what reaches them, and what the network does to segments. */
import { descriptorOf, lastResultOf, numberAt, resultOf } from '../details.ts';
import type { MomentLight } from '../moment.ts';
import { cause, datagramOf, requestOf, shownNumber } from '../rule.ts';
import type { Found, Rule, Scene } from '../rule.ts';
import type { Connection } from '../state.ts';

/** The connection of a client's system call. */
function ofClient({ thread, world, row }: Scene): Connection | undefined {
  return thread === undefined || thread.process.isServer ? undefined : world.fileOf(thread, row.detail)?.connection;
}

function connected(scene: Scene): Found | undefined {
  const { row, world } = scene;
  const connection = ofClient(scene);
  if (connection === undefined) return undefined;
  const result = lastResultOf(row.detail);
  if (result === 'ECONNREFUSED')
    return { name: 'refused', connection, request: null, light: SOCKETS, cause: cause('refused', {}) };
  if (result !== '0')
    return {
      name: 'refused',
      connection,
      request: null,
      light: SOCKETS,
      cause: cause('refused.other', { error: result }),
    };
  if (connection.isDatagram)
    return { name: 'connect', connection, request: null, light: SOCKETS, cause: cause('connect.datagrams', {}) };
  const waiting = world.queue.indexOf(connection);
  if (world.hasLink)
    return { name: 'connect', connection, request: null, light: SOCKETS, cause: cause('connect.link', {}) };
  return {
    name: 'connect',
    connection,
    request: null,
    light: SOCKETS,
    cause: waiting > 0 ? cause('connect.behind', { waiting }) : cause('connect', {}),
  };
}

const SOCKETS = { tab: 'sockets' } as const;

/** What comes as much later, in seconds, is a moment of its own: there was time to wait for it. */
const LATER = 0.3;

/** Bytes of a client: those that begin the head of a request, or its body, and those that come later. */
function sent(scene: Scene): Found | undefined {
  const { row, world, journal } = scene;
  const connection = ofClient(scene);
  const bytes = numberAt(lastResultOf(row.detail));
  if (connection === undefined || bytes === undefined) return undefined;
  const from = connection.toldTotal;
  journal.set(connection, 'toldTotal', from + bytes);
  if (connection.isDatagram) {
    const request = datagramOf(scene);
    return { name: 'sent', connection, request, light: lit(from, bytes), cause: cause('sent.datagram', { bytes }) };
  }
  const request = requestOf(connection);
  const isBody = connection.exchange?.isParsed === true && connection.exchange.number === request;
  const told = isBody ? 'toldBody' : 'toldHead';
  const isLate = row.time - connection.toldTime >= LATER;
  journal.set(connection, 'toldTime', row.time);
  if (connection[told] >= request && !isLate) return undefined;
  journal.set(connection, told, request);
  return {
    name: 'sent',
    connection,
    request,
    light: lit(from, bytes),
    cause: sentCause(connection, bytes, world.hasLink),
  };
}

const lit = (from: number, bytes: number): MomentLight => ({
  bytes: { direction: 'request', from, to: from + bytes },
  lanes: ['client out', 'kernel receive'],
});

function sentCause({ state, client }: Connection, bytes: number, hasLink: boolean): Found['cause'] {
  if (hasLink) return cause('sent.link', { bytes });
  if (state === 'queued') return cause('sent.queued', { bytes });
  if (state === 'closed') return cause('sent.closed', { bytes });
  return cause('sent', { bytes, connection: client + 1 });
}

function received(scene: Scene): ReturnType<Rule['find']> {
  const { row, journal } = scene;
  const connection = ofClient(scene);
  if (connection === undefined) return undefined;
  const result = resultOf(row.detail);
  const bytes = numberAt(result);
  if (bytes === undefined) return result === 'ECONNRESET' ? wasReset(scene, connection) : undefined;
  if (bytes === 0 && !connection.isDatagram) return ended(scene, connection);
  const { gotTotal, answers, answered } = connection;
  const last = connection.isDatagram ? answered + 1 : answers.findLastIndex(({ from }) => from < gotTotal) + 1;
  if (last <= answered) return undefined;
  journal.set(connection, 'answered', last);
  // 100 Continue and the answer after it may come at once: the client has one answer then.
  const requests = new Set(answers.slice(answered, last).map((answer) => answer.request));
  return [...requests].map((request): Found => ({
    name: 'answered',
    connection,
    request,
    light: { bytes: { direction: 'response', from: gotTotal - bytes, to: gotTotal }, lanes: ['client in'] },
    cause: connection.isDatagram ? cause('answered.datagram', { bytes }) : answerCause(connection, bytes),
  }));
}

const answerCause = ({ state }: Connection, bytes: number): Found['cause'] =>
  state === 'closed' ? cause('answered.closed', { bytes }) : cause('answered', { bytes });

function wasReset({ journal }: Scene, connection: Connection): Found | undefined {
  if (connection.isEndTold) return undefined;
  journal.set(connection, 'isEndTold', true);
  return { name: 'reset', connection, request: null, light: SOCKETS, cause: cause('reset.client', {}) };
}

function ended({ journal }: Scene, connection: Connection): Found | undefined {
  if (connection.isEndTold) return undefined;
  journal.set(connection, 'isEndTold', true);
  return {
    name: 'end',
    connection,
    request: null,
    light: { lanes: ['client in'], tab: 'sockets' },
    cause: connection.gotTotal === 0 ? cause('end.nothing', {}) : cause('end', {}),
  };
}

export const CLIENTS: readonly Rule[] = [
  { on: 'syscall connect', find: connected },
  {
    on: 'block connect',
    find({ thread, world }) {
      const connection = thread?.connection;
      if (connection === undefined || thread?.process.isServer === true || world.hasLink) return undefined;
      return {
        name: 'queue full',
        connection,
        request: null,
        light: SOCKETS,
        cause: cause('queue full', { waiting: world.queue.length }),
      };
    },
  },
  { on: 'syscall sendto', find: sent },
  { on: 'syscall recvfrom', find: received },
  {
    on: 'syscall shutdown',
    find(scene) {
      const connection = ofClient(scene);
      if (connection === undefined || lastResultOf(scene.row.detail) !== '0') return undefined;
      return { name: 'half-close', connection, request: null, light: SOCKETS, cause: cause('half-close', {}) };
    },
  },
  {
    on: 'syscall setsockopt',
    find(scene) {
      const connection = ofClient(scene);
      if (connection !== undefined && scene.row.detail.includes('SO_LINGER'))
        scene.journal.set(connection, 'lingers', true);
      return undefined;
    },
  },
  {
    on: 'syscall close',
    find(scene) {
      const { row, world, thread } = scene;
      const connection = ofClient(scene);
      if (connection === undefined || thread === undefined || lastResultOf(row.detail) !== '0') return undefined;
      world.forget(thread, row.detail);
      const values = { fd: descriptorOf(row.detail) };
      if (connection.isDatagram)
        return {
          name: 'client close',
          connection,
          request: null,
          light: SOCKETS,
          cause: cause('client close.datagrams', values),
        };
      return {
        name: 'client close',
        connection,
        request: null,
        light: SOCKETS,
        cause: connection.lingers ? cause('client close.reset', {}) : cause('client close', {}),
      };
    },
  },
  {
    // The server stops listening: who still waits in the queue is turned away.
    on: 'socket closed',
    find({ row, world, journal }) {
      const connection = world.withSocket(row.detail);
      if (connection?.state !== 'queued' || world.running === 0) return undefined;
      if (!row.detail.startsWith(`socket ${connection.serverSocket}:`)) return undefined;
      world.leave(connection);
      journal.set(connection, 'state', 'closed');
      return {
        name: 'reset',
        connection,
        request: null,
        light: SOCKETS,
        cause: cause('reset.queued', { connection: shownNumber(connection) }),
      };
    },
  },
  {
    on: 'segment lost',
    find: ({ row, world }) => ({
      name: 'lost',
      connection: world.withSocket(row.detail) ?? null,
      light: SEGMENTS,
      cause: cause('lost', { segment: row.detail.slice(row.detail.lastIndexOf(': ') + 2) }),
    }),
  },
  {
    on: 'segment sent again',
    find: ({ row, world }) => ({
      name: 'sent again',
      connection: world.withSocket(row.detail) ?? null,
      light: SEGMENTS,
      cause: cause('sent again', { segment: row.detail.slice(row.detail.lastIndexOf(': ') + 2) }),
    }),
  },
];

const SEGMENTS = { lanes: ['wire to server', 'wire to client'] } as const;
