/** What the rules for waits share: a thread that waits, and the reason that a rule gives. */
import type { ThreadSnapshot } from '../../trace/snapshot.ts';
import type { CauseValues } from '../moments/moment.ts';
import type { Begin } from './history.ts';
import type { Scene, WaitingCall } from './scene.ts';
import type { Ender, Wait, WaitCode, WaitFile } from './wait.ts';

/** A wait without what all waits have. */
export interface Reason {
  readonly code: WaitCode;
  readonly values?: CauseValues;
  readonly files?: readonly WaitFile[];
  readonly endedBy?: readonly Ender[];
  readonly because?: Wait | undefined;
}

/** A thread that waits, with what rules ask of it. */
export interface Waiter {
  readonly scene: Scene;
  readonly thread: ThreadSnapshot;
  readonly call: WaitingCall;
  readonly begin: Begin | undefined;
  /** The virtual time at which the call gives up; undefined if it never does. */
  readonly until: number | undefined;
  /** The wait of another thread, where that is the reason. */
  readonly waitOf: (thread: ThreadSnapshot) => Wait | undefined;
}

/** Virtual time, without the noise of floating point. */
export const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

export const atTime = (until: number | undefined): Ender[] =>
  until === undefined ? [] : [{ kind: 'time', at: until }];

/** Number of a connection in sentences, from 1; 0 if it is not known. */
export const connectionNumber = (client: number | undefined): number => (client === undefined ? 0 : client + 1);

/** A client as the one who ends a wait, if it is known. */
export const byClient = (client: number | undefined): Ender[] =>
  client === undefined ? [] : [{ kind: 'client', client }];
