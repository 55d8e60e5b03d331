/** Words that several views of the comparison use. */
import type { Step } from '../../../src/index.ts';
import type { ServerKind } from '../../../src/host/protocol.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Role } from './side.ts';

const SERVERS = {
  base: 'compare.server.base',
  threaded: 'compare.server.threaded',
  forking: 'compare.server.forking',
} as const;

export const serverText = (texts: Texts, server: ServerKind): string => texts.say(SERVERS[server]);

/** A step as one phrase: `call os.fork ()`. */
export const stepText = (texts: Texts, { kind, name, detail }: Step): string =>
  `${texts.say(`steps.kind.${kind}`)} ${name} ${detail}`;

export function roleText(texts: Texts, { is, number }: Role): string {
  switch (is) {
    case 'server':
      return texts.say('compare.role.server');
    case 'worker':
      return texts.say('compare.role.worker', { number });
    case 'connection':
      return texts.say('compare.role.connection', { number });
    case 'input':
      return texts.say('compare.role.input');
    case 'unknown':
      return texts.say('compare.role.unknown', { tid: String(number) });
  }
}

/** Seconds in milliseconds. */
export const millisText = (texts: Texts, seconds: number): string => `${texts.number(seconds * 1_000)} ms`;
