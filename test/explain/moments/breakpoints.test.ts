/** Breakpoints on moments: the machine stops at the step of the moment, live, after going back, and in any order. */
import { beforeEach, expect, test } from 'vitest';
import { momentsOf, watchMoments } from '../../../src/explain.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { ServerKind, WsgiApp } from '../../../src/index.ts';

const HELLO = 'GET /hello?name=you HTTP/1.1\r\nHost: localhost\r\n\r\n';

let machine: Machine;

function served(server: ServerKind = 'base', texts: readonly string[] = [HELLO]): Machine {
  machine = new Machine({ app: preset('hello')?.app as WsgiApp, server });
  watchMoments(machine);
  machine.run();
  for (const text of texts) machine.connect().send(text);
  return machine;
}

/** Where a machine stands each time that it stops. */
function stops(): number[] {
  const found: number[] = [];
  for (;;) {
    const { why } = machine.run();
    if (why !== 'breakpoint') return found;
    found.push(machine.cursor);
  }
}

beforeEach(() => {
  served();
});

test.each(['base', 'threaded', 'forking'] as const)('on a %s server it stops at each moment of a request', (server) => {
  served(server);
  machine.run();
  const all = momentsOf(machine).filter(({ client }) => client === 0);
  expect(all.length).toBeGreaterThan(15);
  for (const { name } of all) {
    const steps = all.filter((one) => one.name === name).map(({ step }) => step + 1);
    served(server);
    machine.breakpoints.add({ moment: name, client: 0 });
    expect([name, stops()]).toEqual([name, steps]);
  }
});

test('only for one client, and once', () => {
  served('base', [HELLO, HELLO, HELLO]);
  machine.breakpoints.add({ moment: 'make_environ', client: 1 });
  machine.breakpoints.add({ moment: 'close', once: true });
  const found = stops();
  const all = momentsOf(machine);
  const close = all.find(({ name }) => name === 'close');
  const environ = all.find(({ name, client }) => name === 'make_environ' && client === 1);
  expect(found).toEqual([close, environ].map((moment) => (moment?.step ?? -2) + 1));
});

test('one that is set in the middle of a run knows what came before, and stops at nothing of it', () => {
  machine.breakpoints.add({ call: 'parse_request', once: true });
  machine.run();
  machine.breakpoints.add({ moment: 'get_request' });
  machine.breakpoints.add({ moment: 'parse_request' });
  const found = stops();
  expect(found).toEqual([(momentsOf(machine).find(({ name }) => name === 'parse_request')?.step ?? -2) + 1]);
});

test('set at any step, also within a plain function, it stops at the next one', () => {
  machine.run();
  const all = momentsOf(machine).filter(({ client }) => client === 0);
  for (const { name, step } of all) {
    served();
    machine.runTo(step);
    machine.breakpoints.add({ moment: name });
    expect([name, machine.run().why, machine.cursor]).toEqual([name, 'breakpoint', step + 1]);
  }
});

test('a name that there is not, and a machine without the rules, are told', () => {
  expect(() => machine.breakpoints.add({ moment: 'make_enviorn' })).toThrow(/breakpoint\.moment: .*make_environ/);
  const bare = new Machine({ app: preset('hello')?.app as WsgiApp });
  expect(() => bare.breakpoints.add({ moment: 'app' })).toThrow(/watchMoments\(machine\)/);
  expect(() => machine.breakpoints.add({ moment: 'app', call: 'run_wsgi' })).toThrow(/exactly one/);
});
