/** The queues of one end of a TCP connection: bytes to be read, bytes to be sent, and the window for its peer. */
import type { Family, SocketType } from '../../types.ts';
import { ByteQueue, EMPTY } from '../../byte-queue.ts';
import { ReceiveWindow } from './receive-window.ts';
import { SocketFile } from '../socket-file.ts';
import type { SocketNetwork } from '../socket-file.ts';

export abstract class TcpQueues<N extends SocketNetwork = SocketNetwork> extends SocketFile<N> {
  private _received: ByteQueue | undefined;
  private _window: ReceiveWindow | undefined;
  private _unsent: ByteQueue | undefined;

  override get family(): Family {
    return 'AF_INET';
  }

  override get type(): SocketType {
    return 'SOCK_STREAM';
  }

  override get receiveBuffer(): number {
    return this.setOption('SO_RCVBUF') ?? this.network.limits.receiveBuffer;
  }

  override get sendBuffer(): number {
    return this.setOption('SO_SNDBUF') ?? this.network.limits.sendBuffer;
  }

  /** Bytes that wait to be read. */
  get unreadBytes(): number {
    return this._received?.length ?? 0;
  }

  /** Bytes that wait for room at the peer. */
  get unsentBytes(): number {
    return this._unsent?.length ?? 0;
  }

  protected get receiveQueueBytes(): Uint8Array {
    return this._received?.toBytes() ?? EMPTY;
  }

  protected get sendQueueBytes(): Uint8Array {
    return this._unsent?.toBytes() ?? EMPTY;
  }

  /** Whether enough room is free to wake writers (Linux: a third of the buffer). */
  protected get isWritable(): boolean {
    return this.unsentBytes * 3 <= this.sendBuffer * 2;
  }

  protected get receiveWindow(): ReceiveWindow {
    return (this._window ??= new ReceiveWindow(this.receiveBuffer));
  }

  /** Keeps received bytes until they are read. */
  protected keepReceived(data: Uint8Array): void {
    (this._received ??= new ByteQueue()).push(data);
    this.receiveWindow.arrived(data.length);
    if (this.observer !== undefined) this.observeArrival(data);
  }

  /** Takes up to `size` bytes for a reader, and whether the peer may send more now and must be told. */
  protected unqueueReceived(size: number): readonly [data: Uint8Array, isWider: boolean] {
    const data = this._received?.take(size) ?? EMPTY;
    if (this.unreadBytes === 0) this._received = undefined;
    if (this.observer !== undefined) this.observeQueue('receive', -data.length);
    return [data, this.receiveWindow.read(data.length)];
  }

  /** Drops bytes that will not be read. */
  protected dropReceived(): void {
    const { unreadBytes } = this;
    this._received = undefined;
    if (unreadBytes > 0) this.observeQueue('receive', -unreadBytes);
  }

  /** The next connection starts with a new window. */
  protected forgetReceived(): void {
    this.dropReceived();
    this._window = undefined;
  }

  /** Nothing is received or sent any more, and no descriptor is left. */
  protected forgetQueues(): void {
    this.forgetWaiters();
    this._received = undefined;
    this._window = undefined;
  }

  /** Adds a chunk to the send queue. It sends nothing, so that a reply of the peer cannot cut a write short. */
  protected enqueue(data: Uint8Array): void {
    (this._unsent ??= new ByteQueue()).push(data);
    if (this.observer !== undefined) this.observeQueue('send', data.length);
  }

  /** Takes at most `room` bytes to send. */
  protected unqueueUnsent(room: number): Uint8Array {
    const data = this._unsent?.take(Math.min(room, this.unsentBytes)) ?? EMPTY;
    if (this.unsentBytes === 0) this._unsent = undefined;
    if (data.length > 0 && this.observer !== undefined) this.observeQueue('send', -data.length);
    return data;
  }

  protected dropUnsent(): void {
    const { unsentBytes } = this;
    this._unsent = undefined;
    if (unsentBytes > 0) this.observeQueue('send', -unsentBytes);
  }
}
