/** The app that raises HTTP exceptions. */
import { ValueError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';

import type { Sys } from '../../../src/kernel/sys.ts';
import { DateTime } from '../../../src/stdlib/datetime.ts';
import { WWWAuthenticate } from '../../../src/werkzeug/datastructures/auth.ts';
import {
  abort,
  BadRequest,
  HTTPException,
  InternalServerError,
  MethodNotAllowed,
  NotFound,
  RequestedRangeNotSatisfiable,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
} from '../../../src/werkzeug/exceptions.ts';
import { RequestRedirect } from '../../../src/werkzeug/routing/exceptions.ts';
import { Request } from '../../../src/werkzeug/wrappers/request.ts';
import { Response } from '../../../src/werkzeug/wrappers/response.ts';
import type { Environ } from '../../../src/werkzeug/wsgi-types.ts';
import { intOf, pick, segments } from './common.ts';

class TeaError extends HTTPException {
  static override readonly module = 'apps';
  static override readonly code = 455;
  static override readonly description = 'A custom exception.';

  override getHeaders(environ?: Environ): [string, string][] {
    return [...super.getHeaders(environ), ['X-Tea', 'green']];
  }
}

const DESCRIPTION = 'a <b>bold</b> & "quoted" \'text\'\nnext line é';
const basic = (): WWWAuthenticate => new WWWAuthenticate('basic', { realm: 'login' });
const bearer = (): WWWAuthenticate => new WWWAuthenticate('bearer', { realm: 'a b', error: 'x' });
const later = new DateTime({ year: 2030, month: 1, day: 2, hour: 3, minute: 4, second: 5, offset: 0 });

const EXCEPTIONS: Readonly<Record<string, () => HTTPException>> = {
  raise: () => new BadRequest(),
  '405': () => new MethodNotAllowed(['GET', 'HEAD']),
  '405-none': () => new MethodNotAllowed(),
  '429': () => new TooManyRequests(undefined, { retryAfter: 7 }),
  '503-date': () => new ServiceUnavailable(undefined, { retryAfter: later }),
  '503-zero': () => new ServiceUnavailable(undefined, { retryAfter: 0 }),
  '401': () => new Unauthorized(undefined, { wwwAuthenticate: basic() }),
  '401-two': () => new Unauthorized(undefined, { wwwAuthenticate: [basic(), bearer()] }),
  '416': () => new RequestedRangeNotSatisfiable(100),
  '416-none': () => new RequestedRangeNotSatisfiable(),
  redirect: () => new RequestRedirect('http://example.test/new?x=1'),
  'redirect-iri': () => new RequestRedirect('/ümläut?q=☃&a=b'),
  custom: () => new TeaError(),
  'no-code': () => new HTTPException('no code here'),
  '500-original': () => new InternalServerError(undefined, { originalException: new ValueError('original') }),
};

export const http_exc = Request.application(function* (request): Sys<Response> {
  const [what = '404', ...args] = segments(request.path);
  const make = pick(EXCEPTIONS, what);
  if (make !== undefined) throw make();
  switch (what) {
    case 'return':
      // An exception can stand for a response.
      return new NotFound() as unknown as Response;
    case 'desc':
      return abort(intOf(args), DESCRIPTION);
    case 'response':
      return abort(new Response('custom response\n', { status: 499, headers: { 'X-Custom': '1' } }));
    case 'missing-form':
      (yield* request.form()).item('missing');
      break;
    case 'missing-arg':
      request.args.item('missing');
      break;
  }
  return abort(Number(pyInt(what)));
});
