/** Which name was meant by one that there is not; and how many messages in a second are too many. */
import { expect, test } from 'vitest';
import { nearestName } from '../../../web/sandbox/nearest-name.ts';
import { MESSAGES_PER_SECOND, Rate } from '../../../web/sandbox/rate.ts';

const NAMES = ['Request', 'Response', 'redirect', 'abort', 'sendFile', 'memory', 'sleep', 'ab'];

test.each<[string, string | undefined]>([
  ['send_file', 'sendFile'],
  ['SENDFILE', 'sendFile'],
  ['Requset', 'Request'],
  ['Requests', 'Request'],
  ['eRquest', 'Request'],
  ['abrot', 'abort'],
  ['memry', 'memory'],
  ['slep', 'sleep'],
  ['respnse_', 'Response'],
  ['re_quests_s', 'Request'],
  ['a', 'ab'],
  ['b', 'ab'],
  ['xyz', undefined],
  ['redirected_to', undefined],
  ['', undefined],
])('%j was meant to be %j', (name, meant) => {
  expect(nearestName(name, NAMES)).toBe(meant);
});

test('the nearest of several is meant, the first one of those that are as near; never the name itself', () => {
  expect(nearestName('slepe', ['sleeep', 'sleep', 'slept'])).toBe('sleep');
  expect(nearestName('cat', ['bat', 'hat'])).toBe('bat');
  expect(nearestName('cat', ['cat', 'hat'])).toBe('hat');
  expect(nearestName('cat', ['cat'])).toBeUndefined();
});

test('a thousand messages in a second are admitted, and no more until the second is over', () => {
  const rate = new Rate();
  const admitted = (now: number, count: number): number =>
    Array.from({ length: count }, () => rate.admit(now)).filter(Boolean).length;
  expect(admitted(5_000, MESSAGES_PER_SECOND + 5)).toBe(MESSAGES_PER_SECOND);
  expect(admitted(5_999, 1)).toBe(0);
  expect(admitted(6_000, MESSAGES_PER_SECOND + 1)).toBe(MESSAGES_PER_SECOND);
});
