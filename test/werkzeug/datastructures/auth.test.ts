import { expect, test } from 'vitest';
import { ValueError } from '../../../src/python/errors.ts';
import { Authorization, WWWAuthenticate } from '../../../src/werkzeug/datastructures/auth.ts';

test('Basic credentials are decoded, and encoded again', () => {
  const authorization = Authorization.fromHeader('basic  YTpiOmM=');
  expect([authorization?.type, authorization?.username, authorization?.password]).toEqual(['basic', 'a', 'b:c']);
  expect(authorization?.toHeader()).toBe('Basic YTpiOmM=');
});

test('Basic credentials that cannot be decoded count as none', () => {
  for (const token of ['YTp', 'a', '/w==']) expect(Authorization.fromHeader(`Basic ${token}`)).toBeUndefined();
});

test('Basic credentials with letters beyond ASCII raise ValueError, as they do in Python', () => {
  expect(() => Authorization.fromHeader('Basic é')).toThrow(ValueError);
});

test('other schemes have a token or parameters', () => {
  const bearer = Authorization.fromHeader('Bearer ab=c==');
  expect([bearer?.token, bearer?.get('ab')]).toEqual([undefined, 'c==']);
  expect(Authorization.fromHeader('Bearer abc==')?.toHeader()).toBe('Bearer abc==');
  const digest = Authorization.fromHeader('DIGEST realm="a b", qop=auth');
  expect(digest?.toHeader()).toBe('Digest realm="a b", qop=auth');
  expect(digest?.equals(Authorization.fromHeader('digest realm="a b",qop="auth"'))).toBe(true);
  expect(Authorization.fromHeader('')).toBeUndefined();
});

test('a challenge quotes what Digest wants quoted', () => {
  const challenge = new WWWAuthenticate('Digest', { realm: 'x', stale: 'FALSE', qop: 'auth' });
  expect(challenge.toHeader()).toBe('Digest realm="x", stale=FALSE, qop="auth"');
  expect(new WWWAuthenticate('basic', { realm: 'x' }).toHeader()).toBe('Basic realm=x');
  expect(new WWWAuthenticate('bearer', undefined, 'abc').toHeader()).toBe('Bearer abc');
  expect(WWWAuthenticate.fromHeader('Basic')?.toHeader()).toBe('Basic ');
});

test('a challenge tells of changes, those of its parameters too', () => {
  const challenge = new WWWAuthenticate('basic');
  let calls = 0;
  challenge._onUpdate = () => {
    calls += 1;
  };
  challenge.parameters.setItem('realm', 'x');
  challenge.token = 'y';
  challenge.delItem('none');
  expect(calls).toBe(2);
});
