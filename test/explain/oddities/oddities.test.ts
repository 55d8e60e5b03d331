/** What is harmless in a log, and what is not: by scenarios that a reader can make. */
import { describe, expect, test } from 'vitest';
import { ODDITIES_EN, ODDITIES_ZH, odditiesOf, oddityText } from '../../../src/explain.ts';
import { looksLikeFault } from '../../../src/explain/oddities/answers.ts';
import { oddityAt } from '../../../src/explain/oddities/find-oddity.ts';
import { abort, create, Machine, preset, PRESETS, Request, Response } from '../../../src/index.ts';
import type { MachineOptions, Sys } from '../../../src/index.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../../src/modules/http.server.ts';
import { PollSelector } from '../../../src/modules/selectors.ts';
import { Socket } from '../../../src/modules/socket.ts';
import { ConnectionResetError } from '../../../src/modules/builtins.ts';
import { ForkingMixIn, StreamRequestHandler, TCPServer } from '../../../src/modules/socketserver.ts';
import { Event } from '../../../src/modules/threading.ts';
import { NotFound } from '../../../src/modules/werkzeug.exceptions.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const KINDS = ['base', 'threaded', 'forking'] as const;

/** Sends a request, and lets the machine run; another call goes on with it. */
function served(options: MachineOptions, request = GET): Machine {
  const machine = new Machine(options);
  machine.connect().send(request);
  machine.run();
  return machine;
}

const appOf = (name: string): MachineOptions => ({ app: preset(name)?.app ?? [] }) as MachineOptions;

/** Each oddity as its step and its code: `raise shutdown: shutdown`. */
function readable(machine: Machine): string[] {
  return odditiesOf(machine).map(({ step, code }) => {
    const { kind, name } = machine.trace.step(step);
    return `${kind} ${name.slice(name.lastIndexOf('.') + 1)}: ${code}`;
  });
}

const codes = (machine: Machine): Set<string> => new Set(odditiesOf(machine).map(({ code }) => code));

/** Steps that look like faults, and of which no oddity says that they are none. */
function faults(machine: Machine): string[] {
  const harmless = new Set(odditiesOf(machine).map(({ step }) => step));
  return machine.trace
    .steps()
    .filter((step) => looksLikeFault(step) && !harmless.has(step.number))
    .map(({ kind, name, detail }) => `${kind} ${name} ${detail}`);
}

test('a good request has two exceptions, a passed time and an end, all of them harmless', () => {
  const machine = served(appOf('hello'));
  expect(readable(machine)).toEqual([
    'raise __getattr__: attribute.environ',
    'raise __getattr__: attribute.buffer',
    'syscall epoll_wait: drained',
    'syscall recvfrom: end',
  ]);
  expect(faults(machine)).toEqual([]);
});

describe('no step of a good request looks like a fault without a word on it', () => {
  const good = PRESETS.filter(({ name }) => name !== 'boom' && name !== 'datagrams');
  test.each(good.flatMap(({ name }) => KINDS.map((server) => [name, server] as const)))('%s, %s', (name, server) => {
    const machine = served({ ...appOf(name), server });
    machine.connect().send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nb=now');
    machine.run();
    expect(faults(machine)).toEqual([]);
  });
});

test('a client that is gone is no fault of the server, and neither is what comes of it', () => {
  for (const action of ['close', 'reset'] as const) {
    const machine = new Machine({ ...appOf('hello') });
    const client = machine.connect();
    client.send(GET);
    client[action]();
    machine.run();
    expect(faults(machine)).toEqual([]);
    expect([...codes(machine)]).toEqual(expect.arrayContaining(['gone', 'shutdown']));
  }
});

test('an app that raises a lost connection of its own has a fault: its client gets no answer', () => {
  const machine = served({
    app: () => {
      throw new ConnectionResetError('of my own');
    },
  });
  expect(machine.clients[0]?.received).toBe('');
  expect(faults(machine)).toEqual([expect.stringContaining('execute <ConnectionResetError(of my own)>')]);
});

