/** The plans of clients, by the numbers that the page knows them by. */
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../src/index.ts';
import type { RunResult, WsgiApp } from '../../src/index.ts';
import { LINK_LIMITS } from '../../src/host/limits.ts';
import { connectPending, hasCaughtUp, Plans, timeBeforePlans } from '../../src/host/plans.ts';
import type { ClientAction, When } from '../../src/host/protocol.ts';
import { encodeLatin1 } from '../../src/index.ts';

const app = preset('hello')?.app as WsgiApp;

function connected(): { machine: Machine; plans: Plans; plan: (action: ClientAction, when: Partial<When>) => unknown } {
  const machine = new Machine({ app });
  machine.connect();
  machine.run();
  const plans = new Plans();
  const plan = (action: ClientAction, { step, timeMicros }: Partial<When>): unknown =>
    plans.add(machine, { client: 0, action, when: { step, timeMicros } });
  return { machine, plans, plan };
}

const CLOSE = { act: 'close' } as const;

test('a plan is told with its number, its action and when it comes, in microseconds', () => {
  const { machine, plans, plan } = connected();
  plan({ act: 'send', bytes: encodeLatin1('\u00ff\n') }, { timeMicros: 1_500_000.4 });
  plan({ act: 'shutdownWrite' }, { step: 9_000 });
  plan({ act: 'reset' }, { step: 9_001, timeMicros: 2_000_000 });
  expect(plans.infos(machine).toSorted((one, other) => one.id - other.id)).toEqual(
    expect.arrayContaining([
      {
        id: expect.any(Number),
        client: 0,
        action: { act: 'send', bytes: encodeLatin1('\u00ff\n') },
        when: { step: undefined, timeMicros: 1_500_000 },
      },
      {
        id: expect.any(Number),
        client: 0,
        action: { act: 'shutdownWrite' },
        when: { step: 9_000, timeMicros: undefined },
      },
      { id: expect.any(Number), client: 0, action: { act: 'reset' }, when: { step: 9_001, timeMicros: 2_000_000 } },
    ]),
  );
  const ids = plans.infos(machine).map(({ id }) => id);
  expect(plans.infos(machine).map(({ id }) => id)).toEqual(ids);
  expect(new Set(ids).size).toBe(3);
});

test('plans of the server are not among those of clients', () => {
  const { machine, plans } = connected();
  machine.later({ do: 'interrupt', time: 5 });
  expect([machine.planned.length, plans.infos(machine)]).toEqual([1, []]);
});

test('one that cannot be is told why, and the others stay', () => {
  const { machine, plans, plan } = connected();
  expect(plan(CLOSE, { step: 9_000, timeMicros: 1_000_000 })).toBeUndefined();
  expect(plan(CLOSE, { step: 8_000, timeMicros: 2_000_000 })).toMatchObject({ code: 'error' });
  expect(plans.add(machine, { client: 4, action: CLOSE, when: { step: 1, timeMicros: undefined } })).toMatchObject({
    ...{ code: 'error', values: { message: expect.stringContaining('4 is not one of 1 clients') as string } },
  });
  expect(machine.planned).toHaveLength(1);
});

test('there are a thousand at most', () => {
  const { machine, plans, plan } = connected();
  for (let count = 1; count < LINK_LIMITS.plans; count += 1)
    machine.later({ client: 0, do: 'send', data: 'a', time: count });
  expect(plan(CLOSE, { timeMicros: 5e9 })).toBeUndefined();
  expect(plan(CLOSE, { timeMicros: 6e9 })).toEqual({ code: 'tooManyPlans', values: { limit: 1_000 } });
  expect([machine.planned.length, plans.infos(machine).length]).toEqual([1_000, 1_000]);
});

test('they have changed when one is made, cancelled or carried out, and then no more', () => {
  const { machine, plans, plan } = connected();
  const changed = (): boolean => plans.haveChanged(machine);
  expect(changed()).toBe(false);
  plan(CLOSE, { timeMicros: 3_000_000 });
  plan({ act: 'send', bytes: encodeLatin1('x') }, { timeMicros: 2_000_000 });
  expect([changed(), changed()]).toEqual([true, false]);
  const [first] = plans.infos(machine);
  expect(plans.cancel(machine, first?.id ?? 0)).toBeUndefined();
  expect([changed(), changed(), machine.planned.length]).toEqual([true, false, 1]);
  expect(plans.cancel(machine, first?.id ?? 0)).toBeUndefined();
  expect(plans.cancel(machine, 77)).toBeUndefined();
  expect([changed(), machine.planned.length]).toEqual([false, 1]);
  machine.run();
  expect([changed(), machine.planned.length]).toEqual([true, 0]);
});

const GET = 'GET / HTTP/1.0\r\n\r\n';
const replay = (inputs: readonly object[]): Machine => Machine.from({ version: 3, app: { preset: 'hello' }, inputs });

describe('a scenario that opens connections', () => {
  test('lets nobody else connect before, and its connect is not cancelled', () => {
    const machine = replay([
      { client: 0, do: 'connect', time: 0 },
      { client: 1, do: 'connect', time: 5 },
    ]);
    const plans = new Plans();
    expect(connectPending(machine)).toEqual({ code: 'connectPending', values: { connection: 1 } });
    machine.run({ until: 1 });
    expect(connectPending(machine)).toEqual({ code: 'connectPending', values: { connection: 2 } });
    const [{ id, action }] = plans.infos(machine) as [ReturnType<Plans['infos']>[number]];
    expect(action).toEqual({ act: 'connect' });
    expect(plans.cancel(machine, id)).toEqual({ code: 'connectNotCancellable', values: {} });
    expect(machine.planned).toHaveLength(1);
    machine.run();
    expect(connectPending(machine)).toBeUndefined();
  });
});

describe('a replay', () => {
  const why = (why: string): RunResult => ({ why }) as RunResult;

  test('has caught up when it rests, or when only plans are left that come later', () => {
    const machine = replay([
      { client: 0, do: 'connect', step: 30, time: 0 },
      { client: 0, do: 'send', data: GET, time: 7 },
    ]);
    expect([hasCaughtUp(machine, why('idle')), hasCaughtUp(machine, why('panic'))]).toEqual([true, true]);
    expect([hasCaughtUp(machine, why('stopped')), hasCaughtUp(machine, why('time'))]).toEqual([false, false]);
    machine.run({ until: 1 });
    expect(machine.planned).toHaveLength(1);
    expect([hasCaughtUp(machine, why('stopped')), hasCaughtUp(machine, why('time'))]).toEqual([true, true]);
    machine.run();
    expect(hasCaughtUp(machine, why('stopped'))).toBe(false);
  });

  test('does not pass the time of a plan', () => {
    const machine = replay([
      { client: 0, do: 'connect', time: 0 },
      { client: 0, do: 'send', data: GET, time: 7 },
    ]);
    machine.run({ until: 1 });
    expect(timeBeforePlans(machine)).toBe(7);
    machine.run();
    expect(timeBeforePlans(machine)).toBeUndefined();
    machine.later({ client: 0, do: 'close', step: 100_000 });
    expect(timeBeforePlans(machine)).toBeUndefined();
  });
});
