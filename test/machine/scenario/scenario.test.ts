import { describe, expect, test } from 'vitest';
import { Machine, memory, parseScenario, preset, readScenario, SchemaError } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';
import { WSGIRequestHandler } from '../../../src/werkzeug/serving.ts';
import { migrate } from '../../../src/machine/scenario/migrate.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;

/** Two clients that connect and leave in several runs. */
function usedMachine(options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: app('counter'), server: 'threaded', ...options });
  const first = machine.connect();
  first.send(GET.slice(0, 5));
  machine.run();
  const second = machine.connect();
  second.send(GET);
  machine.run({ until: machine.time + 0.05 });
  first.send(GET.slice(5));
  machine.run();
  second.close();
  machine.run();
  return machine;
}

const replayed = (machine: Machine): Machine => {
  const other = Machine.from(JSON.parse(JSON.stringify(machine.scenario)));
  other.run();
  return other;
};

describe('a scenario', () => {
  test('replays with the same trace, through JSON, for every order and server', () => {
    for (const server of ['base', 'threaded', 'forking'] as const) {
      for (const order of ['round-robin', 'random', 'adversarial', 'chosen'] as const) {
        for (let seed = 0; seed < 6; seed += 1) {
          const machine = usedMachine({ server, order, seed });
          expect(replayed(machine).trace.hash(), `${server} ${order} ${seed}`).toBe(machine.trace.hash());
        }
      }
    }
  });

  test('replays when its inputs came between any two turns of its threads', () => {
    for (const order of ['round-robin', 'random', 'adversarial', 'chosen'] as const) {
      for (let seed = 0; seed < 40; seed += 1) {
        const machine = new Machine({ app: app('counter'), server: 'threaded', order, seed });
        const clients = [machine.connect()];
        for (let turn = 0; turn < 12; turn += 1) {
          const client = clients[(seed + turn) % clients.length];
          if (turn === 2 + (seed % 5)) clients.push(machine.connect());
          else if (client?.isUsable === true) client.send(GET.slice(turn, turn + 3));
          machine.run({ resumptions: 1 + ((seed * 7 + turn * 3) % 6) });
        }
        machine.run();
        expect(replayed(machine).trace.hash(), `${order} ${seed}`).toBe(machine.trace.hash());
      }
    }
  });

  test('of a machine that was stepped through is the same', () => {
    const { scenario } = usedMachine({ order: 'random', seed: 7 });
    const machine = Machine.from(scenario);
    for (let step = -1; step !== machine.cursor;) {
      step = machine.cursor;
      machine.step();
    }
    expect(machine.scenario).toEqual(scenario);
    expect(machine.trace.hash()).toBe(usedMachine({ order: 'random', seed: 7 }).trace.hash());
  });

  test('with the order chosen and no chooser is round-robin', () => {
    expect(usedMachine({ order: 'chosen' }).trace.hash()).toBe(usedMachine().trace.hash());
  });

  test('keeps text as text, other bytes as base64, and the place of each input', () => {
    const machine = new Machine({ app: app('hello') });
    const client = machine.connect();
    client.send('GET / HTTP/1.0\r\n');
    client.send(Uint8Array.of(0xff, 0, 1));
    const [connect, text, bytes] = machine.scenario.inputs;
    expect(connect).toMatchObject({ client: 0, do: 'connect', time: 0 });
    expect(text).toMatchObject({ client: 0, do: 'send', data: 'GET / HTTP/1.0\r\n' });
    expect(bytes).toMatchObject({ client: 0, do: 'send', base64: '/wAB', step: machine.trace.length - 1 });
  });

  test.each<[string, number[], boolean]>([
    ['printable ASCII and the usual blanks', [0x20, 0x7e, 0x09, 0x0a, 0x0d], true],
    ['a byte below them', [0x41, 0x1f], false],
    ['a byte above them', [0x41, 0x7f], false],
    ['a NUL byte alone', [0], false],
    ['no bytes', [], true],
  ])('has what was sent as text if it can be read: %s', (_, bytes, isText) => {
    const machine = new Machine({ app: app('hello') });
    machine.connect().send(Uint8Array.from(bytes));
    const sent = machine.scenario.inputs[1] ?? {};
    expect(['data' in sent, 'base64' in sent]).toEqual([isText, !isText]);
    machine.run();
    expect(replayed(machine).inputs[1]?.command).toEqual({ do: 'send', data: Uint8Array.from(bytes) });
  });

  test('holds the options of the machine, and no more', () => {
    const { scenario } = new Machine({ app: app('hello'), seed: 3, memory: { count: 2 }, trace: true });
    expect(scenario).toEqual({
      version: 3,
      options: { seed: 3, memory: { count: 2 } },
      app: { preset: 'hello' },
      schedule: [],
      inputs: [],
      link: { latency: 0 },
    });
  });

  test('names an app that is code, which must be supplied', () => {
    const counts: WsgiApp = (_environ, startResponse) => {
      memory()['count'] = 1;
      startResponse('200 OK', []);
      return [];
    };
    const { scenario } = new Machine({ app: counts });
    expect(scenario.app).toEqual({ given: 'counts' });
    expect(() => Machine.from(scenario)).toThrow("bring.app: the scenario's app 'counts' is code");
    expect(Machine.from(scenario, { app: counts }).options.app).toBe(counts);
  });

  test('has as much of the name of an app as a scenario may hold', () => {
    const named = (name: string): WsgiApp => Object.defineProperty(() => [], 'name', { value: name });
    expect(new Machine({ app: named('n'.repeat(255)) }).scenario.app).toEqual({ given: 'n'.repeat(255) });
    expect(new Machine({ app: named('n'.repeat(256)) }).scenario.app).toEqual({ given: 'n'.repeat(255) });
  });

  test('cannot hold the class of a handler, which it names', () => {
    class Quiet extends WSGIRequestHandler {}
    const machine = new Machine({ app: app('hello'), handler: Quiet });
    expect(() => machine.scenario).toThrow(new TypeError('options.handler: a scenario cannot hold the class Quiet'));
  });

  test('has commands with bytes only for what is sent, as text or as base64', () => {
    const inputs = [
      { client: 0, do: 'connect' },
      { client: 0, do: 'send', base64: '/wAB' },
      { client: 0, do: 'send', data: 'text' },
      { client: 0, do: 'send', base64: '' },
      { client: 0, do: 'close' },
    ];
    const { planned } = Machine.from({ ...HELLO, inputs });
    expect(planned.map(({ command }) => command)).toEqual([
      { do: 'connect' },
      { do: 'send', data: Uint8Array.of(0xff, 0, 1) },
      { do: 'send', data: Uint8Array.from('text', (character) => character.charCodeAt(0)) },
      { do: 'send', data: new Uint8Array() },
      { do: 'close' },
    ]);
  });

  test('with source text is compiled by the supplied compiler', () => {
    const scenario = { version: 1, app: { source: 'hello', language: 'typescript' } };
    expect(() => Machine.from(scenario)).toThrow('bring.compile');
    const asked: string[] = [];
    const compile = (source: string, language: string): WsgiApp => {
      asked.push(source, language);
      return app('hello');
    };
    Machine.from(scenario, { compile }).run();
    expect(asked).toEqual(['hello', 'typescript']);
  });

  test('of inputs without a place carries out each when the machine is idle, and those with a time then', () => {
    const inputs = [
      { client: 0, do: 'connect' },
      { client: 0, do: 'send', data: GET.slice(0, 9) },
      { client: 0, do: 'send', data: GET.slice(9), time: 3 },
      { client: 1, do: 'connect' },
      { client: 1, do: 'send', data: GET },
    ];
    const machine = Machine.from({ version: 3, app: { preset: 'sleepy' }, inputs });
    machine.run();
    expect(machine.inputs.map(({ time }) => time)).toEqual([0, 0, 3, expect.any(Number), expect.any(Number)]);
    expect(machine.inputs[3]?.time).toBeGreaterThanOrEqual(4);
    expect(machine.clients.map(({ received }) => received.endsWith('slept 1 s\n'))).toEqual([true, true]);
    expect(replayed(machine).trace.hash()).toBe(machine.trace.hash());
  });

  test('a run that ends at a time leaves later inputs planned', () => {
    const inputs = [
      { client: 0, do: 'connect' },
      { client: 0, do: 'send', data: GET, time: 2 },
    ];
    const machine = Machine.from({ version: 3, app: { preset: 'hello' }, inputs });
    expect(machine.run({ until: 1 }).why).toBe('time');
    expect(machine.planned).toHaveLength(1);
    expect(() => machine.connect()).not.toThrow();
    machine.run();
    expect(machine.planned).toHaveLength(0);
    expect(machine.clients[0]?.received).toContain('200 OK');
  });

  test('with a client that has not connected yet lets no other client connect', () => {
    const machine = Machine.from(usedMachine().scenario);
    expect(() => machine.connect()).toThrow('client 0 of the scenario has yet to connect');
  });
});

