/** Finds the states of a request in the steps of the log. */
import { SocketFile } from '../../kernel/net/socket-file.ts';
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
  const { kind, name, a } = event;
  switch (state) {
    case 'accepted':
      return acceptedSocket(event, probe) !== undefined;
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

/** The number of the socket by which the server got a request: a connection, or its own socket for a datagram. */
function acceptedSocket({ kind, name, tid, a, b }: TraceEvent, { kernel }: Probe): number | undefined {
  if (kind !== 'syscall' || (b as { kind: string }).kind !== 'done') return undefined;
  const process = kernel.threads.get(tid as Tid)?.process;
  if (name === 'accept4') return socketNumber(process?.fds.get((b as Done<readonly [Fd, unknown]>).value[0]));
  if (name !== 'recvfrom' || process === undefined || process.isRemote) return undefined;
  const file = process.fds.get((a as readonly [Fd])[0]);
  return file instanceof SocketFile && file.type === 'SOCK_DGRAM' ? file.id : undefined;
}

/** The client on whose connection a step happened, as far as that is known. */
export function clientOfStep(event: TraceEvent, probe: Probe): number | undefined {
  const { kind, name, tid, a } = event;
  const { lanes } = probe;
  if (kind === 'queue' || kind === 'socket' || kind === 'segment')
    return lanes.clientOfSocket((a as SocketChange).socket);
  if (kind === 'input') {
    const number = /^client-(\d+) /.exec(name)?.[1];
    return number === undefined ? undefined : Number(number);
  }
  const accepted = acceptedSocket(event, probe);
  return accepted === undefined ? lanes.clientOfThread(tid) : lanes.clientOfSocket(accepted);
}
