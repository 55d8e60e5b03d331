/** What the bytes of a request become once they have left `rfile`: words, attributes, headers, keys of the environ. */
import type { HandlerSnapshot } from '../../trace/snapshot.ts';
import { headOf } from './connection.ts';
import type { StreamText } from './connection.ts';
import type { Graph, Span } from './graph.ts';
import type { Piece } from './pieces.ts';
import { attributePlace, environPlace, namePlace } from './places.ts';
import type { ClientRecord, Handling, Read, RequestRecord } from './record.ts';
import type { Head, KeySource, Part } from './request-head.ts';

export interface RequestContext {
  readonly graph: Graph;
  readonly stream: StreamText;
  readonly handling: Handling;
  readonly client: ClientRecord | undefined;
  /** The steps at which the server's address was bound, and its app was given. */
  readonly bound: number | undefined;
  /** The handler as it is shown, for its environ; its last request is meant. */
  readonly shown: HandlerSnapshot | undefined;
}

const READ_CODES: Readonly<Record<Read['role'], string>> = {
  'request line': 'read.line',
  header: 'read.header',
  body: 'read.body',
  drained: 'read.drained',
  'chunk size': 'read.chunk-size',
  'chunk end': 'read.chunk-end',
};

/** What ends with being read. */
const READ_ENDS: Partial<Record<Read['role'], string>> = {
  drained: 'end.drained',
  'chunk size': 'end.chunk-size',
  'chunk end': 'end.line-end',
};

const spanOf = ({ text, from }: Part): Span => ({ place: 'read', from, to: from + text.length });

export function addReads({ graph, handling }: RequestContext): void {
  for (const { step, from, to, role, by } of handling.reads) {
    graph.add({
      code: READ_CODES[role],
      values: { count: to - from, by },
      step,
      source: { place: 'rfile', from, to },
      target: { place: 'read', from, to },
    });
    const end = READ_ENDS[role];
    if (end !== undefined) graph.add({ code: end, step, source: { place: 'read', from, to } });
  }
}

/** One request: its line, its headers, its environ. */
export function addRequest(context: RequestContext, request: RequestRecord, number: number): void {
  const head = headOf(request, context.stream);
  if (head === undefined || head.line.command === undefined) {
    const code = head === undefined ? 'end.not-kept' : 'end.no-request';
    for (const { from, to } of [request.line, ...request.headers]) {
      context.graph.add({ code, step: request.parsed, source: { place: 'read', from, to } });
    }
    return;
  }
  addAttributes(context, request, { head, number });
  addKeys(context, request, { head, number });
  addHeaderEnds(context, request, head);
}

interface Numbered {
  readonly head: Head;
  readonly number: number;
}

/** `command`, `path`, `request_version`, and what of the line is in none of them. */
function addAttributes({ graph }: RequestContext, request: RequestRecord, { head, number }: Numbered): void {
  const { command, target, path, version } = head.line;
  const step = (name: string): number | undefined => request.attributes.get(name) ?? request.parsed;
  const attributes = { command, path, request_version: version };
  let at = request.line.from;
  for (const [name, part] of Object.entries(attributes)) {
    if (part === undefined) continue;
    const word = name === 'path' ? (target ?? part) : part;
    endLine(graph, request, at, word.from);
    if (word.from < part.from) {
      graph.add({ code: 'end.slash', step: step(name), source: { place: 'read', from: word.from, to: part.from } });
    }
    const place = attributePlace(number, name);
    const values = { name };
    graph.add({ code: 'attribute', values, step: step(name), source: spanOf(part), target: whole(place, part) });
    at = part.from + part.text.length;
  }
  endLine(graph, request, at, request.line.to);
  if (version !== undefined) return;
  const place = attributePlace(number, 'request_version');
  graph.add({
    code: 'attribute.default',
    step: step('request_version'),
    target: { place, from: 0, to: 'HTTP/0.9'.length },
  });
}

const whole = (place: string, { text }: { readonly text: string }): Span => ({ place, from: 0, to: text.length });

/** White space and line ends. */
function endLine(graph: Graph, { parsed }: RequestRecord, from: number, to: number): void {
  if (from < to) graph.add({ code: 'end.space', step: parsed, source: { place: 'read', from, to } });
}

