/** English: what an element of the embed says once it runs. It can do without the sentences of the page. */
import type { Text } from '../text.ts';

export const LIVE = {
  close: 'Close',
  running: 'running…',
  same: { one: '✓ {count} byte as printed', other: '✓ {count} bytes as printed' },
  differs: '≠ differs from line {line}, column {column}',
  givenUp: '≠ too many wildcards to compare such a long answer',
  expected: '≠ differs, as the author expects',
  live: 'live',
  ran: 'ran just now, in this page',
  answer: 'Answer',
  printed: 'printed',
  received: 'received',
  byte: 'byte {byte} of the answer',
  lead: 'See the step that wrote it',
  unled: 'The step cannot be shown:',
  again: 'Try again',
  lesson: 'A lesson on Werkzeug',
  nothing: 'nothing more',
  silent: 'The server sent nothing.',
} as const satisfies Readonly<Record<string, Text>>;

/** Names a sentence of a running element. */
export type LiveKey = keyof typeof LIVE;
