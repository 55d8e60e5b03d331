/** Mirrored functions take what Python's take, or are listed with the reason. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { departures, mirroredSignatures, pythonSignatures } from './signatures.ts';

const signatures = mirroredSignatures();
const known = Object.values(
  JSON.parse(readFileSync('test/tools/coverage/other-signatures.json', 'utf8')) as Readonly<
    Record<string, readonly string[]>
  >,
).flat();
const departing = signatures.filter((signature) => departures(signature).length > 0);

test('as many arguments, in the same order, with the same defaults, or listed with the reason', () => {
  const unknown = departing.filter(({ name }) => !known.includes(name));
  expect(unknown.map((signature) => `${signature.at}: ${signature.name}: ${departures(signature).join('; ')}`)).toEqual(
    [],
  );
  expect(signatures.length).toBeGreaterThan(450);
});

test('what is listed does depart', () => {
  const names = new Set(departing.map(({ name }) => name));
  expect(known.filter((name) => !names.has(name))).toEqual([]);
});

test('another order, another default, and one argument more or less are told', () => {
  expect(pythonSignatures['threading.Lock.acquire']).toBeUndefined();
  const told = (
    name: string,
    ...parameters: [name: string, value?: string | undefined, isOptional?: boolean][]
  ): string[] =>
    departures({
      name,
      at: '',
      parameters: parameters.map(([own, value, isOptional]) => ({
        name: own,
        value,
        isOptional: isOptional ?? value !== undefined,
      })),
    });
  const notify = 'threading.Condition.notify';
  expect(told(notify, ['count', '1'])).toEqual([]);
  expect(told(notify, ['count', '2'])).toEqual(['count is 2 by default, not 1']);
  expect(told(notify, ['count'])).toEqual(['count must be given; n is 1 by default']);
  expect(told(notify)).toEqual(['n is lacking']);
  expect(told(notify, ['count', '1'], ['more'])).toEqual(['more is one too many']);
  const wait = 'threading.Condition.wait_for';
  expect(told(wait, ['predicate'], ['timeout', undefined, true])).toEqual([]);
  expect(told(wait, ['timeout', undefined, true], ['predicate'])).toEqual([
    'timeout stands in the place of predicate',
    'predicate stands in the place of timeout',
  ]);
  expect(told(wait, ['predicate', 'undefined'], ['timeout', undefined, true])).toEqual([
    'predicate may be left out, predicate not',
  ]);
});
