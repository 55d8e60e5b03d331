/** Wrong arguments are rejected at once, with a message that names the place, the value and what is expected. */
import { describe, expect, test } from 'vitest';
import {
  alignTraces,
  diffTraces,
  explore,
  firstDifference,
  freshApp,
  replayAs,
  Machine,
  preset,
  Request,
  Response,
  SchemaError,
} from '../../src/index.ts';
import { WSGIRequestHandler } from '../../src/werkzeug/serving.ts';
import type { ExploreOptions, MachineOptions, RunOptions, ScenarioInput, WsgiApp } from '../../src/index.ts';

const app = preset('hello')?.app as WsgiApp;

function usedMachine(options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app, ...options });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  return machine;
}

describe('run', () => {
  // Neither NaN nor infinity is ever reached: the clock would run forever.
  test.each([
    [{ until: NaN }, 'options.until: NaN is not a number of seconds from 0 to 9007199254'],
    [{ until: Infinity }, 'options.until: Infinity is not a number of seconds'],
    [{ until: -1 }, 'options.until: -1 is not a number of seconds'],
    [{ until: '3' }, "options.until: '3' is not a number of seconds"],
    [{ resumptions: -1 }, 'options.resumptions: -1 is not an integer from 0'],
    [{ resumptions: 1.5 }, 'options.resumptions: 1.5 is not an integer'],
    [{ calls: 0 }, 'options.calls: 0 is not an integer from 1'],
    [{ untill: 3 }, 'options.untill: there is no such key; known are until, resumptions, calls'],
    [5, 'options: 5 is not an object'],
  ])('rejects %j', (options, message) => {
    const machine = new Machine({ app });
    expect(() => machine.run(options as RunOptions)).toThrow(SchemaError);
    expect(() => machine.run(options as RunOptions)).toThrow(message);
    expect(machine.trace.length).toBe(1);
  });

  test('treats undefined options as omitted', () => {
    expect(new Machine({ app }).run({ until: undefined } as unknown as RunOptions).why).toBe('idle');
  });
});

describe('an input of a branch, and one that is injected', () => {
  const wrong: [unknown[], string][] = [
    [
      [{ do: 'send', client: 3, data: '' }],
      'inputs[0].client: 3 is not the number of a client that has connected before',
    ],
    [[{ do: 'connect', client: 7 }], 'inputs[0].client: 7 is not 1, the number of the next client to connect'],
    [
      [
        { do: 'close', client: 0 },
        { do: 'send', client: 0 },
      ],
      'inputs[1].data: is missing',
    ],
  ];

  test.each(wrong)('is rejected, and has no effect: %j', (inputs, message) => {
    const machine = usedMachine();
    const { length } = machine.inputs;
    expect(() => machine.inject(...(inputs as ScenarioInput[]))).toThrow(message);
    expect(() => machine.branch(machine.cursor, inputs as ScenarioInput[])).toThrow(message);
    expect(machine.inputs).toHaveLength(length);
  });

  test('may belong to a client that connects just before it, but not to one that connects later', () => {
    const machine = usedMachine();
    machine.inject({ do: 'connect', client: 1 }, { do: 'send', client: 1, data: 'GET / HTTP/1.0\r\n\r\n' });
    machine.run();
    expect(machine.clients[1]?.received).toContain('200 OK');
    expect(() => machine.branch(20, [{ do: 'reset', client: 0 }])).toThrow('inputs[0].client: 0 is not the number');
    expect(() => machine.branch(20, { do: 'interrupt' } as unknown as ScenarioInput[])).toThrow(
      'inputs: an object is not a list',
    );
  });
});

describe('going to a step', () => {
  test.each([Number.NaN, 1.5, '3', undefined])('%j is not the number of a step', (step) => {
    expect(() => usedMachine().runTo(step as number)).toThrow(/^step: .* is not the number of a step$/);
    expect(() => usedMachine().seek(step as number)).toThrow('is not a step of this machine');
  });
});

