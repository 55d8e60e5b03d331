/** The end of a connection at the server. */
import { descriptorOf, lastResultOf } from '../details.ts';
import type { Cause } from '../moment.ts';
import { cause, datagramOf, isWithin } from '../rule.ts';
import type { Found, Rule, Scene } from '../rule.ts';
import type { Connection } from '../state.ts';
import { World } from '../world.ts';

const LIGHT = { lanes: ['kernel receive', 'client in'], tab: 'sockets' } as const;

function closed(scene: Scene): Found | undefined {
  const { journal, connection, frame } = scene;
  if (connection === undefined || frame?.isOutermost !== true) return undefined;
  if (connection.isDatagram) {
    return {
      name: 'close',
      request: datagramOf(scene),
      light: { tab: 'sockets' },
      cause: cause('close.datagram', {}),
    };
  }
  if (connection.state === 'closed') return undefined;
  journal.set(connection, 'state', 'closed');
  return { name: 'close', request: null, light: LIGHT, cause: closeCause(connection) };
}

function closeCause({ unread, fault, fd, isServed }: Connection): Cause {
  if (!isServed) return cause('close.unserved', { fd });
  if (unread > 0) return cause('close.reset', { bytes: unread });
  if (fault === 'gone') return cause('close.gone', { fd });
  return cause('close', { fd });
}

export const CLOSING: readonly Rule[] = [
  {
    on: 'return finish',
    find(scene) {
      const { frame, connection, row } = scene;
      if (frame?.isOutermost !== true || connection === undefined) return undefined;
      if (connection.isDatagram) {
        const isSent = row.name.includes('Datagram');
        return {
          name: 'finish',
          request: datagramOf(scene),
          light: { lanes: ['client in'] },
          cause: isSent ? cause('finish.datagram', {}) : cause('finish.plain', {}),
        };
      }
      return {
        name: 'finish',
        request: null,
        light: { lanes: ['rfile', 'wfile'], tab: 'ladders' },
        cause: cause('finish', {}),
      };
    },
  },
  {
    on: 'syscall shutdown',
    find({ row, journal, thread, connection }) {
      const isOfServer = thread?.process.isServer === true && connection !== undefined;
      if (isOfServer && lastResultOf(row.detail) === 'ENOTCONN') journal.set(connection, 'fault', 'gone');
      return undefined;
    },
  },
  { on: 'return shutdown_request', find: closed },
  {
    on: 'syscall close',
    find(scene) {
      const { row, thread, world, journal } = scene;
      if (thread?.process.isServer !== true || lastResultOf(row.detail) !== '0') return undefined;
      const connection = world.fileOf(thread, row.detail)?.connection;
      world.forget(thread, row.detail);
      if (connection === undefined || connection.state !== 'accepted' || connection.pid !== thread.process.pid)
        return undefined;
      if (World.holds(thread.process, connection)) return undefined;
      if (isWithin(scene, 'shutdown_request') || isWithin(scene, 'close_request')) return undefined;
      journal.set(connection, 'state', 'closed');
      const values = { fd: descriptorOf(row.detail) };
      return {
        name: 'close',
        from: row.number,
        connection,
        request: null,
        light: LIGHT,
        cause: cause('close.program', values),
      };
    },
  },
  {
    // A process that ends closes what it has left open.
    on: 'exit',
    find({ thread, world, journal }) {
      if (thread?.process.isServer !== true) return undefined;
      const open = world.openOf(thread.process);
      return open.map((connection): Found => {
        journal.set(connection, 'state', 'closed');
        return { name: 'close', connection, request: null, light: LIGHT, cause: cause('close.exit', {}) };
      });
    },
  },
];
