/**
 * Every public entry, tried with values that nobody means: it answers something, or throws an error of ours that names what is wrong. It
 * never hangs, never throws an engine's riddle, and the machine serves as before.
 */
import { describe, expect, test } from 'vitest';
import {
  alignTraces,
  Branches,
  cutScenario,
  diffTraces,
  explore,
  firstDifference,
  freshApp,
  live,
  liveAs,
  Machine,
  parseScenario,
  preset,
  readScenario,
} from '../../src/index.ts';
import type { WsgiApp } from '../../src/index.ts';
import { BaseException } from '../../src/python/errors.ts';

const ring: unknown[] = [];
ring.push(ring, { ring });
const holes: unknown[] = [];
holes[3] = 1;
let shared: unknown = 1;
for (let level = 0; level < 26; level += 1) shared = { left: shared, right: shared };
const trap = (): never => {
  throw new Error('trap');
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

const VALUES: Readonly<Record<string, unknown>> = {
  NaN: NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
  '-0': -0,
  '-1': -1,
  '0.5': 0.5,
  '2**53': 2 ** 53,
  '1e300': 1e300,
  'a BigInt': 5n,
  'a symbol': Symbol('s'),
  'an empty text': '',
  'a text': 'x',
  'a number as text': '1',
  null: null,
  true: true,
  'a list': [],
  'a list with holes': holes,
  'a cyclic list': ring,
  'a record': {},
  'an unknown key': { constructor: 1 },
  'shared records': shared,
  'a map': new Map([[1, 2]]),
  'a date': new Date(0),
  'a function': () => 5,
  'a class': class Odd {},
  'a revoked proxy': revoked,
  'a proxy that throws': new Proxy({}, { ownKeys: trap, get: trap, has: trap, getPrototypeOf: trap }),
  'an object without a prototype': Object.create(null),
};

const app = preset('hello')?.app as WsgiApp;

function lived(): Machine {
  const machine = new Machine({ app, server: 'threaded' });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  return machine;
}

type Use = (machine: Machine, value: never) => unknown;

const option =
  (name: string): Use =>
  (_, value) =>
    new Machine({ app, [name]: value }).run();

const within =
  (name: string, key: string): Use =>
  (_, value) =>
    new Machine({ app, [name]: { [key]: value } }).run();

const ENTRIES: Readonly<Record<string, Use>> = {
  'new Machine(x)': (_, value) => new Machine(value).run(),
  ...Object.fromEntries(
    ['app', 'server', 'host', 'port', 'processes', 'handler', 'passthroughErrors', 'program'].map((name) => [
      `option ${name}`,
      option(name),
    ]),
  ),
  ...Object.fromEntries(
    ['seed', 'order', 'epoch', 'trace', 'limits', 'link', 'memory'].map((name) => [`option ${name}`, option(name)]),
  ),
  ...Object.fromEntries(
    ['descriptors', 'threads', 'processes', 'backlog', 'datagrams', 'pipeBuffer', 'receiveBuffer', 'sendBuffer'].map(
      (key) => [`limits.${key}`, within('limits', key)],
    ),
  ),
  ...Object.fromEntries(
    ['latency', 'jitter', 'loss', 'bandwidth', 'segment'].map((key) => [`link.${key}`, within('link', key)]),
  ),
  'run(x)': (machine, value) => machine.run(value),
  'run({ until })': (machine, value) => machine.run({ until: value }),
  'run({ calls })': (machine, value) => machine.run({ calls: value }),
  'run({ resumptions })': (machine, value) => machine.run({ resumptions: value }),
  runTo: (machine, value) => machine.runTo(value),
  seek: (machine, value) => machine.seek(value),
  branch: (machine, value) => machine.branch(value),
  'branch(0, x)': (machine, value) => machine.branch(0, value),
  stepInto: (machine, value) => machine.stepInto(value),
  stepOver: (machine, value) => machine.stepOver(value),
  stepOut: (machine, value) => machine.stepOut(value),
  inject: (machine, value) => machine.inject(value),
  'inject({ do })': (machine, value) => machine.inject({ do: value, client: 0 }),
  'inject({ data })': (machine, value) => machine.inject({ do: 'send', client: 0, data: value }),
  later: (machine, value) => machine.later(value),
  'later({ time })': (machine, value) => machine.later({ do: 'interrupt', time: value }),
  'later({ step })': (machine, value) => machine.later({ do: 'interrupt', step: value }),
  'later({ client })': (machine, value) => machine.later({ do: 'close', client: value }),
  cancel: (machine, value) => machine.cancel(value),
  choose: (machine, value) => machine.choose(value),
  asksForChoices: (machine, value) => (machine.asksForChoices = value),
  shownClients: (machine, value) => (machine.shownClients = value),
  prepareToSeek: (machine, value) => machine.prepareToSeek(value),
  connect: (machine, value) => (machine.connect as (value: unknown) => unknown)(value),
  send: (machine, value) => machine.connect().send(value),
  'breakpoints.add': (machine, value) => machine.breakpoints.add(value),
  'breakpoints.add({ bytes })': (machine, value) => machine.breakpoints.add({ bytes: value }),
  'breakpoints.add({ pattern })': (machine, value) => machine.breakpoints.add({ pattern: value }),
  'breakpoints.add({ call })': (machine, value) => machine.breakpoints.add({ call: value }),
  'breakpoints.add({ thread })': (machine, value) => machine.breakpoints.add({ syscall: 'poll', thread: value }),
  'breakpoints.add({ client })': (machine, value) => machine.breakpoints.add({ syscall: 'poll', client: value }),
  'breakpoints.remove': (machine, value) => machine.breakpoints.remove(value),
  'Machine.from': (_, value) => Machine.from(value).run(),
  'Machine.from(s, x)': (machine, value) => Machine.from(machine.scenario, value),
  readScenario: (_, value) => readScenario(value),
  'readScenario({ memory })': (machine, value) => readScenario({ ...machine.scenario, options: { memory: value } }),
  'readScenario({ inputs })': (machine, value) => readScenario({ ...machine.scenario, inputs: value }),
  'readScenario({ version })': (machine, value) => readScenario({ ...machine.scenario, version: value }),
  parseScenario: (_, value) => parseScenario(value),
  cutScenario: (machine, value) => cutScenario(machine.scenario, value),
  live: (machine, value) => live(machine.scenario, value),
  liveAs: (machine, value) => liveAs(machine, value),
  'liveAs(x)': (_, value) => liveAs(value, 'base'),
  'liveAs({ steps })': (machine, value) => liveAs(machine, 'threaded', { steps: value }),
  freshApp: (_, value) => freshApp(value),
  preset: (_, value) => preset(value),
  explore: (_, value) => explore(value, { invariants: {} }),
  'explore(s, x)': (machine, value) => explore(machine.scenario, value),
  'explore({ runs })': (machine, value) => explore(machine.scenario, { invariants: {}, departures: 0, runs: value }),
  'explore({ departures })': (machine, value) =>
    explore(machine.scenario, { invariants: {}, runs: 2, departures: value }),
  'explore({ from })': (machine, value) => explore(machine.scenario, { invariants: {}, runs: 2, from: value }),
  diffTraces: (machine, value) => diffTraces(machine.trace, value),
  'diffTraces(…, x)': (machine, value) => diffTraces(machine.trace, machine.trace, value),
  firstDifference: (machine, value) => firstDifference(machine.trace, value),
  alignTraces: (machine, value) => alignTraces(value, machine.trace),
  'alignTraces(…, x)': (machine, value) => alignTraces(machine.trace, machine.trace, value),
  'new Branches': (_, value) => new Branches(value),
};

/** What V8 says when it is handed what code did not expect. */
const RIDDLE =
  /Cannot (read|convert|set|mix|destructure|access|use|perform)|is not (iterable|a function|a constructor|an object|defined)|undefined \(|Invalid (array|typed array|time)|Maximum call stack|BigInt|must be|Reduce of|heap/i;

/** What is wrong with an error: ours begin with the place, or say what is wanted. */
function faultOf(error: unknown): string | undefined {
  if (error instanceof BaseException) return undefined;
  if (!(error instanceof Error)) return 'no error was thrown, but something else';
  const isOurs = ['SchemaError', 'TypeError', 'RangeError', 'Error'].includes(error.name);
  if (isOurs && (/^[\w$.[\]()]+: /.test(error.message) || !RIDDLE.test(error.message))) return undefined;
  return String(error.stack).split('\n').slice(0, 3).join(' | ');
}

/** Whether a machine still serves, unless it has been planned otherwise, or its server has ended. */
function afterwards(machine: Machine): string | undefined {
  machine.breakpoints.clear();
  if (machine.planned.length > 0 || !machine.serverProcess.isAlive) return undefined;
  const client = machine.connect();
  client.send('GET / HTTP/1.0\r\n\r\n');
  const { panic } = machine.run();
  if (panic !== undefined) return `afterwards a panic: ${panic.message}`;
  return client.received.includes('200 OK') ? undefined : 'afterwards the machine answers nothing';
}

describe.each(Object.entries(ENTRIES))('%s', (_, use) => {
  test('takes odd values, or says what is wrong with them', () => {
    const faults: string[] = [];
    let machine = lived();
    for (const [name, value] of Object.entries(VALUES)) {
      let isTaken = true;
      try {
        use(machine, value as never);
      } catch (error) {
        isTaken = false;
        const fault = faultOf(error);
        if (fault !== undefined) faults.push(`${name}: ${fault}`);
      }
      const fault = afterwards(machine);
      if (fault !== undefined) faults.push(`${name}: ${fault}`);
      // What was refused has changed nothing: the same machine goes on.
      if (isTaken) machine = lived();
    }
    expect(faults).toEqual([]);
  });
});
