/** Checks the messages of the worker that come while it plays: what a page without machines needs. */
import type { ComplaintFrame, ComplaintInfo, LoadProblem } from '../../src/host/app-faults.ts';
import type { Played, PlayedAnswer, PrintedDifference } from '../../src/host/played.ts';
import { MESSAGE_LIMITS } from '../../src/host/limits.ts';
import type { PackedMessage } from '../../src/host/packing.ts';
import { CLIENT_STATES } from '../../src/vocabulary.ts';
import { notice } from './check-notices.ts';
import { boolean, bytes, count, fields, list, maybe, oneOf, plain, record, text, time } from './shape.ts';
import type { Check } from './shape.ts';

const MOST = MESSAGE_LIMITS;
const name = text(MOST.name);
const line = text(MOST.line);
const buffer = bytes(MOST.bytes);

type Message<T extends PackedMessage['type']> = Extract<PackedMessage, { type: T }>;

export const head = { type: name, session: count } as const;

const problem = fields<LoadProblem>({ notice, line: maybe(count) });

export const complaint = fields<ComplaintInfo>({
  kind: oneOf('error', 'warning'),
  text: line,
  hint: line,
  step: count,
  thread: name,
  frames: list(MOST.complaintFrames, fields<ComplaintFrame>({ name, line: count, column: count })),
});

const difference = fields<PrintedDifference>({
  printedOffset: count,
  line: count,
  column: count,
  byte: count,
  client: count,
  expected: line,
  actual: line,
  step: maybe(count),
  isGivenUp: maybe(boolean),
});

const played = fields<Played>({
  scenario: plain(MOST.scenarioDepth, MOST.scenarioSize),
  text: text(MOST.bytes),
  matches: maybe(boolean),
  first: maybe(difference),
  captured: maybe(record(MOST.wildcards, text(MOST.bytes))),
  answers: list(
    MOST.answers,
    fields<PlayedAnswer>({ bytes: buffer, state: oneOf(...CLIENT_STATES), error: maybe(name) }),
  ),
  log: text(MOST.log),
  why: oneOf('idle', 'deadlock', 'exit', 'limit'),
  time,
  complaints: list(MOST.complaints, complaint),
});

/** By type: what is wrong with a message of it. */
export const PLAY_MESSAGES = {
  pong: fields<Message<'pong'>>(head),
  entered: fields<Message<'entered'>>(head),
  absent: fields<Message<'absent'>>({ ...head, name, requests: maybe(count) }),
  played: fields<Message<'played'>>({ ...head, played }),
  loadProblem: fields<Message<'loadProblem'>>({ ...head, problem }),
  failed: fields<Message<'failed'>>({ ...head, notice }),
} as const satisfies Partial<Record<PackedMessage['type'], Check>>;

/** Tells a valid message from what is wrong with it. */
export type MessageChecker = (data: unknown) => PackedMessage | string;

export function checkerOf(messages: Readonly<Partial<Record<PackedMessage['type'], Check>>>): MessageChecker {
  return (data) => {
    const type: unknown = typeof data === 'object' && data !== null && 'type' in data ? data.type : undefined;
    if (typeof type !== 'string' || !Object.hasOwn(messages, type)) return 'it is of no known kind';
    const wrong = messages[type as PackedMessage['type']]?.(data);
    return wrong === undefined ? (data as PackedMessage) : `${type}${wrong}`;
  };
}

/** Knows these messages only. */
export const checkPlayMessage = checkerOf(PLAY_MESSAGES);
