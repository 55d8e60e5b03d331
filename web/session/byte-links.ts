/**
 * What bytes that are pointed at are: of a request the line, or the part of a body that was read at once; of an answer
 * the part that was written at once. And the call that did.
 */
import type { ConnectionSnapshot } from '../../src/index.ts';
import type { Trail } from '../../src/explain/origin/trail.ts';
import { decodeLatin1 } from '../kit/bytes-text.ts';
import type { Rows } from './log/moves.ts';
import type { Stream } from './lanes.ts';
import { fromHeadersBuffer } from './origins/subjects.ts';

/** What a line of a request is. */
type LineKind =
  | { readonly is: 'requestLine' }
  | { readonly is: 'header'; readonly name: string }
  | { readonly is: 'headersEnd' }
  | { readonly is: 'body' };

export interface ByteLink {
  readonly direction: 'request' | 'response';
  /** The bytes, counted from the first one of the connection in that direction. */
  readonly from: number;
  readonly to: number;
  /** Number of the step that read or wrote them, if it has happened. */
  readonly step: number | undefined;
  /** Python's name of the call that did. */
  readonly call: string | undefined;
  /** What they are. */
  readonly what: LineKind | { readonly is: 'written'; readonly count: number };
}

const LF = 0x0a;
/** How much of a line is looked at. */
const MOST = 300;

/** @param offset counted as the stream counts. Undefined for what is not there, and for what has not been written. */
export function linkAt(trail: Trail, rows: Rows, stream: Stream, offset: number): ByteLink | undefined {
  if (stream === 'request') return requestLink(trail, offset);
  const at = stream === 'headers' ? fromHeadersBuffer(trail, offset) : offset;
  const { writes = [], sends = [] } = trail.handling ?? {};
  // A datagram is sent without a file.
  const write = [...writes, ...sends].find(({ from, to }) => at !== undefined && from <= at && at < to);
  if (write === undefined) return undefined;
  const { from, to, step } = write;
  const call = rows.at(step)?.name;
  return { direction: 'response', from, to, step, call, what: { is: 'written', count: to - from } };
}

/** Datagrams have no lines. */
function requestLink({ connection, handling }: Trail, offset: number): ByteLink | undefined {
  const lane = connection.lanes.find(({ name }) => name === 'client out');
  if (lane === undefined || isOfDatagrams(connection)) return undefined;
  const { bytes, dropped } = lane;
  const read = handling?.reads.find(({ from, to }) => from <= offset && offset < to);
  const at = offset - dropped;
  if (read === undefined && !(at >= 0 && at < bytes.length)) return undefined;
  const feed = bytes.indexOf(LF, at);
  const from = read?.from ?? bytes.lastIndexOf(LF, at - 1) + 1 + dropped;
  const to = read?.to ?? (feed === -1 ? bytes.length : feed + 1) + dropped;
  const text = decodeLatin1(bytes.subarray(Math.max(0, from - dropped), Math.min(to, from + MOST) - dropped)).trimEnd();
  return { direction: 'request', from, to, step: read?.step, call: read?.by, what: kindOf(text, read?.role) };
}

function kindOf(text: string, role: string | undefined): LineKind {
  if (role === 'request line') return { is: 'requestLine' };
  if (role !== undefined && role !== 'header') return { is: 'body' };
  const name = /^([^\s:]+):/.exec(text)?.[1];
  if (name !== undefined) return { is: 'header', name };
  if (text === '') return { is: 'headersEnd' };
  return { is: /^[A-Z]+ \S/.test(text) ? 'requestLine' : 'body' };
}

const isOfDatagrams = ({ lanes }: ConnectionSnapshot): boolean =>
  lanes.some(({ name }) => name === 'rfile') && lanes.every(({ name }) => name !== 'headers buffer');
