/** Clients of servers without TCP: Unix sockets and datagrams. */
import { describe, expect, test } from 'vitest';
import {
  alignTraces,
  create,
  datagramApp,
  DatagramRequestHandler,
  replayAs,
  Machine,
  preset,
  PRESETS,
  sleep,
  ThreadingUDPServer,
  UDPServer,
  UnixDatagramServer,
} from '../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../src/index.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { bytes, text } from '../support/drive.ts';

const hello = PRESETS[0]?.app as WsgiApp;
const PATH = 'unix:///run/app.sock';

class Upper extends DatagramRequestHandler {
  override *handle(): Sys<void> {
    yield* this.wfile.write(bytes(text(this.packet).toUpperCase()));
  }
}

/** A machine whose server answers each datagram in capital letters. */
function capitals(
  Server: typeof UDPServer = UDPServer,
  address: MachineOptions['host'] | [string, number] = ['127.0.0.1', 5353],
) {
  return new Machine({
    *program() {
      const server = yield* create(Server, address as [string, number], Upper);
      yield* server.serveForever();
    },
  });
}

describe('a server on a Unix socket', () => {
  test.each(['base', 'threaded', 'forking'] as const)('answers its clients, on %s', (server) => {
    const machine = new Machine({ app: hello, server, host: PATH });
    const clients = [machine.connect(), machine.connect()];
    for (const client of clients) client.send('GET / HTTP/1.0\r\n\r\n');
    machine.run();
    for (const client of clients) {
      expect(client.received).toContain('{"code": 0, "msg": "success"}');
      expect([client.state, client.error, client.localAddress]).toEqual(['eof', undefined, undefined]);
    }
    expect(machine.path).toBe('/run/app.sock');
    expect(machine.address).toBeUndefined();
    expect(machine.log).toContain(' * Running on unix:///run/app.sock\n');
  });

  test('shows its connections with their bytes and their handlers', () => {
    const machine = new Machine({ app: hello, server: 'threaded', host: PATH });
    const client = machine.connect();
    client.send('GET / HTTP/1.1\r\n\r\n');
    machine.run();
    const [connection] = machine.snapshot().connections;
    expect(connection?.lanes.map(({ name, bytes: all, read }) => [name, all.length - read])).toEqual([
      ['client out', 0],
      ['kernel receive', 0],
      ['rfile', 0],
      ['headers buffer', 0],
      ['wfile', 0],
      ['client in', 0],
    ]);
    expect(connection?.handler?.path).toBe('/');
    const parsed = machine.trace.steps().findIndex(({ name }) => name.endsWith('parse_request')) + 1;
    const { connections, sockets } = machine.seek(parsed);
    expect(sockets.find(({ id }) => id === connections[0]?.socket)).toMatchObject({
      family: 'AF_UNIX',
      state: 'established',
      local: '/run/app.sock',
    });
  });

  test('replays, seeks and branches, and a link has no effect on it', () => {
    const options = { app: hello, server: 'threaded', host: PATH } as const;
    const machine = new Machine({ ...options, link: { latency: 0.05, loss: 0.5 } });
    machine.connect().send('GET / HTTP/1.1\r\n');
    machine.run();
    machine.clients[0]?.send('\r\n');
    machine.run();
    const plain = new Machine(options);
    plain.connect().send('GET / HTTP/1.1\r\n');
    plain.run();
    plain.clients[0]?.send('\r\n');
    plain.run();
    expect(machine.trace.hash()).toBe(plain.trace.hash());
    const again = Machine.from(machine.scenario);
    again.run();
    expect(again.trace.hash()).toBe(machine.trace.hash());
    expect(machine.seek(100).step).toBe(100);
    const other = machine.branch(120);
    other.clients[0]?.close();
    other.run();
    expect(other.clients[0]?.state).toBe('closed');
  });

  test('is compared with another server client by client', () => {
    const machine = new Machine({ app: hello, host: PATH });
    const [slow, quick] = [machine.connect(), machine.connect()];
    quick.send('GET /quick HTTP/1.0\r\n\r\n');
    machine.later({ client: slow.number, do: 'send', data: 'GET /slow HTTP/1.0\r\n\r\n', time: 1 });
    machine.run();
    const { machine: other } = replayAs(machine, 'threaded');
    const { partners } = alignTraces(machine.trace, other.trace);
    const [left, right] = [machine.trace.steps(), other.trace.steps()];
    const requests = left.flatMap((step, at) => {
      const path = /GET (\/\w+)/.exec(step.kind === 'log' ? step.detail : '')?.[1];
      return path === undefined ? [] : [[path, right[partners[at] ?? -1]?.detail]];
    });
    expect(requests).toEqual([
      ['/slow', expect.stringContaining('GET /slow')],
      ['/quick', expect.stringContaining('GET /quick')],
    ]);
  });
});

