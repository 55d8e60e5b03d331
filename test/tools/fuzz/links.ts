/**
 * One case: a share link, changed in its data, in its JSON or in its text, and opened as the page opens it. It is
 * refused with a LinkError or a notice, or its machine runs; nothing else is thrown, and the host boots another machine
 * afterwards.
 */
import { deflateRawSync } from 'node:zlib';
import { decodeUtf8, encodeUtf8, readScenario } from '../../../src/index.ts';
import type { Random } from '../../../src/kernel/sched/random.ts';
import { SchemaError } from '../../../src/machine/scenario/schema.ts';
import { bootOptionsOf } from '../../../web/session/scenario-options.ts';
import { LinkError } from '../../../web/session/link-check.ts';
import { decodeLink, sourceOf } from '../../../web/session/share-link.ts';
import type { Shared } from '../../../web/session/share-link.ts';
import { HostPage } from '../../support/host-page.ts';
import { JUST_ENOUGH, NULLS, TOO_MUCH } from '../../support/hostile-links.ts';
import { scenarioOfSeed } from '../../support/scenarios.ts';
import { chance, mutate, pick } from './mutate.ts';
import { Finding } from './scene.ts';

/** Turns of the host's clock in which the machine of a link may run; an app without an end runs on. */
const TURNS = 300;
const WORLDS = 200;
const MOST_CHANGES = 3;
/**
 * A schedule can name a thread that cannot run, and a machine can use up its budget. This shows only when the machine
 * gets there; its page then says so.
 */
const EXPECTED_FAILURE = /choice \d+ of the schedule: thread \d+ cannot run|"code":"budgetExceeded"/;

/** Values that checks have to tell from good ones. */
const ODD: readonly unknown[] = [
  ...[null, true, false, '', 'x', '__proto__', 'constructor', '\0', '\ud800', 'é', 'x'.repeat(300), [], {}, [[]]],
  ...[0, -0, 1, -1, 0.5, 1e-7, 64, 255, 256, 65_536, 2 ** 31, 2 ** 32, 2 ** 53, 1e15, 1e300, -1e300],
  ...['base', 'threaded', 'forking', 'random', 'chosen', 'connect', 'send', 'close', 'interrupt', 'datagrams', 'hello'],
  ...[
    ['/', 'a'],
    { preset: 'sleepy' },
    { source: 'export const app = 1;' },
    { step: 5, isChoice: true },
    { call: 'a' },
  ],
];

/** Values of JSON, as the mutations see them. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Place = readonly [holder: Json[] | { [name: string]: Json }, key: string];

/** Every member of every list and object. */
function placesIn(value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [value, key] as const,
    ...placesIn((value as Record<string, Json>)[key] as Json),
  ]);
}

