/** The options of a machine: what they are when nothing is said, where each ends, and what a wrong one is told. */
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';
import { DEFAULT_LIMITS } from '../../../src/kernel/limits.ts';
import { WSGIRequestHandler } from '../../../src/werkzeug/serving.ts';

const app = preset('hello')?.app as WsgiApp;

const made = (options: object): Machine => new Machine({ app, ...options });

test('a machine of an app alone has the usual options', () => {
  expect(new Machine({ app }).options).toEqual({
    app,
    program: undefined,
    server: 'base',
    host: '127.0.0.1',
    port: 5000,
    processes: 40,
    passthroughErrors: false,
    seed: 0,
    order: 'round-robin',
    epoch: Date.UTC(2026, 0, 1) / 1_000,
    trace: true,
    limits: {},
    link: {},
    memory: {},
    lostUpdates: false,
  });
});

test('an option that is undefined is as if it were not there', () => {
  const { options } = made({ port: undefined, handler: undefined, link: { latency: undefined }, memory: undefined });
  expect([options.port, options.memory, options.handler]).toEqual([5000, {}, undefined]);
});

/** Each option: its first and last value, and what is just outside. */
const BOUNDS: [name: string, within: readonly unknown[], outside: readonly unknown[], wanted: string][] = [
  ['port', [0, 65_535], [-1, 65_536, 0.5, '80', null], 'an integer from 0 to 65535'],
  ['processes', [2, 4096], [1, 4097, 2.5, '2'], 'an integer from 2 to 4096'],
  ['seed', [0, 0xffffffff], [-1, 0x100000000, 1.5, '1'], 'an integer from 0 to 4294967295'],
  ['epoch', [0, 253_402_300_799], [-1, 253_402_300_800, 0.5], 'whole seconds since 1970, up to the year 9999'],
  ['server', ['base', 'threaded', 'forking'], ['Base', '', null], "'base', 'threaded' or 'forking'"],
  [
    'order',
    ['round-robin', 'random', 'adversarial', 'chosen'],
    ['fair', 0],
    "'round-robin', 'random', 'adversarial' or 'chosen'",
  ],
  ['host', ['localhost', '0.0.0.0', 'unix:///a'], ['', 5, null], 'an address such as 127.0.0.1'],
  ['passthroughErrors', [true, false], [0, 'true', null], 'true or false'],
  ['trace', [true, false], [1, null], 'true or false'],
  ['lostUpdates', [true, false], [1, null], 'true or false'],
  ['limits', [{}], [[], null, 5, () => 1], 'an object with limits of the machine'],
  ['link', [{}], [[], null, 5, () => 1], 'an object with settings of the link'],
  [
    'handler',
    [WSGIRequestHandler, class extends WSGIRequestHandler {}],
    [class X {}, {}, () => 1, null],
    'a subclass of WSGIRequestHandler',
  ],
  ['program', [function* () {}, () => {}], [async () => {}, async function* () {}, 5, {}], 'a generator function'],
  [
    'app',
    [() => []],
    [5, {}, 'hello'],
    'a WSGI app: a function (environ, startResponse) that answers an iterable of Uint8Array',
  ],
];

describe.each(BOUNDS)('the option %s', (name, within, outside, wanted) => {
  test('has these values', () => {
    for (const value of within) {
      expect(made({ [name]: value }).options[name as keyof MachineOptions]).toBe(value);
    }
  });

  test('has no others', () => {
    for (const value of outside) {
      expect(() => made({ [name]: value })).toThrow(TypeError);
      expect(() => made({ [name]: value })).toThrow(`options.${name}: `);
      expect(() => made({ [name]: value })).toThrow(new RegExp(` is not ${wanted.replaceAll(/[()]/g, '\\$&')}$`));
    }
  });
});

describe('a limit of a machine', () => {
  test.each(Object.keys(DEFAULT_LIMITS))('%s is a positive integer', (name) => {
    for (const value of [1, Number.MAX_SAFE_INTEGER]) {
      expect(made({ limits: { [name]: value } }).options.limits).toEqual({ [name]: value });
    }
    for (const value of [0, 1.5, '1', Infinity, Number.MAX_SAFE_INTEGER + 1]) {
      expect(() => made({ limits: { [name]: value } })).toThrow(
        `options.limits.${name}: ${typeof value === 'string' ? `'${value}'` : String(value)} is not a positive integer`,
      );
    }
  });

  test('with a name that there is not is told with those that there are', () => {
    expect(() => made({ limits: { toString: 1 } })).toThrow(
      'options.limits.toString: there is no such limit; known are descriptors, threads, processes, backlog, ' +
        'receiveBuffer, sendBuffer, pipeBuffer, datagrams',
    );
  });
});

test('a limit or a setting that is undefined is as good as absent, in its scenario too', () => {
  const machine = made({ limits: { threads: undefined, backlog: 3 }, link: { latency: undefined, loss: 0.1 } });
  expect(machine.options).toMatchObject({ limits: { backlog: 3 }, link: { loss: 0.1 } });
  expect(Object.keys({ ...machine.options.limits, ...machine.options.link })).toEqual(['backlog', 'loss']);
  expect(JSON.parse(JSON.stringify(machine.scenario))).toStrictEqual(machine.scenario);
});

