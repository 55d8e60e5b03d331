/** Plays one case on both arms, the real server and the simulator, and says where they differ for certain. */
import { compare } from '../../oracle/compare.ts';
import type { Column } from '../../oracle/compare.ts';
import type { Case, Result } from '../../oracle/recording.ts';
import { runCase } from '../../oracle/run.ts';
import type { RealServer } from './real.ts';
import { servedCalls } from './calls.ts';
import { StuckError } from './real.ts';
import { slower } from './scripts.ts';
import type { LiveCase } from './scripts.ts';

const COLUMNS: readonly Column[] = ['bytes', 'end', 'log', 'calls'];
/** Seconds for the last log lines: when the server has closed, all is written; else it has yet to see the client go. */
const TAIL_CLOSED = 0;
const TAIL_OPEN = 0.03;
const TAIL_TRACED = 0.05;
const TAIL_CAREFUL = 0.15;
const tailOf = ({ steps }: LiveCase): number =>
  steps.some((step) => step.do === 'shutdown_write') ? TAIL_CLOSED : TAIL_OPEN;
/** How often, and how much slower, a difference is looked at again. */
const PACES = [1, 4, 8];

/** Where the arms differ. */
export interface Difference {
  readonly column: Column | 'run';
  readonly text: string;
  readonly real: Result;
  readonly isRace: boolean;
}

/** What a case gave. `unsteady`: a race, see `examine` and `isSendRace`. */
export type Finding =
  | { readonly kind: 'same' }
  | { readonly kind: 'unsteady'; readonly text: string }
  | { readonly kind: 'differs'; readonly difference: Difference };

/** A server to play on: the one there is, or a new one when that has ended. */
export type Servers = () => Promise<RealServer>;

const NOTHING: Result = { conns: [], marks: [], log: [], exit: 0, calls: null, syscalls: null };

/** The case as the simulator's runner wants it. */
export const caseOf = ({ id, app, server, steps }: LiveCase, golden: Result = NOTHING): Case => ({
  id,
  category: 'live',
  app,
  server,
  steps,
  golden,
});

/** One play on both arms; undefined when they agree. */
async function playOnce(item: LiveCase, servers: Servers, isCareful: boolean): Promise<Difference | undefined> {
  const server = await servers();
  const tail = isCareful ? TAIL_CAREFUL : server.isTraced ? TAIL_TRACED : tailOf(item);
  const real = await server.play(item.steps, tail);
  let ours: Result;
  try {
    const result = runCase(caseOf(item), real.calls !== null);
    ours = { ...result, exit: 0, calls: result.calls === null ? null : servedCalls(result.calls) };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { column: 'run', text, real, isRace: false };
  }
  for (const [column, text] of compare(real, ours, COLUMNS)) {
    if (text !== undefined) return { column, text, real, isRace: isSendRace(real, ours) };
  }
  return undefined;
}

/**
 * Whether nothing differs but errors of sending steps. A server that closes with unread bytes resets the connection
 * while the client goes on to send or to shut down; which comes first is a matter of microseconds between two
 * processes. What the client received, how its connection ended and the log must agree all the same.
 */
function isSendRace(real: Result, ours: Result): boolean {
  const calm = (result: Result): Result => ({
    ...result,
    marks: result.marks.filter(({ error }) => error === undefined),
  });
  return [...compare(calm(real), calm(ours), COLUMNS).values()].every((text) => text === undefined);
}

/**
 * Plays a case, and when the arms differ, again and more slowly: only what differs each time, and is the same each time
 * on the real side, is a difference. The rest was a race of the real server with its client, which loopback and the
 * load of the machine decide: whether a reset overtakes an end of file, a log line its case, a piece of a body the ten
 * milliseconds for which werkzeug waits for more of it before it closes.
 */
export async function examine(item: LiveCase, servers: Servers): Promise<Finding> {
  const first = await playOnce(item, servers, false);
  if (first === undefined) return { kind: 'same' };
  let last = first;
  let shown: string | undefined;
  for (const pace of PACES) {
    // One after the other: they are to be undisturbed.
    // oxlint-disable-next-line no-await-in-loop
    const again = await playOnce({ ...item, steps: slower(item.steps, pace) }, servers, true);
    if (again === undefined || again.isRace) return { kind: 'unsteady', text: first.text };
    const real = JSON.stringify(again.real);
    if (shown !== undefined && real !== shown) return { kind: 'unsteady', text: again.text };
    shown = real;
    last = again;
  }
  return { kind: 'differs', difference: last };
}

/** Whether the arms still differ in a column, for certain; a real server that gets stuck is no answer. */
export async function differsIn(
  item: LiveCase,
  column: Difference['column'],
  servers: Servers,
): Promise<Difference | undefined> {
  try {
    const first = await playOnce(item, servers, true);
    if (first?.column !== column || first.isRace) return undefined;
    const again = await playOnce(item, servers, true);
    return again?.column === column && JSON.stringify(again.real) === JSON.stringify(first.real) ? again : undefined;
  } catch (error) {
    if (error instanceof StuckError) return undefined;
    throw error;
  }
}
