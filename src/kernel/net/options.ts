/**
 * Socket options. Each is one of
 * - simulated: SO_REUSEADDR, SO_REUSEPORT, SO_LINGER, SO_RCVBUF, SO_SNDBUF; read-only: SO_ERROR, SO_TYPE, SO_DOMAIN,
 *   SO_ACCEPTCONN;
 * - stored, without effect: SO_KEEPALIVE, SO_BROADCAST, SO_OOBINLINE, SO_PRIORITY, the TCP_* and IP_* options below;
 * - absent: all others, among them SO_RCVTIMEO and SO_SNDTIMEO, fail with ENOPROTOOPT.
 */
import { errnoNumber } from '../errno.ts';
import { done, fail, OK } from '../sys.ts';
import type { Outcome } from '../sys.ts';
import type { SocketFile } from './socket-file.ts';

type Level = 'socket' | 'tcp' | 'ip';

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ['SOL_SOCKET', 'socket'],
  ['SOL_TCP', 'tcp'],
  ['IPPROTO_TCP', 'tcp'],
  ['SOL_IP', 'ip'],
  ['IPPROTO_IP', 'ip'],
]);

const READ_ONLY = new Set(['SO_ERROR', 'SO_TYPE', 'SO_DOMAIN', 'SO_ACCEPTCONN']);
const FLAGS = new Set([
  'SO_REUSEADDR',
  'SO_REUSEPORT',
  'SO_KEEPALIVE',
  'SO_BROADCAST',
  'SO_OOBINLINE',
  'TCP_NODELAY',
  'TCP_CORK',
]);

/** Linux's default values, by level. */
const DEFAULTS: Readonly<Record<Level, ReadonlyMap<string, number>>> = {
  socket: new Map([
    ['SO_REUSEADDR', 0],
    ['SO_REUSEPORT', 0],
    ['SO_KEEPALIVE', 0],
    ['SO_BROADCAST', 0],
    ['SO_OOBINLINE', 0],
    ['SO_PRIORITY', 0],
  ]),
  tcp: new Map([
    ['TCP_NODELAY', 0],
    ['TCP_CORK', 0],
    ['TCP_KEEPIDLE', 7200],
    ['TCP_KEEPINTVL', 75],
    ['TCP_KEEPCNT', 9],
    ['TCP_QUICKACK', 1],
    ['TCP_DEFER_ACCEPT', 0],
    ['TCP_USER_TIMEOUT', 0],
  ]),
  ip: new Map([
    ['IP_TOS', 0],
    ['IP_TTL', 64],
  ]),
};

/**
 * Bounds of the buffer sizes: the requested size is doubled and kept between these (net.core.rmem_max and wmem_max, 4
 * MiB since Linux 6.18).
 */
const MOST_BUFFER = 4_194_304;
const LEAST_BUFFER: ReadonlyMap<string, number> = new Map([
  ['SO_RCVBUF', 2304],
  ['SO_SNDBUF', 4608],
]);

const FAMILY_NUMBERS = { AF_UNIX: 1, AF_INET: 2 } as const;
const TYPE_NUMBERS = { SOCK_STREAM: 1, SOCK_DGRAM: 2 } as const;

/** The level of an option, or the errno if this kind of socket does not have the level. */
function levelOf(socket: SocketFile, level: string): Level | 'EOPNOTSUPP' | 'ENOPROTOOPT' {
  const known = LEVELS.get(level);
  if (known === 'socket') return known;
  if (socket.family === 'AF_UNIX') return 'EOPNOTSUPP';
  return known === undefined || (known === 'tcp' && socket.type !== 'SOCK_STREAM') ? 'ENOPROTOOPT' : known;
}

/** setsockopt(2): SO_LINGER takes [onoff, seconds], all others a number. */
export function setOption(
  socket: SocketFile,
  level: string,
  name: string,
  value: number | readonly [onoff: number, seconds: number],
): Outcome<0> {
  const known = levelOf(socket, level);
  if (known === 'EOPNOTSUPP' || known === 'ENOPROTOOPT') return fail(known);
  const set = (key: string, number: number): void => {
    socket.options = { name: key, value: number, before: socket.options };
  };
  if (known === 'socket') {
    if (READ_ONLY.has(name)) return fail('ENOPROTOOPT');
    if (name === 'SO_LINGER') {
      if (typeof value === 'number') return fail('EINVAL');
      set('SO_LINGER', value[0] === 0 ? 0 : 1);
      set('SO_LINGER seconds', value[1]);
      return OK;
    }
    const least = LEAST_BUFFER.get(name);
    if (least !== undefined && typeof value === 'number') {
      if (name === 'SO_RCVBUF') socket.freezeWindow();
      // A negative size counts as a huge one.
      set(name, Math.max(least, 2 * Math.min(value >>> 0, MOST_BUFFER)));
      socket.wakeWriters();
      return OK;
    }
  }
  if (DEFAULTS[known].get(name) === undefined) return fail('ENOPROTOOPT');
  if (name === 'SO_REUSEPORT' && value !== 0 && socket.family === 'AF_UNIX') return fail('EOPNOTSUPP');
  if (typeof value !== 'number') return fail('EINVAL');
  set(name, FLAGS.has(name) && value !== 0 ? 1 : value);
  return OK;
}

/** getsockopt(2). SO_ERROR clears the error that it returns. SO_LINGER returns the seconds, or -1 when it is off. */
export function getOption(socket: SocketFile, level: string, name: string): Outcome<number> {
  const known = levelOf(socket, level);
  // For a level that the socket does not have, getsockopt reports another errno than setsockopt.
  if (known === 'EOPNOTSUPP' || known === 'ENOPROTOOPT') return fail('EOPNOTSUPP');
  if (known === 'socket') {
    const special = socketOption(socket, name);
    if (special !== undefined) return done(special);
  }
  const initial = DEFAULTS[known].get(name);
  return initial === undefined ? fail('ENOPROTOOPT') : done(socket.setOption(name) ?? initial);
}

function socketOption(socket: SocketFile, name: string): number | undefined {
  switch (name) {
    case 'SO_ERROR': {
      const error = socket.takeError();
      return error === undefined ? 0 : errnoNumber(error);
    }
    case 'SO_TYPE':
      return TYPE_NUMBERS[socket.type];
    case 'SO_DOMAIN':
      return FAMILY_NUMBERS[socket.family];
    case 'SO_ACCEPTCONN':
      return socket.isListening ? 1 : 0;
    case 'SO_LINGER':
      return socket.option('SO_LINGER') === 0 ? -1 : socket.option('SO_LINGER seconds');
    case 'SO_RCVBUF':
      return socket.receiveBuffer;
    case 'SO_SNDBUF':
      return socket.sendBuffer;
    default:
      return undefined;
  }
}
