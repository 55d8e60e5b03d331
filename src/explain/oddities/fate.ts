/** What becomes of an exception: which calls it leaves, who catches it, and what is done about it. */
import { callAround, lastPart, nextOf, previousOf } from './look-around.ts';
import type { OddityRows } from './look-around.ts';
import type { MomentRow } from '../moments/moment.ts';

export interface Fate {
  /** The row in which it leaves the last call; it may have become another exception on the way. */
  readonly last: MomentRow;
  /** The call that catches it. */
  readonly catcher: MomentRow;
  /** The first call that the catcher makes then; undefined when it just returns. */
  readonly handling: MomentRow | undefined;
  /** Whether the catcher has returned. Otherwise it has made a call that is made of caught exceptions only. */
  readonly hasReturned: boolean;
}

/** Calls of a handler that no `finally` makes: who makes one of them has caught the exception. */
const HANDLING = new Set(['connection_dropped', 'log_error']);

/** What becomes of the exception that a row raises; undefined when that is not known, or nobody catches it. */
export function fateOf(rows: OddityRows, raise: MomentRow): Fate | undefined {
  let last = raise;
  let handling: MomentRow | undefined;
  for (let row = nextOf(rows, raise); row !== undefined; row = nextOf(rows, row)) {
    if (row.depth < last.depth || row.kind === 'thread') {
      if (row.kind === 'return') return caught(rows, { last, handling, hasReturned: true }, row.depth);
      if (row.kind !== 'raise') return undefined;
      // It goes on, or is another one now.
      last = row;
      handling = undefined;
    } else if (row.kind === 'call' && row.depth === last.depth) {
      if (HANDLING.has(lastPart(row.name))) {
        return caught(rows, { last, handling: row, hasReturned: false }, last.depth - 1);
      }
      handling ??= row;
    }
  }
  return undefined;
}

function caught(rows: OddityRows, fate: Omit<Fate, 'catcher'>, depth: number): Fate | undefined {
  const catcher = callAround(rows, fate.last);
  return catcher?.depth === depth ? { ...fate, catcher } : undefined;
}

/** Where the exception that leaves a call was raised first, as far as the log shows it. */
export function originOf(rows: OddityRows, raise: MomentRow): MomentRow {
  let origin = raise;
  for (let row = previousOf(rows, raise); row !== undefined; row = previousOf(rows, row)) {
    if (row.depth < raise.depth || (row.kind === 'call' && row.depth === raise.depth)) return origin;
    if (row.kind === 'raise' && row.detail === raise.detail) origin = row;
  }
  return origin;
}
