/** The walk on the log of a real machine: which request is looked at, its stops, moves between them, and playing. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WALK } from '../../../../src/explain/moments/moment.ts';
import { rowsOf } from '../../../../src/host/step-rows.ts';
import { Machine, preset } from '../../../../src/index.ts';
import type { Step, WsgiApp } from '../../../../src/index.ts';
import { Scope } from '../../../../web/kit/scope.ts';
import type { Link } from '../../../../web/sandbox/link.ts';
import { Drafts } from '../../../../web/session/drafts.ts';
import { Session } from '../../../../web/session/session.ts';
import { PACE_MS, Walk } from '../../../../web/session/walk/walk.ts';

let scope = new Scope();
let frames: ((now: number) => void)[] = [];

beforeEach(() => {
  scope = new Scope();
  frames = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('requestAnimationFrame', (work: (now: number) => void) => frames.push(work));
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});

afterEach(() => {
  scope.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The session has told everything that has changed. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    for (const frame of frames.splice(0)) frame(0);
    await Promise.resolve();
  }
}

const app = preset('hello')?.app as WsgiApp;

/** The log of a server that has answered these texts, each on a connection of its own. */
function logOf(texts: readonly string[]): readonly Step[] {
  const machine = new Machine({ app });
  machine.run();
  for (const text of texts) {
    machine.connect().send(text);
    machine.run();
  }
  return machine.trace.steps();
}

interface Page {
  readonly session: Session;
  readonly walk: Walk;
  /** The machine has gone on. @param connection the one that is shown, from 0. */
  readonly grow: (steps: readonly Step[], connection?: number) => Promise<void>;
  readonly names: () => readonly string[];
}

async function page(): Promise<Page> {
  const link: Link = {
    ...{ isUp: true, isSeeking: false, boot: () => undefined, client: () => undefined },
    ...{ request: () => undefined, seek: () => undefined, seekCompared: () => undefined },
  };
  const session = new Session({
    scope,
    drafts: new Drafts(() => ({ getItem: () => null, setItem: () => undefined, removeItem: () => undefined })),
    connect: () => link,
    takesFailure: () => false,
  });
  await session.moments.load();
  const walk = new Walk(session, scope);
  return {
    session,
    walk,
    grow: async (steps, connection) => {
      session.log.append(rowsOf(steps));
      session.store.set({ length: session.log.length, connection });
      await settled();
    },
    names: () => walk.state.stops.map(({ name }) => name),
  };
}

const HELLO = 'GET /hello?name=you HTTP/1.1\r\nHost: localhost\r\n\r\n';

test('before a request the start of the server has happened, and the rest is still to come', async () => {
  const { walk, grow, names } = await page();
  await grow(logOf([]));
  const { stops, place, client } = walk.state;
  expect(names()).toEqual(WALK);
  expect(client).toBeUndefined();
  expect(stops[place]?.moment).toBeDefined();
  expect(stops.slice(place + 1).every(({ moment }) => moment === undefined)).toBe(true);
  expect(names().indexOf('get_request')).toBeGreaterThan(place);
});

test('next and previous go from moment to moment of the request, and end live', async () => {
  const { session, walk, grow } = await page();
  await grow(logOf([HELLO]), 0);
  expect(walk.state).toMatchObject({ client: 0, request: 0, isLive: true });
  expect(walk.state.stops.at(-1)).toMatchObject({ name: 'close', moment: { client: 0 } });
  walk.previous();
  await settled();
  const { moment } = walk.state;
  expect(session.state.cursor).toBe((moment?.step ?? 0) + 1);
  expect(walk.state.isWalking).toBe(true);
  walk.next();
  await settled();
  expect(walk.state.next).toBeUndefined();
  const ended = vi.fn();
  walk.events.on('ended', ended, scope);
  walk.next();
  await settled();
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
  await settled();
  expect(walk.state).toMatchObject({ client: 1, place: 0 });
  walk.next();
  session.store.set({ connection: 0 });
  await settled();
  expect(walk.state).toMatchObject({ client: 1, place: 1 });
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
  await settled();
  while (walk.state.isPlaying && seen.length < 40) {
    vi.advanceTimersByTime(PACE_MS);
    await settled();
    if (walk.state.moment?.name !== seen.at(-1)) seen.push(walk.state.moment?.name);
  }
  const stops = walk.state.stops.map(({ name }) => name);
  expect(seen[0]).toBe('select');
  expect(seen.slice(0, stops.length - 3)).toEqual(stops.slice(3));
  expect(session.state.cursor).toBeUndefined();
  walk.play();
  await settled();
  session.seek(2);
  await settled();
  expect(walk.state.isPlaying).toBe(false);
  expect(session.state.cursor).toBe(2);
  walk.play();
  await settled();
  walk.finish();
  await settled();
  expect(walk.state.isPlaying).toBe(false);
  expect(session.state.cursor).toBeUndefined();
});

test('input while it plays goes to the live end and makes no branch', async () => {
  const { session, walk, grow } = await page();
  session.store.set({ health: 'running' });
  await grow(logOf([HELLO]), 0);
  walk.play();
  await settled();
  expect(session.state.cursor).toBeDefined();
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
  await settled();
  expect(session.moments.list).toHaveLength(6);
  expect(walk.state.stops.filter(({ moment }) => moment !== undefined).length).toBeLessThanOrEqual(6);
  await grow(steps.slice(cut), 0);
  expect(session.moments.list).toHaveLength(length);
  expect(session.moments.at(cut)?.step).toBeLessThan(cut);
  expect(session.moments.of(0).every(({ client }) => client === 0)).toBe(true);
});
