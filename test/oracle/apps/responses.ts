/** The app that answers with every kind of Response. */
import { RuntimeError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';
import { isdigit } from '../../../src/python/text.ts';
import { tuple } from '../../../src/python/tuple.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { DateTime, TimeDelta } from '../../../src/stdlib/datetime.ts';
import { BytesIO } from '../../../src/stdlib/io.ts';
import { dumps } from '../../../src/stdlib/json.ts';
import { unquote } from '../../../src/stdlib/urllib/parse.ts';
import { WWWAuthenticate } from '../../../src/werkzeug/datastructures/auth.ts';
import { redirect } from '../../../src/werkzeug/utils/redirect.ts';
import { sendFile } from '../../../src/werkzeug/utils/send-file.ts';
import { Request } from '../../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../../src/werkzeug/wrappers/response.ts';
import { wrapFile } from '../../../src/werkzeug/wsgi-iterators.ts';
import { raw_hello } from './basic.ts';
import { stream } from './bodies.ts';
import { argument, b, intOf, log, segments } from './common.ts';

class AutoResponse extends Response {
  static override readonly autocorrectLocationHeader: boolean = true;
}
class PlainResponse extends Response {
  static override readonly defaultStatus: number = 202;
  static override readonly defaultMimetype: string = 'text/x-plain';
}
class NoLengthResponse extends Response {
  static override readonly automaticallySetContentLength: boolean = false;
}

const LETTERS = b('abcdefghijklmnopqrstuvwxyz');
const FIXED = new DateTime({ year: 2020, month: 2, day: 29, hour: 12, minute: 30, second: 15, offset: 0 });
const FIXED_TEXT = 'Sat, 29 Feb 2020 12:30:15 GMT';

interface Asked {
  readonly request: Request;
  readonly args: readonly string[];
}
/** Makes the response of one kind. */
type Make = (asked: Asked) => Response | Sys<Response>;

function* numbered(prefix: string, count: number): Generator<string> {
  for (let i = 0; i < count; i += 1) yield `${prefix}${i}\n`;
}

const BODIES: Readonly<Record<string, Make>> = {
  str: () => new Response('héllo wörld ☃\n'),
  bytes: () => new Response(new Uint8Array([0, 1, 254, 255]), { mimetype: 'application/octet-stream' }),
  list: () => new Response(['a', 'bé', 'c']),
  mixed: () => new Response([b('one '), 'two ', b('three')]),
  tuple: () => new Response(tuple(b('x'), b('y'))),
  generator: () => new Response(numbered('line ', 3)),
  iterator: () => new Response(['only\n'].values()),
  none: () => new Response(),
  empty: () => new Response(''),
  json: () => new Response(dumps({ a: [1, 2, { b: null }], c: 'é' }), { mimetype: 'application/json' }),
  mime: ({ args }) => new Response('x', { mimetype: args.join('/') }),
  'content-type': ({ args }) => new Response('x', { contentType: args.join('/') }),
  'header-type': () => new Response('x', { headers: [['Content-Type', 'text/x-custom']] }),
  'both-types': () => new Response('x', { headers: { 'Content-Type': 'text/a' }, mimetype: 'text/b' }),
  subclass: () => new PlainResponse('x'),
  'no-length': () => new NoLengthResponse('x'.repeat(10)),
  'explicit-length': () => new Response('hello', { headers: { 'Content-Length': '3' } }),
  'generator-length': () => new Response(generated(['abc', 'def']), { headers: { 'Content-Length': '6' } }),
  direct: () => new Response([b('a'), b('b')].values(), { directPassthrough: true }),
  'direct-str': () => new Response(['a', 'b'].values(), { directPassthrough: true }),
  'direct-list': () => new Response([b('a'), b('b')], { directPassthrough: true }),
  'generator-error': () => new Response(failing()),
  file: ({ request }) => new Response(wrapFile(request.environ, new BytesIO(LETTERS), 10), { directPassthrough: true }),
  method: ({ request }) => new Response(`${request.method}\n`, { headers: { 'X-Method': request.method } }),
};

function* generated<T>(items: Iterable<T>): Generator<T> {
  yield* items;
}

function* failing(): Generator<string> {
  yield 'first\n';
  throw new RuntimeError('boom in generator');
}

const HEADERS: Readonly<Record<string, Make>> = {
  status: ({ args }) => {
    const status = unquote(argument(args));
    return new Response('body\n', { status: isdigit(status) ? pyInt(status) : status });
  },
  'status-headers': ({ args }) =>
    new Response('body\n', {
      status: intOf(args),
      headers: [
        ['Content-Language', 'en'],
        ['Last-Modified', FIXED_TEXT],
        ['Allow', 'GET'],
        ['Expires', FIXED_TEXT],
        ['Content-Location', '/here é'],
        ['X-Kept', 'yes'],
      ],
    }),
  multi: () => {
    const response = new Response('x');
    response.headers.add('X-Multi', 'one');
    response.headers.add('X-Multi', 'two');
    response.headers.add('x-multi', 'three');
    response.headers.setItem('X-Number', 42);
    response.headers.add('X-Param', 'v', { filename: 'a b.txt', flag: null, n: 1 });
    return response;
  },
  'headers-edit': () => {
    const headers: [string, string][] = [
      ['X-A', '1'],
      ['X-B', '2'],
      ['x-a', '3'],
    ];
    const response = new Response('x', { headers });
    response.headers.set('X-A', 'new');
    response.headers.remove('X-B');
    response.headers.setdefault('X-C', 'default');
    response.headers.extend({ 'X-D': ['1', '2'], 'X-E': '3' });
    return response;
  },
  'newline-header': () => new Response('x', { headers: [['X-Bad', 'a\r\nb']] }),
  'snow-header': () => new Response('x', { headers: [['X-Snow', '☃']] }),
  'latin-header': () => new Response('x', { headers: [['X-Latin', 'é']] }),
  cookies: () => cookies(),
  'cookie-samesite': ({ args }) => {
    const response = new Response('x');
    response.setCookie('a', 'b', { samesite: argument(args) });
    return response;
  },
  'cookie-long': () => {
    const response = new Response('x');
    response.setCookie('long', 'v'.repeat(5000));
    return response;
  },
  redirect: ({ args }) => redirect('/target?x=1&y=é <z>', args.length > 0 ? intOf(args) : 302),
  'redirect-absolute': () => redirect('https://exämple.test/päth#frag'),
  location: () => new Response('x', { status: 302, headers: { Location: '../ünï/p q?☃' } }),
  autocorrect: () => new AutoResponse('x', { status: 302, headers: { Location: 'next/page?x=1' } }),
  'autocorrect-root': () => new AutoResponse('x', { status: 302, headers: { Location: '/root' } }),
  'autocorrect-full': () => new AutoResponse('x', { status: 302, headers: { Location: '//other.test/x' } }),
  cache: () => {
    const response = new Response('x');
    response.cacheControl.maxAge = 60;
    response.cacheControl.public = true;
    response.cacheControl.noCache = 'set-cookie';
    response.cacheControl.mustRevalidate = true;
    return response;
  },
  properties: () => properties(),
};

function cookies(): Response {
  const response = new Response('x');
  response.setCookie('plain', 'value');
  response.setCookie('empty');
  response.setCookie('quoted', 'a b;"\\,cé☃');
  response.setCookie('full', 'v', {
    maxAge: 3600,
    expires: FIXED,
    path: '/some path/',
    domain: 'example.test',
    secure: true,
    httponly: true,
    samesite: 'lax',
    partitioned: true,
  });
  response.setCookie('nopath', 'v', { path: null });
  response.setCookie('delta', 'v', { maxAge: new TimeDelta(86_405) });
  response.setCookie('stamp', 'v', { expires: 0 });
  response.deleteCookie('gone', { path: '/x', domain: 'd.test' });
  return response;
}

function properties(): Response {
  const response = new Response('x');
  response.vary.add('Accept');
  response.vary.add('Cookie');
  response.allow.update(['GET', 'POST']);
  response.contentLanguage.add('de');
  response.age = 120;
  response.expires = FIXED;
  response.retryAfter = 30;
  response.contentEncoding = 'identity';
  response.contentLocation = '/other';
  response.location = '/moved';
  response.accessControlAllowOrigin = '*';
  response.accessControlAllowMethods = ['GET'];
  response.accessControlMaxAge = 5;
  response.contentRange.set(0, 1, 10);
  response.wwwAuthenticate = new WWWAuthenticate('digest', { realm: 'r', nonce: 'n' });
  return response;
}

const RANGES = { acceptRanges: true, completeLength: 26 };

const CONDITIONAL: Readonly<Record<string, Make>> = {
  *etag({ request }) {
    const response = new Response('etagged body\n');
    yield* response.addEtag();
    return yield* response.makeConditional(request);
  },
  *'etag-weak'({ request }) {
    const response = new Response('weak body\n');
    yield* response.addEtag({ weak: true });
    return yield* response.makeConditional(request);
  },
  *'etag-set'({ request }) {
    const response = new Response('set body\n');
    response.setEtag('fixed');
    return yield* response.makeConditional(request);
  },
  *modified({ request }) {
    const response = new Response('modified body\n');
    response.lastModified = FIXED;
    return yield* response.makeConditional(request);
  },
  *'both-conditions'({ request }) {
    const response = new Response('both body\n');
    response.lastModified = FIXED;
    response.setEtag('both');
    return yield* response.makeConditional(request);
  },
  *range({ request }) {
    const response = new Response(LETTERS);
    response.setEtag('letters');
    response.lastModified = FIXED;
    return yield* response.makeConditional(request, RANGES);
  },
  *'range-generator'({ request }) {
    const starts = [0, 5, 10, 15, 20, 25];
    const response = new Response(generated(starts.map((start) => LETTERS.slice(start, start + 5))));
    return yield* response.makeConditional(request, RANGES);
  },
  *'range-units'({ request }) {
    return yield* new Response(LETTERS).makeConditional(request, { acceptRanges: 'letters', completeLength: 26 });
  },
  *'range-unknown'({ request }) {
    return yield* new Response(LETTERS).makeConditional(request, { acceptRanges: true });
  },
  *'range-file'({ request }) {
    const file = wrapFile(request.environ, new BytesIO(LETTERS), 4);
    return yield* new Response(file, { directPassthrough: true }).makeConditional(request, RANGES);
  },
  *'send-file'({ request }) {
    return yield* sendFile(new BytesIO(LETTERS), request.environ, {
      mimetype: 'text/plain',
      asAttachment: true,
      downloadName: 'näme "q".txt',
      etag: 'sent',
      lastModified: FIXED,
      conditional: true,
      maxAge: 60,
    });
  },
};

const LIVES: Readonly<Record<string, Make>> = {
  'on-close': ({ request }) => {
    const response = new Response(numbered('c', 2));
    response.callOnClose(() => log(request.environ, 'closed one'));
    response.callOnClose(() => log(request.environ, 'closed two'));
    return response;
  },
  'close-error': () => {
    const response = new Response('closing badly\n');
    response.callOnClose(() => {
      throw new RuntimeError('boom on close');
    });
    return response;
  },
  *'stream-write'() {
    const response = new Response();
    yield* response.stream.write(b('written '));
    yield* response.stream.writelines([b('to '), b('stream\n')]);
    return response;
  },
  'set-data': () => {
    const response = new Response('old');
    response.setData('new data é\n');
    response.mimetype = 'text/html';
    response.statusCode = 203;
    return response;
  },
  *freeze() {
    const response = new Response(numbered('f', 2));
    yield* response.freeze();
    return response;
  },
  'from-app': ({ request }) => Response.fromApp(raw_hello, request.environ),
  buffered: ({ request }) => Response.fromApp(stream, request.environ, { buffered: true }),
  raise: () => {
    throw new RuntimeError('boom in view');
  },
  // Not responses: the mistake is the point.
  'return-none': () => null as unknown as Response,
  'return-str': () => 'just text' as unknown as Response,
};

const KINDS: Readonly<Record<string, Make>> = { ...BODIES, ...HEADERS, ...CONDITIONAL, ...LIVES };

export const response_kinds = Request.application((request) => {
  const [what = 'str', ...args] = segments(request.path);
  if (!Object.hasOwn(KINDS, what)) return new Response(`no such kind: ${what}\n`, { status: 404 });
  return (KINDS[what] as Make)({ request, args });
});
