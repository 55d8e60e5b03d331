/** Checks rows from the worker: their columns must fit each other and stay within the limits. */
import { STEP_KINDS } from '../../src/vocabulary.ts';
import type { StepRows } from '../../src/host/step-rows.ts';
import { MESSAGE_LIMITS } from '../../src/host/limits.ts';
import type { Check } from './shape.ts';
import { list, text, time } from './shape.ts';

const { rows: MOST_ROWS, name: NAME, line: LINE } = MESSAGE_LIMITS;

const table = list(MOST_ROWS, text(NAME));
const COLUMNS = {
  kinds: Uint8Array,
  depths: Uint16Array,
  tids: Uint32Array,
  times: Float64Array,
  names: Uint32Array,
  ends: Uint32Array,
} as const;

export const rows: Check = (value) => {
  if (typeof value !== 'object' || value === null) return `${value === null ? 'null' : typeof value} is not rows`;
  const given = value as StepRows;
  const wrong = table(given.table);
  if (wrong !== undefined) return `.table${wrong}`;
  if (typeof given.details !== 'string') return '.details: not text';
  for (const [name, Column] of Object.entries(COLUMNS)) {
    const column: unknown = given[name as keyof typeof COLUMNS];
    if (!(column instanceof Column) || column.length > MOST_ROWS) return `.${name}: not a column`;
    if (column.length !== given.kinds.length) return `.${name}: not as long as the other columns`;
  }
  return wrongRow(given);
};

function wrongRow({ kinds, times, names, table, details, ends }: StepRows): string | undefined {
  let end = -1;
  for (let at = 0; at < kinds.length; at += 1) {
    const next = ends[at] as number;
    if ((kinds[at] as number) >= STEP_KINDS.length) return `[${at}]: of no known kind`;
    if ((names[at] as number) >= table.length) return `[${at}]: without a name`;
    if (time(times[at]) !== undefined) return `[${at}]: without a time`;
    if (next <= end || next - end > LINE) return `[${at}]: its detail is no text of up to ${LINE} characters`;
    end = next;
  }
  return end + 1 === details.length ? undefined : '.details: of another length';
}
