/** The place of an input between the steps of the log, including events there that leave no step. */
import { expect, test } from 'vitest';
import { Machine, preset, readScenario, replay, SchemaError } from '../../../src/index.ts';
import type { Scenario, WsgiApp } from '../../../src/index.ts';

const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;

test('an input just after a wire without latency has announced room replays, although earlier bytes wait', () => {
  const machine = Machine.from({
    version: 1,
    app: { preset: 'echo' },
    options: { server: 'threaded', order: 'random', limits: { receiveBuffer: 3 } },
    inputs: [
      { do: 'connect', client: 0 },
      { do: 'send', client: 0, data: 'GET', step: 5 },
      { do: 'send', client: 0, data: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' },
    ],
    link: { latency: 0, segment: 2, loss: 0.5 },
  });
  machine.run({ until: 20 });
  expect(machine.inputs.at(-1)).toMatchObject({ emptyPasses: 1 });
  expect(machine.inputs.at(-1)).not.toHaveProperty('emptyTurns');
  const again = Machine.from(JSON.parse(JSON.stringify(machine.scenario)));
  again.run({ until: 20 });
  expect(again.trace.hash()).toBe(machine.trace.hash());
  expect(again.inputs).toEqual(machine.inputs);
  for (const step of [195, 196, 358]) expect(machine.seek(step)).toEqual(Machine.from(machine.scenario).runTo(step));
});

const waiting = {
  version: 3,
  app: { preset: 'hello' },
  options: { server: 'forking', limits: { receiveBuffer: 14, sendBuffer: 13 } },
  inputs: [
    { step: 61, time: 0, client: 0, do: 'connect' },
    { step: 144, time: 0, client: 1, do: 'connect' },
    { step: 230, time: 0, client: 2, do: 'connect' },
    { step: 231, time: 0, client: 2, do: 'send', data: 'GET /' },
    { step: 340, time: 0, emptyTurns: 1, client: 1, do: 'send', data: 'GET /' },
    { time: 0.8, client: 1, do: 'send', data: 'GET' },
  ],
  link: { latency: 0, segment: 4 },
} as const;

test('after an empty turn has let an input in, time moves only to the next input', () => {
  const machine = Machine.from(waiting);
  machine.run({ until: 3 });
  expect(machine.inputs.map(({ step, time, emptyTurns }) => [step, time, emptyTurns])).toEqual([
    [61, 0, undefined],
    [144, 0, undefined],
    [230, 0, undefined],
    [231, 0, undefined],
    [340, 0, 1],
    [408, 0.8, undefined],
  ]);
  expect(machine.scenario.inputs.map(({ emptyTurns }) => emptyTurns)).toEqual(
    machine.inputs.map(({ emptyTurns }) => emptyTurns),
  );
});

test('an input after an empty turn does not come before it', () => {
  const machine = Machine.from(waiting);
  machine.run({ until: 3 });
  // The empty turn is client 2's, which finds nothing to read.
  expect(machine.trace.step(339)).toMatchObject({ kind: 'switch', name: 'client-2' });
  const early = Machine.from({
    ...waiting,
    inputs: waiting.inputs.map((input) => ('emptyTurns' in input ? { ...input, emptyTurns: 0 } : input)),
  });
  early.run({ until: 3 });
  expect(early.trace.step(340)).toEqual(machine.trace.step(340));
  expect(early.inputs[4]).not.toEqual(machine.inputs[4]);
});

test('a plan keeps its place among events that leave no step', () => {
  const { inputs, ...bare } = waiting;
  const machine = Machine.from({ ...bare, inputs: inputs.slice(0, 4) });
  machine.runTo(340);
  const [, , , , input] = inputs;
  expect(machine.later(input)).toMatchObject({ step: 340, time: 0, emptyTurns: 1 });
  expect(machine.later({ client: 1, do: 'close', step: 339, time: 0, emptyTurns: 1 })).toMatchObject({
    step: 340,
    time: 0,
  });
  machine.run({ until: 3 });
  expect(machine.inputs[4]).toMatchObject({ step: 340, time: 0, emptyTurns: 1, command: { do: 'send' } });
});

test('a machine is not idle while segments are in transit after the last thread has ended, wherever a run stops', () => {
  const usedMachine = (stop: boolean): Machine => {
    const machine = new Machine({ app: app('hello'), link: { latency: 0.005 } });
    const client = machine.connect();
    machine.run();
    machine.later({ client: 0, do: 'send', data: 'x' });
    client.reset();
    machine.interrupt();
    if (stop) expect(machine.run({ until: machine.time }).why).toBe('time');
    machine.run();
    return machine;
  };
  const [whole, stopped] = [usedMachine(false), usedMachine(true)];
  expect(stopped.inputs).toEqual(whole.inputs);
  expect(stopped.trace.hash()).toBe(whole.trace.hash());
});

test('a call that began ten thousand steps ago is still shown with its arguments', () => {
  const machine = new Machine({ app: app('hello') });
  machine.run({ until: 900 });
  expect(machine.trace.length).toBeGreaterThan(10_000);
  const step = machine.trace.length - 1;
  const [{ stack } = { stack: [] }] = machine.seek(step).threads;
  expect(stack[0]).toMatchObject({
    name: 'werkzeug.serving.run_simple',
    args: ["'127.0.0.1'", '5000', '<function>', '<dict>'],
  });
  expect(machine.seek(step)).toEqual(machine.branch(step).snapshot());
});

test.each([
  [{ emptyPasses: -1 }, '$.inputs[0].emptyPasses'],
  [{ emptyPasses: 0.5 }, '$.inputs[0].emptyPasses'],
  [{ emptyTurns: '1' }, '$.inputs[0].emptyTurns'],
])('%j is not a valid place', (place, path) => {
  const inputs = [{ client: 0, do: 'connect', step: 59, time: 0, ...place }];
  const scenario: unknown = { version: 2, app: { preset: 'hello' }, inputs };
  expect(() => Machine.from(scenario)).toThrow(SchemaError);
  expect(() => Machine.from(scenario)).toThrow(path);
});

test('scenarios from before passes were counted read as before', () => {
  const old: Pick<Scenario, 'inputs'> = { inputs: [{ client: 0, do: 'connect', step: 59, time: 0, emptyTurns: 2 }] };
  const { scenario } = Machine.from({ version: 1, app: { preset: 'hello' }, ...old });
  expect(scenario.inputs).toEqual([{ client: 0, do: 'connect', step: 59, time: 0 }]);
});

test('a scenario of version 1 keeps its empty turns and passes, under their present names', () => {
  const old = { client: 0, do: 'connect', step: 59, time: 0, inVain: 2, passes: 1 };
  const { inputs, version } = readScenario({ version: 1, app: { preset: 'hello' }, inputs: [old] });
  expect(version).toBe(3);
  expect(inputs).toEqual([{ client: 0, do: 'connect', step: 59, time: 0, emptyTurns: 2, emptyPasses: 1 }]);
});

test('a scenario of version 1 or 2 replays to the same trace: its times were in microseconds', () => {
  const link = { latency: 0.02, jitter: 0.005, segment: 4 };
  const [present, { emptyTurns, ...rest }] = [{ ...waiting, link }, waiting.inputs[4]];
  const inMicros = waiting.inputs.with(5, { ...waiting.inputs[5], time: 800_000 } as never);
  const older = { ...present, link: { latency: 20_000, jitter: 5_000, segment: 4 } };
  const second = { ...older, version: 2, inputs: inMicros };
  const first = { ...older, version: 1, inputs: inMicros.with(4, { ...rest, inVain: emptyTurns } as never) };
  const [hash, ...others] = [present, first, second].map((scenario) => replay(scenario).trace.hash());
  expect(others).toEqual([hash, hash]);
  expect(readScenario(first)).toEqual(readScenario(present));
});

test('a plan that waits until the machine is idle keeps the time from which it counts, in seconds', () => {
  const inputs = [
    { client: 0, do: 'connect' },
    { client: 0, do: 'send', data: 'x', since: 1_500_000 },
  ];
  expect(readScenario({ version: 2, app: { preset: 'hello' }, inputs }).inputs[1]).toMatchObject({ since: 1.5 });
});

test('a scenario of version 2 has no member with an old name', () => {
  const inputs = [{ client: 0, do: 'connect', step: 59, time: 0, inVain: 2 }];
  const scenario: unknown = { version: 2, app: { preset: 'hello' }, inputs };
  expect(() => readScenario(scenario)).toThrow('$.inputs[0].inVain: there is no such key');
});
