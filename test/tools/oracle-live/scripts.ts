/** Makes cases: which server, which app, and what the client does. */
import type { Step } from '../../oracle/recording.ts';
import type { Chance } from './chance.ts';
import type { Corpus } from './corpus.ts';
import type { Kit, Target } from './real.ts';
import { newLines, newRequest } from './requests.ts';

/** A case without its golden results. */
export interface LiveCase extends Target {
  readonly id: string;
  readonly steps: readonly Step[];
}

/** Milliseconds: until the end of an answer is waited for; of quiet that end a reading; between pieces. */
const TO_END = 1500;
const QUIET = 250;
const GAP = 20;
const MOST_PIECES = 4;

const WSGI_KINDS = ['base', 'threaded', 'forking'];
const HTTP_KINDS = ['http', 'http_threading'];
const WSGI_HANDLERS = ['Wsgi11Handler', 'Wsgi10Handler', 'WsgiPlainHandler', 'WsgiDroppedHandler', 'WsgiBufferedHandler', 'WsgiQuietHandler', 'WsgiOverrideHandler']; // prettier-ignore
/** Without TimeoutHandler: on a busy machine its answers depend on the clock. */
const HTTP_HANDLERS = ['KeepAliveHandler', 'Http10Handler', 'BufferedHandler', 'RefuseExpectHandler', 'NamedHandler'];
/** Without EchoLinesTimeout (clock) and EchoCounted (its server remembers). */
const LINE_HANDLERS = [
  ...['EchoLines', 'EchoLinesBuffered', 'EchoLinesDefaultBuffer', 'EchoLinesSmallRead', 'EchoLinesNoReadBuffer'],
  ...['EchoLinesNoDelay', 'EchoRaw', 'EchoDirect', 'SetupFails', 'FinishFails', 'BothFail', 'Nothing'],
];
/** Apps that remember, or whose answers depend on the clock. */
const NOT_APPS = ['counter', 'sleepy', 'large'];
/** Apps of which more is to be learnt than of others. */
const RICH_APPS = ['environ_dump', 'request_info', 'response_kinds', 'echo_body', 'echo_raw', 'echo_input_lines', 'http_exc', 'echo_json', 'status_only', 'header_only']; // prettier-ignore

const KINDS: readonly (readonly [weight: number, kind: string])[] = [
  [44, 'base'],
  [24, 'threaded'],
  [6, 'forking'],
  [12, 'http'],
  [4, 'http_threading'],
  [6, 'tcp'],
  [2, 'tcp_threading'],
  [2, 'tcp_forking'],
];

/** What may be chosen. */
export interface Choice {
  readonly kit: Kit;
  readonly corpus: Corpus;
  readonly kinds: readonly string[];
  readonly apps: readonly string[];
}

/** The kinds that a choice leaves. */
const kindsOf = ({ kinds, apps }: Choice): typeof KINDS =>
  KINDS.filter(
    ([, kind]) => (kinds.length === 0 || kinds.includes(kind)) && (apps.length === 0 || WSGI_KINDS.includes(kind)),
  );

/** Whether anything can be played at all. */
export const isPossible = (choice: Choice): boolean =>
  kindsOf(choice).length > 0 && choice.apps.every((app) => choice.kit.apps.includes(app));

/** The next case; undefined when the choice fell on one that cannot be compared. */
export function newCase(chance: Chance, choice: Choice, id: string): LiveCase | undefined {
  const target = newTarget(chance, choice);
  if (target === undefined) return undefined;
  const { app, server } = target;
  const owner = app ?? server.handler ?? '';
  const isLines = server.kind.startsWith('tcp');
  const one = (): string =>
    isLines && chance.percent(85) ? newLines(chance) : newRequest(chance, choice.corpus, owner);
  const steps = newSteps(chance, one);
  return isComparable(steps) ? { id, app, server, steps } : undefined;
}

function newTarget(chance: Chance, choice: Choice): Target | undefined {
  const kind = chance.weighted(kindsOf(choice));
  const { kit } = choice;
  if (!WSGI_KINDS.includes(kind)) {
    const known = (HTTP_KINDS.includes(kind) ? HTTP_HANDLERS : LINE_HANDLERS).filter((name) =>
      kit.handlers.includes(name),
    );
    return known.length === 0 ? undefined : { app: null, server: { kind, handler: chance.pick(known) } };
  }
  const all = (choice.apps.length > 0 ? choice.apps : kit.apps).filter((name) => !NOT_APPS.includes(name));
  const rich = all.filter((name) => RICH_APPS.includes(name));
  const app = chance.pick(rich.length > 0 && chance.percent(70) ? rich : all);
  const handlers = WSGI_HANDLERS.filter((name) => kit.handlers.includes(name));
  if (handlers.length === 0 || chance.percent(80)) return { app, server: { kind } };
  return { app, server: { kind, handler: chance.pick(handlers) } };
}

/**
 * What exists only by chance or only for the clock is left out: apps told to sleep, to answer megabytes, or to end the
 * server process; sizes that make the real server ask for more memory than there is.
 */
const NOT_COMPARABLE =
  /(slow|sleep[/ ]|many|big)[/ ]?\d{2,}|slow\/|system-exit|keyboard|(^|\n)\s*exit|\d{10}|_{0,1}[0-9a-f]{9,}\r?\n/i;

const isComparable = (steps: readonly Step[]): boolean =>
  steps.every(({ data }) => typeof data !== 'string' || !NOT_COMPARABLE.test(data));

/** What one client does; `one` makes a request. */
function newSteps(chance: Chance, one: () => string): Step[] {
  const conn = 0;
  const end: Step[] = [
    { conn, do: 'shutdown_write' },
    { conn, do: 'recv_all', ms: TO_END },
  ];
  const quiet: Step = { conn, do: 'recv_all', ms: QUIET };
  // Between its end of file and its close the real server still takes bytes.
  const pause: Step = { do: 'pause', ms: 30 };
  const send = (data: string): Step => ({ conn, do: 'send', data });
  const connect: Step = { conn, do: 'connect' };
  const way = chance.below(100);
  if (way < 58) return [connect, send(one()), ...end];
  if (way < 68) return [connect, send(one()), quiet];
  if (way < 80) return [connect, inPieces(chance, one()), ...end];
  if (way < 86) return [connect, send(one()), quiet, pause, send(one()), ...end];
  if (way < 94) return [connect, send(one() + one()), ...end];
  return [connect, inPieces(chance, one() + one()), quiet];
}

/** Each piece is read before the next one comes: the gap is longer than anything but a stall of the machine. */
function inPieces(chance: Chance, data: string): Step {
  const smallest = Math.ceil(data.length / MOST_PIECES);
  return { conn: 0, do: 'send', data, split: Math.max(1, smallest + chance.below(smallest + 1)), gap: GAP };
}

/** The same script at a slower pace. */
export function slower(steps: readonly Step[], factor: number): Step[] {
  return steps.map((step) => {
    if (step.split !== undefined) return { ...step, gap: (step.gap ?? GAP) * factor };
    if (step.do === 'pause') return { ...step, ms: (step.ms ?? 0) * factor };
    return step.do === 'recv_all' ? { ...step, ms: (step.ms ?? QUIET) * factor } : step;
  });
}
