/**
 * The response that an HTTP exception is sent as, for the modules below the class Response. Responses need HTTP
 * exceptions, so these cannot name the class: wrappers/response-class.ts adds its members to this type.
 */
import type { AppObject } from './wsgi-types.ts';

/** A Response. */
export interface PageResponse extends AppObject {}