describe('a datagram server', () => {
  test.each([
    ['UDP', () => capitals()],
    ['UDP with threads', () => capitals(ThreadingUDPServer)],
    ['a Unix datagram socket', () => capitals(UnixDatagramServer, '/run/capitals')],
  ])('answers each datagram separately: %s', (_, make) => {
    const machine = make();
    const [one, two] = [machine.datagrams(), machine.datagrams()];
    one.send('first');
    two.send('other');
    one.send('');
    one.send('second');
    expect(machine.run().why).toBe('idle');
    expect(one.datagrams.map(text)).toEqual(['FIRST', '', 'SECOND']);
    expect(one.received).toBe('FIRSTSECOND');
    expect(two.datagrams.map(text)).toEqual(['OTHER']);
    expect([one.state, one.isDatagram]).toEqual(['open', true]);
    one.close();
    machine.run();
    expect(one.state).toBe('closed');
    expect(() => one.send('late')).toThrow('client 0 cannot send: its connection is closed; connect another');
  });

  test('has clients whose actions are inputs: planned, sought, branched', () => {
    const machine = capitals();
    const client = machine.datagrams();
    client.send('now');
    machine.later({ client: 0, do: 'send', data: 'later', time: 2 });
    machine.run();
    expect(machine.time).toBe(2);
    expect(client.datagrams.map(text)).toEqual(['NOW', 'LATER']);
    expect(machine.inputs.map(({ command }) => command.do)).toEqual(['datagrams', 'send', 'send']);
    const [connection] = machine.seek(machine.trace.length).connections;
    expect(connection?.lanes.map(({ name, bytes: all }) => [name, text(all)])).toEqual([
      ['client out', 'nowlater'],
      ['kernel receive', 'nowlater'],
      ['rfile', 'nowlater'],
      ['wfile', 'NOWLATER'],
      ['client in', 'NOWLATER'],
    ]);
    expect(connection?.handler?.className).toBe('Upper');
    const step = machine.inputs.at(-1)?.step as number;
    const other = machine.branch(step);
    other.clients[0]?.send('else');
    other.run();
    expect(other.clients[0]?.received).toBe('NOWELSE');
  });

  test('that does not exist leaves its client usable, with the error', () => {
    const machine = new Machine({ *program() {} });
    machine.run();
    const client = machine.datagrams();
    client.send('hello?');
    machine.run();
    expect([client.error, client.state, client.received]).toEqual(['ECONNREFUSED', 'open', '']);
  });

  test('drops datagrams without room, and does not send a datagram that is too long', () => {
    const machine = capitals();
    const client = machine.datagrams();
    client.send(new Uint8Array(70_000));
    client.send('short');
    machine.run();
    expect(client.error).toBe('EMSGSIZE');
    expect(client.datagrams.map(text)).toEqual(['SHORT']);
  });
});

describe('an app of datagrams', () => {
  test.each(['base', 'threaded', 'forking'] as const)('is served on %s, and replayed from its scenario', (server) => {
    const app = preset('datagrams')?.app as WsgiApp;
    const machine = new Machine({ app, server });
    const clients = [machine.datagrams(), machine.datagrams()];
    for (const client of clients) client.send(`from ${client.number}`);
    machine.run();
    expect(clients.map(({ received }) => received)).toEqual(['FROM 0', 'FROM 1']);
    expect(machine.log).toBe('Answering datagrams at 127.0.0.1:5000\n');
    const again = Machine.from(JSON.parse(JSON.stringify(machine.scenario)));
    again.run();
    expect(again.trace.hash()).toBe(machine.trace.hash());
    expect(again.clients[1]?.received).toBe('FROM 1');
    machine.interrupt();
    machine.run();
    expect(machine.serverProcess.exitStatus).toBe(0);
  });

  test('may wait, on a Unix socket too', () => {
    const app = datagramApp(function* (data) {
      yield* sleep(data.length);
      return data;
    });
    const machine = new Machine({ app, host: 'unix:///run/echo' });
    const client = machine.datagrams();
    client.send('abc');
    machine.run();
    expect([client.received, machine.time, machine.path]).toEqual(['abc', 3, '/run/echo']);
  });

  test('that fails leaves a traceback in the log, and the server continues', () => {
    let isFirst = true;
    const app = datagramApp((data) => {
      if (!isFirst) return data;
      isFirst = false;
      throw new Error('not the first');
    });
    const machine = new Machine({ app });
    const client = machine.datagrams();
    for (const text of ['one', 'two']) client.send(text);
    machine.run();
    // As in Python, `finish` sends the response even if `handle` has failed.
    expect(client.datagrams.map(text)).toEqual(['', 'two']);
    expect(machine.log).toContain("Exception occurred during processing of request from ('127.0.0.1', ");
    expect(machine.log).toContain('Error: not the first');
  });
});

