import { describe, expect, test } from 'vitest';
import { explore, exploreStepwise, replay, Machine, memory, preset, sleep } from '../../../src/index.ts';
import type { Invariant, MachineOptions, Scenario, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { Thread } from '../../../src/stdlib/threading.ts';
import { blocking } from '../../../src/werkzeug/app.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const counter = preset('counter')?.app as WsgiApp;

/** Counts with only a system call between reading and writing: only an unlucky switch loses an update. */
const hasty = blocking(function* (_environ, startResponse) {
  const count = Number(memory()['count'] ?? 0);
  yield* call('getpid');
  memory()['count'] = count + 1;
  startResponse('200 OK', [['Content-Length', '1']]);
  return [new Uint8Array([48 + count + 1])];
});

function twoClients(options: Partial<MachineOptions>): Machine {
  const machine = new Machine({ app: counter, server: 'threaded', ...options });
  for (const client of [machine.connect(), machine.connect()]) client.send(GET);
  return machine;
}

const bodies = (machine: Machine): string[] => machine.clients.map(({ received }) => received.trim().at(-1) ?? '');

/** Two requests are counted as two. */
const counted: Record<string, Invariant> = {
  'no update is lost': (machine) => {
    const answers = bodies(machine).toSorted().join(' ');
    return answers === '1 2' || `the answers were ${answers}`;
  },
};

describe('the order chosen', () => {
  test('stops wherever more than one thread can run, lists them with reasons, and follows the choice', () => {
    const machine = twoClients({ order: 'chosen' });
    machine.asksForChoices = true;
    expect(machine.run().why).toBe('choice');
    expect(machine.choice?.candidates).toMatchObject([
      { thread: 'client-0', process: 'client-0', why: 'it is new and has not run yet' },
      { thread: 'client-1', process: 'client-1', why: 'it is new and has not run yet' },
    ]);
    const [, second] = machine.choice?.candidates ?? [];
    machine.choose(second?.tid as number);
    expect(machine.choice).toBeUndefined();
    expect(machine.run().why).toBe('choice');
    expect(machine.choice?.candidates).toMatchObject([
      { thread: 'client-1', why: 'it has just made a system call and can go on' },
      { thread: 'client-0' },
    ]);
    expect(machine.trace.step(machine.trace.length - 1)).toMatchObject({
      kind: 'syscall',
      name: 'socket',
      tid: second?.tid,
    });
  });

  test('keeps the choices that depart from the usual order, and replays with them, with or without stopping', () => {
    const machine = twoClients({ order: 'chosen' });
    machine.asksForChoices = true;
    let picked = 0;
    while (machine.run().why === 'choice') {
      const candidates = machine.choice?.candidates ?? [];
      picked += 1;
      machine.choose(candidates[picked % 3 === 0 ? candidates.length - 1 : 0]?.tid as number);
    }
    const { scenario } = machine;
    expect(scenario.schedule.length).toBeGreaterThan(3);
    expect(scenario.schedule.length).toBeLessThan(picked / 2);
    expect(replay(scenario).trace.hash()).toBe(machine.trace.hash());
    expect(replay(scenario, 300).snapshot()).toEqual(machine.seek(300));
    expect(replay(scenario).trace.hash()).not.toBe(replay({ ...scenario, schedule: [] }).trace.hash());
    const asked = Machine.from(scenario);
    asked.asksForChoices = true;
    while (asked.run().why === 'choice') asked.choose(asked.choice?.candidates[0]?.tid as number);
    expect(asked.trace.hash()).toBe(machine.trace.hash());
  });

  test('asks about the threads of the server alone, where that is wanted, and clients run as they usually do', () => {
    const machine = twoClients({ order: 'chosen' });
    machine.asksForChoices = 'server';
    const asked: string[][] = [];
    while (machine.run().why === 'choice') {
      const { candidates = [] } = machine.choice ?? {};
      asked.push(candidates.map(({ process }) => process));
      machine.choose(candidates.at(-1)?.tid as number);
    }
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.every((processes) => processes.length > 1)).toBe(true);
    expect([...new Set(asked.flat())]).toEqual(['server']);
    expect(bodies(machine)).toEqual(['1', '1']);
    expect(replay(machine.scenario).trace.hash()).toBe(machine.trace.hash());
  });

  test('asks about the children of the server too', () => {
    const machine = twoClients({ order: 'chosen', server: 'forking' });
    machine.asksForChoices = 'server';
    const asked = new Set<string>();
    while (machine.run().why === 'choice') {
      const { candidates = [] } = machine.choice ?? {};
      for (const { process } of candidates) asked.add(process);
      machine.choose(candidates[0]?.tid as number);
    }
    expect([...asked].toSorted()).toEqual(['server', 'server-child']);
  });

  test('asks about the server alone only where the usual order would run one of its threads', () => {
    const machine = twoClients({ order: 'chosen' });
    machine.asksForChoices = 'server';
    let asked = 0;
    while (machine.run().why === 'choice') {
      asked += 1;
      machine.choose(machine.choice?.candidates[0]?.tid as number);
    }
    expect(asked).toBeGreaterThan(2);
    expect(machine.scenario.schedule).toEqual([]);
  });

  test('asks nothing while decisions of a schedule are left', () => {
    const machine = twoClients({ order: 'chosen' });
    machine.asksForChoices = true;
    for (let decision = 0; decision < 6; decision += 1) {
      expect(machine.run().why).toBe('choice');
      const { candidates = [] } = machine.choice ?? {};
      machine.choose(candidates.at(decision === 5 ? -1 : 0)?.tid as number);
    }
    machine.asksForChoices = false;
    machine.run();
    const [only, ...others] = machine.scenario.schedule;
    expect([only?.choice, others]).toEqual([5, []]);
    const again = Machine.from(machine.scenario);
    again.asksForChoices = true;
    expect(again.run().why).toBe('choice');
    expect(again.choice?.choice).toBe(6);
    expect(again.choice?.step).toBeGreaterThan(only?.step ?? Infinity);
  });

  test('has a decision in its scenario as soon as it is made, unless it is the usual one', () => {
    const machine = twoClients({ order: 'chosen' });
    machine.asksForChoices = true;
    machine.run();
    const { step, candidates: [usual, other] = [] } = machine.choice ?? {};
    machine.choose(usual?.tid as number);
    expect(machine.scenario.schedule).toEqual([]);
    const second = twoClients({ order: 'chosen' });
    second.asksForChoices = true;
    second.run();
    second.choose(other?.tid as number);
    expect(second.scenario.schedule).toEqual([{ choice: 0, step, tid: other?.tid }]);
    second.asksForChoices = false;
    second.run();
    expect(second.scenario.schedule).toEqual([{ choice: 0, step, tid: other?.tid }]);
  });

  test('rejects an impossible choice', () => {
    const machine = twoClients({ order: 'chosen' });
    expect(() => machine.choose(1)).toThrow('no choice is pending');
    machine.asksForChoices = true;
    machine.run();
    expect(() => machine.choose(1)).toThrow(
      /tid: thread 1 cannot run now; candidates are \d+ \(client-0\), \d+ \(client-1\)/,
    );
    const other = twoClients({});
    expect(() => (other.asksForChoices = true)).toThrow("options.order: 'round-robin' leaves nothing to choose");
  });

  test('a schedule that does not fit stops the machine and names the place', () => {
    const { scenario } = twoClients({ order: 'chosen' });
    const { panic, why } = Machine.from({ ...scenario, schedule: [{ choice: 0, step: 0, tid: 7 }] }).run();
    expect(why).toBe('panic');
    expect(panic?.message).toMatch(/^choice 0 of the schedule: thread 7 cannot run; candidates are \d+ \(client-0\)/);
  });
});

