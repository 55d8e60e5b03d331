/** A moment as a link, and back; and the errors for links that are none. */
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Machine, preset, readScenario } from '../../../src/index.ts';
import type { Shared } from '../../../web/session/share-link.ts';
import { isLink } from '../../../web/page/share/address.ts';
import { NETWORKS, placeOf } from '../../../src/examples/link.ts';
import { bootOptionsOf } from '../../../web/session/scenario-options.ts';
import { decodeLink, encodeLink, sourceOf } from '../../../web/session/share-link.ts';
import type { LinkView } from '../../../web/session/link-view.ts';
import { plainWords } from '../../../web/session/link-view.ts';

/** A machine that nobody has paused. */
const LIVE = { held: undefined, breakpoints: [], isAsking: false };

function someMachine(requests: number): Machine {
  const machine = new Machine({ app: preset('hello')?.app ?? never() });
  machine.run();
  for (let number = 0; number < requests; number += 1) {
    const client = machine.connect();
    client.send(`GET /page/${number} HTTP/1.1\r\nHost: localhost\r\nX-Number: ${number * 7919}\r\n\r\n`);
    machine.run();
    client.close();
    machine.run();
  }
  return machine;
}

function never(): never {
  throw new Error('there is no preset hello');
}

const linkOf = (data: unknown): string =>
  `#s1.${deflateRawSync(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64url')}`;

