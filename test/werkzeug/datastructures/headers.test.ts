import { describe, expect, test } from 'vitest';
import { KeyError, PyTypeError, ValueError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';
import { repr } from '../../../src/python/repr.ts';
import { EnvironHeaders } from '../../../src/werkzeug/datastructures/environ-headers.ts';
import { Headers } from '../../../src/werkzeug/datastructures/headers.ts';
import { MultiDict } from '../../../src/werkzeug/datastructures/structures.ts';
import { BadRequestKeyError } from '../../../src/werkzeug/exceptions.ts';

const some = (): Headers =>
  new Headers([
    ['A', '1'],
    ['b', '2'],
    ['a', '3'],
  ]);

describe('headers', () => {
  test('are found without regard to case, the first one first', () => {
    expect(some().get('a')).toBe('1');
    expect(some().item('B')).toBe('2');
    expect(some().getlist('A')).toEqual(['1', '3']);
    expect(some().get('c')).toBeUndefined();
    expect(some().get('c', 'none')).toBe('none');
    expect(() => some().item('c')).toThrow(BadRequestKeyError);
  });

  test('are converted, and left out where they cannot be', () => {
    const headers = new Headers({ n: ['x', '5'] });
    expect(headers.get('n', 0, pyInt)).toBe(0);
    expect(headers.getlist('n', pyInt)).toEqual([5]);
  });

  test('are replaced in place of the first one, and the others go', () => {
    const headers = some();
    headers.set('a', 'x');
    expect(headers.toWsgiList()).toEqual([
      ['a', 'x'],
      ['b', '2'],
    ]);
    headers.setlist('B', ['1', 2]);
    expect(repr(headers)).toBe("Headers([('a', 'x'), ('B', '1'), ('B', '2')])");
    headers.setlist('b', []);
    expect(headers.has('b')).toBe(false);
  });

  test('refuse values with a line end, and stay as they were', () => {
    const headers = some();
    expect(() => headers.add('x', 'a\r\nb')).toThrow(ValueError);
    expect(() => headers.set('a', 'a\nb')).toThrow('Header values must not contain newline characters.');
    expect(headers.equals(some())).toBe(true);
  });

  test('take parameters, whose underscores become dashes', () => {
    const headers = new Headers();
    headers.add('Content-Disposition', 'attachment', { filename: 'a b', max_size: 5, none: undefined });
    expect(headers.item(0)).toEqual(['Content-Disposition', 'attachment; filename="a b"; max-size=5']);
  });

  test('grow by other headers, dicts and pairs', () => {
    const headers = new Headers({ a: ['1', '2'], b: 'x' });
    headers.extend(headers, new MultiDict([['c', '1']]));
    expect([...headers.keys()]).toEqual(['a', 'a', 'b', 'a', 'a', 'b', 'c']);
    headers.update({ a: ['9'], b: [] }, [['c', '2']]);
    expect(headers.toWsgiList()).toEqual([
      ['a', '9'],
      ['c', '2'],
    ]);
  });

  test('are taken out by name, index or from the end', () => {
    const headers = some();
    expect(headers.pop('a')).toBe('1');
    expect(headers.pop('a', 'gone')).toBe('gone');
    expect(() => headers.pop('a')).toThrow(BadRequestKeyError);
    expect(headers.pop()).toEqual(['b', '2']);
    expect(headers.length).toBe(0);
  });

  test('are equal in any order', () => {
    expect(some().equals(new Headers([...some()].toReversed()))).toBe(true);
    expect(some().equals(new Headers())).toBe(false);
  });

  test('read as they go over the wire', () => {
    expect(String(some())).toBe('A: 1\r\nb: 2\r\na: 3\r\n\r\n');
  });
});

describe('headers of an environ', () => {
  const environ = {
    HTTP_X_ONE: '1',
    CONTENT_TYPE: 'text/plain',
    CONTENT_LENGTH: '',
    HTTP_CONTENT_TYPE: 'x',
    PATH_INFO: '/',
  };

  test('are those of the client, with names made from the keys', () => {
    const headers = new EnvironHeaders(environ);
    expect([...headers]).toEqual([
      ['X-One', '1'],
      ['Content-Type', 'text/plain'],
    ]);
    expect(headers.length).toBe(2);
    expect(headers.get('x-one')).toBe('1');
    expect(headers.get('content-length')).toBe('');
    expect(() => headers.item('y')).toThrow(KeyError);
  });

  test('cannot be changed or copied', () => {
    const headers = new EnvironHeaders(environ);
    expect(() => headers.set('a', 'b')).toThrow("'EnvironHeaders' objects are immutable");
    expect(() => headers.copy()).toThrow(PyTypeError);
  });
});
