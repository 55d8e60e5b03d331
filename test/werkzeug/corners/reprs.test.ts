/**
 * repr() and str() of objects of the mirrored classes, against CPython's and Werkzeug's (reprs.json, made by
 * record_reprs.py).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Sys } from '../../../src/kernel/sys.ts';
import type { Family, SocketType } from '../../../src/kernel/types.ts';
import { decode, encode, encodeLatin1 } from '../../../src/python/bytes.ts';
import { create } from '../../../src/python/classes.ts';
import * as errors from '../../../src/python/errors.ts';
import { repr, str } from '../../../src/python/repr.ts';
import { Float } from '../../../src/python/tuple.ts';
import { decodeUtf16 } from '../../../src/stdlib/codecs.ts';
import { DateTime, TimeDelta } from '../../../src/stdlib/datetime.ts';
import { LineTooLong } from '../../../src/stdlib/http/client.ts';
import { BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer } from '../../../src/stdlib/http/server.ts';
import { BufferedReader } from '../../../src/stdlib/io-buffered-reader.ts';
import { BytesIO } from '../../../src/stdlib/io.ts';
import { loads } from '../../../src/stdlib/json.ts';
import { EpollSelector, PollSelector, SelectorKey, SelectSelector } from '../../../src/stdlib/selectors.ts';
import { Socket } from '../../../src/stdlib/socket.ts';
import { TCPServer } from '../../../src/stdlib/socketserver.ts';
import * as threading from '../../../src/stdlib/threading.ts';
import { urlsplit } from '../../../src/stdlib/urllib/parse.ts';
import { CharsetAccept, LanguageAccept, MIMEAccept } from '../../../src/werkzeug/datastructures/accept.ts';
import { Authorization, WWWAuthenticate } from '../../../src/werkzeug/datastructures/auth.ts';
import { ResponseCacheControl } from '../../../src/werkzeug/datastructures/cache-control.ts';
import { CombinedMultiDict } from '../../../src/werkzeug/datastructures/combined-multi-dict.ts';
import { ETags } from '../../../src/werkzeug/datastructures/etag.ts';
import { FileMultiDict, FileStorage } from '../../../src/werkzeug/datastructures/file-storage.ts';
import { HeaderSet } from '../../../src/werkzeug/datastructures/header-set.ts';
import { EnvironHeaders } from '../../../src/werkzeug/datastructures/environ-headers.ts';
import { Headers } from '../../../src/werkzeug/datastructures/headers.ts';
import { iterMultiItems } from '../../../src/werkzeug/datastructures/mapping.ts';
import { ContentRange, IfRange, Range } from '../../../src/werkzeug/datastructures/range.ts';
import {
  CallbackDict,
  ImmutableList,
  ImmutableMultiDict,
  MultiDict,
} from '../../../src/werkzeug/datastructures/structures.ts';
import * as exceptions from '../../../src/werkzeug/exceptions.ts';
import * as http from '../../../src/werkzeug/http.ts';
import { Data, Epilogue, Field, File, NeedData, Preamble } from '../../../src/werkzeug/sansio/multipart.ts';
import { DechunkedInput, makeServer } from '../../../src/werkzeug/serving.ts';
import { UserAgent } from '../../../src/werkzeug/user-agent.ts';
import { Request } from '../../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../../src/werkzeug/wrappers/response.ts';
import { LimitedStream } from '../../../src/werkzeug/wsgi-limited-stream.ts';
import type { Environ, WsgiApp } from '../../../src/werkzeug/wsgi-types.ts';
import { drive } from '../../support/drive.ts';

type Row = readonly [name: string, shown: string, text: string];
const recorded = JSON.parse(readFileSync(new URL('reprs.json', import.meta.url), 'utf8')) as readonly Row[];

/** As in record_reprs.py: what differs from run to run. */
const normalise = (text: string): string =>
  text
    .replaceAll(/0x[0-9a-f]{6,}/g, '0xADDRESS')
    .replaceAll(/\b(fd|name)=\d+|\bowner=[1-9]\d*/g, (found) => `${found.split('=')[0]}=N`)
    .replaceAll(/(started|stopped)( daemon)? \d+/g, '$1$2 N')
    .replaceAll(/\(FD \d+\)/g, '(FD N)')
    .replaceAll(/('[\d.]+'), \d+\)/g, '$1, PORT)');

