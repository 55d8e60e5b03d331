/** The apps that come with the package: what each answers, and its name. */
import { describe, expect, test } from 'vitest';
import { datagramApp, Machine, preset, PRESETS, SchemaError } from '../../../src/index.ts';
import type { ServerKind, WsgiApp } from '../../../src/index.ts';
import { PRESET_NAMES } from '../../../src/machine/setup/known-presets.ts';
import { datagramAnswer } from '../../../src/tooling.ts';

const appOf = (name: string): WsgiApp => preset(name)?.app as WsgiApp;

/** The head and the body of an app's answer. */
function answer(name: string, request = 'GET / HTTP/1.0\r\n\r\n', server: ServerKind = 'base'): [string, string] {
  const machine = new Machine({ app: appOf(name), server });
  const client = machine.connect();
  client.send(request);
  machine.run();
  const [head = '', ...body] = client.received.split('\r\n\r\n');
  return [head, body.join('\r\n\r\n')];
}

const post = (type: string, body: string): string =>
  `POST / HTTP/1.1\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test('each has a name that a scenario knows, a title, a note, and the name of its function', () => {
  expect(PRESETS.map(({ name }) => name)).toEqual(PRESET_NAMES);
  for (const { name, title, note, app, isDatagram } of PRESETS) {
    expect([title.length > 0, note.length > 0], name).toEqual([true, true]);
    expect(new Machine({ app }).scenario.app).toEqual({ preset: name });
    expect(datagramAnswer(app) !== undefined, name).toBe(isDatagram === true);
  }
  expect(
    ['raw-hello', 'environ', 'stream', 'boom'].map((name) => (appOf(name) as { readonly name?: string }).name),
  ).toEqual(['rawHello', 'environ', 'stream', 'boom']);
  expect(preset('nope')).toBeUndefined();
  expect(() => Machine.from({ version: 3, app: { preset: 'nope' } })).toThrow(SchemaError);
});

test('hello answers JSON', () => {
  const [head, body] = answer('hello');
  expect(head).toContain('HTTP/1.0 200 OK');
  expect(body).toBe('{"code": 0, "msg": "success"}');
});

test('raw-hello answers in two chunks without a length', () => {
  const [head, body] = answer('raw-hello', 'GET / HTTP/1.1\r\n\r\n', 'threaded');
  expect(head).toContain('Content-Type: text/plain\r\nTransfer-Encoding: chunked');
  expect(head).not.toContain('Content-Length');
  expect(body).toBe('6\r\nHello \r\n7\r\nWorld!\n\r\n0\r\n\r\n');
});

test('environ answers the keys that it was called with, a line each', () => {
  const [head, body] = answer('environ', 'GET /a?b=c HTTP/1.1\r\nX-One: é\u00ff\r\n\r\n');
  expect(head).toContain('Content-Type: text/plain; charset=latin-1');
  expect(head).toContain(`Content-Length: ${body.length}\r\n`);
  for (const line of ["PATH_INFO = '/a'", "QUERY_STRING = 'b=c'", "HTTP_X_ONE = 'é\u00ff'", 'SERVER_PORT = ']) {
    expect(body).toContain(line);
  }
  expect(body.endsWith('\n')).toBe(true);
});

describe('echo', () => {
  test('answers the body with its type', () => {
    const [head, body] = answer('echo', post('text/csv', 'a,b\r\n\r\nc'));
    expect(head).toContain('Content-Type: text/csv; charset=utf-8');
    expect(body).toBe('a,b\r\n\r\nc');
  });

  test('answers bytes where no type was given', () => {
    const [head, body] = answer('echo', 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi');
    expect(head).toContain('Content-Type: application/octet-stream');
    expect(body).toBe('hi');
  });
});

test('form greets by the field `name`, in both encodings, or nobody', () => {
  const multipart = '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nGrace\r\n--x--\r\n';
  expect(answer('form', post('application/x-www-form-urlencoded', 'name=Ada'))[1]).toBe('Hello, Ada!\n');
  expect(answer('form', post('multipart/form-data; boundary=x', multipart))[1]).toBe('Hello, Grace!\n');
  expect(answer('form')[1]).toBe('Hello, nobody!\n');
});

test('stream sends three words, half a second apart', () => {
  const machine = new Machine({ app: appOf('stream') });
  const client = machine.connect();
  client.send('GET / HTTP/1.0\r\n\r\n');
  const body = (): string => client.received.split('\r\n\r\n')[1] ?? '';
  for (const [until, words] of [
    [0.4, 'one\n'],
    [0.9, 'one\ntwo\n'],
    [1.4, 'one\ntwo\nthree\n'],
  ] as const) {
    machine.run({ until });
    expect(body()).toBe(words);
  }
  expect(client.received).toContain('Content-Type: text/plain\r\n');
  expect(client.state).toBe('open');
  machine.run();
  expect([client.state, machine.time >= 1.5, machine.time < 1.6]).toEqual(['eof', true, true]);
});

test('sleepy takes a second', () => {
  const [head, body] = answer('sleepy');
  expect(head).toContain('Content-Type: text/plain\r\nContent-Length: 10');
  expect(body).toBe('slept 1 s\n');
});

test('counter counts on from what is in memory', () => {
  const machine = new Machine({ app: appOf('counter'), memory: { count: 41 } });
  const clients = [machine.connect(), machine.connect()];
  for (const client of clients) client.send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  expect(clients.map(({ received }) => received.split('\r\n\r\n')[1])).toEqual(['42\n', '43\n']);
  expect(clients[0]?.received).toContain('Content-Type: text/plain\r\nContent-Length: 3\r\n');
  expect(machine.time).toBeCloseTo(0.2, 1);
  expect(machine.snapshot().processes[0]?.memory).toEqual({ count: 43 });
  expect(answer('counter')[1]).toBe('1\n');
});

test('boom fails before its answer, or after the first chunk of it', () => {
  expect(answer('boom')[0]).toContain('HTTP/1.0 500 INTERNAL SERVER ERROR');
  const [head, body] = answer('boom', 'GET /late HTTP/1.0\r\n\r\n');
  expect(head).toContain('HTTP/1.0 200 OK');
  expect(head).toContain('Content-Type: text/plain');
  expect(body).toBe('the headers are gone, ');
});

describe('an app of datagrams', () => {
  test('answers in capital letters, and leaves all other bytes', () => {
    const machine = new Machine({ app: appOf('datagrams') });
    const client = machine.datagrams();
    client.send('az AZ @[`{ \u00ff\n');
    machine.run();
    expect(client.received).toBe('AZ AZ @[`{ \u00ff\n');
  });

  test('has the name of its function, which is what answers', () => {
    const shout = (data: Uint8Array): Uint8Array => data;
    const app = datagramApp(shout);
    expect([(app as { readonly name?: string }).name, datagramAnswer(app)]).toEqual(['shout', shout]);
    expect(datagramAnswer(appOf('hello'))).toBeUndefined();
  });

  test('answers no requests, and says so', () => {
    expect(() => Reflect.apply(appOf('datagrams') as Function, undefined, [])).toThrow(
      'an app made with datagramApp() answers datagrams, and no requests',
    );
    expect(() => datagramApp('x' as never)).toThrow("answer: 'x' is not a function of a datagram");
    expect(() => datagramAnswer('x')).toThrow("app: 'x' is not an app, which is a function");
  });

  test('that answers no bytes fails in the log, as it would in Python', () => {
    const machine = new Machine({ app: datagramApp(() => 'text' as never), host: 'unix:///run/words' });
    machine.datagrams().send('x');
    machine.run();
    expect(machine.log).toContain("TypeError: the answer to a datagram is 'text'; it must be a Uint8Array");
    expect(machine.log).toContain('Answering datagrams at /run/words\n');
  });

  test('closes its socket when it is stopped', () => {
    const machine = new Machine({ app: appOf('datagrams'), server: 'threaded' });
    machine.datagrams();
    machine.run();
    machine.interrupt();
    machine.run();
    expect([machine.serverProcess.exitStatus, machine.address]).toEqual([0, undefined]);
    const closed = machine.trace.steps().filter(({ kind, name }) => kind === 'call' && name.endsWith('.server_close'));
    expect(closed.length).toBeGreaterThan(0);
    expect(machine.snapshot().sockets.map(({ local }) => String(local))).not.toContain('127.0.0.1,5000');
  });
});
