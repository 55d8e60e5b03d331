/** New requests: by grammar from the corpus and from awkward values, and by mutation of recorded ones. */
import type { Chance } from './chance.ts';
import type { Corpus } from './corpus.ts';

/** Texts with bars between them. */
const list = (text: string): readonly string[] => text.split('|');

const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'get', 'lower', 'A-B', '']; // prettier-ignore
const VERSIONS = [
  ...['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/1.0', '', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.2', 'HTTP/1.01'],
  ...['HTTP/1', 'HTTP/1.1.1', 'http/1.1', 'HTTP/ 1.1', 'HTTP/1.-1', 'HTTP/', 'HTTP/00001.1', 'HTTP/1.9'],
];
const NUMBERS = [
  ...list(`0|1|2|3|5|10|26|100|-1|+5|05|1_0| 7|7 |1e3|0x5||a|1.5|²`),
  ...['2147483648', '4294967296', '99999999999999999999', '1,2'],
];
const PIECES = [
  ...['%', '%2', '%2F', '%00', '%zz', '%c3%a9', '%ff', '%E2%98%83', '//', '/../', '/./', '?', '??', '#', '&', '=', ';', '+', '@', ':'],
  ...['\\', '"', "'", '<', '>', '&amp;', '[', ']', '{', '}', '|', '^', '`', '~', '*', '$', '(', ')', '!', ',', '.', '-', '_'],
  ...['\r', '\n', '\r\n', '\t', '\v', '\f', '\0', ' ', '  ', '\x1b', '\x1c', '\x7f', '\x80', '\x85', '\xa0', '\xad', '\xe9', '\xff'],
  ...['Ã©', 'â\x98\x83', 'http://', 'https://h/', 'xn--', 'W/', '"a"', 'q=0.5', 'q=0', ';q=1.1', 'bytes=', '=?utf-8?q?a?=', 'utf-8\'\'', '*0*='],
]; // prettier-ignore
const DATES = [
  ...['Sat, 29 Feb 2020 12:30:15 GMT', 'Saturday, 29-Feb-20 12:30:15 GMT', 'Sat Feb 29 12:30:15 2020', 'Sat, 29 Feb 2020'],
  ...['Sun, 01 Mar 2020 00:00:00 +0130', '29 Feb 2020 12:30 GMT', 'Sat, 30 Feb 2020 12:30:15 GMT', '0', 'now', 'Fri, 31 Dec 9999 23:59:59 GMT'],
]; // prettier-ignore
const ETAGS = list(`"letters"|W/"letters"|"fixed"|"both"|"sent"|*|"a", W/"b"|a|""|"a"b"|w/"x"|,|"fixed", "x"`);
const RANGES = [
  ...list(`bytes=0-|bytes=0-4|bytes=-5|bytes=20-99|bytes=5-2|bytes=0-0,2-3|bytes=26-|bytes=-0|bytes=a-b`),
  ...list(`letters=1-3|bytes 1-2|bytes=|BYTES=1-2|bytes=1-2,|bytes= 1 - 2|bytes=-99|bytes=1_0-1_2|items=0-5`),
];

type Value = (chance: Chance) => string;
const from =
  (list: readonly string[]): Value =>
  (chance) =>
    chance.pick(list);
const OWN_HEADERS: readonly (readonly [name: string, value: Value])[] = [
  ['Content-Length', from(NUMBERS)],
  ['Host', from(['a.test', 'EXAMPLE.test:80', 'a.test:5000', '[::1]:80', 'a b', 'a/b', '', 'é.test', 'x.sub.test', 'a,b', 'user@h'])],
  ['Connection', from(['close', 'keep-alive', 'Close', 'upgrade', 'close, x', 'KEEP-ALIVE', ''])],
  ['Transfer-Encoding', from(['chunked', 'Chunked', 'gzip, chunked', 'identity', 'chunked ', '', 'x'])],
  ['Expect', from(['100-continue', '100-Continue', 'x', '100-continue, x'])],
  ['Range', from(RANGES)],
  ['If-Range', (chance) => chance.pick([...ETAGS, ...DATES])],
  ['If-None-Match', from(ETAGS)],
  ['If-Match', from(ETAGS)],
  ['If-Modified-Since', from(DATES)],
  ['If-Unmodified-Since', from(DATES)],
  ['Date', from(DATES)],
  ['Accept', from(['*/*', 'text/html;q=0.5, application/json', 'text/*', 'text/html;level=1;q=.5', 'a/b;q=1.0000', '*', ',', 'text/html;q=2, x/y;q=-1', 'text/plain; charset="a,b"'])],
  ['Accept-Language', from(['de', 'en-US, en;q=0.5', 'de-AT;q=0.3, fr', '*', 'EN', 'de_DE', 'en;q=0', 'x;q=a'])],
  ['Accept-Charset', from(['utf-8', 'latin-1;q=0.5', '*', 'x;q=1;y=2'])],
  ['Accept-Encoding', from(['gzip, deflate;q=0.5', 'identity;q=0', '*', 'br'])],
  ['Cookie', from(['a=b', 'a=b; c="d e"', 'a; b=', '=x', 'a="\\303\\251"', 'a="\\"x\\""', 'a=b;a=c', ' ; ;', 'é=ü', 'a=b,c=d', 'a="b;c"', 'a=%20b'])],
  ['Authorization', from(['Basic dXNlcjpwYXNz', 'Basic !', 'Basic', 'Bearer tok==', 'Digest a="b", c=d', 'Digest a="b, c=\\"d"', 'Basic Og==', 'X y z', 'basic w6k6w6k='])],
  ['Content-Type', from(['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'multipart/form-data', 'text/plain; charset=latin-1', 'application/vnd.x+json', 'multipart/form-data; boundary="a b"', 'text/plain; a=b; A="c;d"', 'x', 'a/b; c*=utf-8\'\'%e2%98%83', 'a/b; c*0=x; c*1=y', 'a/b;=x;y'])],
  ['Cache-Control', from(['no-cache', 'max-age=60', 'max-age=a', 'no-cache="x, y", private', 'max-stale', 'only-if-cached=1', ',', 'min-fresh="5"', '=x'])],
  ['Pragma', from(['no-cache', 'a, "b, c"', ','])],
  ['Max-Forwards', from(NUMBERS)],
  ['X-Forwarded-For', from(['1.2.3.4', 'a, b', '"x, y"', ','])],
  ['X-A', (chance) => pieces(chance, 4)],
  ['X_A', from(['b'])],
  ['Referer', (chance) => `http://h/${pieces(chance, 3)}`],
  ['User-Agent', (chance) => pieces(chance, 3)],
]; // prettier-ignore

const pieces = (chance: Chance, most: number): string => {
  let text = '';
  for (let i = chance.below(most + 1); i > 0; i -= 1)
    text += chance.percent(50) ? chance.pick(PIECES) : chance.pick(['a', 'bc', '1', 'name']);
  return text;
};

/** A request for an app or a handler; the text's characters are bytes. */
export function newRequest(chance: Chance, corpus: Corpus, owner: string): string {
  const recorded = corpus.requests.get(owner) ?? [];
  if (recorded.length === 0 || chance.percent(45)) return assembled(chance, corpus, owner);
  let text = chance.pick(recorded);
  for (let i = 1 + chance.below(3); i > 0; i -= 1) text = mutated(text, chance, corpus);
  return text;
}

/** A request made from parts. */
function assembled(chance: Chance, corpus: Corpus, owner: string): string {
  let target = chance.pick(corpus.targets.get(owner) ?? ['/']);
  if (chance.percent(25)) target = withPiece(target, chance);
  if (chance.percent(10))
    target += `${target.includes('?') ? '&' : '?'}${chance.percent(50) ? pieces(chance, 5) : soup(chance)}`;
  const method = chance.pick(METHODS);
  const line = chance.percent(92)
    ? `${method} ${target} ${chance.pick(VERSIONS)}`
    : `${method}${pieces(chance, 3)}${target} HTTP/1.1`;
  const headers: string[] = [];
  for (let i = chance.below(9); i > 0; i -= 1) headers.push(header(chance, corpus));
  const body = chance.percent(45) ? bodyOf(chance, corpus, headers) : '';
  if (chance.percent(50)) headers.unshift('Host: example.test');
  return `${[line.trimEnd(), ...headers].join('\r\n')}\r\n\r\n${body}`;
}

/** Headers whose values have a grammar, and what such grammars are made of. */
const PARSED = list(
  'Accept|Accept-Language|Accept-Charset|Accept-Encoding|Cookie|Authorization|Content-Type|Cache-Control|Pragma|Range|If-Range|If-Match|If-None-Match|If-Modified-Since|Date|X-Forwarded-For|Host|Content-Encoding',
);
const SOUP = list(
  `a|b1|text/html|*|*/*|en-US|de|utf-8|;|;|,|,|=|=| |"|"|\\|'|''|%20|%e9|q=|0.5|1|-|0|:|/|é|*=|*0=|*1*=|charset=|boundary=|Basic |Digest |Bearer |dTpw|W/|bytes=|max-age=|no-cache|29 Feb 2020|12:30:15|GMT|+0100|Sat|[|]|(|)|@|.|8080|\t`,
);

function soup(chance: Chance): string {
  let text = '';
  for (let i = 1 + chance.below(9); i > 0; i -= 1) text += chance.pick(SOUP);
  return text;
}

function header(chance: Chance, corpus: Corpus): string {
  if (chance.percent(30)) return `${chance.pick(PARSED)}: ${soup(chance)}`;
  if (chance.percent(40) && corpus.headers.length > 0) {
    const text = chance.pick(corpus.headers);
    return chance.percent(40) ? withPiece(text, chance) : text;
  }
  const [name, value] = chance.pick(OWN_HEADERS);
  const text = `${name}: ${value(chance)}`;
  return chance.percent(35) ? withPiece(text, chance) : text;
}

/** A body; what describes it goes to the headers, mostly rightly. */
function bodyOf(chance: Chance, corpus: Corpus, headers: string[]): string {
  let body = chance.percent(60) && corpus.bodies.length > 0 ? chance.pick(corpus.bodies) : ownBody(chance, headers);
  if (chance.percent(20)) body = withPiece(body, chance);
  if (chance.percent(30)) {
    headers.push('Transfer-Encoding: chunked');
    return chunked(body, chance);
  }
  const off = chance.percent(80) ? 0 : chance.below(7) - 3;
  if (chance.percent(92)) headers.push(`Content-Length: ${Math.max(0, body.length + off)}`);
  return body;
}

function ownBody(chance: Chance, headers: string[]): string {
  switch (chance.below(4)) {
    case 0:
      headers.push('Content-Type: application/x-www-form-urlencoded');
      return Array.from({ length: 1 + chance.below(4) }, () => `${pieces(chance, 2)}=${pieces(chance, 2)}`).join('&');
    case 1:
      headers.push('Content-Type: multipart/form-data; boundary=b');
      return multipart(chance);
    case 2:
      headers.push('Content-Type: application/json');
      return json(chance, 3);
    default:
      return pieces(chance, 8);
  }
}

function multipart(chance: Chance): string {
  let text = chance.percent(10) ? 'preamble\r\n' : '';
  for (let i = chance.below(4); i > 0; i -= 1) {
    const name = chance.pick(['a', 'b', 'é', 'x y', '']);
    const file = chance.percent(10)
      ? `; ${soup(chance)}`
      : chance.percent(40)
        ? `; filename="${chance.pick(['f.txt', 'a"b', 'C:\\d\\e.txt', '', 'é', '../x'])}"`
        : '';
    const more = chance.percent(15)
      ? `Content-Type: ${soup(chance)}\r\n`
      : chance.percent(30)
        ? `${chance.pick(['Content-Type: text/plain; charset=latin-1', 'Content-Length: 3', 'X-Y: z', ' folded', 'bad line'])}\r\n`
        : '';
    const end = chance.percent(90) ? '\r\n' : '\n';
    text += `--b${end}Content-Disposition: form-data; name="${name}"${file}${end}${more}${end}${pieces(chance, 4)}${end}`;
  }
  return `${text}${chance.percent(85) ? '--b--' : '--b'}${chance.percent(70) ? '\r\n' : pieces(chance, 2)}`;
}

const SCALARS = ['1', '-0', '1.0', '1e5', '1E400', 'true', 'null', 'NaN', '-Infinity', '01', '"a"', '"\\u00e9"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\xc3\xa9"', '"\t"', '"\\x"', '123456789012345678901234567890', '1.7976931348623157e309', '""', 'tru']; // prettier-ignore

function json(chance: Chance, depth: number): string {
  const kind = depth === 0 ? 0 : chance.below(4);
  if (kind < 2) return chance.pick(SCALARS);
  const items = Array.from({ length: chance.below(4) }, () => json(chance, depth - 1));
  const space = chance.pick(['', '', ' ', '\n']);
  if (kind === 2) return `[${space}${items.join(`,${space}`)}${chance.percent(5) ? ',' : ''}]`;
  return `{${items.map((item) => `"${chance.pick(['a', 'b', 'é'])}"${space}:${space}${item}`).join(',')}}`;
}

/** A body in chunks, mostly well formed. */
function chunked(body: string, chance: Chance): string {
  let text = '';
  for (let at = 0; at < body.length;) {
    const size = 1 + chance.below(Math.min(body.length - at, 40));
    const digits = size.toString(16);
    const shown = chance.percent(88)
      ? digits
      : chance.pick([
          `0x${digits}`,
          `+${digits}`,
          `${digits};a=b`,
          ` ${digits} `,
          digits.toUpperCase(),
          `00${digits}`,
          'g',
          '-1',
          '',
        ]);
    const end = chance.percent(95) ? '\r\n' : chance.pick(['\n', '', '\r', 'xx']);
    text += `${shown}\r\n${body.slice(at, at + size)}${end}`;
    at += size;
  }
  return `${text}${chance.percent(85) ? '0\r\n\r\n' : chance.pick(['0\r\n', '', '0\r\nX: y\r\n\r\n', '00\r\n\r\n'])}`;
}

function withPiece(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  return text.slice(0, at) + chance.pick(PIECES) + text.slice(at + chance.below(3));
}

/** One change. */
function mutated(text: string, chance: Chance, corpus: Corpus): string {
  const at = chance.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + chance.below(8));
  switch (chance.below(11)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at);
    case 2:
      return text.slice(0, at) + String.fromCharCode(chance.below(256)) + text.slice(at + chance.below(2));
    case 3:
      return text.replace(/\r\n\r\n/, () => `\r\n${header(chance, corpus)}\r\n\r\n`);
    case 4:
      return withLines(text, (lines) => lines.toSpliced(chance.below(lines.length), 1));
    case 5:
      return withLines(text, (lines) => lines.toSpliced(chance.below(lines.length), 0, chance.pick(lines)));
    case 6:
      return text.replace(/(?<=HTTP\/|: ?|=|\/)\d+/, () => chance.pick(NUMBERS));
    case 7:
      return text.slice(0, at);
    case 8:
      return text.replace(
        /^\w* \S*/,
        () => `${chance.pick(METHODS)} ${chance.pick([...corpus.targets.values()].flat())}`,
      );
    case 9:
      return text.replace(/^[^\r\n]*\r\n/, (line) => `${line}${header(chance, corpus)}\r\n`);
    default:
      return withPiece(text, chance);
  }
}

const withLines = (text: string, change: (lines: string[]) => string[]): string =>
  change(text.split('\r\n')).join('\r\n');

const LINES = ['a', 'hello world', '', ' ', 'quit', 'boom', 'flush', 'é', '\x85', '\0', 'sleep x', 'sleep 1', 'QUIT', 'quit ', 'sleep -1', 'x'.repeat(20)]; // prettier-ignore

/** Lines for a server that echoes them. */
export function newLines(chance: Chance): string {
  let text = '';
  for (let i = chance.below(6); i >= 0; i -= 1) {
    text += `${chance.percent(80) ? chance.pick(LINES) : pieces(chance, 4)}${chance.pick(['\n', '\n', '\r\n', '\r', ''])}`;
  }
  return text;
}
