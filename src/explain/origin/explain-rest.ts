/** Origin and fate of what is not in a stream: the values of a step, a line of the log, a descriptor. */
import type { Follower } from './follow.ts';
import type { Hop, Span } from './graph.ts';
import type { OriginLink, OriginSubject } from './link.ts';
import type { Descriptor, Logged, Row, Rows } from './record.ts';
import type { Trail } from './trail.ts';
import { linkOf, Walk } from './walk.ts';
import type { Way } from './walk.ts';

/** What the functions here need of an explainer. */
export interface Known {
  readonly rows: Rows;
  readonly follower: Follower;
  readonly snapshot: { readonly log: string };
  trails(): Trail[];
}

const CALLS = new Set(['call', 'return', 'raise']);

/** The values of a step: the bytes that it moved or made, and the calls it was made in. */
export function stepLink(known: Known, way: Way, step: number): OriginLink {
  const row = known.rows.at(step);
  if (row === undefined)
    throw new RangeError(`step: ${step} is not a step of this log, which has ${known.rows.length}`);
  const [from, to] = CALLS.has(row.kind) ? callAround(known.rows, row) : [step, step];
  const next = known.trails().flatMap((trail) => hopLinks(known, trail, way, { row, from, to }));
  const callers = way === 'origin' ? callerLink(known.rows, row, from) : endLink(row, to);
  const what = { code: `step.${row.kind}`, values: { name: row.name } };
  return linkOf(0, what, undefined, { step, next: [...next, ...callers] });
}

/** The call and the end of the call that a row begins or ends. */
function callAround(rows: Rows, row: Row): readonly [from: number, to: number] {
  const isCall = row.kind === 'call';
  const way = isCall ? 1 : -1;
  for (let at = row.number + way; at >= 0 && at < rows.length; at += way) {
    const other = rows.at(at);
    if (other?.tid !== row.tid || other.depth !== row.depth) continue;
    const isOther = isCall ? other.kind === 'return' || other.kind === 'raise' : other.kind === 'call';
    if (isOther) return isCall ? [row.number, at] : [at, row.number];
  }
  return isCall ? [row.number, rows.length - 1] : [row.number, row.number];
}

interface Around {
  readonly row: Row;
  readonly from: number;
  readonly to: number;
}

/** The hops of a step itself; else those of its call, when all of them did the same. */
function hopsAround(known: Known, { graph }: Trail, { row, from, to }: Around): readonly Hop[] {
  const isQueued = row.kind === 'syscall' && known.rows.at(row.number - 1)?.kind === 'queue';
  const own = graph.at((step) => step === row.number || (isQueued && step === row.number - 1));
  if (own.length > 0 || !CALLS.has(row.kind)) return own;
  const within = graph.at((step) => step >= from && step <= to && known.rows.at(step)?.tid === row.tid);
  const moved = within.filter(({ target, source }) => target !== undefined && source !== undefined);
  return new Set(moved.map(({ code }) => code)).size === 1 ? moved : [];
}

function hopLinks(known: Known, trail: Trail, way: Way, around: Around): OriginLink[] {
  const { client } = trail.connection;
  const walk = new Walk(trail.graph, client);
  const spans = new Map<string, Span>();
  const hops = hopsAround(known, trail, around);
  for (const { source, target } of hops) {
    const span = way === 'origin' ? (target ?? source) : (source ?? target);
    if (span === undefined) continue;
    const before = spans.get(span.place);
    const whole =
      before === undefined
        ? span
        : { ...span, from: Math.min(before.from, span.from), to: Math.max(before.to, span.to) };
    spans.set(span.place, whole);
  }
  const links = [...spans.values()].flatMap((span) => walk.links(way, span));
  if (way === 'origin') return links;
  // Bytes leave a queue in the step before the call that takes them.
  const isEarly = around.row.kind === 'syscall' && !hops.some(({ step }) => step === around.from);
  // From a place, more may have gone on than went on in this step.
  return links.filter(({ step = -1 }) => step >= around.from - Number(isEarly) && step <= around.to);
}

/** How many calls around a step are named. */
const MOST_CALLERS = 30;

/** The calls around a step, each the next link of the one inside it. */
function callerLink(rows: Rows, row: Row, before: number, left = MOST_CALLERS): OriginLink[] {
  if (left === 0) return [];
  for (let at = before - 1; at >= 0; at -= 1) {
    const caller = rows.at(at);
    if (caller?.tid !== row.tid) continue;
    if (caller.kind === 'thread')
      return [linkOf(0, { code: 'thread', values: { name: caller.name } }, undefined, { step: at, next: [] })];
    if (caller.kind !== 'call' || caller.depth >= row.depth) continue;
    const next = callerLink(rows, caller, at, left - 1);
    return [linkOf(0, { code: 'caller', values: { name: caller.name } }, undefined, { step: at, next })];
  }
  return [];
}

