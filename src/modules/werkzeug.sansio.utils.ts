/** Python's module `werkzeug.sansio.utils`. */
export { getContentLength, getCurrentUrl, getHost, hostIsTrusted } from '../werkzeug/sansio/utils.ts';
export type { CurrentUrlParts, GetHostOptions, TrustedHosts } from '../werkzeug/sansio/utils.ts';
