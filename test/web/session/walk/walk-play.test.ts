/** Playing a walk: where it begins, what stops it, what it tells at its end, and what the reader may not see. */
import { afterEach, expect, test, vi } from 'vitest';
import type { MomentName } from '../../../../src/explain/moments/moment.ts';
import { BASE_MS, paceOf } from '../../../../web/session/walk/pace.ts';
import { holdFrames } from '../../../support/quiet-session.ts';
import type { HeldFrames } from '../../../support/quiet-session.ts';
import { scope, scopeForEachTest } from '../../../support/test-scope.ts';
import { HELLO, logOf, walkPage } from '../../../support/walk-page.ts';
import type { WalkPage } from '../../../support/walk-page.ts';

/** Longer than any moment is shown. */
const LONG_MS = 60_000;
const ONE = logOf([HELLO]);

let frames: HeldFrames;

scopeForEachTest(() => {
  frames = holdFrames();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => void vi.useRealTimers());

/** A page that shows one request which has been answered. */
async function answered(): Promise<WalkPage & { readonly ended: ReturnType<typeof vi.fn> }> {
  const page = await walkPage(scope, frames);
  await page.grow(ONE, 0);
  const ended = vi.fn();
  page.walk.events.on('ended', ended, scope);
  return { ...page, ended };
}

async function pass(millis: number): Promise<void> {
  vi.advanceTimersByTime(millis);
  await frames.settled();
}

const named = ({ session }: WalkPage, name: MomentName) => {
  const found = session.moments.of(0).find((moment) => moment.name === name);
  if (found === undefined) throw new Error(`no moment ${name}`);
  return found;
};

test('that is paused stays where it is, and goes on from there to the next stop', async () => {
  const { walk, session } = await answered();
  walk.play();
  await pass(BASE_MS);
  const { place, moment } = walk.state;
  walk.pause();
  await pass(LONG_MS);
  expect(walk.state).toMatchObject({ place, moment, isPlaying: false });
  expect(session.state.cursor).toBeDefined();
  walk.play();
  await frames.settled();
  expect(walk.state).toMatchObject({ place: place + 1, isPlaying: true });
});

test('that plays already is not begun again', async () => {
  const { walk } = await answered();
  walk.play();
  await pass(BASE_MS);
  const { place } = walk.state;
  expect(place).toBeGreaterThan(0);
  walk.play();
  await frames.settled();
  expect(walk.state.place).toBe(place);
});

test.each(['goTo', 'next', 'previous'] as const)('is ended by the reader’s own move (%s)', async (move) => {
  const page = await answered();
  const { walk } = page;
  walk.play();
  await pass(BASE_MS);
  if (move === 'goTo') walk.goTo(named(page, 'app'));
  else walk[move]();
  await frames.settled();
  const { moment, isPlaying } = walk.state;
  expect(isPlaying).toBe(false);
  await pass(LONG_MS);
  expect(walk.state.moment).toBe(moment);
});

test('from the last stop begins with the request, and from between two stops goes on to the next one', async () => {
  const page = await answered();
  const { walk, session } = page;
  walk.goTo(named(page, 'close'));
  await frames.settled();
  expect(walk.state.isLive).toBe(false);
  walk.play();
  await frames.settled();
  expect(walk.state.moment).toMatchObject({ name: 'select', client: 0 });
  expect(walk.state.stops[walk.state.place - 1]?.moment?.client).toBeUndefined();
  walk.pause();
  const app = named(page, 'app');
  session.seek(app.step + 2);
  await pass(100);
  expect(walk.state.isWalking).toBe(false);
  walk.play();
  await frames.settled();
  expect(walk.state.moment?.step).toBeGreaterThan(app.step);
  expect(walk.state.stops[walk.state.place - 1]?.moment).toBe(app);
});

test('shows each moment for as long as its cause takes to read', async () => {
  const page = await answered();
  const { walk, session } = page;
  await session.moments.causes.speak('en');
  const start = named(page, 'start_response');
  walk.goTo(start);
  await frames.settled();
  walk.previous();
  walk.play();
  await frames.settled();
  const { moment } = walk.state;
  const millis = paceOf(moment && session.moments.causes.of(moment));
  await pass(millis - 1);
  expect(walk.state.moment).toBe(moment);
  await pass(1);
  expect(walk.state.moment).not.toBe(moment);
});

test('tells which request has come to its end, once, and not before', async () => {
  const { walk, session, ended } = await answered();
  walk.play();
  for (let time = 0; walk.state.isPlaying && time < LONG_MS; time += 100) {
    expect(ended).not.toHaveBeenCalled();
    await pass(100);
  }
  expect(session.state.cursor).toBeUndefined();
  expect(ended.mock.calls).toEqual([[{ client: 0, request: 0 }]]);
  walk.play();
  await pass(BASE_MS);
  walk.finish();
  expect(ended).toHaveBeenCalledTimes(2);
});

test('of which the end is hidden stays at its last step, and does not tell of an end', async () => {
  const page = await answered();
  const { walk, session, ended } = page;
  const last = named(page, 'start_response');
  session.store.set({ hiddenFrom: last.step + 1 });
  walk.goTo(last);
  await frames.settled();
  for (let moves = 0; moves < 5; moves += 1) walk.next();
  walk.finish();
  await frames.settled();
  expect(session.state.cursor).toBeLessThanOrEqual(last.step + 1);
  expect([ended.mock.calls.length, walk.state.isPlaying]).toEqual([0, false]);
});

test('the environ is shown a step later, when the handler has it, and is still the moment at the cursor', async () => {
  const page = await answered();
  const { walk, session } = page;
  const environ = named(page, 'make_environ');
  walk.goTo(environ);
  await frames.settled();
  expect(session.state.cursor).toBe(environ.step + 2);
  expect(walk.state.moment).toBe(environ);
  walk.goTo(named(page, 'app'));
  await frames.settled();
  expect(session.state.cursor).toBe(named(page, 'app').step + 1);
});

test('the last step of the log is shown as past: the machine does not go on by itself', async () => {
  const page = await walkPage(scope, frames);
  const all = await answered();
  const environ = named(all, 'make_environ');
  await page.grow(ONE.slice(0, environ.step + 1), 0);
  page.walk.goTo(named(page, 'make_environ'));
  await frames.settled();
  expect(page.session.state.cursor).toBe(environ.step + 1);
  expect(page.walk.state).toMatchObject({ isLive: false, isWalking: true });
});

test('is forgotten with its machine, also by the history of another one', async () => {
  for (const event of ['reset', 'history'] as const) {
    const { walk, session } = await answered();
    walk.play();
    await pass(BASE_MS);
    const at = session.state.cursor;
    session.events.emit(event, { code: 'machineReplaced', values: {} } as never);
    await frames.settled();
    expect(walk.state).toMatchObject({ isPlaying: false, isWalking: false });
    await pass(LONG_MS);
    expect(session.state.cursor).toBe(at);
  }
});
