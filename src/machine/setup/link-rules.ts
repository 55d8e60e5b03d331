/** The rule for each setting of the link: a test, and a description of valid values. */
import type { LinkSettings } from '../../kernel/net/link/link-conditions.ts';

/** With a longer latency, a connection could not open before its SYN gives up. */
const MOST_SECONDS = 60;
/** The most bytes per second that a link can carry: a million in each microsecond. */
const MOST_BANDWIDTH = 1_000_000_000_000;
const MOST_SEGMENT = 65_535;

const isCount = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;

const isTime = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= MOST_SECONDS;
const TIME = `a number of seconds from 0 to ${MOST_SECONDS}`;

/** By the name of the setting. */
export const LINK_RULES: {
  readonly [K in keyof LinkSettings]-?: readonly [isRight: (value: unknown) => boolean, wanted: string];
} = {
  latency: [isTime, TIME],
  jitter: [isTime, TIME],
  loss: [(value) => typeof value === 'number' && value >= 0 && value <= 1, 'a probability from 0 to 1'],
  bandwidth: [
    (value) => isCount(value, 0, MOST_BANDWIDTH),
    `an integer from 0 (no limit) to ${MOST_BANDWIDTH}, in bytes a second`,
  ],
  segment: [(value) => isCount(value, 1, MOST_SEGMENT), `an integer from 1 to ${MOST_SEGMENT}, in bytes`],
};
