/** HTTP exceptions with a code and a description only. */
import { HTTPException } from './exceptions-base.ts';

/** 400. @python werkzeug.exceptions.BadRequest */
export class BadRequest extends HTTPException {
  static override readonly name: string = 'BadRequest';
  static override readonly code: number = 400;
  static override readonly description: string =
    'The browser (or proxy) sent a request that this server could not understand.';
}

/** 403. @python werkzeug.exceptions.Forbidden */
export class Forbidden extends HTTPException {
  static override readonly name: string = 'Forbidden';
  static override readonly code: number = 403;
  static override readonly description: string =
    "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server.";
}

/** 404. @python werkzeug.exceptions.NotFound */
export class NotFound extends HTTPException {
  static override readonly name: string = 'NotFound';
  static override readonly code: number = 404;
  static override readonly description: string =
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.';
}

/** 406. @python werkzeug.exceptions.NotAcceptable */
export class NotAcceptable extends HTTPException {
  static override readonly name: string = 'NotAcceptable';
  static override readonly code: number = 406;
  static override readonly description: string =
    'The resource identified by the request is only capable of generating response entities which have content characteristics not acceptable according to the accept headers sent in the request.';
}

/** 408. @python werkzeug.exceptions.RequestTimeout */
export class RequestTimeout extends HTTPException {
  static override readonly name: string = 'RequestTimeout';
  static override readonly code: number = 408;
  static override readonly description: string =
    "The server closed the network connection because the browser didn't finish the request within the specified time.";
}

/** 409. @python werkzeug.exceptions.Conflict */
export class Conflict extends HTTPException {
  static override readonly name: string = 'Conflict';
  static override readonly code: number = 409;
  static override readonly description: string =
    'A conflict happened while processing the request. The resource might have been modified while the request was being processed.';
}

/** 410. @python werkzeug.exceptions.Gone */
export class Gone extends HTTPException {
  static override readonly name: string = 'Gone';
  static override readonly code: number = 410;
  static override readonly description: string =
    'The requested URL is no longer available on this server and there is no forwarding address. If you followed a link from a foreign page, please contact the author of this page.';
}

/** 411. @python werkzeug.exceptions.LengthRequired */
export class LengthRequired extends HTTPException {
  static override readonly name: string = 'LengthRequired';
  static override readonly code: number = 411;
  static override readonly description: string =
    'A request with this method requires a valid <code>Content-Length</code> header.';
}

/** 412. @python werkzeug.exceptions.PreconditionFailed */
export class PreconditionFailed extends HTTPException {
  static override readonly name: string = 'PreconditionFailed';
  static override readonly code: number = 412;
  static override readonly description: string =
    'The precondition on the request for the URL failed positive evaluation.';
}

/** 413. @python werkzeug.exceptions.RequestEntityTooLarge */
export class RequestEntityTooLarge extends HTTPException {
  static override readonly name: string = 'RequestEntityTooLarge';
  static override readonly code: number = 413;
  static override readonly description: string = 'The data value transmitted exceeds the capacity limit.';
}

/** 414. @python werkzeug.exceptions.RequestURITooLarge */
export class RequestURITooLarge extends HTTPException {
  static override readonly name: string = 'RequestURITooLarge';
  static override readonly code: number = 414;
  static override readonly description: string =
    'The length of the requested URL exceeds the capacity limit for this server. The request cannot be processed.';
}

/** 415. @python werkzeug.exceptions.UnsupportedMediaType */
export class UnsupportedMediaType extends HTTPException {
  static override readonly name: string = 'UnsupportedMediaType';
  static override readonly code: number = 415;
  static override readonly description: string =
    'The server does not support the media type transmitted in the request.';
}

/** 417. @python werkzeug.exceptions.ExpectationFailed */
export class ExpectationFailed extends HTTPException {
  static override readonly name: string = 'ExpectationFailed';
  static override readonly code: number = 417;
  static override readonly description: string = 'The server could not meet the requirements of the Expect header';
}

/** 418. @python werkzeug.exceptions.ImATeapot */
export class ImATeapot extends HTTPException {
  static override readonly name: string = 'ImATeapot';
  static override readonly code: number = 418;
  static override readonly description: string = 'This server is a teapot, not a coffee machine';
}

/** 421. @python werkzeug.exceptions.MisdirectedRequest */
export class MisdirectedRequest extends HTTPException {
  static override readonly name: string = 'MisdirectedRequest';
  static override readonly code: number = 421;
  static override readonly description: string = 'The server is not able to produce a response.';
}

/** 422. @python werkzeug.exceptions.UnprocessableEntity */
export class UnprocessableEntity extends HTTPException {
  static override readonly name: string = 'UnprocessableEntity';
  static override readonly code: number = 422;
  static override readonly description: string =
    'The request was well-formed but was unable to be followed due to semantic errors.';
}

/** 423. @python werkzeug.exceptions.Locked */
export class Locked extends HTTPException {
  static override readonly name: string = 'Locked';
  static override readonly code: number = 423;
  static override readonly description: string = 'The resource that is being accessed is locked.';
}

/** 424. @python werkzeug.exceptions.FailedDependency */
export class FailedDependency extends HTTPException {
  static override readonly name: string = 'FailedDependency';
  static override readonly code: number = 424;
  static override readonly description: string =
    'The method could not be performed on the resource because the requested action depended on another action and that action failed.';
}

/** 428. @python werkzeug.exceptions.PreconditionRequired */
export class PreconditionRequired extends HTTPException {
  static override readonly name: string = 'PreconditionRequired';
  static override readonly code: number = 428;
  static override readonly description: string =
    'This request is required to be conditional; try using "If-Match" or "If-Unmodified-Since".';
}

/** 431. @python werkzeug.exceptions.RequestHeaderFieldsTooLarge */
export class RequestHeaderFieldsTooLarge extends HTTPException {
  static override readonly name: string = 'RequestHeaderFieldsTooLarge';
  static override readonly code: number = 431;
  static override readonly description: string = 'One or more header fields exceeds the maximum size.';
}

/** 451. @python werkzeug.exceptions.UnavailableForLegalReasons */
export class UnavailableForLegalReasons extends HTTPException {
  static override readonly name: string = 'UnavailableForLegalReasons';
  static override readonly code: number = 451;
  static override readonly description: string = 'Unavailable for legal reasons.';
}

/** 501. @python werkzeug.exceptions.NotImplemented */
export class NotImplemented extends HTTPException {
  static override readonly name: string = 'NotImplemented';
  static override readonly code: number = 501;
  static override readonly description: string = 'The server does not support the action requested by the browser.';
}

/** 502. @python werkzeug.exceptions.BadGateway */
export class BadGateway extends HTTPException {
  static override readonly name: string = 'BadGateway';
  static override readonly code: number = 502;
  static override readonly description: string =
    'The proxy server received an invalid response from an upstream server.';
}

/** 504. @python werkzeug.exceptions.GatewayTimeout */
export class GatewayTimeout extends HTTPException {
  static override readonly name: string = 'GatewayTimeout';
  static override readonly code: number = 504;
  static override readonly description: string = 'The connection to an upstream server timed out.';
}

/** 505. @python werkzeug.exceptions.HTTPVersionNotSupported */
export class HTTPVersionNotSupported extends HTTPException {
  static override readonly name: string = 'HTTPVersionNotSupported';
  static override readonly code: number = 505;
  static override readonly description: string =
    'The server does not support the HTTP protocol version used in the request.';
}