describe('a candidate says why it can run', () => {
  /** The reasons at the first choice after which `thread` is asked about, for a program that is run to its end. */
  function reasonsOf(machine: Machine, thread: string, fits: RegExp): string | undefined {
    machine.asksForChoices = true;
    while (machine.run().why === 'choice') {
      const { candidates = [] } = machine.choice ?? {};
      const found = candidates.find((one) => one.thread === thread && fits.test(one.why));
      if (found !== undefined) return found.why;
      machine.choose(candidates[0]?.tid as number);
    }
    return undefined;
  }

  const sleepers = (): Machine =>
    new Machine({
      order: 'chosen',
      *program() {
        const [end, other] = yield* call('pipe');
        const reader = new Thread({
          name: 'reader',
          *target() {
            yield* call('read', end, 1);
          },
        });
        const sleeper = new Thread({
          name: 'sleeper',
          *target() {
            yield* sleep(1);
          },
        });
        yield* reader.start();
        yield* sleeper.start();
        yield* sleep(1);
        yield* call('write', other, new Uint8Array(1));
        yield* sleep(1);
      },
    });

  test('the time of what it waited in is up', () => {
    expect(reasonsOf(sleepers(), 'sleeper', /time/)).toBe('the time of its nanosleep(1 s) is up');
  });

  test('what it waited for has happened', () => {
    expect(reasonsOf(sleepers(), 'reader', /waited/)).toBe('what it waited for in read(3, 1) has happened');
  });

  test('a signal interrupts its wait', () => {
    const machine = new Machine({ app: counter, order: 'chosen' });
    machine.run();
    machine.connect();
    machine.interrupt();
    expect(reasonsOf(machine, 'MainThread', /interrupts/)).toMatch(/^SIGINT interrupts its poll\(\[3: POLLIN\], .*\)$/);
  });
});

