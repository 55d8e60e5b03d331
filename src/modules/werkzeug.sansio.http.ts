/** Python's module `werkzeug.sansio.http`. */
export { isResourceModified, parseCookie } from '../werkzeug/sansio/http.ts';
export type { ConditionalHeaders, MultiDictClass, ResourceOptions } from '../werkzeug/sansio/http.ts';
