/** Odd values, against what CPython 3.11.7 with Werkzeug 3.1.8 answers to them (recorded.json, made by record.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Micros } from '../../../src/kernel/types.ts';
import { encodeLatin1 } from '../../../src/python/bytes.ts';
import { BaseException, OSError, PyTypeError, ValueError } from '../../../src/python/errors.ts';
import type { Int } from '../../../src/python/integers.ts';
import { narrow, pyFloat } from '../../../src/python/integers.ts';
import { repr, str } from '../../../src/python/repr.ts';
import { Float, tuple } from '../../../src/python/tuple.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { DateTime, TimeDelta } from '../../../src/stdlib/datetime.ts';
import { BufferedReader } from '../../../src/stdlib/io-buffered-reader.ts';
import { BytesIO } from '../../../src/stdlib/io.ts';
import { Authorization } from '../../../src/werkzeug/datastructures/auth.ts';
import { ResponseCacheControl } from '../../../src/werkzeug/datastructures/cache-control.ts';
import { Headers } from '../../../src/werkzeug/datastructures/headers.ts';
import { Range } from '../../../src/werkzeug/datastructures/range.ts';
import type { RangeItem } from '../../../src/werkzeug/datastructures/range.ts';
import { MultiDict } from '../../../src/werkzeug/datastructures/structures.ts';
import { RequestedRangeNotSatisfiable, ServiceUnavailable } from '../../../src/werkzeug/exceptions.ts';
import * as http from '../../../src/werkzeug/http.ts';
import { getContentLength, getHost, hostIsTrusted } from '../../../src/werkzeug/sansio/utils.ts';
import { DechunkedInput } from '../../../src/werkzeug/serving/dechunked-input.ts';
import { iriToUri, uriToIri } from '../../../src/werkzeug/urls.ts';
import { sendFile } from '../../../src/werkzeug/utils/send-file.ts';
import { Request } from '../../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../../src/werkzeug/wrappers/response.ts';
import { _getServer } from '../../../src/werkzeug/wsgi.ts';
import { LimitedStream } from '../../../src/werkzeug/wsgi-limited-stream.ts';
import { drive } from '../../support/drive.ts';

type Recorded = Readonly<Record<string, readonly (readonly [argument: unknown, answer: string])[]>>;
const recorded = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8')) as Recorded;

/** 2026-01-01 UTC, as in the recording. */
const NOW = (1_767_225_600 * 1_000_000) as Micros;

type Content = readonly [string, number] & readonly [string, string, number] & readonly number[] & string;

/** Arguments that JSON does not have, as record.py writes them. */
const KINDS: Readonly<Record<string, (content: Content) => unknown>> = {
  int: integer,
  float: (text) => {
    const value = pyFloat(text);
    return Number.isInteger(value) ? new Float(value) : value;
  },
  seconds: (content) => new TimeDelta(Number(decode(content))),
  bytes: encodeLatin1,
  padded: ([start, filler, count]: readonly [string, string, number]) => start + filler.repeat(count),
  times: ([filler, count]: readonly [string, number]) => filler.repeat(count),
  time: ([year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0, offset]: readonly number[]) =>
    new DateTime({ year, month, day, hour, minute, second, offset: offset ?? undefined }),
};

/** Sums and powers as Python writes them: `-2**63-1`. */
function integer(text: string): Int {
  const [, sign = '', base = '', power = '1', rest = '0'] = /^(-?)(\d+)(?:\*\*(\d+))?([+-]\d+)?$/.exec(text) ?? [];
  const magnitude = BigInt(base) ** BigInt(power);
  return narrow((sign === '-' ? -magnitude : magnitude) + BigInt(rest));
}

function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value ?? undefined;
  const [[kind, content]] = Object.entries(value) as [[string, Content]];
  return KINDS[kind]?.(content);
}

function describeError(error: BaseException): string {
  const text = `${error.className}: ${str(error)}`;
  const { __cause__: cause, __context__: context } = error;
  if (cause !== undefined) return `${text} | from ${describeError(cause)}`;
  if (context === undefined) return text;
  return `${text} | ${error.__suppressContext__ ? 'from None' : 'during'} ${describeError(context)}`;
}

function* answerOf(action: (argument: never) => unknown, argument: unknown): Sys<string> {
  let text: string;
  try {
    const value = action(decode(argument) as never);
    const isCoroutine = Object.prototype.toString.call(value) === '[object Generator]';
    text = repr(isCoroutine ? yield* value as Sys<unknown> : value);
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    text = describeError(error);
  }
  const points = Array.from(text);
  if (points.length <= 400) return text;
  return `${points.slice(0, 100).join('')}…${points.slice(-100).join('')} (${points.length})`;
}