describe('the explorer', () => {
  test('finds the lost update of the counter on threads, and a scenario that shows it', () => {
    const { broken, runs } = explore(twoClients({}).scenario, { invariants: counted, departures: 1, runs: 60 });
    expect(runs).toBe(60);
    expect(broken[0]).toMatchObject({ invariant: 'no update is lost', message: 'the answers were 1 1' });
    expect(bodies(replay(broken[0]?.scenario))).toEqual(['1', '1']);
  });

  test('finds none where requests are served one after the other', () => {
    const { broken } = explore(twoClients({ server: 'base' }).scenario, {
      invariants: counted,
      departures: 1,
      runs: 60,
    });
    expect(broken).toEqual([]);
  });

  test('finds the one unlucky switch that the usual order does not make', { timeout: 30_000 }, () => {
    const machine = twoClients({ app: hasty });
    machine.run();
    expect(bodies(machine)).toEqual(['1', '2']);
    const options = {
      invariants: counted,
      runs: 3000,
      departures: 2,
      broken: 1,
      bring: { app: hasty },
      threads: (_thread: string, process: string) => process === 'server',
    };
    const { broken } = explore(twoClients({ app: hasty }).scenario, options);
    expect(broken).toHaveLength(1);
    const scenario = broken[0]?.scenario as Scenario;
    expect(scenario.schedule.length).toBeLessThanOrEqual(2);
    expect(bodies(replay(scenario, undefined, { app: hasty }))).toEqual(['1', '1']);
  });

  test('runs every interleaving of a small scenario once', () => {
    const hashes = new Set<string>();
    const noted: Invariant = (machine) => {
      hashes.add(machine.trace.hash());
      return true;
    };
    const machine = new Machine({ app: counter });
    machine.connect();
    machine.connect();
    const { scenario } = machine;
    const explored = explore(scenario, {
      invariants: { noted },
      departures: 1,
      threads: (thread) => thread === 'client-1',
    });
    expect(explored).toMatchObject({ isComplete: true, isBounded: false, broken: [] });
    expect(hashes.size).toBe(explored.runs);
    expect(explored.runs).toBeGreaterThan(3);
  });

  test('can be run in steps', () => {
    const walk = exploreStepwise(twoClients({}).scenario, { invariants: counted, runs: 3 });
    expect(walk.next()).toMatchObject({ done: false, value: { runs: 1, isComplete: false } });
    expect(walk.next()).toMatchObject({ done: false, value: { runs: 2 } });
    expect(walk.next()).toMatchObject({ done: true, value: { runs: 3, isComplete: false } });
  });

  test('does not explore a random order', () => {
    const { scenario } = twoClients({ order: 'random' });
    expect(() => explore(scenario, { invariants: counted })).toThrow("$.options.order: 'random' cannot be explored");
  });
});