/** Sets a member, `__proto__` too. */
const put = ([holder, key]: Place, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

const read = ([holder, key]: Place): Json => (holder as Record<string, Json>)[key] as Json;

/** Changes one place of the data. */
function changeData(data: Json, random: Random): void {
  const places = placesIn(data);
  if (places.length === 0) return;
  const place = pick(random, places);
  const [holder, key] = place;
  const other = pick(random, places);
  const change = pick(random, ['odd', 'odd', 'number', 'number', 'remove', 'swap', 'copy', 'name', 'repeat', 'wrap']);
  const old = read(place);
  if (change === 'odd') put(place, structuredClone(pick(random, ODD)));
  else if (change === 'number' && typeof old === 'number')
    put(place, old + pick(random, [-1, 1, 0.5, 1e6, -old, 1e12]));
  else if (change === 'remove' && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (change === 'remove') Reflect.deleteProperty(holder, key);
  else if (change === 'swap' || change === 'copy') {
    const value = structuredClone(read(other));
    if (change === 'swap') put(other, structuredClone(old));
    put(place, value);
  } else if (change === 'name' && !Array.isArray(holder)) {
    Reflect.deleteProperty(holder, key);
    put([holder, pick(random, ['__proto__', 'toString', `${key}s`, 'step', 'time', 'do', other[1]])], old);
  } else if (change === 'repeat' && Array.isArray(holder)) {
    holder.push(...Array.from({ length: pick(random, [1, 3, 70, 1_100]) }, () => structuredClone(old)));
  } else if (change === 'wrap') put(place, pick<unknown>(random, [[old], { [key]: old }]));
}

/** What was looked at. */
const newView = (random: Random): Json => ({
  ...(chance(random, 0.5) ? { pane: 'server', tab: 'wsgi', connection: random.below(3) } : {}),
  ...(chance(random, 0.5) ? { hidden: ['calls', 'log'], tid: 1000 + random.below(9), query: 'make_environ' } : {}),
  ...(chance(random, 0.5) ? { owner: 'socketserver.BaseServer', compared: 'forking', axis: 'time' } : {}),
  ...(chance(random, 0.2) ? { isEditing: true } : {}),
});

/** Links as the page makes them: machines of all kinds, at some step, with breakpoints. */
function newData(random: Random): Json {
  const scenario = scenarioOfSeed(random.below(WORLDS));
  const breakpoints = [
    { syscall: 'accept4' },
    { call: 'socketserver.BaseServer.serve_forever', once: true },
    { lane: 'rfile', bytes: [13] },
  ];
  const data = {
    app: 'preset' in scenario.app ? scenario.app.preset : 'hello',
    scenario,
    ...(chance(random, 0.5) ? { cursor: 1 + random.below(400) } : {}),
    ...(chance(random, 0.5) ? { held: { step: 1 + random.below(400), isChoice: chance(random, 0.2) } } : {}),
    ...(chance(random, 0.5) ? { breakpoints: breakpoints.slice(random.below(3)) } : {}),
    ...(chance(random, 0.2) ? { isAsking: true } : {}),
    ...(chance(random, 0.5) ? { view: newView(random) } : {}),
    ...(chance(random, 0.3) ? { title: 'A title', note: 'A note\nof two lines' } : {}),
  };
  return JSON.parse(JSON.stringify(data)) as Json;
}

const pack = (text: string): string => `#s1.${deflateRawSync(encodeUtf8(text)).toString('base64url')}`;

/** Makes a link by chance. */
export function makeLink(random: Random): string {
  if (chance(random, 0.05))
    return mutate(
      pick(random, [...NULLS, ...TOO_MUCH, ...JUST_ENOUGH])[1],
      random,
      NULLS.map(([, link]) => link),
    );
  const data = newData(random);
  const changes = random.below(MOST_CHANGES + 1);
  for (let change = 0; change < changes; change += 1) changeData(data, random);
  const text = JSON.stringify(data);
  if (chance(random, 0.15)) return mutate(pack(text), random, [pack('{}')]);
  return pack(chance(random, 0.2) ? mutate(text, random, ['{"a":1}']) : text);
}

/** What a link says; undefined when it is refused as it should be. */
export async function readLink(hash: string): Promise<Shared | undefined> {
  try {
    const shared = await decodeLink(hash);
    sourceOf(shared);
    return shared;
  } catch (error) {
    if (error instanceof LinkError && error.message !== '') return undefined;
    throw error;
  }
}

/** What became of a link. */
export type Fate = 'refused' | 'rejected' | 'failed' | 'ran';

/** Opens what a link says in a host, as the page does. Throws a Finding, or whatever the machine throws. */
export function openLink(shared: Shared): Fate {
  const isScenario = canRead(shared.scenario);
  const page = new HostPage();
  const options = { app: shared.app, ...bootOptionsOf(shared.scenario) };
  const { scenario, held, breakpoints, isAsking } = shared;
  page.boot({ options, scenario, pauseAt: held, breakpoints, isAsking });
  page.pass(TURNS);
  const rejected = page.all('scenarioRejected').length > 0;
  if (!isScenario && !rejected && page.all('loadProblem').length === 0) {
    throw new Finding('the schema refuses the scenario, but the host said nothing');
  }
  const failures = page.all('failed').map(({ notice }) => JSON.stringify(notice));
  for (const failure of failures) {
    if (!EXPECTED_FAILURE.test(failure)) throw new Finding(`the machine failed: ${failure}`);
  }
  demandAnswers(page);
  return rejected ? 'rejected' : failures.length > 0 ? 'failed' : 'ran';
}

/** Whether the schema takes a scenario. It may refuse it with a SchemaError that says where. */
function canRead(scenario: unknown): boolean {
  try {
    readScenario(scenario);
    return true;
  } catch (error) {
    if (error instanceof SchemaError && error.message.startsWith('$')) return false;
    throw error;
  }
}

/** The host answers messages, and its next machine answers a request. */
function demandAnswers(page: HostPage): void {
  page.say({ type: 'ping' });
  if (page.all('pong').length === 0) throw new Finding('the host does not answer a ping');
  const from = page.heard.length;
  page.boot().connect(0).send(0, 'GET / HTTP/1.0\r\n\r\n');
  page.pass(TURNS);
  const received = page.heard.slice(from).flatMap((message) => (message.type === 'progress' ? message.clients : []));
  const text = received.map(({ client, bytes }) => (client === 0 ? decodeUtf8(bytes) : '')).join('');
  if (!text.includes(' 200 OK\r\n')) throw new Finding(`the next machine of the host answers ${JSON.stringify(text)}`);
}