const header =
  (name: string, attribute: keyof Response) =>
  (value: string): unknown =>
    new Response(undefined, { headers: [[name, value]] })[attribute];

const assigned =
  <K extends keyof Response>(attribute: K, name: string) =>
  (value: Response[K]): unknown => {
    const response = new Response();
    response[attribute] = value;
    return response.headers.get(name);
  };

const bounds =
  (text: string) =>
  (length: Int): unknown => {
    const range = http.parseRangeHeader(text);
    const found = range?.rangeForLength(length);
    const start = found === undefined ? undefined : tuple(...found);
    return tuple(start, range?.toContentRangeHeader(length), range?.makeContentRange(length));
  };

function* conditional(completeLength: Int): Sys<unknown> {
  const environ = { REQUEST_METHOD: 'GET', HTTP_RANGE: `bytes=9007199254740993-9007199254740993` };
  const response = yield* new Response('abcd').makeConditional(environ, { acceptRanges: true, completeLength });
  const { headers } = response;
  return tuple(response.statusCode, headers.get('Content-Length'), headers.get('Content-Range'));
}

const FAILURES = {
  OSError: new OSError(5, 'Input/output error'),
  ValueError: new ValueError('closed'),
  TypeError: new PyTypeError('odd'),
};

const failing = (name: keyof typeof FAILURES) => ({
  *read(): Sys<Uint8Array> {
    throw FAILURES[name];
  },
});

function dechunked(data: Uint8Array): DechunkedInput {
  const stream = new DechunkedInput();
  stream.init(new BytesIO(data));
  return stream;
}

const pair = (text: string): MultiDict<string, number> => new MultiDict([[text, 1]]);
const isModified = (since: string, lastModified: DateTime | string): boolean =>
  http.isResourceModified({ HTTP_IF_MODIFIED_SINCE: since }, { lastModified });

const lines = (): BytesIO => new BytesIO(encodeLatin1('ab\ncd\n'));

function readAhead(): BufferedReader {
  const reader = new BufferedReader();
  reader.init(new LimitedStream(lines(), 6));
  return reader;
}

