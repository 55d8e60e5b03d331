/** The exits of a realm that is locked down: each way to the clock, to chance, and to what is outside. */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { transform } from 'sucrase';
import { afterAll, describe, expect, test } from 'vitest';

const SOURCE = readFileSync('web/sandbox/lockdown.ts', 'utf8');

/** A realm of its own that locks itself down, and then runs what it is sent. */
const realm = new Worker(
  `const { parentPort } = require('node:worker_threads');
  const run = eval;
  (() => {
    const exports = {};
    ${transform(SOURCE, { transforms: ['typescript', 'imports'] }).code};
    exports.lockDown();
  })();
  parentPort.on('message', (code) => {
    let answer;
    try {
      answer = run('(() => { ' + code + ' })()');
    } catch (error) {
      answer = String(error);
    }
    parentPort.postMessage(typeof answer === 'object' ? String(answer) : answer);
  });`,
  { eval: true },
);

afterAll(() => realm.terminate());

/** Names of what a worker of Node has beside the language. */
const OUTSIDE = [
  ...[
    'fetch',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'performance',
    'crypto',
    'structuredClone',
  ],
  ...['process', 'Buffer', 'BroadcastChannel', 'MessageChannel', 'URL', 'WebAssembly', 'console'],
];

/** What code answers in that realm, or what it throws. */
function inRealm(code: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    realm.once('error', reject);
    realm.once('message', (answer) => {
      realm.off('error', reject);
      resolve(answer);
    });
    realm.postMessage(code);
  });
}

const NO_CLOCK = /the current time is not here/;

describe('the clock cannot be read', () => {
  test.each([
    'return new Date()',
    'return Date.now()',
    'return Date()',
    'return new Date(0).constructor.now()',
    'return new (new Date(0).constructor)()',
    'return Date.prototype.constructor.now()',
    'return new Date.prototype.constructor()',
    'return Reflect.construct(Date, [])',
    'return new (class extends Date {})()',
    'return Object.getOwnPropertyDescriptor(Date.prototype, "constructor").value.now()',
    'return Reflect.ownKeys(Date.prototype).map((key) => Date.prototype[key]).filter((thing) => thing.now)[0].now()',
    'return new Intl.DateTimeFormat("en").format()',
    'return new Intl.DateTimeFormat("en").formatToParts()[0].value',
    'return new (new Intl.DateTimeFormat("en").constructor)("en").format(undefined)',
    'return new Intl.DateTimeFormat("en").format.call(undefined)',
  ])('%s', async (code) => {
    expect(String(await inRealm(code))).toMatch(NO_CLOCK);
  });
});

describe('no other clock can be reached', () => {
  test.each([
    'return Object.getPrototypeOf(Date).now()',
    'return new (Object.getPrototypeOf(Date))()',
    'return Object.getPrototypeOf(Date)()',
    'return Reflect.construct(Object.getPrototypeOf(Date), [])',
    'return Reflect.construct(Object.getPrototypeOf(Date), [], Object)',
    'return new (class extends Object.getPrototypeOf(Date) {})()',
  ])('%s', async (code) => {
    expect(String(await inRealm(code))).toMatch(/is not a (function|constructor)|^undefined$/);
  });
});

test('dates made of numbers work', async () => {
  expect(await inRealm('return new Date(0).toISOString()')).toBe('1970-01-01T00:00:00.000Z');
  expect(await inRealm('return new Date(0) instanceof Date && new Date(0).constructor === Date')).toBe(true);
  expect(await inRealm('return Date.UTC(1970, 0, 2)')).toBe(86_400_000);
  expect(await inRealm('return Date.name + Date.length')).toMatch(/^Date\d$/);
  expect(await inRealm('return new Intl.DateTimeFormat("en", { timeZone: "UTC" }).format(new Date(0))')).toBe(
    '1/1/1970',
  );
});

test('there is no randomness', async () => {
  expect(await inRealm('return Math.random()')).toMatch(/Math.random is not here/);
});

describe('names that lead out of the realm are gone:', () => {
  test.each(OUTSIDE)('%s', async (name) => {
    expect(await inRealm(`return typeof ${name} + typeof globalThis.${name}`)).toBe('undefinedundefined');
  });
});

describe('shared objects cannot be changed:', () => {
  test.each([
    'Object.prototype',
    'Array.prototype',
    'Map.prototype',
    'Function.prototype',
    'Date',
    'Date.prototype',
    'Object.getPrototypeOf(Date)',
    'Math',
    'JSON',
    'Reflect',
    'Intl',
    'Intl.DateTimeFormat.prototype',
    'Promise.prototype',
    'RegExp.prototype',
    'Symbol.prototype',
    'Uint8Array.prototype',
    'Object.getPrototypeOf(Uint8Array.prototype)',
    'Object.getPrototypeOf([][Symbol.iterator]())',
    'Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))',
    'Object.getPrototypeOf(new Map().keys())',
    'Object.getPrototypeOf(new Set().keys())',
    'Object.getPrototypeOf("a"[Symbol.iterator]())',
    'Object.getPrototypeOf("a".matchAll(/a/g))',
    'Object.getPrototypeOf(function* () {})',
    'Object.getPrototypeOf(function* () {}).prototype',
    'Object.getPrototypeOf(async () => {})',
    'Object.getPrototypeOf(async function* () {})',
    'Object.getPrototypeOf(async function* () {}).prototype',
    'Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype)',
    '(function* () {}).constructor',
    '(async () => {}).constructor',
    'Object.getOwnPropertyDescriptor(Object.prototype, "__proto__").get',
    'Object.getOwnPropertyDescriptor(Map.prototype, "size").get',
    'Error.prototype',
    'TypeError.prototype',
  ])('%s', async (thing) => {
    expect(await inRealm(`return Object.isFrozen(${thing})`)).toBe(true);
    expect(await inRealm(`"use strict"; const thing = ${thing}; thing.planted = 1; return thing.planted`)).toMatch(
      /TypeError/,
    );
  });
});

test('programs can override members by assignment on their own objects', async () => {
  expect(await inRealm('const error = new Error("a"); error.name = "Own"; return String(error)')).toBe('Own: a');
  expect(await inRealm('const point = {}; point.toString = () => "point"; return String(point)')).toBe('point');
  expect(await inRealm('"use strict"; Object.prototype.toString = () => "all"; return String({})')).toMatch(
    /shared by all code/,
  );
});
