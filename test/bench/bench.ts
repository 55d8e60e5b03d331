/**
 * `npm run bench [-- --rounds N --requests N]`: requests per second of the app `hello`, in the machine without and with
 * the trace, beside node:http on in-memory streams. Each request has a connection of its own. The arms take turns, so
 * that what else the machine does hits all of them; what is printed are medians over the rounds.
 */
import { createServer } from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import { parseArgs } from 'node:util';
import { Machine, Request, Response } from '../../src/index.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
const BODY = '{"code": 0, "msg": "success"}';

const { values: given } = parseArgs({
  options: { rounds: { type: 'string', default: '11' }, requests: { type: 'string', default: '400' } },
});
const rounds = count('rounds', given.rounds);
const requests = count('requests', given.requests);

function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new TypeError(`--${option}: '${text}' is not a positive integer`);
  return value;
}

const hello = Request.application(() => new Response(BODY));

let stepsPerRequest = 0;

/** Serves the requests in a fresh machine, one after the other. */
function inMachine(trace: boolean): void {
  const machine = new Machine({ app: hello, server: 'base', trace });
  machine.run();
  const stepsBefore = machine.trace.length;
  for (let request = 0; request < requests; request += 1) {
    const client = machine.connect();
    client.send(REQUEST);
    machine.run();
    check(client.received);
    client.close();
  }
  machine.run();
  if (trace) stepsPerRequest = (machine.trace.length - stepsBefore) / requests;
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

const arms = {
  'node:http on a Duplex pair': inNode,
  'machine, trace off': () => inMachine(false),
  'machine, trace on': () => inMachine(true),
} as const;
type Arm = keyof typeof arms;
const names = Object.keys(arms) as Arm[];

const rates: Record<Arm, number[]> = {
  'node:http on a Duplex pair': [],
  'machine, trace off': [],
  'machine, trace on': [],
};

/* oxlint-disable no-await-in-loop -- the arms must not run at the same time */
for (let round = 0; round <= rounds; round += 1) {
  for (const name of names) {
    const start = performance.now();
    await arms[name]();
    const seconds = (performance.now() - start) / 1000;
    // The first round warms up.
    if (round > 0) rates[name].push(requests / seconds);
  }
}
/* oxlint-enable no-await-in-loop */

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return ((sorted[middle] ?? NaN) + (sorted[sorted.length - 1 - middle] ?? NaN)) / 2;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US').padStart(10);
console.log(`app hello, ${requests} requests in each of ${rounds} rounds, Node ${process.version}\n`);
console.log(`${' '.repeat(28)}    median    lowest   highest  requests per second`);
for (const name of names) {
  const all = rates[name];
  console.log(`${name.padEnd(28)}${whole(median(all))}${whole(Math.min(...all))}${whole(Math.max(...all))}`);
}

/** The median of the ratios of arms that ran in the same round: steadier than the ratio of the medians. */
const ratio = (of: Arm, to: Arm): string =>
  median(rates[of].map((rate, round) => rate / (rates[to][round] ?? NaN))).toFixed(2);
const off: Arm = 'machine, trace off';
const on: Arm = 'machine, trace on';
console.log(`\nmachine, trace off, to node:http  ${ratio(off, 'node:http on a Duplex pair')}`);
console.log(`time with trace to time without   ${ratio(off, on)}`);
console.log(`steps per request                 ${stepsPerRequest.toFixed(0)}`);
