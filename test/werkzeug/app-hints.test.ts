/** What a reader is told of an app's mistakes, for values of all kinds; `machine.errors` shows these sentences. */
import { expect, test } from 'vitest';
import { AppError } from '../../src/python/foreign.ts';
import {
  appAnswered,
  engineSlip,
  noApp,
  notMeantAsApp,
  notStarted,
  viewAnswered,
  wroteNoBytes,
  wrongBody,
} from '../../src/werkzeug/app-hints.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';

const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

class Mine {}

test.each<[unknown, string]>([
  [undefined, 'nothing'],
  [null, 'nothing'],
  [Symbol('x'), 'a symbol'],
  [5, 'the number 5'],
  [true, 'the boolean True'],
  ['x'.repeat(40), `the text '${'x'.repeat(40)}'`],
  ['x'.repeat(41), `the text '${'x'.repeat(40)}…'`],
  [new Map(), 'a Map'],
  [[], 'an array'],
  [{}, 'a plain object'],
  [new Uint8Array(1), 'bytes'],
  [new Response('x'), 'a Response'],
  [Mine, 'the class Mine'],
  [class {}, 'a class without a name'],
  [() => 1, 'a function without a name'],
  // Its source has the word, but does not begin with it.
  [
    function named() {
      return class {};
    },
    'the function named',
  ],
])('%o is put into words', (value, words) => {
  expect(noApp(value)).toMatch(new RegExp(`^${words.replaceAll(/[…'.]/g, '\\$&')} is not an app: `));
});

test('a value that throws when it is looked at is told as such', () => {
  expect(noApp(revoked)).toMatch(/^a value that throws when it is looked at is not an app: /);
});

test('what has a remedy of its own is told it, wherever it occurs', async () => {
  const slow = (async function* () {})();
  expect(viewAnswered(new globalThis.Response('x'))).toBe(
    "the view answered the browser's Response: import Response from glaswerk",
  );
  expect(viewAnswered(slow)).toContain('views must not be async');
  expect(appAnswered(slow)).toContain('apps must not be async');
  expect(wrongBody(slow)).toContain('bodies must not be async');
  expect(wrongBody(5)).toContain('give text, bytes, or an iterable of them');
  expect(wrongBody(null)).toContain('write new Response(body)');
  expect(appAnswered(new Response('x'))).toMatch(/^the app answered a Response, as a view does/);
  for (const value of [null, undefined, 'text', revoked, 5]) {
    expect(appAnswered(value)).toContain('answer an iterable of bytes');
  }
  expect(wroteNoBytes('x')).toContain('sent letter by letter');
  expect(wroteNoBytes(5)).not.toContain('letter');
  await slow.return(undefined);
});

test('an app of one argument is taken for a view, by its name; a class is no app; more arguments are an app', () => {
  const view = (request: unknown): unknown => request;
  expect(notMeantAsApp(view)).toMatch(/make it an app by Request\.application\(view\)$/);
  expect(notMeantAsApp(Object.defineProperty((request: unknown) => request, 'name', { value: '' }))).toMatch(
    /Request\.application\(view\)$/,
  );
  function index(request: unknown): unknown {
    return request;
  }
  expect(notMeantAsApp(index)).toMatch(/Request\.application\(index\)$/);
  expect(notMeantAsApp(Mine)).toMatch(/^the class Mine is not an app/);
  for (const value of [(_environ: unknown, _start: unknown) => [], () => [], 5, undefined, { length: 1 }]) {
    expect(notMeantAsApp(value)).toBeUndefined();
  }
});

test('data before startResponse: an app that called it without headers is told what it takes', () => {
  const app = (_environ: unknown, _start: unknown): unknown => [];
  expect(notStarted(app, '200 OK')).toContain('startResponse takes status and headers');
  expect(notStarted(app, undefined)).toContain('the app did not call startResponse');
  expect(notStarted(app, null)).toContain('the app did not call startResponse');
  expect(notStarted(Mine, undefined)).toContain('the class Mine');
});

test('a call of a property is told from a call of a name that is not there', () => {
  const request = {
    get args() {
      return 1;
    },
    plain: 1,
    method() {},
  };
  const slip = (text: string): string | undefined => engineSlip(new AppError(new TypeError(text)), request);
  expect(slip('request.args is not a function')).toBe('request.args is a property: write it without ()');
  expect(slip('req.plain is not a function')).toBe('request.plain is a property: write it without ()');
  expect(slip('request.method is not a function')).toBeUndefined();
  expect(slip('request.nothing is not a function')).toBeUndefined();
  expect(slip('x is not iterable')).toContain('write yield* in front of coroutines only');
  expect(engineSlip(new AppError(new RangeError('x is not iterable')))).toBeUndefined();
  expect(engineSlip(new TypeError('x is not iterable'))).toBeUndefined();
});
