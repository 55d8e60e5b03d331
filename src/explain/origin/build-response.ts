/** What the bytes of an answer were made of: the lines of its head, and the pieces of its body. */
import type { StreamText } from './connection.ts';
import { partOf } from './connection.ts';
import { findCopies } from './copies.ts';
import type { Graph, Span } from './graph.ts';
import { headerPlace, statusPlace } from './places.ts';
import type { Execute, Handling, HeadLine, RequestRecord, Rows, Start, Write } from './record.ts';

export interface ResponseContext {
  readonly graph: Graph;
  readonly request: StreamText;
  readonly response: StreamText;
  readonly handling: Handling;
  readonly rows: Rows;
}

const RESPONSE = 'werkzeug.wrappers.response.Response.__call__';
const PROTOCOL_LENGTH = 'HTTP/1.0 '.length;

const wfile = (from: number, to: number): Span => ({ place: 'wfile', from, to });
/** In `_headers_buffer`; positions are those that the bytes get in `wfile`. */
const buffered = (from: number, to: number): Span => ({ place: 'headers buffer', from, to });

export function addResponse(context: ResponseContext): void {
  const { handling } = context;
  for (const [number, request] of handling.requests.entries()) {
    for (const execute of request.executes) addStarts(context, request, execute);
    addWrites(
      context,
      handling.writes.filter((write) => requestOf(handling, write.step) === number),
      request,
    );
  }
  const early = handling.writes.filter((write) => requestOf(handling, write.step) === -1);
  addWrites(context, early, undefined);
  addBodyEnds(context);
}

/** What was read of a body, and is not known to have gone anywhere: the log does not show what an app does with it. */
function addBodyEnds({ graph, handling }: ResponseContext): void {
  const known = graph.departures('read').flatMap(({ source }) => source ?? []);
  for (const { role, from, to, step, by } of handling.reads) {
    if (role !== 'body') continue;
    let at = from;
    const copies = known
      .filter((span) => span.from < to && span.to > from)
      .toSorted((one, other) => one.from - other.from);
    for (const copy of [...copies, { from: to, to }]) {
      if (at < copy.from)
        graph.add({
          code: 'end.body',
          values: { by },
          step,
          source: { place: 'read', from: at, to: Math.min(to, copy.from) },
        });
      at = Math.max(at, copy.to);
    }
  }
}

/** Number of the request that is being answered at a step; -1 before the first one. */
const requestOf = ({ requests }: Handling, step: number): number =>
  requests.findLastIndex(({ line }) => line.step < step);

/** Status and headers that `start_response` was given, and who gave them. */
function addStarts({ graph }: ResponseContext, request: RequestRecord, execute: Execute): void {
  for (const start of execute.starts) {
    const author = authorOf(request, execute, start);
    const [status, headers] = start.args;
    const place = statusPlace(start.step);
    const to = Math.max(1, status?.text.length ?? 1);
    const made = { place: `made ${start.step}`, from: 0, to: 1 };
    graph.add({ ...author, target: made });
    graph.add({ code: 'start.status', step: start.step, source: made, target: { place, from: 0, to } });
    for (const [number, header] of (headers?.items ?? []).entries()) {
      const [name, value] = header.items;
      if (name === undefined || value === undefined) continue;
      const length = name.text.length + (value.length ?? value.text.length) + 2;
      const target = { place: headerPlace(start.step, number, name.text), from: 0, to: length };
      const counted = name.text.toLowerCase() === 'content-length' ? execute.counted : undefined;
      const values = { name: name.text };
      if (counted !== undefined && start.by === RESPONSE) {
        const source = { place: `counted ${start.step}`, from: 0, to: 1 };
        graph.add({ code: 'made.counted', step: counted, source: made, target: source });
        graph.add({ code: 'start.header', values, step: start.step, source, target });
      } else graph.add({ code: 'start.header', values, step: start.step, source: made, target });
    }
  }
}

/** Who called `start_response`. */
function authorOf(
  { executes }: RequestRecord,
  execute: Execute,
  start: Start,
): { readonly code: string; readonly values?: Readonly<Record<string, string>>; readonly step: number } {
  const failed = executes[0] === execute ? undefined : executes[0]?.failed;
  if (failed !== undefined) return { code: 'made.error', values: { error: failed.text }, step: failed.step };
  if (start.by === RESPONSE) return { code: 'made.response', step: start.byStep };
  return { code: 'made.app', step: execute.step };
}

