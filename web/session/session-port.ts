/** What the session hands on, and what it is given. */
import type { ClientReport, HeldAt, HistoryEntry, PlannedInfo } from '../../src/host/protocol.ts';
import type { Shared } from './share-link.ts';

/** What of the machine's news goes to others at once, since it is not state. */
export interface SessionPort {
  /** Another machine: the connections are gone. */
  forget(reason: string): void;
  hear(news: readonly ClientReport[]): void;
  /** What clients had done and received at the moment that is shown; undefined at the live end. */
  past(seen: Int32Array | undefined): void;
  /** Clients have done what was planned. */
  did(entries: readonly HistoryEntry[]): void;
  planned(inputs: readonly PlannedInfo[]): void;
  /** What was typed ahead goes out. */
  release(): void;
  /** What was typed for another future, which does not come, goes nowhere. */
  drop(): void;
  /** The clients have another past. */
  relive(entries: readonly HistoryEntry[], reason: string, future: number): void;
  share(shared: Shared, source: string | undefined): void;
  /** The machine has ended. True when it was a link's, which could not be opened: then something else is done. */
  ended(message: string): boolean;
  /** The scenario of a link is none. */
  refused(message: string): void;
  /** What was asked for cannot be done. */
  unable(message: string): void;
  /** Something to be known of what was done. */
  note(message: string): void;
}

/** How a machine is booted, beside its options. */
export interface Boot {
  /** What standard error has shown before, where the server is started again by a change of its app. */
  readonly logBefore?: string;
  /** What the machine is to live through first. */
  readonly scenario?: unknown;
  /** How far: there it stands still. */
  readonly held?: HeldAt | undefined;
}

/** What a link brings. */
export type Opened = Omit<Shared, 'app' | 'scenario'> & { readonly scenario: unknown };
