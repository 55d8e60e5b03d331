/** Which moments have a peg on the axis of the timeline, and which are counted. */
import { expect, test } from 'vitest';
import type { Moment, MomentName } from '../../../../src/explain/moments/moment.ts';
import { PEG_DISTANCE, pegsOf } from '../../../../web/parts/timeline/pegs.ts';
import { rankOf } from '../../../../web/session/walk/rank.ts';

const moment = (name: MomentName, step: number): Moment => ({
  ...{ name, step, from: step, tid: 1, client: 0, request: 0 },
  ...{ cause: { code: 'close', values: {} }, light: {} },
});

/** One pixel for each step. */
const pegs = (moments: readonly Moment[], current?: Moment): readonly (readonly [string, number])[] =>
  pegsOf(moments, {
    width: 400,
    pixelOf: ({ step }) => step,
    rankOf: (one) => (one === current ? Infinity : rankOf(one.name, true)),
  }).map(({ moment: { name }, others }) => [name, others]);

test('moments far enough apart have a peg each, from left to right', () => {
  const moments = [moment('setup', 10), moment('app', 10 + PEG_DISTANCE), moment('close', 400), moment('reap', 401)];
  expect(pegs(moments)).toEqual([
    ['setup', 0],
    ['app', 0],
    ['close', 0],
  ]);
});

test('of those too close the one that matters most has the peg, and the others are counted', () => {
  const moments = [moment('setup', 10), moment('app', 12), moment('exception', 14), moment('finish', 14)];
  expect(pegs(moments)).toEqual([['exception', 3]]);
});

test('the current one always has a peg', () => {
  const current = moment('setup', 10);
  expect(pegs([current, moment('exception', 12)], current)).toEqual([['setup', 1]]);
});

test('one between two pegs is counted once, at the closer one', () => {
  expect(pegs([moment('app', 10), moment('setup', 17), moment('write', 20)])).toEqual([
    ['app', 0],
    ['write', 1],
  ]);
});

test('ten thousand moments have no more pegs than there is room for, and none is lost', () => {
  const names = ['setup', 'app', 'error', 'close'] as const;
  const moments = Array.from({ length: 10_000 }, (_, at) => moment(names[at % 4] ?? 'app', at / 25));
  const placed = pegs(moments);
  expect(placed.length).toBeLessThanOrEqual(400 / PEG_DISTANCE + 1);
  expect(placed.reduce((sum, [, others]) => sum + 1 + others, 0)).toBe(10_000);
});
