/**
 * Which bytes of an answer are copies of what the app was given. It is claimed only where the log shows it: the body
 * that the app has read, as a whole; or a value of the environ that a recorded call has had as an argument or a result.
 */
import { partOf } from './connection.ts';
import type { StreamText } from './connection.ts';
import type { Graph, Span } from './graph.ts';
import { keyOfPlace } from './places.ts';
import { literals } from './literals.ts';
import type { Execute, Handling, Read, RequestRecord, Rows } from './record.ts';

/** Shorter ones are equal by chance. */
const LEAST = 4;
/** How many rows of a run of an app are searched. */
const MOST_ROWS = 5000;

interface Context {
  readonly graph: Graph;
  readonly request: StreamText;
  readonly response: StreamText;
  readonly handling: Handling;
  readonly rows: Rows;
}

interface Written {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly request: RequestRecord | undefined;
  readonly execute: Execute | undefined;
}

export interface Copy {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly step: number;
  /** Bytes of the answer. */
  readonly from: number;
  readonly to: number;
  readonly source: Span;
}

/** The copies among written bytes, in their order; they do not overlap. */
export function findCopies(context: Context, written: Written): Copy[] {
  const text = partOf(context.response, written.from, written.to)?.text;
  if (text === undefined || text.length < LEAST) return [];
  const found = [...bodyCopies(context, written, text), ...valueCopies(context, written, text)];
  const copies: Copy[] = [];
  for (const copy of found.toSorted((one, other) => one.from - other.from || other.to - one.to)) {
    if (copy.from >= (copies.at(-1)?.to ?? 0)) copies.push(copy);
  }
  return copies;
}

/** What was read and can have been written: in the same run of the app, or by the same handler. */
function readBefore({ handling }: Context, { step, execute }: Written): Read[] {
  const from = execute?.step ?? handling.step;
  return handling.reads.filter((read) => read.role === 'body' && read.step > from && read.step < step);
}

function bodyCopies(context: Context, written: Written, text: string): Copy[] {
  const bodies = joined(readBefore(context, written));
  return bodies.flatMap((body): Copy[] => {
    const bytes = partOf(context.request, body.from, body.to)?.text ?? '';
    const isAll = bytes.length >= LEAST && text.includes(bytes);
    const at = isAll ? text.indexOf(bytes) : 0;
    const from = isAll ? 0 : bytes.indexOf(text);
    if (!isAll && from < 0) return [];
    const count = isAll ? bytes.length : text.length;
    const source = { place: 'read', from: body.from + from, to: body.from + from + count };
    const start = written.from + at;
    return [
      { code: 'copy.body', values: { count, by: body.by }, step: body.step, from: start, to: start + count, source },
    ];
  });
}

/** Reads that follow each other without a gap are one body. */
function joined(reads: readonly Read[]): Read[] {
  const bodies: Read[] = [];
  for (const read of reads) {
    const before = bodies.at(-1);
    if (before?.to === read.from) bodies[bodies.length - 1] = { ...before, step: read.step, to: read.to };
    else bodies.push(read);
  }
  return bodies;
}

const PRINTABLE = /^[ -~]{4,200}$/;

function valueCopies({ graph, rows, handling }: Context, written: Written, text: string): Copy[] {
  const { request, execute } = written;
  if (request === undefined || execute === undefined) return [];
  const number = handling.requests.indexOf(request);
  const values = graph.texts(`environ ${number} `).filter(({ value }) => PRINTABLE.test(value) && text.includes(value));
  if (values.length === 0) return [];
  const copies: Copy[] = [];
  for (let step = execute.step + 1; step < Math.min(written.step, execute.step + MOST_ROWS); step += 1) {
    const row = rows.at(step);
    if (row === undefined || (row.kind !== 'call' && row.kind !== 'return')) continue;
    for (const { place, value } of values) {
      if (!row.detail.includes(value) || copies.some(({ source }) => source.place === place)) continue;
      if (!literals(row.detail).some((literal) => literal.is !== 'other' && literal.text === value)) continue;
      const from = written.from + text.indexOf(value);
      const source = { place, from: 0, to: value.length };
      const key = keyOfPlace(place)?.name ?? '';
      const said = { key, call: row.name };
      copies.push({ code: 'copy.key', values: said, step, from, to: from + value.length, source });
    }
  }
  return copies;
}
