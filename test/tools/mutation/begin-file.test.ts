import { expect, test } from 'vitest';
import { beginFile } from './begin-file.ts';

test('no mutant is active while a test file is read, least of all that of the run before', () => {
  const tool = { activeMutant: '17', hitLimit: undefined };
  beginFile(tool);
  expect(tool).toEqual({ activeMutant: undefined, hitLimit: undefined });
});

test('a fault that loops is ended after a few times as many visits as without it, but not in a few', () => {
  const [rare, frequent] = [{ hitLimit: 100 }, { hitLimit: 100_000_000 }];
  beginFile(rare);
  beginFile(frequent);
  expect([rare.hitLimit, frequent.hitLimit]).toEqual([10_005, 5_010_000]);
});
