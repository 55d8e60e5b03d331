/** What each setting of the link must be: a test, and the words for what is wanted. */
import type { LinkSettings } from '../../kernel/net/link/link-conditions.ts';

/** Longer than a minute one way, and no connection would come about before its SYN gives up. */
const MOST_MICROS = 60_000_000;
/** More is nothing that a wire could do in a microsecond. */
const MOST_BANDWIDTH = 1_000_000_000_000;
const MOST_SEGMENT = 65_535;

const isCount = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;

/** By the name of the setting. */
export const LINK_RULES: {
  readonly [K in keyof LinkSettings]-?: readonly [isRight: (value: unknown) => boolean, wanted: string];
} = {
  latency: [(value) => isCount(value, 0, MOST_MICROS), `an integer from 0 to ${MOST_MICROS}, in microseconds`],
  jitter: [(value) => isCount(value, 0, MOST_MICROS), `an integer from 0 to ${MOST_MICROS}, in microseconds`],
  loss: [(value) => typeof value === 'number' && value >= 0 && value <= 1, 'a probability from 0 to 1'],
  bandwidth: [
    (value) => isCount(value, 0, MOST_BANDWIDTH),
    `an integer from 0 (no limit) to ${MOST_BANDWIDTH}, in bytes a second`,
  ],
  segment: [(value) => isCount(value, 1, MOST_SEGMENT), `an integer from 1 to ${MOST_SEGMENT}, in bytes`],
};
