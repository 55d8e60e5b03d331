import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { b64decode, b64encode } from '../../src/stdlib/base64.ts';
import { lookupName } from '../../src/stdlib/codecs.ts';
import { sha1 } from '../../src/stdlib/hashlib.ts';

test('SHA-1 agrees with Node around every length of a block', () => {
  for (let length = 0; length < 200; length += 1) {
    const data = new Uint8Array(randomBytes(length));
    expect(sha1(data).hexdigest()).toBe(createHash('sha1').update(data).digest('hex'));
  }
});

test('base64 comes back as it was, and skips what is not of its alphabet', () => {
  for (let length = 0; length < 20; length += 1) {
    const data = new Uint8Array(randomBytes(length));
    expect([...b64decode(` ${b64encode(data)}\n-`)]).toEqual([...data]);
  }
  expect(() => b64decode('abcde')).toThrow(
    'Invalid base64-encoded string: number of data characters (5) cannot be 1 more than a multiple of 4',
  );
  expect(() => b64decode('ab')).toThrow('Incorrect padding');
});

test('encodings are known by their aliases', () => {
  expect([lookupName('UTF8'), lookupName('latin-1'), lookupName('US-ASCII'), lookupName('x')]).toEqual([
    'utf-8',
    'iso8859-1',
    'ascii',
    undefined,
  ]);
});