test('a link brings back the scenario and the step, and the machine replays the same', async () => {
  const machine = someMachine(2);
  const shared: Shared = { ...LIVE, app: 'hello', scenario: machine.scenario, cursor: 123 };
  const hash = await encodeLink(shared);
  expect(isLink(hash)).toBe(true);
  expect(hash).toMatch(/^#s1\.[\w-]+$/);
  const decoded = await decodeLink(hash);
  expect(decoded).toEqual(JSON.parse(JSON.stringify(shared)));
  const again = Machine.from(readScenario(decoded.scenario));
  again.run();
  expect(again.trace.hash()).toBe(machine.trace.hash());
});

test('a link brings back where the machine stood still, where it is to stop, and whether it asks', async () => {
  const { scenario } = someMachine(1);
  const breakpoints = [
    { state: 'headers parsed' },
    { bytes: [13, 10], lane: 'rfile', client: 1, once: true },
    { call: 'make_environ', thread: 7 },
  ] as const;
  const held = { step: 200, isChoice: true };
  const shared: Shared = { app: 'hello', scenario, cursor: 123, held, breakpoints, isAsking: true };
  expect(await decodeLink(await encodeLink(shared))).toEqual(JSON.parse(JSON.stringify(shared)));
});

test('a link of the first days is one of a machine that runs', async () => {
  const { scenario } = someMachine(1);
  const old = await decodeLink(linkOf({ app: 'hello', scenario, cursor: 123 }));
  expect(old).toEqual({ ...JSON.parse(JSON.stringify({ app: 'hello', scenario, cursor: 123 })), ...LIVE });
});

test('an ordinary scenario fits 8 KB', async () => {
  const { length } = await encodeLink({ ...LIVE, app: 'hello', scenario: someMachine(60).scenario, cursor: 1 });
  expect(length).toBeLessThan(8_192);
});

test.each([
  ['#s2.abcd', /newer version/],
  [`#${'A'.repeat(400)}`, /no link of this page/],
  ['#s1.', /The link is empty/],
  ['#s1.a b', /characters that no link has/],
  ['#s1.AAAA', /damaged/],
  [linkOf({ app: 'hello', scenario: {} }).slice(0, -9), /cut off/],
  [linkOf('no JSON'), /cannot be read/],
  [linkOf(null), /no scenario/],
  [linkOf({ app: 7, scenario: {} }), /names no app/],
  [linkOf({ app: 'hello', scenario: {}, cursor: -1 }), /not a number from 1/],
  [linkOf({ app: 'hello', scenario: {}, cursor: '9' }), /not a number from 1/],
  [linkOf({ app: 'hello', scenario: {}, held: { step: 0 } }), /pauses is not a number from 1/],
  [linkOf({ app: 'hello', scenario: {}, held: 7 }), /pauses is not a number from 1/],
  [linkOf({ app: 'hello', scenario: {}, breakpoints: {} }), /breakpoints of the link/],
  [linkOf({ app: 'hello', scenario: {}, breakpoints: [{ once: true }] }), /breakpoints of the link/],
  [linkOf({ app: 'hello', scenario: {}, breakpoints: [{ call: 'a', leave: 'b' }] }), /breakpoints of the link/],
  [linkOf({ app: 'hello', scenario: {}, breakpoints: [{ call: 'a', __proto: 'b' }] }), /breakpoints of the link/],
  [linkOf({ app: 'hello', scenario: {}, breakpoints: [{ bytes: [256] }] }), /breakpoints of the link/],
  [linkOf({ app: 'hello', scenario: {}, breakpoints: [{ call: 'a'.repeat(2_000) }] }), /breakpoints of the link/],
  [`#s1.${'A'.repeat(70_000)}`, /70,004 characters/],
  [linkOf({ app: 'hello', scenario: { text: 'x'.repeat(3_000_000) } }), /more than 1,000,000 bytes/],
])('%.40s: %s', async (hash, reason) => {
  await expect(decodeLink(hash)).rejects.toThrow(reason);
});

test('source is found before anything runs', () => {
  const scenario = someMachine(0).scenario;
  expect(sourceOf({ ...LIVE, app: 'hello', scenario, cursor: undefined })).toBeUndefined();
  const own = { ...scenario, app: { source: 'export const app = 1;' } };
  expect(sourceOf({ ...LIVE, app: 'hello', scenario: own, cursor: undefined })).toBe('export const app = 1;');
});

test.each([1, 2, 3])('the network of a link of version %i is the one that the page offers', (version) => {
  const { link } = NETWORKS.find(({ name }) => name === 'wifi') ?? { link: {} };
  const older = { ...link, latency: 10_000, jitter: 2_000 };
  const scenario = { version, app: { preset: 'hello' }, link: version === 3 ? link : older };
  const options = bootOptionsOf(scenario as never);
  expect(options.link).toEqual(link);
  expect(placeOf(options.link ?? {})).toBeGreaterThan(0);
  expect(readScenario(scenario).link).toEqual(link);
});

test('a link brings back what was looked at, and what its author says', async () => {
  const { scenario } = someMachine(1);
  const view: LinkView = {
    pane: 'server',
    tab: 'wsgi',
    connection: 0,
    compared: 'forking',
    axis: 'time',
    at: 'make_environ@2',
    isEditing: true,
    hidden: ['log', 'buffers'],
    tid: 1002,
    owner: 'socketserver.BaseServer',
    query: 'make_environ',
  };
  const shared = { ...LIVE, app: 'hello', scenario, cursor: 12, view, title: 'Look here', note: 'One\ntwo' };
  expect(await decodeLink(await encodeLink(shared))).toEqual(JSON.parse(JSON.stringify(shared)));
});

test('words that are empty are not in a link, and words that are too long are not made into one', async () => {
  const { scenario } = someMachine(0);
  const shared = { ...LIVE, app: 'hello', scenario, cursor: undefined };
  expect(await encodeLink({ ...shared, title: ' ', note: '\n' })).toBe(await encodeLink(shared));
  await expect(encodeLink({ ...shared, title: 'x'.repeat(101) })).rejects.toThrow('101 characters in its title');
});

test.each<[string, object]>([
  ['a pane that is none', { pane: '__proto__' }],
  ['a list in place of a tab', { tab: ['log'] }],
  ['a group that is none', { hidden: ['calls', 'constructor'] }],
  ['a thread that is no number', { tid: '1' }],
  ['a search that is too long', { query: 'x'.repeat(301) }],
  ['a list', [] as object],
])('a view with %s is refused', async (_what, view) => {
  await expect(decodeLink(linkOf({ app: 'hello', scenario: {}, view }))).rejects.toThrow(/panes, tabs and filters/);
});

test('what a newer page says of its view is left out', async () => {
  const { view } = await decodeLink(linkOf({ app: 'hello', scenario: {}, view: { tab: 'wsgi', zoom: 3 } }));
  expect(view).toEqual({ tab: 'wsgi' });
});

test('words of an author hide nothing, and keep joined emoji whole', () => {
  expect(plainWords('a\u202eb\u0000\nc\u2066')).toBe('a\\u{202e}b\\u{0}\nc\\u{2066}');
  expect(plainWords('👩‍👩‍👧 größe <b>')).toBe('👩‍👩‍👧 größe <b>');
});
