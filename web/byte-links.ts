/**
 * What belongs to a byte: the line of the request it is in, the step that read that line and its key in the environ; or the call that
 * wrote it. Worked out from the rows of the log: what came into a queue says where each byte of a connection was at which step.
 */
import type { ConnectionSnapshot, Step } from '../src/index.ts';
import type { Rows } from './timeline/moves.ts';

/** A byte's belongings. */
export interface ByteLink {
  readonly direction: 'request' | 'response';
  /** The bytes, counted from the first one of the connection in that direction. */
  readonly from: number;
  readonly to: number;
  /** Number of the step that read or wrote them, if it has happened. */
  readonly step: number | undefined;
  /** The call that did: Python's name. */
  readonly call: string | undefined;
  /** What they are: the name of a header, `request line`, … */
  readonly what: string;
  /** Where the header is in the environ. */
  readonly environKey: string | undefined;
}

/** So far had something come or gone when a step had happened. */
interface Mark {
  readonly step: number;
  readonly bytes: number;
}

interface Course {
  readonly read: Mark[];
  readonly written: Mark[];
}

const LF = 0x0a;
const WRITERS = /\.(?:_SocketWriter|BufferedWriter)\.write$/;
const QUEUE = /^socket (\d+): ([+-]?\d+)$/;

export class ByteLinks {
  private readonly _rows: Rows;
  private _key = '';
  private _course: Course = { read: [], written: [] };

  constructor(rows: Rows) {
    this._rows = rows;
  }

  /** The line of the request that has byte `offset` in it. */
  request(connection: ConnectionSnapshot, offset: number): ByteLink | undefined {
    const line = requestLines(connection).find(({ from, to }) => from <= offset && offset < to);
    return line === undefined ? undefined : this._ofLine(connection, line);
  }

  /** The header line behind a key of the environ. */
  environ(connection: ConnectionSnapshot, key: string): ByteLink | undefined {
    const line = requestLines(connection).findLast(({ environKey }) => environKey === key);
    return line === undefined ? undefined : this._ofLine(connection, line);
  }

  /** What was written together with byte `offset` of the answer. */
  response(connection: ConnectionSnapshot, offset: number): ByteLink | undefined {
    const { written } = this._courseOf(connection);
    const at = written.findIndex(({ bytes }) => bytes > offset);
    const mark = written[at];
    if (mark === undefined) return undefined;
    const from = written[at - 1]?.bytes ?? 0;
    const call = this._writer(mark.step);
    return {
      direction: 'response',
      from,
      to: mark.bytes,
      step: call?.number ?? mark.step,
      call: call?.name,
      what: `${mark.bytes - from} bytes`,
      environKey: undefined,
    };
  }

  private _ofLine(connection: ConnectionSnapshot, line: Line): ByteLink {
    const { from, to, what, environKey } = line;
    const step = this._courseOf(connection).read.find(({ bytes }) => bytes >= to)?.step;
    const reader = step === undefined ? undefined : this._caller(step);
    return { direction: 'request', from, to, step, call: reader?.name, what, environKey };
  }

  /** The call that wrote: the innermost writer around a step, or the innermost call. */
  private _writer(step: number): Step | undefined {
    let innermost: Step | undefined;
    for (let call = this._caller(step); call !== undefined; call = this._caller(call.number)) {
      if (WRITERS.test(call.name)) return call;
      innermost ??= call;
    }
    return innermost;
  }

  /** The call that a step was made in. */
  private _caller(number: number): Step | undefined {
    const step = this._rows.at(number);
    if (step === undefined) return undefined;
    for (let at = number - 1; at >= 0; at -= 1) {
      const row = this._rows.at(at);
      if (row?.kind === 'call' && row.tid === step.tid && row.depth < step.depth) return row;
    }
    return undefined;
  }

  /** One pass over the log for each connection and length of it. */
  private _courseOf({ client, socket, clientSocket, handler }: ConnectionSnapshot): Course {
    const last = this._rows.at(this._rows.length - 1);
    const key = [client, socket, handler?.tid, this._rows.length, last?.name, last?.time].join(' ');
    if (key !== this._key) {
      this._key = key;
      this._course = courseOf(this._rows, { socket, clientSocket, tid: handler?.tid });
    }
    return this._course;
  }
}

function courseOf(
  rows: Rows,
  ends: { socket?: number | undefined; clientSocket?: number | undefined; tid?: number | undefined },
): Course {
  const course: Course = { read: [], written: [] };
  let taken = 0;
  let came = 0;
  let end = 0;
  let position = 0;
  for (let number = 0; number < rows.length; number += 1) {
    const { kind, name, tid, detail } = rows.at(number) as Step;
    if (kind === 'queue' && name === 'receive') {
      const [, socket, bytes] = QUEUE.exec(detail) ?? [];
      if (Number(socket) === ends.socket && Number(bytes) < 0) taken -= Number(bytes);
      if (Number(socket) === ends.clientSocket && Number(bytes) > 0)
        course.written.push({ step: number, bytes: (came += Number(bytes)) });
    } else if (tid !== ends.tid) continue;
    else if (kind === 'change' && name === 'rfile.end') end = Number(detail);
    else if (kind === 'change' && name === 'rfile.position') position = Number(detail);
    // What is in the buffer is known again once a call of it has returned.
    else if (kind === 'return' && taken > 0 && name.startsWith('io.BufferedReader.')) {
      const bytes = taken - end + position;
      if (bytes > (course.read.at(-1)?.bytes ?? 0)) course.read.push({ step: number, bytes });
    }
  }
  return course;
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly what: string;
  readonly environKey: string | undefined;
}

/** The lines of all that the client has sent, each with what it is. Bodies are not told from heads but by their lines. */
function requestLines({ lanes }: ConnectionSnapshot): Line[] {
  const lane = lanes.find(({ name }) => name === 'client out');
  if (lane === undefined) return [];
  const { bytes, dropped } = lane;
  const lines: Line[] = [];
  let isHead = false;
  for (let from = 0; from < bytes.length;) {
    const feed = bytes.indexOf(LF, from);
    const to = feed === -1 ? bytes.length : feed + 1;
    const text = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 300))).trimEnd();
    const isStart = /^[A-Z]+ \S/.test(text);
    const header = isHead ? /^([^\s:]+):/.exec(text)?.[1] : undefined;
    const what = header ?? (isStart ? 'request line' : text === '' && isHead ? 'end of the headers' : 'body');
    lines.push({
      from: from + dropped,
      to: to + dropped,
      what,
      environKey: header === undefined ? undefined : environKey(header),
    });
    if (isStart) isHead = true;
    else if (text === '') isHead = false;
    from = to;
  }
  return lines;
}

/** As `make_environ` names a header. */
export function environKey(header: string): string {
  const key = header.toUpperCase().replaceAll('-', '_');
  return key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH' ? key : `HTTP_${key}`;
}
