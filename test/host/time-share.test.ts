import { expect, test } from 'vitest';
import { TimeShare } from '../../src/host/time-share.ts';

test('busy machines share the time of one, and a machine that rests takes none of it', () => {
  const share = new TimeShare();
  const alone = share.sliceMillis(1);
  share.note(1, true);
  expect(share.sliceMillis(1)).toBe(alone);
  share.note(2, true);
  share.note(3, true);
  expect([1, 2, 3].map((session) => share.sliceMillis(session))).toEqual(Array(3).fill(alone / 3));
  // One that is about to run counts as well, also before it is noted as busy.
  share.note(2, false);
  expect(share.sliceMillis(2)).toBe(alone / 3);
  share.note(3, false);
  expect(share.sliceMillis(1)).toBe(alone);
});

test('thirty machines get slices that are worth their reports', () => {
  const share = new TimeShare();
  for (let session = 1; session <= 30; session += 1) share.note(session, true);
  expect(share.sliceMillis(7)).toBeGreaterThanOrEqual(2);
});
