/** The two class ladders: the classes that the server and its handler are made of, the most derived first. */
import type { ThreadSnapshot } from '../../src/index.ts';
import type { ServerKind } from '../../src/host/protocol.ts';
import { splitFrameName } from './frames.ts';

/** A class, and the Python module that defines it. */
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

/** The server classes where datagrams are served. */
export const DATAGRAM_LADDERS: Readonly<Record<ServerKind, readonly Rung[]>> = {
  base: UDP.map(rung),
  threaded: ['socketserver.ThreadingUDPServer', 'socketserver.ThreadingMixIn', ...UDP].map(rung),
  forking: ['socketserver.ForkingUDPServer', 'socketserver.ForkingMixIn', ...UDP].map(rung),
};

export const HANDLER_LADDER: readonly Rung[] = [
  'werkzeug.serving.WSGIRequestHandler',
  'http.server.BaseHTTPRequestHandler',
  'socketserver.StreamRequestHandler',
  'socketserver.BaseRequestHandler',
].map(rung);

export const DATAGRAM_HANDLER_LADDER: readonly Rung[] = [
  'socketserver.DatagramRequestHandler',
  'socketserver.BaseRequestHandler',
].map(rung);

/** What a class is doing: the method of its innermost frame, and whether that is the innermost of all classes. */
export interface RungState {
  readonly method: string;
  readonly isInnermost: boolean;
}

/**
 * The classes that have a frame on the stack of any thread, by name. @param focus the thread that has the innermost
 * class.
 */
export function rungStates(
  threads: readonly ThreadSnapshot[],
  focus: ThreadSnapshot | undefined,
): Map<string, RungState> {
  const states = new Map<string, RungState>();
  const innermost = focus?.stack.findLast(({ name }) => classOf(name) !== undefined);
  for (const { stack } of threads) {
    for (const frame of stack) {
      const owner = classOf(frame.name);
      if (owner === undefined || states.get(owner)?.isInnermost === true) continue;
      states.set(owner, { method: splitFrameName(frame.name).method, isInnermost: frame === innermost });
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

/** The ladder class that a frame belongs to; a closure of a method belongs to the class of the method. */
function classOf(name: string): string | undefined {
  return name.split('.').find((part) => KNOWN.has(part));
}
