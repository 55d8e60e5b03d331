/**
 * Cuts messages to the limits of src/host/limits.ts: an app may set a header of a megabyte, or throw an error with a
 * very long name. The page ends a worker that sends more, since it must run other code than ours.
 */
import type {
  ConnectionSnapshot,
  FrameSnapshot,
  HandlerSnapshot,
  ProcessSnapshot,
  Shown,
  Snapshot,
  SocketSnapshot,
  ThreadSnapshot,
} from '../index.ts';
import type { FromMachine, Pause } from './protocol.ts';
import type { ComplaintInfo } from './app-faults.ts';
import { MESSAGE_LIMITS as MOST } from './limits.ts';

/** Most members and characters of a value; the page draws 2,000 characters at most. */
const MEMBERS = 200;
const CHARACTERS = 4_000;

/** Text without its end. */
export const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const first = <T>(items: readonly T[], most: number): readonly T[] =>
  items.length > most ? items.slice(0, most) : items;

const line = (text: string): string => cut(text, MOST.line);
const name = (text: string): string => cut(text, MOST.name);

/** A message within the limits. */
export function truncateMessage(message: FromMachine): FromMachine {
  switch (message.type) {
    case 'progress':
      return message.snapshot === undefined ? message : { ...message, snapshot: truncateSnapshot(message.snapshot) };
    case 'snapshot': {
      const { snapshot, seen } = message;
      return { ...message, snapshot: snapshot && truncateSnapshot(snapshot), seen: seen.subarray(0, 2 * MOST.news) };
    }
    case 'comparedSnapshot':
      return { ...message, snapshot: message.snapshot && truncateSnapshot(message.snapshot) };
    case 'paused':
      return { ...message, pause: message.pause && truncatePause(message.pause) };
    case 'planned':
      return { ...message, inputs: first(message.inputs, MOST.plans) };
    case 'history':
      return { ...message, entries: message.entries.slice(-MOST.history) };
    case 'complaints':
      return { ...message, complaints: first(message.complaints, MOST.complaints).map(truncateComplaint) };
    case 'loadProblem': {
      const { problem } = message;
      return { ...message, problem: { ...problem, line: lineNumber(problem.line) } };
    }
    // These hold short values of our own; `messageOf` has cut the texts of their notices.
    case 'booted':
    case 'breakpointRejected':
    case 'compared':
    case 'failed':
    case 'note':
    case 'rejected':
    case 'settled':
    case 'scenarioRejected':
    case 'branched':
    case 'branches':
    case 'exported':
    case 'kept':
    case 'entered':
    case 'absent':
    case 'played':
    case 'names':
    case 'pong':
    case 'seekPrepared':
      return message;
  }
}

const truncateComplaint = (complaint: ComplaintInfo): ComplaintInfo => ({
  ...complaint,
  text: line(complaint.text),
  hint: line(complaint.hint),
  frames: first(complaint.frames, MOST.complaintFrames),
});

/** A stack may be anything that an app wrote. */
const lineNumber = (line: number | undefined): number | undefined =>
  line !== undefined && Number.isSafeInteger(line) && line > 0 ? line : undefined;

function truncatePause(pause: Pause): Pause {
  const { hits, choice } = pause;
  return {
    ...pause,
    hits: first(hits, MOST.hits),
    choice: choice && {
      ...choice,
      candidates: first(choice.candidates, MOST.threads).map((candidate) => ({
        ...candidate,
        why: line(candidate.why),
      })),
    },
  };
}

/** A snapshot within the limits, without the `memory` of processes, which the page does not draw. */
export function truncateSnapshot(snapshot: Snapshot): Snapshot {
  const { processes, threads, sockets, selectors, connections, log } = snapshot;
  return {
    ...snapshot,
    processes: first(processes, MOST.processes).map(truncateProcess),
    threads: first(threads, MOST.threads).map(truncateThread),
    sockets: first(sockets, MOST.sockets).map(truncateSocket),
    selectors: first(selectors, MOST.selectors).map((selector) => ({
      ...selector,
      registered: first(selector.registered, MOST.descriptors),
    })),
    connections: first(connections, MOST.connections).map(truncateConnection),
    log: log.length > MOST.log ? log.slice(-MOST.log) : log,
  };
}

function truncateProcess(process: ProcessSnapshot): ProcessSnapshot {
  return {
    ...process,
    name: name(process.name),
    memory: {},
    descriptors: first(process.descriptors, MOST.descriptors).map((descriptor) =>
      descriptor.registered.length > MOST.descriptors
        ? { ...descriptor, registered: first(descriptor.registered, MOST.descriptors) }
        : descriptor,
    ),
  };
}

/** Of a deep stack, keeps the innermost calls and the outermost one. */
function truncateThread(thread: ThreadSnapshot): ThreadSnapshot {
  const { stack, waitsIn } = thread;
  const frames = stack.length > MOST.frames ? [...stack.slice(0, 1), ...stack.slice(1 - MOST.frames)] : stack;
  return { ...thread, name: name(thread.name), waitsIn: waitsIn && line(waitsIn), stack: frames.map(truncateFrame) };
}

const truncateFrame = (frame: FrameSnapshot): FrameSnapshot => ({
  ...frame,
  args: first(frame.args, MOST.arguments).map((value) => (typeof value === 'string' ? line(value) : '…')),
});

const truncateSocket = (socket: SocketSnapshot): SocketSnapshot =>
  socket.backlog.length > MOST.descriptors ? { ...socket, backlog: first(socket.backlog, MOST.descriptors) } : socket;

const truncateConnection = (connection: ConnectionSnapshot): ConnectionSnapshot => ({
  ...connection,
  lanes: first(connection.lanes, MOST.lanes),
  handler: connection.handler && truncateHandler(connection.handler),
});

function truncateHandler(handler: HandlerSnapshot): HandlerSnapshot {
  const { command, path, requestVersion, headers, environ } = handler;
  return {
    ...handler,
    className: name(handler.className),
    command: textOrNone(command),
    path: textOrNone(path),
    requestVersion: textOrNone(requestVersion),
    headers: headers && first(headers, MOST.headers).map(([key, value]) => [line(key), line(value)] as const),
    environ: environ && first(environ, MOST.environ).map(([key, value]) => [line(key), truncateValue(value)] as const),
    statusSet: truncateValue(handler.statusSet),
    headersSet: truncateValue(handler.headersSet),
    headersSent: truncateValue(handler.headersSent),
  };
}

const textOrNone = (text: string | undefined): string | undefined => (text === undefined ? undefined : line(text));

/** A value without the parts that the page would not draw anyway. */
export function truncateValue(value: Shown, depth: number = MOST.valueDepth - 2): Shown {
  if (typeof value === 'string') return cut(value, CHARACTERS);
  if (value instanceof Uint8Array) return value.subarray(0, CHARACTERS);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (isList(value)) return first(value, MEMBERS).map((item) => truncateValue(item, depth - 1));
  const members = first(Object.entries(value), MEMBERS);
  return Object.fromEntries(members.map(([key, item]) => [cut(key, CHARACTERS), truncateValue(item, depth - 1)]));
}

const isList = (value: Shown): value is readonly Shown[] => Array.isArray(value);
