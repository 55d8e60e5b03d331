/** Mutations of bytes, as latin-1 text. Chance comes from the generator that is handed in. */
import type { Random } from '../../../src/kernel/sched/random.ts';

/** One of them. */
export const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)] as T;

/** True that often. */
export const chance = (random: Random, probability: number): boolean => random.next() < probability;

/** What parsers of HTTP look at, and what trips them. */
const TOKENS = [
  ...['\r\n', '\n', '\r', '\r\n\r\n', '\n\n', '\0', ' ', '\t', '\v', '\f', '\x1c', '\x85', '\xa0', '\xff', ':', ';'],
  ...['=', ',', '"', '\\', '%', '%00', '%zz', '&', '+', '?', '#', '/', '//', '..', '[', ']', '[::1]', '@', '*', '-'],
  ...['HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.', 'HTTP/1.1.1', 'HTTP/01.1', 'http/1.1', 'HTTP/-1.0'],
  ...['GET ', 'HEAD ', 'POST ', 'PUT ', 'OPTIONS * ', 'CONNECT a:1 ', 'get ', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ...['GET /\r\n', 'http://host/path', 'http://[bad/', '//host/x', 'Host: a\r\n', 'Connection: close\r\n'],
  ...['Connection: keep-alive\r\n', 'Expect: 100-continue\r\n', 'Content-Length: 5\r\n', 'Content-Length: -1\r\n'],
  ...['Content-Length: 99999999999999999999\r\n', 'Content-Length: 1_0\r\n', 'Content-Length: +3\r\n'],
  ...['Transfer-Encoding: chunked\r\n', 'Transfer-Encoding: chunked, gzip\r\n', 'Transfer-Encoding: identity\r\n'],
  ...['5\r\nhello\r\n', '0\r\n\r\n', '0x5\r\n', 'ffffffff\r\n', '-1\r\n', '+5\r\n', '1_0\r\n', '\r\n0\r\n'],
  ...['Content-Type: application/json\r\n', 'Content-Type: application/x-www-form-urlencoded\r\n'],
  ...['Content-Type: multipart/form-data; boundary=b\r\n', '--b\r\n', '--b--\r\n', '\r\n--', 'a=1&b=2', '{"a": [1, '],
  ...[
    'Content-Disposition: form-data; name="f"; filename="x"\r\n',
    'Cookie: a=b; c="\\073"; =;\r\n',
    'Range: bytes=0-\r\n',
  ],
  ...['Range: bytes=-1,5-2\r\n', 'If-None-Match: W/"a", *\r\n', 'If-Range: "x"\r\n', 'Accept: a/b;q=2, */*;q=x\r\n'],
  ...[
    'If-Modified-Since: Fri, 99 Foo 0000 99:99:99 GMT\r\n',
    'Authorization: Basic !!!\r\n',
    'Authorization: Digest a="\r\n',
  ],
  ...[
    'X-Forwarded-For: a\r\n',
    ' continued\r\n',
    '\xc3\xa9',
    '\xf0\x9f\x98\x80',
    '\xed\xa0\x80',
    'boom\n',
    'flush\n',
    'quit\n',
  ],
];

const NUMBERS = [
  '0',
  '1',
  '-1',
  '+1',
  '00',
  '9',
  '10',
  '255',
  '256',
  '65535',
  '65536',
  '1_0',
  '1e3',
  '0x10',
  '٣',
  '1.5',
];
const LONGEST_REPETITION = 70_000;

type Mutation = (text: string, random: Random, others: readonly string[]) => string;

const put = (text: string, from: number, to: number, piece: string): string =>
  text.slice(0, from) + piece + text.slice(to);

/** A stretch of the text, mostly a short one. */
function stretch(text: string, random: Random): readonly [from: number, to: number] {
  const from = random.below(text.length + 1);
  const longest = chance(random, 0.7) ? 8 : text.length;
  return [from, Math.min(text.length, from + random.below(longest + 1))];
}

const randomBytes = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(random.below(256))).join('');

/** The places of a pattern; one of them is chosen and replaced. */
function replaceOne(text: string, random: Random, pattern: RegExp, piece: (found: string) => string): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text;
  const match = pick(random, matches);
  return put(text, match.index, match.index + match[0].length, piece(match[0]));
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(text, random) {
    const at = random.below(text.length);
    return put(text, at, at + 1, String.fromCharCode((text.charCodeAt(at) ^ (1 << random.below(8))) & 0xff));
  },
  function setByte(text, random) {
    const at = random.below(text.length);
    return put(text, at, at + 1, randomBytes(random, 1));
  },
  function insertBytes(text, random) {
    const at = random.below(text.length + 1);
    return put(text, at, at, randomBytes(random, 1 + random.below(12)));
  },
  function insertToken(text, random) {
    const at = random.below(text.length + 1);
    return put(text, at, at, pick(random, TOKENS));
  },
  function insertTokenAtLine(text, random) {
    return replaceOne(text, random, /\n/g, () => `\n${pick(random, TOKENS)}`);
  },
  function replaceByToken(text, random) {
    return put(text, ...stretch(text, random), pick(random, TOKENS));
  },
  function remove(text, random) {
    return put(text, ...stretch(text, random), '');
  },
  function removeLine(text, random) {
    return replaceOne(text, random, /[^\n]*\n/g, () => '');
  },
  function double(text, random) {
    const [from, to] = stretch(text, random);
    return put(text, to, to, text.slice(from, to));
  },
  function doubleLine(text, random) {
    return replaceOne(text, random, /[^\n]*\n/g, (line) => line + line);
  },
  function move(text, random) {
    const [from, to] = stretch(text, random);
    const rest = put(text, from, to, '');
    const at = random.below(rest.length + 1);
    return put(rest, at, at, text.slice(from, to));
  },
  function cut(text, random) {
    return text.slice(0, random.below(text.length + 1));
  },
  function cutStart(text, random) {
    return text.slice(random.below(text.length + 1));
  },
  function changeNumber(text, random) {
    return replaceOne(text, random, /\d+/g, () => pick(random, NUMBERS));
  },
  function changeLineEnd(text, random) {
    return replaceOne(text, random, /\r\n|\n/g, () =>
      pick(random, ['\n', '\r', '\r\r\n', '\n\r', ' \r\n', '\r\n ', '']),
    );
  },
  function splice(text, random, others) {
    const other = pick(random, others);
    return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
  },
  function follow(text, random, others) {
    return text + pick(random, others);
  },
  function changeCase(text, random) {
    const [from, to] = stretch(text, random);
    const piece = text.slice(from, to);
    return put(
      text,
      from,
      to,
      piece.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) ^ 0x20)),
    );
  },
];

function repeat(text: string, random: Random): string {
  const [from, to] = stretch(text, random);
  const piece = text.slice(from, to);
  if (piece === '') return text;
  return put(text, to, to, piece.repeat(random.below(Math.ceil(LONGEST_REPETITION / piece.length))));
}

/** Changes a text one to eight times; now and then something is repeated until limits are reached. */
export function mutate(text: string, random: Random, others: readonly string[]): string {
  let result = text;
  const times = 1 + random.below(chance(random, 0.5) ? 2 : 8);
  for (let time = 0; time < times; time += 1) result = pick(random, MUTATIONS)(result, random, others);
  if (chance(random, 0.01)) result = repeat(result, random);
  return result.replace(/[^\0-\xff]/g, '?');
}
