/** An update that is lost is a moment: where two threads have read the same value, and both set the next one. */
import { expect, test } from 'vitest';
import { causeText, momentsOf, MOMENTS_EN } from '../../../src/explain.ts';
import { Machine, memory, preset, Request, Response } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { blocking } from '../../../src/werkzeug/app.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const counter = preset('counter')?.app as WsgiApp;

function ran(options: Partial<MachineOptions>, clients = 2): Machine {
  const machine = new Machine({ app: counter, server: 'threaded', lostUpdates: true, ...options });
  for (let client = 0; client < clients; client += 1) machine.connect().send(GET);
  machine.run();
  return machine;
}

const lost = (machine: Machine): readonly string[] =>
  momentsOf(machine)
    .filter(({ name }) => name === 'lost update')
    .map(({ cause, client }) => `${client} ${causeText(cause, MOMENTS_EN)}`);

test('the second thread that stores what both have counted to loses the update of the first', () => {
  expect(lost(ran({}))).toEqual([expect.stringMatching(/^1 Lost update: both read 0\. .*`count`/)]);
  expect(lost(ran({}, 3))).toHaveLength(2);
});

test('one server after another, children with memories of their own, and one client lose nothing', () => {
  expect(lost(ran({ server: 'base' }))).toEqual([]);
  expect(lost(ran({ server: 'forking' }))).toEqual([]);
  expect(lost(ran({}, 1))).toEqual([]);
});

test('who sets a value that it has read after the other one has set it loses nothing, whatever else it had read', () => {
  const careful = blocking(function* (_environ, startResponse) {
    const before = memory()['count'];
    yield* call('getpid');
    memory()['count'] = Number(memory()['count'] ?? 0) + 1;
    memory()['last'] = before;
    startResponse('200 OK', []);
    return [];
  });
  expect(lost(ran({ app: careful, order: 'random', seed: 3 }))).toEqual([]);
});

test('a machine without a log counts the same, and going back passes the moment', () => {
  const machine = ran({});
  const plain = ran({ trace: false });
  const answers = (one: Machine): string[] => one.clients.map(({ received }) => received);
  expect(answers(plain)).toEqual(answers(machine));
  const [moment] = momentsOf(machine).filter(({ name }) => name === 'lost update');
  const { step = 0 } = moment ?? {};
  expect(machine.seek(step + 1).processes[0]?.memory).toEqual({ count: 1 });
});

test('who does not ask for it has the log and the steps of before, also in scenarios of before', () => {
  const machine = ran({ lostUpdates: false });
  for (let client = 0; client < 2; client += 1) {
    machine.connect().send(GET);
    machine.run();
  }
  expect(lost(machine)).toEqual([]);
  // As version 0.1.0 left it before there was this option.
  expect([machine.trace.length, machine.trace.hash()]).toEqual([1101, '32a24fa5']);
  const replayed = Machine.from(machine.scenario, { app: counter });
  replayed.run();
  expect(replayed.trace.hash()).toBe('32a24fa5');
});

test('memory is plain data unless it is watched, and what is kept in itself is data in both cases', () => {
  const copying = Request.application(() => {
    memory()['self'] = memory();
    const { self, ...rest } = memory();
    return new Response(`${typeof self} ${Object.keys(rest).length} ${structuredClone(self) !== undefined}`);
  });
  for (const server of ['base', 'forking'] as const) {
    for (const lostUpdates of [false, true]) {
      const machine = ran({ app: copying, server, lostUpdates }, 2);
      for (const { received } of machine.clients) expect(received).toContain('object 0 true');
    }
  }
  const plain = Request.application(() => new Response(JSON.stringify(structuredClone(memory()))));
  expect(ran({ app: plain, lostUpdates: false }, 1).clients[0]?.received).toContain('{}');
});
