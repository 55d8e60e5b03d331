/** Finds the states of a request in the steps of the log. */
import type { Done } from '../../kernel/sys.ts';
import type { Fd, Tid } from '../../kernel/types.ts';
import type { TraceEvent } from '../../trace/event.ts';
import type { Probe } from './probe.ts';
import { socketNumber } from '../watch/lanes.ts';
import type { ProtocolState } from '../../vocabulary.ts';

const PARSE_REQUEST = 'http.server.BaseHTTPRequestHandler.parse_request';
const RUN_WSGI = 'werkzeug.serving.WSGIRequestHandler.run_wsgi';
const START_RESPONSE = `${RUN_WSGI}.<locals>.start_response`;
const WRITE = `${RUN_WSGI}.<locals>.write`;
const CLOSING = ['fin-wait-1', 'last-ack', 'closed'];

/** Whether a request enters this state with a step. */
export function isState(state: ProtocolState, event: TraceEvent, probe: Probe): boolean {
  const { kind, name, a, b } = event;
  switch (state) {
    case 'accepted':
      return kind === 'syscall' && name === 'accept4' && (b as { kind: string }).kind === 'done';
    case 'request line read':
      return kind === 'call' && name === PARSE_REQUEST;
    case 'headers parsed':
      return kind === 'return' && name === PARSE_REQUEST && a === true;
    case 'start_response called':
      return kind === 'call' && name === START_RESPONSE;
    case 'first write':
      return kind === 'call' && name === WRITE && isFirstWrite(event.tid, probe);
    case 'closed':
      return kind === 'socket' && isClosedByServer(a as SocketChange, probe);
  }
}

interface SocketChange {
  readonly socket: number;
  readonly from: string;
  readonly to: string;
}

function isClosedByServer({ socket, from, to }: SocketChange, { lanes }: Probe): boolean {
  if (!CLOSING.includes(to) || (from !== 'established' && from !== 'close-wait')) return false;
  for (const { serverSocket } of lanes.sockets.values()) if (serverSocket === socket) return true;
  return false;
}

/** The first write of a response finds that its headers are not sent yet. */
function isFirstWrite(tid: number, { lanes }: Probe): boolean {
  const exchange: { readonly headersSent?: unknown } | undefined = lanes.flowOfThread(tid)?.exchange;
  return (exchange?.headersSent ?? null) === null;
}

/** The client on whose connection a step happened, as far as that is known. */
export function clientOfStep({ kind, name, tid, a, b }: TraceEvent, { kernel, lanes }: Probe): number | undefined {
  if (kind === 'queue' || kind === 'socket' || kind === 'segment')
    return lanes.clientOfSocket((a as SocketChange).socket);
  if (kind === 'input') {
    const number = /^client-(\d+) /.exec(name)?.[1];
    return number === undefined ? undefined : Number(number);
  }
  if (kind === 'syscall' && name === 'accept4' && (b as { kind: string }).kind === 'done') {
    const [fd] = (b as Done<readonly [Fd, unknown]>).value;
    return lanes.clientOfSocket(socketNumber(kernel.threads.get(tid as Tid)?.process.fds.get(fd)));
  }
  return lanes.clientOfThread(tid);
}
