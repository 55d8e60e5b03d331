/**
 * Rows of the log on their way to the page: columns of numbers, and one text for all details. A page would need
 * several times as long to receive, check and keep a hundred thousand objects.
 */
import type { Step } from '../index.ts';
import { STEP_KINDS } from '../vocabulary.ts';
import type { StepKind } from '../vocabulary.ts';
import { MESSAGE_LIMITS } from './limits.ts';
import { pageName } from './thread-names.ts';

const NUMBER_OF = Object.fromEntries(STEP_KINDS.map((kind, number) => [kind, number])) as Readonly<
  Record<StepKind, number>
>;

/** Consecutive rows. Each column has one number per row. */
export interface StepRows {
  /** Indexes into `STEP_KINDS`. */
  readonly kinds: Uint8Array;
  readonly depths: Uint16Array;
  readonly tids: Uint32Array;
  /** Microseconds since boot. */
  readonly times: Float64Array;
  /** Indexes into `table`. */
  readonly names: Uint32Array;
  readonly table: readonly string[];
  /** All details, each ended by a line feed; see `unpacked`. */
  readonly details: string;
  /** The offsets of the line feeds in `details`. */
  readonly ends: Uint32Array;
}

/**
 * Frequent characters beyond latin-1, with stand-ins: they would double the size of the whole text. No detail has
 * control characters.
 */
const PACKED: readonly (readonly [character: string, sign: string])[] = [
  ['→', '\u0001'],
  ['…', '\u0002'],
];
const LINE_FEED = '\n';
const MICROS_IN_SECOND = 1_000_000;

/** The columns of consecutive steps. */
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

/** The text with stand-ins; its length is the same. */
export function packed(text: string): string {
  let kept = text;
  for (const [character, sign] of PACKED) if (kept.includes(character)) kept = kept.replaceAll(character, sign);
  return kept;
}

/** The text without stand-ins. */
export function unpacked(text: string): string {
  let read = text;
  for (const [character, sign] of PACKED) if (read.includes(sign)) read = read.replaceAll(sign, character);
  return read;
}
