/** The walk on the log of a real machine: which request is looked at, its stops, moves between them, and playing. */
import { afterEach, expect, test, vi } from 'vitest';
import { WALK } from '../../../../src/explain/moments/moment.ts';
import type { Moment } from '../../../../src/explain/moments/moment.ts';
import { rowsOf } from '../../../../src/host/step-rows.ts';
import type { Session } from '../../../../web/session/session.ts';
import { TimeModel } from '../../../../web/session/time/time-model.ts';
import { BASE_MS, paceOf } from '../../../../web/session/walk/pace.ts';
import { Walk } from '../../../../web/session/walk/walk.ts';
import { holdFrames, quietSession } from '../../../support/quiet-session.ts';
import type { HeldFrames } from '../../../support/quiet-session.ts';
import { scope, scopeForEachTest } from '../../../support/test-scope.ts';
import { HELLO, keptAlive, logOf, walkPage } from '../../../support/walk-page.ts';
import type { WalkPage } from '../../../support/walk-page.ts';

let frames: HeldFrames;

scopeForEachTest(() => {
  frames = holdFrames();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => void vi.useRealTimers());

const page = (): Promise<WalkPage> => walkPage(scope, frames);

/** Seeks by other means than the walk. The page is told when the answer has taken too long, as here it always does. */
async function seek(session: Session, step: number): Promise<void> {
  session.seek(step);
  vi.advanceTimersByTime(100);
  await frames.settled();
}

test('before a request the start of the server has happened, and the rest is still to come', async () => {
  const { walk, grow, names } = await page();
  await grow(logOf([]));
  const { stops, place, client } = walk.state;
  expect(names()).toEqual(WALK);
  expect(client).toBeUndefined();
  expect(stops[place]).toMatchObject({ name: 'serve_forever', moment: { name: 'serve_forever' } });
  expect(stops.slice(place + 1).every(({ moment }) => moment === undefined)).toBe(true);
  expect(names().indexOf('get_request')).toBeGreaterThan(place);
});

test('next and previous go from moment to moment of the request, and end live', async () => {
  const { session, walk, grow } = await page();
  await grow(logOf([HELLO]), 0);
  expect(walk.state).toMatchObject({ client: 0, request: 0, isLive: true });
  expect(walk.state.stops.at(-1)).toMatchObject({ name: 'close', moment: { client: 0 } });
  walk.previous();
  await frames.settled();
  const { moment } = walk.state;
  expect(session.state.cursor).toBe((moment?.step ?? 0) + 1);
  expect(walk.state.isWalking).toBe(true);
  walk.next();
  await frames.settled();
  expect(walk.state.next).toBeUndefined();
  const ended = vi.fn();
  walk.events.on('ended', ended, scope);
  walk.next();
  await frames.settled();
  expect(session.state.cursor).toBeUndefined();
  expect(ended).toHaveBeenCalledWith({ client: 0, request: 0 });
});

test('the request stays the one that is looked at before its connection exists', async () => {
  const { session, walk, grow } = await page();
  await grow(logOf([HELLO, HELLO]), 1);
  const first = walk.state.stops[0]?.moment;
  if (first !== undefined) walk.goTo(first);
  // The panes show no connection there.
  session.store.set({ connection: undefined });
  await frames.settled();
  expect(walk.state).toMatchObject({ client: 1, place: 0 });
  walk.next();
  session.store.set({ connection: 0 });
  await frames.settled();
  expect(walk.state).toMatchObject({ client: 1, place: 1 });
});

test('a moment that was walked to is named, and found again in another run', async () => {
  const { session, walk, grow } = await page();
  const time = new TimeModel(session, scope);
  time.follow(walk, scope);
  await grow(logOf([HELLO, HELLO]), 1);
  expect(time.walkedTo).toBeUndefined();
  const second = session.moments.list.findLast(({ name }) => name === 'make_environ');
  if (second !== undefined) time.goToMoment(second);
  await frames.settled();
  expect(time.walkedTo).toBe('make_environ@2');
  session.seek(undefined);
  await frames.settled();
  expect(time.walkedTo).toBeUndefined();
  time.walkTo('no such@1');
  expect(session.state.cursor).toBeUndefined();
  time.walkTo('make_environ@2');
  await frames.settled();
  expect(walk.state).toMatchObject({ isWalking: true, moment: second });
});

test('a request that is refused ends where it failed', async () => {
  const { names, grow } = await page();
  await grow(logOf(['GET / HTTP/one\r\n\r\n']), 0);
  expect(names()).not.toContain('run_wsgi');
  expect(names()).not.toContain('app');
  expect(names().at(-1)).toBe('close');
});

test('playing shows one stop after the other and ends live; another move ends it', async () => {
  const { session, walk, grow } = await page();
  await grow(logOf([HELLO]), 0);
  walk.play();
  const seen = [walk.state.moment?.name];
  await frames.settled();
  while (walk.state.isPlaying && seen.length < 40) {
    vi.advanceTimersByTime(BASE_MS);
    await frames.settled();
    if (walk.state.moment?.name !== seen.at(-1)) seen.push(walk.state.moment?.name);
  }
  const stops = walk.state.stops.map(({ name }) => name);
  expect(seen[0]).toBe('select');
  expect(seen.slice(0, stops.length - 3)).toEqual(stops.slice(3));
  expect(session.state.cursor).toBeUndefined();
  walk.play();
  await frames.settled();
  session.seek(2);
  await frames.settled();
  expect(walk.state.isPlaying).toBe(false);
  expect(session.state.cursor).toBe(2);
  walk.play();
  await frames.settled();
  walk.finish();
  await frames.settled();
  expect(walk.state.isPlaying).toBe(false);
  expect(session.state.cursor).toBeUndefined();
});

test.each(['en', 'zh'] as const)(
  'in %s each cause can be read on, and a request takes about 20 seconds',
  async (language) => {
    const { session, walk, grow } = await page();
    await grow(logOf([HELLO]), 0);
    await session.moments.causes.speak(language);
    walk.play();
    await frames.settled();
    const times = new Map<string, number>();
    for (let now = 0; walk.state.isPlaying && now < 60_000; now += 100) {
      const { name = '' } = walk.state.moment ?? {};
      times.set(name, (times.get(name) ?? 0) + 100);
      vi.advanceTimersByTime(100);
      await frames.settled();
    }
    const all = [...times.values()];
    const sum = all.reduce((total, time) => total + time, 0);
    expect(sum).toBeGreaterThan(18_000);
    expect(sum).toBeLessThan(22_000);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(BASE_MS);
    // The longest sentence has most time.
    const causeOf = (name: string): string => {
      const moment = session.moments.list.findLast((one) => one.name === name && one.client === 0);
      return (moment && session.moments.causes.of(moment)) ?? '';
    };
    const [longest = ''] = [...times.keys()].toSorted((one, other) => paceOf(causeOf(other)) - paceOf(causeOf(one)));
    expect(times.get(longest)).toBe(Math.max(...all));
  },
);

test('input while it plays goes to the live end and makes no branch', async () => {
  const { session, walk, grow } = await page();
  session.store.set({ health: 'running' });
  await grow(logOf([HELLO]), 0);
  walk.play();
  await frames.settled();
  expect(session.state.cursor).toBe((walk.state.moment?.step ?? 0) + 1);
  expect(session.enter()).toBe('now');
  expect(session.state).toMatchObject({ cursor: undefined, isReplaying: false });
  expect(walk.state.isPlaying).toBe(false);
});

test('armed, it plays the next request that ends, once; requests of before are left alone', async () => {
  const { walk, grow } = await page();
  const steps = logOf([HELLO, HELLO, HELLO]);
  const ends = steps.filter(({ kind, name }) => kind === 'return' && name.endsWith('.shutdown_request'));
  const at = ends.map(({ number }) => number + 3);
  await grow(steps.slice(0, at[0]), 0);
  walk.arm();
  await grow(steps.slice(at[0], (at[1] ?? 0) - 100), 1);
  expect(walk.state.isPlaying).toBe(false);
  await grow(steps.slice((at[1] ?? 0) - 100, at[1]), 1);
  expect(walk.state).toMatchObject({ isPlaying: true, client: 1 });
  walk.finish();
  await grow(steps.slice(at[1]), 2);
  expect(walk.state.isPlaying).toBe(false);
});

test('when steps are forgotten, so are their moments', async () => {
  const { session, walk, grow } = await page();
  const steps = logOf([HELLO]);
  await grow(steps, 0);
  const { length } = session.moments.list;
  const cut = session.moments.list[6]?.step ?? 0;
  session.log.truncate(cut);
  session.store.set({ length: cut });
  await frames.settled();
  expect(session.moments.list).toHaveLength(6);
  expect(walk.state.stops.filter(({ moment }) => moment !== undefined).length).toBeLessThanOrEqual(6);
  await grow(steps.slice(cut), 0);
  expect(session.moments.list).toHaveLength(length);
  expect(session.moments.at(cut)?.step).toBeLessThan(cut);
  expect(session.moments.of(0).every(({ client }) => client === 0)).toBe(true);
});

test('of two requests on a connection the newest is looked at live, and in the past the one at the cursor', async () => {
  const { session, walk, grow } = await page();
  await grow(keptAlive(), 0);
  // The handler waits for a third one already.
  expect(walk.state).toMatchObject({ client: 0, request: 2, requests: 3, isLive: true });
  const own = session.moments.of(0).filter(({ request }) => request !== undefined);
  expect(new Set(own.map(({ request }) => request))).toEqual(new Set([0, 1, 2]));
  for (const moment of own.toReversed()) {
    await seek(session, moment.step + 1);
    expect(walk.state.request, moment.name).toBe(moment.request);
    // At its step the moment is still to come.
    const before = own.findLast(({ step }) => step < moment.step);
    await seek(session, moment.step);
    expect(walk.state.request, moment.name).toBe(before?.request ?? 0);
  }
});

test('before its first request a connection is looked at from that one on, whichever was looked at before', async () => {
  const { session, walk, grow } = await page();
  await grow(keptAlive(), 0);
  expect(walk.state.request).toBe(2);
  const connects = session.moments.list.filter(({ name }) => name === 'connect').map(({ step }) => step);
  session.store.set({ connection: 1 });
  await seek(session, (connects.at(-1) ?? 0) + 1);
  expect(walk.state).toMatchObject({ client: 1, request: 0 });
});

test('in the past another connection is looked at from its first request on', async () => {
  const { session, walk, grow } = await page();
  await grow(logOf([HELLO, HELLO]), 1);
  const begins = session.moments.list.filter(({ name }) => name === 'get_request').map(({ step }) => step);
  session.seek((begins[0] ?? 0) + 1);
  session.store.set({ connection: 0 });
  await frames.settled();
  expect(walk.state).toMatchObject({ client: 0, request: 0, isWalking: false });
  // Without a connection the one that was looked at stays.
  session.seek(3);
  session.store.set({ connection: undefined });
  await frames.settled();
  expect(walk.state).toMatchObject({ client: 0, request: 0 });
  // A cursor that was not moved by the walk follows the panes, also before the request begins.
  session.store.set({ connection: 1 });
  await frames.settled();
  expect(walk.state.client).toBe(1);
});

test('at the live end nothing comes next, and to finish there ends nothing', async () => {
  const { session, walk, grow } = await page();
  await grow(logOf([HELLO]), 0);
  const ended = vi.fn();
  walk.events.on('ended', ended, scope);
  walk.next();
  walk.finish();
  walk.pause();
  await frames.settled();
  expect([session.state.cursor, ended.mock.calls.length]).toEqual([undefined, 0]);
});

test('a moment of another client is looked at there, one of the same or of none is not', async () => {
  const { session } = quietSession(scope);
  await session.moments.load();
  const looked: number[] = [];
  const walk = new Walk(session, scope, (client) => void looked.push(client));
  session.log.append(rowsOf(logOf([HELLO, HELLO])));
  session.store.set({ length: session.log.length, connection: 1 });
  await frames.settled();
  const of = (client: number | undefined): Moment =>
    session.moments.list.find((moment) => moment.client === client) as Moment;
  walk.goTo(of(1));
  walk.goTo(of(undefined));
  expect(looked).toEqual([]);
  walk.goTo(of(0));
  expect(looked).toEqual([0]);
});

test('without a request there is nothing to play', async () => {
  const { session, walk, grow } = await page();
  await grow(logOf([]));
  expect(walk.state.canPlay).toBe(false);
  walk.play();
  await frames.settled();
  expect([walk.state.isPlaying, session.state.cursor]).toEqual([false, undefined]);
});

test('with another machine the request is forgotten; what is armed plays the first request of it', async () => {
  const { session, walk, grow } = await page();
  const steps = logOf([HELLO]);
  await grow(steps, 0);
  walk.arm();
  await grow([], 0);
  expect(walk.state.isPlaying).toBe(false);
  session.log.clear();
  session.store.set({ length: 0, connection: undefined });
  session.events.emit('reset', { code: 'machineReplaced', values: {} });
  await frames.settled();
  expect(walk.state).toMatchObject({ client: undefined, request: 0, requests: 0, place: -1 });
  await grow(steps, 0);
  expect(walk.state).toMatchObject({ isPlaying: true, client: 0 });
});

test('what is not armed is not played, also on another machine', async () => {
  const { session, walk, grow } = await page();
  const steps = logOf([HELLO]);
  session.events.emit('reset', { code: 'machineReplaced', values: {} });
  await grow(steps, 0);
  expect(walk.state.isPlaying).toBe(false);
});
