/**
 * Random runs of machines with tight limits: buffers of a few bytes, segments of a few, lost segments, no latency,
 * clients that send more while earlier bytes still wait. Each is determined by one number; `checkRun` requires that it
 * replays, wherever it is stopped or sought.
 */
import { isDeepStrictEqual } from 'node:util';
import { Machine, PRESETS } from '../../src/index.ts';
import type { LinkSettings, ScenarioInput } from '../../src/index.ts';
import { Random } from '../../src/kernel/sched/random.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { create } from '../../src/python/classes.ts';
import { HTTPServer, ThreadingHTTPServer } from '../../src/stdlib/http/server.ts';
import {
  ForkingTCPServer,
  ForkingUDPServer,
  TCPServer,
  ThreadingTCPServer,
  ThreadingUDPServer,
  ThreadingUnixStreamServer,
  UDPServer,
  UnixDatagramServer,
} from '../../src/stdlib/socketserver.ts';
import { HANDLERS } from '../oracle/apps/table.ts';
import { ACTS, perform, replayPiecewise, MOVES } from './actions.ts';
import type { Action } from './actions.ts';

const WSGI = ['base', 'threaded', 'forking'] as const;
const ADDRESS = ['127.0.0.1', 5000] as const;
const PATH = '/run/server.sock';
/** Servers that a machine runs as its program, their addresses, and their handlers. */
const PROGRAMS = {
  http: [HTTPServer, ADDRESS, 'KeepAliveHandler'],
  http_threading: [ThreadingHTTPServer, ADDRESS, 'BufferedHandler'],
  tcp: [TCPServer, ADDRESS, 'EchoLines'],
  tcp_threading: [ThreadingTCPServer, ADDRESS, 'EchoLinesSmallRead'],
  tcp_forking: [ForkingTCPServer, ADDRESS, 'EchoRaw'],
  udp: [UDPServer, ADDRESS, 'DatagramEcho'],
  udp_threading: [ThreadingUDPServer, ADDRESS, 'DatagramEcho'],
  udp_forking: [ForkingUDPServer, ADDRESS, 'DatagramEcho'],
  unix_threading: [ThreadingUnixStreamServer, PATH, 'EchoLines'],
  unix_datagram: [UnixDatagramServer, PATH, 'DatagramEcho'],
} as const;

export type RunKind = (typeof WSGI)[number] | keyof typeof PROGRAMS;
export const RUN_KINDS: readonly RunKind[] = [...WSGI, ...(Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[])];

const TEXTS = [
  'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET',
  ' / HTTP/1.0\r\n\r\n',
  'POST / HTTP/1.0\r\n',
  'line\n',
  '\r\n',
];
/** The latest end of a run, in virtual seconds, and the most turns of its threads. */
const LATEST = 100;
const MOST_TURNS = 3000;
const MOST_ACTIONS = 14;

/** What is wrong with a run. */
export class RunError extends Error {}

const seedOf = (number: number): Random => new Random(Math.imul(number + 1, 0x9e3779b1) ^ 0x6c697665);

function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[random.below(values.length)] as T;
}

function linkOf(random: Random): LinkSettings {
  if (random.next() < 0.25) return {};
  return {
    latency: random.next() < 0.6 ? 0 : random.below(3000) / 1_000_000,
    ...(random.next() < 0.3 ? { jitter: random.below(2000) / 1_000_000 } : {}),
    ...(random.next() < 0.5 ? { loss: random.next() / 2 } : {}),
    ...(random.next() < 0.3 ? { bandwidth: 1 + random.below(5000) } : {}),
    ...(random.next() < 0.8 ? { segment: 1 + random.below(6) } : {}),
  };
}

function optionsOf(random: Random) {
  return {
    seed: random.below(1000),
    order: oneOf(random, ['round-robin', 'random', 'adversarial', 'chosen'] as const),
    limits: {
      receiveBuffer: 1 + random.below(16),
      ...(random.next() < 0.6 ? { sendBuffer: 1 + random.below(16) } : {}),
    },
  };
}

/** Inputs that are planned from the beginning: some as soon as the machine is idle, some at a step, some at a time. */
function inputsOf(random: Random): ScenarioInput[] {
  const clients = 1 + random.below(3);
  const inputs: ScenarioInput[] = Array.from({ length: clients }, (_, client) => ({ client, do: 'connect' }));
  let [step, time] = [0, 0];
  for (let count = random.below(6); count > 0; count -= 1) {
    const client = random.below(clients);
    step += random.below(150);
    time += random.below(4) * 200_000;
    const seconds = time / 1_000_000;
    const place = oneOf(random, [{}, { step }, { time: seconds }, { step, time: seconds }]);
    const leaving = random.next() < 0.2 ? oneOf(random, ['shutdownWrite', 'close', 'reset'] as const) : undefined;
    if (leaving === undefined) inputs.push({ client, do: 'send', data: oneOf(random, TEXTS), ...place });
    else inputs.push({ client, do: leaving, ...place });
  }
  return inputs;
}

const actionOf = (random: Random): Action => ({
  go: random.next() < 0.5 ? oneOf(random, MOVES) : oneOf(random, [...ACTS, 'send', 'send', 'later'] as const),
  by: random.below(400),
});