/** The attribute that keys of the request line are made of. */
const ATTRIBUTE_OF: Readonly<Record<Exclude<KeySource['is'], 'header'>, string>> = {
  method: 'command',
  path: 'path',
  query: 'path',
  version: 'request_version',
};

/** Keys that say where a connection comes from, and where the server is. */
const ADDRESS_KEYS: Readonly<Record<string, string>> = {
  REMOTE_ADDR: 'accepted',
  REMOTE_PORT: 'accepted',
  'werkzeug.socket': 'accepted',
  SERVER_NAME: 'bound',
  SERVER_PORT: 'bound',
  'wsgi.input': 'rfile object',
};

/** Keys that `make_environ` makes of the server's settings. */
const SETTINGS = new Set([
  ...['wsgi.version', 'wsgi.url_scheme', 'wsgi.errors', 'wsgi.multithread', 'wsgi.multiprocess', 'wsgi.run_once'],
  ...['wsgi.input_terminated', 'SERVER_SOFTWARE', 'SCRIPT_NAME'],
]);

function addKeys(context: RequestContext, request: RequestRecord, { head, number }: Numbered): void {
  const { graph, handling, shown } = context;
  if (request.environ === undefined) {
    addUnused(context, request, { head, number });
    return;
  }
  const made = new Map(head.keys.map((source) => [source.key, source]));
  // Only the environ of the last request is shown.
  const isShown = handling.requests.at(-1) === request && shown?.environ !== undefined;
  const values = new Map(isShown ? shown.environ : []);
  const names = new Set([...made.keys(), ...Object.keys(ADDRESS_KEYS), ...SETTINGS, ...values.keys()]);
  for (const key of names) {
    if (isShown && !values.has(key) && !made.has(key)) continue;
    const value = values.get(key);
    const source = made.get(key);
    const isChanged = source !== undefined && values.has(key) && value !== source.value;
    if (isChanged || (source === undefined && !isKnown(key))) {
      addByApp(graph, request, environPlace(number, key), { value, isChanged });
    } else addKey(context, request, { key, source, number, value });
  }
  for (const header of head.headers) {
    if (header.fate === 'underscore' || header.fate === 'replaced') continue;
    const { from, name } = header.header;
    const target = { place: namePlace(number, header.key), from: 0, to: header.key.length };
    const source = { place: 'read', from, to: from + name.length };
    graph.add({ code: 'environ.name', values: { key: header.key }, step: request.environ, source, target });
  }
}

const isKnown = (key: string): boolean =>
  Object.hasOwn(ADDRESS_KEYS, key) || key === 'SERVER_PROTOCOL' || SETTINGS.has(key);

const lengthOf = (value: unknown): number => Math.max(1, typeof value === 'string' ? value.length : 1);

function addByApp(
  graph: Graph,
  { executes }: RequestRecord,
  place: string,
  { value, isChanged }: { readonly value: unknown; readonly isChanged: boolean },
): void {
  const target = { place, from: 0, to: lengthOf(value) };
  graph.add({ code: isChanged ? 'environ.changed' : 'environ.added', step: executes[0]?.step, target });
}

interface Key {
  readonly key: string;
  readonly source: KeySource | undefined;
  readonly number: number;
  readonly value: unknown;
}

function addKey(context: RequestContext, request: RequestRecord, { key, source, number, value }: Key): void {
  const { graph } = context;
  const place = environPlace(number, key);
  const step = request.environ;
  const values = { key };
  const length = source === undefined ? lengthOf(value) : source.value.length;
  if (source !== undefined) {
    graph.setText(place, source.value);
    for (const piece of source.pieces) addPiece(graph, { source, piece, number, step });
    if (length === 0) graph.add({ code: 'environ.empty', values, step, target: { place, from: 0, to: 0 } });
  } else if (key === 'SERVER_PROTOCOL') {
    const attribute = attributePlace(number, 'request_version');
    const from = { place: attribute, from: 0, to: 'HTTP/0.9'.length };
    graph.add({ code: 'environ', values, step, source: from, target: { place, from: 0, to: length } });
  } else {
    const from = ADDRESS_KEYS[key];
    const target = { place, from: 0, to: length };
    if (from === undefined) graph.add({ code: 'environ.setting', values, step, target });
    else graph.add({ code: 'environ', values, step, source: { place: from, from: 0, to: 1 }, target });
  }
  const [execute] = request.executes;
  if (execute === undefined) return;
  graph.add({ code: 'end.app', values, step: execute.step, source: { place, from: 0, to: Math.max(1, length) } });
}

