/** Python's module `werkzeug.sansio.response`. */
export { Response } from '../werkzeug/sansio/response.ts';
export type {
  DeleteCookieOptions,
  SansIOResponseOptions,
  SetHeaderInit,
  StatusInit,
} from '../werkzeug/sansio/response.ts';
