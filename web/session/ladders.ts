/** The two class ladders: what the server is made of, what its handler is made of, the most derived class first. */
import type { FrameSnapshot, Snapshot, ThreadSnapshot } from '../../src/index.ts';
import { decodeLatin1 } from '../kit/bytes-text.ts';
import type { ServerKind } from '../../src/host/protocol.ts';

/** One class, and the Python module it comes from. */
export interface Rung {
  readonly name: string;
  readonly module: string;
}

const rung = (path: string): Rung => {
  const at = path.lastIndexOf('.');
  return { module: path.slice(0, at), name: path.slice(at + 1) };
};

const COMMON = [
  'werkzeug.serving.BaseWSGIServer',
  'http.server.HTTPServer',
  'socketserver.TCPServer',
  'socketserver.BaseServer',
];

/** Server classes in Python's method resolution order. */
export const SERVER_LADDERS: Readonly<Record<ServerKind, readonly Rung[]>> = {
  base: COMMON.map(rung),
  threaded: ['werkzeug.serving.ThreadedWSGIServer', 'socketserver.ThreadingMixIn', ...COMMON].map(rung),
  forking: ['werkzeug.serving.ForkingWSGIServer', 'socketserver.ForkingMixIn', ...COMMON].map(rung),
};

const UDP = ['socketserver.UDPServer', 'socketserver.TCPServer', 'socketserver.BaseServer'];

/** Those of servers that answer datagrams. */
export const DATAGRAM_LADDERS: Readonly<Record<ServerKind, readonly Rung[]>> = {
  base: UDP.map(rung),
  threaded: ['socketserver.ThreadingUDPServer', 'socketserver.ThreadingMixIn', ...UDP].map(rung),
  forking: ['socketserver.ForkingUDPServer', 'socketserver.ForkingMixIn', ...UDP].map(rung),
};

export const DATAGRAM_HANDLER_LADDER: readonly Rung[] = [
  'socketserver.DatagramRequestHandler',
  'socketserver.BaseRequestHandler',
].map(rung);

export const HANDLER_LADDER: readonly Rung[] = [
  'werkzeug.serving.WSGIRequestHandler',
  'http.server.BaseHTTPRequestHandler',
  'socketserver.StreamRequestHandler',
  'socketserver.BaseRequestHandler',
].map(rung);

/** What a rung does at a moment: nothing, a method that waits for others, or the method that runs. */
export interface RungState {
  readonly method: string | undefined;
  readonly isInnermost: boolean;
}

/** A qualified name cut into module, owner (class or enclosing function) and method. */
export function splitFrameName(name: string): { owner: string; method: string } {
  const parts = name.split('.');
  return { method: parts.at(-1) ?? '', owner: parts.at(-2) ?? '' };
}

/** What each class is doing: its innermost live frame in any of the threads; one class of all is the innermost. */
export function rungStates(
  threads: readonly ThreadSnapshot[],
  focus: ThreadSnapshot | undefined,
): Map<string, RungState> {
  const states = new Map<string, RungState>();
  const ladderFrame = focus?.stack.findLast(({ name }) => classOf(name) !== undefined);
  for (const { stack } of threads) {
    for (const frame of stack) {
      const owner = classOf(frame.name);
      if (owner === undefined || states.get(owner)?.isInnermost === true) continue;
      states.set(owner, { method: splitFrameName(frame.name).method, isInnermost: frame === ladderFrame });
    }
  }
  return states;
}

const KNOWN = new Set(
  [
    ...Object.values(SERVER_LADDERS).flat(),
    ...HANDLER_LADDER,
    ...Object.values(DATAGRAM_LADDERS).flat(),
    ...DATAGRAM_HANDLER_LADDER,
  ].map(({ name }) => name),
);

/** The ladder class a frame belongs to; closures of a method belong to the method's class. */
function classOf(name: string): string | undefined {
  return name.split('.').find((part) => KNOWN.has(part));
}

/** Threads of the server and its children, without those of the clients. */
export function serverThreads({ processes, threads }: Snapshot): readonly ThreadSnapshot[] {
  const pids = new Set(processes.filter(({ name }) => name.startsWith('server')).map(({ pid }) => pid));
  return threads.filter(({ pid }) => pids.has(pid));
}

/** The thread to look at: the one that runs, else the one that handles the connection, else the one with the deepest stack. */
export function focusThread(snapshot: Snapshot, handlerTid: number | undefined): ThreadSnapshot | undefined {
  const threads = serverThreads(snapshot);
  return (
    threads.find(({ tid }) => tid === snapshot.running) ??
    threads.find(({ tid, state }) => tid === handlerTid && state !== 'ended') ??
    threads.toSorted((one, other) => other.stack.length - one.stack.length)[0]
  );
}

/** The frame's own arguments, short. */
export function frameArguments({ args }: FrameSnapshot): string {
  return args.map(String).join(', ');
}

/** A value of a snapshot as Python would show it, cut to a readable length. */
export function showValue(value: unknown, limit = 120): string {
  const text = repr(value);
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string' && /^<[\w.]+>$/.test(value)) return value;
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
  if (value instanceof Uint8Array)
    return `b'${decodeLatin1(value.subarray(0, 200)).replace(/[^ -~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
      .join(', ')}}`;
  return typeof value === 'number' ? String(value) : '…';
}
