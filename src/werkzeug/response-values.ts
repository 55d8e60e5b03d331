/** What the members of a response need that the server's own error page does not; see response-members.ts. */
export { DateTime, TimeDelta } from '../stdlib/datetime.ts';
export { loads } from '../stdlib/json.ts';
export { urljoin } from '../stdlib/urllib/parse.ts';
export { WWWAuthenticate } from './datastructures/auth.ts';
export { ResponseCacheControl } from './datastructures/cache-control.ts';
export { ContentSecurityPolicy } from './datastructures/csp.ts';
export { ContentRange } from './datastructures/range.ts';
export { CallbackDict } from './datastructures/structures.ts';
export {
  dumpAge,
  dumpCookie,
  dumpHeader,
  dumpOptionsHeader,
  generateEtag,
  httpDate,
  isResourceModified,
  parseAge,
  parseCacheControlHeader,
  parseContentRangeHeader,
  parseCspHeader,
  parseDate,
  parseEtags,
  parseOptionsHeader,
  parseRangeHeader,
  parseSetHeader,
  quoteEtag,
  unquoteEtag,
} from './http.ts';
export { ResponseStream } from './wrappers/response-stream.ts';
export { runWsgiApp } from './wrappers/run-wsgi-app.ts';
export { getCurrentUrl } from './wsgi.ts';
export { _RangeWrapper } from './wsgi-iterators.ts';
