/**
 * Every public entry, called with unlikely values: it returns a result, or throws an error of ours that names what is
 * wrong. It never hangs, never throws an obscure error of the engine, and the machine serves as before.
 */
import { describe, expect, test } from 'vitest';
import {
  alignTraces,
  blocking,
  Branches,
  create,
  cutScenario,
  datagramAnswer,
  datagramApp,
  decodeLatin1,
  decodeUtf8,
  diffTraces,
  dumps,
  encodeLatin1,
  encodeUtf8,
  explore,
  exploreStepwise,
  firstDifference,
  freshApp,
  jsonDepth,
  replay,
  replayAs,
  loads,
  Machine,
  opensClient,
  parseScenario,
  preset,
  readScenario,
  repr,
  Request,
  Response,
  speaksDatagrams,
  Trace,
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

function usedMachine(): Machine {
  const machine = new Machine({ app, server: 'threaded' });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  return machine;
}

/** A call that changes a machine, or could. */
type Use = (machine: Machine, value: never) => unknown;
/** A call that involves no machine of the test. */
type Apart = (value: never) => unknown;

const option =
  (name: string): Apart =>
  (value) =>
    new Machine({ app, [name]: value }).run();

const within =
  (name: string, key: string): Apart =>
  (value) =>
    new Machine({ app, [name]: { [key]: value } }).run();

/** Entries that take a machine, or part of one. */
const ENTRIES: Readonly<Record<string, Use>> = {
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
  'Machine.from(s, x)': (machine, value) => Machine.from(machine.scenario, value),
  cutScenario: (machine, value) => cutScenario(machine.scenario, value),
  replay: (machine, value) => replay(machine.scenario, value),
  replayAs: (machine, value) => replayAs(machine, value),
  'replayAs({ steps })': (machine, value) => replayAs(machine, 'threaded', { steps: value }),
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
  'readScenario({ memory })': (machine, value) => readScenario({ ...machine.scenario, options: { memory: value } }),
  'readScenario({ inputs })': (machine, value) => readScenario({ ...machine.scenario, inputs: value }),
  'readScenario({ version })': (machine, value) => readScenario({ ...machine.scenario, version: value }),
  'cutScenario(x)': (machine, value) => cutScenario(value, machine.trace.length),
  'trace.event': (machine, value) => machine.trace.event(value),
  'trace.step': (machine, value) => machine.trace.step(value),
  'trace.steps': (machine, value) => machine.trace.steps(value),
  'trace.steps(0, x)': (machine, value) => machine.trace.steps(0, value),
  'firstDifference(x)': (machine, value) => firstDifference(value, machine.trace),
  'exploreStepwise(s, x)': (machine, value) => exploreStepwise(machine.scenario, value).next(),
  'Branches.get': (machine, value) => new Branches(machine.scenario).get(value),
  'Branches.go': (machine, value) => new Branches(machine.scenario).go(value),
  'Branches.rename': (machine, value) => new Branches(machine.scenario).rename(1, value),
  'Branches.rename(x)': (machine, value) => new Branches(machine.scenario).rename(value, 'name'),
  'Branches.remove': (machine, value) => new Branches(machine.scenario).remove(value),
  'Branches.children': (machine, value) => new Branches(machine.scenario).children(value),
  'Branches.siblings': (machine, value) => new Branches(machine.scenario).siblings(value),
  'Branches.path': (machine, value) => new Branches(machine.scenario).path(value),
  'Branches.leave': ({ scenario }, value) => new Branches(scenario).leave(value, scenario, scenario),
};

/** Entries that take only a value. */
const ENTRIES_APART: Readonly<Record<string, Apart>> = {
  'new Machine(x)': (value) => new Machine(value).run(),
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
  'Machine.from': (value) => Machine.from(value).run(),
  readScenario: (value) => readScenario(value),
  parseScenario: (value) => parseScenario(value),
  'replayAs(x)': (value) => replayAs(value, 'base'),
  freshApp: (value) => freshApp(value),
  preset: (value) => preset(value),
  explore: (value) => explore(value, { invariants: {} }),
  'new Branches': (value) => new Branches(value),
  'replay(x)': (value) => replay(value),
  'explore stepwise': (value) => exploreStepwise(value, { invariants: {} }).next(),
  'Branches.fromData': (value) => Branches.fromData(value),
  'new Trace': (value) => new Trace(value).isKept,
  jsonDepth: (value) => jsonDepth(value),
  datagramApp: (value) => datagramApp(value),
  datagramAnswer: (value) => datagramAnswer(value),
  opensClient: (value) => opensClient(value),
  'opensClient({ command })': (value) => opensClient({ command: value }),
  speaksDatagrams: (value) => speaksDatagrams(value),
  blocking: (value) => blocking(value),
  'Request.application': (value) => Request.application(value),
  'new Request': (value) => new Request(value),
  'new Request({}, x)': (value) => new Request({}, value),
  'new Response': (value) => new Response(value),
  "new Response('', x)": (value) => new Response('', value),
  decodeLatin1: (value) => decodeLatin1(value),
  decodeUtf8: (value) => decodeUtf8(value),
  'decodeUtf8(b, x)': (value) => decodeUtf8(Uint8Array.of(0xff), value),
  encodeLatin1: (value) => encodeLatin1(value),
  'encodeLatin1(s, x)': (value) => encodeLatin1('\u0100', value),
  encodeUtf8: (value) => encodeUtf8(value),
  'encodeUtf8(s, x)': (value) => encodeUtf8('\ud800', value),
  create: (value) => create(value).next(),
  // A shared value is written each time, as in Python: 26 levels would fill the memory.
  dumps: (value) => value !== shared && dumps(value),
  'dumps([x])': (value) => value !== shared && dumps([1, value]),
  'dumps(1, x)': (value) => dumps(1, value),
  'dumps({ separators })': (value) => dumps([1, 2], { separators: value }),
  'dumps({ fallback })': (value) => dumps(() => 1, { fallback: value }),
  loads: (value) => loads(value),
  repr: (value) => repr(value),
};

/** V8's messages for unexpected values. */
const RIDDLE =
  /Cannot (read|convert|set|mix|destructure|access|use|perform)|is not (iterable|a function|a constructor|an object|defined)|undefined \(|Invalid (array|typed array|time)|Maximum call stack|BigInt|must be|Reduce of|heap/i;

/** What is wrong with an error: ours begin with the place, or say what is expected. */
function faultOf(error: unknown): string | undefined {
  if (error instanceof BaseException) return undefined;
  if (!(error instanceof Error)) return 'no error was thrown, but something else';
  const isOurs = ['SchemaError', 'TypeError', 'RangeError', 'Error'].includes(error.name);
  if (isOurs && (/^[\w$.[\]()]+: /.test(error.message) || !RIDDLE.test(error.message))) return undefined;
  return String(error.stack).split('\n').slice(0, 3).join(' | ');
}

/** Whether a machine still serves, unless its plans prevent it or its server has ended. */
function afterwards(machine: Machine): string | undefined {
  machine.breakpoints.clear();
  if (machine.planned.length > 0 || !machine.serverProcess.isAlive) return undefined;
  const client = machine.connect();
  client.send('GET / HTTP/1.0\r\n\r\n');
  const { panic } = machine.run();
  if (panic !== undefined) return `afterwards a panic: ${panic.message}`;
  return client.received.includes('200 OK') ? undefined : 'afterwards the machine answers nothing';
}

/** Tries a call; returns what is wrong with the rejection of the value, and whether it was accepted. */
function attempt(use: () => unknown): { readonly isTaken: boolean; readonly fault: string | undefined } {
  try {
    use();
    return { isTaken: true, fault: undefined };
  } catch (error) {
    return { isTaken: false, fault: faultOf(error) };
  }
}

const named = (name: string, fault: string | undefined): string[] => (fault === undefined ? [] : [`${name}: ${fault}`]);

describe.each(Object.entries(ENTRIES))('%s', (_, use) => {
  test('accepts unlikely values, or says what is wrong with them', () => {
    const faults: string[] = [];
    let machine = usedMachine();
    for (const [name, value] of Object.entries(VALUES)) {
      const { isTaken, fault } = attempt(() => use(machine, value as never));
      faults.push(...named(name, fault), ...named(name, afterwards(machine)));
      // A rejected value has no effect: the same machine continues.
      if (isTaken) machine = usedMachine();
    }
    expect(faults).toEqual([]);
  });
});

describe('without a machine', () => {
  // A machine that no entry gets: it serves after each entry.
  const bystander = usedMachine();

  test.each(Object.entries(ENTRIES_APART))('%s accepts unlikely values, or says what is wrong with them', (_, use) => {
    const faults = Object.entries(VALUES).flatMap(([name, value]) =>
      named(name, attempt(() => use(value as never)).fault),
    );
    faults.push(...named('all', afterwards(bystander)));
    expect(faults).toEqual([]);
  });
});
