import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;

/** A machine with one client that has sent nothing yet. */
function waiting(name = 'hello') {
  const machine = new Machine({ app: app(name) });
  const client = machine.connect();
  machine.run();
  return { machine, client };
}

describe('a plan', () => {
  test('is cancelled before its time: it has no effect, and is not in the scenario', () => {
    const { machine, client } = waiting();
    const sooner = machine.later({ client: 0, do: 'send', data: GET, time: 0.7 });
    const later = machine.later({ client: 0, do: 'close', time: 0.9 });
    expect(machine.planned).toEqual([sooner, later]);
    expect(machine.cancel(sooner)).toBe(true);
    expect(machine.planned).toEqual([later]);
    machine.run();
    expect([client.received, client.state]).toEqual(['', 'closed']);
    expect(machine.scenario.inputs.map(({ do: name }) => name)).toEqual(['connect', 'close']);
  });

  test('is cancelled through `planned`, also for a replayed scenario', () => {
    const { machine } = waiting();
    machine.later({ client: 0, do: 'send', data: GET, time: 0.7 });
    const again = Machine.from(machine.scenario);
    again.run({ until: 0.6 });
    const [planned] = again.planned;
    expect(planned !== undefined && again.cancel(planned)).toBe(true);
    again.run();
    expect(again.clients[0]?.received).toBe('');
  });

  test('that has been carried out or cancelled cannot be cancelled', () => {
    const { machine } = waiting();
    const done = machine.later({ client: 0, do: 'send', data: GET });
    const gone = machine.later({ client: 0, do: 'close', time: 0.9 });
    expect(machine.cancel(gone)).toBe(true);
    expect(machine.cancel(gone)).toBe(false);
    machine.run();
    expect(machine.cancel(done)).toBe(false);
  });

  test('of a scenario to connect stays: other inputs depend on its client', () => {
    const { machine } = waiting();
    const again = Machine.from(machine.scenario);
    expect(() => again.cancel(again.planned[0] as never)).toThrow("'connect' cannot be taken back");
  });

  test('with a time is work: a run continues to it', () => {
    const { machine, client } = waiting();
    machine.later({ client: 0, do: 'send', data: GET, time: 60 });
    expect(machine.run().time).toBeCloseTo(60, 1);
    expect(client.received).toContain('200 OK');
  });
});

describe('what is due next', () => {
  test('is undefined while all threads wait for events from outside: the half seconds of serve_forever do not count', () => {
    const machine = new Machine({ app: app('hello') });
    machine.run();
    expect(machine.nextDue).toBeUndefined();
    expect(machine.kernel.clock.nextDue()).toBe(500_000);
  });

  test('is now, while a thread can run', () => {
    const { machine, client } = waiting();
    machine.run({ until: 0.25 });
    client.send(GET);
    expect(machine.nextDue).toBe(0.25);
    machine.run({ resumptions: 1 });
    expect(machine.nextDue).toBe(0.25);
  });

  test('is the end of a sleep, not the wait that ends before it', () => {
    const machine = new Machine({ app: app('sleepy'), server: 'threaded' });
    machine.connect().send(GET);
    machine.run({ until: 0.25 });
    expect(machine.nextDue).toBe(1);
    machine.run();
    expect(machine.nextDue).toBeUndefined();
  });

  test('is a pending input before the end of a sleep, until it is cancelled', () => {
    const machine = new Machine({ app: app('sleepy'), server: 'threaded' });
    machine.connect().send(GET);
    machine.run({ until: 0.25 });
    const plan = machine.later({ client: 0, do: 'close', time: 0.75 });
    expect(machine.nextDue).toBe(0.75);
    machine.cancel(plan);
    expect(machine.nextDue).toBe(1);
  });

  test('does not know when a step will come', () => {
    const { machine } = waiting();
    machine.later({ client: 0, do: 'send', data: GET, step: 100_000 });
    expect(machine.nextDue).toBeUndefined();
  });
});

describe('plans that wait for steps and plans that wait for times', () => {
  const rested = (): Machine => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
    machine.connect();
    machine.connect();
    machine.run();
    return machine;
  };
  const at = (machine: Machine): [number | undefined, number | undefined][] =>
    machine.planned.map(({ step, time }) => [step, time]);

  test('do not block each other: a step that never comes does not delay a time', () => {
    const machine = rested();
    machine.later({ client: 0, do: 'close', step: 1_000_000 });
    machine.later({ client: 1, do: 'close', time: 2 });
    expect(machine.nextDue).toBe(2);
    machine.run();
    expect(machine.clients.map(({ state }) => state)).toEqual(['open', 'closed']);
    expect(machine.planned).toHaveLength(1);
    const again = Machine.from(machine.scenario);
    again.run();
    expect(again.trace.hash()).toBe(machine.trace.hash());
  });

  test('are each sorted by their own axis', () => {
    const machine = rested();
    machine.later({ client: 0, do: 'send', data: 'a', step: 4000 });
    machine.later({ client: 0, do: 'send', data: 'b', time: 4 });
    machine.later({ client: 0, do: 'send', data: 'c', step: 3000 });
    machine.later({ client: 0, do: 'send', data: 'd', time: 3.5 });
    expect(at(machine)).toEqual([
      [3000, undefined],
      [4000, undefined],
      [undefined, 3.5],
      [undefined, 4],
    ]);
    expect(() => machine.scenario).not.toThrow();
  });

  test('of one client keep their order: its connect comes first', () => {
    const inputs = [
      { client: 0, do: 'connect', step: 200 },
      { client: 0, do: 'send', data: 'x', time: 0.001 },
    ];
    const machine = Machine.from({ version: 3, app: { preset: 'hello' }, inputs });
    expect(machine.run({ until: 100 }).panic).toBeUndefined();
    expect(machine.inputs.map(({ command }) => command.do)).toEqual(['connect', 'send']);
  });

  test('that wait for both let time pass when only the time has come', () => {
    const machine = rested();
    machine.later({ client: 0, do: 'close', step: machine.trace.length + 2, time: 1 });
    expect(machine.run().why).toBe('idle');
    expect(machine.nextDue).toBeUndefined();
    machine.run({ until: 60 });
    expect([machine.time, machine.clients[0]?.state]).toEqual([60, 'open']);
    machine.clients[1]?.send('GET / HTTP/1.0\r\n\r\n');
    machine.run();
    expect(machine.clients[0]?.state).toBe('closed');
  });

  test('for a past step or time mean now, and the scenario stays valid', () => {
    const machine = rested();
    machine.run({ until: 1 });
    machine.later({ client: 0, do: 'close', step: 3 });
    machine.later({ client: 1, do: 'close', time: 3e-6 });
    expect(() => machine.scenario).not.toThrow();
    machine.run();
    expect(machine.clients.map(({ state }) => state)).toEqual(['closed', 'closed']);
    const again = Machine.from(machine.scenario);
    again.run();
    expect(again.trace.hash()).toBe(machine.trace.hash());
  });

  test('without a consistent order are rejected, and existing plans stay', () => {
    const machine = rested();
    machine.later({ client: 0, do: 'close', step: 900, time: 1 });
    const before = machine.planned;
    expect(() => machine.later({ client: 1, do: 'close', step: 800, time: 2 })).toThrow(
      'planned[1].time: 1 is not 2 or more, as the inputs before it',
    );
    expect(machine.planned).toEqual(before);
  });
});
