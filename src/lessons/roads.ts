/** The roads, and on each the ids of its lessons, in the order in which they are meant to be read. */
import type { Road } from './lesson.ts';

export const ROAD_LESSONS: Readonly<Record<Road, readonly string[]>> = {
  walk: ['one-request', 'line-to-environ', 'how-the-answer-is-made', 'why-it-always-closes'],
  waiting: [
    'idle-client-freezes-base',
    'threads-cure-it',
    'forks-and-memory',
    'queue-is-not-rfile',
    'what-select-and-accept-wait-for',
    'the-listen-queue-is-full',
    'a-slow-client',
  ],
  bytes: [
    'a-body-becomes-a-request',
    'tls-on-a-plain-port',
    'http-0-9',
    'double-slash',
    'odd-headers',
    'a-space-before-the-colon',
    'too-long-and-too-many',
    'expect-100-continue',
    'chunked-both-ways',
    'head-204-304',
  ],
  faults: [
    'an-error-before-and-after-the-headers',
    'an-undrained-body-and-rst',
    'the-client-is-gone',
    'close-is-always-called',
    'ctrl-c',
  ],
  chance: ['the-lost-update', 'loss-and-retransmission', 'who-runs-next'],
};
