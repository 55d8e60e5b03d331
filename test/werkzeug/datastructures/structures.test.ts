import { describe, expect, test } from 'vitest';
import { KeyError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';
import { repr } from '../../../src/python/repr.ts';
import { Accept } from '../../../src/werkzeug/datastructures/accept.ts';
import { RequestCacheControl, ResponseCacheControl } from '../../../src/werkzeug/datastructures/cache-control.ts';
import { CombinedMultiDict } from '../../../src/werkzeug/datastructures/combined-multi-dict.ts';
import { ContentSecurityPolicy } from '../../../src/werkzeug/datastructures/csp.ts';
import { FileStorage } from '../../../src/werkzeug/datastructures/file-storage.ts';
import { HeaderSet } from '../../../src/werkzeug/datastructures/header-set.ts';
import {
  CallbackDict,
  ImmutableList,
  ImmutableMultiDict,
  MultiDict,
} from '../../../src/werkzeug/datastructures/structures.ts';
import { BadRequestKeyError } from '../../../src/werkzeug/exceptions.ts';
import { Request } from '../../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../../src/werkzeug/wrappers/response.ts';

const some = (): MultiDict =>
  new MultiDict([
    ['a', '1'],
    ['b', 'x'],
    ['a', '2'],
  ]);

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

describe('a MultiDict', () => {
  test('answers the first value, and all of them when asked', () => {
    expect([some().item('a'), some().get('a'), some().getlist('a')]).toEqual(['1', '1', ['1', '2']]);
    expect([...some().items()]).toEqual([
      ['a', '1'],
      ['b', 'x'],
    ]);
    expect(repr(some())).toBe("MultiDict([('a', '1'), ('a', '2'), ('b', 'x')])");
    expect([...some()]).toEqual(['a', 'b']);
  });

  test('converts, and falls back where it cannot', () => {
    expect(some().get('a', 0, pyInt)).toBe(1);
    expect(some().get('b', 0, pyInt)).toBe(0);
    expect(some().getlist('a', pyInt)).toEqual([1, 2]);
  });

  test('raises BadRequestKeyError for a missing key, even after all its values went', () => {
    const dict = some();
    expect(() => dict.item('c')).toThrow(BadRequestKeyError);
    expect(dict.pop('a')).toBe('1');
    expect(() => dict.pop('a')).toThrow(BadRequestKeyError);
    expect(dict.poplist('a')).toEqual([]);
    expect(() => dict.delItem('a')).toThrow(KeyError);
    dict.setlist('e', []);
    expect(dict.get('e', 'none')).toBe('none');
  });

  test('is filled from mappings with lists, and updated by adding', () => {
    const dict = new MultiDict({ a: ['1', '2'], b: 'x', c: [] });
    dict.update({ a: '3' });
    expect([...dict.lists()]).toEqual([
      ['a', ['1', '2', '3']],
      ['b', ['x']],
    ]);
  });

  test('that is immutable says so', () => {
    expect(() => new ImmutableMultiDict().add('a', 'b')).toThrow("'ImmutableMultiDict' objects are immutable");
  });

  test('is combined of several, the first of which wins', () => {
    const both = new CombinedMultiDict([some(), new MultiDict({ a: '9', z: '1' })]);
    expect(both.item('a')).toBe('1');
    expect(both.getlist('a')).toEqual(['1', '2', '9']);
    expect(both.get('b', 0, pyInt)).toBe(0);
    expect([...both.keys()]).toEqual(['a', 'b', 'z']);
    expect(both.copy().getlist('a')).toEqual(['1', '2', '9']);
    expect(() => both.setItem('a', 'b')).toThrow("'CombinedMultiDict' objects are immutable");
  });
});

test('a list that is immutable is read by index, from either end', () => {
  const list = new ImmutableList(['a', 'b']);
  expect([list.item(0), list.item(-1), list.has('c'), repr(list)]).toEqual([
    'a',
    'b',
    false,
    "ImmutableList(['a', 'b'])",
  ]);
  expect(() => list.item(2)).toThrow('list index out of range');
});

test('a CallbackDict tells of changes, but not of a pop that found nothing', () => {
  let calls = 0;
  const dict = new CallbackDict<string, number>({ a: 1 }, () => {
    calls += 1;
  });
  dict.setItem('b', 2);
  dict.setdefault('b', 3);
  dict.pop('c', 0);
  dict.pop('a');
  expect([calls, repr(dict)]).toEqual([2, "<CallbackDict {'b': 2}>"]);
});

test('a HeaderSet ignores case, and removes only what is given in lower case from its list', () => {
  const set = new HeaderSet(['Accept', 'Cookie']);
  set.add('ACCEPT');
  set.remove('Accept');
  expect([set.has('accept'), set.length, set.toHeader()]).toEqual([false, 1, 'Accept, Cookie']);
  set.remove('cookie');
  expect([set.length, repr(set)]).toEqual([0, "HeaderSet(['Accept'])"]);
  expect(() => set.remove('x')).toThrow(KeyError);
});

test('a file is read like a stream', () => {
  const file = new FileStorage({
    stream: Uint8Array.from('one\ntwo', (character) => character.charCodeAt(0)),
    filename: 'a.txt',
    name: 'field',
    contentType: 'Text/Plain; charset=x',
    contentLength: 7,
  });
  expect([file.mimetype, file.mimetypeParams.get('charset'), file.contentLength]).toEqual(['text/plain', 'x', 7]);
  expect([text(file.readline()), text(file.read(1)), text(file.read()), text(file.read())]).toEqual([
    'one\n',
    't',
    'wo',
    '',
  ]);
  file.seek(-2, 2);
  expect([file.tell(), text(file.read())]).toEqual([5, 'wo']);
  expect(repr(file)).toBe("<FileStorage: 'a.txt' ('Text/Plain; charset=x')>");
});

// CPython 3.11 with Werkzeug 3.1.8: `provided` is False for None, and True for anything else, nothing too.
test.each([ResponseCacheControl, RequestCacheControl, ContentSecurityPolicy])(
  '%o was provided unless it is of None',
  (Class) => {
    expect([new Class().provided, new Class({}).provided, new Class(null).provided]).toEqual([true, true, false]);
    expect([...new Class(null)]).toEqual([]);
  },
);

test('an Accept was provided unless it is of None, or of an Accept that was not', () => {
  expect([new Accept().provided, new Accept([]).provided, new Accept(null).provided]).toEqual([true, true, false]);
  expect(new Accept(new Accept(null)).provided).toBe(false);
});

test('headers that are missing make what was not provided of Accept only', () => {
  const request = new Request({ REQUEST_METHOD: 'GET' });
  expect([request.acceptMimetypes.provided, request.cacheControl.provided]).toEqual([false, true]);
  expect(new Response().contentSecurityPolicy.provided).toBe(true);
});
