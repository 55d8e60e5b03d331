import { expect, test } from 'vitest';
import type { Moment, MomentName } from '../../src/explain/moments/moment.ts';
import { momentAt, placeOfMoment, placeText } from '../../src/lessons/places.ts';

const at = (name: MomentName, step: number, client?: number): Moment => ({
  ...{ name, step, client, from: step, tid: 1, request: 0 },
  ...{ cause: { code: name, values: {} }, light: {} },
});

const MOMENTS = [at('serve_forever', 1), at('setup', 5, 0), at('write', 9, 0), at('setup', 12, 1), at('write', 20, 1)];

test('a place is found by its name, its client and its number', () => {
  const found = [{}, { client: 1 }, { nth: 1 }, { nth: -1 }, { client: 0, nth: -1 }].map(
    (place) => momentAt(MOMENTS, { moment: 'write', ...place })?.step,
  );
  expect(found).toEqual([9, 20, 20, 20, 9]);
});

test('what has not come is not found', () => {
  expect(momentAt(MOMENTS, { moment: 'close' })).toBeUndefined();
  expect(momentAt(MOMENTS, { moment: 'write', client: 2 })).toBeUndefined();
  expect(momentAt(MOMENTS, { moment: 'write', nth: 2 })).toBeUndefined();
  expect(momentAt([], { moment: 'write', nth: -1 })).toBeUndefined();
});

test('the place of a moment finds the same moment', () => {
  const again = [...MOMENTS, at('write', 30, 1), at('serve_forever', 31)];
  for (const moment of again) expect(momentAt(again, placeOfMoment(again, moment))).toBe(moment);
  expect(placeOfMoment(again, again[5]!)).toEqual({ moment: 'write', client: 1, nth: 1 });
});

test('a place is said in words', () => {
  expect(placeText({ moment: 'write' })).toBe('write');
  expect(placeText({ moment: 'write', client: 0, nth: -1 })).toBe('write of client 0, the last');
  expect(placeText({ moment: 'setup', nth: 2 })).toBe('setup, number 2');
});
