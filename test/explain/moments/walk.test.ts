/** The walk of good requests on each kind of server: which moments, whose, in which order, and why. */
import { describe, expect, test } from 'vitest';
import { findMoments, MomentFinder } from '../../../src/explain/moments/find-moments.ts';
import { WALK } from '../../../src/explain/moments/moment.ts';
import type { Moment } from '../../../src/explain/moments/moment.ts';
import { Machine, Request, Response } from '../../../src/index.ts';
import type { ServerKind } from '../../../src/index.ts';

const REQUEST = 'GET /hello?name=you HTTP/1.1\r\nHost: localhost\r\n\r\n';
const AT_SERVER = ['select', 'get_request', 'process_request'];
const IN_HANDLER = WALK.slice(WALK.indexOf('finish_request'));
const START = ['run_simple', 'make_server', 'serve_forever'];

const app = Request.application((request) => new Response(`Hello, ${request.args.get('name') ?? 'world'}!`));

function machineOf(server: ServerKind): Machine {
  return new Machine({ app, server });
}

const namesOf = (moments: readonly Moment[], client?: number): string[] =>
  moments.filter((moment) => moment.client === client).map(({ name }) => name);

/** Two clients: the second one connects first with half a request, the first one is served in between. */
function interleaved(server: ServerKind): Machine {
  const machine = machineOf(server);
  const first = machine.connect();
  const second = machine.connect();
  second.send('GET /two HTTP/1.1\r\n');
  machine.run();
  first.send(REQUEST);
  machine.run();
  second.send('\r\n');
  machine.run();
  return machine;
}

describe.each(['base', 'threaded', 'forking'] as const)('one good request on %s', (server) => {
  const machine = machineOf(server);
  machine.connect().send(REQUEST);
  machine.run();
  // In each test: where mutants are tried, nothing outside of tests has a fault.
  const found = (): Moment[] => findMoments(machine.trace.steps());

  test('has the whole walk in its order, and what the client sees of it', () => {
    const moments = found();
    const walk = moments.map(({ name }) => name).filter((name) => (WALK as readonly string[]).includes(name));
    expect(walk).toEqual(WALK);
    const added = { base: [], threaded: ['thread'], forking: ['fork'] }[server];
    const [drained, ...closing] = ['drain', 'answered', 'iterator close', 'finish', 'close', 'end'];
    expect(namesOf(moments)).toEqual(START);
    expect(namesOf(moments, 0)).toEqual([
      ...['connect', 'sent', ...AT_SERVER, ...added, ...IN_HANDLER.slice(0, -2)],
      ...[drained, ...closing],
    ]);
  });

  test('says why the connection closes, or why it might not', () => {
    const parsed = found().find(({ name }) => name === 'parse_request');
    const code = server === 'base' ? 'parse_request.closes_protocol' : 'parse_request.keeps';
    expect(parsed?.cause).toEqual({ code, values: { version: 'HTTP/1.1' } });
    expect(parsed?.light.bytes).toEqual({ direction: 'request', from: 0, to: REQUEST.length });
  });

  test('lights the bytes of the answer, and the keys of the headers', () => {
    const moments = found();
    const total = machine.clients[0]?.receivedLength;
    const write = moments.find(({ name }) => name === 'write');
    expect(write?.light.bytes).toEqual({ direction: 'response', from: 0, to: total });
    const environ = moments.find(({ name }) => name === 'make_environ');
    expect(environ?.light.keys).toContain('HTTP_HOST');
    expect(environ?.light.keys).toContain('PATH_INFO');
  });
});

describe.each(['base', 'threaded', 'forking'] as const)('two clients at once on %s', (server) => {
  const machine = interleaved(server);
  const rows = machine.trace.steps();

  test('each client has its own walk to its end', () => {
    const moments = findMoments(rows);
    for (const client of [0, 1]) {
      const walk = namesOf(moments, client).filter((name) => (WALK as readonly string[]).includes(name));
      expect(walk).toEqual(WALK.slice(START.length));
    }
  });

  test('forgetting the rows from any step on is as if they had never been read', () => {
    const moments = findMoments(rows);
    for (let length = 0; length <= rows.length; length += 7) {
      const finder = new MomentFinder();
      for (const row of rows) finder.add(row);
      finder.truncate(length);
      expect(finder.length).toBe(length);
      for (const row of rows.slice(length)) finder.add(row);
      expect(finder.moments).toEqual(moments);
    }
  });
});
