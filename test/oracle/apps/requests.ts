/** Apps that tell everything that a Request knows. */
import { decodeLatin1 } from '../../../src/python/bytes.ts';
import { Exception, PyTypeError } from '../../../src/python/errors.ts';
import { formatPercent } from '../../../src/python/format.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import type { DateTime } from '../../../src/stdlib/datetime.ts';
import { dumps } from '../../../src/stdlib/json.ts';
import type { AcceptItem } from '../../../src/werkzeug/datastructures/accept.ts';
import type { ETags } from '../../../src/werkzeug/datastructures/etag.ts';
import { HTTPException } from '../../../src/werkzeug/exceptions.ts';
import { Request } from '../../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../../src/werkzeug/wrappers/response.ts';
import { b } from './common.ts';

/** Values are computed one by one; those that read the body may block. */
type Probe = () => unknown;

/** What JSON shows for a value, or for the exception that it raised. */
function* probe(compute: Probe): Sys<unknown> {
  try {
    const value = compute();
    return isCoroutine(value) ? yield* value : value;
  } catch (error) {
    if (error instanceof HTTPException) return { '!': `${error.code ?? 'None'} ${error.name}` };
    if (error instanceof Exception) return { '!': error.className };
    throw error;
  }
}

const isCoroutine = (value: unknown): value is Sys<unknown> =>
  Object.prototype.toString.call(value) === '[object Generator]';

interface Multi {
  lists(): Iterable<readonly [string, readonly unknown[]]>;
}
const lists = (multi: Multi): unknown => [...multi.lists()].map(([key, values]) => [key, [...values]]);

const quality = (accept: Iterable<AcceptItem>): unknown =>
  [...accept].map(([value, q]) => [value, formatPercent('%g', [Number(q)])]);

const when = (value: DateTime | undefined): unknown => value?.isoformat();

const etags = (value: ETags): unknown => ({
  star: value.starTag,
  strong: sorted(value._strong),
  weak: sorted(value._weak),
});

/** `sorted(etags)`: an empty etag, which is None, cannot be compared with text. */
function sorted(tags: ReadonlySet<string | undefined>): (string | undefined)[] {
  if (tags.size > 1 && tags.has(undefined)) {
    throw new PyTypeError("'<' not supported between instances of 'NoneType' and 'str'");
  }
  return [...tags].toSorted((one, other) => ((one ?? '') < (other ?? '') ? -1 : 1));
}

function authorization(request: Request): unknown {
  const value = request.authorization;
  if (value === undefined) return undefined;
  return { type: value.type, token: value.token, parameters: [...value.parameters].map((pair) => [...pair]) };
}

function* files(request: Request): Sys<unknown> {
  const out: unknown[] = [];
  for (const [key, storages] of (yield* request.files()).lists()) {
    for (const storage of storages) {
      const data = storage.read();
      out.push({
        key,
        name: storage.name,
        filename: storage.filename,
        content_type: storage.contentType,
        content_length: storage.contentLength,
        mimetype: storage.mimetype,
        params: storage.mimetypeParams,
        headers: [...storage.headers].map((pair) => [...pair]),
        size: data.length,
        start: decodeLatin1(data.subarray(0, 40)),
      });
    }
  }
  return out;
}

type BodyKey = 'form' | 'files' | 'data' | 'json';

const ORDERS: Readonly<Record<string, readonly BodyKey[]>> = {
  json: ['json', 'data', 'form', 'files'],
  data: ['data', 'form', 'files', 'json'],
};
const DEFAULT_ORDER: readonly BodyKey[] = ['form', 'files', 'data', 'json'];

const bodyProbes = (request: Request): Readonly<Record<BodyKey, Probe>> => ({
  *form() {
    return lists(yield* request.form());
  },
  files: () => files(request),
  *data() {
    return decodeLatin1(yield* request.getData());
  },
  json: () => request.json(),
});

type Rows = readonly (readonly [key: string, compute: Probe])[];

