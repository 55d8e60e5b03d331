/**
 * Links that mean harm, as far as they can be tried without a browser; see test/e2e/hostile-links.spec.ts for the rest.
 */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Machine, preset, readScenario } from '../../../src/index.ts';
import { bootOptionsOf } from '../../../web/session/scenario-options.ts';
import { LinkError } from '../../../web/session/link-check.ts';
import { decodeLink, encodeLink, sourceOf } from '../../../web/session/share-link.ts';
import { noticeText } from '../../../web/session/notices.ts';
import { ENGLISH } from '../../../web/texts/texts.ts';
import { HostPage } from '../../support/host-page.ts';
import { JUST_ENOUGH, NULLS, TOO_MUCH, scenarioLink, times } from '../../support/hostile-links.ts';

/** What becomes of a link: it is refused with a reason, or its machine is, or the machine runs. */
async function follow(hash: string): Promise<string> {
  try {
    const shared = await decodeLink(hash);
    sourceOf(shared);
    const options = { app: shared.app, ...bootOptionsOf(shared.scenario) };
    const { scenario, held, breakpoints, isAsking } = shared;
    const page = new HostPage().boot({ options, scenario, pauseAt: held, breakpoints, isAsking });
    const isSettled = (): boolean => page.heard.some(({ type }) => type === 'history' || type === 'scenarioRejected');
    page.until(isSettled).rest();
    expect(page.all('failed')).toEqual([]);
    expect(page.length).toBeGreaterThan(0);
    const [rejected] = page.all('scenarioRejected');
    return rejected === undefined ? 'lives' : noticeText(ENGLISH, rejected.notice);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return error.message;
  }
}

describe('null in place of', () => {
  test.each(NULLS)('%s is told, and there is a machine all the same', async (_name, link) => {
    expect(await follow(link)).toMatch(
      /null|no scenario|names no app|not a number from 1|(are|is) invalid|is not a text/,
    );
  });
});

describe('too much:', () => {
  test.each(TOO_MUCH)('%s', async (_name, link, said) => {
    expect(link.length).toBeLessThan(8_192);
    await expect(decodeLink(link)).rejects.toThrow(said);
  });
});

describe('just enough:', () => {
  test.each(JUST_ENOUGH)('%s', async (_name, link) => {
    await expect(decodeLink(link)).resolves.toMatchObject({ app: 'hello' });
  });
});

test('a link that unpacks to a gigabyte is left after a megabyte', async () => {
  const bomb = deflateRawSync(Buffer.alloc(40_000_000, ' '));
  await expect(decodeLink(`#s1.${bomb.toString('base64url')}`)).rejects.toThrow('more than 1,000,000 bytes');
});

test.each<[string, object, string]>([
  ['a seed that is none', { options: { seed: 1e300 } }, '$.options.seed'],
  ['a network that is none', { link: { latency: { a: 1 }, loss: 7 } }, '$.link.latency'],
  ['a list in place of the options', { options: [] }, '$.options'],
  ['choices in an order without any', { schedule: [{ choice: 3, step: 9, tid: 1001 }] }, '$.schedule'],
  ['a server that is none', { options: { server: '__proto__' } }, '$.options.server'],
  ['a key of half a megabyte', { options: { ['k'.repeat(500_000)]: 1 } }, '$.options.kkk'],
])('%s leads to a fresh machine', async (_what, change, said) => {
  expect(await follow(scenarioLink(change))).toContain(said);
});

test('a machine that cannot be made with its limits is refused, and another one is made', () => {
  const scenario = {
    version: 1,
    app: { preset: 'hello' },
    options: { limits: { fds: 1, receiveBuffer: 1 } },
    inputs: [],
  };
  const page = new HostPage().boot({ scenario }).rest();
  expect(page.all('scenarioRejected').length + page.all('history').length).toBe(1);
  expect(page.length).toBeGreaterThan(0);
});

test('what is too much for a link is not made into one, and says so', async () => {
  const machine = new Machine({ app: preset('hello')?.app as never, server: 'threaded' });
  for (const client of times(65, () => machine.connect())) client.send('x');
  machine.run();
  const shared = {
    app: 'hello',
    scenario: machine.scenario,
    cursor: undefined,
    held: undefined,
    breakpoints: [],
    isAsking: false,
  };
  await expect(encodeLink(shared)).rejects.toThrow(
    'This machine has 65 clients that are connected at the same time; a link may bring 64.',
  );
  const breakpoints = times(101, () => ({ call: 'a' }));
  const hello = readScenario({ version: 1, app: { preset: 'hello' } });
  await expect(encodeLink({ ...shared, scenario: hello, breakpoints })).rejects.toThrow('101 breakpoints');
  const long = { ...hello, app: { source: '\r'.repeat(5_000) } };
  await expect(encodeLink({ ...shared, scenario: long })).rejects.toThrow('5,001 lines');
});
