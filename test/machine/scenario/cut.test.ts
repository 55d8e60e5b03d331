/** A scenario that is cut at a step keeps the inputs and choices before that step, and none of the step itself. */
import { describe, expect, test } from 'vitest';
import { cutScenario, Machine, preset, readScenario } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';

const scenario = readScenario({
  version: 1,
  app: { preset: 'hello' },
  options: { order: 'chosen', server: 'threaded' },
  schedule: [
    { choice: 1, step: 99, tid: 1000 },
    { choice: 2, step: 100, tid: 1001 },
    { choice: 3, step: 101, tid: 1002 },
  ],
  inputs: [
    { client: 0, do: 'connect', step: 59, time: 0 },
    { client: 0, do: 'send', data: 'a', step: 99, time: 0 },
    { client: 0, do: 'send', data: 'b', step: 100, time: 0 },
    { client: 0, do: 'send', data: 'c', time: 5 },
    { client: 0, do: 'close' },
  ],
  link: { latency: 7 },
});

describe('cutScenario', () => {
  test.each([
    [99, ['connect'], []],
    [100, ['connect', 'a'], [1]],
    [101, ['connect', 'a', 'b'], [1, 2]],
    [102, ['connect', 'a', 'b'], [1, 2, 3]],
    [0, [], []],
  ])('at step %d keeps the inputs %j and the choices %j', (step, inputs, choices) => {
    const cut = cutScenario(scenario, step);
    expect(cut.inputs.map(({ do: name, data }) => data ?? name)).toEqual(inputs);
    expect(cut.schedule.map(({ choice }) => choice)).toEqual(choices);
    expect({ ...cut, inputs: [], schedule: [] }).toEqual({ ...scenario, inputs: [], schedule: [] });
  });

  test('leads to the same past as a branch at that step', () => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp, server: 'threaded' });
    const client = machine.connect();
    client.send('GET / HTTP/1.0\r\n');
    machine.run();
    client.send('\r\n');
    machine.run();
    const { step = 0 } = machine.inputs[2] ?? {};
    const cut = Machine.from(cutScenario(machine.scenario, step));
    cut.run();
    expect(cut.inputs).toEqual(machine.branch(step).inputs);
    expect(cut.inputs).toEqual(machine.inputs.slice(0, 2));
    expect(cut.trace.steps(0, step)).toEqual(machine.trace.steps(0, step));
  });
});
