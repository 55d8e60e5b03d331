/** Python's module `werkzeug.http`. */
export { dumpAge, httpDate, parseAge, parseDate } from '../werkzeug/http-date.ts';
export { HTTP_STATUS_CODES } from '../werkzeug/http-status-codes.ts';
export { isByteRangeValid } from '../werkzeug/http/byte-range.ts';
export { dumpCookie, isResourceModified, parseCookie } from '../werkzeug/http/cookies.ts';
export type { CookieOptions } from '../werkzeug/http/cookies.ts';
export { generateEtag, quoteEtag, unquoteEtag } from '../werkzeug/http/etag-values.ts';
export {
  isEntityHeader,
  isHopByHopHeader,
  removeEntityHeaders,
  removeHopByHopHeaders,
} from '../werkzeug/http/hop-by-hop.ts';
export { parseDictHeader, parseListHeader, parseOptionsHeader } from '../werkzeug/http/parameters.ts';
export {
  dumpCspHeader,
  dumpHeader,
  dumpOptionsHeader,
  quoteHeaderValue,
  unquoteHeaderValue,
} from '../werkzeug/http/quoting.ts';
export type { Parameters } from '../werkzeug/http/quoting.ts';
export {
  parseAcceptHeader,
  parseCacheControlHeader,
  parseContentRangeHeader,
  parseCspHeader,
  parseEtags,
  parseIfRangeHeader,
  parseRangeHeader,
  parseSetHeader,
} from '../werkzeug/http/structured.ts';
export type { COEP, COOP } from '../werkzeug/sansio/response-headers.ts';
