/**
 * Rows of the log on their way from the worker to the page: columns of numbers, and all details in one text. A
 * hundred thousand objects of strings would take a page several times as long to get, to check and to keep.
 */
import type { Step } from '../index.ts';
import { STEP_KINDS } from '../vocabulary.ts';
import type { StepKind } from '../vocabulary.ts';
import { MESSAGE_LIMITS } from './limits.ts';
import { pageName } from './thread-names.ts';

const NUMBER_OF = Object.fromEntries(STEP_KINDS.map((kind, number) => [kind, number])) as Readonly<
  Record<StepKind, number>
>;

/** Rows that follow each other. Each column has one number for each row. */
export interface StepRows {
  /** Places in `STEP_KINDS`. */
  readonly kinds: Uint8Array;
  readonly depths: Uint16Array;
  readonly tids: Uint32Array;
  /** Microseconds since boot. */
  readonly times: Float64Array;
  /** Places in `table`. */
  readonly names: Uint32Array;
  readonly table: readonly string[];
  /** One after the other, each ended by a line feed; see `unpacked`. */
  readonly details: string;
  /** Where in `details` each line feed stands. */
  readonly ends: Uint32Array;
}

/**
 * Characters that many details have, and that would make each character of the text twice as long. No detail has
 * control characters.
 */
const PACKED: readonly (readonly [character: string, sign: string])[] = [
  ['→', '\u0001'],
  ['…', '\u0002'],
];
const LINE_FEED = '\n';
const MICROS_IN_SECOND = 1_000_000;

/** The columns of some rows. */
export function rowsOf(steps: readonly Step[]): StepRows {
  const { length } = steps;
  const kinds = new Uint8Array(length);
  const depths = new Uint16Array(length);
  const tids = new Uint32Array(length);
  const times = new Float64Array(length);
  const names = new Uint32Array(length);
  const ends = new Uint32Array(length);
  const places = new Map<string, number>();
  const texts: string[] = [];
  let end = 0;
  for (let at = 0; at < length; at += 1) {
    const { kind, depth, tid, time, name, detail: told } = steps[at] as Step;
    const detail = (kind === 'thread' ? pageName(told) : told).slice(0, MESSAGE_LIMITS.line - 1);
    kinds[at] = NUMBER_OF[kind];
    depths[at] = depth;
    tids[at] = tid;
    times[at] = Math.round(time * MICROS_IN_SECOND);
    let place = places.get(name);
    if (place === undefined) places.set(name, (place = places.size));
    names[at] = place;
    texts.push(detail.includes(LINE_FEED) ? detail.replaceAll(LINE_FEED, ' ') : detail);
    ends[at] = end + detail.length;
    end += detail.length + 1;
  }
  const details = packed(texts.map((text) => text + LINE_FEED).join(''));
  return {
    kinds,
    depths,
    tids,
    times,
    names,
    table: [...places.keys()].map((name) => pageName(name).slice(0, MESSAGE_LIMITS.name)),
    details,
    ends,
  };
}

/** Text as it is kept: of the same length. */
export function packed(text: string): string {
  let kept = text;
  for (const [character, sign] of PACKED) if (kept.includes(character)) kept = kept.replaceAll(character, sign);
  return kept;
}

/** Text as it is read. */
export function unpacked(text: string): string {
  let read = text;
  for (const [character, sign] of PACKED) if (read.includes(sign)) read = read.replaceAll(sign, character);
  return read;
}