function addWrites(context: ResponseContext, writes: readonly Write[], request: RequestRecord | undefined): void {
  const groups = new Map<number, Write[]>();
  for (const write of writes) {
    const group = groups.get(write.group);
    if (write.role === 'app' && group !== undefined) group.push(write);
    else if (write.role === 'app') groups.set(write.group, [write]);
    if (write.role === 'head') addHead(context, write, request);
    else if (write.role !== 'app') addOther(context, write, request);
  }
  let number = 0;
  for (const [group, pieces] of groups) addItem(context, { group, pieces, number: (number += 1) }, request);
}

function addOther(context: ResponseContext, write: Write, request: RequestRecord | undefined): void {
  const { graph } = context;
  const { step, from, to, role, by } = write;
  const values = { count: to - from, by };
  if (role === 'last chunk') graph.add({ code: 'chunk.last', step, target: wfile(from, to) });
  else if (role === 'continue') {
    const source = expectLine(context, request);
    graph.add({ code: 'continue', step, ...(source === undefined ? {} : { source }), target: wfile(from, to) });
  } else if (role === 'error page') {
    const cause = causeOf(request);
    graph.add({ code: 'error.page', values, step: write.group, ...cause, target: wfile(from, to) });
  } else addPieces(context, { code: 'written', values, step, from, to }, undefined);
}

/** The request line is why the server has sent an error itself, as far as it has read one. */
const causeOf = (request: RequestRecord | undefined): { readonly source?: Span } =>
  request === undefined ? {} : { source: { place: 'read', from: request.line.from, to: request.line.to } };

function expectLine({ request: stream }: ResponseContext, request: RequestRecord | undefined): Span | undefined {
  const found = request?.headers.find(({ from, to }) => /^expect:/i.test(partOf(stream, from, to)?.text ?? ''));
  return found === undefined ? undefined : { place: 'read', from: found.from, to: found.to };
}

/** The lines of a head, each of which a call has put into `_headers_buffer`. */
function addHead(context: ResponseContext, write: Write, request: RequestRecord | undefined): void {
  const { graph } = context;
  let at = write.from;
  const start = startBefore(request, write.step);
  const last = write.lines.findLast(({ by, is }) => by === 'app' && is === 'header');
  for (const line of write.lines) {
    const length = line.length ?? lineLength(context.response, at, write.to);
    const end = Math.min(write.to, at + length);
    const isOwn = line.by === 'app' && line.is === 'header' && isOfServer(line, { last, start, lines: write.lines });
    if (line.is === 'status') addStatus(context, { line, start, request }, at, end);
    else addHeader(context, { line: isOwn ? { ...line, by: 'server' } : line, start, request }, at, end);
    at = end;
  }
  if (at < write.to) graph.add({ code: 'line.end', step: write.step, target: buffered(at, write.to) });
  const { from, to } = write;
  graph.add({
    code: 'flush',
    values: { count: to - from },
    step: write.step,
    source: buffered(from, to),
    target: wfile(from, to),
  });
}

/** Up to the next line end, for a line whose length is not in the log. */
function lineLength({ from, text }: StreamText, at: number, end: number): number {
  const feed = text.indexOf('\r\n', Math.max(0, at - from));
  return feed < 0 ? end - at : Math.min(end, feed + from + 2) - at;
}

const startBefore = (request: RequestRecord | undefined, step: number): Start | undefined =>
  request?.executes.flatMap(({ starts }) => starts).findLast((start) => start.step < step);

/** After the headers of the app, `write` sends `Connection`, and before it perhaps `Transfer-Encoding`. */
function isOfServer(
  line: HeadLine,
  {
    last,
    start,
    lines,
  }: { readonly last: HeadLine | undefined; readonly start: Start | undefined; readonly lines: readonly HeadLine[] },
): boolean {
  if (line === last) return true;
  const count = start?.args[1]?.is === 'list' ? start.args[1].items.length : undefined;
  if (count !== undefined) return line.place >= count;
  const isBeforeLast = lines.indexOf(line) === lines.length - 2;
  return isBeforeLast && line.args[0]?.text === 'Transfer-Encoding' && line.args[1]?.text === 'chunked';
}

interface Line {
  readonly line: HeadLine;
  readonly start: Start | undefined;
  readonly request: RequestRecord | undefined;
}

