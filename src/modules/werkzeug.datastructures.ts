/** Python's module `werkzeug.datastructures`. */
export { Accept, CharsetAccept, LanguageAccept, MIMEAccept } from '../werkzeug/datastructures/accept.ts';
export type { AcceptItem, Quality } from '../werkzeug/datastructures/accept.ts';
export { Authorization, WWWAuthenticate } from '../werkzeug/datastructures/auth.ts';
export type { AuthParameters } from '../werkzeug/datastructures/auth.ts';
export { RequestCacheControl, ResponseCacheControl } from '../werkzeug/datastructures/cache-control.ts';
export { CombinedMultiDict } from '../werkzeug/datastructures/combined-multi-dict.ts';
export { ContentSecurityPolicy } from '../werkzeug/datastructures/csp.ts';
export { EnvironHeaders } from '../werkzeug/datastructures/environ-headers.ts';
export { ETags } from '../werkzeug/datastructures/etag.ts';
export type { EtagMatchOptions } from '../werkzeug/datastructures/etag.ts';
export { FileMultiDict, FileStorage } from '../werkzeug/datastructures/file-storage.ts';
export type { FileStorageOptions } from '../werkzeug/datastructures/file-storage.ts';
export { HeaderSet } from '../werkzeug/datastructures/header-set.ts';
export { Headers } from '../werkzeug/datastructures/headers.ts';
export type { HeaderPair, HeadersInit } from '../werkzeug/datastructures/headers.ts';
export { UpdateDictMixin } from '../werkzeug/datastructures/mixins.ts';
export type { OnUpdate } from '../werkzeug/datastructures/mixins.ts';
export { ContentRange, IfRange, Range } from '../werkzeug/datastructures/range.ts';
export type { ContentRangeOptions, RangeItem } from '../werkzeug/datastructures/range.ts';
export {
  CallbackDict,
  ImmutableDict,
  ImmutableList,
  ImmutableMultiDict,
  ImmutableTypeConversionDict,
  MultiDict,
  TypeConversionDict,
} from '../werkzeug/datastructures/structures.ts';
export { iterMultiItems } from '../werkzeug/datastructures/mapping.ts';
export type { MultiSource } from '../werkzeug/datastructures/mapping.ts';
