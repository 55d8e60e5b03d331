/** What is remembered of a machine, so that another worker can make it again without its face noticing. */
import { describe, expect, test } from 'vitest';
import type { FromMachine } from '../../../src/host/protocol.ts';
import { Keeper, rowsFrom } from '../../../web/sandbox/keeper.ts';
import type { SessionRequest } from '../../../web/sandbox/asked.ts';
import { bytes, text } from '../../support/drive.ts';

type Boot = ConstructorParameters<typeof Keeper>[0];

const BOOT = {
  options: { server: 'base', app: 'hello', seed: 0 },
  breakpoints: [],
  isAsking: false,
  scenario: undefined,
  pauseAt: undefined,
} as unknown as Boot;

const message = (type: FromMachine['type'], more: object = {}): FromMachine =>
  ({ type, session: 1, ...more }) as unknown as FromMachine;

/** Rows whose details are their numbers. */
function rows(from: number, to: number): object {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const texts = numbers.map(String);
  let end = -1;
  return {
    kinds: Uint8Array.from(numbers),
    depths: Uint16Array.from(numbers),
    tids: Uint32Array.from(numbers),
    times: Float64Array.from(numbers),
    names: Uint32Array.from(numbers),
    table: ['a'],
    details: texts.join('\n'),
    ends: Uint32Array.from(texts.map((text) => (end += text.length + 1))),
  };
}

const progress = (from: number, to: number): FromMachine =>
  message('progress', { steps: rows(from, to), clients: ['c'], did: ['d'] });

const numbersOf = (heard: readonly FromMachine[]): unknown[] =>
  heard.map((each) => (each.type === 'progress' ? [...each.steps.times] : each.type));

const client = (act: string): SessionRequest => ({ type: 'client', client: 0, action: { act } }) as SessionRequest;
const show = (...clients: number[]): SessionRequest => ({ type: 'showClients', clients });

describe('a machine is made again', () => {
  test('with what it was booted with and all requests, before its host has told of a scenario', () => {
    const keeper = new Keeper(BOOT);
    keeper.sent(show(1));
    keeper.sent(client('connect'));
    keeper.sent({ type: 'acknowledge' });
    keeper.sent(show(2));
    keeper.sent({ type: 'breakpoints', specs: [{ syscall: 'read' }] });
    keeper.sent({ type: 'askForChoices', isAsking: true });
    expect(keeper.isComplete).toBe(false);
    expect(keeper.startOver()).toEqual({
      boot: { ...BOOT, breakpoints: [{ syscall: 'read' }], isAsking: true },
      requests: [show(2), client('connect')],
    });
    expect(keeper.isComing).toBe(true);
  });

  describe('while inputs wait that its face shows already', () => {
    const send = (text: string): SessionRequest => ({
      type: 'client',
      client: 0,
      action: { act: 'send', bytes: bytes(text) },
    });
    const branch: SessionRequest = { type: 'branch', step: 3 };
    const received = { client: 0, did: 'receive', bytes: bytes('old') };
    /** What the face is told of what its clients did, as texts. */
    const told = (heard: readonly FromMachine[]): unknown =>
      heard.flatMap((each) =>
        each.type === 'history' ? each.entries.map(({ did, bytes }) => `${did} ${text(bytes)}`) : [],
      );

    function again(...waiting: readonly SessionRequest[]): Keeper {
      const keeper = new Keeper(BOOT);
      keeper.hear(message('kept', { scenario: {}, pausedAt: undefined, requests: 0 }));
      keeper.startOver();
      for (const request of waiting) expect(keeper.holdsUp(request)).toBe(true);
      // It has got further than its face knew.
      keeper.hear(progress(0, 5));
      return keeper;
    }

    test('they stand behind what the machine has done', () => {
      const keeper = again(send('new'), client('shutdownWrite'));
      keeper.hear(message('history', { entries: [received] }));
      expect(told(keeper.hear(message('paused')))).toEqual(['receive old', 'send new', 'shutdownWrite ']);
      // They are part of any later history themselves.
      expect(told(keeper.hear(message('history', { entries: [received] })))).toEqual(['receive old']);
    });

    test('those of a branch that has to be made again stand behind its past', () => {
      const keeper = again(send('before'), branch, send('behind'));
      keeper.hear(message('history', { entries: [received] }));
      expect(told(keeper.hear(message('paused')))).toEqual(['receive old', 'send before']);
      expect(told(keeper.hear(message('history', { entries: [received] })))).toEqual(['receive old', 'send behind']);
      expect(told(keeper.hear(message('history', { entries: [received] })))).toEqual(['receive old']);
    });

    test('none is left over when the branch is rejected', () => {
      const keeper = again(branch, send('behind'));
      keeper.hear(message('history', { entries: [received] }));
      keeper.hear(message('paused'));
      keeper.hear(message('rejected'));
      expect(told(keeper.hear(message('history', { entries: [received] })))).toEqual(['receive old']);
    });

    test('a machine without a past has no history: only a branch makes one', () => {
      const keeper = new Keeper(BOOT);
      keeper.startOver();
      for (const request of [send('before'), branch, send('behind')]) keeper.holdsUp(request);
      keeper.hear(message('booted'));
      expect(told(keeper.hear(message('history', { entries: [received] })))).toEqual(['receive old', 'send behind']);
    });
  });

  test('with its scenario, and the requests that this does not include', () => {
    const keeper = new Keeper(BOOT);
    keeper.sent(client('connect'));
    keeper.sent(client('close'));
    const kept = { scenario: { version: 3 }, pausedAt: { step: 7, isChoice: false } };
    expect(keeper.hear(message('kept', { ...kept, requests: 1 }))).toEqual([]);
    expect(keeper.isComplete).toBe(false);
    const { boot, requests } = keeper.startOver();
    expect(boot).toMatchObject({ scenario: kept.scenario, pauseAt: kept.pausedAt });
    expect(requests).toEqual([client('close')]);
    // They are posted again, and counted from 0.
    keeper.sent(client('close'));
    keeper.hear(message('kept', { ...kept, requests: 1 }));
    keeper.hear(message('history'));
    keeper.hear(message('paused'));
    expect([keeper.isComing, keeper.isComplete]).toEqual([false, true]);
  });

  test('and takes no request that means where it stood, until it stands there', () => {
    const keeper = new Keeper(BOOT);
    const waits = (): boolean[] => [client('connect'), show(1)].map((request) => keeper.holdsUp(request));
    expect(waits()).toEqual([false, false]);
    keeper.startOver();
    expect(waits()).toEqual([true, false]);
    keeper.hear(message('booted'));
    expect(waits()).toEqual([false, false]);
  });

  test.each<[FromMachine['type'][], boolean[]]>([
    [
      ['booted', 'history', 'paused'],
      [true, true, false],
    ],
    [
      ['paused', 'booted', 'history', 'paused'],
      [true, true, true, false],
    ],
    [
      ['scenarioRejected', 'booted'],
      [true, false],
    ],
    [['failed'], [false]],
  ])('is there, of a scenario, after %j', (types, coming) => {
    const keeper = new Keeper(BOOT);
    keeper.hear(message('kept', { scenario: {}, requests: 0 }));
    keeper.startOver();
    expect(
      types.map((type) => {
        keeper.hear(message(type));
        return keeper.isComing;
      }),
    ).toEqual(coming);
  });
});