describe('a setting of the link', () => {
  test.each<[string, readonly number[], readonly unknown[], string]>([
    ['latency', [0, 60, 0.5], [-0.1, 60.1, '1', null, NaN], 'a number of seconds from 0 to 60'],
    ['jitter', [0, 60, 0.5], [-0.1, 60.1, '1', null, NaN], 'a number of seconds from 0 to 60'],
    ['loss', [0, 1, 0.5], [-0.1, 1.1, '1', null, NaN], 'a probability from 0 to 1'],
    [
      'bandwidth',
      [0, 1_000_000_000_000],
      [-1, 1_000_000_000_001, 0.5, '1'],
      'an integer from 0 (no limit) to 1000000000000, in bytes a second',
    ],
    ['segment', [1, 65_535], [0, 65_536, 1.5, '1'], 'an integer from 1 to 65535, in bytes'],
  ])('%s has bounds', (name, within, outside, wanted) => {
    for (const value of within) expect(made({ link: { [name]: value } }).options.link).toEqual({ [name]: value });
    for (const value of outside) {
      const shown = typeof value === 'string' ? `'${value}'` : String(value);
      expect(() => made({ link: { [name]: value } })).toThrow(`options.link.${name}: ${shown} is not ${wanted}`);
    }
  });

  test('with a name that there is not is told with those that there are', () => {
    expect(() => made({ link: { valueOf: 1 } })).toThrow(
      'options.link.valueOf: there is no such setting; known are latency, jitter, loss, bandwidth, segment',
    );
  });
});

describe('memory', () => {
  /** An object in an object, and so on. */
  function nested(levels: number, wrap: (inner: unknown) => unknown = (inner) => ({ inner })): object {
    let value: unknown = 1;
    for (let level = 0; level < levels; level += 1) value = wrap(value);
    return value as object;
  }

  test('is at most 32 levels deep, whatever they are made of', () => {
    const wraps = [
      (inner: unknown) => ({ inner }),
      (inner: unknown) => [inner],
      (inner: unknown) => new Map([['key', inner]]),
      (inner: unknown) => new Set([inner]),
    ];
    for (const wrap of wraps) {
      // A map has its entries between itself and what is in it.
      const levels = wrap(1) instanceof Map ? 15 : 31;
      expect(() => made({ memory: { a: nested(levels, wrap) } })).not.toThrow();
      expect(() => made({ memory: { a: nested(levels + 1, wrap) } })).toThrow(
        'options.memory: an object is not an object with plain data, at most 32 levels deep',
      );
    }
  });

  test('is checked as deep as each shared part lies', () => {
    const shared = nested(20);
    expect(() => made({ memory: { a: shared, b: { c: shared } } })).not.toThrow();
    expect(() =>
      made({ memory: { a: shared, b: nested(12, (inner) => ({ inner: inner === 1 ? shared : inner })) } }),
    ).toThrow('options.memory');
  });

  test('may have bytes, which are not looked into', () => {
    const bytes = new Uint8Array(1_000_000);
    const { memory } = made({ memory: { bytes, deep: nested(30, (inner) => [inner === 1 ? bytes : inner]) } }).options;
    expect(memory?.['bytes']).toBe(bytes);
  });

  test.each([[[]], [new Map()], [new Set()], [5], [null], ['text'], [() => 1]])('is an object: not %s', (memory) => {
    expect(() => made({ memory })).toThrow(' is not an object with plain data, at most 32 levels deep');
  });
});

test('a wrong value is named, and cut when it is long', () => {
  const told = (value: unknown): string => {
    try {
      made({ port: value });
      return 'nothing';
    } catch (error) {
      return (error as Error).message.replace('options.port: ', '').replace(' is not an integer from 0 to 65535', '');
    }
  };
  expect(told('x'.repeat(60))).toBe(`'${'x'.repeat(60)}'`);
  expect(told('x'.repeat(61))).toBe(`'${'x'.repeat(60)}…'`);
  expect(told(function open() {})).toBe('function open');
  expect(
    told(
      (
        () => () =>
          1
      )(),
    ),
  ).toBe('function without a name');
  expect(told([1, 2])).toBe('an array of 2');
  expect(told(Promise.resolve(1))).toBe('a promise');
  expect(told({})).toBe('an object');
  expect(told(null)).toBe('null');
  expect(told(12n)).toBe('12');
  expect(told(Symbol('s'))).toBe('Symbol(s)');
  expect(told(true)).toBe('true');
});

test('an array, null or an app in place of options is told how to write them', () => {
  expect(() => new Machine([] as never)).toThrow(
    new TypeError('options: an array of 0 is not an object with options of Machine'),
  );
  expect(() => new Machine(null as never)).toThrow('options: null is not an object with options of Machine');
  expect(() => new Machine(app as never)).toThrow(/with options of Machine; write new Machine\(\{ app \}\)$/);
  expect(() => new Machine({})).toThrow('options.app: undefined is not a WSGI app; the server has nothing to serve');
  expect(() => made({ hasOwnProperty: 1 })).toThrow(
    'options.hasOwnProperty: there is no such option; known are app, server, host, port, processes, handler, ' +
      'passthroughErrors, program, seed, order, epoch, trace, limits, link, memory, lostUpdates',
  );
});
