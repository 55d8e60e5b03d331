/** Members that are seldom used, compared with what Werkzeug's answer: record_members.py makes members.json. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../../src/python/bytes.ts';
import { BaseException, KeyError } from '../../../src/python/errors.ts';
import { str } from '../../../src/python/repr.ts';
import { Authorization, WWWAuthenticate } from '../../../src/werkzeug/datastructures/auth.ts';
import { ContentSecurityPolicy } from '../../../src/werkzeug/datastructures/csp.ts';
import { Dict } from '../../../src/werkzeug/datastructures/dict.ts';
import { FileStorage } from '../../../src/werkzeug/datastructures/file-storage.ts';
import { EnvironHeaders } from '../../../src/werkzeug/datastructures/environ-headers.ts';
import { Headers } from '../../../src/werkzeug/datastructures/headers.ts';
import {
  CallbackDict,
  ImmutableList,
  ImmutableTypeConversionDict,
  MultiDict,
  TypeConversionDict,
} from '../../../src/werkzeug/datastructures/structures.ts';
import { parseCookie } from '../../../src/werkzeug/http/cookies.ts';
import { parseCspHeader } from '../../../src/werkzeug/http/structured.ts';
import { appendSlashRedirect } from '../../../src/werkzeug/utils/redirect.ts';
import { drive } from '../../support/drive.ts';

type Pair = [string, string];
type Told = string | Pair[];

interface Members {
  readonly slices: readonly {
    readonly slice: readonly (number | null)[];
    readonly get: Told;
    readonly del: Told;
    readonly set: readonly Told[];
  }[];
  readonly deleted: readonly (readonly [index: number, expected: Told])[];
  readonly files: readonly { readonly steps: readonly Step[]; readonly answers: readonly unknown[] }[];
  readonly redirects: readonly (readonly [
    path: string,
    query: string,
    status: string,
    location: string,
    body: string,
  ])[];
  readonly immutable: readonly (readonly [name: string, error: string])[];
  readonly environ: readonly string[];
}
type Step = readonly [name: string, args?: readonly unknown[]];

const recorded = JSON.parse(readFileSync('test/werkzeug/datastructures/members.json', 'utf8')) as Members;

const VALUES: readonly Pair[][] = [
  [['X', '1']],
  [
    ['X', '1'],
    ['Y', '2'],
  ],
  [],
  [
    ['X', '1'],
    ['Y', '2'],
    ['Z', '3'],
  ],
  [['X', 'a\nb']],
];
const headers = (): Headers => new Headers(Array.from('ABCDE', (letter, index) => [letter, String(index)] as const));
const pairs = (found: Headers): Pair[] => Array.from(found, ([key, value]) => [key, value]);

/** What `action` answers, or what it raises. */
function told<T>(action: () => T): T | string {
  try {
    return action();
  } catch (error) {
    if (error instanceof BaseException) return `${error.className}: ${str(error)}`;
    throw error;
  }
}

describe('headers', () => {
  test.each(recorded.slices)('a slice $slice is read, deleted and replaced', ({ slice: given, get, del, set }) => {
    const [start, end, step] = given.map((part) => part ?? undefined);
    const after = (change: (changed: Headers) => void): Told => {
      const changed = headers();
      return told(() => (change(changed), pairs(changed)));
    };
    expect(told(() => pairs(headers().slice(start, end, step)))).toEqual(get);
    expect(after((changed) => changed.delSlice(start, end, step))).toEqual(del);
    expect(VALUES.map((value) => after((changed) => changed.setSlice(value, { start, end, step })))).toEqual(set);
  });

  test.each(recorded.deleted)('the pair at %d is deleted', (index, expected) => {
    const changed = headers();
    expect(told(() => (changed.delItem(index), pairs(changed)))).toEqual(expected);
  });

  test('of an environ have no order, and cannot be changed', () => {
    const environ = new EnvironHeaders({ HTTP_A: '1' });
    const actions = [
      () => environ.delSlice(0, 1),
      () => environ.setSlice([['a', 'b']], { start: 0, end: 1 }),
      () => environ.slice(0, 1),
      () => environ.item(0),
    ];
    expect(actions.map((action) => told<unknown>(action))).toEqual(recorded.environ);
  });
});

