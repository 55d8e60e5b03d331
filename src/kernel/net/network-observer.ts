/** Notifications of sockets and of the link to an observer: bytes, segments, and states. */
import type { SegmentChangeName, TravelDirection } from '../../vocabulary.ts';

/** A change of one of a connection's four queues; `bytes` is negative when bytes left it. */
export interface QueueChange {
  /** The number of the socket in the machine (`SocketFile.id`). */
  readonly socket: number;
  readonly queue: 'receive' | 'send';
  readonly bytes: number;
  /** The bytes that arrived, if bytes came into a receive queue. They travel by reference: do not write into them. */
  readonly data?: Uint8Array | undefined;
  /** For a datagram: the number of the socket that sent it. */
  readonly sender?: number | undefined;
}

/** An event of a segment on a link that is not perfect. */
export interface SegmentChange {
  /** The number of the client's socket. */
  readonly socket: number;
  /** The end that it travels to. */
  readonly toward: TravelDirection;
  /**
   * `sent`, perhaps `lost` and `sent again`; then `arrived`, or `dropped` when it never will: the connection was reset,
   * the peer did not answer, it was a datagram and was lost, or an ACK for which the listen queue had no room. Data
   * sent at once over TCP may arrive in pieces.
   */
  readonly change: SegmentChangeName;
  /** `SYN`, `SYN-ACK`, `ACK`, `FIN`, `ACK of FIN`, `RST`; empty for data. */
  readonly name: string;
  /** Travels by reference: do not write into it. */
  readonly data: Uint8Array | undefined;
}

/** Is notified of each event of the network when it happens. Must not throw and must not call the kernel. */
export interface NetworkObserver {
  queueChanged(change: QueueChange): void;
  segmentChanged(change: SegmentChange): void;
  socketStateChanged(socket: number, from: string, to: string): void;
}
