import { describe, expect, test } from 'vitest';
import { Machine, memory, PRESETS, preset, Request, Response } from '../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../src/index.ts';

const hello = PRESETS[0]?.app as WsgiApp;

/** A machine that has answered one request. */
function answered(options: Partial<MachineOptions> = {}, request = 'GET / HTTP/1.0\r\n\r\n') {
  const machine = new Machine({ app: hello, ...options });
  const client = machine.connect();
  client.send(request);
  const result = machine.run();
  return { machine, client, result };
}

describe('a machine', () => {
  test('answers a raw request with the bytes of the real server', () => {
    const { client, result } = answered();
    expect(client.received).toBe(
      'HTTP/1.0 200 OK\r\nServer: Werkzeug/3.1.8 Python/3.11.7\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n' +
        'Content-Type: text/plain; charset=utf-8\r\nContent-Length: 29\r\nConnection: close\r\n\r\n' +
        '{"code": 0, "msg": "success"}',
    );
    expect(client.state).toBe('eof');
    expect(result.why).toBe('idle');
  });

  test('listens before a client connects, and logs what run_simple logs', () => {
    const machine = new Machine({ app: hello });
    expect(machine.run().why).toBe('idle');
    expect(machine.address).toEqual(['127.0.0.1', 5000]);
    expect(machine.log).toContain(' * Running on http://127.0.0.1:5000\n');
    expect(machine.log).toContain('Press CTRL+C to quit');
  });

  test('logs the request', () => {
    expect(answered().machine.log).toContain('127.0.0.1 - - [01/Jan/2026 00:00:00] "GET / HTTP/1.0" 200 -\n');
  });

  test.each(['base', 'threaded', 'forking'] as const)('serves two clients one after the other on %s', (server) => {
    const { machine } = answered({ server });
    const second = machine.connect();
    second.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    machine.run();
    expect(second.received).toContain('{"code": 0, "msg": "success"}');
  });

  test('leaves the same trace twice, whatever the seed', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const options = { server: 'threaded', order: 'random', seed } as const;
      expect(answered(options).machine.trace.hash()).toBe(answered(options).machine.trace.hash());
    }
  });

  test('behaves the same with and without a trace', () => {
    const { client } = answered({ trace: false });
    expect(client.received).toBe(answered().client.received);
  });

  test('keeps each process its own memory', () => {
    const count: WsgiApp = (_environ, startResponse) => {
      memory()['count'] = Number(memory()['count'] ?? 0) + 1;
      startResponse('200 OK', []);
      return [new Uint8Array([48 + Number(memory()['count'])])];
    };
    const last = (server: 'base' | 'forking') => {
      const { machine } = answered({ app: count, server });
      const client = machine.connect();
      client.send('GET / HTTP/1.0\r\n\r\n');
      machine.run();
      return client.received.at(-1);
    };
    // Each forked child counts from 0; its HTTP/1.0 response is chunked all the same, so compare the digit of the body.
    expect(last('base')).toBe('2');
    expect(answered({ app: count, server: 'forking' }).client.received).toContain('1\r\n1\r\n0\r\n');
  });

  test('sleeps in virtual time', () => {
    const { machine, client } = answered({ app: preset('sleepy')?.app as WsgiApp });
    expect(client.received).toContain('slept 1 s');
    expect(machine.time).toBeGreaterThanOrEqual(1);
  });

  test('stops at the requested time', () => {
    const machine = new Machine({ app: preset('sleepy')?.app as WsgiApp });
    const client = machine.connect();
    client.send('GET / HTTP/1.0\r\n\r\n');
    expect(machine.run({ until: 0.5 }).why).toBe('time');
    expect(machine.time).toBe(0.5);
    expect(client.received).toBe('');
    machine.run();
    expect(client.received).toContain('slept 1 s');
  });
});

