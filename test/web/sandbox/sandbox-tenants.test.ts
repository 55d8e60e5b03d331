/**
 * One worker for several tenants, behind a frame of this test: which parts of its program it gets, who loses a machine
 * when it loops, floods, lies or fails, and who starts over in the next one.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PackedMessage } from '../../../src/host/packing.ts';
import type { ToMachine } from '../../../src/host/protocol.ts';
import { Scope } from '../../../web/kit/scope.ts';
import type { PlayError as Failure, playIn as Play, PlayRequest } from '../../../web/sandbox/play.ts';
import type { PartName } from '../../../web/sandbox/program.ts';
import type { SandboxHost as Host, Tenant } from '../../../web/sandbox/sandbox-host.ts';
import type { SandboxEvents } from '../../../web/sandbox/sandbox.ts';
import { BEAT_MS } from '../../../web/sandbox/watchdog.ts';

const made = vi.hoisted(() => ({ sandboxes: [] as unknown[], lacks: new Set<string>() }));

vi.mock('../../../web/sandbox/worker.ts?source', () => ({ default: 'program()' }));
vi.mock(import('../../../web/sandbox/parts.ts'), () => {
  const load = (part: PartName) => () =>
    made.lacks.has(part)
      ? Promise.reject(new TypeError('Failed to fetch'))
      : Promise.resolve([[part, 'code'] as const]);
  return {
    loadPart: {
      core: load('core'),
      sessions: load('sessions'),
      full: load('full'),
      moments: load('moments'),
      apps: load('apps'),
    },
  };
});
vi.mock(import('../../../web/sandbox/sandbox.ts'), () => {
  class Sandbox {
    readonly posted: unknown[] = [];
    isConnected = true;
    readonly program: string;
    readonly folder: string;
    readonly events: SandboxEvents;
    constructor(program: string, folder: string, events: SandboxEvents) {
      Object.assign(this, { program, folder, events });
      this.program = program;
      this.folder = folder;
      this.events = events;
      made.sandboxes.push(this);
    }
    post(message: unknown): void {
      this.posted.push(message);
    }
    end(): void {
      this.isConnected = false;
    }
  }
  return { Sandbox: Sandbox as never };
});

/** Files share their modules: here they are others, and gone afterwards. */
let SandboxHost: typeof Host;
let playIn: typeof Play;
let PlayError: typeof Failure;

beforeAll(async () => {
  vi.resetModules();
  ({ SandboxHost } = await import('../../../web/sandbox/sandbox-host.ts'));
  ({ playIn, PlayError } = await import('../../../web/sandbox/play.ts'));
}, 60_000);
afterAll(() => void vi.resetModules());

interface Worker {
  readonly posted: (ToMachine | { readonly part: readonly (readonly [string, string])[] })[];
  readonly program: string;
  readonly folder: string;
  readonly events: SandboxEvents;
  isConnected: boolean;
}

const workers = (): readonly Worker[] => made.sandboxes as Worker[];
const newest = (): Worker => workers().at(-1) as Worker;

/** What a worker got: parts by name, and messages as type and session, without pings. */
const got = ({ posted }: Worker = newest()): string[] =>
  posted.flatMap((message) => {
    if ('part' in message) return message.part.map(([name]) => `+${name}`);
    return message.type === 'ping' ? [] : [`${message.type} ${message.session}`];
  });

let scope = new Scope();
let page = { visibilityState: 'visible' };

beforeEach(() => {
  made.sandboxes.length = 0;
  made.lacks.clear();
  scope = new Scope();
  page = { visibilityState: 'visible' };
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('document', page);
});

