/** Plays sequences on the kernel of Glaswerk. */
import { errnoName } from '../../../src/kernel/errno.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import type { Fd, SocketAddress } from '../../../src/kernel/types.ts';
import { attempt, micros } from '../../support/drive.ts';
import type { Operation, Outcome, Place, Sequence, Value } from './operations.ts';

/** Microseconds after each operation, in which Linux has its pause. */
const PAUSE = 1500;
const EVENTS = 0x2007;
const PARTED = 100;
const CHUNK = new Uint8Array(65_536).fill(102);

/**
 * What each operation comes to; shorter than the sequence, with the reason last, when the machine stopped before its
 * end.
 */
export function playVirtually({ operations }: Pick<Sequence, 'operations'>): Outcome[] {
  const kernel = new Kernel();
  const player = new Player();
  kernel.spawn({ name: 'live', main: () => player.play(operations) });
  let why: string;
  try {
    why = kernel.run();
  } catch (error) {
    why = String(error);
  }
  const { outcomes } = player;
  return outcomes.length < operations.length ? [...outcomes, { value: `stopped: ${why}`, masks: {} }] : outcomes;
}

/** TCP and UDP begin with the same ephemeral port; here they must not meet, as they hardly ever do on Linux. */
function* partPorts(): Sys<void> {
  for (let count = 0; count < PARTED; count += 1) {
    const fd = yield* attempt('socket', 'AF_INET', 'SOCK_DGRAM');
    if (typeof fd === 'string') return;
    yield* attempt('bind', fd, ['127.0.0.1', 0]);
    yield* attempt('close', fd);
  }
}

const shown = (data: Uint8Array): string => {
  const text = String.fromCharCode(...(data.length <= 40 ? data : [...data.subarray(0, 8), ...data.subarray(-8)]));
  return data.length <= 40 ? text : `${data.length}:${text.slice(0, 8)}..${text.slice(8)}`;
};

const isErrno = (value: unknown): value is string => typeof value === 'string' && /^E[A-Z0-9]+$/.test(value);
const failure = (value: unknown): Value => (isErrno(value) ? `E:${value}` : (value as Value));
const nameOf = (address: SocketAddress | undefined): Value =>
  address === undefined ? null : typeof address === 'string' ? `U:${address}` : [...address];

class Player {
  readonly outcomes: Outcome[] = [];
  private readonly _slots = new Map<string, Fd>();
  private readonly _open = new Set<string>();

  *play(operations: readonly Operation[]): Sys<void> {
    yield* partPorts();
    for (const operation of operations) {
      const value = yield* this._step(operation);
      yield* attempt('nanosleep', micros(PAUSE));
      const masks: Record<string, number> = {};
      for (const slot of this._open) {
        const ready = yield* attempt('poll', [{ fd: this._fd(slot), events: EVENTS }], micros(0));
        masks[slot] = typeof ready === 'string' ? -1 : (ready[0]?.events ?? 0);
      }
      this.outcomes.push({ value, masks });
    }
  }

  private _fd(slot: string): Fd {
    return this._slots.get(slot) ?? (-1 as Fd);
  }

  private *_install(slot: string, fd: Fd): Sys<Fd> {
    this._slots.set(slot, fd);
    this._open.add(slot);
    yield* attempt('ioctl', fd, 'FIONBIO', 1);
    return fd;
  }

  private *_address(place: Place): Sys<SocketAddress> {
    if (typeof place === 'string') return place;
    if (!('of' in place)) return place;
    const known = yield* attempt('getsockname', this._fd(place.of));
    return typeof known === 'string' ? ['127.0.0.1', 9] : known;
  }

  private *_step(operation: Operation): Sys<Value> {
    if ('on' in operation && !this._slots.has(operation.on)) return 'skip';
    switch (operation.do) {
      case 'socket':
      case 'pipe':
      case 'epoll':
      case 'accept':
      case 'dup':
        return yield* this._make(operation);
      case 'recv':
      case 'read':
      case 'drain':
        return yield* this._receive(operation);
      case 'send':
      case 'sendto':
      case 'write':
      case 'fill':
        return yield* this._send(operation);
      case 'setopt':
      case 'getopt':
      case 'select':
      case 'ectl':
      case 'ewait':
        return yield* this._ask(operation);
      case 'bind':
      case 'connect':
      case 'listen':
      case 'shutdown':
      case 'close':
      case 'sockname':
      case 'peername':
      case 'pause':
        return yield* this._manage(operation);
    }
  }

