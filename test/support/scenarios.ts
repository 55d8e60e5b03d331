/**
 * Scenarios made of a number: small ones with all kinds of servers, orders, apps and clients, for tests of determinism.
 */
import { Machine, PRESETS, readScenario } from '../../src/index.ts';
import type { LinkSettings, Scenario, ScenarioInput } from '../../src/index.ts';
import { Random } from '../../src/kernel/sched/random.ts';

const REQUESTS = [
  'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET /a%20b?c=d&c=é HTTP/1.0\r\nX-Header: 1\r\nX-Header: 2\r\n\r\n',
  'HEAD / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n',
  'POST /form HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=1&b=2',
  'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  'GET / HTTP/3.0\r\n\r\n',
  'GET /only\r\n',
  '\r\n',
  '\u0016\u0003\u0001\u0002\u0000',
] as const;

/** The scenario of a seed; the same one every time. */
export function scenarioOfSeed(seed: number): Scenario {
  const random = new Random(seed * 2654435761);
  const one = <T>(values: readonly T[]): T => values[random.below(values.length)] as T;
  const order = one(['round-robin', 'random', 'adversarial', 'chosen'] as const);
  const data = {
    version: 1,
    app: { preset: one(PRESETS.filter(({ isDatagram }) => isDatagram !== true)).name },
    options: {
      server: one(['base', 'threaded', 'forking'] as const),
      order,
      seed,
      epoch: 1_700_000_000 + random.below(100_000_000),
      ...(random.next() < 0.2 ? { limits: { receiveBuffer: 4096, descriptors: 12 } } : {}),
      ...(random.next() < 0.3 ? { memory: { count: random.below(10) } } : {}),
    },
    inputs: inputs(random),
    link: link(seed),
  };
  return order === 'chosen' ? decided(data, random) : readScenario(data);
}

/** Every third scenario has a link of its own. */
function link(seed: number): LinkSettings {
  const random = new Random(seed * 40503 + 1);
  if (random.next() < 0.66) return {};
  return {
    latency: random.below(100_000),
    ...(random.next() < 0.5 ? { jitter: random.below(50_000) } : {}),
    ...(random.next() < 0.5 ? { loss: random.next() / 5 } : {}),
    ...(random.next() < 0.3 ? { bandwidth: 1 + random.below(100_000) } : {}),
    ...(random.next() < 0.5 ? { segment: 1 + random.below(200) } : {}),
  };
}

/**
 * A few clients that send requests whole or in two parts, and leave in different ways, some of it at a time; sometimes
 * Ctrl+C.
 */
function inputs(random: Random): ScenarioInput[] {
  const all: ScenarioInput[] = [];
  let time = 0;
  const clients = 1 + random.below(3);
  for (let client = 0; client < clients; client += 1) all.push({ client, do: 'connect' });
  for (let client = 0; client < clients; client += 1) {
    const request = REQUESTS[random.below(REQUESTS.length)] as string;
    const cut = random.next() < 0.5 ? request.length : random.below(request.length);
    all.push({ client, do: 'send', data: request.slice(0, cut) });
    if (random.next() < 0.3) all.push({ client, do: 'shutdownWrite' });
    else if (cut < request.length) {
      time += random.below(300_000);
      all.push({ client, do: 'send', data: request.slice(cut), time });
    }
  }
  if (random.next() < 0.25) all.push({ do: 'interrupt', time: time + random.below(300_000) });
  // A client that has left accepts no command: leaving comes last.
  for (let client = 0; client < clients; client += 1) {
    if (random.next() < 0.4) all.push({ client, do: random.next() < 0.5 ? 'close' : 'reset' });
  }
  return all;
}

/** Run once, with the threads chosen at random. */
function decided(data: unknown, random: Random): Scenario {
  const machine = Machine.from(data);
  machine.asksForChoices = true;
  while (machine.run().why === 'choice') {
    const { candidates = [] } = machine.choice ?? {};
    const place = random.next() < 0.8 ? 0 : random.below(candidates.length);
    machine.choose(candidates[place]?.tid as number);
  }
  return machine.scenario;
}
