/** Apps for datagrams: a machine that gets one instead of a WSGI app runs a UDP server of socketserver. */
import type { SocketAddress } from '../../kernel/types.ts';
import type { Sys } from '../../kernel/sys.ts';
import { create } from '../../python/classes.ts';
import { KeyboardInterrupt, PyTypeError } from '../../python/errors.ts';
import { asPythonError } from '../../python/foreign.ts';
import { writeStderr } from '../../python/libc.ts';
import {
  DatagramRequestHandler,
  ForkingUDPServer,
  ThreadingUDPServer,
  UDPServer,
  UnixDatagramServer,
} from '../../stdlib/socketserver.ts';
import { runIfCoroutine } from '../../werkzeug/run-if-coroutine.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { ANSWER } from './datagram-mark.ts';
import type { DatagramAnswer } from './datagram-mark.ts';
import { show } from './options.ts';
import type { CheckedOptions } from './options.ts';
import { expectedTarget } from '../clients/target.ts';

function refuse(): never {
  throw new TypeError('an app made with datagramApp() answers datagrams, and no requests');
}

/**
 * Makes an app that answers datagrams. As an option of a machine it makes the machine run a UDP server (threading or
 * forking, as `server` says), which `machine.datagrams()` reaches. Throws TypeError when `answer` is not a function.
 */
export function datagramApp(answer: DatagramAnswer): WsgiApp {
  if (typeof answer !== 'function') throw new TypeError(`answer: ${show(answer)} is not a function of a datagram`);
  return Object.defineProperties(() => refuse(), {
    name: { value: answer.name },
    [ANSWER]: { value: { answer, serve: serveDatagrams } },
  });
}

const SERVERS = { base: UDPServer, threaded: ThreadingUDPServer, forking: ForkingUDPServer } as const;

/** Serves until Ctrl+C. A server on a Unix socket handles one datagram after the other, whatever the kind. */
function* serveDatagrams({ server: kind, host, port }: CheckedOptions, answer: DatagramAnswer): Sys<void> {
  class DatagramApp extends DatagramRequestHandler {
    static override readonly name: string = 'DatagramApp';
    override *handle(): Sys<void> {
      yield* this.wfile.write(yield* answered(answer, this.packet, this.clientAddress));
    }
  }
  const { family, address } = expectedTarget(host, port, 'SOCK_DGRAM');
  const Server = family === 'AF_UNIX' ? UnixDatagramServer : SERVERS[kind];
  const server = yield* create(Server, address, DatagramApp);
  const place = server.serverAddress;
  writeStderr(`Answering datagrams at ${typeof place === 'string' ? place : place.join(':')}\n`);
  try {
    yield* server.serveForever();
  } catch (error) {
    if (!(error instanceof KeyboardInterrupt)) throw error;
  } finally {
    yield* server.serverClose();
  }
}

function* answered(answer: DatagramAnswer, data: Uint8Array, sender: SocketAddress): Sys<Uint8Array> {
  let result: unknown;
  try {
    result = yield* runIfCoroutine(answer(data, sender));
  } catch (error) {
    throw asPythonError(error);
  }
  if (result instanceof Uint8Array) return result;
  throw new PyTypeError(`the answer to a datagram is ${show(result)}; it must be a Uint8Array`);
}
