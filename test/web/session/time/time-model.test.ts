/** Time as the reader moves it: a session with a log that no machine adds to, and what is asked of the machine. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BreakpointSpec, Step, StepKind } from '../../../../src/index.ts';
import type { Pause } from '../../../../src/host/protocol.ts';
import { Scope } from '../../../../web/kit/scope.ts';
import type { Session } from '../../../../web/session/session.ts';
import { COMMANDS, candidateOfKey, commandOfKey } from '../../../../web/session/time/commands.ts';
import type { CommandName, Keystroke, Reach } from '../../../../web/session/time/commands.ts';
import { TimeModel } from '../../../../web/session/time/time-model.ts';
import { holdFrames, quietSession } from '../../../support/quiet-session.ts';
import type { HeldFrames } from '../../../support/quiet-session.ts';

type Row = readonly [kind: StepKind, depth: number, name: string];

const ROWS: readonly Row[] = [
  ['thread', 0, 'MainThread'],
  ['call', 0, 'a.B.f'],
  ['syscall', 1, 'recvfrom'],
  ['call', 1, 'a.B.g'],
  ['syscall', 2, 'sendto'],
  ['return', 1, 'a.B.g'],
  ['return', 0, 'a.B.f'],
  ['log', 0, 'stderr'],
];

const steps = (rows: readonly Row[]): Step[] =>
  rows.map(([kind, depth, name], number) => ({ number, kind, time: number, tid: 1, depth, name, detail: '' }));

let scope = new Scope();
let frames: HeldFrames;

beforeEach(() => {
  scope = new Scope();
  frames = holdFrames();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  scope.end();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

interface Page {
  readonly session: Session;
  readonly time: TimeModel;
  /** What the machine was asked for. */
  readonly requests: unknown[];
  /** The machine pauses there, or runs. */
  readonly pause: (pause: Partial<Pause> | undefined) => void;
  /** Runs commands; returns where the cursor is then. */
  readonly run: (...names: readonly CommandName[]) => number;
}

function page(): Page {
  const { session, requests } = quietSession(scope, steps(ROWS));
  const time = new TimeModel(session, scope);
  const { length } = session.log;
  return {
    session,
    time,
    requests,
    pause: (pause) =>
      session.debugging.paused(pause && { why: 'reader', step: length, hits: [], choice: undefined, ...pause }, false),
    run: (...names) => {
      for (const name of names) COMMANDS[name].run(time);
      return time.state.at;
    },
  };
}

test('moves by rows stop at the first step, and at the end follow the live end', () => {
  const { time, run } = page();
  expect(time.state).toMatchObject({ at: 8, length: 8, isLive: true, isAtStart: false });
  expect(run('back')).toBe(7);
  expect(time.state).toMatchObject({ isLive: false, seconds: 6 });
  expect(run('start', 'back')).toBe(1);
  expect(time.state.isAtStart).toBe(true);
  expect(run('forward', 'forward')).toBe(3);
  expect(run('end')).toBe(8);
  expect(time.state.isLive).toBe(true);
});

test('moves by rows skip what the filter hides', () => {
  const { time, run } = page();
  time.toggleGroup('calls');
  run('start');
  expect([run('forward'), run('forward'), run('forward'), run('back')]).toEqual([3, 5, 8, 5]);
  time.filter({ hidden: new Set() });
  expect(run('back')).toBe(4);
});

test('moves by calls and to the next of a kind lead through the log', () => {
  const { time, run } = page();
  time.goTo(4);
  expect([run('over'), run('back', 'back', 'into'), run('out')]).toEqual([6, 5, 6]);
  expect([run('previous'), run('previous'), run('previous'), run('next')]).toEqual([5, 3, 1, 3]);
  time.set({ target: 'raise' });
  expect(run('next')).toBe(8);
  expect(time.state.isLive).toBe(true);
});

test('search goes from one result to the next, and from the last to the first', () => {
  const { time } = page();
  const at = (direction: 1 | -1): number => {
    time.moveToFound(direction);
    return time.state.at;
  };
  time.query = 'B.g';
  expect([at(1), at(1), at(1), at(-1), at(-1)]).toEqual([4, 6, 4, 6, 4]);
  time.query = 'nothing';
  expect(at(1)).toBe(4);
});

test('a paused machine makes forward moves itself, but only from the end of its log', () => {
  const { time, requests, pause, run } = page();
  pause({});
  expect(time.state).toMatchObject({ canDrive: true, isPaused: true, stop: 7 });
  run('forward', 'over');
  expect(requests).toEqual([
    { type: 'step', move: 'step', from: 8 },
    { type: 'step', move: 'over', from: 8 },
  ]);
  run('back');
  expect(time.state).toMatchObject({ canDrive: false, isPaused: false });
  run('forward');
  expect(requests).toHaveLength(2);
});

test('a machine that is paused inside a plain function has a longer log than its step', () => {
  const { time, pause } = page();
  pause({ step: 5 });
  time.goTo(5);
  expect(time.state).toMatchObject({ isPaused: true, canDrive: false, stop: 4 });
});

