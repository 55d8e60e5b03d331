/** A plain machine does what a machine with the same options and inputs does. */
import { describe, expect, test } from 'vitest';
import { Machine, memory, preset, Response, Request, sleep } from '../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../src/index.ts';
import { PlainMachine } from '../../src/tooling.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import type { PlannedInput } from '../../src/machine/scenario/scenario.ts';
import { KernelPanic } from '../../src/kernel/panic.ts';

const hello = preset('hello')?.app as WsgiApp;

const request = (path = '/'): PlannedInput['command'] => ({
  do: 'send',
  data: encodeLatin1(`GET ${path} HTTP/1.0\r\n\r\n`),
});

/** Two clients, one of which connects while the other is served. */
const INPUTS: readonly PlannedInput[] = [
  { client: 0, command: { do: 'connect' } },
  { client: 0, command: request('/a') },
  { client: 1, command: { do: 'connect' }, time: 1.5 },
  { client: 1, command: request('/b') },
];

function plain(options: MachineOptions, inputs = INPUTS): PlainMachine {
  const machine = new PlainMachine(options, inputs);
  expect(machine.run({})).toEqual({ why: 'idle', panic: undefined });
  return machine;
}

/** The same on a machine with a log. */
function whole(options: MachineOptions, inputs = INPUTS): Machine {
  const machine = new Machine(options);
  const { app, ...others } = machine.scenario as unknown as Record<string, unknown>;
  const read = inputs.map(({ command, ...place }) => ({
    ...place,
    do: command.do,
    ...(command.do === 'send' ? { data: String.fromCharCode(...command.data) } : {}),
  }));
  const replayed = Machine.from({ ...others, app, inputs: read }, { app: options.app as WsgiApp });
  replayed.run();
  return replayed;
}

/** Says what was asked for, and how often anything was; then sleeps. */
const diary = Request.application(function* (asked) {
  const count = Number(memory()['count'] ?? 0) + 1;
  memory()['count'] = count;
  yield* sleep(1);
  return new Response(`${asked.path} ${count}`);
});

describe.each<[string, Partial<MachineOptions>]>([
  ['base', { server: 'base' }],
  ['threaded', { server: 'threaded' }],
  ['forking', { server: 'forking' }],
  ['on a slow network that loses segments', { link: { latency: 0.2, jitter: 0.1, loss: 0.3, segment: 20 }, seed: 5 }],
  ['with another clock, memory and port', { epoch: 86_400, memory: { count: 41 }, port: 81 }],
  ['with random turns', { server: 'threaded', order: 'random', seed: 3 }],
  ['on a Unix socket', { host: 'unix:///run/app.sock' }],
])('a plain machine %s', (_, options) => {
  test('answers, logs and ends as a machine does', () => {
    const [one, other] = [plain({ app: diary, ...options }), whole({ app: diary, ...options })];
    expect(one.clients.map(({ received }) => received)).toEqual(other.clients.map(({ received }) => received));
    expect(one.clients.map(({ state }) => state)).toEqual(['eof', 'eof']);
    expect(one.clients[1]?.received).toMatch(/\/b \d+$/);
    expect(one.log).toBe(other.log);
    expect(one.time).toBe(other.time);
  });
});

test('a plain machine has the errors of its app, at step 0', () => {
  const app: WsgiApp = () => {
    throw new RangeError('no such thing');
  };
  expect(plain({ app }).errors.map(({ step, text }) => [step, text])).toEqual([
    [0, 'RangeError: no such thing'],
    [0, 'RangeError: no such thing'],
  ]);
});

test('a plain machine stops at a limit and goes on from there', () => {
  const machine = new PlainMachine({ app: diary }, INPUTS);
  expect(machine.run({ resumptions: 3 }).why).toBe('steps');
  expect(machine.clients.map(({ received }) => received)).toEqual(['']);
  expect(machine.run({}).why).toBe('idle');
  expect(machine.clients).toHaveLength(2);
});

test('a plain machine changes nothing of what it was given', () => {
  const given = { list: [1] };
  const app = Request.application(() => {
    (memory()['list'] as number[]).push(2);
    return new Response(String(memory()['list']));
  });
  expect(plain({ app, memory: given }).clients[1]?.received).toMatch(/1,2,2$/);
  expect(given).toEqual({ list: [1] });
});

test('a plain machine runs a program', () => {
  const machine = new PlainMachine({ *program() {} }, [{ client: 0, command: { do: 'connect' } }]);
  expect(machine.run({}).why).toBe('exit');
  expect(machine.clients[0]?.state).toBe('refused');
});

test('a plain machine refuses choices, which only a machine can ask for', () => {
  expect(() => new PlainMachine({ app: hello, order: 'chosen' }, [])).toThrow(
    new TypeError("options.order: 'chosen' needs a Machine, which can be asked"),
  );
});

test('a panic is how a run ends, not an error of the run', () => {
  const fault = new KernelPanic('the kernel is broken');
  const machine = new PlainMachine({ app: hello }, INPUTS);
  machine.kernel.run = () => {
    throw fault;
  };
  expect(machine.run({})).toEqual({ why: 'panic', panic: fault });
});
