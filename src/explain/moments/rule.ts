/** What a rule is: a row to look for, and what is found there. The families of rules are in `rules`. */
import type { EN } from './sentences/en.ts';
import type { Journal } from './journal.ts';
import type { Cause, MomentLight, MomentName, MomentRow } from './moment.ts';
import type { Connection, Exchange, Frame, Thread } from './state.ts';
import { World } from './world.ts';

/** Keys of the sentences. */
export type CauseCode = keyof typeof EN;

type Named<P> = P extends `${infer Name}, ${string}` ? Name : P;
type Names<S> = S extends `${string}{${infer Place}}${infer Rest}` ? Named<Place> | Names<Rest> : never;
/** The values that the sentence of a code needs. */
export type CauseValuesOf<C extends CauseCode> = { readonly [N in Names<(typeof EN)[C]>]: string | number };

/** Why something comes: a code, and the values that its sentence needs. */
export function cause<C extends CauseCode>(code: C, values: CauseValuesOf<C>): Cause {
  return { code, values };
}

/** What a rule finds; what is left out is taken from the row. */
export interface Found {
  readonly name: MomentName;
  readonly cause: Cause;
  readonly light?: MomentLight;
  /** The first step that belongs to it: that of the call by default. */
  readonly from?: number;
  /** Whose it is: that of the thread by default; null for nobody's. */
  readonly connection?: Connection | null;
  /** Number of the request; that which the connection is at by default, null outside of requests. */
  readonly request?: number | null;
}

/** A row with all that is known there. */
export interface Scene {
  readonly row: MomentRow;
  readonly world: World;
  readonly journal: Journal;
  /** The thread of the row; undefined outside all threads. */
  readonly thread: Thread | undefined;
  /** The call that the row enters or leaves. */
  readonly frame: Frame | undefined;
  /** The connection that the thread serves. */
  readonly connection: Connection | undefined;
  /** The request that this connection is at. */
  readonly exchange: Exchange | undefined;
}

export interface Rule {
  /** Kind of the row, and its name: a method, a system call, a value, a state. */
  readonly on: string;
  readonly find: (scene: Scene) => Found | readonly Found[] | undefined;
}

/** Whether the thread is in a call of that method. */
export const isWithin = ({ thread }: Scene, method: string): boolean =>
  World.within(thread?.frame, method) !== undefined;

/** A connection as the page numbers it. */
export const shownNumber = (connection: Connection): number => connection.client + 1;

/**
 * The number of the request that bytes of a client belong to. Where no handler of HTTP reads, a request is what comes
 * before the next answer.
 */
export const requestOf = ({ exchange, answers, isAnswering }: Connection): number =>
  exchange?.number ?? answers.length - (isAnswering ? 1 : 0);

/** The number of the datagram that the thread serves, or has just sent; null for one that was lost on its way. */
export const datagramOf = ({ thread }: Scene): number | null => thread?.datagram ?? null;
