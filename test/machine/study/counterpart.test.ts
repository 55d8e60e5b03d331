/** The same inputs on a server of another kind: what it gets, what it cannot get, and how far it runs. */
import { describe, expect, test, vi } from 'vitest';
import { Machine, preset, replayAs, SchemaError } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';

const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;
const GET = 'GET / HTTP/1.0\r\n\r\n';

function asked(name = 'hello', options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: app(name), ...options });
  machine.connect().send(GET);
  machine.run();
  return machine;
}

const acts = (machine: Machine): unknown[] =>
  machine.inputs.map(({ client, command, time }) => [client, command.do, time]);

describe('replaying on another server', () => {
  test('carries out every kind of input, at its time', () => {
    const machine = asked('echo');
    const second = machine.connect();
    machine.run({ until: 2 });
    second.send(GET.slice(0, 5));
    machine.run({ until: 3 });
    second.shutdownWrite();
    machine.connect();
    machine.run({ until: 4 });
    machine.clients[2]?.reset();
    second.close();
    machine.interrupt();
    machine.run();
    const { machine: other, isWhole, refused, panic } = replayAs(machine, 'threaded');
    expect([isWhole, refused, panic]).toEqual([true, [], undefined]);
    expect(acts(other)).toEqual(acts(machine));
    expect(other.options).toEqual({ ...machine.options, server: 'threaded' });
    expect(other.serverProcess.exitStatus).toBe(0);
    expect(other.clients.map(({ state }) => state)).toEqual(machine.clients.map(({ state }) => state));
  });

  test('carries out datagrams', () => {
    const machine = new Machine({ app: app('datagrams') });
    const client = machine.datagrams();
    client.send('a');
    machine.run();
    client.close();
    machine.run();
    const { machine: other, refused } = replayAs(machine, 'forking');
    expect([acts(other), refused]).toEqual([acts(machine), []]);
    expect(other.clients[0]?.received).toBe('A');
  });

  test('refuses Ctrl+C where the server has ended, and what its clients can no longer do', () => {
    const machine = asked('boom', { server: 'threaded', passthroughErrors: true });
    machine.run({ until: 2 });
    machine.connect().send(GET);
    machine.interrupt();
    machine.run();
    const { machine: other, refused, isWhole } = replayAs(machine, 'base');
    expect(other.serverProcess.exitStatus).not.toBe(0);
    expect(refused.map(({ command }) => command.do)).toContain('interrupt');
    expect(refused.every((input) => machine.inputs.includes(input))).toBe(true);
    expect(isWhole).toBe(true);
    expect(other.inputs.length + refused.length).toBe(machine.inputs.length);
  });

  test('serves another app where one is named', () => {
    const { machine: other } = replayAs(asked('hello'), 'base', { app: app('sleepy') });
    expect(other.clients[0]?.received).toContain('slept 1 s');
    expect(replayAs(asked('hello'), 'base').machine.clients[0]?.received).toContain('"success"');
  });

  test('goes as far in time as the machine has come', () => {
    const machine = asked();
    machine.run({ until: 7 });
    expect(replayAs(machine, 'threaded').machine.time).toBeGreaterThanOrEqual(7);
  });

  test('ends where its log is as long as was asked for', () => {
    const machine = asked();
    for (let client = 0; client < 5; client += 1) machine.connect().send(GET);
    machine.run();
    const whole = replayAs(machine, 'threaded', { steps: 100_000 });
    const { length } = whole.machine.trace;
    expect([whole.isWhole, replayAs(machine, 'threaded').machine.trace.length]).toEqual([true, length]);
    const { machine: other, isWhole } = replayAs(machine, 'threaded', { steps: 100 });
    expect(isWhole).toBe(false);
    expect(other.trace.length).toBeGreaterThanOrEqual(100);
    expect(other.trace.length).toBeLessThan(length / 2);
  });

  test.each([
    ['panic', new RangeError('a fault')],
    ['limit', undefined],
  ] as const)('is not whole where the other machine ends in a %s', (why, panic) => {
    const machine = asked();
    const result = machine.run();
    const run = vi.spyOn(Machine.prototype, 'run').mockReturnValue({ ...result, why, panic });
    expect(replayAs(machine, 'threaded')).toMatchObject({ isWhole: false, panic, refused: [] });
    // It is not continued.
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('ends at the length that was asked for, even if inputs are left', () => {
    const machine = asked();
    machine.run({ until: 3 });
    machine.connect().send(GET);
    machine.run();
    const { machine: other, isWhole } = replayAs(machine, 'base', { steps: 100 });
    expect([isWhole, other.inputs.length]).toEqual([false, 2]);
  });

  test('is refused for a wrong machine, server or option', () => {
    const machine = asked();
    expect(() => replayAs({} as never, 'base')).toThrow(SchemaError);
    expect(() => replayAs(machine, 'none' as never)).toThrow(
      "options.server: 'none' is not 'base', 'threaded' or 'forking'",
    );
    expect(() => replayAs(machine, 'base', { app: 5 as never })).toThrow('options.app: 5 is not a function');
    expect(() => replayAs(machine, 'base', { step: 5 } as never)).toThrow('options.step: there is no such key');
    expect(() => replayAs(asked('hello', { trace: false }), 'base')).toThrow('the machine keeps no trace');
  });
});
