/** What machines do in the benchmark: one request for each connection, kept connections, large bodies, many clients. */
import { create, Machine, Request, Response, sleep } from '../../../src/index.ts';
import type { Client, Limits, MachineOptions, Sys, WsgiApp } from '../../../src/index.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../../src/stdlib/http/server.ts';
import { encodeLatin1 } from '../../../src/python/bytes.ts';
import { check, usedBytes } from './measure.ts';

export const BODY = '{"code": 0, "msg": "success"}';
export const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
export const KEPT_REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
export const MEGABYTE = new Uint8Array(2 ** 20).fill(0x61);

export const post = (length: number): string =>
  `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;

export const hello = Request.application(() => new Response(BODY));
export const large = Request.application(() => new Response(MEGABYTE));
export const echo = Request.application(function* (request) {
  return new Response(yield* request.getData());
});
/** Reads the body and answers how long it was. */
export const count = Request.application(function* (request) {
  return new Response(String((yield* request.getData()).length));
});

export function started(options: MachineOptions): Machine {
  const machine = new Machine({ server: 'base', trace: false, ...options });
  machine.run();
  return machine;
}

/** Opens a connection, sends, and returns what was received; the connection is closed by both ends. */
function exchange(machine: Machine, ...data: readonly (string | Uint8Array)[]): Client {
  const client = machine.connect();
  for (const part of data) client.send(part);
  machine.run();
  return client;
}

export function serve(machine: Machine, times: number): void {
  for (let time = 0; time < times; time += 1) {
    const client = exchange(machine, REQUEST);
    check(client.received, BODY);
    client.close();
    machine.run();
  }
}

/** Requests on one connection of a handler that keeps it. */
export function serveKept(machine: Machine, times: number): void {
  const client = machine.connect();
  for (let time = 1; time <= times; time += 1) {
    client.send(KEPT_REQUEST);
    machine.run();
    if (client.receivedLength % time !== 0) throw new Error(`the answers have ${client.receivedLength} bytes`);
  }
  check(client.received, BODY);
  client.close();
  machine.run();
}

class KeptHandler extends BaseHTTPRequestHandler {
  static override protocolVersion = 'HTTP/1.1';

  *do_GET(): Sys<void> {
    this.sendResponse(200);
    this.sendHeader('Content-Length', String(BODY.length));
    yield* this.endHeaders();
    yield* this.wfile.write(encodeLatin1(BODY));
  }
}

/** A plain `http.server` that keeps its connections. */
export function* keepAlive(): Sys<void> {
  const server = yield* create(HTTPServer, ['127.0.0.1', 8000], KeptHandler);
  yield* server.serveForever();
}

/** Sends `parts` to an app; the answer has `length` bytes at least. */
export function transfer(machine: Machine, parts: readonly (string | Uint8Array)[], length: number): void {
  const client = exchange(machine, ...parts);
  if (client.receivedLength < length) throw new Error(`${client.receivedLength} bytes were received`);
  client.close();
  machine.run();
}

/** The limits of a machine that has room for a number of clients. */
export const roomFor = (clients: number): Partial<Limits> => ({
  descriptors: clients + 10,
  threads: 2 * clients + 10,
  processes: clients + 10,
});

/** A threaded server with clients that have connected, and of which none has sent anything. */
export function crowded(clients: number): Machine {
  const machine = started({ app: hello, server: 'threaded', limits: roomFor(clients + 10) });
  for (let number = 0; number < clients; number += 1) {
    machine.connect();
    // The backlog is 128.
    if (number % 100 === 99) machine.run();
  }
  machine.run();
  const open = machine.clients.filter(({ state }) => state === 'open').length;
  if (open !== clients) throw new Error(`${open} of ${clients} clients are connected`);
  return machine;
}

/** Bytes for each connection, both ends included, whose handler waits for a request. */
export function bytesPerIdle(clients: number): number {
  crowded(10);
  const before = usedBytes();
  const machine = crowded(clients);
  const bytes = (usedBytes() - before) / clients;
  // The machine is used last, so that it is still there when its bytes are counted.
  if (machine.clients.length !== clients) throw new Error('the machine has lost clients');
  return bytes;
}

/** Bytes that a long log keeps for each of its steps: what a log adds to the same machine. */
export function bytesPerStep(requests: number): number {
  const sizes = [usedBytes()];
  const machines = [false, true].map((trace) => {
    const machine = started({ app: hello, trace });
    serve(machine, requests);
    sizes.push(usedBytes());
    return machine;
  });
  const [atFirst = NaN, afterOne = NaN, afterBoth = NaN] = sizes;
  return (afterBoth - afterOne - (afterOne - atFirst)) / (machines[1]?.trace.length ?? NaN);
}

/** An app that sends parts, a virtual second apart. */
export const inParts = (part: Uint8Array, parts: number): WsgiApp =>
  Request.application(
    () =>
      new Response(
        (function* () {
          for (let at = 0; at < parts; at += 1) {
            yield* sleep(1);
            yield part;
          }
        })(),
      ),
  );

/** How many steps a hello leaves in the log. */
export function stepsPerRequest(): number {
  const machine = started({ app: hello, trace: true });
  serve(machine, 1);
  const before = machine.trace.length;
  serve(machine, 1);
  return machine.trace.length - before;
}