describe('its face hears', () => {
  /** A face that knows ten rows, of a machine that is being made again. */
  function again(): Keeper {
    const keeper = new Keeper(BOOT);
    keeper.hear(progress(0, 10));
    keeper.hear(message('kept', { scenario: {}, requests: 0 }));
    keeper.startOver();
    return keeper;
  }

  test('everything, in ordinary times', () => {
    const keeper = new Keeper(BOOT);
    const heard = progress(0, 3);
    expect(keeper.hear(heard)).toEqual([heard]);
    const bare = progress(3, 3);
    expect(keeper.hear(bare)).toEqual([bare]);
  });

  test('nothing that it knows; of plans the new numbers', () => {
    const keeper = again();
    for (const each of [message('booted'), progress(0, 4), progress(4, 10), message('planned'), message('history')]) {
      expect(keeper.hear(each)).toEqual([]);
    }
    expect(numbersOf(keeper.hear(message('paused')))).toEqual(['planned']);
    expect(numbersOf(keeper.hear(progress(10, 12)))).toEqual([[10, 11]]);
  });

  test('only the rows that are new, without what clients did before', () => {
    const keeper = again();
    keeper.hear(progress(0, 8));
    keeper.hear(progress(8, 13));
    keeper.hear(message('complaints'));
    keeper.hear(message('booted'));
    keeper.hear(message('history'));
    const heard = keeper.hear(message('paused'));
    expect(numbersOf(heard)).toEqual([[10, 11, 12], 'complaints', 'history']);
    expect(heard[0]).toMatchObject({
      clients: [],
      did: [],
      steps: { details: '10\n11\n12', ends: Uint32Array.of(2, 5, 8) },
    });
  });

  test('that the log is shorter, where the machine does not get so far', () => {
    const keeper = again();
    keeper.hear(progress(0, 6));
    keeper.hear(message('history'));
    expect(keeper.hear(message('paused'))).toEqual([message('branched', { from: 6, isSame: true })]);
    expect(numbersOf(keeper.hear(progress(6, 7)))).toEqual([[6]]);
  });

  test('after a branch, rows from there', () => {
    const keeper = again();
    keeper.hear(progress(0, 10));
    keeper.hear(message('history'));
    keeper.hear(message('paused'));
    const branched = message('branched', { from: 4 });
    expect(keeper.hear(branched)).toEqual([branched]);
    expect(numbersOf(keeper.hear(progress(4, 6)))).toEqual([[4, 5]]);
  });

  test('a failure at once', () => {
    const keeper = again();
    keeper.hear(progress(0, 3));
    const failed = message('failed');
    expect(keeper.hear(failed)).toEqual([failed]);
  });
});

test('the first rows are cut off with their details', () => {
  const all = rows(8, 12) as Parameters<typeof rowsFrom>[0];
  expect(rowsFrom(all, 0)).toBe(all);
  const { details, ends, tids, table } = rowsFrom(all, 2);
  expect([details, [...ends], [...tids], table]).toEqual(['10\n11', [2, 5], [10, 11], ['a']]);
});
