/**
 * Handler classes that throw values no Python code could raise: the log has a traceback, the server continues, and
 * seeking works.
 */
import { describe, expect, test } from 'vitest';
import { create, Machine, StreamRequestHandler, TCPServer } from '../../src/index.ts';
import type { WsgiApp } from '../../src/index.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../src/stdlib/http/server.ts';
import { ForkingMixIn, ThreadingMixIn } from '../../src/stdlib/socketserver.ts';
import type { HandlerClass } from '../../src/stdlib/socketserver.ts';
import { WSGIRequestHandler } from '../../src/werkzeug/serving.ts';

const trap = (): never => {
  throw new Error('trap');
};

function* yieldsFive(): Sys<void> {
  yield 5 as never;
}

const thrower = (make: () => unknown) => (): never => {
  // oxlint-disable-next-line typescript/only-throw-error -- that is what is tried
  throw make();
};

/** The body of a handler, and the last line of its traceback. */
const ODD: readonly [string, () => Sys<void>, RegExp][] = [
  ['throws undefined', thrower(() => undefined), /^Error: None$/m],
  ['throws a symbol', thrower(() => Symbol('x')), /^Error: Symbol\(x\)$/m],
  [
    'throws a revoked proxy',
    thrower(() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    }),
    /^Error: <object object>$/m,
  ],
  [
    'throws an error whose message throws',
    thrower(() => Object.defineProperty(new Error('x'), 'message', { get: trap })),
    /^Error: <exception str\(\) failed>$/m,
  ],
  ['yields 5', yieldsFive, /^TypeError: a coroutine yielded 5: only coroutines can wait/m],
];

const REQUEST = 'GET / HTTP/1.0\r\n\r\n';
const app: WsgiApp = () => [];

/** Three clients, two of them at the same time: the log has each error, no connection stays open, and seeking works. */
function checkSurvived(machine: Machine, line: RegExp): void {
  for (let count = 1; count <= 3; count += 1) {
    machine.connect().send(REQUEST);
    if (count === 1) continue;
    const { why, panic } = machine.run({ calls: 20_000, resumptions: 4000 });
    expect({ why, panic }).toEqual({ why: 'idle', panic: undefined });
    expect(machine.log.match(new RegExp(line, 'gm'))).toHaveLength(count);
    expect(machine.log.match(/^Traceback \(most recent call last\):$/gm)).toHaveLength(count);
    expect(machine.serverProcess.exitStatus).toBeUndefined();
  }
  expect(machine.clients.map(({ state }) => state)).toEqual(['eof', 'eof', 'eof']);
  const middle = machine.trace.length >> 1;
  expect(machine.seek(middle).step).toBe(middle);
  expect(machine.seek(machine.trace.length).log).toBe(machine.log);
}

class ThreadingHttp extends ThreadingMixIn(HTTPServer) {}
class ForkingHttp extends ForkingMixIn(HTTPServer) {}
class ThreadingTcp extends ThreadingMixIn(TCPServer) {}
class ForkingTcp extends ForkingMixIn(TCPServer) {}

const HTTP = { base: HTTPServer, threaded: ThreadingHttp, forking: ForkingHttp };

/** A machine whose only program is such a server. */
function serving(Server: typeof TCPServer, Handler: HandlerClass): Machine {
  return new Machine({
    *program() {
      const server = yield* create(Server, ['127.0.0.1', 5000], Handler);
      yield* server.serveForever();
    },
  });
}

describe.each(ODD)('a handler that %s', (_, body, line) => {
  test.each(['base', 'threaded', 'forking'] as const)(
    'in do_GET of a %s server of Werkzeug does not stop it',
    (server) => {
      class Handler extends WSGIRequestHandler {
        *do_GET(): Sys<void> {
          yield* body();
        }
      }
      checkSurvived(new Machine({ app, server, handler: Handler }), line);
    },
  );

  test.each(['base', 'threaded', 'forking'] as const)('in do_GET of http.server, %s, does not stop it', (server) => {
    class Handler extends BaseHTTPRequestHandler {
      *do_GET(): Sys<void> {
        yield* body();
      }
    }
    checkSurvived(serving(HTTP[server], Handler), line);
  });

  test.each(['setup', 'handle', 'finish'] as const)('in %s of socketserver does not stop the server', (method) => {
    for (const Server of [TCPServer, ThreadingTcp, ForkingTcp]) {
      class Handler extends StreamRequestHandler {
        *_odd(where: string, usual: () => Sys<void>): Sys<void> {
          yield* usual();
          if (where === method) yield* body();
        }

        override *setup(): Sys<void> {
          yield* this._odd('setup', () => super.setup());
        }

        override *handle(): Sys<void> {
          yield* this._odd('handle', () => super.handle());
        }

        override *finish(): Sys<void> {
          yield* this._odd('finish', () => super.finish());
        }
      }
      checkSurvived(serving(Server, Handler), line);
    }
  });
});
