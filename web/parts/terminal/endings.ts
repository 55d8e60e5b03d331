/** What becomes of a connection, in words. */
import type { ClientState, HistoryEntry } from '../../../src/host/protocol.ts';

/** `none`: no connection was opened since the machine was booted. */
export type TabState = ClientState | 'none';

/** How a connection has ended, in words. */
export const ENDINGS: Readonly<Partial<Record<ClientState, string>>> = {
  eof: 'closed by the server',
  reset: 'ECONNRESET: connection reset by the server',
  refused: 'ECONNREFUSED: connection refused, nobody listens',
};

/** What was done without bytes, in words. */
export const DONE: Readonly<Partial<Record<HistoryEntry['did'], string>>> = {
  shutdownWrite: 'half-closed: no more will be sent',
  close: 'closed',
  reset: 'reset',
};
