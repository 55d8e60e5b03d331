/**
 * `npm run bench [-- --rounds N --requests N]`: what the app `hello` costs in the machine, without and with the trace,
 * beside node:http on in-memory streams. Each request has a connection of its own. Then what a long log costs: to
 * replay it, and to keep it.
 *
 * Time is processor time of this process, which a busy computer disturbs less than the clock on the wall. All arms take
 * turns in each round, so that what disturbs hits all of them; ratios are taken within a round, and of them the median.
 */
import { createServer } from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Machine, Request, Response } from '../../../src/index.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
const BODY = '{"code": 0, "msg": "success"}';
/** Rounds before those that count, in which the engine compiles. */
const WARM_UP = 3;
const LONG_LOG = 100_000;

const { values: given } = parseArgs({
  options: { rounds: { type: 'string', default: '25' }, requests: { type: 'string', default: '300' } },
});
const rounds = count('rounds', given.rounds);
const requests = count('requests', given.requests);

function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new TypeError(`--${option}: '${text}' is not a positive integer`);
  return value;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

const hello = Request.application(() => new Response(BODY));

/** A machine that has started. */
function started(trace: boolean): Machine {
  const machine = new Machine({ app: hello, server: 'base', trace });
  machine.run();
  return machine;
}

/** One request from connect to close. */
function serve(machine: Machine): void {
  const client = machine.connect();
  client.send(REQUEST);
  machine.run();
  check(client.received);
  client.close();
  machine.run();
}

function inMachine(trace: boolean): Machine {
  const machine = started(trace);
  for (let request = 0; request < requests; request += 1) serve(machine);
  return machine;
}

const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': BODY.length });
  response.end(BODY);
});

async function inNode(): Promise<void> {
  for (let request = 0; request < requests; request += 1) {
    const [near, far] = duplexPair();
    server.emit('connection', far);
    near.write(REQUEST, 'latin1');
    // One connection after the other, as in the machine.
    // oxlint-disable-next-line no-await-in-loop
    check(await received(near));
  }
}

function received(stream: Duplex): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.setEncoding('latin1');
    stream.on('data', (chunk: string) => {
      text += chunk;
    });
    stream.on('end', () => {
      resolve(text);
      stream.end();
    });
    stream.on('error', reject);
  });
}

function check(answer: string): void {
  if (!answer.endsWith(BODY) || !/^HTTP\/1\.[01] 200 /.test(answer)) {
    throw new Error(`not the answer of hello: ${JSON.stringify(answer)}`);
  }
}

/** Microseconds of processor time for one of the things that an arm does; it answers how many it did. */
async function microsOf(arm: () => number | Promise<number>): Promise<number> {
  // So that no arm clears away what another one has left. A full collection would throw away compiled code too.
  collect({ type: 'minor' });
  const start = process.cpuUsage();
  const things = await arm();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / things;
}

const arms = {
  'node:http on a Duplex pair': async () => {
    await inNode();
    return requests;
  },
  'machine, trace off': () => {
    inMachine(false);
    return requests;
  },
  'machine, trace on': () => {
    inMachine(true);
    return requests;
  },
} as const;
type Arm = keyof typeof arms;
const names = Object.keys(arms) as Arm[];
const micros = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Arm, number[]>;
/** For a replayed step, when the log of a machine is gone through up to its last step. */
const again: number[] = [];
const example = inMachine(true);

/* oxlint-disable no-await-in-loop -- the arms must not run at the same time */
for (let round = -WARM_UP; round < rounds; round += 1) {
  for (const name of names) {
    const each = await microsOf(arms[name]);
    if (round >= 0) micros[name].push(each);
  }
}
for (let round = -WARM_UP; round < rounds; round += 1) {
  const machine = inMachine(true);
  const each = await microsOf(() => {
    // The last but one: at the end of its log a machine is itself.
    machine.seek(machine.trace.length - 1);
    return machine.trace.length - 1;
  });
  if (round >= 0) again.push(each);
}
/* oxlint-enable no-await-in-loop */

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return ((sorted[middle] ?? NaN) + (sorted[sorted.length - 1 - middle] ?? NaN)) / 2;
}

/**
 * Bytes that a long log keeps for each of its steps: what a machine with a log has grown by, less what the same one
 * without has.
 */
function bytesPerStep(): number {
  const used = (): number => {
    // The memory of byte arrays is given back one collection later.
    for (let time = 0; time < 3; time += 1) collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const machines = [started(false), started(true)] as const;
  const sizes = [used()];
  const served = Math.ceil(LONG_LOG / stepsPerRequest);
  for (const machine of machines) {
    for (let request = 0; request < served; request += 1) serve(machine);
    sizes.push(used());
  }
  const [atFirst = NaN, afterOne = NaN, afterBoth = NaN] = sizes;
  // The list is used last, so that both machines are still there.
  const [, withLog] = machines;
  return (afterBoth - afterOne - (afterOne - atFirst)) / withLog.trace.length;
}

const stepsPerRequest = example.trace.length / requests;
const perSecond = (value: number): string => Math.round(1e6 / value).toLocaleString('en-US');
console.log(`app hello, ${requests} requests in each of ${rounds} rounds, Node ${process.version}\n`);
console.log(`processor time in µs${' '.repeat(10)}median    least    per second`);
const row = (name: string, times: readonly number[]): string => {
  const [middle, least] = [median(times), Math.min(...times)];
  const figures = [middle.toFixed(2).padStart(8), least.toFixed(2).padStart(8), perSecond(middle).padStart(12)];
  return `${name.padEnd(28)}${figures.join(' ')}`;
};
for (const name of names) console.log(row(name, micros[name]));
console.log(row('a replayed step', again));

const ratio = (of: Arm, to: Arm): string => {
  const least = Math.min(...micros[of]) / Math.min(...micros[to]);
  const within = micros[of].map((value, round) => value / (micros[to][round] ?? NaN));
  return `${median(within).toFixed(2)}  (of the least times: ${least.toFixed(2)})`;
};
console.log(`\ntime with trace to time without   ${ratio('machine, trace on', 'machine, trace off')}`);
console.log(`trace off to node:http            ${ratio('machine, trace off', 'node:http on a Duplex pair')}`);
console.log(`steps per request                 ${stepsPerRequest.toFixed(0)}`);
console.log(`bytes of the log per step         ${bytesPerStep().toFixed(0)}`);