const EMPTY = new Uint8Array(0);
const x = encodeLatin1('x');
const PAIRS = [
  ['A', '1'],
  ['b', "x'y"],
] as const;

const app: WsgiApp = () => [];

function raised(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

function* acquired<T extends { acquire(): Sys<boolean> }>(lock: T, times = 1): Sys<T> {
  for (let count = 0; count < times; count += 1) yield* lock.acquire();
  return lock;
}

function* closed<T extends { close(): Sys<void> }>(thing: T): Sys<T> {
  yield* thing.close();
  return thing;
}

function* listener(): Sys<Socket> {
  const socket = yield* Socket.open('AF_INET', 'SOCK_STREAM');
  yield* socket.bind(['127.0.0.1', 0]);
  yield* socket.listen(5);
  return socket;
}

function* connected(): Sys<readonly [client: Socket, accepted: Socket]> {
  const server = yield* listener();
  const client = yield* Socket.open('AF_INET', 'SOCK_STREAM');
  yield* client.connect(yield* server.getsockname());
  const [accepted] = yield* server.accept();
  return [client, accepted];
}

const opened = (family: Family, type: SocketType): (() => Sys<Socket>) =>
  function* () {
    return yield* Socket.open(family, type);
  };

function* reader(): Sys<BufferedReader> {
  return (yield* connected())[1].makefile('rb');
}

function* withoutName(): Sys<BufferedReader> {
  const made = new BufferedReader();
  made.init(new LimitedStream(new BytesIO(), 0));
  return made;
}

const thread = (daemon = false): threading.Thread => Object.assign(new threading.Thread({ name: 'n' }), { daemon });

function* ended(): Sys<threading.Thread> {
  const made = thread();
  yield* made.start();
  yield* made.join();
  return made;
}

/** What a thread that runs is shown as. */
function* running(daemon = false): Sys<unknown> {
  const done = new threading.Event();
  const target = function* (): Sys<void> {
    yield* done.wait();
  };
  const made = new threading.Thread({ target, name: 'waiting' });
  made.daemon = daemon;
  yield* made.start();
  const shown = repr(made);
  yield* done.set();
  yield* made.join();
  return { __repr__: () => shown };
}

function* flag(): Sys<threading.Event> {
  const event = new threading.Event();
  yield* event.set();
  return event;
}

const environ = (extra: Environ = {}): Environ => ({
  REQUEST_METHOD: 'GET',
  SERVER_NAME: 'h',
  SERVER_PORT: '80',
  'wsgi.url_scheme': 'http',
  SCRIPT_NAME: '',
  PATH_INFO: '/a',
  QUERY_STRING: 'b=c',
  'wsgi.input': new BytesIO(),
  ...extra,
});

const server = (options: { threaded?: boolean; processes?: number } = {}): Sys<unknown> =>
  makeServer('127.0.0.1', 0, app, options);

const plainServer = (Class: typeof TCPServer): Sys<unknown> =>
  create(Class, ['127.0.0.1', 0] as never, BaseHTTPRequestHandler as never, false);

function withCode(code: number): exceptions.HTTPException {
  const error = new exceptions.HTTPException('odd');
  error.code = code;
  return error;
}

function chunked(): DechunkedInput {
  const stream = new DechunkedInput();
  stream.init(new BytesIO());
  return stream;
}

const accept = http.parseAcceptHeader;
const asked = (query: string): MultiDict => new Request(environ({ QUERY_STRING: query })).args;
const { OSError, ValueError, KeyError } = errors;

/** Each as in record_reprs.py; a coroutine answers the object. */
const OBJECTS: Readonly<Record<string, () => unknown>> = {
  Lock: () => new threading.Lock(),
  'Lock, taken': () => acquired(new threading.Lock()),
  RLock: () => new threading.RLock(),
  'RLock, taken': () => acquired(new threading.RLock()),
  'RLock, taken twice': () => acquired(new threading.RLock(), 2),
  Event: () => new threading.Event(),
  'Event, set': flag,
  Condition: () => new threading.Condition(),
  'Condition of a Lock': () => new threading.Condition(new threading.Lock()),
  Semaphore: () => new threading.Semaphore(3),
  BoundedSemaphore: () => new threading.BoundedSemaphore(3),
  Barrier: () => new threading.Barrier(2),
  Thread: () => thread(),
  'Thread, daemon': () => thread(true),
  'Thread, ended': ended,
  'Thread, running': () => running(),
  'Thread, running daemon': () => running(true),
  'main thread': () => threading.mainThread(),
  Timer: () => Object.assign(new threading.Timer(5, () => undefined), { name: 'n' }),
  BytesIO: () => new BytesIO(encodeLatin1('abc')),
  'BytesIO, closed': () => closed(new BytesIO(encodeLatin1('abc'))),
  BufferedReader: reader,
  'BufferedReader, closed': function* () {
    return yield* closed(yield* reader());
  },
  'BufferedReader.raw': function* () {
    return (yield* reader()).raw;
  },
  BufferedWriter: function* () {
    return (yield* connected())[1].makefile('wb');
  },
  'BufferedReader of a stream without a name': withoutName,
  LimitedStream: () => new LimitedStream(new BytesIO(), 0),
  DechunkedInput: chunked,
  socket: opened('AF_INET', 'SOCK_STREAM'),
  'socket, listening': listener,
  'socket, closed': function* () {
    return yield* closed(yield* Socket.open('AF_INET', 'SOCK_STREAM'));
  },
  'socket, connected': function* () {
    return (yield* connected())[0];
  },
  'socket, UDP': opened('AF_INET', 'SOCK_DGRAM'),
  'socket, Unix': opened('AF_UNIX', 'SOCK_STREAM'),
  SelectSelector: () => new SelectSelector(),
  PollSelector: () => new PollSelector(),
  EpollSelector: () => create(EpollSelector),
  'map of a selector': () => new SelectSelector().getMap(),
  SelectorKey: () => new SelectorKey(5, 5, 1, 'data'),
  HTTPServer: () => plainServer(HTTPServer),
  ThreadingHTTPServer: () => plainServer(ThreadingHTTPServer),
  TCPServer: () => plainServer(TCPServer),
  BaseWSGIServer: () => server(),
  ThreadedWSGIServer: () => server({ threaded: true }),
  ForkingWSGIServer: () => server({ processes: 2 }),
  SplitResult: () => urlsplit('http://u:p@h:1/p?q#f'),
  datetime: () => new DateTime({ year: 2020, month: 1, day: 2, hour: 3, minute: 4, second: 5, microsecond: 6 }),
  'datetime, UTC': () => new DateTime({ year: 2020, month: 1, day: 2, hour: 3, minute: 4, offset: 0 }),
  'datetime, behind': () =>
    new DateTime({ year: 2020, month: 1, day: 2, hour: 3, minute: 4, second: 5, offset: -3600 }),
  timedelta: () => new TimeDelta(90061.5),
  'OSError with a text': () => new OSError('text'),
  'OSError with a number': () => new OSError(2, 'No such file or directory'),
  'OSError of an unknown number': () => new OSError(99999, 'odd'),
  'OSError with a file name': () => new OSError(2, 'No such file or directory', 'x.txt'),
  'FileNotFoundError with a file name': () => new errors.FileNotFoundError(2, 'No such file or directory', 'x.txt'),
  'OSError with two file names': () => new OSError(17, 'File exists', 'a', undefined, 'b'),
  'OSError without anything': () => new OSError(),
  'OSError with six arguments': () => new OSError(1, 2, 3, 4, 5, 6),
  'OSError with None': () => new OSError(undefined, undefined),
  ConnectionResetError: () => new errors.ConnectionResetError(104, 'Connection reset by peer'),
  'BlockingIOError with a count': () => new errors.BlockingIOError(11, 'write could not complete without blocking', 5),
  TimeoutError: () => new errors.TimeoutError('timed out'),
  UnsupportedOperation: () => new errors.UnsupportedOperation('fileno'),
  KeyError: () => new KeyError('k'),
  'KeyError of two': () => new KeyError('k', 1),
  ValueError: () => new ValueError(),
  'ValueError of a number': () => new ValueError(5),
  'ValueError of None': () => new ValueError(undefined),
  'ValueError of two': () => new ValueError('a', new Float(1)),
  'ValueError of quotes': () => new ValueError("it's"),
  SystemExit: () => new errors.SystemExit(3),
  StopIteration: () => new errors.StopIteration('v'),
  UnicodeDecodeError: () => raised(() => decode(encodeLatin1('ab\xffc'))),
  'UnicodeDecodeError of several': () => raised(() => decode(encodeLatin1('\xe2\x82'))),
  'UnicodeDecodeError of utf-16': () => raised(() => decodeUtf16(encodeLatin1('a\x00\x00\xd8'), 'le')),
  UnicodeEncodeError: () => raised(() => encode('aé', 'ascii')),
  'UnicodeEncodeError after an astral character': () => raised(() => encode('\u{1f600}a\udc80')),
  'UnicodeEncodeError of several': () => raised(() => encode('aéé', 'ascii')),
  'UnicodeEncodeError of an astral character': () => raised(() => encode('a\u{1f600}', 'latin-1')),
  LineTooLong: () => new LineTooLong('header line'),
  JSONDecodeError: () => raised(() => loads('[1,')),
  NotFound: () => new exceptions.NotFound('d'),
  'NotFound without a description': () => new exceptions.NotFound(),
  HTTPException: () => new exceptions.HTTPException('d'),
  'HTTPException with an unknown code': () => withCode(799),
  BadRequestKeyError: () => new exceptions.BadRequestKeyError('k'),
  Unauthorized: () => new exceptions.Unauthorized(),
  MethodNotAllowed: () => new exceptions.MethodNotAllowed(['GET']),
  RequestedRangeNotSatisfiable: () => new exceptions.RequestedRangeNotSatisfiable(5),
  TooManyRequests: () => new exceptions.TooManyRequests(undefined, { retryAfter: 5 }),
  'abort(404)': () => raised(() => exceptions.abort(404, 'gone')),
  'abort(799)': () => raised(() => exceptions.abort(799)),
  Aborter: () => new exceptions.Aborter(),
  Request: () => new Request(environ()),
  'Request of a bad host': () => new Request(environ({ HTTP_HOST: '[::' })),
  Response: () => new Response('abc'),
  'Response of a status': () => new Response('abc', { status: 404 }),
  'Response, streamed': () => new Response(new Set<string>().values()),
  'Response of chunks': () => new Response(['a', 'bc']),
  Headers: () => new Headers(PAIRS),
  'Headers, empty': () => new Headers(),
  EnvironHeaders: () => new EnvironHeaders({ HTTP_A: '1', CONTENT_TYPE: 'x' }),
  MultiDict: () =>
    new MultiDict<string, unknown>([
      ['a', 1],
      ['a', 2],
      ['b', 'x'],
    ]),
  ImmutableMultiDict: () =>
    new ImmutableMultiDict<string, unknown>([
      ['a', 1],
      ['a', 2],
    ]),
  CombinedMultiDict: () =>
    new CombinedMultiDict<string, unknown>([
      new MultiDict<string, unknown>([['a', 1]]),
      new ImmutableMultiDict<string, unknown>([['b', 2]]),
    ]),
  CallbackDict: () => new CallbackDict({ a: 1 }),
  ImmutableList: () => new ImmutableList([1, 'a']),
  HeaderSet: () => new HeaderSet(['a', 'B', 'a b']),
  ETags: () => new ETags(['a'], ['b']),
  'ETags, all': () => new ETags([], [], true),
  Range: () =>
    new Range('bytes', [
      [0, 5],
      [10, undefined],
    ]),
  'IfRange of an etag': () => new IfRange('a'),
  'IfRange of nothing': () => new IfRange(),
  'IfRange of a date': () => new IfRange(undefined, new DateTime({ year: 2020, month: 1, day: 1 })),
  ContentRange: () => new ContentRange('bytes', 0, 5, { length: 10 }),
  'ContentRange of nothing': () => new ContentRange(undefined, undefined, undefined),
  Accept: () => accept('a;q=0.5, b, c;q=0, d;q=1.0'),
  MIMEAccept: () => accept('text/html;q=0.5, */*', MIMEAccept),
  LanguageAccept: () => accept('de, en;q=0.7', LanguageAccept),
  'CharsetAccept, empty': () => new CharsetAccept(),
  RequestCacheControl: () => http.parseCacheControlHeader('no-cache, max-age=5'),
  ResponseCacheControl: () =>
    http.parseCacheControlHeader('public, max-age=5, private="a b"', undefined, ResponseCacheControl),
  ContentSecurityPolicy: () => http.parseCspHeader("default-src 'self'; img-src *"),
  'Authorization, basic': () => Authorization.fromHeader('Basic YTpi'),
  'Authorization, bearer': () => Authorization.fromHeader('Bearer t'),
  'Authorization, digest': () => Authorization.fromHeader('Digest username="u", realm=r'),
  WWWAuthenticate: () => new WWWAuthenticate('basic', { realm: 'r s' }),
  'WWWAuthenticate, digest': () => new WWWAuthenticate('digest', { realm: 'r', nonce: 'n' }),
  'WWWAuthenticate of a token': () => new WWWAuthenticate('bearer', undefined, 't'),
  FileStorage: () => new FileStorage({ filename: 'f', contentType: 'text/plain' }),
  'FileStorage, empty': () => new FileStorage(),
  FileMultiDict: () => new FileMultiDict([['a', new FileStorage({ filename: 'f' })]]),
  UserAgent: () => new UserAgent('Mozilla'),
  Preamble: () => new Preamble(x),
  Field: () => new Field('n', new Headers(PAIRS)),
  'Field without a name': () => new Field(undefined, new Headers()),
  File: () => new File('n', 'f', new Headers()),
  Data: () => new Data(x, true),
  Epilogue: () => new Epilogue(EMPTY),
  NeedData: () => new NeedData(),
  'ranges of a Range': () => http.parseRangeHeader('bytes=0-4,10-')?.ranges,
  'range of the end': () => http.parseRangeHeader('bytes=-5')?.ranges,
  range_for_length: () => http.parseRangeHeader('bytes=2-')?.rangeForLength(9),
  'items of an Accept': () => [...accept('a;q=0.5, b')],
  'item of an Accept': () => accept('a;q=0.5').item(0),
  'server of a Request': () => new Request(environ()).server,
  'server at a Unix socket': () => new Request(environ({ SERVER_PORT: '' })).server,
  'items of args': () => [...asked('a=1&a=2&b=3').items()],
  'all items of args': () => [...asked('a=1&a=2').items(true)],
  'lists of args': () => [...asked('a=1&a=2&b=3').lists()],
  'items of values': () => [...new CombinedMultiDict([asked('a=1')]).items()],
  'lists of values': () => [...new CombinedMultiDict([asked('a=1')]).lists()],
  'items of a dict of lists': () => [...iterMultiItems<string, string>({ a: ['1', '2'], b: '3' })],
  'popitem of a MultiDict': () => new MultiDict({ a: '1', b: '2' }).popitem(),
  'popitemlist of a MultiDict': () => new MultiDict({ a: '1', b: '2' }).popitemlist(),
  'items of a CallbackDict': () => [...new CallbackDict({ a: 1 }).items()],
  'popitem of a CallbackDict': () => new CallbackDict({ a: 1 }).popitem(),
  'items of Headers': () => [...new Headers(PAIRS).items(true)],
  'pairs of EnvironHeaders': () => [...new EnvironHeaders({ HTTP_A: '1', CONTENT_TYPE: 'x' })],
  'headers of a Response': () => new Response('abc').getWsgiHeaders(environ()).toWsgiList(),
  'headers of an HTTPException': () => new exceptions.MethodNotAllowed(['GET']).getHeaders(),
  parse_options_header: () => http.parseOptionsHeader('a; b=c'),
  'parse_options_header of nothing': () => http.parseOptionsHeader(undefined),
  get_etag: () => new Response('abc', { headers: { ETag: 'W/"x"' } }).getEtag(),
  'get_etag of none': () => new Response('abc').getEtag(),
  function: () => app,
  class: () => Response,
  'class of the library': () => threading.Event,
  'exception class': () => exceptions.NotFound,
  'builtin exception class': () => ValueError,
};

function* shown(make: () => unknown): Sys<readonly [shown: string, text: string]> {
  const made = make();
  const object = Object.prototype.toString.call(made) === '[object Generator]' ? yield* made as Sys<unknown> : made;
  return [normalise(repr(object)), normalise(str(object))];
}

test.each(recorded)('%s', (name, asRepr, asText) => {
  const make = OBJECTS[name];
  if (make === undefined) throw new Error(`reprs.test.ts does not know how to make: ${name}`);
  expect(drive(() => shown(make))).toEqual([asRepr, asText]);
});
