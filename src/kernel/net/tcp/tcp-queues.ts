/** What one end of a TCP connection keeps: bytes that wait to be read, bytes that wait to be sent, and how much it lets its peer send. */
import type { Family, SocketType } from '../../types.ts';
import { ByteQueue, EMPTY } from '../byte-queue.ts';
import { ReceiveWindow } from './receive-window.ts';
import { SocketFile } from '../socket-file.ts';

export abstract class TcpQueues extends SocketFile {
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
    return this.options?.get('SO_RCVBUF') ?? this.network.limits.receiveBuffer;
  }

  override get sendBuffer(): number {
    return this.options?.get('SO_SNDBUF') ?? this.network.limits.sendBuffer;
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

  /** Whether enough room is free to tell writers (Linux: a third of the buffer). */
  protected get isWritable(): boolean {
    return this.unsentBytes * 3 <= this.sendBuffer * 2;
  }

  protected get receiveWindow(): ReceiveWindow {
    return (this._window ??= new ReceiveWindow(this.receiveBuffer));
  }

  /** Keeps what has come until it is read. */
  protected keepReceived(data: Uint8Array): void {
    (this._received ??= new ByteQueue()).push(data);
    this.receiveWindow.arrived(data.length);
    if (this.observer !== undefined) this.observeArrival(data);
  }

  /** Takes up to `size` bytes for a reader; answers true with them when the peer may send more now, and must hear of it. */
  protected unqueueReceived(size: number): readonly [data: Uint8Array, isWider: boolean] {
    const data = this._received?.take(size) ?? EMPTY;
    if (this.unreadBytes === 0) this._received = undefined;
    if (this.observer !== undefined) this.observeQueue('receive', -data.length);
    return [data, this.receiveWindow.read(data.length)];
  }

  /** Throws away what nobody will read. */
  protected dropReceived(): void {
    const { unreadBytes } = this;
    this._received = undefined;
    if (unreadBytes > 0) this.observeQueue('receive', -unreadBytes);
  }

  /** The next connection begins with a window of its own. */
  protected forgetReceived(): void {
    this.dropReceived();
    this._window = undefined;
  }

  /** Takes a chunk into the send queue. Nothing is sent from here, so that an answer of the peer cannot cut a write short. */
  protected enqueue(data: Uint8Array): void {
    (this._unsent ??= new ByteQueue()).push(data);
    if (this.observer !== undefined) this.observeQueue('send', data.length);
  }

  /** Takes at most `room` bytes to send them. */
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
