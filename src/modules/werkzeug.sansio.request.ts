/** Python's module `werkzeug.sansio.request`. */
export { Request } from '../werkzeug/sansio/request.ts';
export type { RequestLine } from '../werkzeug/sansio/request.ts';