describe('what a client does later', () => {
  test('happens at its time, or exactly at its step, in the middle of a plain function too', () => {
    const machine = new Machine({ app: app('hello') });
    const client = machine.connect();
    client.send('GET / HTTP/1.0\r\n');
    machine.later({ client: 0, do: 'send', data: '\r\n', time: 1.5 });
    machine.run();
    expect(machine.inputs.at(-1)?.time).toBe(1.5);
    expect(client.received).toContain('200 OK');
    const plain = machine.trace.events.findIndex(({ name }) => name.endsWith('make_environ')) + 3;
    const branch = machine.branch(20);
    const other = branch.connect();
    other.send(GET);
    branch.later({ client: 0, do: 'send', data: 'more', step: plain });
    branch.run();
    const sent = branch.inputs.at(-1);
    expect(sent?.step).toBe(plain);
    expect(branch.trace.step(plain)).toMatchObject({ kind: 'input', name: 'client-0 send' });
    expect(replayed(branch).trace.hash()).toBe(branch.trace.hash());
  });

  test.each([{ until: 0.005 }, { until: 7.3 }, { until: 0.5, calls: 1 }, { until: 1.5, resumptions: 30 }])(
    'as soon as the machine is idle, counts from when it was planned, in a replay too: %j',
    (limits) => {
      const machine = new Machine({ app: app('sleepy'), server: 'threaded' });
      const client = machine.connect();
      client.send(GET);
      machine.run(limits);
      machine.connect();
      machine.run({ ...limits, until: limits.until * 2 });
      machine.later({ client: 0, do: 'close' });
      machine.later({ client: 1, do: 'send', data: GET });
      const again = Machine.from(machine.scenario);
      again.run();
      machine.run();
      expect(machine.planned).toEqual([]);
      expect(again.inputs).toEqual(machine.inputs);
      expect(again.trace.hash()).toBe(machine.trace.hash());
    },
  );

  test('is checked', () => {
    const machine = new Machine({ app: app('hello') });
    expect(() => machine.later({ client: 0, do: 'close' })).toThrow('input.client: 0 is not one of 0 clients');
    expect(() => machine.later({ client: 0, do: 'connect' })).toThrow("input.do: 'connect' cannot be planned");
    expect(() => machine.later({ client: 0, do: 'send' })).toThrow('input.data: is missing');
  });
});