  private *_make(operation: Extract<Operation, { do: 'socket' | 'pipe' | 'epoll' | 'accept' | 'dup' }>): Sys<Value> {
    if (operation.do === 'pipe') {
      const made = yield* attempt('pipe');
      if (typeof made === 'string') return failure(made);
      return [yield* this._install(operation.as, made[0]), yield* this._install(operation.write, made[1])];
    }
    if (operation.do === 'accept') {
      const made = yield* attempt('accept4', this._fd(operation.on));
      if (typeof made === 'string') return failure(made);
      return [yield* this._install(operation.as, made[0]), nameOf(made[1])];
    }
    const made =
      operation.do === 'socket'
        ? yield* attempt('socket', operation.family, operation.type)
        : operation.do === 'epoll'
          ? yield* attempt('epoll_create1')
          : yield* attempt('dup', this._fd(operation.on));
    return typeof made === 'string' ? failure(made) : yield* this._install(operation.as, made);
  }

  private *_receive(operation: Extract<Operation, { do: 'recv' | 'read' | 'drain' }>): Sys<Value> {
    const fd = this._fd(operation.on);
    if (operation.do === 'drain') return yield* this._drain(fd);
    if (operation.do === 'read') {
      const data = yield* attempt('read', fd, operation.size);
      return typeof data === 'string' ? failure(data) : shown(data);
    }
    const got = yield* attempt('recvfrom', fd, operation.size);
    return typeof got === 'string' ? failure(got) : [shown(got.data), nameOf(got.address)];
  }

  private *_drain(fd: Fd): Sys<Value> {
    for (let dry = 0; ;) {
      const got = yield* attempt('read', fd, CHUNK.length);
      if (typeof got !== 'string') {
        if (got.length === 0) return 'end';
        dry = 0;
        continue;
      }
      dry += 1;
      if (got !== 'EAGAIN' || dry >= 3) return failure(got);
      yield* attempt('nanosleep', micros(5000));
    }
  }

  private *_send(operation: Extract<Operation, { do: 'send' | 'sendto' | 'write' | 'fill' }>): Sys<Value> {
    const fd = this._fd(operation.on);
    if (operation.do === 'fill') return yield* this._fill(fd);
    const data = new Uint8Array(operation.size).fill(operation.byte.charCodeAt(0));
    if (operation.do === 'write') return failure(yield* attempt('write', fd, data));
    const to = operation.do === 'sendto' ? yield* this._address(operation.to) : undefined;
    return failure(yield* attempt('sendto', fd, data, to));
  }

  private *_fill(fd: Fd): Sys<Value> {
    for (let times = 0, dry = 0; times < 4000; times += 1) {
      const sent = yield* attempt('write', fd, CHUNK);
      if (typeof sent !== 'string') dry = 0;
      else if (sent !== 'EAGAIN') return failure(sent);
      else if ((dry += 1) >= 3) return 'full';
      else yield* attempt('nanosleep', micros(2000));
    }
    return 'endless';
  }

  private *_manage(
    operation: Extract<
      Operation,
      { do: 'bind' | 'connect' | 'listen' | 'shutdown' | 'close' | 'sockname' | 'peername' | 'pause' }
    >,
  ): Sys<Value> {
    if (operation.do === 'pause') return failure(yield* attempt('nanosleep', micros(operation.millis * 1000)));
    const fd = this._fd(operation.on);
    switch (operation.do) {
      case 'bind':
      case 'connect':
        return failure(yield* attempt(operation.do, fd, yield* this._address(operation.to)));
      case 'listen':
        return failure(yield* attempt('listen', fd, operation.backlog));
      case 'shutdown':
        return failure(yield* attempt('shutdown', fd, operation.how));
      case 'close':
        this._open.delete(operation.on);
        return failure(yield* attempt('close', fd));
      case 'sockname':
      case 'peername': {
        const name = yield* attempt(operation.do === 'sockname' ? 'getsockname' : 'getpeername', fd);
        return isErrno(name) ? failure(name) : nameOf(name);
      }
    }
  }

  private *_ask(operation: Extract<Operation, { do: 'setopt' | 'getopt' | 'select' | 'ectl' | 'ewait' }>): Sys<Value> {
    const fd = this._fd(operation.on);
    switch (operation.do) {
      case 'setopt':
        return failure(yield* attempt('setsockopt', fd, operation.level, operation.option, operation.value));
      case 'getopt': {
        const value = yield* attempt('getsockopt', fd, operation.level, operation.option);
        const isError = operation.option === 'SO_ERROR' && typeof value === 'number' && value !== 0;
        return isError ? `err:${errnoName(value)}` : failure(value);
      }
      case 'select': {
        const found = yield* attempt('select', [fd], [fd], micros(0));
        return typeof found === 'string' ? failure(found) : [found.read.length, found.write.length];
      }
      case 'ectl': {
        if (!this._slots.has(operation.file)) return 'skip';
        return failure(
          yield* attempt('epoll_ctl', fd, `EPOLL_CTL_${operation.how}`, this._fd(operation.file), operation.events),
        );
      }
      case 'ewait': {
        const ready = yield* attempt('epoll_wait', fd, operation.most, micros(0));
        return typeof ready === 'string' ? failure(ready) : ready.map((entry) => [entry.fd, entry.events]);
      }
    }
  }
}
