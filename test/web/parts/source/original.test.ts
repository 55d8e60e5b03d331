/** What the source view says of the original: signatures as Python has recorded them, and files that are there. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { originalOf, signatureOf } from '../../../../web/parts/source/original.ts';
import { shippedNames } from '../../../support/shipped-names.ts';

const RECORDED = JSON.parse(
  readFileSync(new URL('../../../tools/coverage/python-signatures.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly (readonly [name: string, value: string | null])[]>>;

/** The names of the parameters by position, without `self`, marks and defaults. */
const namesIn = (signature: string): readonly string[] =>
  signature
    .slice(1, -1)
    .replace(/, \*,.*/, '')
    .split(', ')
    .map((parameter) => parameter.replace(/=.*$/, '').replace(/^\*+/, ''))
    .filter((name) => !['', 'self', 'cls', '/'].includes(name));

test('the parameters of mirrored methods are those that Python tells', () => {
  const both = shippedNames().filter((name) => signatureOf(name) !== undefined && RECORDED[name] !== undefined);
  expect(both.length).toBeGreaterThan(150);
  for (const name of both) {
    const recorded = (RECORDED[name] ?? []).map(([parameter]) => parameter.replace(/^\*+/, ''));
    expect(namesIn(signatureOf(name) ?? ''), name).toEqual(recorded);
  }
  expect(signatureOf('socketserver.BaseServer.process_request')).toBe('(self, request, client_address)');
  expect(signatureOf('socketserver.BaseServer.serve_forever')).toBe('(self, poll_interval=0.5)');
});

test('a method is to be found in the original at the version that is mirrored', () => {
  const cpython = 'https://github.com/python/cpython/blob/v3.11.7/';
  expect(originalOf('http.server').address).toBe(`${cpython}Lib/http/server.py`);
  expect(originalOf('io').address).toBe(`${cpython}Lib/_pyio.py`);
  expect(originalOf('werkzeug.wrappers.request').address).toBe(
    'https://github.com/pallets/werkzeug/blob/3.1.8/src/werkzeug/wrappers/request.py',
  );
});
