/**
 * What a person writes down for a client to do later, and the plan that it means. Nothing here knows of fields or
 * panels.
 */
import type { ClientAction, When } from '../../../src/host/protocol.ts';
import type { ClientCommand } from '../../../src/vocabulary.ts';
import { encodeEscapes } from '../../kit/escapes.ts';

export type LaterWhen = 'time' | 'step' | 'rest';

/** Where the page stands. */
export interface Moment {
  /** The step that is shown if it is in the past. */
  readonly cursor: number | undefined;
  /** Steps of the log. */
  readonly length: number;
  /** Virtual time at the end of the log, in microseconds. */
  readonly end: number;
  /** Steps of the log when the client connected; 0 if unknown. */
  readonly since: number;
}

/** The draft as it is typed. A place that was not typed yet follows the present. */
export interface LaterDraft {
  readonly act: ClientCommand;
  readonly text: string;
  readonly when: LaterWhen;
  readonly step: string | undefined;
  readonly time: string | undefined;
}

export interface LaterPlan {
  readonly action: ClientAction;
  readonly when: When;
}

/** What is wrong with the place of a plan. Times are in microseconds. */
export type PlaceFault =
  | { readonly code: 'stepNotWhole' | 'stepTooLarge' | 'timeNotNumber' | 'timeTooLarge' }
  | { readonly code: 'beforeConnect' | 'stepNotLater'; readonly step: number }
  | { readonly code: 'timeNotLater'; readonly time: number };

/** What is wrong with a draft, by field. */
export interface LaterFaults {
  readonly text?: 'empty';
  readonly place?: PlaceFault;
}

/** The draft before anything is typed. */
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

/** The step at which a plan begins another branch, because the log has it already; undefined for a plan that waits. */
export function futureOf({ step }: When, { length }: Moment): number | undefined {
  return step !== undefined && step < length ? step : undefined;
}

/** The text of the field for the place. */
export function placeText({ when, step, time }: LaterDraft, moment: Moment): string {
  if (when === 'step') return step ?? String(Math.max(presentStep(moment), moment.since) + STEPS_AHEAD);
  const later = Math.ceil((moment.end + MICROS_PER_SECOND) / 1_000) / 1_000;
  return when === 'time' ? (time ?? later.toFixed(3)) : '';
}

/** Reads a draft. Returns a plan, or what is wrong with the draft. */
export function readDraft(draft: LaterDraft, moment: Moment): LaterPlan | LaterFaults {
  const bytes = bytesOfDraft(draft.text);
  const place = readPlace(draft, moment);
  const isEmpty = draft.act === 'send' && bytes.length === 0;
  if (isEmpty || 'code' in place) {
    return {
      ...(isEmpty ? { text: 'empty' } : {}),
      ...('code' in place ? { place } : {}),
    };
  }
  return { action: draft.act === 'send' ? { act: 'send', bytes } : { act: draft.act }, when: place };
}

/** Whether what was read is a plan. */
export function isPlan(read: LaterPlan | LaterFaults): read is LaterPlan {
  return 'action' in read;
}

function readPlace(draft: LaterDraft, moment: Moment): When | PlaceFault {
  if (draft.when === 'rest') return {};
  const text = placeText(draft, moment).trim();
  return draft.when === 'step' ? readStep(text, moment) : readTime(text, moment.end);
}

function readStep(text: string, moment: Moment): When | PlaceFault {
  const present = presentStep(moment);
  const digits = text.replaceAll(/[,_\s]/g, '');
  if (!/^\d+$/.test(digits)) return { code: 'stepNotWhole' };
  const step = Number(digits);
  if (step > MOST_STEPS) return { code: 'stepTooLarge' };
  if (step > present && step <= moment.since) return { code: 'beforeConnect', step: moment.since };
  return step > present ? { step } : { code: 'stepNotLater', step: present };
}

function readTime(text: string, now: number): When | PlaceFault {
  const [, number] = /^(\d*\.?\d*)\s*s?$/.exec(text) ?? [];
  if (number === undefined || !/\d/.test(number)) return { code: 'timeNotNumber' };
  const seconds = Number(number);
  if (seconds > MOST_SECONDS) return { code: 'timeTooLarge' };
  const timeMicros = Math.round(seconds * MICROS_PER_SECOND);
  return timeMicros > now ? { timeMicros } : { code: 'timeNotLater', time: now };
}
