/** Makes random sequences: a beginning that gets somewhere (a listener, a connection), then anything. */
import type { Random } from '../../../src/kernel/sched/random.ts';
import type { Family, Kind, Operation, Place, Sequence, SocketType } from './operations.ts';
import { KINDS, PORTS } from './operations.ts';

const HOST = '127.0.0.1';
const [PORT, OTHER_PORT] = PORTS;

/** What is done, and how likely. */
type Weights = Readonly<Partial<Record<Action, number>>>;
type Action = Operation['do'] | 'soerror';

const USUAL: Weights = {
  ...{
    send: 12,
    recv: 14,
    shutdown: 7,
    close: 6,
    sockname: 3,
    peername: 3,
    soerror: 4,
    connect: 6,
    accept: 5,
    listen: 3,
  },
  ...{ bind: 3, socket: 3, dup: 2, setopt: 4, getopt: 2, read: 2, write: 2, sendto: 1, select: 1, epoll: 1, ectl: 3 },
  ...{ ewait: 4, fill: 0.5, drain: 0.7, pipe: 0.2, pause: 0.05 },
};
const WEIGHTS: Readonly<Record<Kind, Weights>> = {
  tcp: USUAL,
  unix: USUAL,
  mix: USUAL,
  http: { ...USUAL, sendto: 0, bind: 0, listen: 0, connect: 0, socket: 0, setopt: 0, getopt: 0 },
  udp: { ...USUAL, sendto: 10, fill: 0, listen: 0.5, accept: 0.5, shutdown: 3 },
  dgram: { ...USUAL, sendto: 10, fill: 0, listen: 0.5, accept: 0.5 },
  pipe: { ...USUAL, pipe: 3, read: 9, write: 9, connect: 1, accept: 1, listen: 1, bind: 1, socket: 1, shutdown: 1 },
  port: {
    socket: 8,
    bind: 12,
    listen: 6,
    connect: 7,
    accept: 4,
    close: 9,
    setopt: 9,
    shutdown: 3,
    sockname: 2,
    send: 1,
    recv: 1,
  },
  backlog: {
    socket: 8,
    connect: 9,
    accept: 4,
    close: 5,
    pause: 0.3,
    listen: 0.7,
    send: 2,
    recv: 3,
    shutdown: 1.5,
    peername: 1,
  },
};

const MASKS = [0, 0x1, 0x4, 0x5, 0x2001, 0x2005];
const SIZES = [0, 1, 3, 5, 5, 10, 100, 1000, 4000];

/** A sequence of one of the kinds; the same numbers make the same one. */
export const sequenceOf = (random: Random, kinds: readonly Kind[] = KINDS): Sequence =>
  new Generator(random, kinds[random.below(kinds.length)] ?? 'tcp').sequence();

class Generator {
  private readonly _operations: Operation[] = [];
  private readonly _sockets: string[] = [];
  private readonly _pipes: string[] = [];
  private readonly _epolls: string[] = [];
  private readonly _listeners: string[] = [];
  private readonly _closed = new Set<string>();
  private _slots = 0;
  private readonly _random: Random;
  private readonly _kind: Kind;

  constructor(random: Random, kind: Kind) {
    this._random = random;
    this._kind = kind;
  }

  sequence(): Sequence {
    this._begin();
    const length = this._operations.length + 4 + this._random.below(26);
    const weights = Object.entries(WEIGHTS[this._kind]) as [Action, number][];
    for (let tries = 0; this._operations.length < length && tries < 500; tries += 1) this._add(this._weighted(weights));
    return { kind: this._kind, operations: this._operations };
  }

  private _one<T>(items: readonly T[]): T {
    return items[this._random.below(items.length)] as T;
  }

  private _isLikely(share: number): boolean {
    return this._random.next() < share;
  }

