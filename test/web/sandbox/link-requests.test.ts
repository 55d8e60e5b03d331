/** What a link posts to the worker of its machine: seeks in turns, what was drawn, and the parts that are needed. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PackedMessage } from '../../../src/host/packing.ts';
import type { ToMachine } from '../../../src/host/protocol.ts';
import { Scope } from '../../../web/kit/scope.ts';
import type { BootRequest } from '../../../web/sandbox/link.ts';
import { MachineLink } from '../../../web/sandbox/machine-link.ts';
import type { MachinePlace } from '../../../web/sandbox/sandbox-host.ts';

let frames: (() => void)[] = [];
let page = { visibilityState: 'visible' };
let scope = new Scope();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  scope = new Scope();
  frames = [];
  page = { visibilityState: 'visible' };
  vi.stubGlobal('document', page);
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => frames.push(work));
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => (frames[frame - 1] = () => undefined));
});
afterEach(() => {
  scope.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Draws a frame. */
function draw(): void {
  const due = frames;
  frames = [];
  for (const work of due) work();
}

const BOOT: BootRequest = {
  ...{ options: { server: 'base', app: 'hello', seed: 0 }, app: { code: undefined, logBefore: '' } },
  ...{ breakpoints: [], isAsking: false },
};
const OWN: BootRequest = { ...BOOT, app: { code: 'own', logBefore: '' } };

const message = (type: PackedMessage['type'], more: object = {}): PackedMessage =>
  ({ type, session: 1, ...more }) as unknown as PackedMessage;
const rows = (count: number): PackedMessage =>
  message('progress', { steps: { times: new Float64Array(count) }, clients: [], did: [] });

/** A link, and a sandbox that notes what comes. */
function linked(isShared = false, request = BOOT) {
  const posted: ToMachine[] = [];
  const did: string[] = [];
  const heard: string[] = [];
  let sessions = 0;
  const sandbox: MachinePlace = {
    check: (data) => data as PackedMessage,
    enter: () => (sessions += 1),
    leave: (session: number) => void did.push(`leave ${session}`),
    bring: (session: number) => void did.push(`bring ${session}`),
    post: (posting: ToMachine) => void posted.push(posting),
    end: () => void did.push('end'),
  };
  const link = new MachineLink(
    {
      onMessage: ({ type }) => void heard.push(type),
      onHealth: (health) => void heard.push(health),
      onAction: () => void heard.push('action'),
    },
    scope,
    { sandbox: () => sandbox, isShared },
  );
  link.boot(request);
  const types = (): string[] => posted.splice(0).map(({ type }) => type);
  return { link, posted, did, heard, types };
}

describe('seeks', () => {
  test('are asked one after the other, and of several only the newest', () => {
    const { link, posted } = linked();
    posted.length = 0;
    for (const step of [1, 2, 3]) link.seek(step);
    expect([posted, link.isSeeking]).toEqual([[{ type: 'seek', step: 1, session: 1 }], true]);
    link.receive(message('snapshot'));
    expect([posted[1], posted.length]).toEqual([{ type: 'seek', step: 3, session: 1 }, 2]);
    link.receive(message('snapshot'));
    expect([posted.length, link.isSeeking]).toEqual([2, false]);
  });

  test('of the machine and of the compared one take turns', () => {
    const { link, posted } = linked();
    posted.length = 0;
    for (let step = 1; step <= 4; step += 1) {
      link.seek(step);
      link.seekCompared(10 * step);
      link.receive(message(posted.at(-1)?.type === 'seek' ? 'snapshot' : 'comparedSnapshot'));
    }
    expect(posted.map((one) => ('step' in one ? [one.type, one.step] : one.type))).toEqual([
      ['seek', 1],
      ['seekCompared', 10],
      ['seek', 2],
      ['seekCompared', 30],
      ['seek', 4],
    ]);
    link.receive(message('snapshot'));
    expect(posted.at(-1)).toEqual({ type: 'seekCompared', step: 40, session: 1 });
  });

  test('of a machine that makes way for another are not waited for', () => {
    const { link, types } = linked();
    link.seek(1);
    link.seek(2);
    link.seekCompared(3);
    link.boot(BOOT);
    expect(link.isSeeking).toBe(false);
    types();
    link.receive(message('snapshot'));
    expect(types()).toEqual([]);
    link.seek(4);
    expect(types()).toEqual(['seek']);
  });
});