describe('datagrams over a link', () => {
  const app = preset('datagrams')?.app as WsgiApp;

  test('take time in both directions, and are visible on the wire', () => {
    const machine = new Machine({ app, link: { latency: 0.05, bandwidth: 100 } });
    const client = machine.datagrams();
    client.send('twenty bytes of text');
    machine.run({ until: 0.24 });
    expect(
      machine.snapshot().connections[0]?.lanes.map(({ name, bytes: all, read }) => [name, all.length, read]),
    ).toEqual([
      ['client out', 20, 20],
      ['wire to server', 20, 0],
      ['wire to client', 0, 0],
      ['client in', 0, 0],
    ]);
    machine.run();
    // Sending takes 200 ms and the transit 50 ms, in both directions.
    expect([client.received, machine.time]).toEqual(['TWENTY BYTES OF TEXT', 0.5]);
    const changes = machine.trace.steps().filter(({ kind }) => kind === 'segment');
    expect(changes.map(({ name }) => name)).toEqual(['sent', 'arrived', 'sent', 'arrived']);
  });

  test('are lost for good, and overtake each other; the same scenario loses the same ones', () => {
    const options = { app, link: { jitter: 1, loss: 0.2 }, seed: 3 } as const;
    const machine = new Machine(options);
    const client = machine.datagrams();
    const sent = Array.from({ length: 50 }, (_, number) => `N${number}`);
    for (const text of sent) client.send(text);
    machine.run();
    const came = client.datagrams.map(text);
    expect(came.length).toBeGreaterThan(10);
    expect(came.length).toBeLessThan(45);
    expect(came).not.toEqual(sent.filter((one) => came.includes(one)));
    const again = Machine.from(machine.scenario);
    again.run();
    expect(again.trace.hash()).toBe(machine.trace.hash());
  });

  test('to a closed port come back as an error, as late as a response would', () => {
    const machine = new Machine({ *program() {}, link: { latency: 0.05 } });
    machine.run();
    const client = machine.datagrams();
    client.send('hello?');
    machine.run();
    expect([client.error, machine.time]).toEqual(['ECONNREFUSED', 0.1]);
  });
});

describe('the wrong kind of client', () => {
  test('is rejected with the right way to connect', () => {
    expect(() => capitals().connect()).toThrow('this server uses UDP at 127.0.0.1:5353: use machine.datagrams()');
    expect(() => new Machine({ app: hello }).datagrams()).toThrow(
      'this server uses TCP at 127.0.0.1:5000: use machine.connect()',
    );
    expect(() => new Machine({ app: hello, host: PATH }).datagrams()).toThrow(
      'this server uses Unix streams at /run/app.sock: use machine.connect()',
    );
  });

  test('cannot half-close or reset without a connection', () => {
    const machine = capitals();
    const client = machine.datagrams();
    expect(() => machine.later({ client: 0, do: 'reset', time: 5e-6 })).toThrow(
      'input.do: client 0 cannot reset: datagrams have no connection; close() it',
    );
    expect(() => machine.later({ client: 1, do: 'datagrams' })).toThrow(
      "input.do: 'datagrams' cannot be planned; call datagrams() now",
    );
    expect(() => client.shutdownWrite()).toThrow(
      'client 0 cannot shutdownWrite: datagrams have no connection; close() it',
    );
    expect(() => client.reset()).toThrow('client 0 cannot reset: datagrams have no connection; close() it');
  });
});