afterEach(() => {
  scope.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const hostOf = (): Host => new SandboxHost({ scope, folder: 'https://docs.example/' });

/** Parts have arrived. */
const loaded = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

interface Guest extends Tenant {
  session: number;
  isSeeking: boolean;
  readonly events: unknown[];
}

/** A tenant that boots a machine. */
function guest(host: Host, { isForeign = false, needs = ['core'] as readonly PartName[] } = {}): Guest {
  const events: unknown[] = [];
  const boot = (): void => host.post({ type: 'seek', session: tenant.session, step: 1 });
  const tenant: Guest = {
    ...{ session: 0, isSeeking: false, needs, isForeign, events },
    receive: ({ type }) => {
      events.push(type);
      return type === 'entered' && wrong ? 'it is a lie' : undefined;
    },
    lost: (health, notice) => void events.push(notice === undefined ? health : `${health}: ${notice.code}`),
    startOver: () => {
      events.push('again');
      boot();
    },
  };
  tenant.session = host.enter(tenant);
  boot();
  return tenant;
}
let wrong = false;
afterEach(() => void (wrong = false));

const say = (message: object, worker = newest()): void => worker.events.onMessage(message);
const pong = (session: number): object => ({ type: 'pong', session });
/** Time passes, in heartbeats. */
const pass = (millis: number): void => void vi.advanceTimersByTime(millis);

describe('parts of the program', () => {
  test('come before what needs them, each once, in their order', async () => {
    const host = hostOf();
    guest(host, { needs: ['full', 'core'] });
    expect(got()).toEqual([]);
    await loaded();
    expect(got()).toEqual(['+core', '+full', 'seek 1']);
    guest(host, { needs: ['core'] });
    expect(got()).toEqual(['+core', '+full', 'seek 1', 'seek 2']);
    guest(host, { needs: ['core', 'apps'] });
    host.post({ type: 'seek', session: 1, step: 2 });
    await loaded();
    expect(got().slice(4)).toEqual(['seek 1', '+apps', 'seek 3']);
    expect(newest()).toMatchObject({ program: 'program()', folder: 'https://docs.example/' });
    expect(workers()).toHaveLength(1);
  });

  test('that cannot be fetched fail the one who needs them, not the others', async () => {
    const host = hostOf();
    made.lacks.add('apps');
    const [one, other] = [guest(host), guest(host, { needs: ['core', 'apps'] })];
    await loaded();
    expect([one.events, other.events]).toEqual([[], ['failed: workerNotLoaded']]);
    expect([host.tenants, got()]).toEqual([1, ['+core', 'seek 1']]);
  });

  test('for who has left meanwhile do no harm', async () => {
    const host = hostOf();
    const one = guest(host);
    host.leave(one.session);
    await loaded();
    expect(got().filter((what) => what.startsWith('seek'))).toEqual([]);
    expect(host.tenants).toBe(0);
  });

  test('go to the worker that is there, not to the one for which they were fetched', async () => {
    const host = hostOf();
    guest(host);
    host.end();
    await loaded();
    expect([host.isUp, got()]).toEqual([false, []]);
    guest(host);
    await loaded();
    expect(got(workers()[0])).toEqual([]);
    expect(got()).toEqual(['+core', 'seek 2']);
  });
});

describe('messages', () => {
  test('go to the tenant of their session; those of one who has left are passed over', async () => {
    const host = hostOf();
    const [one, other] = [guest(host), guest(host)];
    await loaded();
    say(pong(other.session));
    expect([one.events, other.events]).toEqual([[], ['pong']]);
    host.leave(other.session);
    expect(got().at(-1)).toBe(`end ${other.session}`);
    say(pong(other.session));
    host.leave(other.session);
    expect(got().filter((what) => what.startsWith('end'))).toHaveLength(1);
    expect(other.events).toEqual(['pong']);
  });

  test('that no protocol knows end the worker; with foreign code there, only its machine is lost', async () => {
    const host = hostOf();
    const [own, foreign] = [guest(host), guest(host, { isForeign: true })];
    await loaded();
    say(pong(own.session));
    say({ type: 'nonsense', session: own.session });
    expect(foreign.events).toEqual(['failed: messageInvalid']);
    expect(own.events).toEqual(['pong', 'again']);
    await loaded();
    expect([workers().length, workers()[0]?.isConnected, got()]).toEqual([2, false, ['+core', `seek ${own.session}`]]);
    // What the old one still says is not heard.
    say(pong(own.session), workers()[0]);
    expect(own.events).toEqual(['pong', 'again']);
  });

  test('in which their tenant finds something wrong end the worker too', () => {
    const host = hostOf();
    const one = guest(host);
    wrong = true;
    say({ type: 'entered', session: one.session });
    expect(one.events).toEqual(['entered', 'failed: messageInvalid']);
    expect(host.isUp).toBe(false);
  });

  test('a thousand in a second pass, and no more', () => {
    const host = hostOf();
    const one = guest(host);
    for (let count = 0; count < 1_000; count += 1) say(pong(one.session));
    expect(host.isUp).toBe(true);
    say(pong(one.session));
    expect(one.events.at(-1)).toBe('failed: tooManyMessages');
    expect(host.isUp).toBe(false);
  });
});

describe('a worker that ends by itself', () => {
  test('before its first word takes all with it: nobody can say whose fault it is', () => {
    const host = hostOf();
    const [one, foreign] = [guest(host), guest(host, { isForeign: true })];
    newest().events.onEnd({ code: 'sandboxNotStarted', values: {} });
    expect([one.events, foreign.events]).toEqual([['failed: sandboxNotStarted'], ['failed: sandboxNotStarted']]);
    expect(host.isUp).toBe(false);
  });

  test('is replaced for the next tenant', async () => {
    const host = hostOf();
    const one = guest(host);
    newest().events.onEnd({ code: 'workerFailed', values: { message: 'x' } });
    newest().events.onEnd({ code: 'workerFailed', values: { message: 'x' } });
    expect(one.events).toEqual(['failed: workerFailed']);
    guest(host);
    await loaded();
    expect([workers().length, got()]).toEqual([2, ['+core', 'seek 2']]);
  });
});

describe('silence', () => {
  test('of a worker that has spoken ends it in less than a second; who ran last has lost its machine', async () => {
    const host = hostOf();
    const [first, looping] = [guest(host), guest(host, { isForeign: true })];
    await loaded();
    say({ type: 'entered', session: first.session });
    say({ type: 'entered', session: looping.session });
    pass(6 * BEAT_MS);
    expect(workers()).toHaveLength(1);
    pass(BEAT_MS);
    expect([first.events, looping.events]).toEqual([
      ['entered', 'again'],
      ['entered', 'silent'],
    ]);
    expect([workers().length, host.tenants]).toEqual([2, 1]);
  });

  test('when who ran last has left is the fault of foreign code, or of nobody in particular', () => {
    const host = hostOf();
    const [own, gone, foreign] = [guest(host), guest(host), guest(host, { isForeign: true })];
    say({ type: 'entered', session: gone.session });
    host.leave(gone.session);
    pass(1_000);
    expect([own.events, foreign.events]).toEqual([['again'], ['silent']]);
    // What came with the page does not loop: the computer is busy.
    say(pong(own.session));
    pass(2_000);
    expect(own.events).toEqual(['again', 'pong']);
    pass(BEAT_MS);
    expect(own.events).toEqual(['again', 'pong', 'silent']);
    expect(host.isUp).toBe(false);
  });

  test('is borne for longer while a tenant goes back in time, and while the worker loads', () => {
    const host = hostOf();
    const one = guest(host, { isForeign: true });
    pass(29_000);
    expect(one.events).toEqual([]);
    say(pong(one.session));
    one.isSeeking = true;
    pass(5_000);
    expect(one.events).toEqual(['pong']);
    pass(BEAT_MS);
    expect(one.events).toEqual(['pong', 'silent']);
    const other = guest(host);
    pass(30_000);
    expect(other.events).toEqual([]);
    pass(BEAT_MS);
    expect(other.events).toEqual(['silent']);
  });

  test('does not count while there is nobody, nor while the page is hidden; answers end it', () => {
    const host = hostOf();
    const one = guest(host, { isForeign: true });
    say(pong(one.session));
    page.visibilityState = 'hidden';
    pass(10_000);
    page.visibilityState = 'visible';
    pass(600);
    say(pong(one.session));
    pass(600);
    host.leave(one.session);
    pass(10_000);
    expect([workers().length, host.isUp]).toEqual([1, true]);
    guest(host, { isForeign: true });
    pass(500);
    expect(workers()).toHaveLength(1);
    expect(newest().posted.at(-1)).toEqual({ type: 'ping', session: 0 });
  });

  test('of a frame that someone has taken out of the document is nobody’s fault', async () => {
    const host = hostOf();
    const one = guest(host);
    await loaded();
    newest().isConnected = false;
    pass(BEAT_MS);
    await loaded();
    expect([one.events, workers().length, got()]).toEqual([['again'], 2, ['+core', 'seek 1']]);
  });
});

test('with its scope all ends, and no worker is started any more', () => {
  const host = hostOf();
  guest(host);
  const [worker] = workers();
  scope.end();
  expect([worker?.isConnected, host.isUp, host.tenants]).toEqual([false, false, 0]);
  guest(host);
  expect([workers().length, host.isUp]).toEqual([1, false]);
});

describe('a play', () => {
  const REQUEST = { subject: {}, code: undefined, isTraced: false, isRun: true } as unknown as PlayRequest;
  const PLAYED = { text: 'HTTP/1.0 200 OK' };

  /** A play, with a worker whose messages are not checked: that has tests of its own. */
  function playing(change: Partial<PlayRequest> = {}, signal?: AbortSignal) {
    const host = hostOf();
    host.check = (data) => data as PackedMessage;
    const play = playIn(host, { ...REQUEST, ...change }, signal);
    const ended = vi.fn<(why: unknown) => void>();
    play.then(ended, ended);
    return { host, play, ended };
  }

  test('of an app that comes with the page needs one part, gives what was played, and leaves', async () => {
    const { host, play } = playing();
    await loaded();
    expect(got()).toEqual(['+core', 'play 1']);
    expect(newest().posted.at(-1)).toEqual({ ...REQUEST, type: 'play', session: 1 });
    say({ type: 'played', session: 1, played: PLAYED });
    await expect(play).resolves.toBe(PLAYED);
    expect([host.tenants, got().at(-1)]).toEqual([0, 'end 1']);
  });

  test.each<[string, Partial<PlayRequest>, readonly string[]]>([
    ['a step is wanted', { isTraced: true }, ['+core', '+sessions', 'play 1']],
    ['it brings an app', { code: 'app' }, ['+core', '+sessions', '+full', '+moments', '+apps', 'play 1']],
  ])('has more parts where %s', async (_, change, parts) => {
    playing(change);
    await loaded();
    expect(got()).toEqual(parts);
  });

  test('is played again with more of the program where something is not there, until there is no more', async () => {
    const { host, play } = playing();
    await loaded();
    say({ type: 'absent', session: 1, name: 'selectors' });
    await loaded();
    expect(got()).toEqual(['+core', 'play 1', '+sessions', 'play 1']);
    say({ type: 'absent', session: 1, name: 'selectors' });
    await loaded();
    expect(got().slice(4)).toEqual(['+full', 'play 1']);
    say({ type: 'absent', session: 1, name: 'selectors' });
    await expect(play).rejects.toThrow('selectors is not there');
    expect(host.tenants).toBe(0);
  });

  test('tells what was wrong with the app, and why it failed', async () => {
    const { play } = playing({ code: 'app' });
    const problem = { notice: { code: 'appMissing', values: {} }, line: 3 };
    say({ type: 'loadProblem', session: 1, problem });
    const notice = { code: 'appNotLoaded', values: { reason: problem.notice } };
    say({ type: 'failed', session: 1, notice });
    const error: unknown = await play.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlayError);
    expect(error).toMatchObject({ name: 'PlayError', message: 'appNotLoaded', notice, problem });
  });

  test('of an app that loops ends without a notice, and is the one that is blamed', async () => {
    const { host, play } = playing({ code: 'app' });
    const other = guest(host);
    await loaded();
    say({ type: 'pong', session: 1 });
    pass(1_000);
    await expect(play).rejects.toMatchObject({ message: 'noAnswer', notice: undefined });
    expect(other.events).toEqual(['again']);
  });

  test('without foreign code is played again by the next worker', async () => {
    const { host, play } = playing();
    await loaded();
    guest(host, { isForeign: true });
    say({ type: 'pong', session: 1 });
    pass(1_000);
    await loaded();
    expect([workers().length, got()]).toEqual([2, ['+core', 'play 1']]);
    say({ type: 'played', session: 1, played: PLAYED });
    await expect(play).resolves.toBe(PLAYED);
  });

  test('can be taken back, before and after it began', async () => {
    const control = new AbortController();
    const { host, play } = playing({}, control.signal);
    control.abort(new Error('the page is gone'));
    await expect(play).rejects.toThrow('the page is gone');
    expect(host.tenants).toBe(0);
    const late = playing({}, control.signal);
    await expect(late.play).rejects.toThrow('the page is gone');
    expect(late.host.isUp).toBe(false);
  });

  test('that has ended is not ended again by its signal', async () => {
    const control = new AbortController();
    const { play, ended } = playing({}, control.signal);
    await loaded();
    say({ type: 'played', session: 1, played: PLAYED });
    await play;
    const posted = got();
    control.abort();
    await loaded();
    expect([ended.mock.calls.length, got()]).toEqual([1, posted]);
  });
});
