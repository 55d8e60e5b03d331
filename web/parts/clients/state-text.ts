/** The state of a client in words. */
import type { ConnectionState } from '../../session/clients/remarks.ts';
import type { ShownState } from '../../session/clients/client.ts';
import type { Texts } from '../../texts/texts.ts';

export interface StateText {
  /** The colour of the dot. */
  readonly tone: 'idle' | 'busy' | 'good' | 'bad';
  /** A word or two, for a narrow place. */
  readonly short: string;
  readonly text: string;
}

const TONES: Readonly<Record<ConnectionState, StateText['tone']>> = {
  none: 'idle',
  connecting: 'busy',
  open: 'good',
  eof: 'idle',
  reset: 'bad',
  refused: 'bad',
  closed: 'idle',
};

export function stateText(texts: Texts, { state, hasShutdown, isDatagram }: ShownState): StateText {
  if (isDatagram && (state === 'none' || state === 'connecting' || state === 'open' || state === 'closed')) {
    return {
      tone: TONES[state],
      short: texts.say(`clients.datagrams.${state}.short`),
      text: texts.say(`clients.datagrams.${state}`),
    };
  }
  const isHalfClosed = hasShutdown && state === 'open';
  const name = isHalfClosed ? 'halfClosed' : state;
  return {
    tone: isHalfClosed ? 'busy' : TONES[state],
    short: texts.say(`clients.state.${name}.short`),
    text: texts.say(`clients.state.${name}`),
  };
}

/** `Client 2, connection 5: Connected`, for a title. */
export function titleText(
  texts: Texts,
  { number, connection }: { readonly number: number; readonly connection: number | undefined },
  state: string,
): string {
  return connection === undefined
    ? texts.say('clients.client.state', { number, state })
    : texts.say('clients.client.connection', { number, connection: connection + 1, state });
}
