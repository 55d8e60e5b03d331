/**
 * Where bytes, keys, headers, arguments, log lines and descriptors came from, and where they went. It reads the rows of
 * a log, and a snapshot for the bytes themselves; it goes on where it stopped when both have grown.
 */
import type { Snapshot } from '../../trace/snapshot.ts';
import { partOf, streamText } from './connection.ts';
import { descriptorLink, logLink, stepLink } from './explain-rest.ts';
import { Follower } from './follow.ts';
import type { Span } from './graph.ts';
import type { OriginLink, OriginSubject } from './link.ts';
import { attributePlace, environPlace, headerOfPlace, namePlace, statusPlace, streamPlaces } from './places.ts';
import type { StreamPlace } from './places.ts';
import type { Rows } from './record.ts';
import { environKey, readHeaders } from './request-head.ts';
import { trailOf } from './trail.ts';
import type { Trail } from './trail.ts';
import { linkOf, Walk } from './walk.ts';
import type { Way } from './walk.ts';

type ByteSubject = Extract<OriginSubject, { byte: number }>;
type AttributeSubject = Extract<OriginSubject, { attribute: string }>;
type KeySubject = Extract<OriginSubject, { environ: string }>;
type HeaderSubject = Extract<OriginSubject, { header: string }>;

export class Explainer {
  private _follower = new Follower();
  private readonly _rows: Rows;
  private readonly _snapshot: () => Snapshot;
  private _trails = new Map<number, Trail>();
  private _madeFor: unknown;
  private _length = -1;

  /** @param snapshot the machine as it is shown: the bytes come from there. */
  constructor(rows: Rows, snapshot: () => Snapshot) {
    this._rows = rows;
    this._snapshot = snapshot;
  }

  /**
   * Where it came from. Throws RangeError for what is not there: a byte beyond the last one, a key that the environ
   * does not have, a step that has not happened.
   */
  originOf(subject: OriginSubject): OriginLink {
    return this._explain('origin', subject);
  }

  /** Where it went. Throws RangeError as `originOf` does. */
  fateOf(subject: OriginSubject): OriginLink {
    return this._explain('fate', subject);
  }

  /** What is known of a client's connection. Throws RangeError when there is no such client. */
  trail(client: number): Trail {
    const snapshot = this._snapshot();
    const isSame = this._madeFor === snapshot && this._length === this._rows.length && this._follower.isOf(this._rows);
    if (!isSame) this._renew(snapshot);
    const known = this._trails.get(client);
    if (known !== undefined) return known;
    const connection = snapshot.connections.find((one) => one.client === client);
    if (connection === undefined) {
      throw new RangeError(`client: ${client} is not the number of a client; there are ${snapshot.connections.length}`);
    }
    const trail = trailOf(connection, this.follower, this._rows);
    this._trails.set(client, trail);
    return trail;
  }

  /** All connections of the snapshot. */
  trails(): Trail[] {
    return this._snapshot().connections.map(({ client }) => this.trail(client));
  }

  /** What has read all rows. */
  get follower(): Follower {
    if (!this._follower.isOf(this._rows)) this._follower = new Follower();
    this._follower.read(this._rows);
    return this._follower;
  }

  get rows(): Rows {
    return this._rows;
  }

  get snapshot(): Snapshot {
    return this._snapshot();
  }

  private _renew(snapshot: Snapshot): void {
    this._trails = new Map();
    this._madeFor = snapshot;
    this._length = this._rows.length;
  }

  private _explain(way: Way, subject: OriginSubject): OriginLink {
    if ('byte' in subject) return this._byte(way, subject);
    if ('environ' in subject) return this._key(way, subject);
    if ('attribute' in subject) return this._attribute(way, subject);
    if ('header' in subject) return this._header(way, subject);
    if ('step' in subject) return stepLink(this, way, subject.step);
    if ('log' in subject) return logLink(this, way, subject.log);
    return descriptorLink(this, way, subject);
  }

  private _byte(way: Way, subject: ByteSubject): OriginLink {
    const trail = this.trail(subject.client);
    const { client, direction, byte, to = byte + 1 } = subject;
    const span = spanOf(trail, way, subject);
    const walk = new Walk(trail.graph, client);
    const text = partOf(streamText(trail.connection, direction), byte, to)?.text ?? '';
    const values = { byte, last: to - 1, client: client + 1, text };
    const code = `${to - byte > 1 ? 'bytes' : 'byte'}.${direction}`;
    return linkOf(client, { code, values }, span, { next: walk.links(way, span) });
  }

  private _attribute(way: Way, { attribute, client = this._someClient(), request }: AttributeSubject): OriginLink {
    const { graph, handling } = this.trail(client);
    const number = requestNumber(this.trail(client), request);
    const start = handling?.requests[number]?.executes.flatMap(({ starts }) => starts).at(-1);
    const place = attribute === 'status_set' ? statusPlace(start?.step ?? -1) : attributePlace(number, attribute);
    if (!graph.has(place)) throw new RangeError(`attribute: ${JSON.stringify(attribute)} is not set by this request`);
    const span = { place, from: 0, to: Math.max(graph.endOf(place), 1) };
    const next = new Walk(graph, client).links(way, span);
    return linkOf(client, { code: 'attribute.value', values: { name: attribute } }, span, { next });
  }