function addStatus({ graph }: ResponseContext, { line, start, request }: Line, from: number, to: number): void {
  const { step, by } = line;
  const middle = Math.min(to, from + PROTOCOL_LENGTH);
  graph.add({ code: 'line.version', step, target: buffered(from, middle) });
  const end = Math.max(middle, to - 2);
  if (by === 'app' && start !== undefined) {
    const length = Math.max(1, start.args[0]?.text.length ?? 1);
    const source = { place: statusPlace(start.step), from: 0, to: length };
    graph.add({ code: 'line.status', step, source, target: buffered(middle, end) });
  } else if (by === 'error')
    graph.add({ code: 'error.status', step, ...causeOf(request), target: buffered(middle, end) });
  else graph.add({ code: 'line.other-status', step, target: buffered(middle, end) });
  if (end < to) graph.add({ code: 'line.end', step, target: buffered(end, to) });
}

/** Headers that the server adds by itself, each for its own reason. */
const OWN = new Set(['server', 'date', 'connection', 'transfer-encoding']);

function addHeader({ graph }: ResponseContext, { line, start, request }: Line, from: number, to: number): void {
  const { step, by, place, args } = line;
  const name = args[0]?.text ?? '';
  const values = { name };
  const end = Math.max(from, to - 2);
  const own = OWN.has(name.toLowerCase()) ? name.toLowerCase() : 'own';
  if (by === 'app' && start !== undefined) {
    const header = headerPlace(start.step, place, name);
    // A list that is too long for the log is known by what was sent.
    if (!graph.has(header)) {
      const source = { place: `made ${start.step}`, from: 0, to: 1 };
      graph.add({
        code: 'start.header',
        values,
        step: start.step,
        source,
        target: { place: header, from: 0, to: end - from },
      });
    }
    graph.add({
      code: 'line.header',
      values,
      step,
      source: { place: header, from: 0, to: end - from },
      target: buffered(from, end),
    });
  } else if (by === 'error' && own === 'own') {
    graph.add({ code: 'error.header', values, step, ...causeOf(request), target: buffered(from, end) });
  } else if (by === 'other') graph.add({ code: 'line.other-header', values, step, target: buffered(from, end) });
  else graph.add({ code: `line.${own}`, values, step, target: buffered(from, end) });
  if (end < to) graph.add({ code: 'line.end', step, target: buffered(end, to) });
}

interface Item {
  /** The step of the call of `write`. */
  readonly group: number;
  readonly pieces: readonly Write[];
  readonly number: number;
}

/** What one call of the app's `write` has written; a chunk has its size before it and a line end around it. */
function addItem(context: ResponseContext, { group, pieces, number }: Item, request: RequestRecord | undefined): void {
  const { graph } = context;
  const isChunk = pieces.length === 4;
  for (const [place, { step, from, to }] of pieces.entries()) {
    if (isChunk && place !== 2) {
      graph.add({ code: place === 0 ? 'chunk.size' : 'chunk.end', step, target: wfile(from, to) });
    } else {
      const values = { number, count: to - from };
      addPieces(context, { code: 'item', values, step: group, from, to }, request);
    }
  }
}

interface Made {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** Bytes of the app: those that are copies of what it was given, as far as the log shows it, and those that it made. */
function addPieces(context: ResponseContext, made: Made, request: RequestRecord | undefined): void {
  const { graph } = context;
  const { code, values, step, from, to } = made;
  const execute = request?.executes.findLast((one) => one.step < step);
  const start = execute?.starts.findLast((one) => one.step < step);
  const item = { place: `item ${step}`, from, to };
  graph.add({ code, values, step, source: item, target: wfile(from, to) });
  let at = from;
  for (const copy of findCopies(context, { from, to, step, request, execute })) {
    if (at < copy.from) addAuthor(graph, { place: item.place, from: at, to: copy.from }, { request, execute, start });
    const target = { place: item.place, from: copy.from, to: copy.to };
    graph.add({ code: copy.code, values: copy.values, step: copy.step, source: copy.source, target });
    at = copy.to;
  }
  if (at < to) addAuthor(graph, { place: item.place, from: at, to }, { request, execute, start });
}

function addAuthor(
  graph: Graph,
  target: Span,
  {
    request,
    execute,
    start,
  }: {
    readonly request: RequestRecord | undefined;
    readonly execute: Execute | undefined;
    readonly start: Start | undefined;
  },
): void {
  if (request === undefined || execute === undefined) graph.add({ code: 'made.handler', step: undefined, target });
  else if (start === undefined) graph.add({ code: 'made.app', step: execute.step, target });
  else graph.add({ ...authorOf(request, execute, start), target });
}
