/**
 * What the kernel tells somebody who watches. The watcher observes and never decides: the machine runs the same with it
 * and without it.
 */
import type { Process } from './sched/process.ts';
import type { Done, Fail, SyscallName, Wait } from './sys.ts';
import type { Thread } from './sched/thread.ts';
import type { SegmentChangeName, TravelDirection } from '../vocabulary.ts';

/** Which of a connection's four queues changed; `bytes` is negative when bytes left it. */
export interface QueueChange {
  /** The number of the socket in the machine (`SocketFile.id`). */
  readonly socket: number;
  readonly queue: 'receive' | 'send';
  readonly bytes: number;
  /** What arrived; given when bytes came into a receive queue. Travels by reference: do not write into it. */
  readonly data?: Uint8Array | undefined;
  /** For a datagram: the number of the socket that sent it. */
  readonly sender?: number | undefined;
}

/** Something happened to a segment on a link that is not perfect. */
export interface SegmentChange {
  /** The number of the client's socket. */
  readonly socket: number;
  /** Where it goes. */
  readonly toward: TravelDirection;
  /**
   * `sent`, and maybe `lost` and `sent again`; then `arrived` in its turn, or `dropped` when it never will: the connection was reset, or
   * nobody answered, or it was a datagram and got lost. What is sent at once over TCP arrives in pieces, if the link has it so.
   */
  readonly change: SegmentChangeName;
  /** `SYN`, `SYN-ACK`, `ACK`, `FIN`, `ACK of FIN`, `RST`; empty for data. */
  readonly name: string;
  /** Travels by reference: do not write into it. */
  readonly data: Uint8Array | undefined;
}

/** Receives what happens, when it happens. Must not throw and must not call the kernel. */
export interface Observer {
  syscall(thread: Thread, name: SyscallName, args: readonly unknown[], outcome: Done<unknown> | Fail): void;
  /** The thread's call cannot finish now; it gives up the processor. */
  blocked(thread: Thread, name: SyscallName, args: readonly unknown[], reason: Wait): void;
  /** Another thread than before got the processor. */
  switched(thread: Thread): void;
  threadStarted(thread: Thread): void;
  threadEnded(thread: Thread): void;
  processEnded(process: Process): void;
  queueChanged(change: QueueChange): void;
  segmentChanged(change: SegmentChange): void;
  socketStateChanged(socket: number, from: string, to: string): void;
}
