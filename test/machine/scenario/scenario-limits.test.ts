/** The limits of a scenario: each is reached, and exceeded by one. */
import { describe, expect, test } from 'vitest';
import { SCENARIO_LIMITS, TEXT_DEPTH, jsonDepth, parseScenario, readScenario } from '../../../src/index.ts';

const HELLO = { version: 1, app: { preset: 'hello' } };
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

/** A list in a list, and so on. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

const { inputs, choices, depth, sourceLength, sourceLines, nameLength } = SCENARIO_LIMITS;

describe.each<[string, (size: number) => unknown, number, string]>([
  [
    'inputs',
    (size) => ({ ...HELLO, inputs: times(size, (client) => ({ do: 'connect', client })) }),
    inputs,
    '$.inputs: has 100001 entries; at most 100000 are allowed',
  ],
  [
    'choices',
    (size) => ({
      ...HELLO,
      options: { order: 'chosen' },
      schedule: times(size, (choice) => ({ choice, step: 1, tid: 1 })),
    }),
    choices,
    '$.schedule: has 1000001 entries; at most 1000000 are allowed',
  ],
  [
    'levels of memory',
    (size) => ({ ...HELLO, options: { memory: { a: nested(size - 1) } } }),
    depth,
    'is not data of at most 32 levels',
  ],
  [
    'characters of an app',
    (size) => ({ ...HELLO, app: { source: 'x'.repeat(size) } }),
    sourceLength,
    '$.app.source: has 200001 characters; at most 200000 are allowed',
  ],
  ...['\n', '\r', '\r\n', '\u2028', '\u2029'].map((end): [string, (size: number) => unknown, number, string] => [
    `lines of an app, ended by ${JSON.stringify(end)}`,
    (size) => ({ ...HELLO, app: { source: end.repeat(size - 1) } }),
    sourceLines,
    '$.app.source: has 5001 lines; at most 5000 are allowed',
  ]),
  [
    'characters of a host',
    (size) => ({ ...HELLO, options: { host: 'h'.repeat(size) } }),
    nameLength,
    '$.options.host: has 256 characters; at most 255 are allowed',
  ],
  [
    'characters of the name of a given app',
    (size) => ({ ...HELLO, app: { given: 'g'.repeat(size) } }),
    nameLength,
    '$.app.given: has 256 characters; at most 255 are allowed',
  ],
])('%s', (_what, make, most, message) => {
  test(`may be ${most}, and no more`, () => {
    expect(() => readScenario(make(most))).not.toThrow();
    expect(() => readScenario(make(most + 1))).toThrow(message);
  });
});

test('the depth of JSON is known without parsing it: braces in strings and closed braces do not count', () => {
  expect(jsonDepth('1')).toBe(0);
  expect(jsonDepth('[[],{"a":[1]},[]]')).toBe(3);
  expect(jsonDepth('[{},{},{"a":{}},{}]')).toBe(3);
  expect(jsonDepth(String.raw`{"[[[\"[[[\\":"{{{\\"}`)).toBe(1);
  expect(jsonDepth('['.repeat(500_000))).toBe(500_000);
});

const DEEP = `${'['.repeat(90_000)}${']'.repeat(90_000)}`;

test.each([
  DEEP,
  `{"version":${DEEP}}`,
  `{"version":1,"app":${DEEP}}`,
  `{"version":1,"app":{"preset":"hello"},"options":{"memory":{"a":${DEEP}}}}`,
])('text that is nested 90,000 deep is not a scenario: %.60s', (text) => {
  expect(() => parseScenario(text)).toThrow(/^\$: this has 9000\d levels of braces$/);
});

test('data that is nested 90,000 deep is rejected with its place, wherever it is', () => {
  const deep = nested(90_000);
  for (const [data, place] of [
    [deep, '$: an array'],
    [{ version: deep }, '$.version: an array'],
    [{ version: 1, app: deep }, '$.app: an array'],
    [{ ...HELLO, options: { memory: { a: deep } } }, '$.options.memory.a[0]'],
    [{ ...HELLO, options: { seed: deep } }, '$.options.seed: an array'],
    [{ ...HELLO, inputs: deep }, '$.inputs[0]: an array'],
    [{ ...HELLO, link: deep }, '$.link: an array'],
  ] as const) {
    expect(() => readScenario(data)).toThrow(place);
  }
});

test('text at the depth limit is read', () => {
  const memory = JSON.stringify({ a: nested(depth - 1) });
  const text = `{"version":1,"app":{"preset":"hello"},"options":{"memory":${memory}}}`;
  expect(jsonDepth(text)).toBeLessThanOrEqual(TEXT_DEPTH);
  expect(() => parseScenario(text)).not.toThrow();
});

test('an unknown key of a thousand characters is shortened in the message', () => {
  const name = 'k'.repeat(1_000);
  for (const key of [name, `${name} `]) {
    expect(() => readScenario({ ...HELLO, [key]: 1 })).toThrow(/^\$(\.|\[").{60}…("\])?: there is no such key/);
  }
});