test('an exception that is answered with a 500 is a fault, whatever was sent before', () => {
  for (const request of [GET, 'GET /after HTTP/1.1\r\nHost: a\r\n\r\n']) {
    const machine = served(appOf('boom'), request);
    expect(faults(machine).filter((line) => line.includes('execute'))).not.toEqual([]);
    for (const { step } of odditiesOf(machine)) expect(machine.trace.step(step).detail).not.toContain('boom');
  }
});

describe('exceptions of a view', () => {
  const view = (run: (request: Request) => Sys<Response> | Response): MachineOptions => ({
    app: Request.application(run),
  });

  test('are the answer when they are exceptions of HTTP', () => {
    const machine = served(view(() => abort(404)));
    expect(machine.clients[0]?.received).toContain('404 NOT FOUND');
    const [found] = odditiesOf(machine).filter(({ code }) => code === 'http');
    expect(found?.values).toEqual({ error: 'NotFound', status: '404 NOT FOUND' });
    expect(faults(machine)).toEqual([]);
  });

  test('are faults when the answer is one of the server’s errors', () => {
    for (const status of [500, 503]) {
      const machine = served(view(() => abort(status)));
      expect(machine.clients[0]?.received).toContain(` ${status} `);
      expect(codes(machine).has('http')).toBe(false);
      expect(faults(machine)).not.toEqual([]);
    }
  });

  test('are harmless when the view catches them, and answers', () => {
    const machine = served(
      view(function* (request) {
        try {
          yield* request.getJson();
        } catch {
          return new Response('no JSON');
        }
        return new Response('JSON');
      }),
    );
    expect(machine.clients[0]?.received).toContain('no JSON');
    expect(codes(machine).has('app')).toBe(true);
    expect(faults(machine)).toEqual([]);
  });

  test('are faults without `Request.application`, which would catch them', () => {
    const machine = served({
      app: () => {
        throw new NotFound();
      },
    });
    expect(machine.log).toContain('Traceback');
    expect(faults(machine)).not.toEqual([]);
  });

  test('a form that cannot be read is an empty form', () => {
    const machine = served(
      appOf('form'),
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\nx',
    );
    expect(codes(machine).has('form')).toBe(true);
    expect(faults(machine)).toEqual([]);
  });
});

describe('Ctrl+C', () => {
  test('stops a server of Werkzeug, idle or at work, and that is no fault', () => {
    for (const app of ['hello', 'sleepy']) {
      const machine = new Machine(appOf(app));
      machine.connect().send(GET);
      machine.run({ until: 0.5 });
      machine.interrupt();
      machine.run();
      expect(codes(machine).has('interrupt')).toBe(true);
      expect(faults(machine).filter((line) => !line.startsWith('syscall recvfrom'))).toEqual([]);
    }
  });

  test('ends a server of another program with a traceback, which is one', () => {
    const machine = new Machine({
      *program() {
        const server = yield* create(TCPServer, ['127.0.0.1', 7000], StreamRequestHandler);
        yield* server.serveForever();
      },
    });
    machine.run({ until: 0.2 });
    machine.interrupt();
    machine.run();
    expect(machine.log).toContain('Traceback');
    expect(codes(machine).has('interrupt')).toBe(false);
    expect(faults(machine)).not.toEqual([]);
  });
});

