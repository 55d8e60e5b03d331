/**
 * What the page itself says in a terminal, between what went over the wire: as values, which a face writes in its
 * language.
 */
import type { ClientState, HistoryEntry } from '../../../src/host/protocol.ts';
import type { SessionNotice } from '../notices.ts';

/** The state of a client's newest connection. `none`: it has had no connection on this machine. */
export type ConnectionState = ClientState | 'none';

/** An end of a connection that the server, or its machine, has caused. */
export type Ending = 'eof' | 'reset' | 'refused';

export type Remark =
  /** What follows belongs to this connection. */
  | { readonly about: 'connection'; readonly connection: number }
  | { readonly about: 'ended'; readonly how: Ending }
  /** This side has half-closed, closed or reset the connection. */
  | { readonly about: 'did'; readonly act: 'shutdownWrite' | 'close' | 'reset' }
  /** A planned action was done; `isTooLate`: its connection had ended before. */
  | {
      readonly about: 'planned';
      readonly did: HistoryEntry['did'];
      readonly bytes: number;
      readonly isTooLate: boolean;
    }
  /** Datagrams have no end that could be sent. */
  | { readonly about: 'noEnd' }
  /** What was typed is held until the machine runs. */
  | { readonly about: 'held' }
  /** What was held is dropped. */
  | { readonly about: 'notSent' }
  /** The rest of a paste was not sent: its connection has ended. */
  | { readonly about: 'leftOver'; readonly bytes: number }
  /** Too many bytes came at once to draw all of them. */
  | { readonly about: 'hidden'; readonly bytes: number }
  /** There is more at the live end. */
  | { readonly about: 'more' }
  /** Why the connections are gone, or why there is another past. */
  | { readonly about: 'reason'; readonly reason: SessionNotice };

/** The endings that a terminal reports, by the state of the connection. */
export const endingOf = (state: ConnectionState): Ending | undefined =>
  state === 'eof' || state === 'reset' || state === 'refused' ? state : undefined;
