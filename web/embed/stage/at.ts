/**
 * The moment that an author names with `at`: a step, a method, a system call, a state of a request, or one of the
 * moments that are found in the log. It is found in the rows of the log, which every face has;
 * test/web/embed/at.test.ts holds the states to the machine's own.
 */
import type { Moment as Chapter } from '../../../src/explain/moments/moment.ts';
import type { Step } from '../../../src/index.ts';
import { PROTOCOL_STATES } from '../../../src/vocabulary.ts';
import type { ProtocolState } from '../../../src/vocabulary.ts';

/** The rows of a log. */
export interface Rows {
  readonly length: number;
  at(number: number): Step | undefined;
}

/** How many steps have happened at that moment; or what there is none of, and names like it. */
export type Moment =
  | { readonly step: number }
  | { readonly unknown: string; readonly near: readonly string[] }
  /** There are fewer steps than that, or fewer of that name: `there` says how many. */
  | { readonly beyond: string; readonly there: number }
  /** What finds such moments could not be loaded. */
  | { readonly unloaded: string };

const NEAR = 3;
/** `recvfrom#2` is the second one. */
const PLACE = /#([1-9]\d*)$/;

/** `make_environ@2` is the second of the moments with that name: that of the second request. */
const CHAPTER = /@([1-9]\d*)$/;

const PARSE_REQUEST = 'http.server.BaseHTTPRequestHandler.parse_request';
const RUN_WSGI = 'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.';
const CLOSING = /^socket (\d+): (?:established|close-wait) → (?:fin-wait-1|last-ack|closed)$/;
const ACCEPTING = /^socket (\d+): syn-received → established$/;
const CLIENT = /^(?:client-|connection )\d+$/;

/**
 * Whether only the moments of the log can tell where that is: `name@2`, or a name that no state, system call or method
 * of the log has.
 */
export function needsChapters(at: string, rows: Rows): boolean {
  return CHAPTER.test(at.trim()) || 'unknown' in resolveAt(at, rows);
}

/**
 * Finds a moment.
 * @param chapters the moments that are found in the log, for names that only they have.
 */
export function resolveAt(at: string, rows: Rows, chapters: readonly Chapter[] = []): Moment {
  const wanted = at.trim();
  const chapter = CHAPTER.exec(wanted)?.[1];
  if (chapter !== undefined) {
    const name = wanted.replace(CHAPTER, '').trim();
    return chapterAt({ wanted, name, place: Number(chapter) }, rows, chapters);
  }
  if (/^\d+$/.test(wanted)) {
    const step = Number(wanted);
    return step > rows.length ? { beyond: wanted, there: rows.length } : { step: Math.max(1, step) };
  }
  const place = Number(PLACE.exec(wanted)?.[1] ?? 1);
  const name = wanted.replace(PLACE, '').replace(/\(\)$/, '').trim();
  const found = stepsNamed(name, rows, place);
  const number = found[place - 1];
  if (number !== undefined) return { step: number + 1 };
  if (found.length > 0) return { beyond: wanted, there: found.length };
  return chapterAt({ wanted, name, place }, rows, chapters);
}

interface Wanted {
  readonly wanted: string;
  readonly name: string;
  readonly place: number;
}

/** The step that shows a moment best; `queue-full` is as good as `queue full`. */
function chapterAt({ wanted, name, place }: Wanted, rows: Rows, chapters: readonly Chapter[]): Moment {
  const plain = name.replaceAll(/[\s-]+/g, ' ');
  const found = chapters.filter((one) => one.name === name || one.name.replaceAll('-', ' ') === plain);
  const moment = found[place - 1];
  if (moment !== undefined) return { step: moment.step + 1 };
  if (found.length > 0) return { beyond: wanted, there: found.length };
  const names = chapters.map((one) => one.name);
  return { unknown: name, near: namesLike(name, rows, names) };
}

/** The states that requests enter, in the order in which they do. */
export function statesIn(rows: Rows): readonly { readonly number: number; readonly state: ProtocolState }[] {
  const found: { number: number; state: ProtocolState }[] = [];
  const states = PROTOCOL_STATES.map((state) => ({ state, isEntered: enters(state) }));
  for (let number = 0; number < rows.length; number += 1) {
    const step = rows.at(number);
    if (step === undefined) continue;
    for (const { state, isEntered } of states) if (isEntered(step)) found.push({ number, state });
  }
  return found;
}

/** The numbers of the steps with a name, up to the one at a place. */
function stepsNamed(name: string, rows: Rows, most: number): readonly number[] {
  const state = stateOf(name);
  if (state !== undefined) return matching(rows, enters(state), most);
  if (!name.includes('.')) {
    const calls = matching(rows, ({ kind, name: own }) => kind === 'syscall' && own === name, most);
    if (calls.length > 0) return calls;
  }
  return matching(rows, ({ kind, name: own }) => kind === 'call' && isNamed(own, name), most);
}