describe('without a trace', () => {
  const untraced = (): Machine => usedMachine({ trace: false });

  test.each<[string, (machine: Machine) => unknown]>([
    ['branching', (machine) => machine.branch()],
    ['going back', (machine) => machine.seek(0)],
    ['going to a step', (machine) => machine.runTo(5)],
    [
      'stopping at a breakpoint',
      (machine) => {
        machine.breakpoints.add({ syscall: 'accept4' });
        return machine.run();
      },
    ],
    ['going to a step that a predicate finds', (machine) => machine.runTo(() => true)],
    ['staying at step 0', (machine) => machine.runTo(0)],
    ['a step', (machine) => machine.step()],
    ['stepping into', (machine) => machine.stepInto()],
    ['stepping over', (machine) => machine.stepOver()],
    ['stepping out', (machine) => machine.stepOut()],
    ['preparing to go back', (machine) => machine.prepareToSeek(100)],
    ['the hash of the trace', (machine) => machine.trace.hash()],
    ['its length', (machine) => machine.trace.length],
    ['its steps', (machine) => machine.trace.steps()],
    ['one of them', (machine) => machine.trace.step(0)],
    ['its events', (machine) => machine.trace.events],
    ['one event', (machine) => machine.trace.event(0)],
    ['comparing it', (machine) => diffTraces(machine.trace, machine.trace)],
    ['comparing it with one that is kept', (machine) => firstDifference(usedMachine().trace, machine.trace)],
    ['aligning it', (machine) => alignTraces(usedMachine().trace, machine.trace)],
    ['replaying the same on another server', (machine) => replayAs(machine, 'threaded')],
    ['planning for a step', (machine) => machine.later({ client: 0, do: 'close', step: 500 })],
    ['keeping what was done as a scenario', (machine) => machine.scenario],
  ])('%s is rejected, since there are no steps', (_, ask) => {
    expect(() => ask(untraced())).toThrow(TypeError);
    expect(() => ask(untraced())).toThrow(
      /^[\w(). :,]+: with options\.trace false the machine keeps no trace; make it with trace: true$/,
    );
  });

  test('a single input is enough to have no scenario', () => {
    const machine = new Machine({ app, trace: false });
    machine.connect();
    expect(machine.inputs).toHaveLength(1);
    expect(() => machine.scenario).toThrow(
      'scenario: inputs are placed by the steps of the trace: with options.trace false the machine keeps no trace',
    );
  });

  test('everything else works, and there is a scenario without inputs', () => {
    expect(untraced().clients[0]?.received).toContain('200 OK');
    expect(new Machine({ app, trace: false }).scenario.app).toEqual({ preset: 'hello' });
  });
});

describe('other arguments of a machine', () => {
  test('memory is plain data that can be copied', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    for (const memory of [cyclic, new Map([[1, 2]])]) {
      expect(() => new Machine({ app, memory: memory as MachineOptions['memory'] & object })).toThrow(
        'options.memory: an object is not an object with plain data',
      );
    }
    expect(() => new Machine({ app, memory: { list: [{ deep: new Map([['key', new Set([1])]]) }] } })).not.toThrow();
  });

  test('the clients that are shown are a set', () => {
    expect(() => (usedMachine().shownClients = [0] as unknown as Set<number>)).toThrow(
      'shownClients: an array of 1 is not a Set of client numbers',
    );
  });

  test('freshApp() takes a function', () => {
    expect(() => freshApp(3 as unknown as () => WsgiApp)).toThrow('make: 3 is not a function that makes a WSGI app');
  });

  test('an app of a view has the name of the view, by which it is supplied', () => {
    const view = Request.application(function greeting() {
      return new Response('hello');
    });
    const [nameless] = [(): Uint8Array[] => []] as const;
    expect(new Machine({ app: view }).scenario.app).toEqual({ given: 'greeting' });
    expect(() => Machine.from(new Machine({ app: nameless }).scenario)).toThrow(
      "the scenario's app is code; supply it",
    );
  });

  test('a program that is no generator function ends with a word about it', () => {
    const machine = new Machine({ program: (() => 5) as never });
    machine.run();
    expect(machine.errors.map(({ text }) => text)).toEqual([
      'TypeError: program: function program answered 5 and is not a generator function; write program: function* () { … }',
    ]);
  });

  test('a handler may be made by a mixin', () => {
    const quiet = (Base: typeof WSGIRequestHandler): typeof WSGIRequestHandler => class extends Base {};
    expect(() => new Machine({ app, handler: class extends quiet(WSGIRequestHandler) {} })).not.toThrow();
    expect(() => new Machine({ app, handler: WSGIRequestHandler })).not.toThrow();
  });

  test('an unknown plan cannot be cancelled', () => {
    expect(usedMachine().cancel(undefined as never)).toBe(false);
  });
});

describe('a client that has ended its side', () => {
  // Nothing happens until the machine runs: commands count, not the state of the connection.
  test.each([
    ['close', 'send'],
    ['reset', 'send'],
    ['shutdownWrite', 'send'],
    ['close', 'shutdownWrite'],
    ['reset', 'close'],
  ] as const)('after %s it rejects %s, and nothing is recorded', (ended, asked) => {
    const machine = new Machine({ app });
    const client = machine.connect();
    client[ended]();
    expect(() => client[asked]('x')).toThrow(`client 0 cannot ${asked} after ${ended}(); connect another`);
    expect(machine.inputs.map(({ command }) => command.do)).toEqual(['connect', ended]);
  });

  test('still closes after a half-close, and after a close the half-close changes nothing', () => {
    const machine = new Machine({ app });
    const client = machine.connect();
    client.shutdownWrite();
    expect(() => client.close()).not.toThrow();
    expect(() => client.send('x')).toThrow('client 0 cannot send after close()');
  });
});