describe('stepping', () => {
  test('goes to any step and shows the machine exactly there', () => {
    const { machine } = answered();
    const read = machine.trace.events.findIndex(({ kind, name }) => kind === 'syscall' && name === 'recvfrom');
    const before = machine.seek(read);
    const after = machine.seek(read + 1);
    expect(before.step).toBe(read);
    const lane = (snapshot: typeof before, name: string) =>
      snapshot.connections[0]?.lanes.find((candidate) => candidate.name === name);
    expect(lane(before, 'rfile')?.read).toBe(0);
    expect(lane(after, 'kernel receive')?.read).toBe(18);
  });

  test('shows headers in their buffer before they are flushed, and removed afterwards', () => {
    const { machine } = answered();
    const headers = (step: number) =>
      machine.seek(step).connections[0]?.lanes.find(({ name }) => name === 'headers buffer');
    const flush = machine.trace.events.findIndex(({ name }) => name.endsWith('BaseHTTPRequestHandler.flush_headers'));
    const before = headers(flush + 1);
    expect(String.fromCharCode(...(before?.bytes ?? []))).toMatch(/^HTTP\/1\.0 200 OK\r\nServer: .*\r\n\r\n$/s);
    expect(before?.read).toBe(0);
    const after = headers(machine.trace.length);
    expect(after?.bytes).toEqual(before?.bytes);
    expect(after?.read).toBe(after?.bytes.length);
  });

  test('shows the open selectors with what is registered and ready', () => {
    const { machine } = answered();
    expect(machine.snapshot().selectors).toEqual([
      { className: 'PollSelector', pid: 1000, registered: [{ fd: 3, events: 1, ready: 0 }] },
    ]);
    const accept = machine.trace.events.findIndex(({ kind, name }) => kind === 'syscall' && name === 'accept4');
    expect(machine.seek(accept).selectors[0]?.registered[0]?.ready).toBe(1);
  });

  test('seeking does not change the machine, and gives the same snapshot each time', () => {
    const { machine } = answered({ server: 'threaded' });
    const hash = machine.trace.hash();
    for (const step of [0, 1, 50, 137, machine.trace.length]) expect(machine.seek(step)).toEqual(machine.seek(step));
    expect(machine.trace.hash()).toBe(hash);
  });

  test('seeking to the end shows what the machine shows now', () => {
    const { machine } = answered();
    expect(machine.seek(machine.trace.length)).toEqual(machine.snapshot());
  });

  test('stepping one by one visits every step once and ends where a run ends', () => {
    const machine = new Machine({ app: hello });
    const client = machine.connect();
    client.send('GET / HTTP/1.0\r\n\r\n');
    let cursor = machine.cursor;
    for (;;) {
      const { step } = machine.step();
      if (step === cursor) break;
      expect(step).toBe(cursor + 1);
      cursor = step;
    }
    expect(client.received).toBe(answered().client.received);
    expect(machine.trace.hash()).toBe(answered().machine.trace.hash());
  });

  test('an unknown step is named in the error', () => {
    const { machine } = answered();
    expect(() => machine.seek(-1)).toThrow(/step: -1 is not a step of this machine, which has 0 to \d+/);
    expect(() => machine.seek(1e9)).toThrow(/step: 1000000000 is not a step/);
  });
});

describe('bad input', () => {
  test.each([
    [{ app: hello, server: 'thread' }, "options.server: 'thread' is not 'base', 'threaded' or 'forking'"],
    [{ app: hello, port: 70000 }, 'options.port: 70000 is not an integer from 0 to 65535'],
    [{ app: hello, port: 1.5 }, 'options.port: 1.5 is not an integer from 0 to 65535'],
    [{ app: 'hello' }, "options.app: 'hello' is not a WSGI app"],
    [{}, 'options.app: undefined is not a WSGI app'],
    [{ app: hello, colour: 'red' }, 'options.colour: there is no such option'],
    [{ app: hello, seed: -1 }, 'options.seed: -1 is not an integer'],
    [{ app: hello, limits: { fds: 3 } }, 'options.limits.fds: there is no such limit'],
  ])('%o is a TypeError that names option and value', (options, message) => {
    expect(() => new Machine(options as MachineOptions)).toThrow(TypeError);
    expect(() => new Machine(options as MachineOptions)).toThrow(message);
  });

  test('an app that throws is a 500 and a log line, and the server continues', () => {
    const app: WsgiApp = () => {
      throw new RangeError('no such thing');
    };
    const { machine, client } = answered({ app });
    expect(client.received).toContain('500 INTERNAL SERVER ERROR');
    expect(machine.log).toContain('RangeError: no such thing');
    const next = machine.connect();
    next.send('GET / HTTP/1.0\r\n\r\n');
    machine.run();
    expect(next.received).toContain('500 INTERNAL SERVER ERROR');
  });

  test('an async app is rejected with a clear message', () => {
    const app = (async () => []) as unknown as WsgiApp;
    expect(answered({ app }).machine.log).toContain('apps must not be async');
  });

  test('text that is not latin-1 is rejected, and nothing is sent', () => {
    const machine = new Machine({ app: hello });
    const client = machine.connect();
    expect(() => client.send('GET /☃')).toThrow("character '☃' (U+2603) at index 5 is not a byte");
    machine.run();
    expect(machine.snapshot().connections[0]?.lanes[0]?.bytes).toHaveLength(0);
  });

  test('a server that does not listen refuses the connection', () => {
    const machine = new Machine({ program: function* () {} });
    const client = machine.connect();
    machine.run();
    expect(client.state).toBe('refused');
    expect(client.error).toBe('ECONNREFUSED');
    expect(() => client.send('x')).toThrow('client 0 cannot send: its connection is refused (ECONNREFUSED)');
  });

  test('a malformed request gets its real 400', () => {
    const { client } = answered({}, 'GET / HTTP/x\r\n\r\n');
    expect(client.received).toContain("<p>Message: Bad request version ('HTTP/x').</p>");
  });
});

test('a view answers with what it read', () => {
  const app = Request.application(function* (request) {
    const data = yield* request.getData();
    return new Response(`${request.method} ${request.path} ${data.length}`);
  });
  const request = 'POST /a%20b HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc';
  expect(answered({ app }, request).client.received).toMatch(/POST \/a b 3$/);
});
