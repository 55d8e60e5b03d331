/**
 * Looks around a row of a log, among the rows of its thread: which call it is in, what comes of that call. Nothing is
 * kept, so that a face asks for the rows that it draws, and no others.
 */
import type { MomentRow } from '../moments/moment.ts';

/** Rows of a log, as they are read. */
export interface OddityRows {
  readonly length: number;
  at(number: number): MomentRow | undefined;
}

/** How far one looks, in rows: beyond that nothing is said. What belongs together is near, unless a thread waits. */
const FAR = 10_000;

/** What a thread does. Other rows, such as changed values, come of that. */
const ACTS: ReadonlySet<string> = new Set(['call', 'return', 'raise', 'syscall', 'thread']);

/** The next thing that the same thread does. */
export function nextOf(rows: OddityRows, { number, tid }: MomentRow): MomentRow | undefined {
  const end = Math.min(rows.length, number + FAR);
  for (let at = number + 1; at < end; at += 1) {
    const row = rows.at(at);
    if (row?.tid === tid && ACTS.has(row.kind)) return row;
  }
  return undefined;
}

/** What the same thread did before it. */
export function previousOf(rows: OddityRows, { number, tid }: MomentRow): MomentRow | undefined {
  const end = Math.max(0, number - FAR);
  for (let at = number - 1; at >= end; at -= 1) {
    const row = rows.at(at);
    if (row?.tid === tid && ACTS.has(row.kind)) return row;
  }
  return undefined;
}

/** The call of the same thread that is around a row. */
export function callAround(rows: OddityRows, { number, tid, depth }: MomentRow): MomentRow | undefined {
  const end = depth === 0 ? number : Math.max(0, number - FAR);
  for (let at = number - 1; at >= end; at -= 1) {
    const row = rows.at(at);
    if (row?.tid === tid && row.kind === 'call' && row.depth === depth - 1) return row;
  }
  return undefined;
}

/** The nearest call around a row that `isIt` holds for. */
export function callWithin(rows: OddityRows, from: MomentRow, isIt: (name: string) => boolean): MomentRow | undefined {
  let call = callAround(rows, from);
  while (call !== undefined && !isIt(call.name)) call = callAround(rows, call);
  return call;
}

/**
 * The return of a call; undefined while it runs, when it is far away, and when an exception has left the call. `visit`
 * is told the rows of the call on the way.
 */
export function returnOf(
  rows: OddityRows,
  call: MomentRow,
  visit: (row: MomentRow) => void = () => undefined,
): MomentRow | undefined {
  const end = Math.min(rows.length, call.number + FAR);
  for (let at = call.number + 1; at < end; at += 1) {
    const row = rows.at(at);
    if (row?.tid !== call.tid || !ACTS.has(row.kind)) continue;
    if (row.depth < call.depth) return undefined;
    if (row.depth === call.depth && row.kind !== 'call') return row.kind === 'return' ? row : undefined;
    visit(row);
  }
  return undefined;
}

/** The last part of a qualified name. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