  private _weighted(weights: readonly (readonly [Action, number])[]): Action {
    let left = this._random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [action, weight] of weights) {
      left -= weight;
      if (left < 0) return action;
    }
    return 'recv';
  }

  private _slot(): string {
    this._slots += 1;
    return `s${this._slots}`;
  }

  private _do(operation: Operation): void {
    this._operations.push(operation);
  }

  private get _isUnix(): boolean {
    return this._kind === 'unix' || this._kind === 'dgram';
  }

  private _socket(family?: Family, type?: SocketType): string {
    const as = this._slot();
    const isDatagram = this._kind === 'udp' || this._kind === 'dgram';
    this._do({
      do: 'socket',
      as,
      family: family ?? (this._isUnix ? 'AF_UNIX' : 'AF_INET'),
      type: type ?? (isDatagram ? 'SOCK_DGRAM' : 'SOCK_STREAM'),
    });
    this._sockets.push(as);
    return as;
  }

  private _pipe(): void {
    const [as, write] = [this._slot(), this._slot()];
    this._do({ do: 'pipe', as, write });
    this._pipes.push(as, write);
  }

  private _epoll(): void {
    if (this._epolls.length === 2) return;
    const as = this._slot();
    this._do({ do: 'epoll', as });
    this._epolls.push(as);
    for (const file of [...this._sockets, ...this._pipes]) {
      if (this._isLikely(0.5)) this._do({ do: 'ectl', on: as, how: 'ADD', file, events: this._one(MASKS) });
    }
  }

  private _begin(): void {
    const kind = this._kind;
    if (kind === 'http' || kind === 'backlog') this._connections();
    else if ((kind === 'tcp' || kind === 'unix' || kind === 'mix') && this._isLikely(0.8)) this._connections();
    if (kind === 'udp' || kind === 'dgram') {
      for (const port of PORTS) {
        const on = this._socket();
        if (this._isLikely(0.8)) this._do({ do: 'bind', on, to: this._isUnix ? `u${port - PORT}` : [HOST, port] });
      }
    }
    if (kind === 'pipe' || kind === 'mix') this._pipe();
    if (this._isLikely(0.35)) this._epoll();
  }

  /** A listener, and some who connect to it. */
  private _connections(): void {
    const to: Place = this._isUnix ? 'u0' : [HOST, this._one([0, PORT])];
    const listener = this._socket();
    if (this._kind === 'http' && this._isLikely(0.1)) this._setOption(listener);
    this._do({ do: 'bind', on: listener, to });
    this._do({ do: 'listen', on: listener, backlog: this._one(this._kind === 'backlog' ? [0, 1] : [0, 1, 2, 5]) });
    this._listeners.push(listener);
    for (let left = this._one([1, 1, 1, 2, 3]); left > 0; left -= 1) {
      const on = this._socket();
      this._do({ do: 'connect', on, to: this._isUnix ? 'u0' : { of: listener } });
      if (!this._isUnix && this._isLikely(this._kind === 'http' ? 0.9 : 0.4)) {
        this._do({ do: 'connect', on, to: { of: listener } });
      }
      if (this._isLikely(0.8)) this._accept(listener);
    }
  }

  private _accept(on: string): void {
    const as = this._slot();
    this._do({ do: 'accept', on, as });
    this._sockets.push(as);
  }

  private _place(): Place {
    if (this._isUnix) return this._isLikely(0.97) ? this._one(['u0', 'u0', 'u1']) : [HOST, PORT];
    const chance = this._random.next();
    if (chance < 0.45 && this._listeners.length > 0) return { of: this._one(this._listeners) };
    if (chance < (this._kind === 'udp' ? 0.6 : 0.5) && this._sockets.length > 0)
      return { of: this._one(this._sockets) };
    if (chance < 0.85) return [HOST, PORT];
    if (chance < 0.91) return [HOST, OTHER_PORT];
    if (chance < 0.94) return [HOST, 0];
    if (chance < 0.96) return ['0.0.0.0', PORT];
    if (chance < 0.98) return ['127.0.0.2', PORT];
    return chance < 0.995 ? ['10.9.8.7', PORT] : 'u0';
  }

  private _name(on: string): Place {
    if (this._isUnix) return this._one(['u0', 'u0', 'u1']);
    const usual: Place[] = [
      [HOST, 0],
      [HOST, PORT],
      [HOST, PORT],
      [HOST, OTHER_PORT],
      ['0.0.0.0', PORT],
    ];
    return this._one([...usual, ['127.0.0.2', PORT], ['10.9.8.7', 0], ['0.0.0.0', 0], { of: on }]);
  }

  private _setOption(on: string): void {
    const names = ['SO_REUSEADDR', 'SO_REUSEADDR', 'SO_LINGER', 'SO_LINGER', 'SO_REUSEPORT', 'SO_KEEPALIVE'];
    const option = this._one(
      this._kind === 'port' ? names.slice(0, 5) : [...names, 'TCP_NODELAY', 'SO_RCVBUF', 'SO_ERROR'],
    );
    const level = option.startsWith('TCP') ? 'IPPROTO_TCP' : 'SOL_SOCKET';
    const linger = this._one([
      [1, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ] as const);
    const size = this._one([-1, 0, 1000, 5000]);
    const value = option === 'SO_LINGER' ? linger : option === 'SO_RCVBUF' ? size : this._one([0, 1, 1, 2]);
    this._do({ do: 'setopt', on, level, option, value });
  }

  private _getOption(on: string): void {
    const names = [
      'SO_REUSEADDR',
      'SO_LINGER',
      'SO_TYPE',
      'SO_DOMAIN',
      'SO_ACCEPTCONN',
      'SO_KEEPALIVE',
      'SO_REUSEPORT',
    ];
    const option = this._one([...names, 'TCP_NODELAY', 'SO_RCVBUF']);
    this._do({ do: 'getopt', on, level: option.startsWith('TCP') ? 'IPPROTO_TCP' : 'SOL_SOCKET', option });
  }

  private _add(action: Action): void {
    const pool = [...this._sockets, ...this._pipes, ...(this._kind === 'pipe' ? this._pipes : [])];
    if (pool.length === 0) return void this._socket();
    const on = this._one(pool);
    // A descriptor that was closed is seldom asked again.
    if (this._closed.has(on) && this._isLikely(0.9)) return;
    this._actions[action](on);
  }

  private readonly _actions: Readonly<Record<Action, (on: string) => void>> = {
    // What makes something new.
    socket: () => {
      if (this._kind !== 'mix') this._socket();
      else this._socket(this._one(['AF_INET', 'AF_UNIX']), this._one(['SOCK_STREAM', 'SOCK_DGRAM']));
    },
    pipe: () => this._pipe(),
    epoll: () => this._epoll(),
    accept: (on) => this._accept(this._listeners.length > 0 && this._isLikely(0.9) ? this._one(this._listeners) : on),
    dup: (on) => {
      const as = this._slot();
      this._do({ do: 'dup', on, as });
      (this._pipes.includes(on) ? this._pipes : this._sockets).push(as);
    },

    // What moves bytes.
    recv: (on) => this._do({ do: 'recv', on, size: this._isLikely(0.05) ? 0 : this._one([1, 2, 5, 100, 65_536]) }),
    read: (on) => this._do({ do: 'read', on, size: this._one([0, 1, 5, 100, 4096]) }),
    send: (on) => this._do({ do: 'send', on, size: this._one(SIZES), byte: this._byte() }),
    write: (on) => {
      const sizes = this._pipes.includes(on) ? [0, 1, 5, 100, 4096, 5000, 65_536] : SIZES;
      this._do({ do: 'write', on, size: this._one(sizes), byte: this._byte() });
    },
    sendto: (on) => this._do({ do: 'sendto', on, size: this._one(SIZES), byte: this._byte(), to: this._place() }),
    fill: (on) => this._do({ do: 'fill', on }),
    drain: (on) => this._do({ do: 'drain', on }),

    // What else is done to a socket, and asked of it.
    bind: (on) => this._do({ do: 'bind', on, to: this._name(on) }),
    connect: (on) => {
      const to = this._place();
      this._do({ do: 'connect', on, to });
      if ((this._kind === 'port' || this._kind === 'backlog') && this._isLikely(0.6))
        this._do({ do: 'connect', on, to });
    },
    listen: (on) => {
      this._do({ do: 'listen', on, backlog: this._one([-1, 0, 1, 2]) });
      if (!this._listeners.includes(on)) this._listeners.push(on);
    },
    shutdown: (on) => this._do({ do: 'shutdown', on, how: this._one(['SHUT_RD', 'SHUT_WR', 'SHUT_WR', 'SHUT_RDWR']) }),
    close: (on) => {
      if (this._listeners.includes(on) && this._isLikely(0.5)) return;
      this._closed.add(on);
      this._do({ do: 'close', on });
    },
    sockname: (on) => this._do({ do: 'sockname', on }),
    peername: (on) => this._do({ do: 'peername', on }),
    select: (on) => this._do({ do: 'select', on }),
    soerror: (on) => this._do({ do: 'getopt', on, level: 'SOL_SOCKET', option: 'SO_ERROR' }),
    setopt: (on) => this._setOption(on),
    getopt: (on) => this._getOption(on),
    ectl: (file) => {
      const [on, how] = [this._one(this._epolls), this._one(['ADD', 'ADD', 'MOD', 'DEL'] as const)];
      if (on !== undefined) this._do({ do: 'ectl', on, how, file, events: this._one(MASKS) });
    },
    ewait: () => {
      const on = this._one(this._epolls);
      if (on !== undefined) this._do({ do: 'ewait', on, most: this._one([1, 10, 10, 10, 0]) });
    },
    pause: () => this._do({ do: 'pause', millis: 1100 }),
  };

  private _byte(): string {
    return this._one(['a', 'b', 'c', 'd', 'e']);
  }
}
