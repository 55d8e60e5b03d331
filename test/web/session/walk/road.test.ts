/** The stops of a request, from its moments alone. */
import { describe, expect, test } from 'vitest';
import { WALK } from '../../../../src/explain/moments/moment.ts';
import type { Moment, MomentName } from '../../../../src/explain/moments/moment.ts';
import { isFault, rankOf } from '../../../../web/session/walk/rank.ts';
import { requestsOf, roadOf, stopsOf } from '../../../../web/session/walk/road.ts';

const moment = (name: MomentName, step: number, client?: number, request?: number): Moment =>
  ({ name, step, client, request }) as Moment;

const names = (moments: readonly { readonly name: MomentName }[]): readonly MomentName[] =>
  moments.map(({ name }) => name);

const [FIRST, SECOND, THIRD] = WALK as unknown as [MomentName, MomentName, MomentName];

describe('the moments of a request', () => {
  const all = [
    moment('close', 90, 0),
    moment('app', 50, 0, 0),
    moment('app', 70, 0, 1),
    moment('connect', 20, 0),
    moment('get_request', 30, 0),
    moment('app', 60, 1, 0),
    moment(FIRST, 1),
    moment(SECOND, 5),
    moment(SECOND, 10),
    moment(SECOND, 40),
  ];

  test('are its own in order, those of its connection, and the last of the start before the connection was found', () => {
    const road = roadOf(all, { client: 0, request: 0 });
    expect(road.map(({ step }) => step)).toEqual([1, 10, 20, 30, 50, 90]);
    expect(roadOf(all, { client: 0, request: 1 }).map(({ step }) => step)).toEqual([1, 10, 20, 30, 70, 90]);
  });

  test('do not take the start of a later connection, nor of one that began at the same step, from another client', () => {
    const own = [...all, moment(SECOND, 12, 1), moment(SECOND, 30)];
    expect(roadOf(own, { client: 0, request: 0 }).map(({ step }) => step)).toEqual([1, 10, 20, 30, 50, 90]);
  });

  test('begin where the server found the connection, whatever came to it before; what follows is no start', () => {
    const later = WALK[8] as MomentName;
    const own = [...all, moment('process_request', 8, 0), moment(later, 3)];
    expect(roadOf(own, { client: 0, request: 0 }).map(({ step }) => step)).toEqual([1, 8, 10, 20, 30, 50, 90]);
  });

  test('without a connection are those of the start, as late as they came', () => {
    expect(roadOf(all, { client: undefined, request: 0 }).map(({ step }) => step)).toEqual([1, 40]);
    expect(roadOf(all, { client: 7, request: 0 }).map(({ step }) => step)).toEqual([1, 40]);
  });

  test('take what the connection has of the start from the connection', () => {
    const own = [...all, moment(SECOND, 25, 0)];
    expect(roadOf(own, { client: 0, request: 0 }).map(({ step }) => step)).toEqual([1, 20, 25, 30, 50, 90]);
  });

  test('are counted by requests; the connection of a request that has begun has one at least', () => {
    expect([requestsOf(all, 0), requestsOf(all, 1), requestsOf(all, 2), requestsOf(all, undefined)]).toEqual([
      2, 1, 0, 0,
    ]);
    expect(requestsOf([moment('connect', 1, 3)], 3)).toBe(1);
  });
});

describe('stops', () => {
  test('are each name once, and then what is still to come', () => {
    const stops = stopsOf([moment(FIRST, 1), moment(FIRST, 2), moment(SECOND, 3), moment('queue full', 4)]);
    expect(names(stops)).toEqual(WALK);
    expect(stops.map(({ moment: has }) => has?.step)).toEqual([1, 3, ...Array(WALK.length - 2).fill(undefined)]);
    expect(stops.some((stop) => stop.isFault)).toBe(false);
  });

  test('follow the last that has come: what was left out does not come any more', () => {
    expect(names(stopsOf([moment(THIRD, 1)]))).toEqual(WALK.slice(2));
    expect(names(stopsOf([]))).toEqual(WALK);
  });

  test('after a fault are its end alone, and after the end none', () => {
    const faulty = stopsOf([moment(FIRST, 1), moment('refused', 2)]);
    expect(faulty.map(({ name, isFault: is }) => [name, is])).toEqual([
      [FIRST, false],
      ['refused', true],
      ['close', false],
    ]);
    expect(names(stopsOf([moment(FIRST, 1), moment('error', 2), moment('close', 3)]))).toEqual([
      FIRST,
      'error',
      'close',
    ]);
    expect(names(stopsOf([moment('close', 3)]))).toEqual(['close']);
  });
});

test('faults matter most, then what makes a request; at the same rank the own ones', () => {
  const ranks = (['reset', 'app', 'accept'] as MomentName[]).map((name) => [rankOf(name, true), rankOf(name, false)]);
  expect(ranks).toEqual([
    [5.5, 4],
    [3.5, 2],
    [1.5, 0],
  ]);
  expect([isFault('lost'), isFault('app')]).toEqual([true, false]);
});
