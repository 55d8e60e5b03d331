/**
 * What a wait is: who waits for what, since when, and who could end it, as data. The sentences are made of it in
 * `text.ts`; how waits are found is in `find-waits.ts`.
 */
import type { CauseValues } from '../moments/moment.ts';
import type { DescriptorName } from '../descriptors/descriptor.ts';
import type { WaitCode } from './codes.ts';

export type { WaitCode } from './codes.ts';

/** Who waits: a thread of the server or of a program, or the thread of a client. */
export interface Waiting {
  readonly tid: number;
  readonly pid: number;
  /** Name of the thread, as the snapshot has it. */
  readonly thread: string;
  /** Number of the client, from 0; undefined for threads of the server. */
  readonly client: number | undefined;
}

/** Who could end a wait. */
export type Ender =
  /** The client, by what it sends, reads, or by closing its end. */
  | { readonly kind: 'client'; readonly client: number }
  | { readonly kind: 'thread'; readonly tid: number }
  /** A child process, by ending. */
  | { readonly kind: 'process'; readonly pid: number }
  /** The clock, at this virtual time in seconds. */
  | { readonly kind: 'time'; readonly at: number }
  /** Any client that opens a connection, or sends a datagram. */
  | { readonly kind: 'anyone' }
  /** Segments that are on their way. */
  | { readonly kind: 'network' }
  /** The scheduler: it can run, and does not have the processor. */
  | { readonly kind: 'scheduler' };

/** A descriptor that a sentence names. */
export interface WaitFile {
  readonly fd: number;
  readonly name: DescriptorName | undefined;
}

export interface Wait {
  readonly who: Waiting;
  /** Key of the sentence. */
  readonly code: WaitCode;
  /** Names and numbers of the sentence. Connections count from 1, as on the page. */
  readonly values: CauseValues;
  /** The descriptors of the sentence, with what they are open on. */
  readonly files: readonly WaitFile[];
  /** Virtual time in seconds; undefined where the log does not say. Polling again and again is one wait. */
  readonly since: number | undefined;
  /** The step at which it began to wait. */
  readonly step: number | undefined;
  /** Empty if nobody can. */
  readonly endedBy: readonly Ender[];
  /** The wait of the thread that it waits for, where that is the reason. */
  readonly because: Wait | undefined;
}
