import { array, assert, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnswerReader } from '../../../web/session/answers.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The statuses that are heard when the text comes in these pieces. */
function heard(...pieces: readonly string[]): (string | undefined)[] {
  const reader = new AnswerReader();
  return pieces.flatMap((piece) => reader.read(bytesOf(piece)).map(({ status }) => status));
}

const OK = 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok';

test('an answer is heard once its head has come, and once only', () => {
  expect(heard('HTTP/1.0 200 OK\r\nContent-Le')).toEqual([]);
  expect(heard(OK.slice(0, 20), OK.slice(20, 38), OK.slice(38))).toEqual(['200 OK']);
});

test('the final answer is heard, not the 100 Continue before it', () => {
  expect(heard('HTTP/1.1 100 Continue\r\n\r\n', OK)).toEqual(['200 OK']);
  expect(heard(`HTTP/1.1 100 Continue\r\n\r\n${OK}`)).toEqual(['200 OK']);
});

test('each of several answers on one connection is heard', () => {
  const missing = 'HTTP/1.1 404 NOT FOUND\r\nContent-Length: 0\r\n\r\n';
  const chunked = 'HTTP/1.1 201 CREATED\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
  const trailed = 'HTTP/1.1 202 A\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\nSum: 1\r\n\r\n';
  const empty = 'HTTP/1.1 204 NO CONTENT\r\n\r\n';
  expect(heard(`${OK}${missing}${chunked}${trailed}${empty}${OK}`)).toEqual([
    ...['200 OK', '404 NOT FOUND', '201 CREATED', '202 A', '204 NO CONTENT', '200 OK'],
  ]);
});

test('an answer to HEAD has no body, whatever its length says', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n';
  expect(heard(head + head, head)).toEqual(['200 OK', '200 OK', '200 OK']);
});

test('an answer without a status line is heard once', () => {
  expect(heard('{"code": 0}', 'more', OK)).toEqual([undefined]);
  expect(heard('HTTPS?')).toEqual([undefined]);
  expect(heard('HT', 'ML')).toEqual([undefined]);
});

test('a body that looks like an answer is none, where its end is known', () => {
  const inner = `x${OK}`;
  expect(heard(`HTTP/1.0 200 OK\r\nContent-Length: ${inner.length}\r\n\r\n${inner}${OK}`)).toEqual([
    '200 OK',
    '200 OK',
  ]);
  expect(heard(`HTTP/1.0 200 OK\r\n\r\n${inner}`)).toEqual(['200 OK']);
});

test('a reason may be missing; a head that never ends is no answer with a status', () => {
  expect(heard('HTTP/1.0 299\r\n\r\n')).toEqual(['299']);
  expect(heard(`HTTP/1.0 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`)).toEqual([undefined]);
});

test('where the bytes are cut changes nothing', () => {
  const all = `HTTP/1.1 100 Continue\r\n\r\n${OK}HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n${OK}`;
  assert(
    property(array(nat(all.length), { maxLength: 8 }), (cuts) => {
      const places = [0, ...cuts.toSorted((one, other) => one - other), all.length];
      const pieces = places.slice(1).map((to, index) => all.slice(places[index], to));
      expect(heard(...pieces)).toEqual(['200 OK', '200 OK', '200 OK']);
    }),
  );
});

describe('chunks', () => {
  const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

  test('end exactly where their size says, however they come', () => {
    const body = '3\r\nabc\r\n12\r\nHTTP/1.0 200 OK\r\n\r\n1\r\nx\r\n0\r\n\r\n';
    const all = `${CHUNKED}${body.replace('12', '13')}${OK}`;
    expect(heard(...all)).toEqual(['200 OK', '200 OK']);
    expect(heard(CHUNKED, '3\r\nabc', '\r\n0\r\n\r\n', OK)).toEqual(['200 OK', '200 OK']);
    expect(heard(CHUNKED, '3\r\nabc', '\r\n0\r\n', '\r\n', OK)).toEqual(['200 OK', '200 OK']);
  });

  test('hold what looks like an answer, also one that begins them', () => {
    const size = OK.length.toString(16);
    expect(heard(`${CHUNKED}${size}\r\n${OK}\r\n0\r\n\r\n${OK}`)).toEqual(['200 OK', '200 OK']);
  });

  test('that never have a size are a body without an end', () => {
    expect(heard(CHUNKED, 'x'.repeat(70_000), `\n0\r\n\r\n${OK}`)).toEqual(['200 OK']);
    expect(heard(CHUNKED, `3;${'x'.repeat(60_000)}`, '\r\nabc\r\n0\r\n\r\n', OK)).toEqual(['200 OK', '200 OK']);
  });
});

test('a body of many thousand bytes in one piece is passed over as a whole', () => {
  for (const length of [8_191, 8_192, 8_193, 20_000]) {
    const head = `HTTP/1.0 200 OK\r\nContent-Length: ${length}\r\n\r\n`;
    expect(heard(`${head}${'x'.repeat(length)}${OK}`)).toEqual(['200 OK', '200 OK']);
  }
});