test('hold pauses, continues at the live end, and lets the usual order choose', () => {
  const { time, requests, pause, run } = page();
  run('hold');
  pause({});
  run('back', 'hold');
  expect(time.state.isLive).toBe(true);
  const candidate = { thread: 'MainThread', pid: 1, process: 'server', why: '' };
  pause({ why: 'choice', choice: { choice: 0, step: 8, candidates: [7, 9].map((tid) => ({ tid, ...candidate })) } });
  expect(time.state.canDrive).toBe(false);
  run('hold');
  expect(time.chooseAt(1)).toBe(true);
  expect(time.chooseAt(2)).toBe(false);
  expect(requests).toEqual([
    { type: 'pause' },
    { type: 'resume' },
    { type: 'choose', tid: 7 },
    { type: 'choose', tid: 9 },
  ]);
});

test('a breakpoint on the step at the cursor is set and removed by one command', () => {
  const { time, requests, run } = page();
  const news: unknown[] = [];
  time.events.on('brokenHere', (value) => void news.push(value), scope);
  expect(time.state.here).toBe('none');
  run('breakHere');
  time.goTo(3);
  expect(time.state.here).toBe('free');
  run('breakHere');
  expect(time.state.here).toBe('set');
  run('breakHere');
  const spec: BreakpointSpec = { syscall: 'recvfrom' };
  expect(requests).toEqual([
    { type: 'breakpoints', specs: [spec] },
    { type: 'breakpoints', specs: [] },
  ]);
  expect(news).toEqual([
    { spec, isSet: true },
    { spec, isSet: false },
  ]);
});

test('playing starts over from the live end, follows its speed, and stops at the live end', () => {
  const { time, run } = page();
  vi.spyOn(performance, 'now').mockReturnValue(0);
  const states: boolean[] = [];
  time.select(
    ({ isPlaying }) => isPlaying,
    (isPlaying) => states.push(isPlaying),
    scope,
  );
  const frame = (now: number): number => {
    frames.draw(now);
    return time.state.at;
  };
  run('play');
  expect(time.state.at).toBe(1);
  expect([frame(50), frame(100), frame(150), frame(200)]).toEqual([1, 2, 2, 3]);
  time.speed = 200;
  expect(frame(210)).toBe(5);
  expect(frame(300)).toBe(8);
  expect(time.state).toMatchObject({ isLive: true, isPlaying: false });
  run('play');
  expect(run('forward')).toBe(2);
  expect(states).toEqual([false, true, false, true, false]);
});

test('a part hears only of what it picks, and nothing after its scope has ended', async () => {
  const { session, time } = page();
  const part = scope.child();
  const heard: unknown[] = [];
  time.select(
    ({ at, target }) => [at, target],
    (value) => heard.push(value),
    part,
  );
  time.query = 'a';
  time.set({ isDrawerOpen: true });
  time.set({ target: 'write' });
  session.store.set({ length: 8 });
  await frames.settled();
  expect(heard).toEqual([
    [8, 'syscall'],
    [8, 'write'],
  ]);
  time.goTo(2);
  await frames.settled();
  expect(heard.slice(2)).toEqual([[2, 'write']]);
  part.end();
  time.set({ target: 'raise' });
  expect(heard).toHaveLength(3);
});

const stroke = (key: string, held: Partial<Keystroke> = {}): Keystroke => ({
  key,
  ...{ shiftKey: false, ctrlKey: false, metaKey: false, altKey: false },
  ...held,
});

test('each key runs its command where that reaches, and no key is used twice', () => {
  const of = (reach: Reach, ...keys: readonly Parameters<typeof stroke>[]): (string | undefined)[] =>
    keys.map(([key, held]) => {
      const command = commandOfKey(stroke(key, held), reach);
      return Object.entries(COMMANDS).find(([, one]) => one === command)?.[0];
    });
  const shiftKey = true;
  expect(
    of('steps', ['ArrowUp'], ['ArrowLeft', { shiftKey }], ['End', { shiftKey }], ['i'], ['/', { shiftKey }]),
  ).toEqual(['back', 'previous', 'end', 'into', 'search']);
  expect(of('steps', ['b'], ['F8'], ['x'], ['ArrowUp', { ctrlKey: true }], ['o', { altKey: true }])).toEqual(
    Array(5).fill(undefined),
  );
  expect(of('pane', ['b'], ['b', { shiftKey }], ['i'])).toEqual(['breakHere', undefined, undefined]);
  expect(of('everywhere', ['F8'], ['F8', { shiftKey }], ['b'])).toEqual(['hold', undefined, undefined]);
  expect(['1', '9', '0', 'a'].map((key) => candidateOfKey(stroke(key)))).toEqual([0, 8, undefined, undefined]);
  expect(candidateOfKey(stroke('1', { ctrlKey: true }))).toBeUndefined();
  const keys = Object.values(COMMANDS).flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a command that would do nothing says so', () => {
  const { time, pause, run } = page();
  const able = (): CommandName[] =>
    (Object.keys(COMMANDS) as CommandName[]).filter((name) => COMMANDS[name].can(time.state));
  const always = ['play', 'search', 'breakpoints', 'scheduler', 'hold'];
  expect(able()).toEqual(['start', 'back', 'previous', ...always]);
  pause({});
  expect(able()).toEqual(['start', 'back', 'forward', 'previous', 'into', 'over', 'out', ...always]);
  run('start', 'forward');
  expect(able()).toContain('breakHere');
  run('start');
  expect(able()).not.toContain('back');
});