describe('programs of one’s own', () => {
  function ran(program: () => Sys<void>): Machine {
    const machine = new Machine({ program });
    machine.run({ until: 2 });
    return machine;
  }

  test('a socket that does not wait, and has nothing', () => {
    const machine = ran(function* () {
      const listener = yield* create(Socket);
      yield* listener.bind(['127.0.0.1', 7000]);
      yield* listener.listen();
      const client = yield* create(Socket);
      yield* client.connect(['127.0.0.1', 7000]);
      yield* client.setblocking(false);
      const { raw } = client.makefile('rb');
      yield* raw.readinto(new Uint8Array(5));
    });
    expect(readable(machine)).toEqual(expect.arrayContaining(['syscall recvfrom: again', 'raise recv_into: again']));
    expect(faults(machine)).toEqual([]);
  });

  test('a wait for an event that nobody sets', () => {
    const machine = ran(function* () {
      const event = new Event();
      yield* event.wait(0.5);
    });
    expect(codes(machine)).toContain('not woken');
    expect(faults(machine)).toEqual([]);
  });

  test('a selector that waits for nothing', () => {
    const machine = ran(function* () {
      const selector = yield* create(PollSelector);
      yield* selector.select(0.25);
      yield* selector.close();
    });
    expect(codes(machine)).toContain('nothing');
  });

  test('a connection that is gone before it is accepted', () => {
    class Hasty extends TCPServer {
      override *getRequest(): ReturnType<TCPServer['getRequest']> {
        yield* this.socket.setblocking(false);
        yield* this.socket.accept();
        return yield* this.socket.accept();
      }
    }
    const machine = new Machine({
      *program() {
        const server = yield* create(Hasty, ['127.0.0.1', 7000], StreamRequestHandler);
        yield* server.serveForever();
      },
    });
    machine.connect();
    machine.run({ until: 1 });
    expect(readable(machine)).toEqual(expect.arrayContaining(['syscall accept4: accept', 'raise accept: accept']));
    expect(faults(machine)).toEqual([]);
  });

  test('a child that was collected before', () => {
    class Twice extends ForkingMixIn(TCPServer) {
      override *serviceActions(): Sys<void> {
        const children = new Set(this.activeChildren);
        yield* super.serviceActions();
        this.activeChildren = children;
      }
    }
    const machine = new Machine({
      *program() {
        const server = yield* create(Twice, ['127.0.0.1', 7000], StreamRequestHandler);
        yield* server.serveForever();
      },
    });
    machine.connect().close();
    machine.run({ until: 2 });
    expect(codes(machine)).toContain('child');
    expect(faults(machine)).toEqual([]);
  });

  test('an attribute that a handler asks for', () => {
    class Handler extends BaseHTTPRequestHandler {
      *doGET(): Sys<void> {
        yield* this.sendError(404);
      }
    }
    const machine = new Machine({
      *program() {
        const server = yield* create(HTTPServer, ['127.0.0.1', 7000], Handler);
        yield* server.serveForever();
      },
    });
    machine.connect().send(GET);
    machine.run({ until: 1 });
    expect(faults(machine)).toEqual([]);
  });
});

test('nothing is said of an exception until the log shows what becomes of it', () => {
  const machine = new Machine(appOf('hello'));
  const client = machine.connect();
  client.send(GET);
  client.close();
  machine.run();
  const steps = machine.trace.steps();
  const { step = -1 } = odditiesOf(machine).find(({ code }) => code === 'gone') ?? {};
  const caught = steps.findIndex(({ number, name }) => number > step && name.endsWith('connection_dropped'));
  for (let length = step + 1; length <= steps.length; length += 1) {
    const found = oddityAt({ length, at: (number) => steps[number] }, step);
    expect(found?.code, `${length} of ${steps.length}`).toBe(length <= caught + 1 ? undefined : 'gone');
  }
});

test('a machine without a trace has no oddities to tell', () => {
  expect(() => odditiesOf(new Machine({ app: () => [], trace: false }))).toThrow(TypeError);
});

test('what is harmless is said in both languages', () => {
  const [first] = odditiesOf(served(appOf('hello')));
  if (first === undefined) throw new Error('no oddity');
  expect(oddityText(first, ODDITIES_EN)).toMatch(/^`address_string` asks with `hasattr`/);
  expect(oddityText(first, ODDITIES_ZH)).toMatch(/^`address_string` 用 `hasattr`/);
  const http = { code: 'http', values: { error: 'Gone', status: '410 GONE' } } as const;
  expect(oddityText(http, ODDITIES_EN)).toContain('becomes the answer, 410 GONE.');
});