function endLink(row: Row, to: number): OriginLink[] {
  if (row.kind !== 'call' || to === row.number) return [];
  return [linkOf(0, { code: 'returned', values: { name: row.name } }, undefined, { step: to, next: [] })];
}

/** How many bytes a text has as UTF-8. */
function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** A line of the log: what wrote it, and the request that it tells of. */
export function logLink(known: Known, way: Way, line: number): OriginLink {
  const lines = known.snapshot.log.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const text = lines[line];
  if (text === undefined) throw new RangeError(`log: ${line} is not a line of the log, which has ${lines.length}`);
  const from = utf8Length(
    lines
      .slice(0, line)
      .map((one) => `${one}\n`)
      .join(''),
  );
  const logged = known.follower.logged.find((one) => one.from <= from && from < one.to);
  const next = logged === undefined ? [] : way === 'origin' ? loggedLinks(known, logged) : loggedFate(logged);
  return linkOf(0, { code: 'log', values: { line: line + 1 } }, undefined, { step: logged?.step, next });
}

const loggedFate = ({ step }: Logged): OriginLink[] => [
  linkOf(0, { code: 'end.stderr', values: {} }, undefined, { step: step + 1, next: [] }),
];

function loggedLinks(known: Known, { step, handling, request, calls }: Logged): OriginLink[] {
  const writer =
    calls.findLast(({ name }) => /\.log_[a-z]+$/.test(name) || name.endsWith('.handle_error')) ?? calls.at(-1);
  const values = { name: writer?.name ?? '' };
  const trail = known.trails().find((one) => one.handling === handling && handling !== undefined);
  const isOfRequest = calls.some(({ name }) => name.endsWith('.log_request'));
  const next: OriginLink[] = [];
  if (trail !== undefined && request !== undefined) {
    const { client } = trail.connection;
    const walk = new Walk(trail.graph, client);
    next.push(...walk.links('origin', { place: 'read', from: request.line.from, to: request.line.to }));
    const start = request.executes.flatMap(({ starts }) => starts).findLast((one) => one.step < step);
    if (isOfRequest && start !== undefined)
      next.push(...walk.links('origin', { place: `status ${start.step}`, from: 0, to: 1 }));
    const failed = request.executes.find((one) => one.failed !== undefined)?.failed;
    if (!isOfRequest && failed !== undefined) {
      const what = { code: 'made.error', values: { error: failed.text } };
      next.push(linkOf(client, what, undefined, { step: failed.step, next: [] }));
    }
  }
  return [
    linkOf(0, { code: isOfRequest ? 'logged.request' : 'logged', values }, undefined, {
      step: writer?.step ?? step,
      next,
    }),
  ];
}

type DescriptorSubject = Extract<OriginSubject, { fd: number }>;

/** A descriptor: the system call that made it, and the one that closed it. */
export function descriptorLink(known: Known, way: Way, { fd, pid }: DescriptorSubject): OriginLink {
  const { descriptors } = known.follower;
  const owner = pid ?? descriptors[0]?.pid;
  const found = descriptors.findLast((one) => one.fd === fd && one.pid === owner);
  if (found === undefined) throw new RangeError(`fd: process ${owner} has never had a descriptor ${fd}`);
  const values = { fd, pid: found.pid };
  const next = way === 'origin' ? [openedLink(known, found)] : [closedLink(found)];
  return linkOf(0, { code: 'descriptor', values }, undefined, { step: found.step, next });
}

function openedLink(known: Known, descriptor: Descriptor): OriginLink {
  const { how, step, fd, pid, from } = descriptor;
  const what = { code: `opened.${how}`, values: { fd, pid } };
  const next: OriginLink[] = [];
  if (from !== undefined) next.push(openedLink(known, from));
  else if (how === 'accept4') {
    const peer = / from (.*)$/.exec(descriptor.detail)?.[1];
    const client = [...known.follower.clients.values()].find(
      ({ address }) => address !== undefined && address === peer,
    );
    if (client?.connect !== undefined) {
      const connected = { code: 'connected', values: { address: client.address ?? '' } };
      next.push(linkOf(client.number, connected, undefined, { step: client.connect, next: [] }));
    }
  }
  return linkOf(0, what, undefined, { step, next });
}

const closedLink = ({ closed, fd, pid }: Descriptor): OriginLink =>
  linkOf(0, { code: closed === undefined ? 'end.open' : 'closed', values: { fd, pid } }, undefined, {
    step: closed,
    next: [],
  });