describe('explore', () => {
  const { scenario } = usedMachine();
  test.each([
    [undefined, 'options: undefined is not an object'],
    [{}, 'options.invariants: is missing'],
    [{ invariants: { sound: 3 } }, 'options.invariants.sound: 3 is not a function'],
    [{ invariants: {}, runs: 0 }, 'options.runs: 0 is not an integer from 1'],
    [{ invariants: {}, departures: -1 }, 'options.departures: -1 is not an integer from 0'],
    [{ invariants: {}, broken: 0 }, 'options.broken: 0 is not an integer from 1'],
    [{ invariants: {}, departues: 1 }, 'options.departues: there is no such key'],
    [{ invariants: {}, threads: 'all' }, "options.threads: 'all' is not a function"],
  ])('rejects %j', (options, message) => {
    expect(() => explore(scenario, options as unknown as ExploreOptions)).toThrow(message);
  });

  test('an invariant without a result is distinguished from a broken one', () => {
    const invariants = { sound: () => undefined as unknown as boolean };
    expect(() => explore(scenario, { invariants })).toThrow(
      'options.invariants.sound: undefined is not what an invariant answers: true, false or words',
    );
  });

  test('is complete when the limit on runs is exactly enough', () => {
    const walk = (runs: number) => explore(scenario, { invariants: {}, departures: 1, runs });
    const { runs } = walk(10_000);
    expect(walk(runs)).toMatchObject({ runs, isComplete: true });
    expect(walk(runs - 1)).toMatchObject({ runs: runs - 1, isComplete: false });
  });
});

describe('values of the wrong type', () => {
  const wrong: [string, (machine: Machine) => unknown, string][] = [
    [
      'a machine for its trace',
      (machine) => diffTraces(machine as never, machine.trace),
      'left: an object is not a trace, as machine.trace is',
    ],
    [
      'an option that there is not',
      ({ trace }) => diffTraces(trace, trace, { befor: 3 } as never),
      'options.befor: there',
    ],
    ['rows before the first', ({ trace }) => diffTraces(trace, trace, { before: -1 }), 'options.before: -1 is not'],
    ['half a step', ({ trace }) => alignTraces(trace, trace, { steps: 1.5 }), 'options.steps: 1.5 is not an integer'],
    [
      'a machine for its scenario',
      (machine) => explore(machine, { invariants: {} }),
      '$: an object is not a scenario; a machine has one: pass machine.scenario',
    ],
    ['a machine to make one of', (machine) => Machine.from(machine), 'pass machine.scenario'],
    ['an app for what makes it', () => freshApp(app as never), 'make: function'],
    [
      'a plain app for what makes it',
      () => freshApp(((_environ: unknown, _start: unknown) => []) as never),
      'freshApp() takes a function that makes one: freshApp(() => app)',
    ],
    [
      'a client for its number',
      (machine) => machine.later({ do: 'close', client: machine.clients[0] } as never),
      'input.client: an object is not the number of a client; pass client.number, which is 0',
    ],
    [
      'more seconds than the clock counts',
      (machine) => machine.later({ do: 'close', client: 0, time: 1e12 }),
      'input.time: 1000000000000 is not a number of seconds from 0 to 9007199254',
    ],
    [
      'a name that every object knows',
      () => new Machine({ app, constructor: 1 } as never),
      'options.constructor: there is no such option; known are app,',
    ],
    ['an app for options', () => new Machine((() => []) as never), 'options: function without a name is not an object'],
    ['a named app for options', () => new Machine(app as never), 'with options of Machine; write new Machine({ app })'],
    [
      'a promise of an app',
      () => new Machine({ app: Promise.resolve(app) as never }),
      'options.app: a promise is not a WSGI app',
    ],
    ['an async program', () => new Machine({ program: (async () => {}) as never }), 'is not a generator function'],
    [
      'a class that handles no requests',
      () => new Machine({ app, handler: class X {} as never }),
      'options.handler: function X is not a subclass of WSGIRequestHandler',
    ],
    ['another server of nothing', () => replayAs({} as never, 'base'), 'machine: an object is not a Machine'],
    ['no number of steps', (machine) => machine.prepareToSeek(NaN), 'steps: NaN is not an integer from 1'],
    ['a thread that there is not', (machine) => machine.stepInto(99_999), 'tid: thread 99999 has made no step yet'],
    [
      'a misspelt app',
      ({ scenario }) => Machine.from(scenario, { ap: app } as never),
      'bring.ap: there is no such key',
    ],
    [
      'a method that nothing is called by',
      (machine) => machine.breakpoints.add({ call: 'nonsense.method' }),
      "breakpoint.call: 'nonsense.method' is not the name of a mirrored method, or the end of one; mirroredNames() lists",
    ],
  ];

  test.each(wrong)('are rejected: %s', (_what, act, message) => {
    expect(() => act(usedMachine())).toThrow(message);
  });
});
