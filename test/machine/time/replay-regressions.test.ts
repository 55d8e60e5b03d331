/** Runs that were once replayed differently: after stops, seeks, plans, or access to the scenario. */
import { describe, expect, test } from 'vitest';
import { explore, Machine, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;
const GET = 'GET / HTTP/1.0\r\n\r\n';
test('seek after more inputs at the cursor shows what happened', () => {
  const machine = new Machine({ app: app('hello'), server: 'threaded' });
  const client = machine.connect();
  machine.run();
  client.send('GET ');
  client.send('/ HTTP/1.0\r\n');
  machine.seek(machine.trace.length - 1);
  const step = machine.trace.length;
  client.send('\r\n');
  machine.run();
  expect(machine.seek(step + 1)).toEqual(Machine.from(machine.scenario).runTo(step + 1));
  expect(machine.seek(step + 60)).toEqual(Machine.from(machine.scenario).runTo(step + 60));
});
test('a plan for a step comes at that step, even if an earlier plan waits until the machine is idle', () => {
  const machine = Machine.from({
    version: 1,
    app: { preset: 'hello' },
    inputs: [
      { client: 0, do: 'connect' },
      { client: 0, do: 'send', data: GET, step: 80 },
    ],
  });
  machine.run();
  expect(machine.inputs.map(({ step }) => step)).toEqual([59, 80]);
});
test('one scenario leaves one trace, with or without a breakpoint', () => {
  const scenario = {
    version: 1,
    app: { preset: 'hello' },
    options: { server: 'threaded' },
    inputs: [
      { client: 0, do: 'connect' },
      { client: 0, do: 'send', data: GET, time: 500_000 },
    ],
  };
  const plain = Machine.from(scenario);
  plain.run();
  const watched = Machine.from(scenario);
  watched.breakpoints.add({ call: 'handle_timeout' });
  watched.run();
  expect(watched.trace.hash()).toBe(plain.trace.hash());
});
test('an input at a choice, just after time has passed, is replayed', () => {
  const machine = new Machine({ app: app('sleepy'), server: 'threaded', order: 'chosen' });
  const [first, second, third] = [machine.connect(), machine.connect(), machine.connect()];
  first.send(GET);
  second.send(GET);
  machine.run({ until: 0.9 });
  machine.asksForChoices = true;
  expect(machine.run().why).toBe('choice');
  third.send(GET);
  machine.asksForChoices = false;
  machine.run();
  const again = Machine.from(machine.scenario);
  again.run();
  expect(again.trace.hash()).toBe(machine.trace.hash());
});
test('and so is one after a limit of turns ended a run just after time has passed', () => {
  const machine = new Machine({ app: app('sleepy'), server: 'threaded' });
  const [first, second] = [machine.connect(), machine.connect()];
  first.send(GET);
  while (machine.time === 0) machine.run({ resumptions: 1 });
  second.send(GET);
  machine.run();
  const again = Machine.from(machine.scenario);
  again.run();
  expect(again.trace.hash()).toBe(machine.trace.hash());
});
describe('the scenario', () => {
  const rested = () => {
    const machine = new Machine({ app: app('hello') });
    machine.connect();
    machine.connect();
    machine.run();
    return machine;
  };
  test('can be read after two inputs beside a plan for "at once"', () => {
    const machine = rested();
    machine.later({ client: 0, do: 'send', data: 'x', step: 3 });
    machine.clients[1]?.send('a');
    machine.clients[1]?.send('b');
    expect(() => machine.scenario).not.toThrow();
  });
  test('can be read while a plan waits for another plan of its client, and time passes', () => {
    const machine = rested();
    machine.later({ client: 0, do: 'send', data: 'x', step: 1_000_000 });
    machine.later({ client: 0, do: 'close', time: 1 });
    machine.run({ until: 2 });
    machine.clients[1]?.send(GET);
    expect(() => machine.scenario).not.toThrow();
  });
  test('can be read while a plan waits for a step, and its time is past', () => {
    const machine = rested();
    machine.later({ client: 0, do: 'close', step: 1_000_000, time: 1 });
    machine.run({ until: 2 });
    machine.clients[1]?.send(GET);
    expect(() => machine.scenario).not.toThrow();
  });
  test('has the time of a plan for a past step, although time has passed since the last step', () => {
    const machine = rested();
    machine.clients[0]?.close();
    machine.clients[1]?.close();
    machine.run();
    machine.run({ until: 0.3 });
    machine.later({ do: 'interrupt', step: 3 });
    const again = Machine.from(machine.scenario);
    machine.run();
    again.run();
    expect(again.inputs.at(-1)).toEqual(machine.inputs.at(-1));
    expect(again.trace.hash()).toBe(machine.trace.hash());
  });
  test('has the step of a plan for a past time, although there were steps at that time', () => {
    const machine = new Machine({ app: app('hello') });
    machine.connect();
    machine.run();
    machine.later({ client: 0, do: 'send', data: GET, time: 0 });
    const again = Machine.from(machine.scenario);
    machine.run();
    again.run();
    expect(again.inputs).toEqual(machine.inputs);
  });
  test('knows that a plan for an idle machine waited for one that was cancelled', () => {
    const machine = rested();
    machine.clients[0]?.close();
    const held = machine.later({ client: 1, do: 'send', data: 'x', time: 0.5, step: 1_000_000 });
    machine.later({ do: 'interrupt' });
    machine.run({ until: 0.7 });
    machine.cancel(held);
    const again = Machine.from(machine.scenario);
    machine.run();
    again.run();
    expect(again.inputs).toEqual(machine.inputs);
  });
});
test('a client cannot be injected before pending clients of the scenario', () => {
  const before = new Machine({ app: app('hello') });
  before.connect().send(GET);
  before.run();
  const machine = Machine.from(before.scenario).branch(0);
  const other = Machine.from(before.scenario);
  other.runTo(other.trace.length);
  expect(() => other.inject({ client: 0, do: 'connect' })).toThrow('yet to connect');
  void machine;
});
test('a client is complete at its first step', () => {
  const machine = new Machine({ app: app('hello'), server: 'threaded' });
  machine.connect();
  machine.connect();
  const step = machine.trace.length;
  const snapshot = machine.snapshot();
  machine.clients[0]?.send(GET);
  machine.run();
  expect(machine.seek(step)).toEqual({ ...snapshot });
});

test('the text of an exception is read without a step of its own', () => {
  const machine = new Machine({ app: app('boom') });
  machine.connect().send(GET);
  machine.run();
  const executed = machine.trace.steps().findIndex(({ name }) => name.endsWith('run_wsgi.<locals>.execute'));
  expect(machine.trace.steps().filter(({ name }) => name.endsWith('HTTPException.__str__'))).toEqual([]);
  const second = machine.trace
    .steps(executed + 1)
    .find(({ kind, name }) => kind === 'call' && name.endsWith('execute'));
  expect(second?.detail).toContain('InternalServerError');
});

test('a plan does not wait for two plans of another client, of which the first never comes', () => {
  const machine = new Machine({ app: app('hello'), server: 'threaded' });
  machine.connect();
  const other = machine.connect();
  machine.run();
  machine.later({ client: 0, do: 'close', step: 1_000_000 });
  machine.later({ client: 0, do: 'close', time: 0.2 });
  machine.later({ client: 1, do: 'send', data: GET, time: 0.4 });
  machine.run({ until: 1 });
  expect(other.received).toContain('200 OK');
});

test('an exploration handles a plan that never comes', () => {
  const machine = new Machine({ app: app('counter'), server: 'threaded' });
  for (const client of [machine.connect(), machine.connect()]) client.send(GET);
  const options = { invariants: { any: () => true }, runs: 10 };
  const { runs } = explore(machine.scenario, options);
  machine.later({ client: 0, do: 'close', step: 1_000_000 });
  expect(explore(machine.scenario, options).runs).toBe(runs);
  expect(runs).toBeGreaterThan(1);
});

test('a choice that has not taken effect yet is in the scenario', () => {
  const machine = new Machine({ app: app('hello'), server: 'threaded', order: 'chosen' });
  for (const client of [machine.connect(), machine.connect()]) client.send(GET);
  machine.asksForChoices = true;
  expect(machine.run().why).toBe('choice');
  machine.choose(machine.choice?.candidates.at(-1)?.tid ?? 0);
  const { schedule } = machine.scenario;
  machine.run();
  expect(schedule).toHaveLength(1);
  expect(machine.scenario.schedule).toEqual(schedule);
});
