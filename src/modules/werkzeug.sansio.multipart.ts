/** Python's module `werkzeug.sansio.multipart`. */
export {
  Data,
  Epilogue,
  Event,
  Field,
  File,
  MultipartDecoder,
  MultipartEncoder,
  NeedData,
  Preamble,
} from '../werkzeug/sansio/multipart.ts';
export type { MultipartLimits, State } from '../werkzeug/sansio/multipart.ts';
