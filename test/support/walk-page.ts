/** A walk on the log of a real machine, without a document. */
import { rowsOf } from '../../src/host/step-rows.ts';
import { create, Machine, preset } from '../../src/index.ts';
import { BaseHTTPRequestHandler, ThreadingHTTPServer } from '../../src/modules/http.server.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import type { Step, WsgiApp } from '../../src/index.ts';
import type { Scope } from '../../web/kit/scope.ts';
import type { Session } from '../../web/session/session.ts';
import { Walk } from '../../web/session/walk/walk.ts';
import { quietSession } from './quiet-session.ts';
import type { HeldFrames } from './quiet-session.ts';

const app = preset('hello')?.app as WsgiApp;

export const HELLO = 'GET /hello?name=you HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** The log of a server that has answered these texts, each on a connection of its own. */
export function logOf(texts: readonly string[]): readonly Step[] {
  const machine = new Machine({ app });
  machine.run();
  for (const text of texts) {
    machine.connect().send(text);
    machine.run();
  }
  return machine.trace.steps();
}

class KeepAlive extends BaseHTTPRequestHandler {
  static override protocolVersion = 'HTTP/1.1';
  *do_GET(): Sys<void> {
    this.sendResponse(204);
    yield* this.endHeaders();
  }
}

/** The log of a server that answers two requests on one connection, and then one on another. */
export function keptAlive(): readonly Step[] {
  const machine = new Machine({
    *program() {
      const server = yield* create(ThreadingHTTPServer, ['127.0.0.1', 8000], KeepAlive);
      yield* server.serveForever();
    },
  });
  machine.run();
  const client = machine.connect();
  for (const path of ['/one', '/two']) {
    client.send(`GET ${path} HTTP/1.1\r\n\r\n`);
    machine.run();
  }
  machine.connect().send('GET /three HTTP/1.1\r\n\r\n');
  machine.run();
  return machine.trace.steps();
}

export interface WalkPage {
  readonly session: Session;
  readonly walk: Walk;
  /** The machine has gone on. @param connection the one that is shown, from 0. */
  readonly grow: (steps: readonly Step[], connection?: number) => Promise<void>;
  readonly names: () => readonly string[];
}

export async function walkPage(scope: Scope, frames: HeldFrames): Promise<WalkPage> {
  const { session } = quietSession(scope);
  await session.moments.load();
  const walk = new Walk(session, scope);
  return {
    session,
    walk,
    grow: async (steps, connection) => {
      session.log.append(rowsOf(steps));
      session.store.set({ length: session.log.length, connection });
      await frames.settled();
    },
    names: () => walk.state.stops.map(({ name }) => name),
  };
}