interface KeyPiece {
  readonly source: KeySource;
  readonly piece: Piece;
  readonly number: number;
  readonly step: number | undefined;
}

/** A part of a value: of an attribute for a word of the request line, else of the bytes themselves. */
function addPiece(graph: Graph, { source: { key, is }, piece, number, step }: KeyPiece): void {
  const { from, to, at, end } = piece;
  const target = { place: environPlace(number, key), from: at, to: end };
  const isDecoded = to - from !== end - at;
  const code = isDecoded ? 'environ.decoded' : 'environ';
  let source: Span = { place: 'read', from, to };
  if (is !== 'header') {
    const place = attributePlace(number, ATTRIBUTE_OF[is]);
    const [attribute] = graph.arrivals(place);
    const start = attribute?.source?.from ?? 0;
    source = { place, from: from - start, to: to - start };
  }
  graph.add({ code, values: { key }, step, source, target });
}

/** Attributes and headers that no environ was made of. */
function addUnused({ graph }: RequestContext, request: RequestRecord, { head, number }: Numbered): void {
  for (const name of ['command', 'path', 'request_version']) {
    const place = attributePlace(number, name);
    const to = graph.endOf(place);
    if (to > 0)
      graph.add({ code: 'end.attribute', values: { name }, step: request.parsed, source: { place, from: 0, to } });
  }
  for (const { header } of head.headers) {
    const source = { place: 'read', from: header.from, to: header.to };
    graph.add({ code: 'end.header', values: { name: header.name }, step: request.parsed, source });
  }
}

/** What of the header block is in no value: colons, spaces, line ends, and headers that have no key. */
function addHeaderEnds({ graph }: RequestContext, request: RequestRecord, { headers }: Head): void {
  const [first] = request.headers;
  if (first === undefined) return;
  let at = first.from;
  const end = request.headers.at(-1)?.to ?? at;
  const isMade = request.environ !== undefined;
  for (const { header, fate, key } of headers) {
    endBlock(graph, request, at, header.from);
    at = header.to;
    const isWithout = fate === 'underscore' || fate === 'replaced';
    if (!isMade) continue;
    if (isWithout) {
      const source = { place: 'read', from: header.from, to: header.to };
      graph.add({ code: `end.${fate}`, values: { name: header.name, key }, step: request.environ, source });
    } else addPunctuation(graph, request, header);
  }
  endBlock(graph, request, at, end);
}

function addPunctuation(
  graph: Graph,
  request: RequestRecord,
  { name, from, to, value }: Head['headers'][number]['header'],
): void {
  let at = from + name.length;
  for (const piece of value.pieces) {
    endLine(graph, request, at, piece.from);
    at = piece.to;
  }
  endLine(graph, request, at, to);
}

/** Lines that are no headers, and the empty line. */
function endBlock(graph: Graph, { parsed, headers }: RequestRecord, from: number, to: number): void {
  for (const line of headers) {
    const [start, end] = [Math.max(from, line.from), Math.min(to, line.to)];
    if (start >= end) continue;
    const code = end - start <= 2 ? 'end.headers' : 'end.no-header';
    graph.add({ code, step: parsed, source: { place: 'read', from: start, to: end } });
  }
}

/** A place that is looked at as one thing. */
const at = (place: string): Span => ({ place, from: 0, to: 1 });

/** The addresses and the file that keys are made of. */
export function addSurroundings({ graph, handling, client, bound }: RequestContext): void {
  if (client?.connect !== undefined) {
    graph.add({
      code: 'connected',
      values: { address: client.address ?? '' },
      step: client.connect,
      target: at('connected'),
    });
  }
  const source = client?.connect === undefined ? {} : { source: at('connected') };
  graph.add({
    code: 'accepted',
    values: { fd: handling.fd ?? -1 },
    step: handling.accept,
    ...source,
    target: at('accepted'),
  });
  graph.add({ code: 'bound', step: bound, target: at('bound') });
  graph.add({ code: 'makefile', step: handling.rfile, source: at('accepted'), target: at('rfile object') });
}