function programOf(kind: keyof typeof PROGRAMS): () => Sys<void> {
  const [Server, address, handler] = PROGRAMS[kind];
  return function* () {
    const server = yield* create(Server, address as never, HANDLERS[handler] as never);
    yield* server.serveForever();
  };
}

/** The kind of server of a run, by its number. */
export const kindOf = (number: number): RunKind =>
  number % 4 === 3
    ? (RUN_KINDS[WSGI.length + ((number >> 2) % (RUN_KINDS.length - WSGI.length))] as RunKind)
    : (WSGI[number % 4] as RunKind);

/** The machine of a run, after all its actions. */
export function randomRun(number: number): Machine {
  const random = seedOf(number);
  const kind = kindOf(number);
  const options = optionsOf(random);
  const link = linkOf(random);
  let machine: Machine;
  if (kind === 'base' || kind === 'threaded' || kind === 'forking') {
    const app = {
      preset: oneOf(
        random,
        PRESETS.filter(({ isDatagram }) => isDatagram !== true),
      ).name,
    };
    const host = random.next() < 0.1 ? { host: `unix://${PATH}` } : {};
    const server = { ...options, ...host, server: kind };
    machine = Machine.from({ version: 3, app, options: server, inputs: inputsOf(random), link });
  } else {
    machine = new Machine({ ...options, link, program: programOf(kind) });
    machine.run();
    const isDatagram = /udp|datagram/.test(kind);
    for (let count = random.below(3); count >= 0; count -= 1) {
      if (isDatagram) machine.datagrams();
      else machine.connect();
    }
  }
  for (let count = random.below(MOST_ACTIONS); count > 0; count -= 1) {
    machine = perform(machine, actionOf(random));
    if (machine.time > LATEST) break;
  }
  if (machine.options.order === 'chosen') machine.asksForChoices = false;
  if (random.next() < 0.5) machine.run({ until: Math.min(machine.time + 3, LATEST * 2), resumptions: MOST_TURNS });
  return machine;
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new RunError(what);
}

function demandSame(one: Machine, other: Machine, length: number, what: string): void {
  for (let step = 0; step < length; step += 1) {
    const [mine, its] = [one.trace.step(step), step < other.trace.length ? other.trace.step(step) : undefined];
    if (isDeepStrictEqual(mine, its)) continue;
    throw new RunError(`${what}: step ${step} of ${length} is ${JSON.stringify(its)}, not ${JSON.stringify(mine)}`);
  }
}

/** Replays the machine from its own scenario, stopped at random. */
function checkReplay(machine: Machine, random: Random): void {
  const again = Machine.from(JSON.parse(JSON.stringify(machine.scenario)));
  const { length } = machine.trace;
  const ways = Array.from({ length: random.below(25) }, () => random.below(1000));
  replayPiecewise(again, ways, length, machine.time);
  demandSame(machine, again, length, 'replayed');
  if (again.trace.length === length) demand(again.trace.hash() === machine.trace.hash(), 'replayed: another hash');
  const inputs = again.inputs.slice(0, machine.inputs.length);
  demand(isDeepStrictEqual(inputs, machine.inputs), 'replayed: its inputs are placed elsewhere');
  machine.run({ resumptions: MOST_TURNS });
  again.run({ resumptions: MOST_TURNS });
  demandSame(machine, again, Math.min(machine.trace.length, again.trace.length), 'both going on');
}

/** The shown past is what happened. */
function checkPast(machine: Machine, random: Random): void {
  const isData = machine.given.program === undefined;
  for (let count = 0; count < 3; count += 1) {
    const step = random.below(machine.trace.length);
    const sought = machine.seek(step);
    const branch = machine.branch(step);
    demand(isDeepStrictEqual(branch.snapshot(), sought), `step ${step}: a branch shows something else than seek`);
    if (!isData) continue;
    const fresh = Machine.from(machine.scenario).runTo(step);
    // A fresh machine is idle unless it was told to let more time pass.
    if (fresh.step === step) demand(isDeepStrictEqual(fresh, sought), `step ${step}: seek shows something else`);
  }
}

/** A branch without other inputs continues the same, and replays too. */
function checkBranch(machine: Machine, random: Random): void {
  const step = random.below(machine.trace.length);
  const branch = machine.branch(step);
  const later = [...machine.inputs, ...machine.choices.decided].map((thing) => thing.step).filter((at) => at >= step);
  branch.run({ resumptions: MOST_TURNS });
  const end = Math.min(...later, machine.trace.length, branch.trace.length);
  demandSame(machine, branch, end, `a branch at step ${step}`);
  const client = branch.clients.find(({ isUsable, keyboard }) => isUsable && keyboard.ended === undefined);
  client?.send('GET / HTTP/1.0\r\n\r\n');
  branch.run({ resumptions: MOST_TURNS });
  demandSame(branch, branch.branch(branch.trace.length), branch.trace.length, `a branch of a branch at step ${step}`);
}

/** Performs the run of a number, and checks its properties. Throws RunError, or the machine's error. */
export function checkRun(number: number): void {
  const machine = randomRun(number);
  const random = seedOf(~number);
  if (machine.trace.length === 0) return;
  if (machine.given.program === undefined) checkReplay(machine, random);
  else machine.branch(machine.trace.length);
  checkPast(machine, random);
  checkBranch(machine, random);
}
