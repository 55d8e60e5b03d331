/** How the state of a client is told. */
import type { TabState } from '../terminal/endings.ts';

export interface StateText {
  /** Of the dot. */
  readonly tone: 'idle' | 'busy' | 'good' | 'bad';
  /** A word or two, for a narrow place. */
  readonly short: string;
  readonly text: string;
}

const STATES: Readonly<Record<TabState, StateText>> = {
  none: { tone: 'idle', short: 'not connected', text: 'Not connected: sending connects' },
  connecting: { tone: 'busy', short: 'connecting', text: 'Connecting' },
  open: { tone: 'good', short: 'connected', text: 'Connected' },
  eof: { tone: 'idle', short: 'closed by the server', text: 'Closed by the server: sending reconnects' },
  reset: { tone: 'bad', short: 'reset', text: 'Reset by the server (ECONNRESET)' },
  refused: { tone: 'bad', short: 'refused', text: 'Refused (ECONNREFUSED): nobody listens' },
  closed: { tone: 'idle', short: 'closed', text: 'Closed by you: sending reconnects' },
};

const HALF_CLOSED: StateText = {
  tone: 'busy',
  short: 'half-closed',
  text: 'Half-closed: you send no more, the server still may',
};

const DATAGRAMS: Readonly<Partial<Record<TabState, StateText>>> = {
  none: { tone: 'idle', short: 'no socket', text: 'No socket yet: sending opens one' },
  connecting: { tone: 'busy', short: 'opening', text: 'Opening a socket' },
  open: { tone: 'good', short: 'datagrams', text: 'Each Enter sends a datagram' },
  closed: { tone: 'idle', short: 'closed', text: 'Closed by you: sending opens another socket' },
};

/** Which connection a client has, to go after its name; empty for none. */
export const connectionText = ({ connection }: { readonly connection: number | undefined }): string =>
  connection === undefined ? '' : `, connection ${connection + 1}`;

/** The state of a client, in words. */
export function stateText({
  state,
  hasShutdown,
  isDatagram,
}: {
  readonly state: TabState;
  readonly hasShutdown: boolean;
  readonly isDatagram: boolean;
}): StateText {
  const told = isDatagram ? DATAGRAMS[state] : undefined;
  if (told !== undefined) return told;
  return hasShutdown && state === 'open' ? HALF_CLOSED : STATES[state];
}
