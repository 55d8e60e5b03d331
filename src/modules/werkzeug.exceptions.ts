/** Python's module `werkzeug.exceptions`. */
export { HTTPException } from '../werkzeug/exceptions-base.ts';
export type { DescribedOptions, HTTPExceptionOptions } from '../werkzeug/exceptions-base.ts';
export {
  BadGateway,
  BadRequest,
  Conflict,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  GatewayTimeout,
  Gone,
  HTTPVersionNotSupported,
  ImATeapot,
  LengthRequired,
  Locked,
  MisdirectedRequest,
  NotAcceptable,
  NotFound,
  NotImplemented,
  PreconditionFailed,
  PreconditionRequired,
  RequestEntityTooLarge,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  RequestURITooLarge,
  UnavailableForLegalReasons,
  UnprocessableEntity,
  UnsupportedMediaType,
} from '../werkzeug/exceptions-plain.ts';
export {
  Aborter,
  BadHost,
  BadRequestKeyError,
  ClientDisconnected,
  InternalServerError,
  MethodNotAllowed,
  RequestedRangeNotSatisfiable,
  SecurityError,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  abort,
  defaultExceptions,
} from '../werkzeug/exceptions.ts';
export type { HTTPExceptionClass } from '../werkzeug/exceptions.ts';
// What `getResponse()` answers: the class adds its members to it.
export type { Response as PageResponse } from '../werkzeug/wrappers/response-class.ts';
