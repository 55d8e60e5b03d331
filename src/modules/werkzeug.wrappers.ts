/** Python's module `werkzeug.wrappers`. */
export { Request } from '../werkzeug/wrappers/request.ts';
export type { DataOptions, JsonOptions, View, ViewAnswer } from '../werkzeug/wrappers/request.ts';
export { ResponseStream } from '../werkzeug/wrappers/response-stream.ts';
export { Response } from '../werkzeug/wrappers/response.ts';
export type {
  ConditionalOptions,
  JsonOptions as ResponseJsonOptions,
  ResponseBody,
  ResponseOptions,
} from '../werkzeug/wrappers/response.ts';