describe('an uploaded file', () => {
  const argument = (value: unknown): unknown => {
    if (typeof value === 'string') return encodeLatin1(value);
    return Array.isArray(value) ? value.map(argument) : value;
  };
  const plain = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return decodeLatin1(value);
    return Array.isArray(value) ? value.map(plain) : (value ?? null);
  };

  test.each(recorded.files)('does $steps', ({ steps, answers }) => {
    const bytes = encodeLatin1('one\ntwo\nthree');
    const file = new FileStorage({ stream: bytes, filename: 'a.txt' });
    const found = steps.map(([name, args]) => {
      const member = Reflect.get(file, name) as unknown;
      return told(() =>
        plain(args === undefined ? member : Reflect.apply(member as () => unknown, file, args.map(argument))),
      );
    });
    found.push(told(() => file.tell()));
    found.push(told(() => (file.seek(0), plain(file.read()))));
    expect(found).toEqual(answers);
    expect(decodeLatin1(bytes)).toBe('one\ntwo\nthree');
  });

  test('has the position of the file behind it, and hands out bytes that later writes do not change', () => {
    const file = new FileStorage({ stream: encodeLatin1('abcdef') });
    const first = file.stream.read(3);
    expect([file.tell(), decodeLatin1(file.read(1))]).toEqual([3, 'd']);
    file.seek(0);
    file.write(encodeLatin1('XYZ'));
    file.seek(0);
    const second = file.read();
    file.seek(0);
    file.write(encodeLatin1('123456'));
    expect([first, second].map(decodeLatin1)).toEqual(['abc', 'XYZdef']);
    const buffer = new Uint8Array(4);
    file.seek(3);
    expect([file.readinto(buffer), decodeLatin1(buffer)]).toEqual([3, '456\0']);
    expect(() => file.fileno()).toThrow('fileno');
    expect(new FileStorage({ stream: file.stream }).stream).toBe(file.stream);
  });
});

test.each(recorded.redirects)('a slash is appended to %j with %j', (path, query, ...expected) => {
  const response = appendSlashRedirect({ PATH_INFO: path, QUERY_STRING: query });
  const body = drive(() => response.getText());
  expect([response.status, response.headers.get('Location'), body]).toEqual(expected);
});

test('a slash is appended with another status, and not without a path', () => {
  expect(appendSlashRedirect({ PATH_INFO: '/a' }, 301).status).toBe('301 MOVED PERMANENTLY');
  expect(() => appendSlashRedirect({})).toThrow(KeyError);
});

test('the copy of a dict that tells of its changes tells nobody', () => {
  let told = 0;
  const dict = new CallbackDict({ a: 1 }, () => void (told += 1));
  const copy = dict.copy();
  copy.setItem('b', 2);
  expect([told, copy.constructor, [...copy.items()], dict.length]).toEqual([
    0,
    Dict,
    [
      ['a', 1],
      ['b', 2],
    ],
    1,
  ]);
  expect(new TypeConversionDict({ a: 1 }).copy().constructor).toBe(Dict);
  expect(new ImmutableTypeConversionDict({ a: 1 }).copy().constructor).toBe(TypeConversionDict);
});

test.each(recorded.immutable)('%s of an immutable list raises', (name, error) => {
  const list = new ImmutableList([3, 1]);
  expect(told(() => Reflect.apply(Reflect.get(list, name) as () => unknown, list, []))).toBe(error);
  expect([...list]).toEqual([3, 1]);
});

test('arguments that are seldom given', () => {
  class Own extends MultiDict {}
  const cookies = parseCookie('a=1; b=2', Own);
  expect([cookies.constructor, cookies.get('b')]).toEqual([Own, '2']);
  expect(parseCookie({}, Own)).toBeInstanceOf(Own);
  class OwnPolicy extends ContentSecurityPolicy {}
  expect(parseCspHeader("img-src 'self'", undefined, OwnPolicy)).toBeInstanceOf(OwnPolicy);
  const authorization = new Authorization('basic', new Map([['username', 'a']]));
  expect([
    authorization.get('username', 'x'),
    authorization.get('password', 'x'),
    authorization.get('password'),
  ]).toEqual(['a', 'x', undefined]);
  const authenticate = new WWWAuthenticate('digest', { realm: 'r' });
  expect([authenticate.get('realm', 'x'), authenticate.get('nonce', 'x'), authenticate.get('nonce')]).toEqual([
    'r',
    'x',
    undefined,
  ]);
  let changes = 0;
  const dict = new CallbackDict({}, () => void (changes += 1));
  expect([dict.setdefault('a'), dict.has('a'), dict.setdefault('a', 5), changes]).toEqual([
    undefined,
    true,
    undefined,
    1,
  ]);
  dict.update();
  expect([changes, dict.length]).toEqual([2, 1]);
  const multi = new MultiDict<string, unknown>();
  expect([multi.setdefault('a'), multi.getlist('a')]).toEqual([undefined, [undefined]]);
});
