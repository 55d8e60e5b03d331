/** Whose a handler is: the accept that it serves, and its client, in whatever order they came. */
import { describe, expect, test } from 'vitest';
import { originOf } from '../../../src/explain.ts';
import type { OriginLink } from '../../../src/explain.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';

const PATHS = ['/a', '/bcd', '/efghi'];

const machineOf = (options: Partial<MachineOptions>, app = 'hello'): Machine =>
  new Machine({ app: preset(app)?.app as WsgiApp, ...options });

/** A machine with a client for each path. */
function asked(options: Partial<MachineOptions>): Machine {
  const machine = machineOf(options);
  for (const path of PATHS) machine.connect().send(`GET ${path} HTTP/1.1\r\nX: y\r\n\r\n`);
  machine.run();
  return machine;
}

const links = (link: OriginLink): OriginLink[] => [link, ...link.next.flatMap(links)];
const linkOf = (link: OriginLink, code: string): OriginLink | undefined =>
  links(link).find(({ what }) => what.code === code);

describe.each(['base', 'threaded', 'forking'] as const)('on a %s server', (server) => {
  test('each of several clients at once has the accept of its own connection', () => {
    const machine = asked({ server });
    for (const client of PATHS.keys()) {
      const accepted = linkOf(originOf(machine, { environ: 'werkzeug.socket', client }), 'accepted');
      const address = machine.clients[client]?.localAddress?.join(':');
      const { kind, name, detail } = machine.trace.step(accepted?.step ?? -1);
      expect([kind, name, detail]).toEqual([
        'syscall',
        'accept4',
        `3 = ${accepted?.what.values['fd']} from ${address}`,
      ]);
    }
  });

  test.each([1, 2, 3])('clients of a Unix socket that connect in another order are told apart (seed %i)', (seed) => {
    const machine = asked({ server, host: 'unix:///run/a.sock', order: 'random', seed });
    const accepts = PATHS.map((path, client) => {
      const made = linkOf(originOf(machine, { environ: 'PATH_INFO', client }), 'environ');
      expect(made?.key).toMatchObject({ name: 'PATH_INFO', at: 0, end: path.length });
      const accepted = linkOf(originOf(machine, { environ: 'werkzeug.socket', client }), 'accepted');
      return machine.trace.step(accepted?.step ?? -1);
    });
    for (const { name } of accepts) expect(name).toBe('accept4');
    expect(new Set(accepts.map(({ number }) => number)).size).toBe(PATHS.length);
  });
});

test('a client that waits while another one is served has nothing of that one', () => {
  const machine = machineOf({}, 'sleepy');
  for (const path of PATHS) machine.connect().send(`GET ${path} HTTP/1.1\r\n\r\n`);
  machine.run({ until: 0.3 });
  const command = linkOf(originOf(machine, { attribute: 'command', client: 0 }), 'attribute');
  expect(machine.trace.step(command?.step ?? -1)).toMatchObject({
    name: 'command',
    detail: expect.stringContaining('GET'),
  });
  expect(() => originOf(machine, { attribute: 'command', client: 1 })).toThrow('not set by this request');
});

test('a client that has not begun has no bytes', () => {
  const machine = machineOf({});
  machine.connect();
  expect(() => originOf(machine, { client: 0, direction: 'response', byte: 0 })).toThrow('which has 0');
});

test('a request whose beginning is not kept any more has no keys, and bytes that are kept', () => {
  const machine = machineOf({ server: 'threaded' });
  const size = 6_000_000;
  machine.connect().send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`);
  machine.run({ until: 3 });
  expect(() => originOf(machine, { environ: 'HTTP_HOST' })).toThrow('not a key of this request');
  expect(links(originOf(machine, { client: 0, direction: 'request', byte: size - 1 })).at(-1)?.what.code).toBe('typed');
});
