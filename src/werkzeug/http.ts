/**
 * All exports of `werkzeug.http`, in camel case; the code is in the folder http/. Code that datastructures or
 * exceptions import takes the single file instead, since importing this one would be a cycle.
 */
export { isByteRangeValid } from './http/byte-range.ts';
export { dumpCookie, isResourceModified, parseCookie } from './http/cookies.ts';
export type { CookieOptions } from './http/cookies.ts';
export { generateEtag, quoteEtag, unquoteEtag } from './http/etag-values.ts';
export { isEntityHeader, isHopByHopHeader, removeEntityHeaders, removeHopByHopHeaders } from './http/hop-by-hop.ts';
export { parseDictHeader, parseListHeader, parseOptionsHeader } from './http/parameters.ts';
export { plainInt } from './http/plain-int.ts';
export { dumpCspHeader, dumpHeader, dumpOptionsHeader, quoteHeaderValue, unquoteHeaderValue } from './http/quoting.ts';
export {
  parseAcceptHeader,
  parseCacheControlHeader,
  parseContentRangeHeader,
  parseCspHeader,
  parseEtags,
  parseIfRangeHeader,
  parseRangeHeader,
  parseSetHeader,
} from './http/structured.ts';
export { dumpAge, httpDate, parseAge, parseDate } from './http-date.ts';
export { HTTP_STATUS_CODES } from './http-status-codes.ts';
