/** What the session tells that is no state: each of these happens once, for those that listen. */
import type { ClientReport, HistoryEntry, PlannedInfo } from '../../src/host/protocol.ts';
import type { SessionNotice } from './notices.ts';
import type { Shared } from './share-link.ts';

export interface SessionEvents {
  /** The machine was replaced, or has ended: the connections are gone. The value is the reason. */
  reset: SessionNotice;
  /** The reader has changed the machine's history: it is not what a share link brought any more. */
  changed: undefined;
  /** An input is about to be given: what plays the past stops, so that it is given at the live end. */
  entering: undefined;
  /** What is new about clients: bytes that came, ends of connections. */
  reports: readonly ClientReport[];
  /** What clients had sent and received at the moment that is shown; undefined at the live end. */
  past: Int32Array | undefined;
  /** Clients have done what was planned. */
  done: readonly HistoryEntry[];
  /** The pending inputs of clients are these now. */
  planned: readonly PlannedInfo[];
  /** A machine is there: what was typed ahead can be sent. */
  ready: undefined;
  /** What was typed for another branch is dropped: the branch could not be made. */
  dropped: undefined;
  /** The machine is on another branch: clients have this past. */
  history: History;
  /** A share link was asked for, and can be made of this. */
  exported: { readonly shared: Shared; readonly source: string | undefined };
  /** The scenario of a link was refused. */
  refused: SessionNotice;
  /** What was asked for is impossible: a notice, or a part's own sentence. */
  rejected: SessionNotice | string;
  /** The step of a byte was asked for, and the code that finds it could not be loaded. */
  bytesUnfindable: undefined;
  /** Something to know about what was done. */
  note: SessionNotice;
}

export interface History {
  readonly entries: readonly HistoryEntry[];
  /** Why the clients have another past; undefined for one that needs no remark. */
  readonly reason: SessionNotice | undefined;
  /** The number of the branch. */
  readonly branch: number;
}
