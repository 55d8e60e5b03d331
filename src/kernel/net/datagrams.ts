/** What both kinds of datagram sockets share: a bounded queue of messages, each read whole or not at all. */
import { POLLERR, POLLHUP, POLLIN, POLLOUT, POLLRDHUP } from '../files/open-file.ts';
import { done, fail, wait } from '../sys.ts';
import type { Outcome, Received } from '../sys.ts';
import type { SocketAddress, SocketType } from '../types.ts';
import { concatenate, EMPTY } from '../byte-queue.ts';
import { BOTH_SHUT, RECEIVE_SHUT, SocketFile } from './socket-file.ts';
import type { SocketNetwork, SocketView } from './socket-file.ts';

/** A message and its sender. */
export interface Datagram {
  readonly data: Uint8Array;
  /** Called when the message is read: a Unix socket may get its name after it has sent. */
  readonly from: () => SocketAddress | undefined;
  /** The number of the socket that sent it. */
  readonly sender: number;
}

export abstract class DatagramSocket<N extends SocketNetwork = SocketNetwork> extends SocketFile<N> {
  local: SocketAddress | undefined;
  remote: SocketAddress | undefined;
  private _queue: Datagram[] | undefined;

  override get type(): SocketType {
    return 'SOCK_DGRAM';
  }

  get isIdle(): boolean {
    return this.remote === undefined;
  }

  /** How many messages wait to be read. */
  get waitingDatagrams(): number {
    return this._queue?.length ?? 0;
  }

  readiness(): number {
    let mask = POLLOUT;
    if (this.error !== undefined) mask |= POLLERR;
    if ((this.shut & RECEIVE_SHUT) !== 0) mask |= POLLIN | POLLRDHUP;
    if (this.shut === BOTH_SHUT) mask |= POLLHUP;
    if (this.waitingDatagrams > 0) mask |= POLLIN;
    return mask;
  }

  /** Puts a message into the queue. The caller checks that there is room. */
  deliver(datagram: Datagram): void {
    (this._queue ??= []).push(datagram);
    if (this.observer !== undefined) this.observeArrival(datagram.data, datagram.sender);
    this.wakeReaders();
  }

  /** Takes the oldest message, cut to `size`; the rest of it is lost. */
  override receiveFrom(size: number): Outcome<Received> {
    const error = this.takeError();
    if (error !== undefined) return fail(error);
    const datagram = this._queue?.shift();
    if (datagram !== undefined) {
      if (this.observer !== undefined) this.observeQueue('receive', -datagram.data.length, datagram.sender);
      this.onDatagramTaken();
      const data = datagram.data.length <= size ? datagram.data : datagram.data.subarray(0, size);
      return done({ data, address: datagram.from() });
    }
    if (this.isNonBlocking) return fail('EAGAIN');
    // The end is reported only instead of waiting.
    if ((this.shut & RECEIVE_SHUT) !== 0) return done({ data: EMPTY, address: undefined });
    return wait([this.readable], undefined, this.isIdle);
  }

  /** Called when there is room for one more message. */
  protected onDatagramTaken(): void {
    // No UDP sender waits for room.
  }

  protected dropDatagrams(): void {
    const bytes = (this._queue ?? []).reduce((sum, { data }) => sum + data.length, 0);
    this._queue = undefined;
    if (bytes > 0) this.observeQueue('receive', -bytes);
  }

  override view(): SocketView {
    const { id, family, type, local, remote } = this;
    return {
      id,
      family,
      type,
      state: remote === undefined ? 'unconnected' : 'established',
      local,
      remote,
      receiveQueue: concatenate((this._queue ?? []).map(({ data }) => data)),
      sendQueue: EMPTY,
      backlog: [],
      backlogLimit: 0,
    };
  }
}
