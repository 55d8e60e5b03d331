/** AF_UNIX stream sockets: two queues without a protocol between them. */
import { POLLERR, POLLHUP, POLLIN, POLLOUT, POLLRDHUP } from '../../files/open-file.ts';
import { done, fail, OK, wait } from '../../sys.ts';
import type { Fail, Outcome, Received } from '../../sys.ts';
import type { Family, ShutdownHow, SocketAddress, SocketType } from '../../types.ts';
import { ByteQueue, EMPTY } from '../../byte-queue.ts';
import { BOTH_SHUT, RECEIVE_SHUT, SEND_SHUT, SocketFile, shutdownBits } from '../socket-file.ts';
import type { Progress, SocketView } from '../socket-file.ts';
import { bindPath, freePath } from './unix-path.ts';
import type { UnixNetwork } from './unix-path.ts';

/** Bytes that a peer keeps for its reader (net.core.wmem_default). */
const BUFFER = 212_992;
const PIECE = 32_768;

type UnixState = 'closed' | 'listen' | 'established';

export class UnixStreamSocket extends SocketFile<UnixNetwork> {
  state: UnixState = 'closed';
  local: string | undefined;
  private _peer: UnixStreamSocket | undefined;
  private _received: ByteQueue | undefined;
  private _backlog: { readonly queue: UnixStreamSocket[]; limit: number } | undefined;

  constructor(network: UnixNetwork, parent?: UnixStreamSocket) {
    super(network);
    this.local = parent?.local;
  }

  override get family(): Family {
    return 'AF_UNIX';
  }

  override get type(): SocketType {
    return 'SOCK_STREAM';
  }

  override get isListening(): boolean {
    return this.state === 'listen';
  }

  override get peerNumber(): number | undefined {
    return this._peer?.id;
  }

  get isIdle(): boolean {
    return this.isListening;
  }

  private get _unread(): number {
    return this._received?.length ?? 0;
  }

  private _setState(state: UnixState): void {
    const before = this.state;
    this.state = state;
    this.observer?.socketStateChanged(this.id, before, state);
  }

  readiness(): number {
    let mask = 0;
    if (this.error !== undefined) mask |= POLLERR;
    if (this.shut === BOTH_SHUT || this.state === 'closed') mask |= POLLHUP;
    if ((this.shut & RECEIVE_SHUT) !== 0) mask |= POLLIN | POLLRDHUP;
    if (this._unread > 0 || (this._backlog?.queue.length ?? 0) > 0) mask |= POLLIN;
    if (this.isListening) return mask;
    // Linux reports it writable while at most a quarter of the buffer is used.
    if (this._peer === undefined || this._peer._unread * 4 <= BUFFER) mask |= POLLOUT;
    return mask;
  }

  override bind(address: SocketAddress): Outcome<0> {
    const outcome = bindPath(this, address);
    if (outcome.kind === 'done') this.local = address as string;
    return outcome;
  }

  override listen(backlog: number): Outcome<0> {
    if (this.local === undefined || this.state === 'established') return fail('EINVAL');
    const limit = backlog < 0 ? this.network.limits.backlog : Math.min(backlog, this.network.limits.backlog);
    if (this._backlog === undefined) this._backlog = { queue: [], limit };
    else this._backlog.limit = limit;
    if (!this.isListening) this._setState('listen');
    this.writable.wake();
    return OK;
  }

  override accept(): Outcome<readonly [SocketFile, SocketAddress]> {
    if (!this.isListening || this._backlog === undefined) return fail('EINVAL');
    const connection = this._backlog.queue.shift();
    if (connection === undefined) {
      if (this.isNonBlocking) return fail('EAGAIN');
      return (this.shut & RECEIVE_SHUT) === 0 ? wait([this.readable], undefined, true) : fail('EINVAL');
    }
    this.wakeForRoom();
    return done([connection, connection._peer?.local ?? ''] as const);
  }

  override connect(address: SocketAddress): Outcome<0> {
    if (typeof address !== 'string') return fail('EINVAL');
    const listener = this.network.paths.get(address);
    if (listener === undefined) return fail('ENOENT');
    if (!(listener instanceof UnixStreamSocket)) return fail('EPROTOTYPE');
    const { _backlog } = listener;
    const isShut = (listener.shut & RECEIVE_SHUT) !== 0;
    if (_backlog === undefined || !listener.isListening || isShut) return fail('ECONNREFUSED');
    if (_backlog.queue.length > _backlog.limit) {
      return this.isNonBlocking ? fail('EAGAIN') : wait([listener.writable]);
    }
    if (this.state !== 'closed') return fail(this.isListening ? 'EINVAL' : 'EISCONN');
    const child = new UnixStreamSocket(this.network, listener);
    child._peer = this;
    this._peer = child;
    child._setState('established');
    this._setState('established');
    _backlog.queue.push(child);
    listener.wakeReaders();
    return OK;
  }