const ACTIONS: Readonly<Record<string, (argument: never) => unknown>> = {
  'BytesIO.read': (size: Int) => lines().read(size),
  'BytesIO.read1': (size: Int) => lines().read1(size),
  'BytesIO.readline': (size: Int) => lines().readline(size),
  'BytesIO.seek': (to: Int) => lines().seek(to),
  'BytesIO.truncate': (to: Int) => lines().truncate(to),
  'BufferedReader.read': (size: Int) => readAhead().read(size),
  'BufferedReader.read1': (size: Int) => readAhead().read1(size),
  'BufferedReader.readline': (size: Int) => readAhead().readline(size),
  'BufferedReader.readlines': (size: Int) => readAhead().readlines(size),
  'LimitedStream.read': (size: Int) => new LimitedStream(lines(), 6).read(size),
  'LimitedStream.readline': (size: Int) => new LimitedStream(lines(), 6).readline(size),
  'LimitedStream of a limit': (limit: Int) => new LimitedStream(lines(), limit).read(3),
  parse_range_header: (text: string) => {
    const range = http.parseRangeHeader(text);
    return (
      range &&
      tuple(
        range.ranges.map((item) => tuple(...item)),
        range.toHeader(),
        range,
      )
    );
  },
  'range_for_length, to_content_range_header, make_content_range': bounds('bytes=9007199254740993-9007199254740993'),
  'range_for_length of a suffix': bounds('bytes=-9007199254740993'),
  Range: (pairs: readonly unknown[]) => new Range('bytes', [pairs.map(decode) as unknown as RangeItem]).toHeader(),
  parse_content_range_header: (text: string) => {
    const range = http.parseContentRangeHeader(text);
    return range && tuple(range.units, range.start, range.stop, range.length, range.toHeader());
  },
  make_conditional: conditional,
  'RequestedRangeNotSatisfiable.get_headers': (length: Int) =>
    tuple(...(new RequestedRangeNotSatisfiable(length).getHeaders().at(-1) ?? [])),
  get_content_length: (text: string) => getContentLength(text),
  "get_host of a server's port": (port: Int) => getHost('http', undefined, { server: ['host', port] }),
  _get_server: (port: string) => tuple(...(_getServer({ SERVER_NAME: 'n', SERVER_PORT: port }) ?? [])),
  status: (status: string) => {
    const response = new Response('', { status });
    return tuple(response.statusCode, response.status);
  },
  'Content-Length': header('Content-Length', 'contentLength'),
  'Access-Control-Max-Age': header('Access-Control-Max-Age', 'accessControlMaxAge'),
  Age: header('Age', 'age'),
  'Retry-After': header('Retry-After', 'retryAfter'),
  Date: header('Date', 'date'),
  'If-Range': (text: string) => http.parseIfRangeHeader(text).toHeader(),
  'If-Modified-Since': (text: string) => isModified(text, new DateTime({ year: 2020, month: 1, day: 1 })),
  'Last-Modified': (text: string) => isModified('Mon, 01 Jan 2000 00:00:00 GMT', text),
  http_date: http.httpDate,
  timedelta: (seconds: Int | Float) => {
    const delta = new TimeDelta(seconds instanceof Float ? seconds.value : seconds);
    const total = delta.totalSeconds();
    return tuple(delta, str(delta), Number.isInteger(total) ? new Float(total) : total);
  },
  dump_age: http.dumpAge,
  'age =': assigned('age', 'Age'),
  'content_length =': assigned('contentLength', 'Content-Length'),
  'access_control_max_age =': assigned('accessControlMaxAge', 'Access-Control-Max-Age'),
  'retry_after =': assigned('retryAfter', 'Retry-After'),
  'expires =': assigned('expires', 'Expires'),
  'ServiceUnavailable(retry_after=…)': (retryAfter: Int) =>
    new ServiceUnavailable(undefined, { retryAfter })
      .getHeaders()
      .slice(1)
      .map((item) => tuple(...item)),
  'max_age =': (maxAge: Int) => {
    const control = new ResponseCacheControl();
    control.maxAge = maxAge;
    return tuple(control.toHeader(), control.maxAge);
  },
  s_maxage: (text: string) => http.parseCacheControlHeader(`s-maxage=${text}`, undefined, ResponseCacheControl).sMaxage,
  'dump_cookie(max_age=…)': (maxAge: Int) => http.dumpCookie('a', 'b', { maxAge }),
  'dump_cookie(expires=…)': (expires: Int) => http.dumpCookie('a', 'b', { expires }),
  'dump_cookie(domain=…)': (domain: string) => http.dumpCookie('a', '', { domain }),
  host_is_trusted: (trusted: string) => hostIsTrusted('a.test', [trusted]),
  uri_to_iri: uriToIri,
  get_json: function* (data: Uint8Array): Sys<unknown> {
    const environ = { REQUEST_METHOD: 'POST', CONTENT_TYPE: 'application/json', CONTENT_LENGTH: String(data.length) };
    return yield* new Request({ ...environ, 'wsgi.input': new BytesIO(data) }).getJson();
  },
  'LimitedStream.readinto of a stream that fails': (name: keyof typeof FAILURES) =>
    new LimitedStream(failing(name), 5).read(3),
  'DechunkedInput.read': (data: Uint8Array) => dechunked(data).read(4),
  'MultiDict.pop': (key: string) => pair('a').pop(key),
  'MultiDict.popitem of an empty one': () => new MultiDict().popitem(),
  'MultiDict.popitemlist of an empty one': () => new MultiDict().popitemlist(),
  'MultiDict[key]': (key: string) => pair('a').item(key),
  'Headers.pop': (key: string) => {
    const value = new Headers([
      ['A', '1'],
      ['B', '2'],
    ]).pop(key) as unknown;
    return Array.isArray(value) ? tuple(...(value as unknown[])) : value;
  },
  'Headers.pop of an empty one': (key: string) => new Headers().pop(key),
  'Headers[index]': (key: string) => {
    const value = new Headers([['A', '1']]).item(key) as unknown;
    return Array.isArray(value) ? tuple(...(value as unknown[])) : value;
  },
  Authorization: (text: string) => Authorization.fromHeader(text),
  'send_file(download_name=…)': function* (downloadName: string): Sys<unknown> {
    const options = { mimetype: 'text/plain', asAttachment: true, downloadName };
    const response = yield* sendFile(new BytesIO(encodeLatin1('x')), { REQUEST_METHOD: 'GET' }, options);
    return response.headers.get('Content-Disposition');
  },
  iri_to_uri: iriToUri,
};

describe.each(Object.entries(recorded))('%s', (name, rows) => {
  test.each(rows)('of %j', (argument, answer) => {
    const action = ACTIONS[name];
    if (action === undefined) throw new Error(`corners.test.ts has no action for ${name}`);
    expect(drive(() => answerOf(action, argument), { epoch: NOW })).toBe(answer);
  });
});