describe('what was drawn is acknowledged', () => {
  test.each([
    [1, 2],
    [500, 2],
    [501, 3],
  ])('of %j rows with frame %j', (count, frame) => {
    const { link, types } = linked();
    types();
    link.receive(rows(count));
    for (let at = 1; at < frame; at += 1) draw();
    expect(types()).toEqual([]);
    draw();
    expect(types()).toEqual(['acknowledge']);
    draw();
    expect(types()).toEqual([]);
  });

  test('each second by a page out of sight', () => {
    const { link, types } = linked();
    types();
    page.visibilityState = 'hidden';
    link.receive(rows(1));
    draw();
    vi.advanceTimersByTime(999);
    expect(types()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(types()).toEqual(['acknowledge']);
  });

  test('but not when the machine is gone, or another one is there', () => {
    const { link, types } = linked();
    const drawAll = (): string[] => {
      for (let frame = 0; frame < 5; frame += 1) draw();
      return types();
    };
    types();
    link.receive(rows(1));
    link.boot(BOOT);
    expect(drawAll()).toEqual(['boot']);
    link.receive(rows(1));
    link.lost('failed', undefined);
    expect(drawAll()).toEqual([]);
  });
});

describe('the next machine', () => {
  test('of a sandbox of its own gets another worker, if code has run there', () => {
    const { link, did } = linked(false, OWN);
    expect([link.isForeign, did]).toEqual([true, []]);
    link.boot(BOOT);
    expect([link.isForeign, did]).toEqual([false, ['end']]);
    link.boot(BOOT);
    expect(did).toEqual(['end', 'leave 2']);
  });

  test('of a shared one never ends it: others have machines there', () => {
    const { link, did, posted } = linked(true, OWN);
    link.boot(BOOT);
    expect(did).toEqual(['leave 1']);
    expect(posted.map((one) => one.type === 'boot' && [one.session, one.isKept])).toEqual([
      [1, true],
      [2, true],
    ]);
  });
});

describe('the parts of the program that are needed', () => {
  const moment = { moment: 'make_environ' };
  const FEW = ['core', 'sessions'];
  const ALL = [...FEW, 'full'];

  test.each<[string, boolean, BootRequest, string[]]>([
    ['an example of several', true, BOOT, FEW],
    ['an example that is to be paused', true, { ...BOOT, pauseAt: { step: 1, isChoice: false } }, ALL],
    ['an example that asks who runs next', true, { ...BOOT, isAsking: true }, ALL],
    ['one with a breakpoint', true, { ...BOOT, breakpoints: [{ syscall: 'read' }] }, ALL],
    ['one that stops at a moment', true, { ...BOOT, breakpoints: [moment] }, [...ALL, 'moments']],
    ['an app of its author’s', true, OWN, [...ALL, 'apps']],
    ['a machine of the page', false, BOOT, ALL],
  ])('%s', (_, isShared, request, parts) => {
    expect(linked(isShared, request).link.needs).toEqual(parts);
  });

  test('come before a request that the first ones cannot do, and the worker says when they are there', () => {
    const { link, types, did } = linked(true);
    types();
    link.client(0, { act: 'connect' });
    expect([types(), link.needs]).toEqual([['client'], FEW]);
    did.length = 0;
    link.request({ type: 'pause' });
    expect([types(), link.needs]).toEqual([['ping', 'pause'], ALL]);
    expect(new Set(did)).toEqual(new Set(['bring 1']));
    link.request({ type: 'breakpoints', specs: [moment] });
    expect([types(), link.needs]).toEqual([['breakpoints'], [...ALL, 'moments']]);
    // They have been there, and may be wanted again.
    link.request({ type: 'breakpoints', specs: [] });
    expect(link.needs).toEqual([...ALL, 'moments']);
  });
});

describe('its session', () => {
  test('hears what the machine tells, but nothing of its heartbeat', () => {
    const { link, heard } = linked();
    for (const type of ['booted', 'pong', 'entered', 'history'] as const) link.receive(message(type));
    expect(heard).toEqual(['booted', 'history']);
    expect(link.receive(message('planned', { inputs: { ids: [7], added: [] } }))).toBe(
      'it does not fit the earlier ones',
    );
  });

  test('is told of requests that change the history, before they go', () => {
    const { link, heard } = linked();
    link.client(0, { act: 'connect' });
    for (const type of ['interrupt', 'pause', 'resume'] as const) link.request({ type });
    link.request({ type: 'branch', step: 3 });
    link.seek(1);
    expect(heard).toEqual(['action', 'action', 'action']);
  });

  test('whose machine is lost posts nothing until another one is booted', () => {
    const { link, heard, types } = linked();
    types();
    link.lost('silent', undefined);
    expect([heard, link.isUp]).toEqual([['silent'], false]);
    link.request({ type: 'pause' });
    expect(types()).toEqual([]);
    link.boot(BOOT);
    expect([types(), link.isUp]).toEqual([['boot'], true]);
  });

  test('loses a machine that nothing can make again, where its worker is replaced', () => {
    const { link, heard, did } = linked();
    link.startOver();
    expect([heard, did, link.isUp]).toEqual([['failed'], ['leave 1'], false]);
  });

  test('leaves with its page, and boots nothing afterwards', () => {
    const { link, did, types } = linked();
    types();
    scope.end();
    expect([did, link.isUp]).toEqual([['leave 1'], false]);
    link.boot(BOOT);
    expect(types()).toEqual([]);
  });
});
