/** What a person writes down to be done later, and what it comes to. Nothing here knows of fields or panels. */
import type { ClientAction, When } from '../../../src/host/protocol.ts';
import { encodeEscapes } from '../../kit/escapes.ts';
import { secondsText } from './plan-text.ts';
import type { ClientCommand } from '../../../src/vocabulary.ts';

export type LaterAct = ClientCommand;
export type LaterWhen = 'time' | 'step' | 'rest';

/** Where the page stands. */
export interface Moment {
  /** The step that is shown if it is in the past. */
  readonly cursor: number | undefined;
  /** Steps of the log. */
  readonly length: number;
  /** Virtual time at the end of the log, in microseconds. */
  readonly end: number;
  /** Steps of the log when the client connected, as far as is known. */
  readonly since: number;
}

/** As it is typed. A place that nobody has written down yet follows the present. */
export interface LaterDraft {
  readonly act: LaterAct;
  readonly text: string;
  readonly when: LaterWhen;
  readonly step: string | undefined;
  readonly time: string | undefined;
}

export interface LaterPlan {
  readonly action: ClientAction;
  readonly when: When;
}

/** What is wrong, by field. */
export interface LaterFaults {
  readonly text?: string;
  readonly place?: string;
}

/** What is there before anything is written. */
export const FIRST_DRAFT: LaterDraft = {
  act: 'send',
  text: 'GET / HTTP/1.1\n\n',
  when: 'time',
  step: undefined,
  time: undefined,
};

const STEPS_AHEAD = 100;
const MICROS_PER_SECOND = 1_000_000;
const MOST_SECONDS = 1_000_000;
const MOST_STEPS = 1_000_000_000;

/** The bytes of a text: line ends are CR LF, escapes stand for one byte each. */
export function bytesOfDraft(text: string): Uint8Array {
  return encodeEscapes(text.replace(/\r\n|\r|\n/g, '\r\n'));
}

/** The step that is shown. */
export function presentStep({ cursor, length }: Moment): number {
  return cursor ?? length;
}

/** The step at which a plan begins another future, because the log has it already; undefined for one that waits. */
export function futureOf({ step }: When, { length }: Moment): number | undefined {
  return step !== undefined && step < length ? step : undefined;
}

/** What the field for the place says. */
export function placeText({ when, step, time }: LaterDraft, moment: Moment): string {
  if (when === 'step') return step ?? String(Math.max(presentStep(moment), moment.since) + STEPS_AHEAD);
  const later = Math.ceil((moment.end + MICROS_PER_SECOND) / 1_000) / 1_000;
  return when === 'time' ? (time ?? later.toFixed(3)) : '';
}

/** Reads a draft: a plan, or what is wrong with it. */
export function readDraft(draft: LaterDraft, moment: Moment): LaterPlan | LaterFaults {
  const bytes = bytesOfDraft(draft.text);
  const place = readPlace(draft, moment);
  const isEmpty = draft.act === 'send' && bytes.length === 0;
  if (isEmpty || typeof place === 'string') {
    return {
      ...(isEmpty ? { text: 'There is nothing to send.' } : {}),
      ...(typeof place === 'string' ? { place } : {}),
    };
  }
  return { action: draft.act === 'send' ? { act: 'send', bytes } : { act: draft.act }, when: place };
}

/** Whether a draft could be read. */
export function isPlan(read: LaterPlan | LaterFaults): read is LaterPlan {
  return 'action' in read;
}

function readPlace(draft: LaterDraft, moment: Moment): When | string {
  if (draft.when === 'rest') return {};
  const text = placeText(draft, moment).trim();
  return draft.when === 'step' ? readStep(text, moment) : readTime(text, moment.end);
}

function readStep(text: string, moment: Moment): When | string {
  const present = presentStep(moment);
  const digits = text.replaceAll(/[,_\s]/g, '');
  if (!/^\d+$/.test(digits)) return 'A step is a whole number.';
  const step = Number(digits);
  if (step > MOST_STEPS) return 'No log is that long.';
  if (step > present && step <= moment.since)
    return `The client connects after step ${moment.since.toLocaleString('en')}.`;
  return step > present ? { step } : `Step ${present.toLocaleString('en')} is now; it has to be later.`;
}

function readTime(text: string, now: number): When | string {
  const [, number] = /^(\d*\.?\d*)\s*s?$/.exec(text) ?? [];
  if (number === undefined || !/\d/.test(number)) return 'A time is a number of seconds, such as 2.5.';
  const seconds = Number(number);
  if (seconds > MOST_SECONDS) return 'That is more than eleven days.';
  const time = Math.round(seconds * MICROS_PER_SECOND);
  return time > now ? { time } : `It is ${secondsText(now)} already; it has to be later.`;
}