  override receiveFrom(size: number): Outcome<Received> {
    if (this.state !== 'established') return fail('EINVAL');
    if (this._received !== undefined && this._unread > 0) {
      // Streams report the sender too, if it has a name.
      const address = this._peer?.local;
      if (size === 0) return done({ data: EMPTY, address });
      const data = this._received.take(size);
      if (this._unread === 0) this._received = undefined;
      this.observeQueue('receive', -data.length);
      this._peer?.wakeWriters();
      return done({ data, address });
    }
    const error = this.takeError();
    if (error !== undefined) return fail(error);
    if ((this.shut & RECEIVE_SHUT) !== 0) return done({ data: EMPTY, address: undefined });
    return this.isNonBlocking ? fail('EAGAIN') : wait([this.readable]);
  }

  override sendTo(data: Uint8Array, address: SocketAddress | undefined, call: Progress): Outcome<number> {
    const peer = this._peer;
    if (address !== undefined) return fail(this.state === 'established' ? 'EISCONN' : 'EOPNOTSUPP');
    if (this.state !== 'established' || peer === undefined) return fail('ENOTCONN');
    let sent = call.progress;
    // A peer that closes or reads no more shuts this direction too.
    if ((this.shut & SEND_SHUT) !== 0) return sent > 0 ? done(sent) : fail('EPIPE');
    while (sent < data.length && peer._unread < BUFFER) {
      const end = Math.min(sent + PIECE, data.length);
      peer._accept(sent === 0 && end === data.length ? data : data.subarray(sent, end));
      sent = end;
    }
    if (sent === data.length) return done(sent);
    if (this.isNonBlocking) return sent > 0 ? done(sent) : fail('EAGAIN');
    call.progress = sent;
    return wait([this.writable]);
  }

  private _accept(data: Uint8Array): void {
    (this._received ??= new ByteQueue()).push(data);
    if (this.observer !== undefined) this.observeArrival(data);
    this.wakeReaders();
  }

  /** Shutting down one direction shuts down the opposite direction of the peer. */
  override shutDown(how: ShutdownHow): Outcome<0> {
    const bits = shutdownBits(how);
    if (this.isListening) {
      this.shut |= bits;
      // Linux does not wake clients that wait for room.
      this.wakeReaders();
      return OK;
    }
    this._shut(bits);
    this._peer?._shut(((bits & RECEIVE_SHUT) === 0 ? 0 : SEND_SHUT) | ((bits & SEND_SHUT) === 0 ? 0 : RECEIVE_SHUT));
    return OK;
  }

  private _shut(bits: number): void {
    this.shut |= bits;
    this.wakeAll();
  }

  override getsockname(): SocketAddress {
    return this.local ?? '';
  }

  override getpeername(): SocketAddress | Fail {
    return this._peer === undefined ? fail('ENOTCONN') : (this._peer.local ?? '');
  }

  override release(): void {
    this.isReleased = true;
    const wasUnread = this._unread > 0;
    if (wasUnread) this.observeQueue('receive', -this._unread);
    this._received = undefined;
    freePath(this, this.local);
    const waiting = this._backlog?.queue ?? [];
    this._backlog = undefined;
    const peer = this._peer;
    if (this.state !== 'closed') this._setState('closed');
    if (peer !== undefined && !peer.isReleased) {
      if (wasUnread) peer.error = 'ECONNRESET';
      peer._shut(BOTH_SHUT);
    }
    for (const connection of waiting) {
      if (connection._peer !== undefined) connection._peer.error = 'ECONNRESET';
      connection.release();
    }
    this.network.forget(this);
    this._shut(BOTH_SHUT);
  }

  override view(): SocketView {
    const { id, family, type, state, local } = this;
    return {
      id,
      family,
      type,
      state,
      local,
      remote: this._peer?.local,
      receiveQueue: this._received?.toBytes() ?? EMPTY,
      sendQueue: EMPTY,
      backlog: this._backlog?.queue.map((connection) => connection.id) ?? [],
      backlogLimit: this._backlog?.limit ?? 0,
    };
  }
}
