/**
 * Random scenes for properties: what clients do to a server, when, and how the machine runs. fast-check prints the seed
 * of a failing one.
 */
import * as fc from 'fast-check';
import { Machine } from '../../src/machine/machine.ts';
import type { MachineOptions } from '../../src/machine/setup/options.ts';
import type { Client } from '../../src/machine/clients/client.ts';

/** One action of a client, and the milliseconds after it. */
export interface Action {
  readonly client: number;
  readonly what: 'send' | 'shutdownWrite' | 'close' | 'reset';
  /** The part of its request that a `send` sends: this many bytes from where the last one ended. */
  readonly size: number;
  readonly pause: number;
}

export interface Scene {
  readonly options: Pick<MachineOptions, 'server' | 'order' | 'seed' | 'limits'>;
  readonly actions: readonly Action[];
}

export const CLIENTS = 3;

export const servers = fc.constantFrom('base', 'threaded', 'forking');

export const orders = fc.constantFrom('round-robin', 'random', 'adversarial');

/** Ways of running a machine: the order of threads, and buffers from tiny to roomy. */
export const machines: fc.Arbitrary<Scene['options']> = fc.record({
  server: servers,
  order: orders,
  seed: fc.nat(),
  limits: fc.record({
    receiveBuffer: fc.constantFrom(1, 10, 100, 65_536),
    sendBuffer: fc.constantFrom(1, 10, 100, 65_536),
  }),
});

const actions: fc.Arbitrary<Action> = fc.record({
  client: fc.nat({ max: CLIENTS - 1 }),
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('send' as const) },
    { weight: 1, arbitrary: fc.constantFrom('shutdownWrite' as const, 'close' as const, 'reset' as const) },
  ),
  size: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(1000)),
  pause: fc.constantFrom(0, 0, 1, 9, 11, 600),
});

export const scenes: fc.Arbitrary<Scene> = fc.record({
  options: machines,
  actions: fc.array(actions, { maxLength: 14 }),
});

/**
 * Plays a scene: each client sends its request piece by piece. At the end, open clients half-close, receive the rest,
 * and close; unless they stay.
 */
export function play(scene: Scene, machine: Machine, requests: readonly string[], stay = false): Client[] {
  machine.run();
  const clients = requests.map(() => machine.connect());
  const sent = requests.map(() => 0);
  for (const { client: number, what, size, pause } of scene.actions) {
    const client = clients[number];
    if (client === undefined || !client.isUsable) continue;
    if (what === 'send') {
      const from = sent[number] ?? 0;
      const piece = client.keyboard.ended !== undefined ? '' : (requests[number] ?? '').slice(from, from + size);
      sent[number] = from + size;
      if (piece !== '') client.send(piece);
    } else client[what]();
    if (pause > 0) machine.run({ until: machine.time + pause / 1000 });
  }
  machine.run();
  if (stay) return clients;
  for (const client of clients) if (client.isUsable && client.keyboard.ended === undefined) client.shutdownWrite();
  machine.run();
  for (const client of clients) if (client.isUsable) client.close();
  machine.run();
  return clients;
}
