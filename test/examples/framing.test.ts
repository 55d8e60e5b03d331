/** Where a text of HTTP messages stops, and what a code block may have left out at its end. */
import { describe, expect, test } from 'vitest';
import { completion, framesOf } from '../../src/examples/framing.ts';
import type { FrameState } from '../../src/examples/framing.ts';

const CRLF = '\r\n';
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const post = (header: string, body: string): string => `POST / HTTP/1.1\r\n${header}\r\n\r\n${body}`;
const CHUNKED = 'Transfer-Encoding: gzip, chunked';

describe('a text of requests', () => {
  test.each<[string, string, FrameState, number[]]>([
    ['nothing', '', { at: 'start' }, []],
    ['a whole request', GET, { at: 'start' }, [0]],
    ['two of them', GET + GET, { at: 'start' }, [0, GET.length]],
    ['one behind empty lines, which belong to it', `${GET}\n\r\n${GET}`, { at: 'start' }, [0, GET.length]],
    ['a head without an end', GET.slice(0, -2), { at: 'head' }, [0]],
    ['a request line alone', 'GET / HTTP/1.1', { at: 'head' }, [0]],
    ['a request line of HTTP/0.9', 'GET /a\r\n', { at: 'head' }, [0]],
    ['line ends without CR', GET.replaceAll('\r', ''), { at: 'start' }, [0]],
    ['another text', 'hello\n', { at: 'body' }, [0]],
    ['a request and another text', `${GET}hello`, { at: 'body' }, [0]],
    ['a body of its length', post('Content-Length: 2', 'ab'), { at: 'start' }, [0]],
    ['a body that is too short', post('content-length:  5 ', 'ab'), { at: 'body', missing: 3 }, [0]],
    ['a request behind a body', post('Content-Length: 2', `ab${GET}`), { at: 'start' }, [0, 40]],
    ['a length that is no number', post('Content-Length: x', 'ab'), { at: 'body' }, [0]],
    ['a length of 16 digits', post(`Content-Length: ${'1'.repeat(16)}`, 'ab'), { at: 'body' }, [0]],
    ['chunks', post(CHUNKED, '2\r\nab\r\n0\r\n\r\n'), { at: 'start' }, [0]],
    [
      'chunks with extensions and hexadecimal sizes',
      post(CHUNKED, `A;x=y\r\n${'a'.repeat(10)}\r\n0\r\n\r\n`),
      { at: 'start' },
      [0],
    ],
    ['chunks with trailer fields', post(CHUNKED, '0\r\nA: b\r\n\r\n'), { at: 'start' }, [0]],
    ['chunks without line ends of two bytes', post(CHUNKED, '2\nab\n0\n\n'), { at: 'start' }, [0]],
    ['chunks without an end', post(CHUNKED, '2\r\nab\r\n'), { at: 'chunk' }, [0]],
    ['a chunk that is too short', post(CHUNKED, '5\r\nab'), { at: 'chunk' }, [0]],
    ['a size without a line end', post(CHUNKED, '2'), { at: 'chunk' }, [0]],
    ['a last chunk without an empty line', post(CHUNKED, '0\r\n'), { at: 'trailer' }, [0]],
    ['a size that is none', post(CHUNKED, 'x\r\n'), { at: 'body' }, [0]],
    ['a chunk that is too long', post(CHUNKED, '1\r\nab\r\n'), { at: 'body' }, [0]],
    ['another coding than chunked', post('Transfer-Encoding: chunkedx', '2\r\n'), { at: 'body' }, [0]],
  ])('%s', (_, text, state, starts) => {
    expect(framesOf(text, 'request')).toEqual({ state, starts });
  });
});

describe('a text of answers', () => {
  const OK = 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab';

  test.each<[string, string, FrameState, number[]]>([
    ['one', OK, { at: 'start' }, [0]],
    ['two', OK + OK, { at: 'start' }, [0, OK.length]],
    ['an empty line between them is a body', `${OK}\r\n${OK}`, { at: 'body' }, [0]],
    ['one behind 100 Continue', `HTTP/1.1 100 Continue\r\n\r\n${OK}`, { at: 'start' }, [0, 25]],
    ['one without a length', 'HTTP/1.0 200 OK\r\n\r\nab', { at: 'body' }, [0]],
    ['one without a head', '<p>none', { at: 'body' }, [0]],
    ['a request is none', GET, { at: 'body' }, [0]],
  ])('%s', (_, text, state, starts) => {
    expect(framesOf(text, 'answer')).toEqual({ state, starts });
  });
});

test.each<[string, string, string]>([
  ['a head without its last line end', GET.slice(0, -4), '\r\n\r\n'],
  ['a head without the empty line', GET.slice(0, -2), '\r\n'],
  ['a whole request', GET, ''],
  ['the second of two requests with an empty line between them', `${GET}\r\n${GET.slice(0, -2)}`, '\r\n'],
  ['a body that lacks a line end', post('Content-Length: 4', 'ab'), '\r\n'],
  ['a body that lacks more, or less', post('Content-Length: 5', 'ab'), ''],
  ['a body that is complete', post('Content-Length: 2', 'ab'), ''],
  ['a body without a length', 'x', ''],
  ['chunks without the empty line', post(CHUNKED, '0\r\n'), '\r\n'],
  ['chunks without their last line end', post(CHUNKED, '0'), '\r\n\r\n'],
  ['chunks that go on, behind a line', post(CHUNKED, '2\r\nab\r\n'), ''],
  ['chunks that go on, within a line', post(CHUNKED, '2\r\nab'), '\r\n'],
])('what a code block left out: %s', (_, text, added) => {
  expect(completion(text, 'request', CRLF)).toBe(added);
});
