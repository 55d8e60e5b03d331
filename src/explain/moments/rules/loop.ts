/** The server and its loop: made, serving, woken by a connection, stopped. */
import { numberAt, textOfBytes } from '../details.ts';
import type { Cause } from '../moment.ts';
import { cause, shownNumber } from '../rule.ts';
import type { Found, Rule, Scene } from '../rule.ts';
import type { World } from '../world.ts';

const KINDS = {
  BaseWSGIServer: 'make_server.base',
  ThreadedWSGIServer: 'make_server.threaded',
  ForkingWSGIServer: 'make_server.forking',
} as const;

/** What has come, when `select` says that the server's socket is readable. */
function woken({ world, row, thread }: Scene): Found | undefined {
  if (row.detail === '()') return undefined;
  const [first] = world.queue;
  const [datagram] = world.datagrams;
  const sender = first ?? datagram?.connection;
  if (sender === undefined || thread === undefined) return undefined;
  const connection = shownNumber(sender);
  return {
    name: 'select',
    from: thread.answered,
    connection: sender,
    request: first === undefined ? sender.requests : null,
    light: { lanes: ['kernel receive'], tab: 'sockets' },
    cause: causeOf(connection, world),
  };
}

function causeOf(connection: number, { queue, datagrams }: World): Cause {
  if (queue.length > 1) return cause('select.connections', { waiting: queue.length, connection });
  if (queue.length === 1) return cause('select.connection', { connection });
  return cause('select.datagram', { bytes: datagrams[0]?.bytes ?? 0, connection });
}

export const LOOP: readonly Rule[] = [
  {
    on: 'call run_simple',
    find: ({ row }) => ({
      name: 'run_simple',
      connection: null,
      light: { tab: 'log' },
      cause: cause('run_simple', { host: textOfBytes(row.detail.split(',', 1)[0] ?? '') }),
    }),
  },
  {
    on: 'return make_server',
    find({ row }) {
      const name = row.detail.slice(1, -1);
      const code = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : 'make_server.base';
      return { name: 'make_server', connection: null, light: { tab: 'ladders' }, cause: cause(code, {}) };
    },
  },
  {
    on: 'call serve_forever',
    find({ row, frame, world }) {
      if (frame?.isOutermost !== true) return undefined;
      const seconds = numberAt(row.detail) === undefined ? 0.5 : Number(row.detail);
      return {
        name: 'serve_forever',
        connection: null,
        light: { tab: 'ladders' },
        cause: cause(world.backlog > 0 ? 'serve_forever' : 'serve_forever.datagrams', { seconds }),
      };
    },
  },
  { on: 'return select', find: woken },
];
