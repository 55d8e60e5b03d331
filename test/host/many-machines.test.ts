/** Several machines in one host: they do not disturb each other, share the time fairly, and end separately. */
import { describe, expect, test } from 'vitest';
import { COMPUTERS, HostPage, SharedHost } from '../support/host-page.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const optionsOf = (app: string) => ({ server: 'threaded', app, seed: 0 }) as const;

function twoPages(perLook = 0): readonly [HostPage, HostPage] {
  const shared = new SharedHost(perLook);
  return [new HostPage(perLook, shared, 1), new HostPage(perLook, shared, 2)];
}

/** The log of a page, row by row. */
const logOf = (page: HostPage): readonly unknown[] =>
  page.all('progress').flatMap(({ steps }) => [...steps.names].map((name, at) => [steps.table[name], steps.times[at]]));

describe.each(COMPUTERS)('two machines in one host, on %s', (_name, perLook) => {
  test('leave the traces that each leaves alone', () => {
    const [one, other] = twoPages(perLook);
    one.boot({ options: optionsOf('echo') });
    other.boot({ options: optionsOf('hello') });
    one.connect(0);
    other.connect(0).send(0, GET);
    one.send(0, GET);
    one.until(() => one.received(0).includes('200 OK') && other.received(0).includes('200 OK')).rest();
    for (const [page, app] of [
      [one, 'echo'],
      [other, 'hello'],
    ] as const) {
      const alone = new HostPage(perLook)
        .boot({ options: optionsOf(app) })
        .connect(0)
        .send(0, GET)
        .rest();
      expect(logOf(page).map((row) => (row as readonly unknown[])[0])).toEqual(
        logOf(alone).map((row) => (row as readonly unknown[])[0]),
      );
      expect(page.received(0)).toBe(alone.received(0));
    }
  });

  test('pause, branch and fail each for itself', () => {
    const [one, other] = twoPages(perLook);
    for (const page of [one, other]) page.boot().connect(0).rest();
    one.say({ type: 'pause' }).send(0, GET);
    other.send(0, GET).until(() => other.received(0).includes('200 OK'));
    expect(one.received(0)).toBe('');
    expect(other.pause).toBeUndefined();
    other.say({ type: 'branch', step: 20 });
    expect(one.all('branched')).toEqual([]);
    one.say({ type: 'resume' }).until(() => one.received(0).includes('200 OK'));
  });

  test('answer a ping of any session, and requests of none', () => {
    const [one, other] = twoPages(perLook);
    one.boot();
    other.say({ type: 'ping' }).say({ type: 'seek', step: 3 }).say({ type: 'names' });
    expect(other.heard).toEqual([{ type: 'pong', session: 2 }]);
  });
});

test('one that ends leaves the other one running, and nothing of its own', () => {
  const [one, other] = twoPages();
  one
    .boot({ options: optionsOf('sleepy') })
    .connect(0)
    .send(0, GET);
  other
    .boot({ options: optionsOf('sleepy') })
    .connect(0)
    .send(0, GET);
  one.say({ type: 'compare', server: 'base' }).say({ type: 'end' });
  const heard = one.heard.length;
  one.say({ type: 'seek', step: 3 });
  other.until(() => other.received(0).includes('200 OK')).rest();
  expect(one.heard).toHaveLength(heard);
});

test('a session that is booted again is another machine', () => {
  const page = new HostPage().boot().connect(0).send(0, GET).rest();
  const { length } = page.heard;
  page.boot({ options: optionsOf('echo') }).rest();
  const fresh = page.heard.slice(length);
  expect(fresh[0]).toMatchObject({ type: 'booted' });
  expect(fresh.some(({ type }) => type === 'failed')).toBe(false);
  page
    .connect(0)
    .send(0, GET)
    .until(() => page.received(0).split('200 OK').length === 3);
});

test('two that are busy for long make about as many steps each', () => {
  const [one, other] = twoPages(1);
  for (const page of [one, other]) {
    page.boot();
    for (let client = 0; client < 200; client += 1) page.connect(client).send(client, GET);
  }
  one.until(() => Math.max(one.length, other.length) > 20_000);
  expect(Math.min(one.length, other.length)).toBeGreaterThan(15_000);
});