function matching(rows: Rows, isIt: (step: Step) => boolean, most: number): readonly number[] {
  const found: number[] = [];
  for (let number = 0; number < rows.length && found.length < most; number += 1) {
    const step = rows.at(number);
    if (step !== undefined && isIt(step)) found.push(number);
  }
  return found;
}

const isNamed = (name: string, wanted: string): boolean =>
  wanted !== '' && name.endsWith(wanted) && (name.length === wanted.length || name.at(-wanted.length - 1) === '.');

/** The state of a request by its name; `headers-parsed` is as good as `headers parsed`. */
function stateOf(name: string): ProtocolState | undefined {
  const plain = name.toLowerCase().replaceAll(/[\s-]+/g, ' ');
  return PROTOCOL_STATES.find((state) => state === plain);
}

/** A predicate for the steps with which a request enters a state, asked for each step in order. */
function enters(state: ProtocolState): (step: Step) => boolean {
  switch (state) {
    case 'accepted':
      return isAccepted();
    case 'request line read':
      return ({ kind, name }) => kind === 'call' && name === PARSE_REQUEST;
    case 'headers parsed':
      return ({ kind, name, detail }) => kind === 'return' && name === PARSE_REQUEST && detail === 'True';
    case 'start_response called':
      return ({ kind, name }) => kind === 'call' && name === `${RUN_WSGI}start_response`;
    case 'first write':
      return isFirstWrite();
    case 'closed':
      return isClosed();
  }
}

/** A connection was accepted, or the server has received a datagram. */
function isAccepted(): (step: Step) => boolean {
  const clients = new Set<number>();
  return ({ kind, name, tid, detail }) => {
    if (kind === 'thread' && CLIENT.test(name)) clients.add(tid);
    if (kind !== 'syscall' || clients.has(tid)) return false;
    if (name === 'accept4') return / = \d+ from /.test(detail);
    return name === 'recvfrom' && / from /.test(detail);
  };
}

/** The first write of a response sends its headers; a later one finds them sent. */
function isFirstWrite(): (step: Step) => boolean {
  const sent = new Set<number>();
  return ({ kind, name, tid, detail }) => {
    if (kind === 'call' && name === `${RUN_WSGI}execute`) sent.delete(tid);
    if (kind === 'change' && name === 'headers_sent' && detail !== 'None') sent.add(tid);
    return kind === 'call' && name === `${RUN_WSGI}write` && !sent.has(tid);
  };
}

/** The server has closed its end of a connection: of a socket that it got by accepting. */
function isClosed(): (step: Step) => boolean {
  const accepted = new Set<string>();
  return ({ kind, detail }) => {
    if (kind !== 'socket') return false;
    const opened = ACCEPTING.exec(detail)?.[1];
    if (opened !== undefined) accepted.add(opened);
    const closing = CLOSING.exec(detail)?.[1];
    return closing !== undefined && accepted.has(closing);
  };
}

/** The names of this run that are most like a name, the best first. */
function namesLike(wanted: string, rows: Rows, others: readonly string[]): readonly string[] {
  const names = new Set<string>([...PROTOCOL_STATES, ...others]);
  const parts = wanted.split('.').length;
  for (let number = 0; number < rows.length; number += 1) {
    const step = rows.at(number);
    if (step?.kind === 'syscall') names.add(step.name);
    if (step?.kind === 'call') names.add(step.name.split('.').slice(-parts).join('.'));
  }
  const text = wanted.toLowerCase();
  return [...names]
    .map((name) => ({ name, far: distance(text, name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, Math.min(name.length, text.length) / 3))
    .toSorted((one, other) => one.far - other.far)
    .slice(0, NEAR)
    .map(({ name }) => name);
}

/** How many letters differ; two that are swapped count once, and a name within the other is near. */
function distance(one: string, other: string): number {
  if (one === '') return other.length;
  if (other.includes(one) || one.includes(other)) return 1;
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let y = 1; y <= one.length; y += 1) {
    const row = [y];
    for (let x = 1; x <= other.length; x += 1) {
      const above = rows[y - 1] ?? [];
      const change = one[y - 1] === other[x - 1] ? 0 : 1;
      let best = Math.min((above[x] ?? 0) + 1, (row[x - 1] ?? 0) + 1, (above[x - 1] ?? 0) + change);
      if (one[y - 1] === other[x - 2] && one[y - 2] === other[x - 1])
        best = Math.min(best, (rows[y - 2]?.[x - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
