/**
 * What code inside of a machine imports from `glaswerk`: apps, programs and handlers. `index.ts` hands all of it on; on
 * the page it is all that an app gets under that name.
 */

// # Apps
//
// A WSGI function, a `function*` that may block, or a view on Request and Response.
export type { Environ, StartResponse, WsgiApp } from './werkzeug/wsgi-types.ts';
export { Request } from './werkzeug/wrappers/request.ts';
export { Response } from './werkzeug/wrappers/response.ts';
export { sleep } from './stdlib/time.ts';
export { blocking } from './werkzeug/app.ts';
export { memory } from './machine/setup/apps/memory.ts';
export { datagramApp } from './machine/setup/datagram-app.ts';
export type { DatagramAnswer } from './machine/setup/datagram-mark.ts';

// # What Werkzeug code needs
//
// The same classes as those of the sub-paths `glaswerk/werkzeug.utils`, `glaswerk/werkzeug.datastructures`, …
export { redirect } from './werkzeug/utils/redirect.ts';
export { sendFile } from './werkzeug/utils/send-file.ts';
export type { SendFileOptions } from './werkzeug/utils/send-file.ts';
export { Headers } from './werkzeug/datastructures/headers.ts';
export { EnvironHeaders } from './werkzeug/datastructures/environ-headers.ts';
export { CombinedMultiDict } from './werkzeug/datastructures/combined-multi-dict.ts';
export {
  CallbackDict,
  ImmutableDict,
  ImmutableList,
  ImmutableMultiDict,
  ImmutableTypeConversionDict,
  MultiDict,
  TypeConversionDict,
} from './werkzeug/datastructures/structures.ts';
export { Accept, CharsetAccept, LanguageAccept, MIMEAccept } from './werkzeug/datastructures/accept.ts';
export { Authorization, WWWAuthenticate } from './werkzeug/datastructures/auth.ts';
export { RequestCacheControl, ResponseCacheControl } from './werkzeug/datastructures/cache-control.ts';
export { ContentSecurityPolicy } from './werkzeug/datastructures/csp.ts';
export { ETags } from './werkzeug/datastructures/etag.ts';
export { FileMultiDict, FileStorage } from './werkzeug/datastructures/file-storage.ts';
export { HeaderSet } from './werkzeug/datastructures/header-set.ts';
export { ContentRange, IfRange, Range } from './werkzeug/datastructures/range.ts';
export { DateTime, TimeDelta } from './stdlib/datetime.ts';

// # HTTP exceptions
//
// Raised with `throw new NotFound()` or `abort(404)`.
export { abort } from './werkzeug/exceptions.ts';
export { HTTPException } from './werkzeug/exceptions-base.ts';
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
} from './werkzeug/exceptions-plain.ts';
export {
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
} from './werkzeug/exceptions.ts';

// # Servers and programs
//
// For `new Machine({ handler })` and `new Machine({ program })`. A class is made with `yield* create(Class, …)`.
export type { Sys, SyscallName } from './kernel/sys.ts';
export { create } from './python/checked.ts';
export {
  BaseWSGIServer,
  ForkingWSGIServer,
  makeServer,
  runSimple,
  ThreadedWSGIServer,
  WSGIRequestHandler,
} from './werkzeug/serving.ts';
export type { MakeServerOptions, RunSimpleOptions } from './werkzeug/serving.ts';
export {
  BaseRequestHandler,
  DatagramRequestHandler,
  StreamRequestHandler,
  TCPServer,
  ThreadingTCPServer,
  ThreadingUDPServer,
  UDPServer,
  UnixDatagramServer,
  UnixStreamServer,
} from './stdlib/socketserver.ts';

// # Python's exceptions
//
// What `except` is in Python, `instanceof` is here. `TypeError` is `PyTypeError`, since JavaScript has one of its own.
export {
  ArithmeticError,
  AssertionError,
  AttributeError,
  BaseException,
  BlockingIOError,
  BrokenPipeError,
  ChildProcessError,
  ConnectionAbortedError,
  ConnectionError,
  ConnectionRefusedError,
  ConnectionResetError,
  Exception,
  FileExistsError,
  FileNotFoundError,
  GeneratorExit,
  IndexError,
  InterruptedError,
  KeyboardInterrupt,
  KeyError,
  LookupError,
  MemoryError,
  NotImplementedError,
  OSError,
  OverflowError,
  PermissionError,
  ProcessLookupError,
  PyTypeError,
  RecursionError,
  RuntimeError,
  StopIteration,
  SystemExit,
  TimeoutError,
  UnicodeDecodeError,
  UnicodeEncodeError,
  UnicodeError,
  ValueError,
} from './python/errors.ts';

// # Bytes, text and JSON, as Python has them
export { decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8 } from './python/checked.ts';
export { repr } from './python/repr.ts';
export { dumps, loads } from './stdlib/json.ts';