const HELLO = { version: 3, app: { preset: 'hello' } };
const CONNECT = { client: 0, do: 'connect' };

describe('bad data', () => {
  test.each([
    [
      { ...HELLO, inputs: [{ ...CONNECT, time: 5, since: 5 }] },
      '$.inputs[0].since: 5 is not allowed beside step or time: it is for inputs that wait until the machine is idle',
    ],
    [{ ...HELLO, inputs: [{ ...CONNECT, since: -1 }] }, '$.inputs[0].since: -1 is not'],
    [
      { ...HELLO, schedule: [{ choice: 1, step: 1, tid: 1 }] },
      "$.schedule: an array of 1 is not an empty list: the order 'round-robin' makes no choices",
    ],
    [null, '$: null is not an object that holds a scenario'],
    [5, '$: 5 is not an object that holds a scenario'],
    [{ kernel: 1 }, '$.version: is missing'],
    [{ ...HELLO, scenario: 1 }, '$.scenario: there is no such key'],
    [[], 'is not an object that holds a scenario'],
    [{}, '$.version: is missing'],
    [
      { ...HELLO, version: 4 },
      '$.version: 4 is not a known version: it was written by a newer program; this one reads up to 3',
    ],
    [{ ...HELLO, version: '1' }, '$.version: "1" is not a known version'],
    [{ version: 1 }, '$.app: is missing'],
    [{ version: 1, app: 'hello' }, "$.app: 'hello' is not an object with preset, source, given or program"],
    [{ version: 1, app: { preset: 'nope' } }, "$.app.preset: 'nope' is not a preset; there are hello, "],
    [{ version: 1, app: { preset: 'hello', source: '' } }, '$.app.source: there is no such key; known are preset'],
    [
      { ...HELLO, colour: 1 },
      '$.colour: there is no such key; known are version, app, options, schedule, inputs, link',
    ],
    [{ ...HELLO, 'a b': 1 }, '$["a b"]: there is no such key'],
    [{ ...HELLO, options: { port: 65_536 } }, '$.options.port: 65536 is not an integer from 0 to 65535'],
    [{ ...HELLO, options: { seed: -1 } }, '$.options.seed: -1 is not an integer from 0 to 4294967295'],
    [
      { ...HELLO, options: { order: 'fair' } },
      "$.options.order: 'fair' is not 'round-robin', 'random', 'adversarial' or 'chosen'",
    ],
    [{ ...HELLO, options: { limits: { threads: 0 } } }, '$.options.limits.threads: 0 is not an integer from 1'],
    [{ ...HELLO, options: { limits: { fds: 1 } } }, '$.options.limits.fds: there is no such key'],
    [
      { ...HELLO, options: { memory: { a: [() => 1] } } },
      '$.options.memory.a[0]: function without a name is not data that JSON can hold',
    ],
    [{ ...HELLO, link: { latency: -1 } }, '$.link.latency: -1 is not a number of seconds from 0 to 60'],
    [{ ...HELLO, link: { jitter: 61 } }, '$.link.jitter: 61 is not a number of seconds from 0 to 60'],
    [{ ...HELLO, link: { loss: 1.01 } }, '$.link.loss: 1.01 is not a probability from 0 to 1'],
    [{ ...HELLO, link: { bandwidth: '1' } }, "$.link.bandwidth: '1' is not an integer from 0 (no limit) to"],
    [{ ...HELLO, link: { segment: 0 } }, '$.link.segment: 0 is not an integer from 1 to 65535, in bytes'],
    [{ ...HELLO, link: { lag: 1 } }, '$.link.lag: there is no such key; known are latency, jitter, loss, bandwidth'],
    [{ ...HELLO, inputs: {} }, '$.inputs: an object is not a list'],
    [{ ...HELLO, inputs: [CONNECT, { client: -1, do: 'close' }] }, '$.inputs[1].client: -1 is not an integer from 0'],
    [
      { ...HELLO, inputs: [CONNECT, { client: 1, do: 'close' }] },
      '$.inputs[1].client: 1 is not the number of a client that has connected before',
    ],
    [
      { ...HELLO, inputs: [{ client: 1, do: 'connect' }] },
      '$.inputs[0].client: 1 is not 0, the number of the next client to connect',
    ],
    [{ ...HELLO, inputs: [CONNECT, { client: 0, do: 'send' }] }, '$.inputs[1].data: is missing'],
    [
      { ...HELLO, inputs: [CONNECT, { client: 0, do: 'send', data: 'a☃' }] },
      "$.inputs[1].data[1]: '☃' is not a character up to U+00FF",
    ],
    [{ ...HELLO, inputs: [CONNECT, { client: 0, do: 'send', base64: '_' }] }, "$.inputs[1].base64: '_' is not base64"],
    [{ ...HELLO, inputs: [CONNECT, { client: 0, do: 'send', data: '', base64: '' }] }, '$.inputs[1].base64'],
    [{ ...HELLO, inputs: [CONNECT, { client: 0, do: 'close', data: '' }] }, '$.inputs[1].data'],
    [
      {
        ...HELLO,
        inputs: [
          { ...CONNECT, step: 9 },
          { client: 0, do: 'close', step: 8 },
        ],
      },
      '$.inputs[1].step: 8 is not 9 or more',
    ],
    [
      {
        ...HELLO,
        inputs: [
          { ...CONNECT, time: 9 },
          { client: 0, do: 'close', time: 8 },
        ],
      },
      '$.inputs[1].time: 8 is not 9 or more',
    ],
    [{ ...HELLO, schedule: [{ choice: 1, step: 1 }] }, '$.schedule[0].tid: is missing'],
    [
      {
        ...HELLO,
        schedule: [
          { choice: 1, step: 1, tid: 1 },
          { choice: 1, step: 1, tid: 1 },
        ],
      },
      '$.schedule[1].choice: 1 is not 2 or more',
    ],
  ])('%j is rejected', (data, message) => {
    expect(() => readScenario(data)).toThrow(SchemaError);
    expect(() => readScenario(data)).toThrow(message);
  });

  test('the last value of a range belongs to it', () => {
    expect(readScenario({ ...HELLO, options: { port: 65_535, seed: 0xffffffff } }).options).toEqual({
      port: 65_535,
      seed: 0xffffffff,
    });
  });

  test('text that is not JSON is rejected, and valid text is read', () => {
    expect(() => parseScenario('{')).toThrow('$: this is not JSON');
    expect(parseScenario(JSON.stringify(HELLO)).inputs).toEqual([]);
  });

  test('an error carries the path and what was expected', () => {
    try {
      readScenario({ ...HELLO, options: { port: 'x' } });
    } catch (error) {
      expect(error).toMatchObject({
        name: 'SchemaError',
        path: '$.options.port',
        expected: 'an integer from 0 to 65535',
      });
    }
    expect.assertions(1);
  });
});

test('older data goes through one migration for each version', () => {
  const migrations = {
    1: (data: Readonly<Record<string, unknown>>) => ({ ...data, version: 2, app: { preset: data['app'] } }),
    2: (data: Readonly<Record<string, unknown>>) => ({ ...data, version: 3, link: { latency: 0 } }),
  };
  const old = { version: 1, app: 'hello' };
  expect(migrate(old, { migrations, to: 3 })).toEqual({ version: 3, app: { preset: 'hello' }, link: { latency: 0 } });
  expect(migrate({ version: 3 }, { migrations, to: 3 })).toEqual({ version: 3 });
  expect(old).toEqual({ version: 1, app: 'hello' });
  expect(() => migrate({ version: 0 }, { migrations, to: 3 })).toThrow('$.version: 0 is not a known version');
});