const line = (request: Request): Rows => [
  ['method', () => request.method],
  ['scheme', () => request.scheme],
  ['root_path', () => request.rootPath],
  ['path', () => request.path],
  ['full_path', () => request.fullPath],
  ['query_string', () => decodeLatin1(request.queryString)],
  ['url', () => request.url],
  ['base_url', () => request.baseUrl],
  ['root_url', () => request.rootUrl],
  ['host_url', () => request.hostUrl],
  ['host', () => request.host],
  ['is_secure', () => request.isSecure],
  ['remote_addr', () => request.remoteAddr],
  ['access_route', () => [...request.accessRoute]],
  ['args', () => lists(request.args)],
  ['cookies', () => lists(request.cookies)],
  ['headers', () => [...request.headers].map((pair) => [...pair])],
  ['content_type', () => request.contentType],
  ['mimetype', () => request.mimetype],
  ['mimetype_params', () => request.mimetypeParams],
  ['content_length', () => request.contentLength],
  ['content_encoding', () => request.contentEncoding],
  ['want_form_data_parsed', () => request.wantFormDataParsed],
  ['is_json', () => request.isJson],
];

const preferences = (request: Request): Rows => [
  ['accept_mimetypes', () => quality(request.acceptMimetypes)],
  ['accept_best', () => request.acceptMimetypes.bestMatch(['text/html', 'application/json', 'text/plain'])],
  ['accept_charsets', () => quality(request.acceptCharsets)],
  ['accept_encodings', () => quality(request.acceptEncodings)],
  ['accept_languages', () => quality(request.acceptLanguages)],
  ['language_best', () => request.acceptLanguages.bestMatch(['en', 'de', 'fr'])],
  ['authorization', () => authorization(request)],
  ['user_agent', () => request.userAgent.string],
  ['referrer', () => request.referrer],
  ['origin', () => request.origin],
  ['cache_control', () => [...request.cacheControl.items()].map((pair) => [...pair])],
  ['pragma', () => [...request.pragma]],
  ['date', () => when(request.date)],
  ['max_forwards', () => request.maxForwards],
  ['if_match', () => etags(request.ifMatch)],
  ['if_none_match', () => etags(request.ifNoneMatch)],
  ['if_modified_since', () => when(request.ifModifiedSince)],
  ['if_unmodified_since', () => when(request.ifUnmodifiedSince)],
  ['if_range', () => ({ etag: request.ifRange.etag, date: when(request.ifRange.date) })],
  ['range', () => describeRange(request)],
  [
    'values',
    function* () {
      return lists(yield* request.values());
    },
  ],
  ['multithread', () => request.isMultithread],
  ['multiprocess', () => request.isMultiprocess],
];

function describeRange({ range }: Request): unknown {
  return range === undefined ? undefined : { units: range.units, ranges: range.ranges.map((pair) => [...pair]) };
}

function* describeRequest(request: Request, order: readonly BodyKey[]): Sys<string> {
  const body = bodyProbes(request);
  let text = '';
  for (const [key, compute] of [
    ...line(request),
    ...order.map((key) => [key, body[key]] as const),
    ...preferences(request),
  ]) {
    text += `${key}: ${dumps(yield* probe(compute))}\n`;
  }
  return text;
}

const firstPiece = (request: Request): string => request.path.split('/')[1] ?? '';

export const request_info = Request.application(function* (request): Sys<Response> {
  const order = firstPiece(request);
  return new Response(
    yield* describeRequest(request, Object.hasOwn(ORDERS, order) ? (ORDERS[order] ?? []) : DEFAULT_ORDER),
  );
});

class SmallRequest extends Request {
  override maxContentLength = 50;
  override maxFormMemorySize = 20;
  override maxFormParts = 3;
}

export const request_limits = SmallRequest.application(function* (request): Sys<Response> {
  const first = firstPiece(request);
  if (first === 'raise') return new Response(`${dumps(lists(yield* request.form()))}\n`);
  if (first === 'data') return new Response(b(`${(yield* request.getData()).length}\n`));
  return new Response(yield* describeRequest(request, DEFAULT_ORDER));
});

class TrustedRequest extends Request {
  override trustedHosts = ['example.test', '.sub.test'];
}

export const request_trusted = TrustedRequest.application((request) => new Response(`${request.host}\n`));

export const echo_json = Request.application(function* (request): Sys<Response> {
  return new Response(`${dumps(yield* jsonOf(request))}\n`, { mimetype: 'application/json' });
});

function* jsonOf(request: Request): Sys<unknown> {
  if (request.path === '/force') return yield* request.getJson({ force: true });
  if (request.path === '/silent') return yield* request.getJson({ silent: true });
  return yield* request.json();
}