  private _key(way: Way, { environ, client = this._someClient(), request }: KeySubject): OriginLink {
    const trail = this.trail(client);
    const number = requestNumber(trail, request);
    const place = environPlace(number, environ);
    const { graph } = trail;
    if (!graph.has(place))
      throw new RangeError(`environ: ${JSON.stringify(environ)} is not a key of this request's environ`);
    const span = { place, from: 0, to: Math.max(graph.endOf(place), 0) };
    const walk = new Walk(graph, client);
    const name = { place: namePlace(number, environ), from: 0, to: environ.length };
    const next = [...walk.links(way, span), ...(way === 'origin' ? walk.links(way, name) : [])];
    return linkOf(client, { code: 'key', values: { key: environ } }, span, { next });
  }

  private _header(way: Way, subject: HeaderSubject): OriginLink {
    const { header, client = this._someClient(), direction = 'response', request } = subject;
    const trail = this.trail(client);
    requestNumber(trail, request);
    const spans = direction === 'request' ? this._requestHeader(trail, subject) : this._answerHeader(trail, subject);
    if (spans.length === 0)
      throw new RangeError(`header: ${JSON.stringify(header)} is not a header of this ${direction}`);
    const walk = new Walk(trail.graph, client);
    const next = spans.flatMap((span) => walk.links(way, span));
    return linkOf(client, { code: 'header', values: { name: header } }, spans.at(-1), { next });
  }

  /** Where the lines of a request's header are. */
  private _requestHeader({ handling, connection }: Trail, { header, request }: HeaderSubject): Span[] {
    const record = request === undefined ? handling?.requests.at(-1) : handling?.requests[request];
    const [first] = record?.headers ?? [];
    if (record === undefined || first === undefined) return [];
    const block = partOf(streamText(connection, 'request'), first.from, record.headers.at(-1)?.to ?? first.to);
    const wanted = environKey(header);
    return readHeaders(block ?? { text: '', from: 0 })
      .filter(({ name }) => environKey(name) === wanted)
      .map(({ from, to }) => ({ place: 'read', from, to }));
  }

  /** A header of the answer: its line in `wfile`, or, before it is sent, what `start_response` got. */
  private _answerHeader({ graph, handling }: Trail, { header, request }: HeaderSubject): Span[] {
    const wanted = header.toLowerCase();
    const from = request === undefined ? -1 : (handling?.requests[request]?.line.step ?? -1);
    const to = request === undefined ? Infinity : (handling?.requests[request + 1]?.line.step ?? Infinity);
    const lines = ['headers buffer', 'wfile']
      .flatMap((place) => graph.arrivals(place))
      .filter(({ step = 0, values }) => step > from && step < to && String(values?.['name']).toLowerCase() === wanted);
    if (lines.length > 0) return lines.flatMap(({ target }) => target ?? []);
    return graph.places().flatMap((place) => {
      if (headerOfPlace(place)?.toLowerCase() !== wanted) return [];
      return [{ place, from: 0, to: graph.endOf(place) }];
    });
  }

  /** The first client that is handled, or the first one. */
  private _someClient(): number {
    const { connections } = this._snapshot();
    return (connections.find(({ handler }) => handler !== undefined) ?? connections[0])?.client ?? 0;
  }
}

function requestNumber({ handling }: Trail, request: number | undefined): number {
  const count = handling?.requests.length ?? 0;
  if (request !== undefined && !(request >= 0 && request < count)) {
    throw new RangeError(`request: ${request} is not the number of a request; this connection has ${count}`);
  }
  return request ?? Math.max(0, count - 1);
}

/** Where a byte is asked for: in its lane. Without one: at the far end for its origin, at the near end for its fate. */
function spanOf(trail: Trail, way: Way, subject: ByteSubject): Span {
  const { graph } = trail;
  const { direction, byte, to = byte + 1, lane } = subject;
  const places = streamPlaces(direction).filter((place) => place !== 'headers buffer');
  const has = (place: StreamPlace): boolean => graph.endOf(place) >= to;
  if (subject.to !== undefined && (!Number.isInteger(to) || to <= byte))
    throw new RangeError(`to: ${to} is not a number above that of byte ${byte}`);
  if (lane === 'headers buffer') return bufferedSpan(trail, byte, to);
  const inLane = lane === undefined ? undefined : placeOfLane(trail, lane, to);
  if (inLane !== undefined && has(inLane)) return { place: inLane, from: byte, to };
  const place = way === 'origin' ? places.findLast(has) : places.find(has);
  if (place === undefined || !Number.isInteger(byte) || byte < 0) {
    const count = Math.max(0, ...places.map((one) => graph.endOf(one)));
    throw new RangeError(
      `byte: ${to - 1} is not a byte of the ${direction} of client ${trail.connection.client}, which has ${count}`,
    );
  }
  return { place, from: byte, to };
}

function placeOfLane({ graph }: Trail, lane: NonNullable<ByteSubject['lane']>, to: number): StreamPlace | undefined {
  if (lane === 'wfile') return 'wfile';
  if (lane === 'client in') return graph.endOf('client in') >= to ? 'client in' : 'client queue';
  return lane === 'headers buffer' ? undefined : lane;
}

/** A byte of `_headers_buffer`: the graph counts it as a byte of `wfile`. */
function bufferedSpan({ handling, connection }: Trail, byte: number, end: number): Span {
  let before = 0;
  for (const { role, from, to } of handling?.writes ?? []) {
    if (role !== 'head') continue;
    const at = from + byte - before;
    if (at < to) return { place: 'headers buffer', from: at, to: Math.min(to, at + end - byte) };
    before += to - from;
  }
  throw new RangeError(`byte: ${byte} of _headers_buffer of client ${connection.client} has not been written to wfile`);
}
