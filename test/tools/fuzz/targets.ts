/** What is fuzzed: server classes with their handlers and apps, and how a client that behaves well talks to each. */
import { create } from '../../../src/python/classes.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { HTTPServer, ThreadingHTTPServer } from '../../../src/stdlib/http/server.ts';
import {
  ForkingTCPServer,
  ForkingUDPServer,
  TCPServer,
  ThreadingTCPServer,
  ThreadingUDPServer,
  UDPServer,
} from '../../../src/stdlib/socketserver.ts';
import type { BaseServer } from '../../../src/stdlib/socketserver.ts';
import { makeServer } from '../../../src/werkzeug/serving.ts';
import type { WSGIRequestHandler } from '../../../src/werkzeug/serving.ts';
import { APPS, HANDLERS } from '../../oracle/apps/table.ts';
import { ODD_APPS } from '../../support/odd-apps.ts';
import type { Corpus } from './corpus.ts';
import { GOOD_PATH, watched } from './watched.ts';
import type { Watch } from './watched.ts';

const WSGI = ['base', 'threaded', 'forking'] as const;
/** WSGI servers whose apps do what no app should. */
const ODD = ['odd', 'odd_threading', 'odd_forking'] as const;
const PLAIN = {
  http: HTTPServer,
  http_threading: ThreadingHTTPServer,
  tcp: TCPServer,
  tcp_threading: ThreadingTCPServer,
  tcp_forking: ForkingTCPServer,
  udp: UDPServer,
  udp_threading: ThreadingUDPServer,
  udp_forking: ForkingUDPServer,
} as const;

export type Kind = (typeof WSGI)[number] | (typeof ODD)[number] | keyof typeof PLAIN;
export const KINDS: readonly Kind[] = [...WSGI, ...ODD, ...(Object.keys(PLAIN) as (keyof typeof PLAIN)[])];

/** A server, a handler and an app. */
export interface Target {
  readonly kind: Kind;
  readonly handler: string | undefined;
  readonly app: string | undefined;
  /** What a client that behaves well sends. */
  readonly good: string;
  /** Material for mutations. */
  readonly own: readonly string[];
  readonly others: readonly string[];
  /**
   * Whether what a client asks for can end the server, as it ends the real one: by SystemExit or KeyboardInterrupt in
   * its only thread.
   */
  readonly mayEnd: boolean;
}

const WSGI_HANDLERS = [undefined, undefined, undefined, 'Wsgi11Handler', 'WsgiTimeoutHandler', 'WsgiBufferedHandler'];
const HTTP_HANDLERS = [
  'KeepAliveHandler',
  'Http10Handler',
  'TimeoutHandler',
  'BufferedHandler',
  'RefuseExpectHandler',
  'NamedHandler',
];
const STREAM_HANDLERS = [
  ...['EchoLines', 'EchoLinesBuffered', 'EchoLinesDefaultBuffer', 'EchoLinesSmallRead', 'EchoLinesNoReadBuffer'],
  ...['EchoLinesNoDelay', 'EchoLinesTimeout', 'EchoRaw', 'EchoDirect', 'SetupFails', 'FinishFails', 'BothFail'],
];

const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;

export const isDatagram = (kind: Kind): boolean => kind.startsWith('udp');
export const isOdd = (kind: Kind): boolean => (ODD as readonly Kind[]).includes(kind);
export const isWsgi = (kind: Kind): boolean => isOdd(kind) || (WSGI as readonly Kind[]).includes(kind);

/** All targets of a kind. */
export function targetsOf(kind: Kind, corpus: Corpus): readonly Target[] {
  const isForked = /fork|thread/.test(kind);
  if (isDatagram(kind)) {
    const { datagram: own, stream: others } = corpus;
    return [{ kind, handler: 'DatagramEcho', app: undefined, good: 'well', own, others, mayEnd: false }];
  }
  if (kind.startsWith('http')) {
    const { http: own, wsgi: others } = corpus;
    const good = request(GOOD_PATH);
    return HTTP_HANDLERS.map((handler) => ({ kind, handler, app: undefined, good, own, others, mayEnd: false }));
  }
  if (kind.startsWith('tcp')) {
    const { stream: own, http: others } = corpus;
    const mayEnd = !isForked;
    return STREAM_HANDLERS.map((handler) => {
      // Some do not read all that comes, so that they reset the connection, and their own answer may be lost.
      const good = /Fail|EchoRaw/.test(handler) ? '' : 'well\n';
      return { kind, handler, app: undefined, good, own, others, mayEnd };
    });
  }
  if (isOdd(kind)) {
    const { wsgi: own, stream: others } = corpus;
    return Object.keys(ODD_APPS).flatMap((app) =>
      WSGI_HANDLERS.map((handler) => ({ kind, handler, app, good: request(GOOD_PATH), own, others, mayEnd: false })),
    );
  }
  return WSGI_HANDLERS.flatMap((handler) =>
    [...corpus.apps].map(([app, own]) => {
      const mayEnd = !isForked && app.startsWith('boom');
      return { kind, handler, app, good: request(GOOD_PATH), own, others: corpus.wsgi, mayEnd };
    }),
  );
}

/** Makes the server of a target. */
export function* makeTarget({ kind, handler, app }: Target, watch: Watch): Sys<BaseServer> {
  const Handler = handler === undefined ? undefined : HANDLERS[handler];
  if (!isWsgi(kind)) {
    const Server = PLAIN[kind as keyof typeof PLAIN];
    return yield* create(Server, ['127.0.0.1', 0], Handler as never);
  }
  const served = isOdd(kind) ? ODD_APPS[app ?? '']?.app : APPS[app ?? ''];
  return yield* makeServer('127.0.0.1', 0, watched(served as never, watch), {
    threaded: kind === 'threaded' || kind === 'odd_threading',
    processes: kind === 'forking' || kind === 'odd_forking' ? 40 : 1,
    requestHandler: Handler as unknown as (new () => WSGIRequestHandler) | undefined,
  });
}
